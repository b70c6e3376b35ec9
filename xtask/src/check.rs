//! `test`: everything that must hold before a change goes in, step by step, each with its time.
//!
//! A step that fails does not stop the others: one run says all there is to say. The web package is checked by clippy as
//! WebAssembly, since most of it is dead code elsewhere; its plain functions are tested natively, the rest in a browser.

use std::time::{Duration, Instant};

use crate::command_line::Step;
use crate::failure::Failure;
use crate::process::{Program, say};
use crate::toolchain::{Toolchain, WASM};
use crate::{browser, budget, deny, npm, project, site, tools};

/// What native steps leave out.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "rillcut-web"];

/// Runs the steps and sums them up.
pub(crate) fn check(steps: &[Step]) -> Result<(), Failure> {
    let began = Instant::now();
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for &step in steps {
        eprintln!("\n== {}", step.name());
        let from = Instant::now();
        let outcome = run(step);
        let line = format!("{:<8} {:>7}", step.name(), duration(from.elapsed()));
        match outcome {
            Ok(()) => lines.push(format!("ok      {line}")),
            Err(failure) => {
                eprintln!("error: {failure}");
                lines.push(format!("FAILED  {line}  {failure}"));
                failed.push(step.name());
            }
        }
    }
    println!("\n{}", lines.join("\n"));
    if failed.is_empty() {
        println!("{} of {} steps passed in {}", steps.len(), steps.len(), duration(began.elapsed()));
        Ok(())
    } else {
        Err(Failure::new(format!(
            "failed: {} (again with `cargo xtask test {}`)",
            failed.join(", "),
            failed.join(" ")
        )))
    }
}

fn run(step: Step) -> Result<(), Failure> {
    match step {
        Step::Fmt => Program::cargo().args(["fmt", "--all", "--check"]).run(),
        Step::Deny => deny::check(),
        Step::Clippy => clippy(),
        Step::Native => native(),
        Step::Wasm => wasm(),
        Step::Browser => browser_tests(),
    }
}

/// The crates' tests, and those of the page's plain functions, which need no browser.
fn native() -> Result<(), Failure> {
    let crates = Program::cargo().arg("test").args(NATIVE).arg("--no-fail-fast").run();
    crates.and(Program::cargo().args(["test", "--package", "rillcut-web", "--bins"]).run())
}

/// Clippy over everything, each part for the machine it is written for; warnings are errors.
fn clippy() -> Result<(), Failure> {
    let strict = ["--", "-D", "warnings"];
    let native = Program::cargo().arg("clippy").args(NATIVE).arg("--all-targets").args(strict).run();
    let web = web_clippy(&strict);
    native.and(web)
}

/// Clippy over the web package, in the profile of its other builds, which share the compiled macros with it.
fn web_clippy(strict: &[&str]) -> Result<(), Failure> {
    let toolchain = Toolchain::ready()?;
    if toolchain.has_clippy() {
        return toolchain
            .cargo()
            .args([
                "clippy",
                "--package",
                "rillcut-web",
                "--all-targets",
                "--profile",
                "web",
                "--target",
                WASM,
            ])
            .args(strict)
            .run();
    }
    say("no clippy comes with the compiler for wasm32: the web package is checked as native code");
    Program::cargo().args(["clippy", "--package", "rillcut-web", "--all-targets"]).args(strict).run()
}

/// The tests in `tests/*.rs` as WebAssembly in a headless Chromium; `webdriver.json` has its flags. They are built
/// as the site is, so that what is tested is what is shipped and its parts are compiled once.
fn wasm() -> Result<(), Failure> {
    let browser = browser::ready()?;
    let runner = tools::wasm_bindgen()?.ready()?.join("wasm-bindgen-test-runner");
    Toolchain::ready()?
        .cargo()
        .args([
            "test",
            "--package",
            "rillcut-web",
            "--lib",
            "--test",
            "*",
            "--profile",
            "web",
            "--target",
            WASM,
        ])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", browser.driver)
        // Seconds until the runner gives a test up; a busy machine starts Chromium slowly.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .run()
}

/// Builds the site, holds it to its budgets, and runs the browser tests against it.
fn browser_tests() -> Result<(), Failure> {
    let browser = browser::ready()?;
    let site = site::build()?;
    budget::check(&site)?;
    npm::ready()?;
    let tests = project::files(&project::root().join("tests/browser"), ".test.mjs")?;
    if tests.is_empty() {
        return Err(Failure::new("there are no browser tests in tests/browser"));
    }
    Program::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1", "--test-timeout=900000"])
        .args(tests)
        .env("CHROMIUM", browser.chromium)
        .run()
}

/// A time as people write it, as in `7.3s` or `12m 05s`.
fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1}s", time.as_secs_f64())
    } else {
        format!("{}m {:02}s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::duration;

    #[test]
    fn times_as_people_write_them() {
        assert_eq!(duration(Duration::from_millis(7_340)), "7.3s");
        assert_eq!(duration(Duration::from_secs(725)), "12m 05s");
    }
}
