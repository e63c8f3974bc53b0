//! The country, its departments and the list of municipalities by name.

use serde::Serialize;

use super::{Letter, View, by_letter};
use crate::chart::{DotMap, Frame as ChartFrame, Point};
use crate::model::territory::{Department, Municipality};
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope, SourceView};

#[derive(Serialize)]
struct Country {
    departments: Vec<DepartmentRow>,
    examples: Vec<Link>,
    by_name: Link,
    population: String,
    municipalities: usize,
    map: Html,
    source: SourceView,
}

#[derive(Serialize)]
struct DepartmentRow {
    link: Link,
    municipalities: usize,
    population: String,
    capital: Link,
    languages: String,
}

pub(super) fn country(scope: &Scope) -> View {
    let model = scope.model;
    let missing = || scope.word("data", "missing").to_owned();
    let rows = model.departments.iter().enumerate().filter(|(_, department)| !department.demo);
    let departments: Vec<DepartmentRow> = rows
        .map(|(n, department)| DepartmentRow {
            link: scope.link(Subject::Department(n), Html::escaped(&department.name)),
            municipalities: model.municipalities_of(*department.code).count(),
            population: department.population_2018.map_or_else(missing, format::count),
            capital: model
                .municipality(*department.capital)
                .map(|capital| scope.municipality_link(capital))
                .unwrap_or_else(|| Link { href: String::new(), label: Html::default() }),
            languages: languages(scope, department),
        })
        .collect();
    let real: Vec<&Municipality> = model.municipalities.iter().map(|m| &**m).filter(|m| !m.is_demo()).collect();
    let population: u32 = real.iter().filter_map(|m| m.population()).sum();
    let body = Country {
        departments,
        examples: model
            .departments
            .iter()
            .enumerate()
            .filter(|(_, department)| department.demo)
            .map(|(n, department)| scope.link(Subject::Department(n), Html::escaped(&department.name)))
            .collect(),
        by_name: scope.link(Subject::MunicipalitiesByName, Html::escaped(scope.word("territory", "by_name"))),
        population: format::count(population),
        municipalities: real.len(),
        map: map(scope, &real, scope.word("territory", "map_country"), false),
        source: scope.source("ine-censo-2018"),
    };
    View::new("territory.html", scope.word("territory", "title"), scope.word("territory", "intro"), body)
}

/// Towns as dots, larger where more people live. With links only where there are few enough to tap.
fn map(scope: &Scope, municipalities: &[&Municipality], title: &str, linked: bool) -> Html {
    let points: Vec<Point> = municipalities
        .iter()
        .filter_map(|municipality| {
            let seat = municipality.entry.seat.as_ref()?;
            let population = municipality.population();
            let text = population.map(format::count).unwrap_or_default();
            Some(Point {
                datum: crate::chart::Datum::whole(&municipality.name, population.map(i64::from), text),
                lon: seat.lon.approximate(),
                lat: seat.lat.approximate(),
                href: linked.then(|| scope.municipality_link(municipality).href),
            })
        })
        .collect();
    if points.is_empty() {
        return Html::default();
    }
    let count = points.len().to_string();
    let chart = DotMap {
        frame: ChartFrame {
            title: title.to_owned(),
            desc: scope.words.fill("territory", "map_description", &[("count", &count)]),
            missing: scope.word("data", "missing").to_owned(),
            ..ChartFrame::default()
        },
        points,
        ..DotMap::default()
    };
    Html::trusted(chart.svg("mapa"))
}

fn languages(scope: &Scope, department: &Department) -> String {
    let shares: Vec<String> = department
        .languages
        .iter()
        .map(|share| format!("{} {}", share.name, scope.percent_number(share.percent)))
        .collect();
    shares.join(", ")
}

#[derive(Serialize)]
struct ByName {
    letters: Vec<Letter<Entry>>,
}

#[derive(Serialize)]
struct Entry {
    #[serde(flatten)]
    link: Link,
    department: String,
}

pub(super) fn by_name(scope: &Scope) -> View {
    let model = scope.model;
    let entries = model
        .municipalities
        .iter()
        .filter(|municipality| !municipality.is_demo())
        .map(|municipality| {
            let department = model.department(*municipality.department).map_or("", |d| d.name.as_str());
            let entry = Entry { link: scope.municipality_link(municipality), department: department.to_owned() };
            (municipality.name.clone(), entry)
        })
        .collect();
    let body = ByName { letters: by_letter(entries) };
    View::new("by-name.html", scope.word("territory", "by_name"), scope.word("territory", "by_name_intro"), body)
}

#[derive(Serialize)]
struct DepartmentView {
    code: String,
    iso: Option<String>,
    population: String,
    languages: String,
    map: Html,
    rows: Vec<MunicipalityRow>,
    demo: bool,
    source: SourceView,
}

#[derive(Serialize)]
struct MunicipalityRow {
    #[serde(flatten)]
    link: Link,
    population: String,
    language: String,
    years: String,
    capital: bool,
}

pub(super) fn department(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let department = &model.departments[n];
    let municipalities: Vec<&Municipality> = model.municipalities_of(*department.code).collect();
    let missing = || scope.word("data", "missing").to_owned();
    let rows = municipalities
        .iter()
        .map(|municipality| MunicipalityRow {
            link: scope.municipality_link(municipality),
            population: municipality.population().map_or_else(missing, format::count),
            language: first_language(scope, municipality).unwrap_or_else(missing),
            years: years(municipality).unwrap_or_else(missing),
            capital: municipality.code == *department.capital,
        })
        .collect();
    let title = scope.words.fill("territory", "department_title", &[("name", &department.name)]);
    let body = DepartmentView {
        code: department.code.to_string(),
        iso: department.iso.clone(),
        population: department.population_2018.map_or_else(missing, format::count),
        languages: languages(scope, department),
        map: map(
            scope,
            &municipalities,
            &scope.words.fill("territory", "map_department", &[("name", &department.name)]),
            true,
        ),
        rows,
        demo: department.demo,
        source: scope.source(if department.demo { "ejemplo" } else { "ine-censo-2018" }),
    };
    let count = municipalities.len().to_string();
    let values = [("name", department.name.as_str()), ("count", &count)];
    let description = scope.words.fill("territory", "department_description", &values);
    let view = View::new("department.html", title, description, body);
    View { demo: department.demo, ..view }
}

fn first_language(scope: &Scope, municipality: &Municipality) -> Option<String> {
    let tongues = municipality.profile.as_ref()?.census.as_ref()?.languages.as_ref()?;
    Some(format!("{} {}", tongues.first.name, scope.percent_number(tongues.first.percent)))
}

/// `2016–2019`: the years with any budget figures.
fn years(municipality: &Municipality) -> Option<String> {
    let with_data = || municipality.years.values().filter(|year| !year.revenue.is_empty() || !year.spending.is_empty());
    let first = with_data().map(|year| *year.year).min()?;
    let last = with_data().map(|year| *year.year).max()?;
    Some(if first == last { first.to_string() } else { format!("{first}–{last}") })
}
