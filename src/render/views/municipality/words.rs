//! Values, periods, sources and notes as the municipality's pages say them.

use serde::Serialize;

use crate::chart::Frame;
use crate::indicator::{digits, is_whole};
use crate::model::indicators::{Definition, Dimension, Quantity, Unit};
use crate::model::municipality_year::{MunicipalityYear, Note};
use crate::model::site::NumberStyle;
use crate::model::territory::Municipality;
use crate::model::values::Ratio;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// The value of an indicator with its unit: `79.96 %`, `66.7 de 100`, `1.4 meses`, `Q1,234.50 por persona`.
pub(super) fn value(scope: &Scope, definition: &Definition, value: Ratio) -> String {
    with_unit(scope, definition.unit, &digits(definition, value))
}

/// A figure that stands beside another: with one decimal, amounts with two.
pub(super) fn value_in(scope: &Scope, unit: Unit, value: Ratio) -> String {
    let decimals = match unit {
        Unit::Count => 0,
        Unit::QuetzalesPerPerson => 2,
        Unit::Percent | Unit::Index | Unit::Months => 1,
    };
    let scaled = value.times(Ratio::whole(unit.scale())).unwrap_or(value);
    with_unit(scope, unit, &scaled.decimal(decimals))
}

fn with_unit(scope: &Scope, unit: Unit, digits: &str) -> String {
    let digits = format::grouped(digits);
    match (unit, scope.style) {
        (Unit::Percent, NumberStyle::Guatemala) => format!("{digits}\u{A0}%"),
        (Unit::Percent, NumberStyle::English) => format!("{digits}%"),
        _ => scope.words.fill("units", unit.id(), &[("n", &digits)]),
    }
}

/// A quantity as it is counted: amounts with centavos, things whole where they are.
pub(super) fn quantity(quantity: Quantity, value: Ratio) -> String {
    if quantity.dimension() == Dimension::QUETZALES {
        let digits = format::grouped(&value.decimal(2));
        return digits.strip_prefix('−').map_or_else(|| format!("Q{digits}"), |size| format!("−Q{size}"));
    }
    let digits = value.decimal(2);
    format::grouped(digits.trim_end_matches('0').trim_end_matches('.'))
}

/// Until when the figures of a year run, and whether more will come.
pub(super) fn period(scope: &Scope, year: &MunicipalityYear) -> String {
    let fill = |key: &'static str, end| scope.words.fill("data", key, &[("date", &scope.date(end))]);
    match &year.period_end {
        Some(end) if !year.closed => fill("until", **end),
        Some(end) if !is_whole(year) => fill("until_closed", **end),
        None if !year.closed => scope.word("data", "open_year").to_owned(),
        _ => scope.word("data", "whole_year").to_owned(),
    }
}

/// Who published a source, in few letters: its acronym where it has one, else the source's title.
pub(super) fn publisher(scope: &Scope, id: &str) -> String {
    let Some(source) = scope.model.sources.get(id) else { return String::new() };
    let acronym = source.publisher.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    acronym.map_or_else(|| scope.plain(&source.title), str::to_owned)
}

/// The sources of a figure, in few letters.
pub(super) fn publishers<'s>(scope: &Scope, ids: impl IntoIterator<Item = &'s str>) -> String {
    let mut names: Vec<String> = Vec::new();
    for name in ids.into_iter().map(|id| publisher(scope, id)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// What every chart of a municipality needs.
pub(super) fn frame(scope: &Scope, title: String, desc: String, demo: bool) -> Frame {
    Frame {
        title,
        desc,
        missing: scope.word("data", "missing").to_owned(),
        empty: scope.word("data", "missing").to_owned(),
        demo,
        watermark: scope.word("status", "demo_watermark").to_owned(),
    }
}

/// A name and a figure.
#[derive(Serialize)]
pub(super) struct Pair {
    pub name: String,
    pub value: String,
}

/// What a municipality says about its figures.
#[derive(Serialize)]
pub(super) struct NoteView {
    date: String,
    year: String,
    /// The project that it is about.
    about: Html,
    text: Html,
}

/// The section that a note stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Head,
    Revenue,
    Spending,
    Works,
    Services,
}

fn part(note: &Note) -> Part {
    let about = note.about.as_deref().map(|about| about.split('.').next().unwrap_or(about));
    match about {
        None => Part::Head,
        Some("revenue" | "revenue_by_item" | "revenue_by_source") => Part::Revenue,
        Some("spending" | "spending_lines") => Part::Spending,
        Some("projects" | "procurements") => Part::Works,
        Some(_) => Part::Services,
    }
}

/// The notes on a part of a year.
pub(super) fn notes(scope: &Scope, year: &MunicipalityYear, wanted: Part) -> Vec<NoteView> {
    let about = |note: &Note| {
        let id = note.about.as_deref()?.strip_prefix("projects.")?;
        year.projects.iter().find(|project| project.id.value == id).map(|project| scope.text(&project.name))
    };
    let view = |note: &Note| NoteView {
        date: scope.date(note.date),
        year: year.year.to_string(),
        about: about(note).unwrap_or_default(),
        text: scope.text(&note.text),
    };
    year.notes.iter().filter(|note| part(note) == wanted).map(view).collect()
}

/// The notes on a part that stand on the municipality's first page: of the newest year, and of those without a page.
pub(super) fn first_notes(scope: &Scope, municipality: &Municipality, wanted: Part) -> Vec<NoteView> {
    let newest = municipality.years.keys().max();
    let shown = |(year, _): &(&_, _)| Some(*year) == newest || !municipality.itemised.contains(year);
    municipality.years.iter().rev().filter(shown).flat_map(|(_, year)| notes(scope, year, wanted)).collect()
}
