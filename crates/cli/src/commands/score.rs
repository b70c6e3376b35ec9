//! `rillcut score`: a Random Cut Forest over the numbers of a CSV file.

use rillcut_forest::{Attribution, Forest, Grade, Grader, Mode, Options};
use rillcut_record::push_double;
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
    let (mut trees, mut sample, mut decay, mut shingle, mut seed) = (100, 256, None, 1, None);
    let mut mode = Mode::Service;
    let mut wanted = Wanted::default();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("trees") => trees = number(&mut parser, "trees", 1, 1000)?,
            lexopt::Arg::Long("sample") => sample = number(&mut parser, "sample", 2, 32_767)?,
            lexopt::Arg::Long("decay") => {
                decay = Some(number(&mut parser, "decay", 1, 2_147_483_647)?);
            }
            lexopt::Arg::Long("shingle") => shingle = number(&mut parser, "shingle", 1, 30)?,
            lexopt::Arg::Long("seed") => seed = Some(number(&mut parser, "seed", 0, u64::MAX)?),
            lexopt::Arg::Long("mode") => mode = read_mode(&mut parser)?,
            lexopt::Arg::Long("explain") => wanted.explanation = true,
            lexopt::Arg::Long("expected") => wanted.expected = true,
            lexopt::Arg::Long("grade") => wanted.grade = true,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the CSV file")?;
    let seed = seed.map_or_else(seed::fresh, Ok)?;
    let decay = decay.unwrap_or(match mode {
        Mode::OpenSource => 10 * sample as u64,
        _ => 100_000,
    });
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
            let at = |code: &str, message: String| {
                Failure::input(format!("{file}:{line_number}: error[{code}]: {message}"))
            };
            let text = std::str::from_utf8(line)
                .map_err(|_| at("CLI0003", "the line is not UTF-8 text".to_owned()))?;
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
                let options = options.seed(seed).mode(mode);
                let grader = Grader::new(&options);
                let forest = Forest::new(options).map_err(|error| at(error.code(), error.to_string()))?;
                let made = scorer.insert(Scorer { forest, grader, names, point: Vec::new() });
                if header {
                    continue;
                }
                made
            };
            let scored = scorer.score(text, wanted).map_err(|(code, message)| at(code, message))?;
            output.write(&scored)?;
        }
    }
}

/// What a line of output has beside the score.
#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    grade: bool,
    explanation: bool,
    expected: bool,
}

fn read_mode(parser: &mut lexopt::Parser) -> Result<Mode, Failure> {
    match options::text(parser)?.as_str() {
        "service" => Ok(Mode::Service),
        "open-source" => Ok(Mode::OpenSource),
        other => Err(Failure::usage(format!("--mode takes service or open-source, not '{other}'"))),
    }
}

struct Scorer {
    forest: Forest,
    grader: Grader,
    names: Vec<String>,
    point: Vec<f64>,
}

/// A code and what is wrong.
type Wrong = (&'static str, String);

impl Scorer {
    /// The line of output for a line of input.
    fn score(&mut self, line: &str, wanted: Wanted) -> Result<String, Wrong> {
        self.read(line)?;
        let silent = self.forest.warm_up_remaining() > 0;
        let mut text = "{\"score\":".to_owned();
        let mut tail = String::new();
        let score = if wanted.explanation || wanted.expected {
            let why = self.forest.attribution(&self.point).map_err(|error| self.wrong(&error))?;
            if wanted.explanation {
                tail.push_str(",\"explanation\":");
                push_explanation(self.names.iter().map(String::as_str), &why, true, &mut tail);
            }
            if wanted.expected {
                self.push_expected(&why, &mut tail)?;
            }
            self.forest.update(&self.point).map_err(|error| self.wrong(&error))?;
            why.score()
        } else {
            self.forest.score_and_update(&self.point).map_err(|error| self.wrong(&error))?
        };
        push_double(&mut text, score);
        if wanted.grade {
            let Grade { grade, confidence, .. } =
                if silent { Grade::default() } else { self.grader.grade(score) };
            text.push_str(",\"grade\":");
            push_double(&mut text, grade);
            text.push_str(",\"confidence\":");
            push_double(&mut text, confidence);
        }
        text.push_str(&tail);
        text.push_str("}\n");
        Ok(text)
    }

    /// Reads the numbers of a line into the point.
    fn read(&mut self, line: &str) -> Result<(), Wrong> {
        self.point.clear();
        let mut cells = 0;
        for (column, cell) in line.split(',').map(str::trim).enumerate() {
            cells += 1;
            let Some(name) = self.names.get(column) else { continue };
            let number = cell.parse::<f64>().map_err(|_| {
                let what = if cell.is_empty() {
                    "a value is missing".to_owned()
                } else {
                    format!("'{cell}' is not a number")
                };
                ("CLI0003", format!("{what} in column {name}"))
            })?;
            self.point.push(number);
        }
        if cells == self.names.len() {
            Ok(())
        } else {
            Err(("CLI0003", format!("the line has {cells} columns, the first has {}", self.names.len())))
        }
    }

    /// Appends `,"expected":{"NAME":{"value":…,"low":…,"high":…}}`: the columns the score is mainly due to.
    fn push_expected(&self, why: &Attribution, text: &mut String) -> Result<(), Wrong> {
        let expected =
            self.forest.expected(&self.point, &why.suspects()).map_err(|error| self.wrong(&error))?;
        text.push_str(",\"expected\":{");
        for (index, expected) in expected.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(&serde_json::Value::from(self.names[expected.column].as_str()).to_string());
            for (before, number) in
                [(":{\"value\":", expected.value), (",\"low\":", expected.low), (",\"high\":", expected.high)]
            {
                text.push_str(before);
                push_double(text, number);
            }
            text.push('}');
        }
        text.push('}');
        Ok(())
    }

    /// What the forest says, with the column by its name.
    fn wrong(&self, error: &rillcut_forest::Error) -> Wrong {
        let name = error.column().and_then(|column| self.names.get(column));
        (error.code(), name.map_or_else(|| error.to_string(), |name| format!("column {name}: {error}")))
    }
}
