//! What the browser benches run in a Chromium worker: the engine without page, session and wire.
//!
//! It is built by `cargo xtask bench` as the site's engine is, and loaded by `tests/browser/*.bench.mjs`. An example and not
//! a third program of the site, so that nobody downloads it.

#[path = "../crates/forest/benches/configurations/mod.rs"]
mod configurations;

use rillcut_lab::{
    Engine,
    file::Lab,
    workload::{self, Drawing, ReplayedPath},
};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Recorded JSON text through the built-in program.
#[wasm_bindgen]
pub struct Replayed(ReplayedPath);

#[wasm_bindgen]
impl Replayed {
    /// So many records of about 84 bytes; the program is the lab's.
    ///
    /// # Errors
    /// None: the built-in program is valid.
    #[wasm_bindgen(constructor)]
    pub fn new(records: usize) -> Result<Self, String> {
        ReplayedPath::new(records).map(Self).map_err(|problems| format!("{problems:?}"))
    }

    /// The records, one a line.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.bytes().to_vec()
    }

    /// Runs them all; the number of records that came through.
    pub fn run(&self) -> f64 {
        self.0.run() as f64
    }
}

/// The built-in lab with its five senders, from template to score.
#[wasm_bindgen]
pub struct FiveSenders(Lab);

#[wasm_bindgen]
impl FiveSenders {
    /// The lab.
    ///
    /// # Errors
    /// None: the built-in lab is valid.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, String> {
        workload::five_senders().map(Self).map_err(|problems| format!("{problems:?}"))
    }

    /// Plays so many seconds on a new engine; the number of records that were sent.
    ///
    /// # Errors
    /// None: the built-in lab is valid.
    pub fn run(&self, seconds: f64) -> Result<f64, String> {
        let mut engine = Engine::new(self.0.clone(), 0).map_err(|problems| format!("{problems:?}"))?;
        Ok(workload::play(&mut engine, seconds as i64 * 1000, workload::AT_ONCE) as f64)
    }
}

/// The generator alone.
#[wasm_bindgen]
pub struct Generated(Drawing);

#[wasm_bindgen]
impl Generated {
    /// Of a template.
    ///
    /// # Errors
    /// What is wrong with it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, String> {
        Drawing::new(text).map(Self).map_err(|problems| format!("{problems:?}"))
    }

    /// So many more records; the last of them.
    pub fn run(&mut self, records: u32) -> String {
        String::from_utf8_lossy(self.0.run(records).1).into_owned()
    }
}

/// A forest alone: configurations A to E of its bench.
#[wasm_bindgen]
pub struct ForestAlone {
    configuration: configurations::Configuration,
    data: Vec<f64>,
}

#[wasm_bindgen]
impl ForestAlone {
    /// The configuration of this index; nothing after the last.
    pub fn of(index: usize) -> Option<Self> {
        let configuration = configurations::all().into_iter().nth(index)?;
        let data = configurations::records(configuration.options.columns);
        Some(Self { configuration, data })
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.configuration.name.to_owned()
    }

    /// Records of a run.
    pub fn records(&self) -> usize {
        configurations::RECORDS
    }

    /// Scores all records and takes them in; the sum of the scores.
    ///
    /// # Errors
    /// None: the configurations hold.
    pub fn run(&self) -> Result<f64, String> {
        configurations::run(&self.configuration, &self.data).map_err(|error| error.to_string())
    }
}
