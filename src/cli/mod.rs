//! The command line: arguments, one file per command, exit statuses. No logic of the site.

mod arguments;
mod build;
mod explain;
mod guard;
mod mail;
mod new;
mod progress;
mod report;
mod serve;

pub use guard::guarded;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use report::Status;

/// Runs the program with its arguments.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for; everything else is wrong usage.
            let status = if error.use_stderr() { Status::Usage } else { Status::Done };
            let _ = error.print();
            return status.into();
        }
    };
    let interface = arguments.interface();
    let status = match arguments.command {
        Command::Build(options) => build::build(&options, interface),
        Command::Check(options) => build::check(&options, interface),
        Command::Serve(options) => serve::serve(&options, interface),
        Command::New(options) => new::new(&options, interface),
        Command::Explain(options) => explain::explain(&options, interface),
    };
    status.into()
}

/// A pool of its own: deep pages need more stack than a system's default.
fn with_threads<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(crate::render::STACK).build();
    match pool {
        Ok(pool) => pool.install(work),
        // Without threads of our own the work is done in this one.
        Err(_) => work(),
    }
}
