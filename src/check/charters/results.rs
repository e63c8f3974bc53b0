//! Results: of periods that are over, and in which the charter held.

use std::collections::BTreeSet;

use super::Rule;
use crate::charter::results::{has_held, version_of};
use crate::diagnostics::catalogue::{C0730, C0731};
use crate::model::charter::CharterState;

impl Rule<'_> {
    pub(super) fn results(&mut self) {
        let family = self.family;
        let today = *self.model.today;
        for charter in family.all_versions() {
            let figures = charter.complaints.as_ref().and_then(|complaints| complaints.last_period.as_ref());
            if let Some(figures) = figures.filter(|figures| figures.period.last_day() >= today) {
                let fault = C0730.at(figures.places.of("period", &charter.file)).with("period", &figures.period);
                self.tell(charter, fault.with("last", figures.period.last_day()).with("day", today));
            }
        }
        let Some(results) = &family.results else { return };
        let may_judge = self.is_family_whole() && !self.claims_to_hold();
        let mut told = BTreeSet::new();
        for result in &results.results {
            let last = result.period.last_day();
            let place = || result.places.of("period", &results.file);
            let published = result.published_on.as_ref().map(|date| **date).filter(|date| *date <= last);
            if let Some(day) = published.or(Some(today).filter(|today| *today <= last)) {
                let fault = C0730.at(place()).with("period", &result.period).with("last", last).with("day", day);
                self.found.push(fault);
            } else if may_judge && version_of(family, &result.period).is_none() && told.insert(&result.period) {
                self.found.push(C0731.at(place()).with("period", &result.period));
            }
        }
    }

    /// Whether no version has begun to hold, and one says that it has: that is told, and the results are not to blame.
    fn claims_to_hold(&self) -> bool {
        use CharterState::{InForce, Superseded, UnderReview, Withdrawn};
        let begun = Some(*self.model.today);
        let versions = || self.family.all_versions().map(|version| &version.head);
        let has_begun = versions().any(|head| has_held(head) && head.from <= begun);
        !has_begun && versions().any(|head| matches!(head.state, InForce | UnderReview | Superseded | Withdrawn))
    }
}
