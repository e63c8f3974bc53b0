//! `--report`: the report for people who will not open a terminal, as a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::arguments::ReportOptions;
use crate::diagnostics::catalogue::{C0903, C0905};
use crate::diagnostics::{Diagnostic, Interface, Words, report};
use crate::site::Made;

/// Writes the report where one is asked for, and says whether it did. That it cannot be written is told with the
/// other faults.
pub(super) fn write(options: &ReportOptions, made: &mut Made, out: Option<&Path>, interface: Interface) -> bool {
    let Some(path) = &options.report else { return false };
    let html = report::html(&made.diagnostics, &made.texts, interface);
    let written = outside(path, out, interface).and_then(|()| replace(path, &html));
    written.map_err(|diagnostic| made.diagnostics.push(diagnostic)).is_ok()
}

/// The output folder is published and replaced as a whole: a report in it would be seen by all and then lost.
fn outside(path: &Path, out: Option<&Path>, interface: Interface) -> Result<(), Diagnostic> {
    let folder = path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let real = |path: Option<&Path>| path.and_then(|path| fs_err::canonicalize(path).ok());
    // A folder that is not there holds no report; writing it tells.
    match (real(folder), real(out)) {
        (Some(folder), Some(out)) if folder.starts_with(&out) => {
            let why = interface.pick("está dentro de la carpeta de salida", "lies in the output folder");
            let fault = C0905.nowhere().with("what", format!("--report {} {why}", path.display()));
            Err(fault
                .with_words("cure", Words { es: "dé al informe otra carpeta", en: "give the report another folder" }))
        }
        _ => Ok(()),
    }
}

/// A reader of the file sees the old report or the new one, never a half.
fn replace(path: &Path, html: &str) -> Result<(), Diagnostic> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    write_and_rename(&new, path, html).map_err(|error| {
        // What could not be finished is not left behind; where it was never made there is nothing to remove.
        let _ = fs_err::remove_file(&new);
        C0903.nowhere().with_words("action", Words::WRITE).with("path", path.display()).with("reason", error)
    })
}

fn write_and_rename(new: &PathBuf, path: &Path, html: &str) -> io::Result<()> {
    let mut file = fs_err::OpenOptions::new().write(true).create_new(true).open(new)?;
    file.write_all(html.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs_err::rename(new, path)
}
