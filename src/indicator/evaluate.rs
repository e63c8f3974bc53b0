//! From a definition and the quantities of a year to a finding.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Input, Lack, Missing, Outcome, Part, Reading, Readings, WhyNot};
use crate::model::indicators::{Definition, Expression, Formula, OpenYear, Operator, Quantity};
use crate::model::municipality_year::SourceOfFunds;
use crate::model::values::{Date, Ratio, Status, Year};

/// An indicator of a year; `before` is the year before, if there is one.
pub(super) fn find<'m>(
    definition: &'m Definition,
    now: &Readings<'m>,
    before: Option<&Readings<'m>>,
    today: Date,
) -> Finding<'m> {
    let mut work = Work { definition, now, before, funding: None, inputs: BTreeMap::new(), parts: Vec::new() };
    let refused = refusal(definition, now, before);
    let computed = work.outcome(&definition.formula);
    let outcome = match (refused, computed) {
        (Some(why), _) => Outcome::NotThisYear(why),
        (None, outcome) => work.with_base(outcome),
    };
    let beside = definition.beside.iter().map(|beside| match &outcome {
        // What stands beside it is told of the years of which it is told itself.
        Outcome::NotThisYear(why) => Outcome::NotThisYear(*why),
        _ => Work { inputs: BTreeMap::new(), parts: Vec::new(), ..work.again() }.outcome(&beside.formula),
    });
    let beside = beside.collect();
    for formula in definition.beside.iter().map(|beside| &beside.formula) {
        work.outcome(formula);
    }
    let inputs: Vec<Input> = work.inputs.into_values().collect();
    let mut all = inputs.clone();
    all.extend(work.parts.iter().flat_map(|part| part.inputs.iter().cloned()));
    let status = all.iter().map(|input| input.reading.status).min().unwrap_or(*now.year.status);
    let rating = super::rate(definition, outcome.value(), now.year, today);
    Finding { definition, outcome, rating, status, sources: super::sources(&all), inputs, parts: work.parts, beside }
}

/// Why a year has no figure whatever its data say.
fn refusal(definition: &Definition, now: &Readings, before: Option<&Readings>) -> Option<WhyNot> {
    if definition.open_year == OpenYear::NoFigure && !now.year.closed {
        return Some(WhyNot::OpenYear);
    }
    if definition.formula.looks_back() {
        if !super::is_whole(now.year) {
            return Some(WhyNot::OpenYear);
        }
        if before.is_some_and(|before| !super::is_whole(before.year)) {
            return Some(WhyNot::EarlierYearOpen);
        }
    }
    None
}

/// Why a formula has no value.
enum Failure {
    Missing(BTreeSet<Missing>),
    /// What was divided by, and whether nothing was divided by nothing.
    Zero {
        by: BTreeSet<Quantity>,
        nothing: bool,
    },
}

/// A formula being computed.
struct Work<'w, 'm> {
    definition: &'m Definition,
    now: &'w Readings<'m>,
    before: Option<&'w Readings<'m>>,
    /// The funding source whose figures are meant, and its limit.
    funding: Option<(&'m SourceOfFunds, Ratio)>,
    inputs: BTreeMap<(Year, Quantity), Input<'m>>,
    parts: Vec<Part<'m>>,
}

impl<'w, 'm> Work<'w, 'm> {
    /// The same question, with nothing noted yet.
    fn again(&self) -> Work<'w, 'm> {
        Work {
            definition: self.definition,
            now: self.now,
            before: self.before,
            funding: self.funding,
            inputs: BTreeMap::new(),
            parts: Vec::new(),
        }
    }

    fn outcome(&mut self, formula: &'m Formula) -> Outcome {
        // A formula that could not be parsed has been told, and stops the site.
        let Some(expression) = formula.expression() else { return Outcome::Missing(Vec::new()) };
        outcome_of(self.value(expression))
    }

    /// A change is told only of an amount that is not too small.
    fn with_base(&self, outcome: Outcome) -> Outcome {
        let (Outcome::Value(_), Some(least)) = (&outcome, self.definition.minimum_base) else { return outcome };
        let earlier = self.inputs.values().filter(|input| input.year < *self.now.year.year);
        let smallest = earlier.filter_map(|input| input.reading.value.ok()).min();
        match smallest.filter(|base| *base < Ratio::quetzales(least)) {
            Some(base) => Outcome::NotThisYear(WhyNot::SmallBase { base, least }),
            None => outcome,
        }
    }

    fn value(&mut self, expression: &'m Expression) -> Result<Ratio, Failure> {
        match expression {
            Expression::Number(number) => Ok(*number),
            Expression::Quantity(Quantity::SourceLimit) => {
                self.funding.map(|(_, limit)| limit).ok_or_else(|| Failure::Missing(BTreeSet::new()))
            }
            Expression::Quantity(quantity) => {
                let reading = match self.funding {
                    Some((row, _)) => self.now.of_source(row, *quantity),
                    None => self.now.get(*quantity).clone(),
                };
                self.note(*quantity, *self.now.year.year, reading)
            }
            Expression::Previous(quantity) => {
                let year = Year(self.now.year.year.0.saturating_sub(1));
                let reading = self.before.map(|before| before.get(*quantity).clone()).unwrap_or_else(|| Reading {
                    value: Err(Lack::Absent),
                    status: *self.now.year.status,
                    sources: BTreeSet::new(),
                    counted_in: None,
                });
                self.note(*quantity, year, reading)
            }
            Expression::Negative(inner) => fits(self.value(inner)?.negated()),
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expression::WorstSource(inner) => self.worst_source(inner),
        }
    }

    fn note(&mut self, quantity: Quantity, year: Year, reading: Reading<'m>) -> Result<Ratio, Failure> {
        let value = reading.value;
        self.inputs.insert((year, quantity), Input { quantity, year, reading });
        value.map_err(|lack| Failure::Missing(BTreeSet::from([Missing { quantity, year, lack }])))
    }

    fn binary(&mut self, operator: Operator, left: &'m Expression, right: &'m Expression) -> Result<Ratio, Failure> {
        // Both sides are looked at, so that all that is missing is told.
        let (one, other) = match (self.value(left), self.value(right)) {
            (Ok(one), Ok(other)) => (one, other),
            (Err(Failure::Missing(mut some)), Err(Failure::Missing(more))) => {
                some.extend(more);
                return Err(Failure::Missing(some));
            }
            // What is missing weighs more than a division by zero.
            (Err(missing @ Failure::Missing(_)), _) | (_, Err(missing @ Failure::Missing(_))) => return Err(missing),
            (Err(zero), _) | (_, Err(zero)) => return Err(zero),
        };
        match operator {
            Operator::Plus => fits(one.plus(other)),
            Operator::Minus => fits(one.minus(other)),
            Operator::Times => fits(one.times(other)),
            Operator::Over if other.is_zero() => {
                let mut by = BTreeSet::new();
                right.collect(&mut by);
                by.remove(&Quantity::SourceLimit);
                Err(Failure::Zero { by, nothing: one.is_zero() })
            }
            Operator::Over => fits(one.over(other)),
        }
    }

    /// The worst of the funding sources that have a limit and a row. One of which nothing came in and nothing was used
    /// is shown and left out; one with a gap leaves the worst unknown.
    fn worst_source(&mut self, inner: &'m Expression) -> Result<Ratio, Failure> {
        let worse = |one: Ratio, other: Ratio| match self.definition.more_is_better() {
            Some(true) => one.min(other),
            _ => one.max(other),
        };
        let mut worst: Option<Ratio> = None;
        let mut failed: Option<Failure> = None;
        let mut parts = Vec::new();
        for limit in &self.definition.limits {
            let Some(row) = self.now.funding(&limit.funding_source) else { continue };
            let share = fits(Ratio::from(limit.percent).over(Ratio::whole(100)))?;
            let mut work = Work { funding: Some((row, share)), ..self.again() };
            let value = work.value(inner);
            let inputs = work.inputs.into_values().collect();
            match &value {
                Ok(value) => worst = Some(worst.map_or(*value, |worst| worse(worst, *value))),
                Err(Failure::Zero { nothing: true, .. }) => {}
                Err(_) if failed.is_some() => {}
                Err(Failure::Missing(missing)) => failed = Some(Failure::Missing(missing.clone())),
                Err(Failure::Zero { by, .. }) => failed = Some(Failure::Zero { by: by.clone(), nothing: false }),
            }
            parts.push(Part { funding_source: &row.funding_source, outcome: outcome_of(value), inputs });
        }
        let any = !parts.is_empty();
        self.parts = parts;
        match (failed, worst) {
            (Some(failure), _) => Err(failure),
            (None, Some(worst)) => Ok(worst),
            (None, None) => {
                let mut quantities = BTreeSet::new();
                inner.collect(&mut quantities);
                quantities.remove(&Quantity::SourceLimit);
                if any {
                    return Err(Failure::Zero { by: BTreeSet::from([Quantity::SourceReceived]), nothing: true });
                }
                let year = *self.now.year.year;
                let missing = |quantity| Missing { quantity, year, lack: Lack::Absent };
                Err(Failure::Missing(quantities.into_iter().map(missing).collect()))
            }
        }
    }
}

fn outcome_of(value: Result<Ratio, Failure>) -> Outcome {
    match value {
        Ok(value) => Outcome::Value(value),
        Err(Failure::Missing(missing)) if missing.iter().any(|missing| missing.lack == Lack::NoCharter) => {
            Outcome::NoCharter
        }
        Err(Failure::Missing(missing)) => Outcome::Missing(missing.into_iter().collect()),
        Err(Failure::Zero { by, .. }) => Outcome::NotCalculable(by.into_iter().collect()),
    }
}

/// Amounts fit into 128 bits by far; a formula that multiplies them until they do not has no value.
fn fits(value: Option<Ratio>) -> Result<Ratio, Failure> {
    value.ok_or(Failure::Zero { by: BTreeSet::new(), nothing: false })
}

/// The value of a definition alone, with the status of what it was made of: what summaries keep.
pub(super) fn figure<'m>(
    definition: &'m Definition,
    now: &Readings<'m>,
    before: Option<&Readings<'m>>,
) -> Option<(Ratio, Status)> {
    // The date decides ratings only.
    let finding = find(definition, now, before, Date::EPOCH);
    finding.outcome.value().map(|value| (value, finding.status))
}
