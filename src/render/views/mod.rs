//! Views: what the template of each kind of page may see, made once from the model.

mod calculator;
mod cases;
mod charters;
mod compare;
mod figures;
mod help;
mod home;
mod indicators;
mod library;
mod municipality;
mod offices;
pub mod report;
mod territory;
mod toolbox;
mod training;

use serde::Serialize;
use tera::Value;

#[cfg(feature = "pdf")]
pub(super) use charters::compliance;
pub(super) use charters::period_name;
pub(super) use compare::compared_figures;

use super::html::Html;
use super::scope::{Link, Scope};
use crate::model::provenance::{LegalBasis, LegalReference};
use crate::plan::Subject;

/// A page's content and what the frame says of it.
pub(super) struct View {
    pub template: &'static str,
    /// The heading, and the start of the document's title.
    pub title: String,
    /// One line for search engines and link previews.
    pub description: String,
    /// The sections of a long page.
    pub toc: Vec<Link>,
    /// Whether the page shows invented figures.
    pub demo: bool,
    /// Scripts of the theme that the page uses; it can be read without them.
    pub scripts: Vec<&'static str>,
    /// Where what changes on the page is told as an Atom feed.
    pub feed: Option<String>,
    pub body: Value,
}

impl View {
    fn new(
        template: &'static str,
        title: impl Into<String>,
        description: impl Into<String>,
        body: impl Serialize,
    ) -> View {
        View {
            template,
            title: title.into(),
            description: description.into(),
            toc: Vec::new(),
            demo: false,
            scripts: Vec::new(),
            feed: None,
            body: Value::from_serializable(&body),
        }
    }

    fn with_toc(self, toc: Vec<Link>) -> View {
        View { toc, ..self }
    }
}

/// The view of the page about a subject.
pub(super) fn of(scope: &Scope, subject: Subject) -> View {
    match subject {
        Subject::Home => home::home(scope),
        Subject::Toolbox => toolbox::toolbox(scope),
        Subject::ToolFamily(n) => toolbox::family(scope, n),
        Subject::ToolAudience(audience) => toolbox::audience(scope, audience),
        Subject::ToolKind(kind) => toolbox::kind(scope, kind),
        Subject::Tool(n) => toolbox::tool(scope, n),
        Subject::Calculator(n) => calculator::calculator(scope, n),
        Subject::Charters => charters::charters(scope),
        Subject::Charter(n) => charters::charter(scope, n),
        Subject::CharterVersion(n, version) => charters::version(scope, n, version),
        Subject::CharterChanges(n, version) => charters::changes(scope, n, version),
        Subject::CharterHistory(n) => charters::history(scope, n),
        Subject::CharterKit(n) => charters::kit(scope, n),
        Subject::Cases => cases::cases(scope),
        Subject::Case(n) => cases::case(scope, n),
        Subject::Training => training::training(scope),
        Subject::PrimerFamily(n) => training::family(scope, n),
        Subject::Primer(n) => training::primer(scope, n),
        Subject::Territory => territory::country(scope),
        Subject::MunicipalitiesByName => territory::by_name(scope),
        Subject::Indicators => indicators::indicators(scope),
        Subject::Compare => compare::compare(scope),
        Subject::Department(n) => territory::department(scope, n),
        Subject::Municipality(n) => municipality::municipality(scope, n),
        Subject::MunicipalityYear(n, year) => municipality::year(scope, n, year),
        Subject::MunicipalityCharters(n) => charters::of_municipality(scope, n),
        Subject::Offices => offices::offices(scope),
        Subject::Office(n) => offices::office(scope, n),
        Subject::Calendar => offices::calendar(scope),
        Subject::Glossary => library::glossary(scope),
        Subject::Search => library::search(scope),
        Subject::Index => library::index(scope),
        Subject::Corrections => library::corrections(scope),
        Subject::Codes => help::codes(scope),
        Subject::Page(n) => library::page(scope, n),
        Subject::NotFound => library::not_found(scope),
    }
}

/// A legal reference as a page shows it: with how surely it is known.
#[derive(Serialize)]
struct LegalView {
    reference: Html,
    topic: Html,
    text_version: Html,
    basis: String,
    basis_id: &'static str,
    source: Html,
    checked: Option<String>,
}

fn legal(scope: &Scope, references: &[LegalReference]) -> Vec<LegalView> {
    references
        .iter()
        .map(|reference| LegalView {
            reference: scope.text(&reference.reference),
            topic: scope.maybe(&reference.topic),
            text_version: scope.maybe(&reference.text_version),
            basis: basis(scope, reference.basis),
            basis_id: reference.basis.id(),
            source: reference.source.as_ref().map(|id| scope.source_title(id)).unwrap_or_default(),
            checked: reference.checked_on.map(|date| {
                let by = reference.checked_by.as_deref().unwrap_or_default();
                scope.words.fill("legal", "checked", &[("date", &scope.date(date)), ("by", by)])
            }),
        })
        .collect()
}

fn basis(scope: &Scope, basis: LegalBasis) -> String {
    scope.word("legal", basis.id()).to_owned()
}

/// A section of a page's table of contents.
fn section(scope: &Scope, id: &str, key: &str) -> Link {
    Link { href: format!("#{id}"), label: Html::escaped(scope.word("sections", key)) }
}

/// Letters A to Z of a list, each with its entries; names sorted as Spanish readers expect (ñ after n).
#[derive(Serialize)]
struct Letter<T> {
    letter: String,
    id: String,
    entries: Vec<T>,
}

fn by_letter<T>(mut entries: Vec<(String, T)>) -> Vec<Letter<T>> {
    entries.sort_by_cached_key(|entry| sort_key(&entry.0));
    let mut letters: Vec<Letter<T>> = Vec::new();
    for (name, entry) in entries {
        let starts_with_enye = name.to_lowercase().starts_with('ñ');
        let letter = match sort_key(&name).chars().next() {
            _ if starts_with_enye => "Ñ".to_owned(),
            Some(c) if c.is_ascii_alphabetic() => c.to_ascii_uppercase().to_string(),
            _ => "#".to_owned(),
        };
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.entries.push(entry),
            _ => {
                let id = match letter.as_str() {
                    "Ñ" => "enye".to_owned(),
                    "#" => "0-9".to_owned(),
                    other => other.to_lowercase(),
                };
                letters.push(Letter { letter, id, entries: vec![entry] });
            }
        }
    }
    letters
}

/// Lower case without accents; ñ keeps its own place between n and o.
fn sort_key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.to_lowercase()
        .chars()
        .flat_map(|c| match c {
            'ñ' => vec!['n', '\u{10FFFF}'],
            c => c.to_string().nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect(),
        })
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '\u{10FFFF}')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::by_letter;

    #[test]
    fn enye_stands_between_n_and_o_and_accents_do_not_count() {
        let names = ["Oratorio", "Ñame", "Nahualá", "Nube", "Ábaco", "Acatenango"];
        let letters = by_letter(names.iter().map(|name| ((*name).to_owned(), *name)).collect());
        let flat: Vec<&str> = letters.iter().flat_map(|letter| letter.entries.clone()).collect();
        assert_eq!(flat, ["Ábaco", "Acatenango", "Nahualá", "Nube", "Ñame", "Oratorio"]);
        let heads: Vec<&str> = letters.iter().map(|letter| letter.letter.as_str()).collect();
        assert_eq!(heads, ["A", "N", "Ñ", "O"]);
    }
}
