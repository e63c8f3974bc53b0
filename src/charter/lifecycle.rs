//! The life of a charter: what a reader must be told about it today.
//!
//! The state is what the council's acts say, and nothing here changes it: a charter whose term has passed stays in force
//! until an act says otherwise, and the page shows a notice. The guards that refuse a state whose evidence is missing
//! are rules, in `check/charters`.

use super::results;
use crate::model::Model;
use crate::model::charter::{Charter, CharterFamily, CharterState, Frequency, ServiceLevel};
use crate::model::values::{Date, MunicipalityCode, Period};

/// What is to be told about a version of a charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A council took office on that day, and no act of its own keeps what an earlier one approved.
    NotRatified { since: Date },
    /// The last day of its validity has passed.
    Expired { on: Date },
    /// The day on which its review was due has come.
    ReviewDue { since: Date },
    /// Promises of which nothing was published in that many closed periods in a row, or more: the identifiers of the
    /// levels, in the charter's order.
    NotMeasured { levels: Vec<String>, periods: usize },
    /// Approved, and not yet to be kept.
    BeginsOn { on: Date },
    /// Approved, and the day on which it was to begin has come: an act of the council can put it in force.
    MayBegin { since: Date },
}

/// Within how many days of taking office a new council should ratify or change a charter. A proposal, not a norm.
pub const PROPOSED_RATIFICATION_DAYS: i64 = 90;

/// So many closed periods without a result are told.
const PERIODS_TOLD: usize = 2;

/// The day on which the council of a day took office: the 15 January after each election, every four years.
pub fn council_term_start(today: Date) -> Date {
    let year = today.year() - today.year().rem_euclid(4);
    let start = inauguration(year);
    if today < start { inauguration(year - 4) } else { start }
}

/// The day on which the council after that of a day takes office.
pub fn next_council_term_start(today: Date) -> Date {
    inauguration(council_term_start(today).year() + 4)
}

fn inauguration(year: i16) -> Date {
    Date::parse(&format!("{year:04}-01-15")).unwrap_or(Date::EPOCH)
}

/// What is to be told about a version on a day, the gravest first.
pub fn notices(family: &CharterFamily, charter: &Charter, today: Date) -> Vec<Notice> {
    use CharterState::{Approved, Consultation, Draft, InForce, Superseded, UnderReview, Withdrawn};
    let mut notices = Vec::new();
    match charter.state {
        Approved | InForce | UnderReview => {}
        Draft | Consultation | Superseded | Withdrawn => return notices,
    }
    let since = council_term_start(today);
    if must_be_ratified(charter, since) {
        notices.push(Notice::NotRatified { since });
    }
    let validity = charter.validity.as_ref();
    if charter.state == Approved {
        notices.extend(validity.map(|validity| match validity.from {
            from if from > today => Notice::BeginsOn { on: from },
            from => Notice::MayBegin { since: from },
        }));
        return notices;
    }
    notices.extend(validity.and_then(|v| v.to).filter(|to| *to < today).map(|on| Notice::Expired { on }));
    if charter.state == InForce {
        let due = review_due(charter).filter(|due| *due <= today);
        notices.extend(due.map(|since| Notice::ReviewDue { since }));
    }
    let unmeasured = unmeasured(family, charter, today);
    if let Some(periods) = unmeasured.iter().map(|(_, periods)| *periods).min() {
        let levels = unmeasured.iter().map(|(level, _)| level.id.value.clone()).collect();
        notices.push(Notice::NotMeasured { levels, periods });
    }
    notices
}

/// The day on which a charter is to be reviewed: the one it names, else so many months after it began.
pub fn review_due(charter: &Charter) -> Option<Date> {
    let validity = charter.validity.as_ref()?;
    validity.next_review.or_else(|| Some(validity.from.plus_months(validity.review_months?)))
}

/// Whether the council that takes office on a day must ratify a charter, or had to and did not: an earlier council
/// approved it, it was to last beyond that day, and no act of the new council keeps it.
pub fn must_be_ratified(charter: &Charter, council: Date) -> bool {
    let lasts = charter.validity.as_ref().and_then(|validity| validity.to).is_none_or(|to| to >= council);
    let earlier = charter.approval.as_ref().is_some_and(|approval| approval.date < council);
    earlier && lasts && !charter.ratifications.iter().any(|ratification| ratification.date >= council)
}

/// The charters of a municipality that the council taking office on a day must ratify, or had to and did not, with
/// their positions in the model. What the present council owes is asked with [`council_term_start`], what the next one
/// will find with [`next_council_term_start`].
pub fn to_ratify(model: &Model, municipality: MunicipalityCode, council: Date) -> Vec<(usize, &Charter)> {
    let own = model.municipality(municipality).map(|municipality| municipality.charters.as_slice()).unwrap_or_default();
    let all = own.iter().flat_map(|at| model.charters[*at].versions.iter().map(|version| (*at, &*version.value)));
    let stands = |charter: &Charter| {
        use CharterState::{Approved, InForce, UnderReview};
        matches!(charter.state, Approved | InForce | UnderReview)
    };
    all.filter(|(_, charter)| stands(charter) && must_be_ratified(charter, council)).collect()
}

/// The promises of a version of which nothing was published for two or more closed periods in a row up to today, with
/// the number of those periods.
///
/// Results are published by quarter at the most often, as the kit shows them: a level that is measured every day is
/// counted by quarters, one that is measured twice a year by half-years. Only whole periods count, from the day on which
/// the first version that has the level began to hold.
pub fn unmeasured<'c>(family: &CharterFamily, charter: &'c Charter, today: Date) -> Vec<(&'c ServiceLevel, usize)> {
    let run = |level: &ServiceLevel| {
        let promised = |charter: &Charter| charter.service_levels.iter().any(|own| own.id.value == level.id.value);
        let held =
            family.versions.iter().filter(|version| results::has_held(&version.head) && promised(&version.value));
        let Some(since) = held.filter_map(|version| version.head.from).min() else { return 0 };
        let results = || family.results.iter().flat_map(|results| &results.results);
        let has_result = |period: &Period| {
            let own = |result: &&crate::model::charter::Measurement| result.level.value == level.id.value;
            results().filter(own).any(|result| {
                result.period.first_day() <= period.last_day() && period.first_day() <= result.period.last_day()
            })
        };
        closed_periods(level.frequency, since, today).iter().rev().take_while(|period| !has_result(period)).count()
    };
    let levels = charter.service_levels.iter().map(|level| (level, run(level)));
    levels.filter(|(_, periods)| *periods >= PERIODS_TOLD).collect()
}

/// The periods for which results of a level are due, that lie wholly after a day and are over, oldest first.
fn closed_periods(frequency: Option<Frequency>, since: Date, today: Date) -> Vec<Period> {
    use Frequency::{Annual, Daily, Monthly, Quarterly, Semiannual, Weekly};
    let parts: &[&str] = match frequency {
        Some(Annual) => &[""],
        Some(Semiannual) => &["-S1", "-S2"],
        Some(Daily | Weekly | Monthly | Quarterly) | None => &["-Q1", "-Q2", "-Q3", "-Q4"],
    };
    let years = since.year()..=today.year();
    let periods = years.flat_map(|year| parts.iter().filter_map(move |part| Period::parse(&format!("{year}{part}"))));
    periods.filter(|period| period.first_day() >= since && period.last_day() < today).collect()
}
