//! `rillcut score`: a Random Cut Forest over the numbers of a CSV file.

use rillcut_forest::{Forest, Options};
use rillcut_stream::push_explanation;

use crate::{
    failure::Failure,
    input::Lines,
    options::{self, number},
    output::Output,
    seed,
};

const CHUNK: usize = 4096;

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let mut file = None;
    let (mut trees, mut sample, mut decay, mut shingle, mut seed) = (100, 256, 100_000, 1, None);
    let mut explain = false;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("trees") => trees = number(&mut parser, "trees", 1, 1000)?,
            lexopt::Arg::Long("sample") => sample = number(&mut parser, "sample", 2, 32_767)?,
            lexopt::Arg::Long("decay") => decay = number(&mut parser, "decay", 1, 2_147_483_647)?,
            lexopt::Arg::Long("shingle") => shingle = number(&mut parser, "shingle", 1, 30)?,
            lexopt::Arg::Long("seed") => seed = Some(number(&mut parser, "seed", 0, u64::MAX)?),
            lexopt::Arg::Long("explain") => explain = true,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the CSV file")?;
    let seed = seed.map_or_else(seed::fresh, Ok)?;
    let mut lines = Lines::open(&file)?;
    let mut output = Output::new();
    let mut scorer: Option<Scorer> = None;
    let mut line_number = 0_u64;
    loop {
        let chunk = lines.next(CHUNK)?;
        if chunk.is_empty() {
            return output.flush();
        }
        for line in chunk.records().iter() {
            line_number += 1;
            let at =
                |message: String| Failure::input(format!("{file}:{line_number}: error[CLI0003]: {message}"));
            let text = std::str::from_utf8(line).map_err(|_| at("the line is not UTF-8 text".to_owned()))?;
            let scorer = if let Some(scorer) = &mut scorer {
                scorer
            } else {
                let cells: Vec<&str> = text.split(',').map(str::trim).collect();
                let header = cells.iter().any(|cell| cell.parse::<f64>().is_err());
                let names = cells.iter().enumerate().map(|(column, name)| {
                    if header { name.trim_matches('"').to_owned() } else { format!("COLUMN{}", column + 1) }
                });
                let names: Vec<String> = names.collect();
                let options =
                    Options::new(names.len()).trees(trees).sample(sample).time_decay(decay).shingle(shingle);
                let forest = Forest::new(options.seed(seed)).map_err(|error| at(error.to_string()))?;
                let made = scorer.insert(Scorer { forest, names, point: Vec::new() });
                if header {
                    continue;
                }
                made
            };
            let scored = scorer.score(text, explain).map_err(at)?;
            output.write(&scored)?;
        }
    }
}

struct Scorer {
    forest: Forest,
    names: Vec<String>,
    point: Vec<f64>,
}

impl Scorer {
    /// The line of output for a line of input.
    fn score(&mut self, line: &str, explain: bool) -> Result<String, String> {
        self.point.clear();
        for (column, cell) in line.split(',').enumerate() {
            let number = cell
                .trim()
                .parse::<f64>()
                .map_err(|_| format!("'{}' in column {} is not a number", cell.trim(), column + 1))?;
            self.point.push(number);
        }
        if self.point.len() != self.names.len() {
            return Err(format!(
                "the line has {} columns, the first has {}",
                self.point.len(),
                self.names.len()
            ));
        }
        let mut text = "{\"score\":".to_owned();
        if explain {
            let why = self.forest.explain_and_update(&self.point).map_err(|error| error.to_string())?;
            rillcut_record::push_double(&mut text, why.score());
            text.push_str(",\"explanation\":");
            push_explanation(self.names.iter().map(String::as_str), &why, true, &mut text);
        } else {
            let score = self.forest.score_and_update(&self.point).map_err(|error| error.to_string())?;
            rillcut_record::push_double(&mut text, score);
        }
        text.push_str("}\n");
        Ok(text)
    }
}
