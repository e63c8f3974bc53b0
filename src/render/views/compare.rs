//! Two or three municipalities beside each other, as the reader chooses: a page, and the figures that its script reads.

use serde::Serialize;

use super::{View, figures, sort_key};
use crate::indicator;
use crate::model::indicators::Definition;
use crate::model::territory::Municipality;
use crate::model::values::{Lang, Status};
use crate::plan::Subject;
use crate::render::Site;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

#[derive(Serialize)]
struct Compare {
    /// The file of the figures.
    figures: String,
    departments: Vec<Link>,
    method: Link,
}

pub(super) fn compare(scope: &Scope) -> View {
    let departments = scope.model.departments.iter().enumerate().filter(|(_, department)| !department.demo);
    let file = scope.plan.assets.compared_figures.get(&scope.lang);
    let body = Compare {
        figures: file.map(|address| scope.address.to(address)).unwrap_or_default(),
        departments: departments
            .map(|(n, department)| scope.link(Subject::Department(n), Html::escaped(&department.name)))
            .collect(),
        method: scope.link(Subject::Indicators, figures::html(scope, "method", "title")),
    };
    let view = View::new("compare.html", scope.word("compare", "title"), scope.word("compare", "summary"), body);
    View { scripts: vec!["compare.js"], ..view }
}

/// What `compare.js` reads. Lists instead of names keep it small.
#[derive(Serialize)]
struct Figures<'a> {
    /// Name and address of each indicator of which anybody has a figure.
    i: Vec<(String, String)>,
    /// The words of each status, by its letter.
    s: Vec<(char, &'a str)>,
    /// The departments by name, each with its municipalities by name: code, name, address, people, and for each
    /// indicator year, letter of the status and value, or nothing.
    d: Vec<(&'a str, Vec<Row<'a>>)>,
}

type Row<'a> = (&'a str, &'a str, String, String, Vec<String>);

/// The newest figures of all municipalities but the invented ones, as a script that hands them over.
pub(in crate::render) fn compared_figures(site: Site, lang: Lang) -> String {
    let here = site.plan.address(Subject::Compare, lang);
    let scope = Scope::new(site, lang, here);
    let model = scope.model;
    let real = |at: &usize| !model.municipalities[*at].is_demo();
    let anybody = |at: usize| {
        let mut all = (0..model.municipalities.len()).filter(real);
        all.any(|n| indicator::newest(at, scope.standing.summaries(n)).is_some())
    };
    let definitions: Vec<(usize, &Definition)> =
        model.indicators.all().enumerate().filter(|(at, _)| anybody(*at)).collect();
    let cell = |n: usize, (at, definition): &(usize, &Definition)| {
        let Some((year, figure)) = indicator::newest(*at, scope.standing.summaries(n)) else { return String::new() };
        format!("{year}{}{}", letter(figure.status), figures::value(&scope, definition, figure.value))
    };
    let row = |n: usize| {
        let municipality: &Municipality = &model.municipalities[n];
        let people = municipality.population().map(format::count).unwrap_or_default();
        let cells = definitions.iter().map(|definition| cell(n, definition)).collect();
        (
            municipality.code.as_str(),
            municipality.name.as_str(),
            scope.municipality_link(municipality).href,
            people,
            cells,
        )
    };
    let mut departments: Vec<(&str, Vec<Row>)> = Vec::new();
    for department in model.departments.iter().filter(|department| !department.demo) {
        let members = model.by_department.get(&*department.code).map(|members| members.as_slice()).unwrap_or_default();
        let mut rows: Vec<Row> = members.iter().copied().map(row).collect();
        rows.sort_by_cached_key(|row| sort_key(row.1));
        departments.push((department.name.as_str(), rows));
    }
    departments.sort_by_cached_key(|(name, _)| sort_key(name));
    let figures = Figures {
        i: definitions.iter().map(|(_, d)| (scope.plain(&d.name), figures::name(&scope, d).href)).collect(),
        s: Status::ALL.into_iter().map(|status| (letter(status), scope.word("status", status.id()))).collect(),
        d: departments,
    };
    format!("cabildoCompare({});\n", serde_json::to_string(&figures).unwrap_or_default())
}

fn letter(status: Status) -> char {
    match status {
        Status::Demo => 'd',
        Status::Provisional => 'p',
        Status::Official => 'o',
    }
}
