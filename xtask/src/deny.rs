//! Licences, sources, bans and known vulnerabilities of the dependencies, by cargo-deny and `deny.toml`.

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::tools;

/// Checks all that can be checked here: the advisories only where their database can be fetched.
pub(crate) fn check() -> Result<(), Failure> {
    let program = tools::cargo_deny().ready()?.join("cargo-deny");
    let mut what = vec!["bans", "licenses", "sources"];
    // An old database would pass what is known to be bad by now, so it is fetched, not found.
    if Program::new(&program).args(["--workspace", "fetch", "db"]).output().is_ok() {
        what.insert(0, "advisories");
    } else {
        say("the advisory database cannot be fetched here: checking bans, licences and sources only");
    }
    Program::new(&program).args(["--workspace", "check"]).args(what).run()
}
