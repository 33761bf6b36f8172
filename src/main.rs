//! The command `gazet`: parses, runs, and maps the result to an exit code.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::run(cli::parse()).into()
}
