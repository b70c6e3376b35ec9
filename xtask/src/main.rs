//! `cargo xtask`: sets up what is missing, then does it.
//!
//! Serving, testing, packing and measuring Rillcut takes a wasm32 standard library, a few tools and a browser.
//! This program finds them, installs what is missing into a cache folder, and says what it does while that takes
//! minutes. It is Rust and not shell scripts, so that it is checked like everything else and runs wherever cargo
//! runs; it depends on next to nothing, since everybody compiles it first.
//!
//! A command is read in [`command_line`]; [`toolchain`], [`tools`], [`browser`] and [`npm`] know how to get what
//! is needed; [`site`] builds the pages, [`book`] the guide, and [`pack`] lays them out; the rest are the commands.

mod apt;
mod bench;
mod book;
mod browser;
mod budget;
mod bundles;
mod cache;
mod check;
mod command_line;
mod deny;
mod digest;
mod embed;
mod failure;
mod flink;
mod fuzz;
mod headers;
mod http;
mod npm;
mod objects;
mod offline;
mod one_file;
mod pack;
mod page;
mod policy;
mod process;
mod project;
mod serve;
mod seven_bits;
mod shots;
mod site;
mod sysroot;
mod toolchain;
mod tools;
mod versions;
mod wasm_opt;

use std::process::ExitCode;

use command_line::Command;
use failure::Failure;

fn main() -> ExitCode {
    let command = match command_line::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve { port } => serve::serve(port),
        Command::Test { steps } => check::check(&steps),
        Command::Dist => site::build().and_then(|site| budget::check(&site)),
        Command::Guide => {
            book::build(&project::dist()).map(|book| println!("the guide is in {}", book.display()))
        }
        Command::Pack { stage, dist } => {
            npm::ready()?;
            pack::pack(&stage, &dist)
        }
        Command::Bench { names } => bench::bench(&names),
        Command::Shots => shots::shots(),
        Command::Objects => objects::objects(),
        Command::EmbedTest => embed::embed_test(),
        Command::FlinkTest(wanted) => flink::test(&wanted),
        Command::Fuzz { target, seconds } => fuzz::fuzz(target.as_deref(), seconds),
        Command::Help => {
            println!("{}", command_line::USAGE);
            Ok(())
        }
    }
}
