//! `fuzz`: the parsers against generated input, by cargo-fuzz.
//!
//! The fuzz crate is outside of the workspace, since its runtime wants a compiler's unstable options. A stable
//! compiler has them too when told so; demanding a nightly was rejected, where none can be had.

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::{project, tools};

/// Fuzzes `target`, or all targets one after the other, for `seconds` each.
pub(crate) fn fuzz(target: Option<&str>, seconds: u32) -> Result<(), Failure> {
    let all: Vec<String> = project::files(&project::root().join("fuzz/fuzz_targets"), ".rs")?
        .iter()
        .map(|file| project::file_name(file).trim_end_matches(".rs").to_owned())
        .collect();
    let chosen: Vec<&String> =
        all.iter().filter(|name| target.is_none_or(|wanted| wanted == *name)).collect();
    if chosen.is_empty() {
        return Err(Failure::new(format!("no such fuzz target; there are {}", all.join(", "))));
    }
    let program = tools::cargo_fuzz().ready()?.join("cargo-fuzz");
    for name in chosen {
        say(&format!("fuzzing {name} for {seconds} seconds, after building it with its checks"));
        let corpus = project::root().join("fuzz/corpus").join(name);
        std::fs::create_dir_all(&corpus).map_err(Failure::io("make", &corpus))?;
        let seeds = project::root().join("fuzz/seeds").join(name);
        Program::new(&program)
            .args(["run", name])
            .arg(&corpus)
            // The built-in labs are good beginnings for every parser.
            .args([seeds, project::root().join("www/examples")].iter().filter(|folder| folder.is_dir()))
            .args([
                "--",
                &format!("-max_total_time={seconds}"),
                "-max_len=16384",
                "-timeout=10",
                "-rss_limit_mb=2048",
            ])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUST_BACKTRACE", "0")
            .run()?;
    }
    Ok(())
}
