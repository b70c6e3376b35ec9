//! The `rillcut` command: the engine of the page on a command line, for continuous integration and other programs.
//!
//! A contract, described in the guide: exit code 0 done, 1 the input is wrong, 2 the usage is wrong, 3 reading or writing
//! failed. Results go to standard output, everything else to standard error; a closed pipe ends quietly.

mod application;
mod arrival;
mod commands;
mod failure;
mod input;
mod options;
mod output;
mod program;
mod reference;
mod row_end;
mod rows;
mod schema;
mod seed;
mod yaml;

use std::process::ExitCode;

use failure::Failure;

const USAGE: &str = "\
rillcut: real-time stream analytics with KDA SQL

usage: rillcut check APP [--schema SCHEMA.json] [--reference NAME=FILE.csv]… [--explain] [--warnings]
       rillcut run APP --source FILE [--schema SCHEMA.json] [--arrival FIELD] [--start TIME] [--rate R]
                   [--key FIELD] [--reference NAME=FILE.csv]… [--seed N] [--stream NAME]… [--format json|csv|tagged|decoded]
       rillcut discover FILE
       rillcut generate TEMPLATE [--count N] [--for DURATION] [--rate R [--rate-to R] [--jitter]] [--periods FILE]
                   [--seed N] [--now yyyy-MM-ddTHH:mm:ss.fffZ] [--offset +HH:MM] [--speed X]
                   [--format text|csv|kinesis [--key FIELD]] [--no-newline] [--gzip]; or --list
       rillcut score FILE.csv [--trees 100] [--sample 256] [--decay 100000] [--shingle 1] [--seed N]
                   [--mode service|open-source] [--explain] [--expected] [--grade]
       rillcut lab FILE.lab.json [--for DURATION] [--until anomaly] [--seed N] [--trials N] [--out DIR]
                   [--stream NAME]… [--format json|csv|tagged|decoded]
       rillcut export application APP [--schema SCHEMA.json] [--name NAME] [--v1 | --v2 | --cloudformation]
       rillcut export flink FILE.lab.json -o DIR [--for DURATION] [--program APP.sql] [--stream NAME]… [--seed N]

APP is a program (APP.sql) or a saved KDA application: JSON of create-application or describe-application, or a
CloudFormation template in JSON or YAML, in which --application NAME chooses one of several.
FILE may be - for standard input. DURATION is a number with s, m or h, such as 90s or 24h.
Exit codes: 0 done, 1 the input is wrong, 2 the usage is wrong, 3 reading or writing failed.";

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(arguments: Vec<std::ffi::OsString>) -> Result<(), Failure> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let command = match parser.next()? {
        Some(lexopt::Arg::Value(command)) => command.to_string_lossy().into_owned(),
        Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h')) => return output::line(USAGE),
        Some(lexopt::Arg::Long("version") | lexopt::Arg::Short('V')) => {
            return output::line(concat!("rillcut ", env!("CARGO_PKG_VERSION")));
        }
        Some(other) => return Err(other.unexpected().into()),
        None => return Err(Failure::usage("a command is missing")),
    };
    match command.as_str() {
        "check" => commands::check::run(parser),
        "run" => commands::run::run(parser),
        "export" => commands::export::run(parser),
        "discover" => commands::discover::run(parser),
        "generate" => commands::generate::run(parser),
        "score" => commands::score::run(parser),
        "lab" => commands::lab::run(parser),
        "help" => output::line(USAGE),
        other => Err(Failure::usage(format!("'{other}' is not a command"))),
    }
}
