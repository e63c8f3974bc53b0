//! The program `cabildo`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cabildo::cli::guarded(cabildo::cli::run)
}
