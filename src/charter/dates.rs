//! On which days something about a charter falls due.

use crate::model::charter::{Charter, CharterHead, CharterState};
use crate::model::values::{Date, Period};

/// A day on which something falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub day: Date,
    pub what: What,
}

/// What falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The last day of the consultation.
    ConsultationCloses,
    /// The results of a quarter are to be published by now.
    Results(Period),
    /// The council reviews the charter.
    Review,
    /// The last day on which the charter holds.
    Expires,
}

/// How many days after a quarter its results are due: a proposal of Cabildo's, which no law prescribes.
pub const DAYS_FOR_RESULTS: i64 = 45;

/// How many quarters are looked ahead where a charter does not say until when it holds: two years.
const QUARTERS: usize = 8;
/// The quarters of a charter that holds very long.
const MOST_QUARTERS: usize = 20;

/// Whether a version has such days. Its head says it, so that nobody has to look at all charters to name their files.
pub fn has_some(head: &CharterHead) -> bool {
    match head.state {
        CharterState::Draft | CharterState::Superseded | CharterState::Withdrawn => false,
        CharterState::Consultation => head.consultation_closes.is_some(),
        CharterState::Approved | CharterState::InForce | CharterState::UnderReview => head.from.is_some(),
    }
}

/// The days of a version, in order. A version that no longer holds has none.
pub fn due(charter: &Charter) -> Vec<Due> {
    let mut list = Vec::new();
    match charter.state {
        CharterState::Draft | CharterState::Superseded | CharterState::Withdrawn => {}
        CharterState::Consultation => {
            let closed = charter.consultation.as_ref().and_then(|consultation| consultation.closed);
            list.extend(closed.map(|day| Due { day, what: What::ConsultationCloses }));
        }
        CharterState::Approved | CharterState::InForce | CharterState::UnderReview => {
            if let Some(validity) = &charter.validity {
                let results = quarters(validity.from, validity.to).into_iter();
                list.extend(results.map(|period| Due {
                    day: period.last_day().plus_days(DAYS_FOR_RESULTS),
                    what: What::Results(period),
                }));
                list.extend(validity.next_review.map(|day| Due { day, what: What::Review }));
                list.extend(validity.to.map(|day| Due { day, what: What::Expires }));
            }
        }
    }
    list.sort_by_key(|due| due.day);
    list
}

/// The quarters that begin while a charter holds, and that in which it begins to.
fn quarters(from: Date, to: Option<Date>) -> Vec<Period> {
    let (mut year, mut quarter) = (i32::from(from.year()), (i32::from(from.month()) - 1) / 3 + 1);
    let most = if to.is_some() { MOST_QUARTERS } else { QUARTERS };
    let mut list = Vec::new();
    while list.len() < most {
        let Some(period) = Period::parse(&format!("{year}-Q{quarter}")) else { break };
        if to.is_some_and(|to| period.first_day() > to) {
            break;
        }
        list.push(period);
        (year, quarter) = if quarter == 4 { (year + 1, 1) } else { (year, quarter + 1) };
    }
    list
}

#[cfg(test)]
mod tests {
    use super::{What, due, has_some};
    use crate::model::charter::{Charter, CharterHead, CharterState};
    use crate::source::yaml::decode_text;

    fn days(state: &str, more: &str) -> Vec<String> {
        let text = format!(
            "id: 9901-agua\nversion: 1.0.0\nstatus: demo\nstate: {state}\nmunicipality: \"9901\"\nservice: agua\n\
             title: {{es: x}}\n{more}"
        );
        let name = |what: &What| match what {
            What::ConsultationCloses => "consultation".to_owned(),
            What::Results(period) => period.to_string(),
            What::Review => "review".to_owned(),
            What::Expires => "expires".to_owned(),
        };
        let charter: Charter = decode_text(&text).unwrap();
        assert_eq!(has_some(&CharterHead::of(&charter)), !due(&charter).is_empty(), "{state} {more}");
        due(&charter).iter().map(|due| format!("{} {}", due.day, name(&due.what))).collect()
    }

    #[test]
    fn a_charter_in_force_has_its_quarters_its_review_and_its_end() {
        let validity = "validity: {from: 2027-11-15, to: 2028-04-01, next_review: 2028-02-29}\n";
        // 2028 is a leap year: 45 days after 31 December are 14 February, 45 after 31 March are 15 May.
        let expected = [
            "2028-02-14 2027-Q4",
            "2028-02-29 review",
            "2028-04-01 expires",
            "2028-05-15 2028-Q1",
            "2028-08-14 2028-Q2",
        ];
        assert_eq!(days("in_force", validity), expected);
        assert_eq!(days("under_review", validity), expected);
        assert!(days("superseded", validity).is_empty() && days("draft", validity).is_empty());
        assert_eq!(days("approved", "validity: {from: 2026-01-01}\n").len(), 8);
    }

    #[test]
    fn the_head_knows_whether_there_are_days() {
        let validity = "validity: {from: 2027-11-15, to: 2027-11-15}\n";
        for state in CharterState::ALL {
            for more in ["", validity, "consultation: {opened: 2026-10-01}\n", "consultation: {closed: 2026-12-31}\n"] {
                days(state.id(), more);
            }
        }
    }

    #[test]
    fn a_charter_in_consultation_has_the_end_of_that() {
        assert_eq!(
            days("consultation", "consultation: {opened: 2026-10-01, closed: 2026-12-31}\n"),
            ["2026-12-31 consultation"]
        );
    }
}
