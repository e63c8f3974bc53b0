//! The country, its departments and the list of municipalities by name.

use serde::Serialize;

use super::figures::{self, Cell, SpreadRow, TotalRow};
use super::{Letter, View, by_letter, sort_key};
use crate::chart::{CLASSES, Figure, Frame as ChartFrame, Place, TerritoryMap};
use crate::indicator::{Percentiles, Summaries, Total, Totals, YearTotals, are_most, totals};
use crate::model::indicators::Definition;
use crate::model::territory::{Department, Municipality};
use crate::model::values::{Ratio, Year};
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope, SourceView};

#[derive(Serialize)]
struct Country {
    departments: Vec<DepartmentRow>,
    examples: Vec<Link>,
    by_name: Link,
    /// The page of method and the one for comparing, where there are indicators.
    method: Option<Link>,
    compare: Option<Link>,
    population: String,
    municipalities: usize,
    /// The newest whole year of which anybody has a budget.
    newest: Option<String>,
    /// The newest sums to which most municipalities contribute.
    received: Option<Sum>,
    accrued: Option<Sum>,
    totals: Vec<TotalRow>,
    spreads: Vec<SpreadRow>,
    age: Age,
    map: Map,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct Sum {
    year: String,
    amount: String,
    coverage: String,
}

#[derive(Serialize)]
struct DepartmentRow {
    link: Link,
    municipalities: usize,
    population: String,
    /// How many of its municipalities have the newest year's budget in full.
    full: String,
    capital: Link,
    languages: String,
}

pub(super) fn country(scope: &Scope) -> View {
    let model = scope.model;
    let missing = || scope.word("data", "missing").to_owned();
    let real: Vec<usize> = (0..model.municipalities.len()).filter(|at| !model.municipalities[*at].is_demo()).collect();
    let count = real.len();
    let years = scope.standing.country();
    let newest = years.keys().next_back().copied();
    let rows = model.departments.iter().enumerate().filter(|(_, department)| !department.demo);
    let departments: Vec<DepartmentRow> = rows
        .map(|(n, department)| {
            let members = members(scope, department);
            DepartmentRow {
                link: scope.link(Subject::Department(n), Html::escaped(&department.name)),
                municipalities: members.len(),
                population: department.population_2018.map_or_else(missing, format::count),
                full: newest.map_or_else(missing, |year| {
                    let full = members.iter().filter(|at| has_full(scope.standing.summaries(**at), year)).count();
                    figures::coverage(scope, full, members.len())
                }),
                capital: model
                    .municipality(*department.capital)
                    .map(|capital| scope.municipality_link(capital))
                    .unwrap_or_else(|| Link { href: String::new(), label: Html::default() }),
                languages: languages(scope, department),
            }
        })
        .collect();
    let population: u32 = real.iter().filter_map(|at| model.municipalities[*at].population()).sum();
    let sum = |of: fn(&YearTotals) -> Total| {
        let mut newest_first = years.iter().rev().map(|(year, totals)| (year, of(totals)));
        let (year, total) = newest_first.find(|(_, total)| are_most(total.municipalities, count))?;
        Some(Sum {
            year: year.to_string(),
            amount: scope.short_money(total.amount?.money),
            coverage: figures::coverage(scope, total.municipalities, count),
        })
    };
    let with_indicators = Subject::has_indicators(model);
    let link = |subject, section, key| with_indicators.then(|| scope.link(subject, figures::html(scope, section, key)));
    let map = map(scope, &real, scope.word("territory", "map_country"), true, false);
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
        method: link(Subject::Indicators, "method", "title"),
        compare: link(Subject::Compare, "compare", "title"),
        population: format::count(population),
        municipalities: count,
        newest: newest.map(|year| year.to_string()),
        received: sum(|totals| totals.received),
        accrued: sum(|totals| totals.accrued),
        totals: figures::totals(scope, years, count),
        spreads: figures::of_country(scope),
        age: Age::of(scope, newest),
        map,
        sources: sources(scope, !years.is_empty(), false),
    };
    View::new("territory.html", scope.word("territory", "title"), scope.word("territory", "intro"), body)
}

/// How old the budgets are, and whose they were.
#[derive(Serialize)]
struct Age {
    government: Option<String>,
    old: Option<String>,
}

impl Age {
    fn of(scope: &Scope, newest: Option<Year>) -> Age {
        let today = i32::from(scope.model.today.year());
        let government = newest.filter(|year| year.0 <= 2019);
        let old = newest.filter(|year| i32::from(year.0) + 3 < today).map(|year| {
            let age = (today - i32::from(year.0)).to_string();
            scope.words.fill("data", "old", &[("year", &year.to_string()), ("age", &age)])
        });
        Age { government: government.map(|_| scope.word("data", "government_2016").to_owned()), old }
    }
}

/// The positions of a department's municipalities, by code.
fn members(scope: &Scope, department: &Department) -> Vec<usize> {
    scope.model.by_department.get(&*department.code).map(|members| members.to_vec()).unwrap_or_default()
}

/// Whether both sides of the budget of a whole year are there in full.
fn has_full(summaries: &Summaries, year: Year) -> bool {
    let full = |totals: Totals| totals.received.is_some() && totals.accrued.is_some();
    summaries.get(&year).is_some_and(|summary| summary.whole && full(summary.totals))
}

/// Where people and budgets come from.
fn sources(scope: &Scope, budgets: bool, demo: bool) -> Vec<SourceView> {
    let ids: &[&str] = match (demo, budgets) {
        (true, _) => &["ejemplo"],
        (false, true) => &["ine-censo-2018", "minfin-ejecucion"],
        (false, false) => &["ine-censo-2018"],
    };
    ids.iter().filter(|id| scope.model.sources.position(id).is_some()).map(|id| scope.source(id)).collect()
}

/// A map with what is said below it.
#[derive(Serialize)]
struct Map {
    html: Html,
    caption: String,
}

/// Municipalities on a map, by coverage first; the reader may choose population and indicators instead.
fn map(scope: &Scope, positions: &[usize], title: &str, whole: bool, demo: bool) -> Map {
    let model = scope.model;
    let chosen: Vec<Chosen> = choices(scope, demo);
    let municipality = |at: usize| &model.municipalities[at];
    let places = positions.iter().map(|at| {
        let (municipality, summaries) = (municipality(*at), scope.standing.summaries(*at));
        let population = municipality.population();
        let label = match population {
            Some(people) => {
                let values = [("name", municipality.name.as_str()), ("count", &format::count(people))];
                scope.words.fill("country", "place", &values)
            }
            None => municipality.name.clone(),
        };
        let seat = municipality.entry.seat.as_ref();
        Place {
            code: municipality.code.to_string(),
            label,
            seat: seat.map(|seat| (seat.lon.approximate(), seat.lat.approximate())),
            size: population.map(f64::from),
            classes: chosen.iter().map(|chosen| chosen.class(summaries, population)).collect(),
            href: Some(scope.municipality_link(municipality).href),
        }
    });
    let places: Vec<Place> = places.collect();
    // The outlines are made for the whole country; a department's are too small in them.
    let outlines = if whole { model.outlines.as_ref() } else { None };
    let shapes = outlines.map(|outlines| outlines.shapes.clone()).unwrap_or_default();
    let count = places.len().to_string();
    let (description, caption) = match shapes.paths.is_empty() {
        true => ("map_description", scope.word("territory", "map_caption")),
        false => ("map_areas", scope.word("country", "areas_caption")),
    };
    let list = if whole { "departamentos" } else { "municipios" };
    let map = TerritoryMap {
        frame: ChartFrame {
            title: title.to_owned(),
            desc: scope.words.fill("country", description, &[("count", &count)]),
            missing: scope.word("data", "missing").to_owned(),
            demo,
            watermark: scope.word("status", "demo_watermark").to_owned(),
            ..ChartFrame::default()
        },
        places,
        figures: chosen.into_iter().map(|chosen| chosen.figure).collect(),
        choose: scope.word("country", "choose").to_owned(),
        skip: Some((format!("#{list}"), scope.word("country", "skip").to_owned())),
        shapes,
    };
    let unplaced = map.unplaced();
    let html = if unplaced == map.places.len() { Html::default() } else { Html::trusted(map.html("mapa")) };
    let unplaced = (unplaced > 0).then(|| scope.words.fill("country", "unplaced", &[("n", &unplaced.to_string())]));
    Map { html, caption: format!("{caption} {}", unplaced.unwrap_or_default()).trim_end().to_owned() }
}

/// What the map can show, and how a municipality's class is found.
struct Chosen {
    figure: Figure,
    by: By,
}

enum By {
    /// In how many whole years the budget is there in full, of so many.
    Years(usize),
    People,
    /// The figure at a position, in a year, between the quarters of the nation.
    Quarters(usize, Year, Box<Percentiles>),
}

/// Populations at which classes begin.
const PEOPLE: [u32; 4] = [10_000, 20_000, 50_000, 100_000];

impl Chosen {
    fn class(&self, summaries: &Summaries, people: Option<u32>) -> Option<u8> {
        let class = match &self.by {
            By::Years(of) => class_of_years(figures::full_years(summaries), *of)?,
            By::People => {
                let people = people?;
                1 + PEOPLE.iter().filter(|edge| people >= **edge).count()
            }
            By::Quarters(at, year, quarters) => {
                let summary = summaries.get(year).filter(|summary| summary.whole)?;
                let value = summary.figures.get(*at).copied().flatten()?.value;
                1 + [quarters.p25, quarters.p50, quarters.p75].iter().filter(|edge| value >= **edge).count()
            }
        };
        u8::try_from(class).ok()
    }
}

/// Years in classes of about the same width, from 1; none for no year.
fn class_of_years(years: usize, of: usize) -> Option<usize> {
    let classes = of.min(CLASSES);
    (years > 0 && of > 0).then(|| (years * classes).div_ceil(of).min(classes))
}

fn choices(scope: &Scope, demo: bool) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let years = scope.standing.country();
    let of = years.len();
    if of > 0 && !demo {
        let classes = of.min(CLASSES);
        let words = |class: usize| {
            let (from, to) = ((class - 1) * of / classes + 1, class * of / classes);
            match (from, to) {
                (1, 1) => scope.word("country", "one_year").to_owned(),
                _ if from == to => scope.words.fill("country", "years", &[("n", &to.to_string())]),
                _ => scope.words.fill("country", "years", &[("n", &format!("{from}–{to}"))]),
            }
        };
        let span = |year: Option<&Year>| year.map(Year::to_string).unwrap_or_default();
        let values = [("from", span(years.keys().next())), ("to", span(years.keys().next_back()))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let figure = Figure {
            name: scope.word("country", "coverage").to_owned(),
            note: scope.words.fill("country", "coverage_note", &values),
            classes: (1..=classes).map(words).collect(),
            edges: Vec::new(),
        };
        chosen.push(Chosen { figure, by: By::Years(of) });
    }
    chosen.push(Chosen { figure: people(scope, demo), by: By::People });
    let quarters = figures::shown(scope).into_iter().filter(|_| !demo);
    chosen.extend(quarters.filter_map(|(at, definition)| {
        let (year, _, quarters) = scope.standing.newest_percentiles(at)?;
        let figure = quarter_figure(scope, definition, year, quarters);
        Some(Chosen { figure, by: By::Quarters(at, year, Box::new(quarters.clone())) })
    }));
    chosen
}

fn people(scope: &Scope, demo: bool) -> Figure {
    let edge = |at: usize| format::count(PEOPLE[at]);
    let last = |at: usize| format::count(PEOPLE[at] - 1);
    let mut classes = vec![scope.words.fill("country", "below", &[("value", &edge(0))])];
    classes.extend(
        (1..PEOPLE.len())
            .map(|at| scope.words.fill("country", "between", &[("from", &edge(at - 1)), ("to", &last(at))])),
    );
    classes.push(scope.words.fill("country", "from", &[("value", &edge(PEOPLE.len() - 1))]));
    Figure {
        name: scope.word("facts", "population").to_owned(),
        note: if demo { String::new() } else { scope.word("country", "population_note").to_owned() },
        classes,
        edges: PEOPLE.map(f64::from).to_vec(),
    }
}

/// A figure whose classes are the quarters of the nation: as many municipalities in each, and none the best.
fn quarter_figure(scope: &Scope, definition: &Definition, year: Year, quarters: &Percentiles) -> Figure {
    let words = |value: Ratio| figures::value(scope, definition, value);
    let edges = [quarters.p25, quarters.p50, quarters.p75];
    let fill = |key, values: &[(&str, &str)]| scope.words.fill("country", key, values);
    let between = |from: Ratio, to: Ratio| fill("between", &[("from", &words(from)), ("to", &words(to))]);
    let coverage = figures::coverage(scope, quarters.with_figure, quarters.of);
    let what = scope.plain(&definition.words);
    Figure {
        name: scope.plain(&definition.name),
        note: fill("quarters_note", &[("what", &what), ("year", &year.to_string()), ("coverage", &coverage)]),
        classes: vec![
            fill("below", &[("value", &words(edges[0]))]),
            between(edges[0], edges[1]),
            between(edges[1], edges[2]),
            fill("from", &[("value", &words(edges[2]))]),
        ],
        edges: edges.map(Ratio::approximate).to_vec(),
    }
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
    population: String,
    languages: String,
    map: Map,
    /// The heads of the columns of figures.
    heads: Vec<Link>,
    rows: Vec<MunicipalityRow>,
    totals: Vec<TotalRow>,
    spreads: Vec<SpreadRow>,
    age: Age,
    compare: Option<Link>,
    country: Link,
    demo: bool,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct MunicipalityRow {
    #[serde(flatten)]
    link: Link,
    population: String,
    years: String,
    capital: bool,
    cells: Vec<Cell>,
}

pub(super) fn department(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let department = &model.departments[n];
    let members = members(scope, department);
    let missing = || scope.word("data", "missing").to_owned();
    let definitions = figures::shown(scope);
    let mut by_name: Vec<(&Municipality, &Summaries)> =
        members.iter().map(|at| (&model.municipalities[*at], scope.standing.summaries(*at))).collect();
    by_name.sort_by_cached_key(|(municipality, _)| sort_key(&municipality.name));
    let rows = by_name
        .iter()
        .map(|(municipality, summaries)| MunicipalityRow {
            link: scope.municipality_link(municipality),
            population: municipality.population().map_or_else(missing, format::count),
            years: figures::years(summaries).unwrap_or_else(missing),
            capital: municipality.code == *department.capital,
            cells: figures::cells(scope, &definitions, summaries),
        })
        .collect();
    let group: Vec<&Summaries> = by_name.iter().map(|(_, summaries)| *summaries).collect();
    let years = totals(group.iter().copied());
    let title = scope.words.fill("territory", "department_title", &[("name", &department.name)]);
    let on_map = scope.words.fill("territory", "map_department", &[("name", &department.name)]);
    let map = map(scope, &members, &on_map, false, department.demo);
    let body = DepartmentView {
        population: department.population_2018.map_or_else(missing, format::count),
        languages: languages(scope, department),
        map,
        heads: figures::heads(scope, &definitions),
        rows,
        totals: figures::totals(scope, &years, members.len()),
        spreads: figures::of_group(scope, &group, department.demo),
        age: Age::of(scope, years.keys().next_back().copied().filter(|_| !department.demo)),
        compare: (Subject::has_indicators(model) && !department.demo)
            .then(|| scope.link(Subject::Compare, figures::html(scope, "compare", "title"))),
        country: scope.link(Subject::Territory, figures::html(scope, "country", "title")),
        demo: department.demo,
        sources: sources(scope, !years.is_empty(), department.demo),
    };
    let count = members.len().to_string();
    let values = [("name", department.name.as_str()), ("count", &count)];
    let description = scope.words.fill("territory", "department_description", &values);
    let view = View::new("department.html", title, description, body);
    View { demo: department.demo, ..view }
}

#[cfg(test)]
mod tests {
    use super::class_of_years;

    #[test]
    fn years_fall_into_at_most_five_classes() {
        assert_eq!(
            (0..=4).map(|n| class_of_years(n, 4)).collect::<Vec<_>>(),
            [None, Some(1), Some(2), Some(3), Some(4)]
        );
        assert_eq!([1, 2, 3, 10].map(|n| class_of_years(n, 10)), [Some(1), Some(1), Some(2), Some(5)]);
        assert_eq!(class_of_years(1, 0), None);
    }
}
