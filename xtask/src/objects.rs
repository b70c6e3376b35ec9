//! `objects`: what buckets write, read by the libraries that people read Parquet and gzip with.
//!
//! They are Python's, 200 MB together, and so no part of `test`; they go into an environment of their own in the cache folder.

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::{cache, project};

/// The libraries, in the versions that are known to work here.
const LIBRARIES: [&str; 2] = ["pyarrow==26.0.1", "duckdb==2.0.1"];

/// Builds the command, makes objects of every kind and has them read.
pub(crate) fn objects() -> Result<(), Failure> {
    let environment = cache::folder()?.join("objects-python");
    let python = environment.join("bin").join("python");
    if !python.is_file() {
        say("making a Python environment for pyarrow and DuckDB, once");
        Program::new("python3").args(["-m", "venv"]).arg(&environment).run()?;
    }
    Program::new(&python).args(["-m", "pip", "install", "--quiet"]).args(LIBRARIES).run()?;
    Program::cargo().args(["build", "--quiet", "--package", "rillcut-cli"]).run()?;
    let command = project::target().join("debug").join("rillcut");
    Program::new(&python).arg("tests/objects.py").arg(&command).run()
}
