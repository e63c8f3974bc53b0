//! Complaints: what is wrong, where, and what to do about it.
//!
//! A [`Fault`] is a kind of complaint, declared once in [`catalogue`] with its stable code and its words in Spanish
//! and English. A [`Diagnostic`] is one occurrence of a fault at a [`Place`]. Stages never stop at the first fault:
//! they return their value together with all their [`Diagnostics`], as a [`Checked`] value.
//!
//! Raising a fault is one line where it is found:
//!
//! ```ignore
//! found.push(C0203.at(place).with("code", code).with("nearest", nearest));
//! ```

pub mod catalogue;
pub mod explain;
mod owners;
mod personal;
mod print;
pub mod report;
mod words;

pub use personal::{masked, personal_numbers};
pub use print::{Format, Printer, Texts, line_and_column, summary};
pub use words::{Interface, Words, shown};

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How much a fault weighs: an error keeps the site from being published, the others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The site is not published.
    Error,
    /// The site is published; somebody should mend this.
    Warning,
    /// Worth knowing; nothing to mend in the content.
    Notice,
}

impl Severity {
    /// The severity's name in the machine-readable formats.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        }
    }
}

/// A kind of complaint: code, weight and words. All of them stand in [`catalogue`].
pub struct Fault {
    /// `C` and four digits; never reused for another fault.
    pub code: &'static str,
    pub severity: Severity,
    /// The message, with `{name}` for what is filled in.
    pub message: Words,
    /// What stands under the marked text. May be empty.
    pub label: Words,
    /// What to do. A part in `[[…]]` is left out when something it names is not known.
    pub help: Words,
    /// For `cabildo explain`: why this is a fault.
    pub cause: Words,
    /// For `cabildo explain`: content that has the fault.
    pub wrong: &'static str,
    /// For `cabildo explain`: the same content without it.
    pub right: &'static str,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl Fault {
    /// This fault at a place in a file.
    pub fn at(&'static self, place: impl Into<Place>) -> Diagnostic {
        Diagnostic { fault: self, severity: self.severity, place: Some(place.into()), also: None, values: Vec::new() }
    }

    /// This fault where no file is to blame (a folder that cannot be written, a missing setting).
    pub fn nowhere(&'static self) -> Diagnostic {
        Diagnostic { fault: self, severity: self.severity, place: None, also: None, values: Vec::new() }
    }
}

/// A stretch of a content file: its path relative to the root, with `/`, and a range of bytes in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: Arc<str>,
    pub span: Range<usize>,
}

impl Place {
    pub fn new(file: &Arc<str>, span: Range<usize>) -> Self {
        Place { file: Arc::clone(file), span }
    }

    /// The file as a whole: its first byte.
    pub fn file(file: &Arc<str>) -> Self {
        Place::new(file, 0..0)
    }
}

/// One occurrence of a fault.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub fault: &'static Fault,
    severity: Severity,
    pub place: Option<Place>,
    /// A second place that the fault speaks of, such as the first of two equal identifiers.
    pub also: Option<Place>,
    values: Vec<(Cow<'static, str>, Filling)>,
}

/// What is filled into a fault's words: a text of the content, or words in the language of the interface.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Filling {
    Text(String),
    /// In Spanish and in English.
    Words(Cow<'static, str>, Cow<'static, str>),
}

impl Filling {
    fn of(&self, interface: Interface) -> &str {
        match self {
            Filling::Text(text) => text,
            Filling::Words(es, en) => interface.pick(es, en),
        }
    }
}

impl Diagnostic {
    /// How much it weighs: as its fault does, unless it was [weakened](Diagnostic::at_most).
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Lets it weigh no more than this: what is refused in a charter that holds is a warning in a draft of one.
    pub fn at_most(mut self, limit: Severity) -> Self {
        self.severity = self.severity.max(limit);
        self
    }

    /// Fills in `{name}` of the fault's words. An empty value counts as not known.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name.into(), Filling::Text(value.to_string())));
        self
    }

    /// Fills in `{name}` in the language of the interface.
    pub fn with_words(mut self, name: &'static str, words: Words) -> Self {
        self.values.push((name.into(), Filling::Words(words.es.into(), words.en.into())));
        self
    }

    /// Fills in `{name}` with several things: "a, b y c".
    pub fn with_list(mut self, name: &'static str, list: &[Words]) -> Self {
        let (es, en): (Vec<&str>, Vec<&str>) = list.iter().map(|words| (words.es, words.en)).unzip();
        self.values
            .push((name.into(), Filling::Words(words::listed(&es, "y").into(), words::listed(&en, "and").into())));
        self
    }

    /// Fills in `{name}` afterwards. `aside` is said at the end of the remedy of any fault.
    pub fn add_words(&mut self, name: &'static str, words: Words) {
        self.values.push((name.into(), Filling::Words(words.es.into(), words.en.into())));
    }

    /// What was filled in under a name, where it is a text of the content.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find_map(|(known, filling)| match filling {
            Filling::Text(text) if known == name => Some(text.as_str()),
            _ => None,
        })
    }

    /// Every text of a diagnostic that anybody sees comes from here, so that none shows personal data.
    fn fill(&self, words: Words, interface: Interface) -> String {
        let values: Vec<(&str, &str)> =
            self.values.iter().map(|(name, filling)| (name.as_ref(), filling.of(interface))).collect();
        masked(&words::fill(words.of(interface), &values))
    }

    /// Fills in `{name}` if there is something to fill in.
    pub fn with_some(self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The files it speaks of.
    pub fn files(&self) -> impl Iterator<Item = &Arc<str>> {
        [&self.place, &self.also].into_iter().flatten().map(|place| &place.file)
    }

    /// Points at a second place.
    pub fn also(mut self, place: impl Into<Place>) -> Self {
        self.also = Some(place.into());
        self
    }

    /// The order in which an editor works through faults; see [`Diagnostics::sort`].
    fn by_place(&self, other: &Diagnostic) -> Ordering {
        let key = |d: &Diagnostic| (d.place.is_none(), d.place.as_ref().map(|p| (Arc::clone(&p.file), p.span.start)));
        let weight = |d: &Diagnostic| (d.severity, d.fault.code);
        key(self)
            .cmp(&key(other))
            .then_with(|| weight(self).cmp(&weight(other)))
            .then_with(|| self.message(Interface::Es).cmp(&other.message(Interface::Es)))
    }

    /// The message in a language of the interface.
    pub fn message(&self, interface: Interface) -> String {
        self.fill(self.fault.message, interface)
    }

    /// The words under the marked text.
    pub fn label(&self, interface: Interface) -> String {
        self.fill(self.fault.label, interface)
    }

    /// The remedy.
    pub fn help(&self, interface: Interface) -> String {
        let help = self.fill(self.fault.help, interface);
        match self.values.iter().find(|(name, _)| name == "aside") {
            Some((_, aside)) => format!("{help}; {}", aside.of(interface)),
            None => help,
        }
    }
}

/// A diagnostic as it is kept in a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Saved {
    code: String,
    severity: Severity,
    place: Option<SavedPlace>,
    also: Option<SavedPlace>,
    values: Vec<(Cow<'static, str>, Filling)>,
}

/// File and range.
type SavedPlace = (String, usize, usize);

impl Saved {
    pub fn code(&self) -> &str {
        &self.code
    }

    pub fn of(diagnostic: &Diagnostic) -> Saved {
        let place = |place: &Option<Place>| {
            place.as_ref().map(|place| (place.file.to_string(), place.span.start, place.span.end))
        };
        Saved {
            code: diagnostic.fault.code.to_owned(),
            severity: diagnostic.severity,
            place: place(&diagnostic.place),
            also: place(&diagnostic.also),
            values: diagnostic.values.clone(),
        }
    }

    /// The files that it speaks of.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        [&self.place, &self.also].into_iter().flatten().map(|(file, _, _)| file.as_str())
    }

    /// The diagnostic; `None` when its fault is not in the catalogue.
    pub fn restored(&self) -> Option<Diagnostic> {
        let fault = catalogue::ALL.iter().copied().find(|fault| fault.code == self.code)?;
        let place = |place: &Option<SavedPlace>| {
            place.as_ref().map(|(file, start, end)| Place::new(&Arc::from(file.as_str()), *start..*end))
        };
        let (place, also) = (place(&self.place), place(&self.also));
        Some(Diagnostic { fault, severity: self.severity, place, also, values: self.values.clone() })
    }
}

/// All that was found, of any number of files and stages.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Whether anything was found in a stretch of a file's text.
    pub fn touches(&self, part: &Range<usize>) -> bool {
        self.0.iter().filter_map(|d| d.place.as_ref()).any(|place| part.contains(&place.span.start))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes each.
    pub fn each(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.0.iter_mut().for_each(change);
    }

    /// Leaves out what is not wanted.
    pub fn retain(&mut self, wanted: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(wanted);
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// By file, then by place, then by code: the order in which an editor works through them. What has no place is last.
    pub fn sort(&mut self) {
        self.0.sort_by(Diagnostic::by_place);
        // Two stages may see one thing.
        self.0.dedup_by(|a, b| a.place.is_some() && a.by_place(b) == Ordering::Equal && a.also == b.also);
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.0.extend(iter);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Diagnostics(iter.into_iter().collect())
    }
}

/// A stage's value together with everything the stage found wrong. The value is as complete as it could be made.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Diagnostics,
}

impl<T> Checked<T> {
    pub fn new(value: T, diagnostics: Diagnostics) -> Self {
        Checked { value, diagnostics }
    }

    /// The value; what was found goes to `all`.
    pub fn collect_into(self, all: &mut Diagnostics) -> T {
        all.append(self.diagnostics);
        self.value
    }
}

/// The name among `known` that is nearest to `given`, if one is near enough to be meant.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&given, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(given.chars().count()) + 1)
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, name)| name)
}
