//! The toolbox: lists by family, audience and kind, and each tool.

use serde::Serialize;

use super::{LegalView, View, legal, section};
use crate::model::toolbox::{Audience, Tool, ToolKind};
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope};

/// A list of tools under a heading.
#[derive(Serialize)]
struct Group {
    title: Link,
    summary: Html,
    cards: Vec<ToolCard>,
}

#[derive(Serialize)]
struct ToolCard {
    #[serde(flatten)]
    card: Card,
    kind: String,
    kind_id: &'static str,
    calculator: Option<Link>,
}

#[derive(Serialize)]
struct ToolList {
    intro: Html,
    note: Option<String>,
    groups: Vec<Group>,
    families: Vec<Link>,
    audiences: Vec<Link>,
    kinds: Vec<Link>,
}

fn card(scope: &Scope, n: usize) -> ToolCard {
    let tool = &scope.model.tools[n];
    ToolCard {
        card: scope.card(Subject::Tool(n), &tool.name, &tool.summary, &tool.number),
        kind: scope.word("kinds", tool.kind.id()).to_owned(),
        kind_id: tool.kind.id(),
        calculator: calculator(scope, tool),
    }
}

/// The way to the form that computes a tool, if there is one.
fn calculator(scope: &Scope, tool: &Tool) -> Option<Link> {
    let at = scope.model.worksheets.position(&tool.id)?;
    Some(scope.link(Subject::Calculator(at), Html::escaped(scope.word("calculator", "start"))))
}

fn cards(scope: &Scope, wanted: impl Fn(&Tool) -> bool) -> Vec<ToolCard> {
    (0..scope.model.tools.len()).filter(|n| wanted(&scope.model.tools[*n])).map(|n| card(scope, n)).collect()
}

fn list(scope: &Scope, intro: Html, note: Option<String>, groups: Vec<Group>) -> ToolList {
    let model = scope.model;
    let word = |section, key| Html::escaped(scope.word(section, key));
    ToolList {
        intro,
        note,
        groups,
        families: (0..model.families.len())
            .map(|n| scope.link(Subject::ToolFamily(n), scope.text(&model.families[n].name)))
            .collect(),
        audiences: Audience::ALL
            .map(|audience| scope.link(Subject::ToolAudience(audience), word("audiences", audience.id())))
            .to_vec(),
        kinds: ToolKind::ALL.map(|kind| scope.link(Subject::ToolKind(kind), word("kinds_plural", kind.id()))).to_vec(),
    }
}

fn family_groups(scope: &Scope, wanted: impl Fn(&Tool) -> bool) -> Vec<Group> {
    scope
        .model
        .families
        .iter()
        .enumerate()
        .map(|(n, family)| Group {
            title: scope.link(Subject::ToolFamily(n), scope.text(&family.name)),
            summary: scope.text(&family.summary),
            cards: cards(scope, |tool| tool.family.value == family.id.value && wanted(tool)),
        })
        .filter(|group| !group.cards.is_empty())
        .collect()
}

pub(super) fn toolbox(scope: &Scope) -> View {
    let intro = Html::escaped(scope.word("toolbox", "intro"));
    let note = Some(scope.word("toolbox", "derived").to_owned());
    let body = list(scope, intro, note, family_groups(scope, |_| true));
    View::new("tools.html", scope.word("toolbox", "title"), scope.word("toolbox", "description"), body)
}

pub(super) fn family(scope: &Scope, n: usize) -> View {
    let family = &scope.model.families[n];
    let groups = ToolKind::ALL
        .into_iter()
        .map(|kind| Group {
            title: scope.link(Subject::ToolKind(kind), Html::escaped(scope.word("kinds_plural", kind.id()))),
            summary: Html::escaped(scope.word("kinds_help", kind.id())),
            cards: cards(scope, |tool| tool.family.value == family.id.value && tool.kind == kind),
        })
        .filter(|group| !group.cards.is_empty())
        .collect();
    let body = list(scope, scope.text(&family.summary), None, groups);
    View::new("tools.html", scope.plain(&family.name), scope.plain(&family.summary), body)
}

pub(super) fn audience(scope: &Scope, audience: Audience) -> View {
    let name = scope.word("audiences", audience.id());
    let intro = scope.word("audiences_help", audience.id());
    let groups = family_groups(scope, |tool| tool.audience.contains(&audience));
    let body = list(scope, Html::escaped(intro), None, groups);
    View::new("tools.html", scope.words.fill("toolbox", "for_audience", &[("audience", name)]), intro, body)
}

pub(super) fn kind(scope: &Scope, kind: ToolKind) -> View {
    let intro = scope.word("kinds_help", kind.id());
    let body = list(scope, Html::escaped(intro), None, family_groups(scope, |tool| tool.kind == kind));
    View::new("tools.html", scope.word("kinds_plural", kind.id()), intro, body)
}

#[derive(Serialize)]
struct ToolView {
    number: String,
    /// The form that computes it.
    calculator: Option<Link>,
    kind: String,
    family: Link,
    audience: Vec<Link>,
    offices: Vec<Link>,
    introduction: Html,
    rest: Html,
    problem: Html,
    inputs: Vec<InputView>,
    steps: Vec<Html>,
    outputs: Vec<Html>,
    formulas: Vec<FormulaView>,
    example: Html,
    cautions: Vec<Html>,
    legal: Vec<LegalView>,
    related: Vec<Card>,
    terms: Vec<TermView>,
    primers: Vec<Link>,
    origin: Html,
    origin_source: Html,
}

#[derive(Serialize)]
struct InputView {
    name: Html,
    unit: Html,
    found_in: Html,
}

#[derive(Serialize)]
struct FormulaView {
    name: Html,
    formula: Html,
}

#[derive(Serialize)]
struct TermView {
    #[serde(flatten)]
    link: Link,
    definition: Html,
}

pub(super) fn tool(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let tool = &model.tools[n];
    let family = model.families.position(&tool.family);
    let prose = tool.prose.or_main(scope.lang, model.site.main()).map(|(_, text)| &text.document);
    let body = ToolView {
        number: tool.number.value.clone(),
        calculator: calculator(scope, tool),
        kind: scope.word("kinds", tool.kind.id()).to_owned(),
        family: family.map_or_else(
            || scope.link(Subject::Toolbox, Html::default()),
            |n| scope.link(Subject::ToolFamily(n), scope.text(&model.families[n].name)),
        ),
        audience: tool
            .audience
            .iter()
            .map(|a| scope.link(Subject::ToolAudience(*a), Html::escaped(scope.word("audiences", a.id()))))
            .collect(),
        offices: tool.offices.iter().filter_map(|id| scope.office_link(id)).collect(),
        introduction: prose.map(|document| Html::trusted(document.introduction(scope).html)).unwrap_or_default(),
        rest: prose.map(|document| Html::trusted(document.after_introduction(scope).html)).unwrap_or_default(),
        problem: scope.text(&tool.problem),
        inputs: tool
            .inputs
            .iter()
            .map(|input| InputView {
                name: scope.text(&input.name),
                unit: scope.maybe(&input.unit),
                found_in: scope.maybe(&input.found_in),
            })
            .collect(),
        steps: scope.texts(&tool.steps),
        outputs: scope.texts(&tool.outputs),
        formulas: tool
            .formulas
            .iter()
            .map(|f| FormulaView { name: scope.text(&f.name), formula: scope.text(&f.formula) })
            .collect(),
        example: scope.maybe(&tool.example),
        cautions: scope.texts(&tool.cautions),
        legal: legal(scope, &tool.legal),
        related: tool
            .related
            .iter()
            .filter_map(|id| model.tools.position(id))
            .map(|n| {
                scope.card(Subject::Tool(n), &model.tools[n].name, &model.tools[n].summary, &model.tools[n].number)
            })
            .collect(),
        terms: tool
            .glossary
            .iter()
            .filter_map(|id| {
                let definition = scope.text(&model.term(id)?.definition);
                Some(TermView { link: scope.term_link(id)?, definition })
            })
            .collect(),
        primers: model
            .primers
            .iter()
            .enumerate()
            .filter(|(_, primer)| primer.lessons.iter().flat_map(|l| &l.tools).any(|id| id.value == tool.id))
            .map(|(n, primer)| scope.link(Subject::Primer(n), scope.text(&primer.title)))
            .collect(),
        origin: scope.maybe(&tool.origin),
        origin_source: tool.origin_source.as_ref().map(|id| scope.source_title(id)).unwrap_or_default(),
    };
    let mut toc = vec![
        section(scope, "datos", "inputs"),
        section(scope, "pasos", "steps"),
        section(scope, "resultados", "outputs"),
    ];
    if !tool.formulas.is_empty() {
        toc.push(section(scope, "formulas", "formulas"));
    }
    if !tool.legal.is_empty() {
        toc.push(section(scope, "base-legal", "legal"));
    }
    View::new("tool.html", scope.plain(&tool.name), scope.plain(&tool.summary), body).with_toc(toc)
}
