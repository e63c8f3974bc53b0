//! The guards of the states: the state is what the council's acts say, and it is refused where their evidence is missing.
//! What a reader must be told today is in [`crate::charter::lifecycle`].

use super::Rule;
use super::promises::picked;
use crate::charter::lifecycle::{Notice, PROPOSED_RATIFICATION_DAYS, next_council_term_start, notices};
use crate::diagnostics::catalogue::{
    C0720, C0721, C0722, C0723, C0724, C0740, C0741, C0742, C0743, C0744, C0745, C0746,
};
use crate::diagnostics::{Place, Words};
use crate::model::charter::{Charter, CharterState};
use crate::model::values::Date;

/// A day, if it is known, and what happened on it.
type Event = (Option<Date>, Words);

impl Rule<'_> {
    pub(super) fn lifecycle(&mut self, charter: &Charter) {
        let file = &charter.file;
        let state = || charter.places.of("state", file);
        if self.is_whole(charter) {
            let lacking = lacking(charter, charter.state);
            if !lacking.is_empty() {
                let fault = C0720.at(state()).with("state", charter.state.id()).with_list("lacking", &lacking);
                self.tell(charter, fault);
            }
            self.next_step(charter);
        }
        if has_reached(charter.state, CharterState::Approved) {
            let comments = charter.consultation.iter().flat_map(|consultation| &consultation.comments);
            for comment in comments.filter(|comment| comment.answer.is_none()) {
                let topic = comment.topic.or_main(self.model.site.main(), self.model.site.main()).1;
                self.tell(charter, C0721.at(comment.places.group(file)).with("topic", topic));
            }
        }
        if self.has_sound_dates(charter) {
            self.order(charter);
            self.future(charter);
            self.notices(charter);
        }
    }

    /// Whether none of the days stands in for one that could not be read.
    fn has_sound_dates(&self, charter: &Charter) -> bool {
        let consultation = charter.consultation.iter().map(|part| &part.places);
        let parts = consultation
            .chain(charter.approval.iter().map(|part| &part.places))
            .chain(charter.validity.iter().map(|part| &part.places))
            .chain(charter.ratifications.iter().map(|part| &part.places))
            .chain(charter.review.iter().map(|part| &part.places))
            .chain(charter.withdrawal.iter().map(|part| &part.places));
        parts.into_iter().all(|part| self.is_read(part, charter))
    }

    /// Days in the order of what happened on them.
    fn order(&mut self, charter: &Charter) {
        let file = &charter.file;
        let mut pairs: Vec<(Event, Event, Place)> = Vec::new();
        let consultation = charter.consultation.as_ref();
        let opened = consultation.and_then(|consultation| consultation.opened);
        let closed = consultation.and_then(|consultation| consultation.closed);
        if let Some(consultation) = consultation {
            pairs.push(((opened, OPENED), (closed, CLOSED), consultation.places.of("closed", file)));
            // Where the consultation closed before it opened, no meeting can lie within it.
            let is_ordered = opened.zip(closed).is_none_or(|(opened, closed)| opened <= closed);
            for meeting in consultation.meetings.iter().filter(|_| is_ordered) {
                let place = || meeting.places.of("date", file);
                pairs.push(((opened, OPENED), (Some(meeting.date), MEETING), place()));
                pairs.push(((Some(meeting.date), MEETING), (closed, CLOSED), place()));
            }
        }
        let approved = charter.approval.as_ref().map(|approval| approval.date);
        if let Some(approval) = &charter.approval {
            pairs.push(((closed, CLOSED), (approved, APPROVAL), approval.places.of("date", file)));
        }
        let from = charter.validity.as_ref().map(|validity| validity.from);
        if let Some(validity) = &charter.validity {
            let place = |key| validity.places.of(key, file);
            pairs.push(((approved, APPROVAL), (from, FROM), place("from")));
            pairs.push(((from, FROM), (validity.to, TO), place("to")));
            pairs.push(((from, FROM), (validity.next_review, NEXT_REVIEW), place("next_review")));
            pairs.push(((validity.next_review, NEXT_REVIEW), (validity.to, TO), place("next_review")));
        }
        if let Some(review) = &charter.review {
            pairs.push(((from, FROM), (Some(review.opened), REVIEW), review.places.of("opened", file)));
        }
        if let Some(withdrawal) = &charter.withdrawal {
            pairs.push(((approved, APPROVAL), (Some(withdrawal.date), WITHDRAWAL), withdrawal.places.of("date", file)));
        }
        for ratification in &charter.ratifications {
            // Keeping a charter is for a council after the one that approved it.
            let council = approved.map(next_council_term_start);
            pairs.push((
                (council, COUNCIL),
                (Some(ratification.date), RATIFICATION),
                ratification.places.of("date", file),
            ));
        }
        for ((earlier, earlier_words), (later, later_words), place) in pairs {
            let (Some(earlier), Some(later)) = (earlier, later) else { continue };
            // A day that is told for lying in the future is not told again for what comes after it.
            let told = [opened, approved].contains(&Some(earlier)) && earlier > *self.model.today;
            if later < earlier && !told {
                let fault = C0722.at(place).with_words("later", later_words).with_words("earlier", earlier_words);
                self.tell(charter, fault.with("then", later).with("before", earlier));
            }
        }
    }

    /// What an act or a meeting is said to have done has been done.
    fn future(&mut self, charter: &Charter) {
        let file = &charter.file;
        let today = *self.model.today;
        let mut past: Vec<(Date, Words, Place)> = Vec::new();
        if let Some(consultation) = charter.consultation.as_ref().filter(|_| charter.state != CharterState::Draft) {
            let place = consultation.places.of("opened", file);
            past.extend(consultation.opened.map(|opened| (opened, OPENED, place)));
        }
        past.extend(charter.approval.as_ref().map(|a| (a.date, APPROVAL, a.places.of("date", file))));
        past.extend(charter.ratifications.iter().map(|r| (r.date, RATIFICATION, r.places.of("date", file))));
        past.extend(charter.review.as_ref().map(|r| (r.opened, REVIEW, r.places.of("opened", file))));
        past.extend(charter.withdrawal.as_ref().map(|w| (w.date, WITHDRAWAL, w.places.of("date", file))));
        for (date, what, place) in past {
            if date > today {
                let fault = C0723.at(place).with_words("what", what).with("date", date).with("today", today);
                self.tell(charter, fault);
            }
        }
        if let Some(validity) = &charter.validity
            && matches!(charter.state, CharterState::InForce | CharterState::UnderReview)
            && validity.from > today
        {
            let fault = C0724.at(charter.places.of("state", file)).also(validity.places.of("from", file));
            self.tell(charter, fault.with("from", validity.from).with("today", today));
        }
    }

    /// What keeps a charter from its next state.
    fn next_step(&mut self, charter: &Charter) {
        use CharterState::{Approved, Consultation, Draft, InForce};
        let next = match charter.state {
            Draft => Consultation,
            Consultation => Approved,
            Approved => InForce,
            _ => return,
        };
        // What the state itself lacks has been told.
        let own = lacking(charter, charter.state).len();
        let lacking = lacking(charter, next);
        if lacking.len() > own {
            let notice = C0746.at(charter.places.of("state", &charter.file)).with("next", next.id());
            self.found.push(notice.with_list("lacking", &lacking[own..]));
        }
    }

    fn knows_all_levels(&self) -> bool {
        let known = |id: &str| {
            self.family.all_versions().any(|charter| charter.service_levels.iter().any(|level| level.id.value == id))
        };
        self.family.results.iter().flat_map(|results| &results.results).all(|result| known(&result.level.value))
    }

    fn notices(&mut self, charter: &Charter) {
        let file = &charter.file;
        let today = *self.model.today;
        let of_validity = |key| match &charter.validity {
            Some(validity) => validity.places.of(key, file),
            None => charter.places.of("state", file),
        };
        for notice in notices(self.family, charter, today) {
            let told = match notice {
                Notice::NotRatified { since } => {
                    let place = charter.approval.as_ref().map(|approval| approval.places.of("date", file));
                    let place = place.unwrap_or_else(|| charter.places.of("state", file));
                    C0740.at(place).with("since", since).with("days", PROPOSED_RATIFICATION_DAYS)
                }
                Notice::Expired { on } => C0741.at(of_validity("to")).with("date", on),
                Notice::ReviewDue { since } => {
                    let named = charter.validity.as_ref().is_some_and(|validity| validity.next_review.is_some());
                    let place = of_validity(if named { "next_review" } else { "review_months" });
                    C0742.at(place).with("date", since)
                }
                // A result of a level that nobody knows, which is told as such, may be meant for one of these.
                Notice::NotMeasured { .. } if !self.is_family_whole() || !self.knows_all_levels() => continue,
                Notice::NotMeasured { levels, periods } => {
                    let first = charter.service_levels.iter().find(|level| levels.first() == Some(&level.id.value));
                    let place = first.map_or_else(|| charter.places.of("state", file), |level| level.id.in_file(file));
                    C0743.at(place).with("levels", levels.join(", ")).with("periods", periods)
                }
                Notice::BeginsOn { on } => C0744.at(of_validity("from")).with("date", on),
                Notice::MayBegin { since } => C0745.at(of_validity("from")).with("date", since),
            };
            self.found.push(told);
        }
    }
}

/// Whether a state comes after another, or is it: what it took to get there is needed.
fn has_reached(state: CharterState, wanted: CharterState) -> bool {
    let rank = |state| match state {
        CharterState::Draft => 0,
        CharterState::Consultation => 1,
        CharterState::Approved => 2,
        CharterState::InForce | CharterState::UnderReview | CharterState::Superseded | CharterState::Withdrawn => 3,
    };
    rank(state) >= rank(wanted)
}

/// The evidence of a state that a charter does not have. What an earlier state needs comes first.
fn lacking(charter: &Charter, state: CharterState) -> Vec<Words> {
    use CharterState::{Approved, Consultation, InForce, UnderReview, Withdrawn};
    let reached = |wanted| has_reached(state, wanted);
    let consultation = charter.consultation.as_ref();
    let approval = charter.approval.as_ref();
    let has_certificate = |approval: &crate::model::charter::Approval| {
        approval.certificate.is_some() || approval.certificate_url.as_ref().is_some_and(|url| !url.trim().is_empty())
    };
    let of_consultation = [
        (charter.provider.is_none(), PROVIDER),
        (charter.coverage.is_none(), COVERAGE),
        (charter.service_levels.is_empty(), LEVELS),
        (charter.municipal_commitments.is_empty(), MUNICIPAL),
        (charter.citizen_commitments.is_empty(), CITIZEN),
        (charter.remedies.is_empty(), REMEDIES),
        (charter.complaints.is_none(), COMPLAINTS),
        (charter.legal_base.is_empty(), LEGAL_BASE),
        (charter.participants.is_empty(), PARTICIPANTS),
        (consultation.and_then(|consultation| consultation.opened).is_none(), OPENED_ON),
    ];
    let of_approval = [
        (consultation.is_none_or(|consultation| consultation.meetings.is_empty()), MEETINGS),
        (consultation.and_then(|consultation| consultation.closed).is_none(), CLOSED_ON),
        (approval.is_none_or(|approval| approval.act.trim().is_empty()), ACT),
        (charter.validity.is_none(), VALIDITY),
    ];
    let mut lacking = Vec::new();
    if reached(Consultation) {
        lacking.extend(picked(&of_consultation));
    }
    if reached(Approved) {
        lacking.extend(picked(&of_approval));
    }
    if reached(InForce) {
        lacking.extend(picked(&[(!approval.is_some_and(has_certificate), CERTIFICATE)]));
    }
    lacking.extend(picked(&[
        (state == UnderReview && charter.review.is_none(), REVIEW_OPENED),
        (state == Withdrawn && charter.withdrawal.is_none(), WITHDRAWN_BY),
    ]));
    lacking
}

const PROVIDER: Words =
    Words { es: "la oficina que presta el servicio (provider)", en: "the office that provides the service (provider)" };
const COVERAGE: Words = Words { es: "a quién cubre (coverage)", en: "whom it covers (coverage)" };
const LEVELS: Words =
    Words { es: "al menos un nivel de servicio (service_levels)", en: "at least one service level (service_levels)" };
const MUNICIPAL: Words = Words {
    es: "los compromisos de la municipalidad (municipal_commitments)",
    en: "the municipality's commitments (municipal_commitments)",
};
const CITIZEN: Words = Words {
    es: "los compromisos de los vecinos (citizen_commitments)",
    en: "the residents' commitments (citizen_commitments)",
};
const REMEDIES: Words =
    Words { es: "qué pasa si no se cumple (remedies)", en: "what happens when it fails (remedies)" };
const COMPLAINTS: Words = Words { es: "cómo se reclama (complaints)", en: "how to complain (complaints)" };
const LEGAL_BASE: Words = Words { es: "la base legal (legal_base)", en: "the legal base (legal_base)" };
const PARTICIPANTS: Words = Words { es: "quiénes participan (participants)", en: "who takes part (participants)" };
const OPENED_ON: Words = Words {
    es: "desde cuándo se consulta (consultation.opened)",
    en: "since when it is consulted (consultation.opened)",
};
const MEETINGS: Words = Words {
    es: "al menos una reunión de consulta (consultation.meetings)",
    en: "at least one meeting of the consultation (consultation.meetings)",
};
const CLOSED_ON: Words = Words {
    es: "cuándo cerró la consulta (consultation.closed)",
    en: "when the consultation closed (consultation.closed)",
};
const ACT: Words = Words {
    es: "el acta del Concejo, con número y fecha (approval)",
    en: "the council's act, with number and date (approval)",
};
const VALIDITY: Words =
    Words { es: "desde cuándo rige (validity.from)", en: "from when it is in force (validity.from)" };
const CERTIFICATE: Words = Words {
    es: "la certificación del acta (approval.certificate o certificate_url)",
    en: "the certified copy of the act (approval.certificate or certificate_url)",
};
const REVIEW_OPENED: Words =
    Words { es: "desde cuándo y por qué se revisa (review)", en: "since when and why it is reviewed (review)" };
const WITHDRAWN_BY: Words = Words {
    es: "el acta, la fecha y el motivo del retiro (withdrawal)",
    en: "the act, date and reason of the withdrawal (withdrawal)",
};

const OPENED: Words = Words { es: "la apertura de la consulta", en: "the opening of the consultation" };
const CLOSED: Words = Words { es: "el cierre de la consulta", en: "the closing of the consultation" };
const MEETING: Words = Words { es: "la reunión", en: "the meeting" };
const APPROVAL: Words = Words { es: "la aprobación", en: "the approval" };
const FROM: Words = Words { es: "el inicio de la vigencia", en: "the beginning of the validity" };
const TO: Words = Words { es: "el fin de la vigencia", en: "the end of the validity" };
const NEXT_REVIEW: Words = Words { es: "la próxima revisión", en: "the next review" };
const REVIEW: Words = Words { es: "la apertura de la revisión", en: "the opening of the review" };
const WITHDRAWAL: Words = Words { es: "el retiro", en: "the withdrawal" };
const RATIFICATION: Words = Words { es: "la ratificación", en: "the ratification" };
const COUNCIL: Words = Words {
    es: "la toma de posesión del concejo siguiente al que aprobó",
    en: "the day on which the council after the one that approved took office",
};
