//! Glossary, search, index, corrections, prose pages and the page for lost readers.

use serde::Serialize;

use super::{Letter, View, by_letter};
use crate::model::library::PageHead;
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

#[derive(Serialize)]
struct Glossary {
    letters: Vec<Letter<TermView>>,
}

#[derive(Serialize)]
struct TermView {
    id: String,
    term: Html,
    /// The same term in the site's other languages.
    others: Vec<OtherTerm>,
    also: Vec<String>,
    definition: Html,
    trap: Html,
    related: Vec<Link>,
    indicators: Vec<Link>,
}

#[derive(Serialize)]
struct OtherTerm {
    tag: String,
    term: String,
}

pub(super) fn glossary(scope: &Scope) -> View {
    let model = scope.model;
    let terms = model.terms.iter().map(|term| {
        let view = TermView {
            id: term.id.value.clone(),
            term: scope.text(&term.term),
            others: model
                .languages()
                .filter(|lang| *lang != scope.lang)
                .filter_map(|lang| {
                    let tag = model.site.language(lang).tag.clone();
                    Some(OtherTerm { tag, term: term.term.get(lang)?.to_owned() })
                })
                .collect(),
            also: term.also.get(scope.lang).to_vec(),
            definition: scope.text(&term.definition),
            trap: scope.maybe(&term.trap),
            related: term
                .related
                .iter()
                .filter_map(|id| {
                    Some(Link { href: format!("#{}", id.value), label: scope.text(&model.term(id)?.term) })
                })
                .collect(),
            indicators: super::indicators::of_term(scope, &term.id),
        };
        (scope.plain(&term.term), view)
    });
    let body = Glossary { letters: by_letter(terms.collect()) };
    View::new("glossary.html", scope.word("nav", "glossary"), scope.word("glossary", "intro"), body)
}

#[derive(Serialize)]
struct Search {
    /// Names of the kinds of things found, for the script.
    kinds: String,
    index: Link,
    municipalities: Link,
    toolbox: Link,
    glossary: Link,
}

pub(super) fn search(scope: &Scope) -> View {
    let word = |section, key| Html::escaped(scope.word(section, key));
    let kinds: std::collections::BTreeMap<&str, &str> =
        crate::search::KINDS.iter().map(|kind| (*kind, scope.word("search_kinds", kind))).collect();
    let body = Search {
        kinds: serde_json::to_string(&kinds).unwrap_or_default(),
        index: scope.link(Subject::Index, word("index", "title")),
        municipalities: scope.link(Subject::MunicipalitiesByName, word("territory", "by_name")),
        toolbox: scope.link(Subject::Toolbox, word("toolbox", "title")),
        glossary: scope.link(Subject::Glossary, word("nav", "glossary")),
    };
    let view = View::new("search.html", scope.word("search", "title"), scope.word("search", "description"), body);
    View { scripts: vec!["search.js"], ..view }
}

#[derive(Serialize)]
struct Index {
    letters: Vec<Letter<Entry>>,
}

#[derive(Serialize)]
struct Entry {
    #[serde(flatten)]
    link: Link,
    kind: String,
}

pub(super) fn index(scope: &Scope) -> View {
    let model = scope.model;
    let mut entries: Vec<(String, Entry)> = Vec::new();
    let mut add = |name: String, link: Link, kind: &str| {
        let kind = scope.word("search_kinds", kind).to_owned();
        entries.push((name, Entry { link, kind }));
    };
    for (n, tool) in model.tools.iter().enumerate() {
        add(scope.plain(&tool.name), scope.link(Subject::Tool(n), scope.text(&tool.name)), "tool");
    }
    for (n, charter) in model.charters.iter().enumerate().filter(|(_, charter)| !charter.current_head().is_draft()) {
        let title = &charter.current_head().title;
        add(scope.plain(title), scope.link(Subject::Charter(n), scope.text(title)), "charter");
    }
    for (n, primer) in model.primers.iter().enumerate() {
        add(scope.plain(&primer.title), scope.link(Subject::Primer(n), scope.text(&primer.title)), "primer");
    }
    for (n, office) in model.offices.iter().enumerate() {
        add(scope.plain(&office.name), scope.link(Subject::Office(n), scope.text(&office.name)), "office");
    }
    for (n, case) in model.cases.iter().enumerate() {
        add(scope.plain(&case.title), scope.link(Subject::Case(n), scope.text(&case.title)), "case");
    }
    for (n, department) in model.departments.iter().enumerate().filter(|(_, department)| !department.demo) {
        add(department.name.clone(), scope.link(Subject::Department(n), Html::escaped(&department.name)), "department");
    }
    for term in &model.terms {
        if let Some(link) = scope.term_link(&term.id) {
            add(scope.plain(&term.term), link, "term");
        }
    }
    for (n, page) in model.pages.iter().enumerate() {
        if let Some((head, label)) = head(scope, page) {
            add(head.title.clone(), scope.link(Subject::Page(n), label), "page");
        }
    }
    if Subject::has_indicators(model) {
        for (subject, section) in [(Subject::Indicators, "method"), (Subject::Compare, "compare")] {
            let title = scope.word(section, "title");
            add(title.to_owned(), scope.link(subject, Html::escaped(title)), "page");
        }
    }
    let codes = scope.word("codes", "title");
    add(codes.to_owned(), scope.link(Subject::Codes, Html::escaped(codes)), "page");
    let body = Index { letters: by_letter(entries) };
    View::new("index-az.html", scope.word("index", "title"), scope.word("index", "intro"), body)
}

/// A page's head in the page's language or the main one, and its title as HTML.
fn head<'a>(scope: &'a Scope, page: &'a crate::model::library::Page) -> Option<(&'a PageHead, Html)> {
    let main = scope.model.site.main();
    match page.heads.get(&scope.lang) {
        Some(head) => Some((head, Html::escaped(&head.title))),
        None => {
            let head = page.heads.get(&main)?;
            Some((head, Html::in_language(&head.title, &scope.model.site.language(main).tag)))
        }
    }
}

#[derive(Serialize)]
struct Corrections {
    corrections: Vec<CorrectionView>,
}

#[derive(Serialize)]
struct CorrectionView {
    date: String,
    what: Html,
    why: Html,
}

pub(super) fn corrections(scope: &Scope) -> View {
    let corrections = scope
        .model
        .corrections
        .iter()
        .map(|c| CorrectionView { date: scope.date(c.date), what: scope.text(&c.what), why: scope.text(&c.why) })
        .collect();
    let title = scope.word("corrections", "title");
    View::new("corrections.html", title, scope.word("corrections", "intro"), Corrections { corrections })
}

#[derive(Serialize)]
struct Prose {
    summary: String,
    text: Html,
}

pub(super) fn page(scope: &Scope, n: usize) -> View {
    let page = &scope.model.pages[n];
    let main = scope.model.site.main();
    let text = page.prose.or_main(scope.lang, main);
    let (title, summary) = head(scope, page)
        .map(|(head, _)| (head.title.clone(), head.summary.clone()))
        .unwrap_or_else(|| (page.id.clone(), String::new()));
    let toc: Vec<Link> = text
        .map(|(_, text)| {
            let sections = text.document.sections();
            sections.map(|(id, title)| Link { href: format!("#{id}"), label: Html::escaped(&title) }).collect()
        })
        .unwrap_or_default();
    let body = Prose {
        summary: summary.clone(),
        text: text.map(|(_, text)| Html::trusted(text.document.html(scope).html)).unwrap_or_default(),
    };
    let view = View::new("page.html", title, summary, body);
    if toc.len() > 2 { view.with_toc(toc) } else { view }
}

#[derive(Serialize)]
struct NotFound {}

pub(super) fn not_found(scope: &Scope) -> View {
    View::new("404.html", scope.word("not_found", "title"), scope.word("not_found", "text"), NotFound {})
}
