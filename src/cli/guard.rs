//! A fault of ours is said as such, with what to report, and is never blamed on the content.

use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use super::report::Status;

/// Runs the program. A panic in any of its threads is told once, in both languages: whoever meets one may not have
/// got as far as choosing. Where `RUST_BACKTRACE` is set the usual message comes first.
pub fn guarded(program: impl FnOnce() -> ExitCode) -> ExitCode {
    let usual = std::panic::take_hook();
    let told = AtomicBool::new(false);
    std::panic::set_hook(Box::new(move |panic| {
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            usual(panic);
        }
        if !told.swap(true, Ordering::Relaxed) {
            tell(panic);
        }
    }));
    // Nothing is used after a panic but the exit status.
    std::panic::catch_unwind(AssertUnwindSafe(program)).unwrap_or(Status::Ours.into())
}

/// Writes the report file, or the report itself where no file can be written, and says what to do with it.
fn tell(panic: &PanicHookInfo<'_>) {
    let version = env!("CARGO_PKG_VERSION");
    let report = human_panic::handle_dump(&human_panic::Metadata::new(env!("CARGO_PKG_NAME"), version), panic);
    let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    // Where the message cannot be shown there is nobody to tell.
    let _ = std::io::stderr().lock().write_all(message(report.as_deref(), version, &place).as_bytes());
}

fn message(report: Option<&Path>, version: &str, place: &str) -> String {
    let (es, en) = match report {
        Some(path) => (
            format!("Envíe este archivo a quienes mantienen Cabildo y diga qué orden escribió:\n  {}", path.display()),
            format!(
                "Please send this file to Cabildo's maintainers and say which command you typed:\n  {}",
                path.display()
            ),
        ),
        None => (
            "Envíe el texto de arriba a quienes mantienen Cabildo y diga qué orden escribió.".to_owned(),
            "Please send the text above to Cabildo's maintainers and say which command you typed.".to_owned(),
        ),
    };
    format!(
        "\nCabildo {version} falló ({place}). Es una falla del programa: su contenido no tiene la culpa.\n{es}\n\n\
         Cabildo {version} failed ({place}). This is a fault of the program: your content is not to blame.\n{en}\n"
    )
}
