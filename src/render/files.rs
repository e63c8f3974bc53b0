//! Outputs that are not pages: style sheet, search index, sitemap, robots.txt, short addresses.

use super::Site;
use super::html::Html;
use super::scope::Scope;
use crate::diagnostics::catalogue;
use crate::model::Model;
use crate::model::values::{Lang, Texts};
use crate::plan::{Address, Plan, Subject};
use crate::search::{self, SearchDoc};
use crate::theme::Theme;

/// All style sheets of the theme, joined.
pub(super) fn style_sheet(theme: &Theme) -> Vec<u8> {
    let mut joined = Vec::new();
    for name in &theme.manifest.styles {
        joined.extend_from_slice(theme.static_file(name));
    }
    joined
}

/// The public pages in the languages in which they are written.
pub(super) fn sitemap(model: &Model, plan: &Plan, theme: &Theme) -> String {
    let base = model.site.base_url.as_ref().map_or("", |url| url.as_str());
    let mut addresses: Vec<&Address> = plan
        .pages()
        .filter(|(subject, lang, _)| subject.is_listed(model) && subject.is_translated(model, theme, *lang))
        .map(|(_, _, address)| address)
        .collect();
    addresses.sort();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for address in addresses {
        xml.push_str(&format!("<url><loc>{}{}</loc></url>\n", Html::escaped(base).as_str(), address.as_str()));
    }
    xml.push_str("</urlset>\n");
    xml
}

pub(super) fn robots(model: &Model) -> String {
    match &model.site.base_url {
        Some(base) => format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", base.value),
        None => "User-agent: *\nAllow: /\n".to_owned(),
    }
}

/// A page that leads on, for addresses that are printed on paper.
pub(super) fn short_address(model: &Model, plan: &Plan, from: &Address, subject: Subject) -> String {
    let main = model.site.main();
    let target = from.to(plan.address(subject, main));
    let title = Html::escaped(&match subject {
        Subject::Charter(n) => model.charters[n].current_head().title.or_main(main, main).1.to_owned(),
        other => other.describe(model),
    });
    let tag = &model.site.language(main).tag;
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{0}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <meta http-equiv=\"refresh\" content=\"0; url={target}\"></head>\
         <body><h1>{0}</h1><p><a href=\"{target}\">{0}</a></p></body></html>",
        title.as_str()
    )
}

/// Everything that can be found in a language.
pub(super) fn search_index(site: Site, lang: Lang) -> String {
    let Site { model, plan, .. } = site;
    let home = plan.address(Subject::Home, lang);
    let scope = Scope::new(site, lang, home);
    let mut docs = Vec::new();
    let mut add = |subject: Subject, kind, title: String, summary: String, names: Vec<String>, body: String| {
        let url = scope.href(subject);
        let demo = !subject.is_public(model);
        docs.push(SearchDoc { url, kind, title, summary, names, body, demo, lang: lang.to_string() });
    };
    let plain = |texts: &Texts| scope.plain(texts);
    for (at, tool) in model.tools.iter().enumerate() {
        let mut names = tool.keywords.get(lang).to_vec();
        names.push(tool.number.value.clone());
        add(Subject::Tool(at), "tool", plain(&tool.name), plain(&tool.summary), names, String::new());
    }
    for (at, sheet) in model.worksheets.iter().enumerate() {
        let Some(tool) = model.tools.get(&sheet.tool) else { continue };
        let title = scope.words.fill("calculator", "title", &[("tool", &plain(&tool.name))]);
        let summary = scope.word("calculator", "start_help").to_owned();
        let names = tool.keywords.get(lang).to_vec();
        add(Subject::Calculator(at), "calculator", title, summary, names, String::new());
    }
    for (at, charter) in model.charters.iter().enumerate().filter(|(_, charter)| !charter.current_head().is_draft()) {
        let current = charter.current_head();
        let summary = current.summary.as_ref().map(plain).unwrap_or_default();
        add(Subject::Charter(at), "charter", plain(&current.title), summary, vec![charter.id.clone()], String::new());
    }
    for (at, primer) in model.primers.iter().enumerate() {
        let lessons: Vec<String> = primer.lessons.iter().map(|lesson| plain(&lesson.title)).collect();
        add(Subject::Primer(at), "primer", plain(&primer.title), plain(&primer.summary), Vec::new(), lessons.join(" "));
    }
    for (at, office) in model.offices.iter().enumerate() {
        let mut names = office.also.get(lang).to_vec();
        names.extend(office.acronym.clone());
        add(Subject::Office(at), "office", plain(&office.name), plain(&office.does), names, String::new());
    }
    for (at, municipality) in model.municipalities.iter().enumerate() {
        let mut names = municipality.entry.also.clone();
        names.push(municipality.code.to_string());
        let department = model.department(*municipality.department).map_or("", |d| d.name.as_str());
        let title = municipality.name.clone();
        add(Subject::Municipality(at), "municipality", title, department.to_owned(), names, String::new());
    }
    for (at, department) in model.departments.iter().enumerate() {
        let summary = scope.word("search", "department_summary").to_owned();
        add(Subject::Department(at), "department", department.name.clone(), summary, Vec::new(), String::new());
    }
    for (at, case) in model.cases.iter().enumerate() {
        add(Subject::Case(at), "case", plain(&case.title), plain(&case.summary), Vec::new(), String::new());
    }
    for (at, page) in model.pages.iter().enumerate() {
        if let Some(head) = page.heads.get(&lang).or_else(|| page.heads.get(&model.site.main())) {
            add(Subject::Page(at), "page", head.title.clone(), head.summary.clone(), Vec::new(), String::new());
        }
    }
    let calendar = (scope.word("calendar", "title").to_owned(), scope.word("calendar", "summary").to_owned());
    add(Subject::Calendar, "page", calendar.0, calendar.1, Vec::new(), String::new());
    if Subject::has_indicators(model) {
        let method = (scope.word("method", "title").to_owned(), scope.word("method", "summary").to_owned());
        add(Subject::Indicators, "page", method.0, method.1, Vec::new(), String::new());
        let compare = (scope.word("compare", "title").to_owned(), scope.word("compare", "summary").to_owned());
        add(Subject::Compare, "page", compare.0, compare.1, Vec::new(), String::new());
    }
    let codes = (scope.word("codes", "title").to_owned(), scope.word("codes", "summary").to_owned());
    let numbers = catalogue::ALL.iter().map(|fault| fault.code.to_owned()).collect();
    add(Subject::Codes, "page", codes.0, codes.1, numbers, String::new());
    let method = scope.href(Subject::Indicators);
    docs.extend(model.indicators.all().map(|definition| SearchDoc {
        url: format!("{method}#{}", *definition.slug),
        kind: "page",
        title: plain(&definition.name),
        summary: plain(&definition.words),
        names: vec![plain(&definition.short)],
        body: String::new(),
        demo: false,
        lang: lang.to_string(),
    }));
    let glossary = scope.href(Subject::Glossary);
    for term in &model.terms {
        docs.push(SearchDoc {
            url: format!("{glossary}#{}", *term.id),
            kind: "term",
            title: plain(&term.term),
            summary: plain(&term.definition),
            names: term.also.get(lang).to_vec(),
            body: String::new(),
            demo: false,
            lang: lang.to_string(),
        });
    }
    search::index(&docs)
}
