//! How an indicator is drawn: its value in its bands, and how it moved.

use super::words;
use crate::chart::{self, Gauge, Grade, Spark, Tick};
use crate::indicator::{Figure, Finding, scaled};
use crate::model::indicators::{Band, Bands, Definition, Limit, Unit};
use crate::model::values::{Ratio, Year};
use crate::render::html::Html;
use crate::render::scope::Scope;

/// A rated value in its bands.
pub(super) fn gauge(scope: &Scope, finding: &Finding, year: Year, demo: bool) -> Html {
    let definition = finding.definition;
    let (Some(value), Some(band), Some(bands)) = (finding.outcome.value(), finding.rating.band(), &definition.bands)
    else {
        return Html::default();
    };
    let text = words::value(scope, definition, value);
    let shown = scaled(definition, value).unwrap_or(value).approximate();
    let edge = bands.edges().into_iter().max().map_or(100.0, Ratio::approximate);
    let whole = matches!(definition.unit, Unit::Percent | Unit::Index) && bands.good.is_minimum() && edge < 100.0;
    let high = if whole { 100.0 } else { edge * 1.5 }.max(shown);
    let low = shown.min(0.0);
    let (bands, held) = stretches(scope, definition.unit, bands, band);
    let title = format!("{}, {year}", scope.plain(&definition.name));
    let desc = format!("{text}: {}", scope.word("bands", band.id()));
    let chart = Gauge {
        frame: words::frame(scope, title, desc, demo),
        value: Some(shown),
        text,
        low: Tick { value: low, text: String::new() },
        high: Tick { value: high, text: String::new() },
        bands,
        held,
    };
    Html::trusted(chart.svg(&format!("i-{}", definition.slug.value)))
}

/// The stretches of a scale from the least value up, and which of them a band is.
fn stretches(scope: &Scope, unit: Unit, bands: &Bands, held: Band) -> (Vec<chart::Band>, Option<usize>) {
    let (Limit::AtLeast(good) | Limit::AtMost(good)) = *bands.good;
    let (Limit::AtLeast(middle) | Limit::AtMost(middle)) = *bands.middle;
    let sign = if unit == Unit::Percent { "\u{A0}%" } else { "" };
    let (at_good, at_middle) = (good.approximate(), middle.approximate());
    let one = |band: Band, from, to, range: String| chart::Band {
        from,
        to,
        word: scope.word("bands", band.id()).to_owned(),
        range,
        grade: match band {
            Band::Good => Grade::Good,
            Band::Middle => Grade::Mid,
            Band::Low => Grade::Low,
        },
    };
    let (all, order) = if bands.good.is_minimum() {
        let low = one(Band::Low, None, Some(at_middle), format!("< {middle}{sign}"));
        let mid = one(Band::Middle, Some(at_middle), Some(at_good), format!("{middle}–{good}{sign}"));
        let high = one(Band::Good, Some(at_good), None, format!("≥ {good}{sign}"));
        (vec![low, mid, high], [Band::Low, Band::Middle, Band::Good])
    } else {
        let low = one(Band::Good, None, Some(at_good), format!("≤ {good}{sign}"));
        let mid = one(Band::Middle, Some(at_good), Some(at_middle), format!("{good}–{middle}{sign}"));
        let high = one(Band::Low, Some(at_middle), None, format!("> {middle}{sign}"));
        (vec![low, mid, high], [Band::Good, Band::Middle, Band::Low])
    };
    (all, order.iter().position(|band| *band == held))
}

/// How a value moved, where there are three or more.
pub(super) fn spark(scope: &Scope, definition: &Definition, at: usize, n: usize) -> Html {
    let summaries = scope.standing.summaries(n);
    let value = |figures: &[Option<Figure>]| figures.get(at).copied().flatten().map(|f| f.value);
    let values: Vec<(Year, Option<Ratio>)> = summaries.iter().map(|(year, one)| (*year, value(&one.figures))).collect();
    let known = |(_, value): &&(Year, Option<Ratio>)| value.is_some();
    let from = values.iter().position(|one| known(&one)).unwrap_or(0);
    let to = values.iter().rposition(|one| known(&one)).map_or(0, |at| at + 1);
    let values = values.get(from..to).unwrap_or_default();
    let mut told = values.iter().filter_map(|(year, value)| Some((*year, (*value)?)));
    let (Some((first_year, first)), Some((last_year, last))) = (told.next(), told.next_back()) else {
        return Html::default();
    };
    if told.next().is_none() {
        return Html::default();
    }
    let years = [("from", first_year.to_string()), ("to", last_year.to_string())];
    let ends = [("first", words::value(scope, definition, first)), ("last", words::value(scope, definition, last))];
    let all: Vec<(&str, &str)> = years.iter().chain(&ends).map(|(name, value)| (*name, value.as_str())).collect();
    let chart = Spark {
        frame: words::frame(
            scope,
            format!("{}, {first_year}–{last_year}", scope.plain(&definition.short)),
            scope.words.fill("indicators", "trend", &all),
            scope.model.municipalities[n].is_demo(),
        ),
        values: values.iter().map(|(_, value)| value.map(Ratio::approximate)).collect(),
        ..Spark::default()
    };
    let caption = Html::escaped(&scope.words.fill("indicators", "trend", &all));
    Html::trusted(format!("{} <span>{}</span>", chart.svg(&format!("t-{}", definition.slug.value)), caption.as_str()))
}
