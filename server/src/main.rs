//! `dragoman`: the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    dragoman::shell::cli::main()
}
