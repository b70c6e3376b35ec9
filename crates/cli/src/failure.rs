//! How a command fails, and with which exit code.

use std::{io, process::ExitCode};

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is wrong: these lines say where and why.
    Input(Vec<String>),
    /// The command was called wrongly.
    Usage(String),
    /// Reading or writing failed.
    Io(String),
    /// The reader of our output went away, which is its right.
    BrokenPipe,
}

impl Failure {
    pub(crate) fn input(line: impl Into<String>) -> Self {
        Self::Input(vec![line.into()])
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// A failure to read `name`.
    pub(crate) fn reading(name: &str, error: &io::Error) -> Self {
        Self::Io(format!("cannot read {name}: {error}"))
    }

    /// A failure to write the results.
    pub(crate) fn writing(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Io(format!("cannot write: {error}"))
        }
    }

    /// Says it on standard error.
    pub(crate) fn report(&self) -> ExitCode {
        let code = match self {
            Self::Input(lines) => {
                for line in lines {
                    eprintln!("{line}");
                }
                1
            }
            Self::Usage(message) => {
                eprintln!("rillcut: {message}\ntry: rillcut --help");
                2
            }
            Self::Io(message) => {
                eprintln!("rillcut: {message}");
                3
            }
            Self::BrokenPipe => 0,
        };
        ExitCode::from(code)
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

/// A hint behind a message: a finding is one line, for programs that read them.
pub(crate) fn in_brackets(hint: Option<&str>) -> String {
    hint.map(|hint| format!(" ({hint})")).unwrap_or_default()
}
