//! The indicators of a municipality's year: exact values, what they were made of, and how they may be rated.
//!
//! What an indicator is stands in `content/indicators.yaml` ([`crate::model::indicators`]); this room computes it.
//! Everything here is a pure function of the model and reads it through its facets, so whoever records reads while
//! rendering a page records what the page's figures came from:
//!
//! - [`findings`] reads the definitions, the classifications, the build's date, the year asked for and the year before
//!   (for growth), the municipality's profile (for its people) and its charters. It is for the municipality's own page.
//! - [`Standing`] has what must be computed from all municipalities before a page can compare: the [`summaries`] of each,
//!   who is nearest to whom in population, and the percentiles of the nation.
//! - [`compare`] takes summaries and reads nothing by itself.
//!
//! Amounts are exact: centavos, and quotients of whole numbers that are compared before anything is rounded. What is
//! missing never becomes zero: a sum with a gap is missing, and says which part.

mod compare;
mod evaluate;
mod readings;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use compare::{
    Amount, Comparison, FEWEST, Figure, NEAREST, Percentiles, Place, Spread, Summaries, Total, Totals, YearSummary,
    YearTotals, are_most, compare, nearest, newest, percentiles, spread, summaries, totals,
};
pub use readings::{Lack, Reading, Readings};
pub(crate) use readings::{leads_somewhere, overriding};
pub use standing::{Derived, Standing};

use crate::model::Model;
use crate::model::indicators::{Band, Definition, OpenYear, Quantity, Unit};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::Municipality;
use crate::model::values::{Date, Money, Ratio, Status, Year};

/// What came of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The exact value, not yet times 100 for a percentage.
    Value(Ratio),
    /// A division by zero: what it would have been divided by.
    NotCalculable(Vec<Quantity>),
    /// "Sin dato": what is missing, and why.
    Missing(Vec<Missing>),
    /// The municipality has no charter that could be kept.
    NoCharter,
    /// There is nothing to tell of this year.
    NotThisYear(WhyNot),
}

impl Outcome {
    pub fn value(&self) -> Option<Ratio> {
        match self {
            Outcome::Value(value) => Some(*value),
            _ => None,
        }
    }

    /// Its key in the theme's strings.
    pub fn id(&self) -> &'static str {
        match self {
            Outcome::Value(_) => "value",
            Outcome::NotCalculable(_) => "not_calculable",
            Outcome::Missing(_) => "missing",
            Outcome::NoCharter => "no_charter",
            Outcome::NotThisYear(_) => "not_this_year",
        }
    }
}

/// A quantity that a formula needs and that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub quantity: Quantity,
    /// Of which year.
    pub year: Year,
    pub lack: Lack,
}

/// Why a year has no figure although nothing is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The year is not over.
    OpenYear,
    /// A change is told between two whole years only, and the year before was not one.
    EarlierYearOpen,
    /// The earlier amount is so small that a change of it says nothing.
    SmallBase { base: Ratio, least: Money },
}

impl WhyNot {
    /// Its key in the theme's strings.
    pub fn id(self) -> &'static str {
        match self {
            WhyNot::OpenYear => "open_year",
            WhyNot::EarlierYearOpen => "earlier_year_open",
            WhyNot::SmallBase { .. } => "small_base",
        }
    }
}

/// The band of a value, or why it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    Rated(Band),
    Unrated(WhyUnrated),
}

impl Rating {
    pub fn band(self) -> Option<Band> {
        match self {
            Rating::Rated(band) => Some(band),
            Rating::Unrated(_) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnrated {
    NoValue,
    /// A figure of the context.
    NoBands,
    /// The definition says why, under `unrated`.
    ByDefinition,
    /// The bands are made for whole years.
    OpenYear,
    /// The figures ended more than three years before the build's date: they are history.
    Old,
    /// Zero may mean that nobody looked.
    Zero,
}

impl WhyUnrated {
    /// Its key in the theme's strings.
    pub fn id(self) -> &'static str {
        match self {
            WhyUnrated::NoValue => "no_value",
            WhyUnrated::NoBands => "no_bands",
            WhyUnrated::ByDefinition => "by_definition",
            WhyUnrated::OpenYear => "open_year",
            WhyUnrated::Old => "old",
            WhyUnrated::Zero => "zero",
        }
    }
}

/// One quantity as it went into a figure.
#[derive(Clone, Debug)]
pub struct Input<'m> {
    pub quantity: Quantity,
    pub year: Year,
    pub reading: Reading<'m>,
}

/// The figure of one funding source, of those from which the worst is taken.
#[derive(Clone, Debug)]
pub struct Part<'m> {
    pub funding_source: &'m str,
    pub outcome: Outcome,
    pub inputs: Vec<Input<'m>>,
}

/// An indicator of a municipality's year, with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Finding<'m> {
    pub definition: &'m Definition,
    pub outcome: Outcome,
    pub rating: Rating,
    /// The worst of its inputs.
    pub status: Status,
    /// Identifiers of the sources of all inputs, in order, each once. Never empty where there is a value.
    pub sources: Vec<&'m str>,
    /// What it was made of, in the order of the closed list.
    pub inputs: Vec<Input<'m>>,
    /// For a formula with `worst_source`: each funding source that has a row.
    pub parts: Vec<Part<'m>>,
    /// The figures that are shown beside it, in the order of the definition.
    pub beside: Vec<Outcome>,
}

/// Per-head figures of fewer people carry a note: one work or one receipt changes them a lot.
pub const FEW_PEOPLE: u32 = 5_000;

impl Finding<'_> {
    /// The people a figure per head was divided by, and in which year they were counted or projected.
    pub fn population(&self) -> Option<(Ratio, Year)> {
        let input = self.inputs.iter().find(|input| input.quantity == Quantity::Population)?;
        Some((input.reading.value.ok()?, input.reading.counted_in?))
    }

    /// Whether a figure per head is one of fewer than [`FEW_PEOPLE`].
    pub fn is_of_few_people(&self) -> bool {
        self.population().is_some_and(|(people, _)| people < Ratio::whole(i64::from(FEW_PEOPLE)))
    }

    /// What a municipality would have to publish for this figure, each quantity once.
    pub fn missing(&self) -> BTreeSet<Quantity> {
        match &self.outcome {
            Outcome::Missing(missing) => missing.iter().map(|missing| missing.quantity).collect(),
            _ => BTreeSet::new(),
        }
    }

    /// With how many decimals the value is shown; see [`decimals`].
    pub fn decimals(&self) -> u8 {
        self.outcome.value().map_or(1, |value| decimals(self.definition, value))
    }

    /// The value with its decimals, as plain digits with a point: `79.96`. Sign, grouping and unit are the renderer's.
    pub fn digits(&self) -> Option<String> {
        self.outcome.value().map(|value| digits(self.definition, value))
    }
}

/// All indicators of a year, then the figures of the context, in the order of the definitions; nothing where the
/// municipality has no such year.
pub fn findings<'m>(model: &'m Model, municipality: &'m Municipality, year: Year) -> Vec<Finding<'m>> {
    let Some(now) = municipality.years.get(&year) else { return Vec::new() };
    let now = Readings::new(model, municipality, now);
    let before = before(municipality, year).map(|before| Readings::new(model, municipality, before));
    let definitions = model.indicators.all();
    definitions.map(|definition| evaluate::find(definition, &now, before.as_ref(), *model.today)).collect()
}

/// The year before, if the municipality has it.
fn before(municipality: &Municipality, year: Year) -> Option<&MunicipalityYear> {
    municipality.years.get(&Year(year.0.checked_sub(1)?)).map(|year| &***year)
}

/// The rating of a value where the rules allow one.
fn rate(definition: &Definition, value: Option<Ratio>, year: &MunicipalityYear, today: Date) -> Rating {
    let unrated = |why| Rating::Unrated(why);
    let Some(value) = value else { return unrated(WhyUnrated::NoValue) };
    let Some(band) = definition.band(value) else { return unrated(WhyUnrated::NoBands) };
    if definition.unrated.is_some() {
        unrated(WhyUnrated::ByDefinition)
    } else if !year.closed && definition.open_year != OpenYear::Rated {
        unrated(WhyUnrated::OpenYear)
    } else if is_old(year, today) {
        unrated(WhyUnrated::Old)
    } else if value.is_zero() && !definition.zero_is_rated {
        unrated(WhyUnrated::Zero)
    } else {
        Rating::Rated(band)
    }
}

/// Whether figures ended more than three years before a day.
pub fn is_old(year: &MunicipalityYear, today: Date) -> bool {
    let (ended, month, day) = until(year);
    (ended.saturating_add(3), month, day) < (today.year(), today.month(), today.day())
}

/// The last day of which a year's figures tell: year, month, day.
fn until(year: &MunicipalityYear) -> (i16, i8, i8) {
    match &year.period_end {
        Some(end) => (end.year(), end.month(), end.day()),
        None => (i16::try_from(year.year.0).unwrap_or(i16::MAX), 12, 31),
    }
}

/// Whether a year's figures are those of a whole, closed year.
pub fn is_whole(year: &MunicipalityYear) -> bool {
    let (ended, month, day) = until(year);
    year.closed && (i32::from(ended), month, day) >= (i32::from(year.year.0), 12, 31)
}

/// With how many decimals a value is shown: one, but two within half a point of an edge of its bands, and more where
/// two would still print it on the other side. Counts have none, amounts two.
pub fn decimals(definition: &Definition, value: Ratio) -> u8 {
    match definition.unit {
        Unit::Count => return 0,
        Unit::QuetzalesPerPerson => return 2,
        Unit::Percent | Unit::Index | Unit::Months => {}
    }
    let Some((bands, shown)) = definition.bands.as_ref().zip(scaled(definition, value)) else { return 1 };
    let near = |edge: Ratio| -> Option<bool> { Some(shown.minus(edge)?.magnitude()?.times(Ratio::whole(2))? <= ONE) };
    if !bands.edges().into_iter().any(|edge| near(edge).unwrap_or(false)) {
        return 1;
    }
    let faithful = |decimals: &u8| {
        let printed = crate::model::values::Number::parse(&shown.decimal(*decimals));
        printed.is_none_or(|printed| bands.band(printed.into()) == bands.band(shown))
    };
    (2..=MOST_DECIMALS).find(faithful).unwrap_or(MOST_DECIMALS)
}

/// A value as plain digits with a point and [`decimals`].
pub fn digits(definition: &Definition, value: Ratio) -> String {
    scaled(definition, value).unwrap_or(value).decimal(decimals(definition, value))
}

/// The value in its unit: a percentage times 100.
pub fn scaled(definition: &Definition, value: Ratio) -> Option<Ratio> {
    value.times(Ratio::whole(definition.unit.scale()))
}

const ONE: Ratio = Ratio::whole(1);

/// No value needs more to be told from an edge that a reader would care for.
const MOST_DECIMALS: u8 = 6;

/// The sources of some inputs, in order, each once.
fn sources<'m>(inputs: &[Input<'m>]) -> Vec<&'m str> {
    let all: BTreeSet<&str> = inputs.iter().flat_map(|input| input.reading.sources.iter().copied()).collect();
    all.into_iter().collect()
}
