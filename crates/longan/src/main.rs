//! The program `longan`.

use clap::Parser as _;
use longan::commands::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(Cli::parse())
}
