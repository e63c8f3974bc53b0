//! What is known of a municipality apart from its years: key facts, census, scores of other bodies.

use serde::Serialize;

use super::words;
use crate::chart::{Cell, Frame, Group, Stacked};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::{Census, Municipality};
use crate::model::values::Ratio;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Scope, SourceView};

/// A figure with its year and source.
#[derive(Serialize)]
pub(super) struct Fact {
    label: String,
    value: String,
    detail: String,
    source: String,
}

#[derive(Serialize)]
pub(super) struct CensusView {
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
pub(super) struct ScoreGroup {
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

pub(super) fn facts(scope: &Scope, municipality: &Municipality, census: Option<&Census>) -> Vec<Fact> {
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
    let status = scope.word("status", year.status.id());
    format!("{} · {} · {status}", words::publisher(scope, &year.source), year.year.value)
}

pub(super) fn ratio(part: u32, whole: u32) -> Option<Ratio> {
    Ratio::new(i128::from(part), i128::from(whole))
}

fn share_text(scope: &Scope, key: &'static str, part: Option<u32>, whole: u32) -> String {
    let share = part.and_then(|part| ratio(part, whole)).map(|ratio| scope.percent(ratio));
    share.map(|share| scope.words.fill("facts", key, &[("share", &share)])).unwrap_or_default()
}

pub(super) fn census_view(scope: &Scope, census: &Census, demo: bool) -> CensusView {
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
pub(super) fn scores(scope: &Scope, municipality: &Municipality) -> Vec<ScoreGroup> {
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
