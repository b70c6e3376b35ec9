//! Debian's packages, where this machine has them and lets us install them.

use std::path::Path;

use crate::failure::Failure;
use crate::process::{Program, find, say};

/// Installs `packages`; `what` names them in the sentence for machines where that cannot be done,
/// as in "Chromium is missing: …".
pub(crate) fn install(packages: &[&str], what: &str) -> Result<(), Failure> {
    let by_hand = |why: &str| {
        Failure::new(format!("{what} missing and {why}: install {} and try again", packages.join(", ")))
    };
    if find(&["apt-get"]).is_none() {
        return Err(by_hand("this machine has no apt-get"));
    }
    let Some(prefix) = privilege() else {
        return Err(by_hand("only root may install packages here"));
    };
    say(&format!("installing Debian packages: {} (a minute or two)", packages.join(" ")));
    // An old list would offer old versions. When it cannot be renewed, the one that is there may still do.
    if let Err(failure) = apt(prefix, &["update", "-q"]).run() {
        say(&format!("going on with the old package list: {failure}"));
    }
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    apt(prefix, &arguments).run().map_err(|failure| by_hand(&failure.to_string()))
}

/// What goes before `apt-get`: nothing for root, `sudo -n` where that works without a password.
fn privilege() -> Option<&'static [&'static str]> {
    if Program::new("id").arg("-u").output().is_ok_and(|user| user == "0") {
        return Some(&[]);
    }
    let sudo: &[&str] = &["sudo", "-n"];
    Program::new("sudo").args(["-n", "true"]).output().is_ok().then_some(sudo)
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Program {
    // Through `env`, since sudo does not hand variables on.
    let mut words =
        prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).chain(arguments);
    Program::new(words.next().unwrap_or(&"env")).args(words).dir(Path::new("/"))
}
