//! How promises were kept: each level in each period, judged exactly.

use crate::model::charter::{
    Charter, CharterFamily, CharterHead, CharterState, CharterVersion, Compliance, Measurement, ServiceLevel,
};
use crate::model::values::Period;

/// A promise in a period: what was measured and how that stands to the promise.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'c> {
    pub level: &'c ServiceLevel,
    pub result: Option<&'c Measurement>,
    /// `None` without a result, or without a target to hold it against: "sin dato".
    pub verdict: Option<Compliance>,
}

/// How many promises were kept in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub met: usize,
    pub partly_met: usize,
    pub not_met: usize,
    /// All levels of the version that held in the period.
    pub promised: usize,
}

impl Tally {
    pub fn with_data(self) -> usize {
        self.met + self.partly_met + self.not_met
    }
}

/// A period with the version whose promises held in it.
#[derive(Clone, Debug)]
pub struct PeriodResults<'c> {
    pub period: &'c Period,
    pub charter: &'c Charter,
    /// In the order of the charter's levels.
    pub levels: Vec<Kept<'c>>,
}

impl PeriodResults<'_> {
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { promised: self.levels.len(), ..Tally::default() };
        for kept in &self.levels {
            match kept.verdict {
                Some(Compliance::Met) => tally.met += 1,
                Some(Compliance::PartlyMet) => tally.partly_met += 1,
                Some(Compliance::NotMet) => tally.not_met += 1,
                None => {}
            }
        }
        tally
    }
}

/// Whether a version was put into force by its council, or is to be.
pub fn has_held(version: &CharterHead) -> bool {
    use CharterState::{Approved, InForce, Superseded, UnderReview, Withdrawn};
    version.from.is_some() && matches!(version.state, Approved | InForce | UnderReview | Superseded | Withdrawn)
}

/// The version whose promises a period is judged by: the one that held on its first day. A promise that is raised within
/// a quarter counts from the next one; the period in which the first version begins to hold is judged by that version.
/// Versions that no council put into force are nobody's promise yet.
pub fn version_of<'c>(family: &'c CharterFamily, period: &Period) -> Option<&'c CharterVersion> {
    let held = |version: &&CharterVersion| has_held(&version.head);
    let (first, last) = (Some(period.first_day()), Some(period.last_day()));
    let versions = || family.versions.iter().filter(held);
    let newest = versions().filter(|version| version.head.from <= first).max_by_key(|version| version.head.from);
    newest.or_else(|| versions().filter(|version| version.head.from <= last).min_by_key(|version| version.head.from))
}

/// The results of every period that has some, oldest first.
pub fn by_period(family: &CharterFamily) -> Vec<PeriodResults<'_>> {
    let Some(results) = &family.results else { return Vec::new() };
    let mut periods: Vec<&Period> = results.results.iter().map(|result| &result.period).collect();
    periods.sort_by_key(|period| (period.last_day(), period.first_day(), *period));
    periods.dedup();
    periods.into_iter().filter_map(|period| of_period(family, period)).collect()
}

/// The results of one period; `None` where no version held in it.
pub fn of_period<'c>(family: &'c CharterFamily, period: &'c Period) -> Option<PeriodResults<'c>> {
    let charter: &Charter = &version_of(family, period)?.value;
    let measured = family.results.iter().flat_map(|results| &results.results).filter(|result| result.period == *period);
    let kept = |level: &'c ServiceLevel| {
        let result = measured.clone().find(|result| result.level.value == level.id.value);
        Kept { level, result, verdict: result.and_then(|result| level.judge(result.value)) }
    };
    Some(PeriodResults { period, charter, levels: charter.service_levels.iter().map(kept).collect() })
}
