//! A panic of the program is told as a fault of ours, in both languages, with what to report and exit status 4.
//!
//! The product has no switch that makes it panic. So this test is a program of its own (`harness = false`): started
//! again by itself, it runs a panic under the same guard as `main.rs` runs the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::{Command, ExitCode, Output};

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("panic-here") => cabildo::cli::guarded(|| panic!("on purpose")),
        Some("panic-in-threads") => cabildo::cli::guarded(|| {
            use rayon::prelude::*;
            (0..64).into_par_iter().for_each(|n| panic!("on purpose {n}"));
            ExitCode::SUCCESS
        }),
        Some("no-panic") => cabildo::cli::guarded(|| ExitCode::from(2)),
        _ => {
            one_panic_is_told();
            panics_of_threads_are_told_once();
            without_a_place_for_the_file_the_report_is_printed();
            without_a_panic_nothing_is_said();
            println!("4 cases of tests/panic.rs passed");
            ExitCode::SUCCESS
        }
    }
}

fn run(case: &str, temporary: &std::path::Path) -> (Output, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(case).env_remove("RUST_BACKTRACE").env_remove("CI");
    let output = command.env("TMPDIR", temporary).env("TMP", temporary).env("TEMP", temporary).output().unwrap();
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    (output, text)
}

fn one_panic_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (output, text) = run("panic-here", folder.path());
    assert_eq!(output.status.code(), Some(4), "{text}");
    let place = "tests/panic.rs:";
    for part in ["su contenido no tiene la culpa", "your content is not to blame", "Envíe este archivo", place] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "one report file: {files:?}");
    assert_eq!(text.matches(&files[0].display().to_string()).count(), 2, "named in both languages: {text}");
    let report = std::fs::read_to_string(&files[0]).unwrap();
    assert!(report.contains("on purpose") && report.contains(env!("CARGO_PKG_VERSION")), "{report}");
}

fn panics_of_threads_are_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let (output, text) = run("panic-in-threads", folder.path());
    assert_eq!(output.status.code(), Some(4), "{text}");
    assert_eq!(text.matches("su contenido no tiene la culpa").count(), 1, "{text}");
}

fn without_a_place_for_the_file_the_report_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (output, text) = run("panic-here", &folder.path().join("no-hay"));
    assert_eq!(output.status.code(), Some(4), "{text}");
    assert!(text.contains("on purpose") && text.contains("Envíe el texto de arriba"), "{text}");
}

fn without_a_panic_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (output, text) = run("no-panic", folder.path());
    assert_eq!((output.status.code(), text.as_str()), (Some(2), ""));
}
