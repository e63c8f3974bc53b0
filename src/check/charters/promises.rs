//! The linter: what a charter promises can be measured, and nobody pays or loses anything without a published rule.

use super::{Rule, words};
use crate::diagnostics::catalogue::{
    C0701, C0702, C0703, C0704, C0705, C0706, C0707, C0708, C0709, C0710, C0711, C0712, C0713, C0714, C0715, C0723,
};
use crate::diagnostics::{Diagnostic, Severity, Words};
use crate::model::charter::{
    Charter, CharterState, CitizenCommitment, Direction, Fee, LegalReview, Measure, Remedy, ServiceLevel,
};
use crate::model::values::{Date, Money, Texts};
use crate::source::KeyPlaces;

/// More promises than this are not kept in mind, and do not fit on a sheet.
const MOST_PROMISES: usize = 10;

/// A general norm is in force so many days after its publication, unless the council's resolution says otherwise
/// (Código Municipal, article 42).
const DAYS_AFTER_PUBLICATION: i64 = 8;

impl Rule<'_> {
    pub(super) fn promises(&mut self, charter: &Charter) {
        for level in &charter.service_levels {
            self.level(charter, level);
        }
        for commitment in &charter.municipal_commitments {
            self.measurable(charter, &commitment.text, &commitment.id.value);
            if commitment.budget_line.is_none() {
                let fault = C0709.at(commitment.id.in_file(&charter.file));
                self.tell(charter, fault.with("id", &commitment.id.value));
            }
            if words::cuts_water_for_debt(&commitment.text, is_water(charter)) {
                let fault = C0706.at(commitment.places.of("text", &charter.file));
                self.tell(charter, fault.with("id", &commitment.id.value));
            }
        }
        for commitment in &charter.citizen_commitments {
            self.measurable(charter, &commitment.text, &commitment.id.value);
            self.consequence(charter, commitment);
            let reviewed = commitment.legal_review.is_some();
            if !reviewed && words::cuts_water_for_debt(&commitment.text, is_water(charter)) {
                let fault = C0706.at(commitment.places.of("text", &charter.file));
                self.tell(charter, fault.with("id", &commitment.id.value));
            }
        }
        for remedy in &charter.remedies {
            self.remedy(charter, remedy);
        }
        for fee in &charter.fees {
            self.fee(charter, fee);
        }
        for requirement in &charter.requirements {
            let lacking = [(requirement.max_workdays.is_none(), WORKDAYS), (requirement.cost.is_none(), COST)];
            let lacking = picked(&lacking);
            if !lacking.is_empty() {
                let fault = C0712.at(requirement.places.group(&charter.file)).with_list("lacking", &lacking);
                self.tell(charter, fault);
            }
        }
        self.too_many(charter);
        self.complaints(charter);
        if let Some(privacy) = charter.privacy.as_ref().filter(|privacy| privacy.contains_personal_data) {
            // In a draft, too: what is told of a person cannot be taken back.
            self.found.push(C0713.at(privacy.places.of("contains_personal_data", &charter.file)));
        }
    }

    fn level(&mut self, charter: &Charter, level: &ServiceLevel) {
        let file = &charter.file;
        let about = |fault: Diagnostic| fault.with("id", &level.id.value);
        let lacking = [
            (level.target.is_none(), TARGET),
            (level.unit.is_none(), UNIT),
            (level.frequency.is_none(), FREQUENCY),
            (level.owner.is_none(), OWNER),
        ];
        let lacking = picked(&lacking);
        if !lacking.is_empty() {
            let fault = C0701.at(level.places.group(file)).with_list("lacking", &lacking);
            self.tell(charter, about(fault));
        }
        self.measurable(charter, &level.name, &level.id.value);
        let unmeasured = picked(&[(level.method.is_none(), METHOD), (level.sample.is_none(), SAMPLE)]);
        if !unmeasured.is_empty() {
            let fault = C0707.at(level.places.group(file)).with_list("lacking", &unmeasured);
            self.tell(charter, about(fault));
        }
        if level.remedy.is_none() {
            self.tell(charter, about(C0715.at(level.places.group(file))));
        }
        if let (Some(target), Some(minimum)) = (level.target, level.minimum_acceptable)
            && self.is_read(&level.places, charter)
        {
            let (wrong, direction) = match level.direction {
                Direction::AtLeast => (minimum > target, AT_LEAST),
                Direction::AtMost => (minimum < target, AT_MOST),
            };
            if wrong {
                let fault = C0711.at(level.places.of("minimum_acceptable", file)).also(level.places.of("target", file));
                let fault = fault.with("minimum", minimum).with("target", target).with_words("direction", direction);
                self.tell(charter, about(fault));
            }
        }
    }

    /// Tells the words of a text that promise without measure.
    fn measurable(&mut self, charter: &Charter, text: &Texts, id: &str) {
        for vague in words::vague(text) {
            let fault = C0702.at(crate::diagnostics::Place::new(&charter.file, text.span()));
            let fault = fault.with("word", &vague.said).with("id", id).with_words("instead", vague.advice());
            self.tell(charter, fault);
        }
    }

    fn consequence(&mut self, charter: &Charter, commitment: &CitizenCommitment) {
        let Some(consequence) = &commitment.consequence else { return };
        let rule = Regulation {
            legal_ref: commitment.legal_ref.as_ref(),
            published: commitment.published.as_ref(),
            published_on: commitment.published_on,
            places: &commitment.places,
        };
        if words::is_sanction(consequence) {
            self.regulated(charter, &rule, &commitment.id.value, SANCTION);
        }
        if words::cuts_water(consequence, is_water(charter)) {
            self.reviewed(
                charter,
                commitment.legal_review.as_ref(),
                &commitment.places,
                "consequence",
                &commitment.id.value,
            );
        }
    }

    fn remedy(&mut self, charter: &Charter, remedy: &Remedy) {
        let rule = Regulation {
            legal_ref: remedy.legal_ref.as_ref(),
            published: remedy.published.as_ref(),
            published_on: remedy.published_on,
            places: &remedy.places,
        };
        if remedy.measure == Measure::Discount || remedy.text.as_ref().is_some_and(words::is_discount) {
            self.regulated(charter, &rule, &remedy.id.value, DISCOUNT);
        } else if remedy.text.as_ref().is_some_and(words::is_sanction) {
            self.regulated(charter, &rule, &remedy.id.value, SANCTION);
        }
        if remedy.text.as_ref().is_some_and(|text| words::cuts_water(text, is_water(charter))) {
            self.reviewed(charter, remedy.legal_review.as_ref(), &remedy.places, "text", &remedy.id.value);
        }
        if let (Some(text), None) = (&remedy.text, remedy.deadline_workdays) {
            self.measurable(charter, text, &remedy.id.value);
        }
        let named = || charter.service_levels.iter().filter_map(|level| level.remedy.as_ref());
        // A name that no remedy has, which is told as such, may be meant for this one.
        let all_known = named().all(|named| charter.remedies.iter().any(|remedy| remedy.id.value == named.value));
        if self.is_whole(charter) && all_known && !named().any(|named| named.value == remedy.id.value) {
            let fault = C0708.at(remedy.id.in_file(&charter.file)).with("id", &remedy.id.value);
            self.tell(charter, fault);
        }
    }

    fn fee(&mut self, charter: &Charter, fee: &Fee) {
        // What is free of charge needs no regulation.
        if fee.amount == Money::ZERO {
            return;
        }
        let rule = Regulation {
            legal_ref: fee.legal_ref.as_ref(),
            published: fee.published.as_ref(),
            published_on: fee.published_on,
            places: &fee.places,
        };
        let lacking = rule.lacking();
        if !lacking.is_empty() {
            let fault = C0703.at(fee.places.group(&charter.file)).with_list("lacking", &lacking);
            self.tell(charter, fault.with("amount", fee.amount));
        }
        self.published(charter, &rule);
        if let (Some(published), Some(from)) = (fee.published_on, fee.in_force_from)
            && self.is_read(&fee.places, charter)
        {
            let earliest = published.plus_days(DAYS_AFTER_PUBLICATION);
            if from < earliest {
                let fault = C0704.at(fee.places.of("in_force_from", &charter.file)).with("from", from);
                self.tell(charter, fault.with("published", published).with("earliest", earliest));
            }
        }
    }

    /// What takes something from somebody, or gives it, rests on a rule that was published.
    fn regulated(&mut self, charter: &Charter, rule: &Regulation, id: &str, what: Words) {
        let lacking = rule.lacking();
        if !lacking.is_empty() {
            let fault = C0705.at(rule.places.group(&charter.file)).with_list("lacking", &lacking);
            self.tell(charter, fault.with("id", id).with_words("what", what));
        }
        self.published(charter, rule);
    }

    fn published(&mut self, charter: &Charter, rule: &Regulation) {
        if let Some(date) = rule.published_on.filter(|date| *date > *self.model.today) {
            let fault = C0723.at(rule.places.of("published_on", &charter.file)).with_words("what", PUBLICATION);
            self.tell(charter, fault.with("date", date).with("today", *self.model.today));
        }
    }

    fn reviewed(&mut self, charter: &Charter, review: Option<&LegalReview>, places: &KeyPlaces, key: &str, id: &str) {
        match review {
            None => self.tell(charter, C0706.at(places.of(key, &charter.file)).with("id", id)),
            Some(review) if review.on > *self.model.today => {
                let fault = C0723.at(places.of("legal_review", &charter.file)).with_words("what", LEGAL_REVIEW);
                self.tell(charter, fault.with("date", review.on).with("today", *self.model.today));
            }
            Some(_) => {}
        }
    }

    fn too_many(&mut self, charter: &Charter) {
        let levels = charter.service_levels.get(MOST_PROMISES).map(|level| &level.id);
        let commitments = charter.municipal_commitments.get(MOST_PROMISES).map(|commitment| &commitment.id);
        for (first, count) in
            [(levels, charter.service_levels.len()), (commitments, charter.municipal_commitments.len())]
        {
            if let Some(id) = first {
                self.tell(charter, C0710.at(id.in_file(&charter.file)).with("count", count));
            }
        }
    }

    fn complaints(&mut self, charter: &Charter) {
        let Some(complaints) = &charter.complaints else { return };
        let lacking = [
            (complaints.channels.is_empty(), CHANNELS),
            (complaints.acknowledge_workdays.is_none(), ACKNOWLEDGE),
            (complaints.resolve_workdays.is_none(), RESOLVE),
        ];
        let lacking = picked(&lacking);
        if !lacking.is_empty() {
            let fault = C0714.at(complaints.places.group(&charter.file)).with_list("lacking", &lacking);
            let in_consultation = charter.state == CharterState::Consultation;
            self.tell(charter, if in_consultation { fault.at_most(Severity::Warning) } else { fault });
        }
    }
}

/// What a charge, a sanction or a discount rests on.
struct Regulation<'c> {
    legal_ref: Option<&'c Texts>,
    published: Option<&'c Texts>,
    published_on: Option<Date>,
    places: &'c KeyPlaces,
}

impl Regulation<'_> {
    fn lacking(&self) -> Vec<Words> {
        picked(&[
            (self.legal_ref.is_none(), LEGAL_REF),
            (self.published.is_none(), PUBLISHED),
            (self.published_on.is_none(), PUBLISHED_ON),
        ])
    }
}

fn is_water(charter: &Charter) -> bool {
    charter.service.starts_with("agua")
}

/// What is lacking, of what may be.
pub(super) fn picked(all: &[(bool, Words)]) -> Vec<Words> {
    all.iter().filter(|(lacks, _)| *lacks).map(|(_, words)| *words).collect()
}

const TARGET: Words = Words { es: "la meta (target)", en: "the target (target)" };
const UNIT: Words = Words { es: "la unidad (unit)", en: "the unit (unit)" };
const FREQUENCY: Words = Words { es: "cada cuánto se mide (frequency)", en: "how often it is measured (frequency)" };
const OWNER: Words = Words { es: "la oficina que responde (owner)", en: "the office that answers for it (owner)" };
const METHOD: Words = Words { es: "cómo se mide (method)", en: "how it is measured (method)" };
const SAMPLE: Words = Words { es: "qué se mide (sample)", en: "what is measured (sample)" };
const AT_LEAST: Words = Words { es: "más es mejor (at_least)", en: "more is better (at_least)" };
const AT_MOST: Words = Words { es: "menos es mejor (at_most)", en: "less is better (at_most)" };
const WORKDAYS: Words =
    Words { es: "el plazo en días hábiles (max_workdays)", en: "the term in working days (max_workdays)" };
const COST: Words = Words { es: "el costo, 0.00 si no cuesta (cost)", en: "the cost, 0.00 if it is free (cost)" };
const LEGAL_REF: Words =
    Words { es: "el reglamento y su artículo (legal_ref)", en: "the regulation and its article (legal_ref)" };
const PUBLISHED: Words =
    Words { es: "el diario oficial y su número (published)", en: "the official gazette and its issue (published)" };
const PUBLISHED_ON: Words =
    Words { es: "la fecha de publicación (published_on)", en: "the date of publication (published_on)" };
const SANCTION: Words = Words { es: "una sanción o un cobro", en: "a sanction or a charge" };
const DISCOUNT: Words = Words { es: "un descuento", en: "a discount" };
const PUBLICATION: Words = Words { es: "la publicación de la norma", en: "the publication of the norm" };
const LEGAL_REVIEW: Words = Words { es: "la revisión legal", en: "the legal review" };
const CHANNELS: Words = Words { es: "por dónde se reclama (channels)", en: "where to complain (channels)" };
const ACKNOWLEDGE: Words = Words {
    es: "los días hábiles para acusar recibo (acknowledge_workdays)",
    en: "the working days to acknowledge (acknowledge_workdays)",
};
const RESOLVE: Words = Words {
    es: "los días hábiles para resolver (resolve_workdays)",
    en: "the working days to resolve (resolve_workdays)",
};
