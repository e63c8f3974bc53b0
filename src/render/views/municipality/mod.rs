//! A municipality's dashboard, and the pages of its itemised years.

mod drawings;
mod facts;
mod gaps;
mod indicators;
mod money;
mod peers;
mod services;
mod tables;
mod words;
mod works;
mod year;

use serde::Serialize;

pub(super) use year::year;

use super::report::{self, Report, report};
use super::{View, charters, section};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::{Municipality, SeatKind};
use crate::model::values::Year;
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope, SourceView};

#[derive(Serialize)]
struct MunicipalityView {
    code: String,
    homonym: bool,
    demo: bool,
    area: Option<String>,
    /// Until when the newest figures run, and who vouches for them.
    newest: Option<String>,
    status: Option<String>,
    status_id: &'static str,
    old: Option<String>,
    government: Option<String>,
    stale: Option<String>,
    years: Vec<YearLink>,
    facts: Vec<facts::Fact>,
    notes: Vec<words::NoteView>,
    board: Option<indicators::Board>,
    peers: Option<peers::Peers>,
    money: Option<money::Budget>,
    works: Option<works::Works>,
    services: Option<services::Services>,
    census: Option<facts::CensusView>,
    scores: Vec<facts::ScoreGroup>,
    charters: Vec<Card>,
    all_charters: Option<Link>,
    cases: Vec<Card>,
    missing: Vec<String>,
    tools: Vec<Link>,
    report: Report,
    neighbours: Vec<Neighbour>,
    department: Option<Link>,
    sources: Vec<SourceView>,
}

/// A year with a page of its own.
#[derive(Serialize)]
struct YearLink {
    href: String,
    year: String,
    current: bool,
}

#[derive(Serialize)]
struct Neighbour {
    href: String,
    label: Html,
    population: String,
    current: bool,
}

/// The municipality's first page.
pub(super) fn municipality(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let municipality = &model.municipalities[n];
    let demo = municipality.is_demo();
    let census = municipality.profile.as_ref().and_then(|profile| profile.census.as_ref());
    let department = model.departments.position(municipality.department.as_str());
    let newest = municipality.years.values().next_back().map(|year| &***year);
    let board = indicators::board(scope, n);
    let body = MunicipalityView {
        code: municipality.code.to_string(),
        homonym: municipality.homonym,
        demo,
        area: municipality.entry.area_km2.map(|area| format::grouped(&area.to_string())),
        newest: newest.map(|year| data_until(scope, year)),
        status: newest.map(|year| scope.word("status_long", year.status.id()).to_owned()),
        status_id: newest.map_or("", |year| year.status.id()),
        old: newest.and_then(|year| old(scope, year, demo)),
        government: newest
            .filter(|year| !demo && year.year.0 <= 2019)
            .map(|_| scope.word("data", "government_2016").to_owned()),
        stale: newest.and_then(|year| stale(scope, year)),
        years: year_links(scope, n, None),
        facts: facts::facts(scope, municipality, census),
        notes: words::first_notes(scope, municipality, words::Part::Head),
        peers: board.as_ref().and_then(|_| peers::peers(scope, n)),
        money: money::budget(scope, municipality),
        works: works::newest(scope, municipality),
        services: services::newest(scope, municipality),
        census: census.map(|census| facts::census_view(scope, census, demo)),
        scores: facts::scores(scope, municipality),
        charters: charters::cards(scope, municipality),
        all_charters: (!municipality.charters.is_empty()).then(|| {
            scope.link(Subject::MunicipalityCharters(n), Html::escaped(scope.word("municipality_charters", "link")))
        }),
        cases: municipality
            .cases
            .iter()
            .map(|&n| (n, &model.cases[n]))
            .map(|(n, case)| scope.card(Subject::Case(n), &case.title, &case.summary, &case.year.to_string()))
            .collect(),
        missing: gaps::missing(scope, municipality, board.is_some()),
        tools: ["informacion-publica-de-oficio", "semaforo-de-ejecucion", "auditoria-social"]
            .iter()
            .filter_map(|id| scope.tool_link(id))
            .collect(),
        report: report(scope.words, &municipality.name, &channels(scope, municipality)),
        neighbours: model
            .municipalities_of(*municipality.department)
            .map(|other| {
                let Link { href, label } = scope.municipality_link(other);
                let population = other.population().map(format::count).unwrap_or_default();
                Neighbour { href, label, population, current: other.code == municipality.code }
            })
            .collect(),
        department: department
            .map(|at| scope.link(Subject::Department(at), Html::escaped(&model.departments[at].name))),
        sources: sources(scope, municipality),
        board,
    };
    let name = scope.full_name(municipality);
    let has_channels = municipality.profile.as_ref().is_some_and(|profile| profile.channels.is_some());
    let toc = contents(scope, &body);
    let description = scope.words.fill("municipality", "description", &[("name", &name)]);
    let view = View::new("municipality.html", name, description, body).with_toc(toc);
    View { demo, scripts: if has_channels { vec!["report.js"] } else { Vec::new() }, ..view }
}

/// The sections that the page has.
fn contents(scope: &Scope, body: &MunicipalityView) -> Vec<Link> {
    let sections = [
        (body.board.is_some(), "indicadores", "indicators"),
        (body.peers.is_some(), "comparacion", "peers"),
        (body.money.is_some(), "ingresos", "revenue"),
        (body.money.is_some(), "gastos", "spending"),
        (body.works.is_some(), "obras", "works"),
        (body.services.is_some(), "servicios", "services"),
        (!body.charters.is_empty(), "cartas", "charters"),
        (body.census.is_some(), "poblacion", "census"),
        (!body.scores.is_empty(), "calificaciones", "scores"),
        (true, "faltan", "missing"),
        (true, "reportar", "report"),
        (true, "departamento", "neighbours"),
        (true, "fuentes", "sources"),
    ];
    let present = sections.into_iter().filter(|(present, ..)| *present);
    present.map(|(_, id, key)| section(scope, id, key)).collect()
}

/// The pages of a municipality's years, the newest first.
fn year_links(scope: &Scope, n: usize, current: Option<Year>) -> Vec<YearLink> {
    let years = scope.model.municipalities[n].itemised.iter().rev();
    let link = |year: &Year| YearLink {
        href: scope.href(Subject::MunicipalityYear(n, *year)),
        year: year.to_string(),
        current: Some(*year) == current,
    };
    years.map(link).collect()
}

/// "Datos al 30/09/2026", "datos de 2019".
fn data_until(scope: &Scope, year: &MunicipalityYear) -> String {
    match &year.period_end {
        Some(end) => scope.words.fill("municipality", "data_until", &[("date", &scope.date(**end))]),
        None => scope.words.fill("municipality", "data_of", &[("year", &year.year.to_string())]),
    }
}

fn old(scope: &Scope, year: &MunicipalityYear, demo: bool) -> Option<String> {
    let age = i32::from(scope.model.today.year()) - i32::from(year.year.0);
    let values = [("year", year.year.to_string()), ("age", age.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    (!demo && age > 3).then(|| scope.words.fill("data", "old", &values))
}

/// The figures of a year that runs may be so many days old.
const FRESH: i64 = 120;

fn stale(scope: &Scope, year: &MunicipalityYear) -> Option<String> {
    let end = year.period_end.as_ref().filter(|_| !year.closed)?;
    let days = scope.model.today.days() - end.days();
    (days > FRESH).then(|| scope.words.fill("municipality", "stale", &[("days", &days.to_string())]))
}

/// What the municipality gave, as the report component takes it.
fn channels(scope: &Scope, municipality: &Municipality) -> report::Channels {
    let given = municipality.profile.as_ref().and_then(|profile| profile.channels.as_ref());
    let Some(given) = given else { return report::Channels::default() };
    report::Channels {
        telephone: given.telephone.as_ref().map(|value| value.value.clone()),
        whatsapp: given.whatsapp.as_ref().map(|value| value.value.clone()),
        email: given.email.as_ref().map(|value| value.value.clone()),
        forum_url: given.forum_url.as_ref().map(|value| value.value.clone()),
        hours: given.hours.as_ref().map(|hours| scope.plain(hours)),
    }
}

/// Every source that the page rests on, once.
fn sources(scope: &Scope, municipality: &Municipality) -> Vec<SourceView> {
    let mut ids: Vec<&str> = Vec::new();
    if let Some(profile) = &*municipality.profile {
        ids.extend(profile.census.iter().map(|census| census.source.value.as_str()));
        ids.extend(profile.scores.iter().map(|score| score.source.value.as_str()));
    }
    ids.extend(municipality.years.values().map(|year| year.source.value.as_str()));
    if let Some(seat) = municipality.entry.seat.as_ref().filter(|seat| seat.kind == SeatKind::Town) {
        ids.push(seat.source.value.as_str());
    }
    let mut seen = Vec::new();
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen.into_iter().map(|id| scope.source(id)).collect()
}
