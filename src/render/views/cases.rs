//! Case notes: what municipalities did, as the sources tell it.

use serde::Serialize;

use super::View;
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope, SourceView};

#[derive(Serialize)]
struct CaseList {
    intro: String,
    cards: Vec<Card>,
}

pub(super) fn cases(scope: &Scope) -> View {
    let cards = (0..scope.model.cases.len()).map(|n| card(scope, n)).collect();
    let intro = scope.word("cases", "intro").to_owned();
    View::new("cases.html", scope.word("nav", "cases"), intro.clone(), CaseList { intro, cards })
}

pub(super) fn card(scope: &Scope, n: usize) -> Card {
    let case = &scope.model.cases[n];
    scope.card(Subject::Case(n), &case.title, &case.summary, &case.year.to_string())
}

#[derive(Serialize)]
struct CaseView {
    year: String,
    municipalities: Vec<Link>,
    text: Html,
    figures: Vec<FigureView>,
    corrections: Vec<Html>,
    tools: Vec<Link>,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct FigureView {
    label: Html,
    value: Html,
    note: Html,
    source: Html,
}

pub(super) fn case(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let case = &model.cases[n];
    let body = CaseView {
        year: case.year.to_string(),
        municipalities: case
            .municipalities
            .iter()
            .filter_map(|code| model.municipality(**code))
            .map(|m| Link { label: Html::escaped(&scope.full_name(m)), ..scope.municipality_link(m) })
            .collect(),
        text: case
            .prose
            .or_main(scope.lang, model.site.main())
            .map(|(_, text)| Html::trusted(text.document.html(scope).html))
            .unwrap_or_default(),
        figures: case
            .figures
            .iter()
            .map(|figure| FigureView {
                label: scope.text(&figure.label),
                value: scope.text(&figure.value),
                note: scope.maybe(&figure.note),
                source: scope.source_title(&figure.source),
            })
            .collect(),
        corrections: scope.texts(&case.corrections),
        tools: case.tools.iter().filter_map(|id| scope.tool_link(id)).collect(),
        sources: case.sources.iter().map(|id| scope.source(id)).collect(),
    };
    View::new("case.html", scope.plain(&case.title), scope.plain(&case.summary), body)
}
