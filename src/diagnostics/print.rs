//! Printers: the same diagnostics for people, for programs and for GitHub's annotations.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::words::visible;
use super::{Diagnostic, Diagnostics, Interface, Severity, masked, owners};

/// The texts of the files that diagnostics point into, by path.
pub type Texts = BTreeMap<Arc<str>, Arc<str>>;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people, with the line in question.
    #[default]
    Human,
    /// One JSON object as the last line of standard output.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

/// Writes diagnostics in one language.
pub struct Printer<'a> {
    pub interface: Interface,
    pub texts: &'a Texts,
    pub colour: bool,
    /// At most so many diagnostics for people; 0 is all.
    pub max: usize,
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    help: String,
}

impl Printer<'_> {
    /// For people: title, place, line, remedy; at the end how many there are by municipality.
    pub fn human(&self, diagnostics: &Diagnostics, out: &mut dyn Write) -> io::Result<()> {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
        let limit = if self.max == 0 { usize::MAX } else { self.max };
        let mut shown: Vec<&Diagnostic> = diagnostics.iter().collect();
        // Errors first, so that --max hides none of them behind a warning.
        shown.sort_by(|a, b| a.severity().cmp(&b.severity()).then_with(|| a.by_place(b)));
        let left_out = shown.len().saturating_sub(limit);
        for diagnostic in shown.into_iter().take(limit) {
            if diagnostic.place.is_some() {
                writeln!(out, "{}\n", renderer.render(&[self.group(diagnostic)]))?;
            } else {
                let title = diagnostic.message(self.interface);
                writeln!(out, "{}[{}]: {title}", self.severity(diagnostic), diagnostic.fault.code)?;
                let help = diagnostic.help(self.interface);
                writeln!(out, "  {}: {help}\n", self.interface.pick("ayuda", "help"))?;
            }
        }
        if left_out > 0 {
            match self.interface {
                Interface::Es => writeln!(out, "y {left_out} más; véalos todos con --max 0\n")?,
                Interface::En => writeln!(out, "and {left_out} more; see them all with --max 0\n")?,
            }
        }
        if let Some(line) = owners::line(diagnostics, self.interface) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn severity(&self, diagnostic: &Diagnostic) -> &'static str {
        match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => self.interface.pick("aviso", "warning"),
            Severity::Notice => self.interface.pick("nota", "note"),
        }
    }

    fn group<'d>(&'d self, diagnostic: &'d Diagnostic) -> Group<'d> {
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Notice => Level::INFO,
        };
        let level = level.with_name(self.severity(diagnostic));
        let title = level.primary_title(diagnostic.message(self.interface)).id(diagnostic.fault.code);
        let mut group = Group::with_title(title);
        if let Some(place) = &diagnostic.place {
            match self.texts.get(&place.file) {
                Some(text) if !text.is_empty() => {
                    let span = within(text, &place.span);
                    let mut snippet = Snippet::source(display_source(text)).path(masked(&place.file));
                    let mut mark = AnnotationKind::Primary.span(span);
                    let label = diagnostic.label(self.interface);
                    if !label.is_empty() {
                        mark = mark.label(label);
                    }
                    snippet = snippet.annotation(mark);
                    if let Some(also) = diagnostic.also.as_ref().filter(|also| also.file == place.file) {
                        snippet = snippet.annotation(AnnotationKind::Context.span(within(text, &also.span)));
                    }
                    group = group.element(snippet);
                }
                _ => group = group.element(annotate_snippets::Origin::path(masked(&place.file))),
            }
            if let Some(also) = diagnostic.also.as_ref().filter(|also| also.file != place.file) {
                let (line, column) = self.texts.get(&also.file).map_or((1, 1), |t| line_and_column(t, also.span.start));
                let origin = annotate_snippets::Origin::path(masked(&also.file)).line(line).char_column(column);
                group = group.element(origin);
            }
        }
        let help = diagnostic.help(self.interface);
        if !help.is_empty() {
            group = group.element(Level::HELP.with_name(self.interface.pick("ayuda", "help")).message(help));
        }
        group
    }

    /// For GitHub Actions: one annotation a line.
    pub fn github(&self, diagnostics: &Diagnostics, out: &mut dyn Write) -> io::Result<()> {
        for record in self.records(diagnostics) {
            let kind = record.severity;
            let mut place = String::new();
            if let Some(file) = &record.file {
                place = format!(
                    " file={},line={},col={},",
                    property(file),
                    record.line.unwrap_or(1),
                    record.column.unwrap_or(1)
                );
            }
            let place = if place.is_empty() { " ".to_owned() } else { place };
            let text =
                if record.help.is_empty() { record.message } else { format!("{}\n{}", record.message, record.help) };
            writeln!(out, "::{kind}{place}title={}::{}", property(record.code), message(&text))?;
        }
        Ok(())
    }

    /// The records of the JSON object of the command line.
    pub fn json(&self, diagnostics: &Diagnostics) -> serde_json::Value {
        serde_json::to_value(self.records(diagnostics)).unwrap_or_default()
    }

    fn records<'d>(&self, diagnostics: &'d Diagnostics) -> Vec<Record<'d>> {
        diagnostics
            .iter()
            .map(|d| {
                let at = d
                    .place
                    .as_ref()
                    .and_then(|place| self.texts.get(&place.file).map(|text| line_and_column(text, place.span.start)));
                Record {
                    code: d.fault.code,
                    severity: d.severity().id(),
                    file: d.place.as_ref().map(|p| masked(&p.file)),
                    line: at.map(|at| at.0).or(d.place.as_ref().map(|_| 1)),
                    column: at.map(|at| at.1).or(d.place.as_ref().map(|_| 1)),
                    message: d.message(self.interface),
                    help: d.help(self.interface),
                }
            })
            .collect()
    }
}

/// One line that counts: "3 errores, 1 aviso en 2 archivos".
pub fn summary(diagnostics: &Diagnostics, interface: Interface) -> String {
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    let mut files: Vec<&str> = diagnostics.iter().filter_map(|d| d.place.as_ref().map(|p| p.file.as_ref())).collect();
    files.sort_unstable();
    files.dedup();
    let plural = |n: usize, one: &'static str, many: &'static str| if n == 1 { one } else { many };
    match interface {
        Interface::Es => format!(
            "{errors} {}, {warnings} {} en {} {}",
            plural(errors, "error", "errores"),
            plural(warnings, "aviso", "avisos"),
            files.len(),
            plural(files.len(), "archivo", "archivos")
        ),
        Interface::En => format!(
            "{errors} {}, {warnings} {} in {} {}",
            plural(errors, "error", "errors"),
            plural(warnings, "warning", "warnings"),
            files.len(),
            plural(files.len(), "file", "files")
        ),
    }
}

/// Line and column of a byte, both from 1, the column in characters as editors count.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let offset = floor_char(text, offset);
    let before = &text[..offset];
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    (line, before[start..].chars().count() + 1)
}

/// A span that lies in the text, on characters, and marks at least one of them where there is one.
pub(super) fn within(text: &str, span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = floor_char(text, span.start);
    let mut end = floor_char(text, span.end.max(start));
    let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    if end <= start {
        end = text[start..line_end].chars().next().map_or(start, |c| start + c.len_utf8());
    }
    start..end.min(line_end.max(start))
}

fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The text with characters of equal length in bytes where one could disturb a terminal.
fn display_source(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => c.to_string(),
            c if visible(c) == c => c.to_string(),
            c => "?".repeat(c.len_utf8()),
        })
        .collect()
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
