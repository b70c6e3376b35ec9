//! What the person asked for.

use crate::flink::Wanted;
use std::path::PathBuf;

/// What `cargo xtask help` prints.
pub(crate) const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N]             build the site and serve it on 127.0.0.1:8080
  test [STEP…]                 run everything, or only these steps: fmt deny clippy native wasm browser
  dist                         build the release site into dist/ and hold it to its size budgets
  guide                        build only the guide, into dist/guide/
  pack FROM TO                 the last part of dist alone: lay out in TO what trunk has built in FROM
  bench [NAME…]                run every bench, or those whose name contains NAME
  shots                        take the screenshots in docs/
  objects                      have pyarrow and DuckDB read what buckets write, after installing them
  embed-test                   put the lab into a fresh mdBook and a fresh Docusaurus and look at it, after installing them
  flink-test [NAME…] [--random N [--seed N]] [--parallelism N] [--restore] [--open-source] [--rate N]
                               run exported labs, or N random programs, on Apache Flink and compare, after installing it;
                               with --restore each job is stopped by a savepoint and started again; --rate measures N records;
                               --open-source takes the detector of AWS's library
  fuzz [TARGET] [--seconds N]  fuzz one target, or all one after the other, for N seconds each (default 60)

What is missing is installed first, tools into the folder RILLCUT_CACHE (default: rillcut in the user's cache folder).";

/// The port of `serve` when none is given.
const PORT: u16 = 8080;

/// One run of xtask.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Serve { port: u16 },
    Test { steps: Vec<Step> },
    Dist,
    Guide,
    Pack { stage: PathBuf, dist: PathBuf },
    Bench { names: Vec<String> },
    Shots,
    Objects,
    EmbedTest,
    FlinkTest(Wanted),
    Fuzz { target: Option<String>, seconds: u32 },
    Help,
}

/// A part of `cargo xtask test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Fmt,
    Deny,
    Clippy,
    Native,
    Wasm,
    Browser,
}

impl Step {
    /// Every step, in the order in which they run: what fails fastest first.
    pub(crate) const ALL: [Self; 6] =
        [Self::Fmt, Self::Deny, Self::Clippy, Self::Native, Self::Wasm, Self::Browser];

    /// The step's name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Deny => "deny",
            Self::Clippy => "clippy",
            Self::Native => "native",
            Self::Wasm => "wasm",
            Self::Browser => "browser",
        }
    }
}

/// Reads the arguments after the program's name; the error is what to print on stderr.
pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut rest = arguments.into_iter();
    let Some(name) = rest.next() else { return Err(USAGE.to_owned()) };
    let command = match name.as_str() {
        "serve" => {
            let mut port = PORT;
            while let Some(argument) = rest.next() {
                match argument.as_str() {
                    "--port" => port = number(&argument, rest.next())?,
                    _ => return Err(unknown(&argument)),
                }
            }
            return Ok(Command::Serve { port });
        }
        "fuzz" => {
            let (mut target, mut seconds) = (None, 60);
            while let Some(argument) = rest.next() {
                match argument.as_str() {
                    "--seconds" => seconds = number(&argument, rest.next())?,
                    _ if argument.starts_with('-') || target.is_some() => return Err(unknown(&argument)),
                    _ => target = Some(argument),
                }
            }
            return Ok(Command::Fuzz { target, seconds });
        }
        "flink-test" => {
            let mut wanted = Wanted { seed: 1, ..Wanted::default() };
            while let Some(argument) = rest.next() {
                match argument.as_str() {
                    "--random" => wanted.random = Some(number(&argument, rest.next())?),
                    "--seed" => wanted.seed = number(&argument, rest.next())?,
                    "--parallelism" => wanted.parallelism = Some(number(&argument, rest.next())?),
                    "--rate" => wanted.rate = Some(number(&argument, rest.next())?),
                    "--restore" => wanted.restore = true,
                    "--open-source" => wanted.open_source = true,
                    _ if argument.starts_with('-') => return Err(unknown(&argument)),
                    _ => wanted.names.push(argument),
                }
            }
            return Ok(Command::FlinkTest(wanted));
        }
        "test" => {
            let mut steps = Vec::new();
            for argument in rest.by_ref() {
                match Step::ALL.into_iter().find(|step| step.name() == argument) {
                    Some(step) => steps.push(step),
                    None => return Err(unknown(&argument)),
                }
            }
            if steps.is_empty() {
                steps.extend(Step::ALL);
            }
            Command::Test { steps }
        }
        "bench" => Command::Bench { names: rest.by_ref().collect() },
        "dist" => Command::Dist,
        "guide" => Command::Guide,
        "pack" => {
            let mut folder = || {
                rest.next().map(PathBuf::from).ok_or_else(|| format!("`pack` wants two folders.\n\n{USAGE}"))
            };
            Command::Pack { stage: folder()?, dist: folder()? }
        }
        "shots" => Command::Shots,
        "objects" => Command::Objects,
        "embed-test" => Command::EmbedTest,
        "help" | "--help" | "-h" => Command::Help,
        _ => return Err(unknown(&name)),
    };
    match rest.next() {
        Some(argument) => Err(unknown(&argument)),
        None => Ok(command),
    }
}

fn unknown(argument: &str) -> String {
    format!("`{argument}` is not understood here.\n\n{USAGE}")
}

fn number<N: std::str::FromStr>(option: &str, value: Option<String>) -> Result<N, String> {
    let value = value.ok_or_else(|| format!("`{option}` wants a number after it.\n\n{USAGE}"))?;
    value.parse().map_err(|_| format!("`{option} {value}`: not a number that fits.\n\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn commands_and_options() {
        assert_eq!(read("serve"), Ok(Command::Serve { port: 8080 }));
        assert_eq!(read("serve --port 9000"), Ok(Command::Serve { port: 9000 }));
        assert_eq!(read("dist"), Ok(Command::Dist));
        assert_eq!(read("guide"), Ok(Command::Guide));
        assert_eq!(read("pack a b"), Ok(Command::Pack { stage: "a".into(), dist: "b".into() }));
        assert_eq!(read("objects"), Ok(Command::Objects));
        assert_eq!(read("embed-test"), Ok(Command::EmbedTest));
        assert_eq!(read("test"), Ok(Command::Test { steps: Step::ALL.to_vec() }));
        assert_eq!(read("test wasm fmt"), Ok(Command::Test { steps: vec![Step::Wasm, Step::Fmt] }));
        assert_eq!(
            read("fuzz sql --seconds 5"),
            Ok(Command::Fuzz { target: Some("sql".to_owned()), seconds: 5 })
        );
        let wanted = Wanted { random: Some(200), seed: 1, ..Wanted::default() };
        assert_eq!(read("flink-test --random 200"), Ok(Command::FlinkTest(wanted)));
        let wanted = Wanted { rate: Some(9), seed: 1, restore: true, ..Wanted::default() };
        assert_eq!(read("flink-test --restore --rate 9"), Ok(Command::FlinkTest(wanted)));
        let wanted = Wanted { seed: 1, open_source: true, ..Wanted::default() };
        assert_eq!(read("flink-test --open-source"), Ok(Command::FlinkTest(wanted)));
        assert_eq!(read("bench forest"), Ok(Command::Bench { names: vec!["forest".to_owned()] }));
    }

    #[test]
    fn wrong_usage_says_what_is_wrong() {
        for (line, part) in [
            ("", "usage:"),
            ("tset", "`tset`"),
            ("test fmt unit", "`unit`"),
            ("dist --fast", "`--fast`"),
            ("pack a", "wants two folders"),
            ("serve --port", "wants a number"),
            ("serve --port 65536", "`--port 65536`"),
            ("fuzz sql template", "`template`"),
        ] {
            let said = read(line).expect_err(line);
            assert!(said.contains(part), "{line:?} says {said:?}");
        }
    }
}
