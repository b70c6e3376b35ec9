//! What a first visit costs, and what it may cost.
//!
//! Sizes are brotli's at its best, as good static hosts send; 1 KB is 1,000 bytes. The page is counted as if
//! everything but lazy files were fetched at once, which is what the lab does; the service worker fetches the lazy ones when the lab has opened. The
//! one file counts as it is: what it is for is a disk.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::failure::Failure;
use crate::site::{self, ENGINE};
use crate::{one_file, pack};

/// The most the page's program may be, in bytes of brotli. ARCHITECTURE.md says what these were meant to be.
const PAGE: u64 = 490_000;
/// The most the engine's program may be.
const ENGINE_PROGRAM: u64 = 865_000;
/// The most a first visit may fetch.
const FIRST_VISIT: u64 = 1_400_000;

/// The most the one file may be, in bytes as they are.
const ONE_FILE: u64 = 2_000_000;
/// The same of the script for other people's pages.
const EMBED: u64 = 2_000;

/// Files that count as they are.
const AS_THEY_ARE: [(&str, u64); 2] = [(one_file::NAME, ONE_FILE), (pack::EMBED, EMBED)];

/// What of the site is fetched at first: files that keep their names, and the folder of the build.
const FIRST: [&str; 3] = [site::PAGE, "icons/rillcut.svg", "manifest.webmanifest"];
const BUILD_FOLDER: &str = "app-";

/// A file of the site.
struct Weight {
    name: String,
    raw: u64,
    brotli: u64,
}

/// Prints the sizes of the site in `folder` against the budgets; a budget that is exceeded is a failure.
pub(crate) fn check(folder: &Path) -> Result<(), Failure> {
    let mut weights = Vec::new();
    for file in site::all_files(folder)? {
        let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if !is_first(&name) && !AS_THEY_ARE.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let bytes = fs::read(&file).map_err(Failure::io("read", &file))?;
        weights.push(Weight { name, raw: bytes.len() as u64, brotli: brotli_size(&bytes)? });
    }
    let (table, exceeded) = report(&weights);
    println!("{table}");
    if exceeded.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("over budget: {}", exceeded.join(", "))))
    }
}

/// The table to print and the names of the budgets that are exceeded.
fn report(weights: &[Weight]) -> (String, Vec<&'static str>) {
    let first: Vec<&Weight> = weights.iter().filter(|weight| is_first(&weight.name)).collect();
    let mut lines = vec![format!("{:<44} {:>9} {:>9}", "file", "raw", "brotli")];
    lines.extend(first.iter().map(|weight| line(&weight.name, weight.raw, weight.brotli, None)));
    let sum = |wanted: &dyn Fn(&str) -> bool| {
        let some = first.iter().filter(|weight| wanted(&weight.name));
        some.fold((0, 0), |(raw, brotli), weight| (raw + weight.raw, brotli + weight.brotli))
    };
    let mut exceeded = Vec::new();
    for (name, most, (raw, brotli)) in [
        ("page program", PAGE, sum(&|file| file.ends_with("_bg.wasm") && !is_engine(file))),
        ("engine program", ENGINE_PROGRAM, sum(&is_engine)),
        ("first visit", FIRST_VISIT, sum(&|_| true)),
    ] {
        lines.push(line(name, raw, brotli, Some((brotli, most))));
        if brotli > most {
            exceeded.push(name);
        }
    }
    for (name, most) in AS_THEY_ARE {
        if let Some(file) = weights.iter().find(|weight| weight.name == name) {
            lines.push(line(&file.name, file.raw, file.brotli, Some((file.raw, most))));
            if file.raw > most {
                exceeded.push(name);
            }
        }
    }
    (lines.join("\n"), exceeded)
}

/// A line of the table; `budget` is what counts and the most it may be.
fn line(name: &str, raw: u64, brotli: u64, budget: Option<(u64, u64)>) -> String {
    let kb = |bytes: u64| format!("{:.1} KB", bytes as f64 / 1000.0);
    let budget = budget.map_or(String::new(), |(counts, most)| {
        format!("  of {:.0} KB{}", most as f64 / 1000.0, if counts > most { ": EXCEEDED" } else { "" })
    });
    format!("{name:<44} {:>9} {:>9}{budget}", kb(raw), kb(brotli))
}

fn is_first(name: &str) -> bool {
    let is_lazy = name.ends_with(".LICENSE.txt")
        || name
            .split('/')
            .next_back()
            .is_some_and(|file| file.contains(".lazy.") || file.starts_with("exporter"));
    FIRST.contains(&name) || (name.starts_with(BUILD_FOLDER) && !is_lazy)
}

fn is_engine(name: &str) -> bool {
    name.split('/').next_back() == Some(ENGINE)
}

/// How many bytes brotli makes of `bytes` at quality 11.
fn brotli_size(bytes: &[u8]) -> Result<u64, Failure> {
    let mut packed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut packed, 1 << 16, 11, 22);
    encoder.write_all(bytes).map_err(|error| Failure::new(format!("brotli failed: {error}")))?;
    // Its end is written when it goes away.
    drop(encoder);
    Ok(packed.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(name: &str, brotli: u64) -> Weight {
        Weight { name: name.to_owned(), raw: brotli * 3, brotli }
    }

    #[test]
    fn each_budget_is_held_and_lazy_files_are_free() {
        let inside = [
            weight("app-7/rillcut-web-0123_bg.wasm", PAGE),
            weight("app-7/worker_bg.wasm", ENGINE_PROGRAM),
            weight("index.html", FIRST_VISIT - PAGE - ENGINE_PROGRAM),
            weight("app-7/vendor/editor.lazy.mjs", 120_000),
            weight("app-7/exporter_bg.wasm", 500_000),
            weight("examples/big.json", FIRST_VISIT),
            weight("latest/app-7/worker_bg.wasm", ENGINE_PROGRAM),
            weight("rillcut.html", ONE_FILE / 3),
            weight("rillcut-embed.js", EMBED / 3),
        ];
        let (table, exceeded) = report(&inside);
        assert!(exceeded.is_empty(), "{table}");
        assert!(!table.contains("EXCEEDED") && !table.contains("lazy"), "{table}");
        let over = [
            weight("app-7/app_bg.wasm", PAGE + 1),
            weight("app-7/worker_bg.wasm", FIRST_VISIT),
            weight("rillcut.html", ONE_FILE / 3 + 1),
            weight("rillcut-embed.js", EMBED / 3 + 1),
        ];
        let (table, exceeded) = report(&over);
        assert_eq!(
            exceeded,
            ["page program", "engine program", "first visit", "rillcut.html", "rillcut-embed.js"]
        );
        assert_eq!(table.matches("EXCEEDED").count(), 5, "{table}");
    }

    #[test]
    fn brotli_is_complete_and_packs() {
        let size = brotli_size(&b"window ".repeat(1000)).expect("memory can be written");
        assert!((10..100).contains(&size), "{size}");
    }
}
