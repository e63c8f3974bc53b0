//! The program `cabildo`.

use std::process::ExitCode;

/// A sixth to a quarter of a build's processor time went into the system's allocator, the more the larger the site.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cabildo::cli::guarded(cabildo::cli::run)
}
