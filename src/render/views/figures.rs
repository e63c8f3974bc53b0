//! Figures of indicators as the pages above the single municipality show them: values in words, sums, medians.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::indicator::{self, Summaries, Total, YearTotals};
use crate::model::indicators::{Definition, Unit};
use crate::model::values::{Money, Ratio, Status, Year};
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

/// The indicators that lists and maps show, of those that are defined: what is carried out, what is collected at home,
/// what goes to the services that everybody needs.
const SHOWN: [&str; 3] = ["spending_execution", "fiscal_autonomy", "basic_services_share"];

/// The definitions that lists and maps show, with their positions.
pub(super) fn shown<'a>(scope: &Scope<'a>) -> Vec<(usize, &'a Definition)> {
    SHOWN.iter().filter_map(|id| scope.model.indicators.get(id)).collect()
}

/// A value with its unit: `61.6 %`, `2.3 meses`, `Q512.40`.
pub(super) fn value(scope: &Scope, definition: &Definition, value: Ratio) -> String {
    in_unit(scope, definition.unit, &indicator::digits(definition, value))
}

/// Plain digits with a point, with their unit.
pub(super) fn in_unit(scope: &Scope, unit: Unit, digits: &str) -> String {
    match unit {
        Unit::Percent => format::percent_text(digits, scope.style),
        Unit::Index | Unit::Count => format::grouped(digits),
        Unit::Months => scope.words.fill("method", "months", &[("value", &format::grouped(digits))]),
        Unit::QuetzalesPerPerson => Money::parse(digits).map_or_else(|| digits.to_owned(), format::money),
    }
}

/// `249 de 340`.
pub(super) fn coverage(scope: &Scope, with_figure: usize, of: usize) -> String {
    scope.words.fill("country", "of", &[("n", &with_figure.to_string()), ("of", &of.to_string())])
}

/// A definition's name, leading to what it means.
pub(super) fn name(scope: &Scope, definition: &Definition) -> Link {
    let href = format!("{}#{}", scope.href(Subject::Indicators), *definition.slug);
    Link { href, label: scope.text(&definition.name) }
}

/// The sums of a year.
#[derive(Serialize)]
pub(super) struct TotalRow {
    year: String,
    /// The worst status of what was added up.
    status: String,
    status_id: &'static str,
    received: String,
    received_of: String,
    accrued: String,
    accrued_of: String,
}

/// The sums of several municipalities, the newest year first.
pub(super) fn totals(scope: &Scope, years: &BTreeMap<Year, YearTotals>, of: usize) -> Vec<TotalRow> {
    let amount = |total: &Total| scope.money(total.amount.map(|amount| amount.money));
    let status = |totals: &YearTotals| {
        let all = [totals.received.amount, totals.accrued.amount];
        all.into_iter().flatten().map(|amount| amount.status).min().unwrap_or(Status::Provisional)
    };
    let row = |(year, totals): (&Year, &YearTotals)| TotalRow {
        year: year.to_string(),
        status: scope.word("status", status(totals).id()).to_owned(),
        status_id: status(totals).id(),
        received: amount(&totals.received),
        received_of: coverage(scope, totals.received.municipalities, of),
        accrued: amount(&totals.accrued),
        accrued_of: coverage(scope, totals.accrued.municipalities, of),
    };
    years.iter().rev().map(row).collect()
}

/// Where the figures of an indicator lie.
#[derive(Serialize)]
pub(super) struct SpreadRow {
    link: Link,
    year: String,
    median: String,
    low: String,
    high: String,
    coverage: String,
    /// The median of the country in the same year, and of how many it is.
    country: Option<String>,
}

/// The middle half of the nation, for each indicator of which most municipalities have a figure.
pub(super) fn of_country(scope: &Scope) -> Vec<SpreadRow> {
    let row = |(at, definition): (usize, &Definition)| {
        let (year, _, quarters) = scope.standing.newest_percentiles(at)?;
        Some(SpreadRow {
            link: name(scope, definition),
            year: year.to_string(),
            median: value(scope, definition, quarters.p50),
            low: value(scope, definition, quarters.p25),
            high: value(scope, definition, quarters.p75),
            coverage: coverage(scope, quarters.with_figure, quarters.of),
            country: None,
        })
    };
    scope.model.indicators.all().enumerate().filter_map(row).collect()
}

/// Median, least and most of a group, for each indicator of which most of them have a figure.
///
/// What is invented is not set beside the country.
pub(super) fn of_group(scope: &Scope, group: &[&Summaries], demo: bool) -> Vec<SpreadRow> {
    let row = |(at, definition): (usize, &Definition)| {
        let spread = indicator::spread(at, group)?;
        let mut real =
            scope.standing.years().filter(|(year, status)| !demo && *year == spread.year && *status != Status::Demo);
        let quarters = real.find_map(|(year, status)| scope.standing.percentiles(year, status)?.get(at)?.as_ref());
        Some(SpreadRow {
            link: name(scope, definition),
            year: spread.year.to_string(),
            median: value(scope, definition, spread.median),
            low: value(scope, definition, spread.least),
            high: value(scope, definition, spread.most),
            coverage: coverage(scope, spread.with_figure, spread.of),
            country: quarters.map(|quarters| {
                let of = coverage(scope, quarters.with_figure, quarters.of);
                format!("{} ({of})", value(scope, definition, quarters.p50))
            }),
        })
    };
    scope.model.indicators.all().enumerate().filter_map(row).collect()
}

/// A figure in a table's cell: its value and its year; empty where there is none.
#[derive(Serialize)]
pub(super) struct Cell {
    value: String,
    year: String,
}

/// The newest figures of a municipality, of whole years.
pub(super) fn cells(scope: &Scope, definitions: &[(usize, &Definition)], summaries: &Summaries) -> Vec<Cell> {
    let cell = |(at, definition): &(usize, &Definition)| match indicator::newest(*at, summaries) {
        Some((year, figure)) => Cell { value: value(scope, definition, figure.value), year: year.to_string() },
        None => Cell { value: scope.word("data", "missing").to_owned(), year: String::new() },
    };
    definitions.iter().map(cell).collect()
}

/// The short name of a definition, for the head of a column; it leads to what it means.
pub(super) fn heads(scope: &Scope, definitions: &[(usize, &Definition)]) -> Vec<Link> {
    let head = |(_, definition): &(usize, &Definition)| Link {
        label: scope.text(&definition.short),
        ..name(scope, definition)
    };
    definitions.iter().map(head).collect()
}

/// In how many whole years both sides of the budget are there in full.
pub(super) fn full_years(summaries: &Summaries) -> usize {
    let full = |totals: &indicator::Totals| totals.received.is_some() && totals.accrued.is_some();
    summaries.values().filter(|year| year.whole && full(&year.totals)).count()
}

/// `2016–2019`: the years with any budget figures.
pub(super) fn years(summaries: &Summaries) -> Option<String> {
    let mut years = summaries.iter().filter(|(_, summary)| summary.budget).map(|(year, _)| year);
    let first = years.next()?;
    let last = years.next_back().unwrap_or(first);
    Some(if first == last { first.to_string() } else { format!("{first}–{last}") })
}

/// Escaped words of the interface.
pub(super) fn html(scope: &Scope, section: &'static str, key: &'static str) -> Html {
    Html::escaped(scope.word(section, key))
}
