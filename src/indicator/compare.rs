//! Municipalities beside each other: summaries, peers, the percentiles of the nation.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Reading, Readings, evaluate};
use crate::model::Model;
use crate::model::indicators::{Definition, Quantity};
use crate::model::territory::Municipality;
use crate::model::values::{Money, MunicipalityCode, Ratio, Status, Year};

/// The values of a year alone, by the position of their definitions in `Indicators::all`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct YearSummary {
    /// Until when the figures run, as year, month and day: only equal periods are compared.
    pub until: (i16, i8, i8),
    /// Whether the year is closed and whole.
    pub whole: bool,
    /// Whether there are any rows of revenue or spending.
    pub budget: bool,
    pub totals: Totals,
    pub figures: Vec<Option<Figure>>,
}

/// The amounts of a year that can be added up over municipalities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Totals {
    /// Received revenue of all classes but balances used and loans (23 and 24); missing where a class has a gap.
    pub received: Option<Amount>,
    /// Accrued spending, where the published functions are the whole budget.
    pub accrued: Option<Amount>,
}

/// An amount with the worst status of what it was added from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Amount {
    pub money: Money,
    pub status: Status,
}

/// A value with the worst status of its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Figure {
    pub value: Ratio,
    pub status: Status,
}

/// All years of a municipality.
pub type Summaries = BTreeMap<Year, YearSummary>;

/// The values of all years of a municipality.
///
/// They change only with the definitions, the classifications, the municipality's years and profile, and its charters
/// with their results; the build's date decides no value. Kept as a facet of the municipality under the hash of what
/// its `Debug` shows, it tells other pages of a change only where a value changed.
pub fn summaries(model: &Model, municipality: &Municipality) -> Summaries {
    let mut summaries = Summaries::new();
    let mut before: Option<(Year, Readings)> = None;
    for (year, data) in municipality.years.iter() {
        let now = Readings::new(model, municipality, data);
        let last = before.take().filter(|(last, _)| last.0.checked_add(1) == Some(year.0));
        let figure = |definition| {
            let found = evaluate::figure(definition, &now, last.as_ref().map(|(_, readings)| readings));
            found.map(|(value, status)| Figure { value, status })
        };
        let figures = model.indicators.all().map(figure).collect();
        let totals = Totals {
            received: amount(now.get(Quantity::RevenueReceived)),
            accrued: amount(now.get(Quantity::SpendingAccrued)),
        };
        let (until, whole) = (super::until(data), super::is_whole(data));
        let budget = !data.revenue.is_empty() || !data.spending.is_empty();
        summaries.insert(*year, YearSummary { until, whole, budget, totals, figures });
        before = Some((*year, now));
    }
    summaries
}

/// A reading as an amount; amounts are whole centavos.
fn amount(reading: &Reading) -> Option<Amount> {
    let money = Money::parse(&reading.value.ok()?.decimal(2))?;
    Some(Amount { money, status: reading.status })
}

/// So many others must have a figure before one is compared with them.
pub const FEWEST: usize = 5;

/// Whether so many of a group are most of it, so that their figures speak for it: three quarters.
pub fn are_most(with_figure: usize, of: usize) -> bool {
    with_figure >= FEWEST && with_figure * 4 >= of * 3
}

/// So many municipalities of about the same size make a group.
pub const NEAREST: usize = 8;

/// A figure beside those of a group.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// The municipality has no figure to compare.
    NoFigure,
    /// Fewer than [`FEWEST`] of the group have one of the same period and status.
    TooFew { with_figure: usize, group: usize },
    Compared {
        /// Of the others, without the municipality itself.
        median: Ratio,
        least: Ratio,
        most: Ratio,
        with_figure: usize,
        group: usize,
        /// `None` where no value is better than another.
        place: Option<Place>,
    },
}

/// "3.º de 8": the place among those with a figure, the municipality among them. Equal values share the better place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub place: usize,
    pub of: usize,
}

/// Compares a municipality's figure with those of a group, which does not hold the municipality itself.
///
/// Only figures of the same period and status are compared, so that invented ones stay among themselves.
pub fn compare<'s>(
    definition: &Definition,
    at: usize,
    own: &YearSummary,
    group: impl Iterator<Item = Option<&'s YearSummary>>,
) -> Comparison {
    let Some(figure) = own.figures.get(at).copied().flatten() else { return Comparison::NoFigure };
    let mut size = 0;
    let mut values: Vec<Ratio> = Vec::new();
    for summary in group {
        size += 1;
        let comparable = summary.filter(|summary| (summary.until, summary.whole) == (own.until, own.whole));
        let other = comparable.and_then(|summary| summary.figures.get(at).copied().flatten());
        values.extend(other.filter(|other| other.status == figure.status).map(|other| other.value));
    }
    values.sort();
    let median = quantile(&values, 1, 2);
    let (Some(median), Some(least), Some(most), true) =
        (median, values.first().copied(), values.last().copied(), values.len() >= FEWEST)
    else {
        return Comparison::TooFew { with_figure: values.len(), group: size };
    };
    let place = definition.more_is_better().map(|more| {
        let better = |other: &&Ratio| if more { **other > figure.value } else { **other < figure.value };
        Place { place: values.iter().filter(better).count() + 1, of: values.len() + 1 }
    });
    Comparison::Compared { median, least, most, with_figure: values.len(), group: size, place }
}

/// The municipalities of each one's size, as positions in the model's list: the nearest [`NEAREST`] in population, the
/// nearest first; none without a population. The invented ones are compared among themselves only.
///
/// Near in population means a small |ln(a/b)|, which is a small quotient of the larger by the smaller one: exact, and
/// of two that are equally far the one with the lower code.
pub fn nearest(model: &Model) -> Vec<Vec<usize>> {
    let mut real: Vec<Peopled> = Vec::new();
    let mut invented: Vec<Peopled> = Vec::new();
    for (at, municipality) in model.municipalities.iter().enumerate() {
        let world = if municipality.is_demo() { &mut invented } else { &mut real };
        let people = municipality.population().filter(|people| *people > 0);
        world.extend(people.map(|people| Peopled { people, code: municipality.code, at }));
    }
    let mut nearest = vec![Vec::new(); model.municipalities.len()];
    for mut world in [real, invented] {
        world.sort();
        for n in 0..world.len() {
            nearest[world[n].at] = around(&world, n);
        }
    }
    nearest
}

/// A municipality with its people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Peopled {
    people: u32,
    code: MunicipalityCode,
    at: usize,
}

/// The nearest of one of a sorted list: on either side only so many can be among them, and those of the same size as
/// the last of these.
fn around(sorted: &[Peopled], n: usize) -> Vec<usize> {
    let own = sorted[n].people;
    let (below, above) = (&sorted[..n], &sorted[n + 1..]);
    let edge = below.len().checked_sub(NEAREST).map(|at| below[at].people);
    let below = below.iter().rev().take_while(|other| edge.is_none_or(|edge| other.people >= edge));
    let edge = above.get(NEAREST - 1).map(|other| other.people);
    let above = above.iter().take_while(|other| edge.is_none_or(|edge| other.people <= edge));
    let mut near: Vec<&Peopled> = below.chain(above).collect();
    near.sort_by(|a, b| by_distance(own, a.people, b.people).then_with(|| a.code.cmp(&b.code)));
    near.into_iter().take(NEAREST).map(|other| other.at).collect()
}

/// Which of two populations is nearer to one's own, by the quotient of the larger by the smaller.
fn by_distance(own: u32, a: u32, b: u32) -> Ordering {
    let (far_a, near_a) = (u64::from(own.max(a)), u64::from(own.min(a)));
    let (far_b, near_b) = (u64::from(own.max(b)), u64::from(own.min(b)));
    (far_a * near_b).cmp(&(far_b * near_a))
}

/// The quarters of a figure over the nation, with how many municipalities have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentiles {
    pub p25: Ratio,
    pub p50: Ratio,
    pub p75: Ratio,
    pub with_figure: usize,
    /// All municipalities there are, of this world.
    pub of: usize,
}

/// The percentiles of every definition by year and status: `percentiles(…)[&(year, status)][at]`.
///
/// `all` are the summaries of every municipality, one each. Computed once a build and kept as a facet of the model. Only
/// whole years are taken; `None` where fewer than [`FEWEST`] have a figure.
pub fn percentiles<'s>(
    all: impl Iterator<Item = (MunicipalityCode, &'s Summaries)>,
) -> BTreeMap<(Year, Status), Vec<Option<Percentiles>>> {
    let mut values: BTreeMap<(Year, Status), Vec<Vec<Ratio>>> = BTreeMap::new();
    let (mut real, mut invented) = (0, 0);
    for (code, summaries) in all {
        *(if code.is_fictitious() { &mut invented } else { &mut real }) += 1;
        for (year, summary) in summaries {
            if !summary.whole {
                continue;
            }
            for (at, figure) in summary.figures.iter().enumerate() {
                let Some(figure) = figure else { continue };
                let lists = values.entry((*year, figure.status)).or_default();
                lists.resize_with(lists.len().max(summary.figures.len()), Vec::new);
                lists[at].push(figure.value);
            }
        }
    }
    let quarters = |status: Status, mut values: Vec<Ratio>| {
        values.sort();
        let of = if status == Status::Demo { invented } else { real };
        let with_figure = values.len();
        (with_figure >= FEWEST).then_some(())?;
        let at = |part| quantile(&values, part, 4);
        Some(Percentiles { p25: at(1)?, p50: at(2)?, p75: at(3)?, with_figure, of })
    };
    let all_of = |((year, status), lists): ((Year, Status), Vec<Vec<Ratio>>)| {
        ((year, status), lists.into_iter().map(|values| quarters(status, values)).collect())
    };
    values.into_iter().map(all_of).collect()
}

/// A year of several municipalities, added up; invented and unfinished years are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearTotals {
    /// How many have any row of revenue or spending.
    pub with_budget: usize,
    pub received: Total,
    pub accrued: Total,
}

/// A sum of what is there, with how many municipalities are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Exact, with the worst status of its parts; `None` where nobody has an amount.
    pub amount: Option<Amount>,
    pub municipalities: usize,
}

impl Total {
    fn add(&mut self, amount: Option<Amount>) {
        let Some(amount) = amount.filter(|amount| amount.status != Status::Demo) else { return };
        let sum = self.amount.unwrap_or(Amount { money: Money::ZERO, status: amount.status });
        self.amount = Some(Amount { money: sum.money + amount.money, status: sum.status.min(amount.status) });
        self.municipalities += 1;
    }
}

/// The whole years of some municipalities, added up to the centavo.
pub fn totals<'s>(all: impl Iterator<Item = &'s Summaries>) -> BTreeMap<Year, YearTotals> {
    let mut years: BTreeMap<Year, YearTotals> = BTreeMap::new();
    for (year, summary) in all.flatten().filter(|(_, summary)| summary.whole && summary.budget) {
        let totals = years.entry(*year).or_default();
        totals.with_budget += 1;
        totals.received.add(summary.totals.received);
        totals.accrued.add(summary.totals.accrued);
    }
    years
}

/// Where the figures of a group lie in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub year: Year,
    pub least: Ratio,
    pub median: Ratio,
    pub most: Ratio,
    pub with_figure: usize,
    pub of: usize,
}

/// The spread of a figure, by its position, in the newest whole year of which most of a group have one, as [`are_most`]
/// says. Invented figures are only set beside each other.
pub fn spread(at: usize, group: &[&Summaries]) -> Option<Spread> {
    let mut values: BTreeMap<(Year, bool), Vec<Ratio>> = BTreeMap::new();
    for (year, summary) in group.iter().copied().flatten().filter(|(_, summary)| summary.whole) {
        let figure = summary.figures.get(at).copied().flatten();
        let figure = figure.map(|figure| (figure.status == Status::Demo, figure.value));
        if let Some((demo, value)) = figure {
            values.entry((*year, demo)).or_default().push(value);
        }
    }
    let ((year, _), found) = values.iter().rev().find(|(_, values)| are_most(values.len(), group.len()))?;
    let mut sorted = found.clone();
    sorted.sort();
    Some(Spread {
        year: *year,
        least: *sorted.first()?,
        median: quantile(&sorted, 1, 2)?,
        most: *sorted.last()?,
        with_figure: sorted.len(),
        of: group.len(),
    })
}

/// The newest figure of a whole year, by the position of its definition.
pub fn newest(at: usize, summaries: &Summaries) -> Option<(Year, Figure)> {
    let figure = |summary: &YearSummary| summary.figures.get(at).copied().flatten();
    let whole = summaries.iter().rev().filter(|(_, summary)| summary.whole);
    whole.filter_map(|(year, summary)| Some((*year, figure(summary)?))).next()
}

/// The value below which `part`/`of` of sorted values lie, between two of them in proportion.
fn quantile(sorted: &[Ratio], part: usize, of: usize) -> Option<Ratio> {
    let steps = sorted.len().checked_sub(1)? * part;
    let (at, rest) = (steps / of, steps % of);
    let low = *sorted.get(at)?;
    if rest == 0 {
        return Some(low);
    }
    let high = *sorted.get(at + 1)?;
    let share = Ratio::new(i128::try_from(rest).ok()?, i128::try_from(of).ok()?)?;
    low.plus(high.minus(low)?.times(share)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values_in_proportion() {
        let values: Vec<Ratio> = [1, 2, 4, 8].map(Ratio::whole).to_vec();
        assert_eq!(quantile(&values, 1, 2), Some(Ratio::whole(3)));
        assert_eq!(quantile(&values, 1, 4), Ratio::new(7, 4));
        assert_eq!(quantile(&values, 3, 4), Some(Ratio::whole(5)));
        assert_eq!(quantile(&values[..1], 3, 4), Some(Ratio::whole(1)));
        assert_eq!(quantile(&[], 1, 2), None);
    }

    #[test]
    fn distance_is_the_quotient_of_populations() {
        // A third more is nearer than a third less: 4/3 < 3/2.
        assert_eq!(by_distance(30_000, 40_000, 20_000), Ordering::Less);
        assert_eq!(by_distance(20_000, 40_000, 10_000), Ordering::Equal);
        assert_eq!(by_distance(20_000, 20_000, 20_001), Ordering::Less);
    }
}
