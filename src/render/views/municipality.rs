//! A municipality's page.

use serde::Serialize;

use super::finance::{Finance, finance};
use super::{View, section};
use crate::chart::{Cell, Frame, Group, Stacked};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::{Census, Municipality, SeatKind};
use crate::model::values::Ratio;
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope, SourceView};

#[derive(Serialize)]
struct MunicipalityView {
    code: String,
    department: Option<Link>,
    homonym: bool,
    demo: bool,
    also: Vec<String>,
    area: Option<String>,
    facts: Vec<Fact>,
    census: Option<CensusView>,
    scores: Vec<ScoreGroup>,
    finance: Option<Finance>,
    government: Option<String>,
    old: Option<String>,
    demo_year: Option<DemoYear>,
    notes: Vec<NoteView>,
    charters: Vec<Card>,
    cases: Vec<Card>,
    missing: Vec<String>,
    tools: Vec<Link>,
    neighbours: Vec<Neighbour>,
    sources: Vec<SourceView>,
}

/// A figure with its year and source.
#[derive(Serialize)]
struct Fact {
    label: String,
    value: String,
    detail: String,
    source: String,
}

#[derive(Serialize)]
struct CensusView {
    year: String,
    people: Vec<CensusRow>,
    households: Vec<CensusRow>,
    chart: Html,
    source: SourceView,
}

#[derive(Serialize)]
struct CensusRow {
    label: String,
    count: String,
    share: String,
}

#[derive(Serialize)]
struct ScoreGroup {
    name: String,
    about: String,
    rows: Vec<ScoreRow>,
    source: SourceView,
}

#[derive(Serialize)]
struct ScoreRow {
    year: String,
    value: String,
    note: Option<String>,
}

#[derive(Serialize)]
struct NoteView {
    date: String,
    year: String,
    text: Html,
}

#[derive(Serialize)]
struct Neighbour {
    href: String,
    label: Html,
    population: String,
    current: bool,
}

pub(super) fn municipality(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let municipality = &model.municipalities[n];
    let demo = municipality.is_demo();
    let has_budget = municipality.years.values().any(|year| !year.revenue.is_empty() || !year.spending.is_empty());
    let census = municipality.profile.as_ref().and_then(|profile| profile.census.as_ref());
    let department = model.departments.position(municipality.department.as_str());
    let newest = municipality.years.keys().max().copied();
    let body = MunicipalityView {
        code: municipality.code.to_string(),
        department: department
            .map(|at| scope.link(Subject::Department(at), Html::escaped(&model.departments[at].name))),
        homonym: municipality.homonym,
        demo,
        also: municipality.entry.also.clone(),
        area: municipality.entry.area_km2.map(|area| format::grouped(&area.to_string())),
        facts: facts(scope, municipality, census),
        census: census.map(|census| census_view(scope, census, demo)),
        scores: scores(scope, municipality),
        finance: has_budget.then(|| finance(scope, municipality)),
        government: (!demo && newest.is_some_and(|year| year.0 <= 2019))
            .then(|| scope.word("data", "government_2016").to_owned()),
        old: newest.filter(|year| !demo && i32::from(year.0) + 3 < i32::from(model.today.year())).map(|year| {
            let age = (i32::from(model.today.year()) - i32::from(year.0)).to_string();
            scope.words.fill("data", "old", &[("year", &year.to_string()), ("age", &age)])
        }),
        demo_year: municipality
            .years
            .values()
            .rev()
            .find(|year| !year.projects.is_empty())
            .map(|year| demo_year(scope, year)),
        notes: municipality
            .years
            .values()
            .rev()
            .flat_map(|year| year.notes.iter().map(move |note| (year, note)))
            .map(|(year, note)| NoteView {
                date: scope.date(note.date),
                year: year.year.to_string(),
                text: scope.text(&note.text),
            })
            .collect(),
        charters: municipality
            .charters
            .iter()
            .map(|&n| {
                let charter = model.charters[n].current();
                Card {
                    href: scope.href(Subject::Charter(n)),
                    title: scope.text(&charter.title),
                    summary: scope.maybe(&charter.summary),
                    tag: Html::escaped(scope.word("charter_state", charter.state.id())),
                }
            })
            .collect(),
        cases: municipality
            .cases
            .iter()
            .map(|&n| (n, &model.cases[n]))
            .map(|(n, case)| scope.card(Subject::Case(n), &case.title, &case.summary, &case.year.to_string()))
            .collect(),
        missing: missing(scope, municipality),
        tools: ["informacion-publica-de-oficio", "semaforo-de-ejecucion", "auditoria-social"]
            .iter()
            .filter_map(|id| scope.tool_link(id))
            .collect(),
        neighbours: model
            .municipalities_of(*municipality.department)
            .map(|other| {
                let Link { href, label } = scope.municipality_link(other);
                let population = other.population().map(format::count).unwrap_or_default();
                Neighbour { href, label, population, current: other.code == municipality.code }
            })
            .collect(),
        sources: sources(scope, municipality),
    };
    let name = scope.full_name(municipality);
    let mut toc = Vec::new();
    if body.census.is_some() {
        toc.push(section(scope, "poblacion", "census"));
    }
    if body.finance.is_some() {
        toc.push(section(scope, "ingresos", "revenue"));
        toc.push(section(scope, "gastos", "spending"));
    }
    if body.demo_year.is_some() {
        toc.push(section(scope, "gestion", "management"));
    }
    if !body.scores.is_empty() {
        toc.push(section(scope, "calificaciones", "scores"));
    }
    toc.push(section(scope, "faltan", "missing"));
    toc.push(section(scope, "departamento", "neighbours"));
    toc.push(section(scope, "fuentes", "sources"));
    let description = scope.words.fill("municipality", "description", &[("name", &name)]);
    let view = View::new("municipality.html", name, description, body).with_toc(toc);
    View { demo, ..view }
}

fn facts(scope: &Scope, municipality: &Municipality, census: Option<&Census>) -> Vec<Fact> {
    let word = |key| scope.word("facts", key).to_owned();
    let mut facts = Vec::new();
    if let Some(census) = census {
        // Nobody counted the people of an invented municipality.
        let source = if municipality.is_demo() {
            scope.word("status", "demo").to_owned()
        } else {
            format!("{} {}", scope.word("facts", "census"), census.year)
        };
        facts.push(Fact {
            label: word("population"),
            value: format::count(census.people.total),
            detail: share_text(scope, "urban_share", census.people.urban, census.people.total),
            source: source.clone(),
        });
        if let Some(tongues) = &census.languages {
            facts.push(Fact {
                label: word("first_language"),
                value: tongues.first.name.clone(),
                detail: scope.percent_number(tongues.first.percent),
                source: source.clone(),
            });
        }
        if let Some(households) = &census.households
            && let Some(ratio) = households.piped_water_in_dwelling.and_then(|n| ratio(n, households.total))
        {
            facts.push(Fact {
                label: word("piped_water"),
                value: scope.percent(ratio),
                detail: word("of_households"),
                source,
            });
        }
    }
    let newest = municipality.years.values().rev().find(|year| !year.revenue.is_empty());
    if let Some(year) = newest {
        use crate::model::classifications::RevenueKind::{Revenue, Transfer};
        let total = year.revenue_total(&scope.model.classifications, &[Revenue, Transfer]);
        facts.push(Fact {
            label: word("revenue"),
            value: total.received.map_or_else(|| word("none"), |amount| scope.short_money(amount)),
            detail: word("revenue_detail"),
            source: year_source(scope, year),
        });
    }
    if let Some(year) = municipality.years.values().rev().find(|year| year.spending_is_complete()) {
        let total = year.spending_total();
        let share = match (total.accrued, total.current) {
            (Some(accrued), Some(current)) => Ratio::of(accrued, current).map(|ratio| scope.percent(ratio)),
            _ => None,
        };
        let key = if year.closed { "executed" } else { "executed_open" };
        facts.push(Fact {
            label: word("spending"),
            value: total.accrued.map_or_else(|| word("none"), |amount| scope.short_money(amount)),
            detail: share.map(|share| scope.words.fill("facts", key, &[("share", &share)])).unwrap_or_default(),
            source: year_source(scope, year),
        });
    }
    facts
}

fn year_source(scope: &Scope, year: &MunicipalityYear) -> String {
    format!("{} · {}", year.year.value, scope.word("status", year.status.id()))
}

fn ratio(part: u32, whole: u32) -> Option<Ratio> {
    Ratio::new(i128::from(part), i128::from(whole))
}

fn share_text(scope: &Scope, key: &'static str, part: Option<u32>, whole: u32) -> String {
    let share = part.and_then(|part| ratio(part, whole)).map(|ratio| scope.percent(ratio));
    share.map(|share| scope.words.fill("facts", key, &[("share", &share)])).unwrap_or_default()
}

fn census_view(scope: &Scope, census: &Census, demo: bool) -> CensusView {
    let rows = |whole: u32, list: &[(&'static str, Option<u32>)]| {
        let row = |(key, count): &(&'static str, Option<u32>)| CensusRow {
            label: scope.word("census", key).to_owned(),
            count: count.map_or_else(|| scope.word("data", "missing").to_owned(), format::count),
            share: count.and_then(|count| ratio(count, whole)).map(|r| scope.percent(r)).unwrap_or_default(),
        };
        list.iter().map(row).collect::<Vec<_>>()
    };
    let people = &census.people;
    let households = census.households.as_ref().map(|h| {
        rows(
            h.total,
            &[
                ("households", Some(h.total)),
                ("piped_water", h.piped_water_in_dwelling),
                ("sewer_toilet", h.sewer_toilet),
                ("no_toilet", h.no_toilet),
                ("electric_light", h.electric_light),
                ("waste_service", h.municipal_waste_service),
                ("internet", h.internet),
            ],
        )
    });
    CensusView {
        year: census.year.to_string(),
        people: rows(
            people.total,
            &[
                ("people", Some(people.total)),
                ("women", people.women),
                ("men", people.men),
                ("urban", people.urban),
                ("rural", people.rural),
                ("maya", people.maya),
                ("garifuna", people.garifuna),
                ("xinka", people.xinka),
                ("ladino", people.ladino),
            ],
        ),
        households: households.unwrap_or_default(),
        chart: census_chart(scope, census, demo),
        source: scope.source(&census.source),
    }
}

/// Town and country, women and men, as shares of all people.
fn census_chart(scope: &Scope, census: &Census, demo: bool) -> Html {
    let people = &census.people;
    let cell = |count: Option<u32>| {
        let share = count.and_then(|count| ratio(count, people.total));
        Cell::new(share.map(Ratio::approximate), share.map(|share| scope.percent(share)).unwrap_or_default())
    };
    let word = |key| scope.word("census", key).to_owned();
    let one = |name: &str, parts: [(&'static str, Option<u32>); 2], id: &str| {
        let chart = Stacked {
            frame: Frame {
                title: name.to_owned(),
                desc: parts
                    .iter()
                    .map(|(key, n)| format!("{}: {}", word(key), cell(*n).text))
                    .collect::<Vec<_>>()
                    .join("; "),
                missing: scope.word("data", "missing").to_owned(),
                demo,
                watermark: scope.word("status", "demo_watermark").to_owned(),
                ..Frame::default()
            },
            parts: parts.iter().map(|(key, _)| word(key)).collect(),
            rows: vec![Group::new(name, parts.iter().map(|(_, n)| cell(*n)).collect())],
        };
        chart.svg(id)
    };
    let place = one(scope.word("census", "by_area"), [("urban", people.urban), ("rural", people.rural)], "censo-area");
    Html::trusted(place)
}

/// Scores by body, newest first. A zero of the access score may mean "not evaluated".
fn scores(scope: &Scope, municipality: &Municipality) -> Vec<ScoreGroup> {
    let Some(profile) = &*municipality.profile else { return Vec::new() };
    let mut indexes: Vec<_> = profile.scores.iter().map(|score| score.index).collect();
    indexes.sort();
    indexes.dedup();
    indexes
        .into_iter()
        .filter_map(|index| {
            let mut of_index: Vec<_> = profile.scores.iter().filter(|score| score.index == index).collect();
            of_index.sort_by_key(|score| std::cmp::Reverse(score.year));
            let source = scope.source(&of_index.first()?.source);
            Some(ScoreGroup {
                name: scope.word("scores", index.id()).to_owned(),
                about: scope.word("scores_about", index.id()).to_owned(),
                rows: of_index
                    .iter()
                    .map(|score| ScoreRow {
                        year: score.year.to_string(),
                        value: score.value.to_string(),
                        note: score.value.is_zero().then(|| scope.word("scores", "zero").to_owned()),
                    })
                    .collect(),
                source,
            })
        })
        .collect()
}

/// What this municipality has not published, said aloud: years without figures, and what no file speaks of.
fn missing(scope: &Scope, municipality: &Municipality) -> Vec<String> {
    let mut list = Vec::new();
    let list_years = |wanted: &dyn Fn(&MunicipalityYear) -> bool| {
        let years: Vec<String> =
            municipality.years.values().filter(|year| wanted(year)).map(|year| year.year.to_string()).collect();
        years.join(", ")
    };
    let mut gap = |key: &'static str, years: String| {
        if !years.is_empty() {
            list.push(scope.words.fill("missing", key, &[("years", &years)]));
        }
    };
    gap("revenue", list_years(&|year| year.revenue.is_empty()));
    gap("spending", list_years(&|year| year.spending.is_empty()));
    gap("incomplete", list_years(&|year| !year.spending.is_empty() && !year.spending_is_complete()));
    let newest = municipality.years.keys().max().map(|year| year.0);
    let this_year = u16::try_from(scope.model.today.year()).unwrap_or(0);
    if let Some(newest) = newest.filter(|newest| newest + 1 < this_year) {
        let (from, to) = ((newest + 1).to_string(), (this_year - 1).to_string());
        list.push(scope.words.fill("missing", "later_years", &[("from", &from), ("to", &to)]));
    }
    let any = |has: fn(&MunicipalityYear) -> bool| municipality.years.values().any(|year| has(year));
    let sections = [
        ("projects", any(|year| !year.projects.is_empty())),
        ("procurements", any(|year| !year.procurements.is_empty())),
        ("water", any(|year| year.water.is_some())),
        ("arrears", any(|year| !year.arrears.is_empty())),
        ("participation", any(|year| year.participation.is_some())),
        ("public_information", any(|year| !year.public_information.is_empty())),
    ];
    for (key, present) in sections {
        if !present {
            list.push(scope.word("missing", key).to_owned());
        }
    }
    if municipality.charters.is_empty() {
        list.push(scope.word("missing", "charters").to_owned());
    }
    if municipality.profile.as_ref().is_none_or(|profile| profile.census.is_none()) {
        list.push(scope.word("missing", "census").to_owned());
    }
    list
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

/// What only a year with its own report can show: projects, purchases, services. So far only the examples have it.
#[derive(Serialize)]
struct DemoYear {
    year: String,
    period: String,
    projects: Vec<ProjectView>,
    procurements: Vec<ProcurementView>,
    services: Vec<Pair>,
    arrears: Vec<ArrearsView>,
    people: Vec<Pair>,
    offices: Vec<Link>,
    disclosure: Option<String>,
}

/// A name and a figure.
#[derive(Serialize)]
struct Pair {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct ProjectView {
    name: Html,
    place: Html,
    state: String,
    state_id: &'static str,
    contracted: String,
    paid: String,
    physical: String,
    planned_end: String,
}

#[derive(Serialize)]
struct ProcurementView {
    nog: String,
    object: Html,
    modality: String,
    state: String,
    awarded: String,
    supplier: String,
}

#[derive(Serialize)]
struct ArrearsView {
    service: Html,
    billed: String,
    collected: String,
    buckets: Vec<String>,
}

fn demo_year(scope: &Scope, year: &MunicipalityYear) -> DemoYear {
    let model = scope.model;
    let missing = || scope.word("data", "missing").to_owned();
    let pair = |key, value: Option<String>| Pair {
        name: scope.word("management", key).to_owned(),
        value: value.unwrap_or_else(missing),
    };
    let share = |part: Option<u32>, whole: Option<u32>| {
        let ratio = ratio(part?, whole?)?;
        Some(format!("{} ({})", format::count(part?), scope.percent(ratio)))
    };
    let mut services = Vec::new();
    if let Some(water) = &year.water {
        services.push(pair("connections", water.connections_total.map(format::count)));
        services.push(pair("registered", share(water.users_registered, water.connections_total)));
        services.push(pair("water_cost", water.cost_total.map(format::money)));
        services.push(pair("water_income", water.income.map(format::money)));
    }
    if let Some(cash) = &year.cash {
        services.push(pair("cash", cash.unrestricted.map(format::money)));
        services.push(pair("cash_restricted", cash.restricted.map(format::money)));
    }
    if let Some(debt) = &year.debt {
        services.push(pair("debt", debt.balance.map(format::money)));
    }
    let mut people = Vec::new();
    if let Some(staff) = &year.staff {
        people.push(pair("staff", staff.total.map(format::count)));
        people.push(pair("digital", share(staff.using_digital, staff.total)));
    }
    if let Some(participation) = &year.participation {
        people.push(pair("comude", participation.comude_held.map(format::count)));
        people.push(pair("attendance", share(participation.attended, participation.convened)));
        people.push(pair("women", share(participation.women, participation.attended)));
    }
    let published = year.public_information.iter().filter(|item| !item.score.is_zero()).count();
    DemoYear {
        year: year.year.to_string(),
        period: year
            .period_end
            .as_ref()
            .map(|end| scope.words.fill("data", "until", &[("date", &scope.date(**end))]))
            .unwrap_or_default(),
        projects: year
            .projects
            .iter()
            .map(|project| ProjectView {
                name: scope.text(&project.name),
                place: scope.maybe(&project.place),
                state: scope.word("project_state", project.state.id()).to_owned(),
                state_id: project.state.id(),
                contracted: scope.money(project.contracted),
                paid: scope.money(project.paid),
                physical: project.physical_percent.map_or_else(missing, |value| scope.percent_number(value)),
                planned_end: project.planned_end.map_or_else(missing, |date| scope.date(date)),
            })
            .collect(),
        procurements: year
            .procurements
            .iter()
            .map(|procurement| ProcurementView {
                nog: procurement.nog.clone(),
                object: scope.text(&procurement.object),
                modality: scope.word("modality", procurement.modality.id()).to_owned(),
                state: scope.word("procurement_state", procurement.state.id()).to_owned(),
                awarded: scope.money(procurement.awarded),
                supplier: procurement.supplier.clone().unwrap_or_else(missing),
            })
            .collect(),
        services,
        arrears: year
            .arrears
            .iter()
            .map(|arrears| ArrearsView {
                service: model
                    .classifications
                    .service(&arrears.service)
                    .map(|s| scope.text(&s.name))
                    .unwrap_or_default(),
                billed: scope.money(arrears.billed_12m),
                collected: scope.money(arrears.collected_of_bills),
                buckets: arrears
                    .buckets
                    .iter()
                    .flat_map(|b| [b.d0_30, b.d31_90, b.d91_180, b.d181_365, b.over_365])
                    .map(format::money)
                    .collect(),
            })
            .collect(),
        people,
        offices: year
            .offices
            .iter()
            .filter(|office| office.active)
            .filter_map(|office| scope.office_link(&office.office))
            .collect(),
        disclosure: (!year.public_information.is_empty()).then(|| {
            let (published, all) = (published.to_string(), year.public_information.len().to_string());
            scope.words.fill("management", "disclosure", &[("published", &published), ("all", &all)])
        }),
    }
}
