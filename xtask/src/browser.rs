//! The browser of the tests: a Chromium and the ChromeDriver of its version.

use std::path::{Path, PathBuf};

use crate::apt;
use crate::failure::Failure;
use crate::process::find;

/// A browser for tests.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// The browser named by CHROMIUM and CHROMEDRIVER, else the one of this machine, else Debian's, installed now.
pub(crate) fn ready() -> Result<Browser, Failure> {
    if let Some(browser) = search() {
        return Ok(browser);
    }
    // Headless pages without any font have no text to see in screenshots.
    apt::install(&["chromium", "chromium-driver", "fonts-liberation"], "Chromium or ChromeDriver is")?;
    search().ok_or_else(|| {
        Failure::new(
            "Chromium and ChromeDriver were installed but are not found: set CHROMIUM and CHROMEDRIVER to their paths",
        )
    })
}

fn search() -> Option<Browser> {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    let chromium = named("CHROMIUM")
        .or_else(|| find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]))
        .or_else(|| {
            let mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
            mac.is_file().then(|| mac.to_owned())
        })?;
    let driver = named("CHROMEDRIVER").or_else(|| find(&["chromedriver"]))?;
    Some(Browser { chromium, driver })
}
