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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{by_period, version_of};
    use crate::model::charter::{Charter, CharterFamily, CharterHead, CharterResults, CharterVersion, Compliance};
    use crate::model::lazy::{Headed, Lazy};
    use crate::model::prose::Prose;
    use crate::model::values::Period;
    use crate::source::yaml::decode_text;

    /// A version that begins to hold on a day, with the levels of its lines: identifier, direction, target, minimum.
    fn version(number: &str, state: &str, from: &str, levels: &[(&str, &str, &str, &str)]) -> CharterVersion {
        let level = |(id, direction, target, minimum): &(&str, &str, &str, &str)| {
            format!(
                "  - {{id: {id}, name: {{es: x}}, metric: {id}, direction: {direction}, target: {target}, \
                 minimum_acceptable: {minimum}}}\n"
            )
        };
        let levels: String = levels.iter().map(level).collect();
        let text = format!(
            "id: 9901-agua\nversion: {number}\nstatus: demo\nstate: {state}\nmunicipality: \"9901\"\nservice: agua\n\
             title: {{es: x}}\nservice_levels:\n{levels}validity: {{from: {from}}}\n"
        );
        let charter: Charter = decode_text(&text).unwrap();
        let head = Arc::new(CharterHead::of(&charter));
        Headed { head, value: Lazy::of(&Arc::from(number), charter) }
    }

    /// The promises of three versions in six quarters, and what the sheet of a council would say of them:
    ///
    /// | quarter | version | S1 (at least) | S2 (at most) | S3 (at least) | met, partly, not, promised |
    /// | --- | --- | --- | --- | --- | --- |
    /// | 2025-Q2 | 1.0.0: S1 5/4, S2 3/5 | 4.6 partly | 5.4 not | not promised | 0, 1, 1, 2 |
    /// | 2025-Q3 | 1.0.0 | 5 met, exactly | 3.0 met, exactly | not promised | 2, 0, 0, 2 |
    /// | 2025-Q4 | 1.1.0, from the middle of the quarter before: the same | no data | 4 partly | not promised | 0, 1, 0, 2 |
    /// | 2026-Q1 | 2.0.0: S1 6/5, S2 2/3, S3 90/80 | 5.4 partly | 2.8 partly | 90 met, exactly | 1, 2, 0, 3 |
    /// | 2026-Q2 | 2.0.0 | 6.1 met | 3 partly, exactly on the minimum | 79.9 not | 1, 1, 1, 3 |
    /// | 2026-Q3 | 2.0.0 | 6.3 met | 3.1 not | no data | 1, 0, 1, 3 |
    fn family() -> CharterFamily {
        let first = [("S1", "at_least", "5", "4"), ("S2", "at_most", "3", "5")];
        let last = [("S1", "at_least", "6", "5"), ("S2", "at_most", "2", "3"), ("S3", "at_least", "90", "80")];
        let results = [
            ("2026-Q1", "S3", "90"),
            ("2025-Q2", "S1", "4.6"),
            ("2025-Q2", "S2", "5.4"),
            ("2025-Q3", "S1", "5"),
            ("2025-Q3", "S2", "3.0"),
            ("2025-Q4", "S2", "4"),
            ("2026-Q1", "S1", "5.4"),
            ("2026-Q1", "S2", "2.8"),
            ("2026-Q2", "S1", "6.1"),
            ("2026-Q2", "S2", "3"),
            ("2026-Q2", "S3", "79.9"),
            ("2026-Q3", "S1", "6.3"),
            ("2026-Q3", "S2", "3.1"),
        ];
        let lines: String = results
            .iter()
            .map(|(period, level, value)| {
                format!("  - {{period: {period}, level: {level}, value: {value}, status: demo, source: ejemplo}}\n")
            })
            .collect();
        let results: CharterResults = decode_text(&format!("charter: 9901-agua\nresults:\n{lines}")).unwrap();
        CharterFamily {
            id: "9901-agua".to_owned(),
            versions: vec![
                version("1.0.0", "superseded", "2025-04-01", &first),
                version("1.1.0", "superseded", "2025-08-15", &first),
                version("2.0.0", "in_force", "2026-01-01", &last),
                version("2.1.0", "consultation", "2026-07-01", &last),
            ],
            drafts: Vec::new(),
            results: Some(Lazy::of(&Arc::from("results.yaml"), results)),
            results_published: Vec::new(),
            prose: Prose::default(),
            version_prose: BTreeMap::new(),
        }
    }

    #[test]
    fn tallies_are_those_of_a_sheet_made_by_hand() {
        let family = family();
        let found: Vec<_> = by_period(&family)
            .iter()
            .map(|period| {
                let tally = period.tally();
                let counts = [tally.met, tally.partly_met, tally.not_met, tally.promised];
                (period.period.to_string(), period.charter.version.to_string(), counts)
            })
            .collect();
        let expected = [
            ("2025-Q2", "1.0.0", [0, 1, 1, 2]),
            ("2025-Q3", "1.0.0", [2, 0, 0, 2]),
            ("2025-Q4", "1.1.0", [0, 1, 0, 2]),
            ("2026-Q1", "2.0.0", [1, 2, 0, 3]),
            ("2026-Q2", "2.0.0", [1, 1, 1, 3]),
            ("2026-Q3", "2.0.0", [1, 0, 1, 3]),
        ];
        assert_eq!(found, expected.map(|(period, version, tally)| (period.to_owned(), version.to_owned(), tally)));
        let tally = by_period(&family)[5].tally();
        assert_eq!((tally.with_data(), tally.promised), (2, 3), "a promise without a result is promised, and not kept");
    }

    #[test]
    fn exactly_on_the_target_is_met_in_both_directions() {
        let family = family();
        let third = &by_period(&family)[1];
        assert!(third.levels.iter().all(|kept| kept.verdict == Some(Compliance::Met)));
        let without = &by_period(&family)[2].levels[0];
        assert!(without.result.is_none() && without.verdict.is_none());
    }

    #[test]
    fn nothing_is_judged_by_a_promise_that_nobody_made() {
        let family = family();
        let judged_by = |period: &str| {
            let period = Period::parse(period).unwrap();
            version_of(&family, &period).map(|version| version.head.version.to_string())
        };
        assert_eq!(judged_by("2025-Q1"), None);
        assert_eq!(judged_by("2025-S1").as_deref(), Some("1.0.0"), "the period in which the first version began");
        assert_eq!(judged_by("2025-09").as_deref(), Some("1.1.0"));
        assert_eq!(judged_by("2026-Q4").as_deref(), Some("2.0.0"), "a consultation binds nobody");
    }
}
