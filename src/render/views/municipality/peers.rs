//! A municipality beside those of its department and those of its size.

use serde::Serialize;

use super::words;
use crate::chart::{Datum, PeerStrip, Tick};
use crate::indicator::{Comparison, Place, YearSummary, compare, scaled};
use crate::model::indicators::Definition;
use crate::model::values::{Ratio, Year};
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

/// What the section on peers shows.
#[derive(Serialize)]
pub(super) struct Peers {
    /// The municipalities nearest in population.
    nearest: Vec<Link>,
    charts: Vec<Strip>,
    rows: Vec<Row>,
    /// Indicators with a figure and without a group, with the reason.
    without: Option<String>,
    source: String,
}

#[derive(Serialize)]
struct Strip {
    caption: String,
    chart: Html,
    place: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: Html,
    year: String,
    own: String,
    department: Cell,
    size: Cell,
}

/// "mediana 70.1 % (48.2 a 88.4 %)" and "3.º de 8".
#[derive(Serialize)]
struct Cell {
    text: String,
    place: Option<String>,
}

/// The indicators that are drawn, the most telling first.
const TELLING: [u8; 5] = [1, 4, 6, 8, 3];
/// So many are drawn at most.
const DRAWN: usize = 3;

/// The two groups of a municipality, as positions.
struct Groups<'a> {
    department: Vec<usize>,
    size: &'a [usize],
}

/// The comparisons of a municipality; `None` where there is nothing to compare.
pub(super) fn peers(scope: &Scope, n: usize) -> Option<Peers> {
    let model = scope.model;
    let municipality = &model.municipalities[n];
    let members = model.by_department.get(&*municipality.department).map(|list| list.as_slice()).unwrap_or_default();
    let groups =
        Groups { department: members.iter().copied().filter(|at| *at != n).collect(), size: scope.standing.nearest(n) };
    let mut rows = Vec::new();
    let mut drawn: Vec<(usize, Strip)> = Vec::new();
    let mut without: Vec<String> = Vec::new();
    for (at, definition) in model.indicators.all().enumerate() {
        let Some(best) = best(scope, n, definition, at, &groups) else { continue };
        if !best.is_compared() {
            without.push(scope.plain(&definition.short));
            continue;
        }
        let place = definition.number.and_then(|number| TELLING.iter().position(|telling| *telling == number));
        if let Some(place) = place {
            drawn.extend(strip(scope, n, definition, at, &groups, &best).map(|strip| (place, strip)));
        }
        rows.push(Row {
            name: scope.text(&definition.short),
            year: best.year.to_string(),
            own: words::value(scope, definition, best.own),
            department: cell(scope, definition, &best.department),
            size: cell(scope, definition, &best.size),
        });
    }
    if rows.is_empty() && without.is_empty() {
        return None;
    }
    drawn.sort_by_key(|(place, _)| *place);
    let sources = municipality.years.values().map(|year| year.source.value.as_str());
    let source = words::publishers(scope, sources);
    let nearest = groups.size.iter().map(|at| scope.municipality_link(&model.municipalities[*at])).collect();
    let without =
        (!without.is_empty()).then(|| scope.words.fill("peers", "without", &[("names", &without.join(", "))]));
    Some(Peers {
        nearest,
        charts: drawn.into_iter().take(DRAWN).map(|(_, strip)| strip).collect(),
        rows,
        without,
        source,
    })
}

/// A figure with its two comparisons.
struct Best {
    year: Year,
    own: Ratio,
    department: Comparison,
    size: Comparison,
}

impl Best {
    fn is_compared(&self) -> bool {
        [&self.department, &self.size].iter().any(|one| matches!(one, Comparison::Compared { .. }))
    }
}

/// The newest year with a comparison, else the newest with a figure.
fn best(scope: &Scope, n: usize, definition: &Definition, at: usize, groups: &Groups) -> Option<Best> {
    let mut newest = None;
    for (year, own) in scope.standing.summaries(n).iter().rev() {
        let Some(figure) = own.figures.get(at).copied().flatten() else { continue };
        let with =
            |group: &[usize]| compare(definition, at, own, group.iter().map(|other| summary(scope, *other, *year)));
        let (department, size) = (with(&groups.department), with(groups.size));
        let found = Best { year: *year, own: figure.value, department, size };
        if found.is_compared() {
            return Some(found);
        }
        newest = newest.or(Some(found));
    }
    newest
}

/// "4.º de 9", except of what the definition says is not rated.
fn place_text(scope: &Scope, definition: &Definition, place: Option<Place>) -> Option<String> {
    let Place { place, of } = place.filter(|_| definition.unrated.is_none())?;
    Some(scope.words.fill("peers", "place", &[("place", &place.to_string()), ("of", &of.to_string())]))
}

fn summary<'s>(scope: &Scope<'s>, other: usize, year: Year) -> Option<&'s YearSummary> {
    let standing: &'s crate::indicator::Standing = scope.standing;
    standing.summaries(other).get(&year)
}

fn cell(scope: &Scope, definition: &Definition, comparison: &Comparison) -> Cell {
    let value = |ratio: &Ratio| words::value(scope, definition, *ratio);
    match comparison {
        Comparison::NoFigure => Cell { text: scope.word("data", "missing").to_owned(), place: None },
        Comparison::TooFew { with_figure, group } => {
            let (with, of) = (with_figure.to_string(), group.to_string());
            Cell { text: scope.words.fill("peers", "too_few", &[("with", &with), ("of", &of)]), place: None }
        }
        Comparison::Compared { median, least, most, place, .. } => {
            let values = [("median", value(median)), ("least", value(least)), ("most", value(most))];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let place = place_text(scope, definition, *place);
            Cell { text: scope.words.fill("peers", "compared", &values), place }
        }
    }
}

/// The municipality among those of its size, or of its department where these are too few.
fn strip(scope: &Scope, n: usize, definition: &Definition, at: usize, groups: &Groups, best: &Best) -> Option<Strip> {
    let Best { year, own, department, size } = best;
    let (year, own) = (*year, *own);
    let of_size = matches!(size, Comparison::Compared { .. });
    let (comparison, group) = if of_size { (size, groups.size) } else { (department, groups.department.as_slice()) };
    let Comparison::Compared { median, least, most, place, .. } = comparison else { return None };
    let mine = scope.standing.summaries(n).get(&year)?;
    let status = mine.figures.get(at).copied().flatten()?.status;
    let others = group.iter().filter_map(|other| {
        let summary = summary(scope, *other, year)?;
        let figure = summary.figures.get(at).copied().flatten()?;
        let alike = (summary.until, summary.whole) == (mine.until, mine.whole) && figure.status == status;
        alike.then(|| length(definition, figure.value))
    });
    let municipality = &scope.model.municipalities[n];
    let text = |ratio: Ratio| words::value(scope, definition, ratio);
    let key = if of_size { "caption_size" } else { "caption_department" };
    let name = scope.plain(&definition.name);
    let caption = scope.words.fill("peers", key, &[("name", &name), ("year", &year.to_string())]);
    let mut desc = format!("{}: {}", municipality.name, text(own));
    let place = place_text(scope, definition, *place);
    if let Some(place) = &place {
        desc = format!("{desc}, {place}");
    }
    let chart = PeerStrip {
        frame: words::frame(scope, caption.clone(), desc, municipality.is_demo()),
        own: Datum::new(&municipality.name, Some(length(definition, own)), text(own)),
        peers: others.collect(),
        median: Some(Tick {
            value: length(definition, *median),
            text: scope.words.fill("peers", "median", &[("median", &text(*median))]),
        }),
        range: Some((text(*least), text(*most))),
        ..PeerStrip::default()
    };
    Some(Strip { caption, chart: Html::trusted(chart.svg(&format!("p-{}", definition.slug.value))), place })
}

/// Where a value is drawn.
fn length(definition: &Definition, value: Ratio) -> f64 {
    scaled(definition, value).unwrap_or(value).approximate()
}
