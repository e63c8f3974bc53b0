//! The front page.

use serde::Serialize;

use super::View;
use crate::model::toolbox::Audience;
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope};

#[derive(Serialize)]
struct Home {
    tagline: Html,
    families: Vec<Card>,
    audiences: Vec<Link>,
    frequent: Vec<Card>,
    departments: Vec<Link>,
    by_name: Link,
    toolbox: Link,
    charters: Link,
    cases: Vec<Card>,
    training: Link,
    primers: Vec<Card>,
    calendar: Link,
    tool_count: usize,
    municipality_count: usize,
    reference_year: Option<String>,
}

/// The tools that city halls ask for first; those that exist are shown.
const FREQUENT: [&str; 6] = [
    "tarifa-de-agua",
    "semaforo-de-ejecucion",
    "cartera-morosa",
    "planificador-anual",
    "carta-ciudadana",
    "informacion-publica-de-oficio",
];

pub(super) fn home(scope: &Scope) -> View {
    let model = scope.model;
    let word = |section, key| Html::escaped(scope.word(section, key));
    let body = Home {
        tagline: scope.text(&model.site.tagline),
        families: (0..model.families.len())
            .map(|n| scope.card(Subject::ToolFamily(n), &model.families[n].name, &model.families[n].summary, ""))
            .collect(),
        audiences: Audience::ALL
            .map(|audience| scope.link(Subject::ToolAudience(audience), word("audiences", audience.id())))
            .to_vec(),
        frequent: FREQUENT
            .iter()
            .filter_map(|id| model.tools.position(id))
            .map(|n| {
                scope.card(Subject::Tool(n), &model.tools[n].name, &model.tools[n].summary, &model.tools[n].number)
            })
            .collect(),
        departments: model
            .departments
            .iter()
            .enumerate()
            .filter(|(_, department)| !department.demo)
            .map(|(n, department)| scope.link(Subject::Department(n), Html::escaped(&department.name)))
            .collect(),
        by_name: scope.link(Subject::MunicipalitiesByName, word("territory", "by_name")),
        toolbox: scope.link(Subject::Toolbox, word("home", "all_tools")),
        charters: scope.link(Subject::Charters, word("nav", "charters")),
        cases: (0..model.cases.len())
            .map(|n| scope.card(Subject::Case(n), &model.cases[n].title, &model.cases[n].summary, ""))
            .collect(),
        training: scope.link(Subject::Training, word("nav", "training")),
        primers: (0..model.primers.len())
            .map(|n| scope.card(Subject::Primer(n), &model.primers[n].title, &model.primers[n].summary, ""))
            .collect(),
        calendar: scope.link(Subject::Calendar, word("calendar", "title")),
        tool_count: model.tools.len(),
        municipality_count: model.municipalities.iter().filter(|m| !m.is_demo()).count(),
        reference_year: model
            .municipalities
            .iter()
            .filter(|m| !m.is_demo())
            .filter_map(|m| m.years.keys().max())
            .max()
            .map(ToString::to_string),
    };
    let name = scope.plain(&model.site.name);
    View::new("home.html", name, scope.plain(&model.site.tagline), body)
}
