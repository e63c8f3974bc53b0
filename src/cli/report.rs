//! How a command ends: what it prints and its exit status.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;

use super::arguments::ReportOptions;
use crate::diagnostics::catalogue::{C0113, C0902, C0903, C0904, C0905, C0999};
use crate::diagnostics::{Diagnostic, Diagnostics, Format, Interface, Printer, Severity, Texts, Words, summary};

/// The exit statuses of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Done = 0,
    /// Faults in the content.
    Content = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Disk, permissions, another build running.
    Environment = 3,
    /// A fault of ours.
    Ours = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

impl Status {
    /// What a fault means for the exit status.
    pub(super) fn of(diagnostics: &Diagnostics, deny_warnings: bool) -> Status {
        let errors = || diagnostics.iter().filter(|d| d.severity() == Severity::Error);
        let any = |codes: &[&str]| errors().any(|d| codes.contains(&d.fault.code));
        if any(&[C0999.code]) {
            Status::Ours
        } else if any(&[C0903.code, C0904.code]) {
            Status::Environment
        } else if any(&[C0113.code, C0902.code, C0905.code]) {
            Status::Usage
        } else if diagnostics.has_errors() || (deny_warnings && diagnostics.count(Severity::Warning) > 0) {
            Status::Content
        } else {
            Status::Done
        }
    }
}

/// The last line of standard output with `--format json`.
#[derive(Serialize)]
struct Object {
    status: &'static str,
    #[serde(flatten)]
    counts: Option<Counts>,
    seconds: f64,
    diagnostics: serde_json::Value,
}

/// What a build made and wrote.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Counts {
    pub(super) pages: usize,
    pub(super) outputs: usize,
    pub(super) rendered: usize,
    pub(super) reused: usize,
    pub(super) removed: usize,
    /// Compressed copies, which are no outputs; absent where none were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) compressed: Option<usize>,
    /// Files that differ from what was published.
    #[serde(skip)]
    pub(super) written: usize,
}

/// Everything a command has to say at its end.
pub(super) struct Report<'a> {
    pub(super) interface: Interface,
    pub(super) options: &'a ReportOptions,
    pub(super) diagnostics: &'a Diagnostics,
    pub(super) texts: &'a Texts,
    /// Absent for `check`.
    pub(super) counts: Option<Counts>,
    pub(super) time: Duration,
    /// Where the site was written.
    pub(super) place: Option<String>,
    /// Whether the report for mailing was written.
    pub(super) mailed: bool,
}

impl Report<'_> {
    /// Prints the report and says how the command ends.
    pub(super) fn print(&self) -> Status {
        let status = Status::of(self.diagnostics, self.options.deny_warnings);
        // A closed pipe is the reader's choice, not a fault.
        let _ = self.write(status);
        status
    }

    fn write(&self, status: Status) -> io::Result<()> {
        let stderr = io::stderr();
        let colour = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let printer = Printer { interface: self.interface, texts: self.texts, colour, max: self.options.max };
        match self.options.format {
            Format::Human => {
                printer.human(self.diagnostics, &mut stderr.lock())?;
                writeln!(stderr.lock(), "{}", self.last_line(status))
            }
            Format::Github => {
                printer.github(self.diagnostics, &mut io::stdout().lock())?;
                writeln!(stderr.lock(), "{}", self.last_line(status))
            }
            Format::Json => {
                let object = Object {
                    status: if status == Status::Done { "ok" } else { "failed" },
                    counts: self.counts,
                    seconds: self.time.as_millis() as f64 / 1000.0,
                    diagnostics: printer.json(self.diagnostics),
                };
                writeln!(io::stdout().lock(), "{}", serde_json::to_string(&object)?)
            }
        }
    }

    /// Always: pages, faults, time, place.
    fn last_line(&self, status: Status) -> String {
        let es = self.interface == Interface::Es;
        let mut line = String::new();
        if let Some(counts) = self.counts.filter(|_| status == Status::Done) {
            let place = self.place.as_deref().unwrap_or_default();
            line = if es {
                format!(
                    "{} páginas en {place} ({} archivos cambiaron, {} se quitaron); ",
                    counts.pages, counts.written, counts.removed
                )
            } else {
                format!(
                    "{} pages in {place} ({} files changed, {} removed); ",
                    counts.pages, counts.written, counts.removed
                )
            };
        }
        line.push_str(&summary(self.diagnostics, self.interface));
        line.push_str(&format!(", {:.2} s", self.time.as_secs_f64()));
        if let Some(path) = self.options.report.as_deref().filter(|_| self.mailed) {
            line.push_str(&format!("; {} {}", if es { "informe en" } else { "report in" }, path.display()));
        }
        if status != Status::Done && self.place.is_some() {
            line.push_str(if es { "; no se publicó nada nuevo" } else { "; nothing new was published" });
        }
        line
    }
}

/// A fault of usage, without a site.
pub(super) fn usage(interface: Interface, what: impl std::fmt::Display) -> Status {
    const HELP: Words = Words {
        es: "corrija la orden; «cabildo --help» dice qué se puede pedir",
        en: "mend the command; \"cabildo --help\" says what can be asked",
    };
    tell(interface, &C0905.nowhere().with("what", what).with_words("cure", HELP));
    Status::Usage
}

/// Prints one fault for people.
pub(super) fn tell(interface: Interface, diagnostic: &Diagnostic) {
    tell_all(interface, &Diagnostics::from_iter([diagnostic.clone()]), &Texts::new());
}

/// Prints faults for people.
pub(super) fn tell_all(interface: Interface, diagnostics: &Diagnostics, texts: &Texts) {
    let printer = Printer { interface, texts, colour: false, max: 0 };
    let _ = printer.human(diagnostics, &mut io::stderr().lock());
}
