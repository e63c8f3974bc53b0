//! Invented figures stay under invented names; official ones have their source; nothing comes from the future.
//! What stands in for a value is not judged.

use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::Place;
use crate::diagnostics::catalogue::{C0801, C0802, C0803, C0804};
use crate::model::charter::CharterFamily;
use crate::model::provenance::Ref;
use crate::model::territory::Municipality;
use crate::model::values::{Date, MunicipalityCode, Status};
use crate::model::{Model, stretches};
use crate::source::Located;

pub(super) fn lists(model: &Model, found: &mut Findings) {
    let mut rule = Rule { model, found };
    let sources: Arc<str> = "content/sources.yaml".into();
    for source in &model.sources {
        source.retrieved_on.iter().chain(&source.published_on).for_each(|date| rule.past(date, &sources));
    }
}

pub(super) fn municipality(model: &Model, municipality: &Municipality, found: &mut Findings) {
    let mut rule = Rule { model, found };
    let code = municipality.code;
    if let Some(profile) = municipality.profile.as_ref() {
        rule.status(&profile.status, code, &profile.file);
    }
    for year in municipality.years.values() {
        rule.status(&year.status, code, &year.file);
        rule.official(*year.status, &year.source, &year.file);
        let rows = year.revenue.iter().map(|row| (&row.status, &row.source));
        for (status, source) in rows.chain(year.spending.iter().map(|row| (&row.status, &row.source))) {
            if let Some(status) = status {
                rule.status(status, code, &year.file);
                rule.official(**status, source.as_ref().unwrap_or(&year.source), &year.file);
            }
        }
        for value in &year.overrides {
            rule.status(&value.status, code, &year.file);
        }
    }
}

pub(super) fn charter(model: &Model, family: &CharterFamily, found: &mut Findings) {
    let mut rule = Rule { model, found };
    for charter in family.all_versions() {
        rule.status(&charter.status, *charter.municipality, &charter.file);
    }
    if let (Some(results), Some(charter)) = (&family.results, family.all_versions().last()) {
        for result in &results.results {
            rule.status(&result.status, *charter.municipality, &results.file);
            result.published_on.iter().for_each(|date| rule.past(date, &results.file));
        }
    }
}

struct Rule<'a> {
    model: &'a Model,
    found: &'a mut Findings,
}

impl Rule<'_> {
    fn status(&mut self, status: &Located<Status>, code: MunicipalityCode, file: &Arc<str>) {
        let fault = match (code.is_fictitious(), **status) {
            (false, Status::Demo) => &C0801,
            (true, Status::Provisional | Status::Official) => &C0802,
            _ => return,
        };
        self.found.push(fault.at(status.in_file(file)).with("code", code));
    }

    fn official(&mut self, status: Status, source: &Ref, file: &Arc<str>) {
        let sources: Arc<str> = "content/sources.yaml".into();
        if status != Status::Official {
            return;
        }
        let Some(at) = self.model.sources.position(&source.value) else { return };
        let known = &self.model.sources[at];
        // What a source lacks may stand where it could not be read.
        if self.model.is_doubtful(&sources) {
            let parts = stretches(self.model.sources.iter().map(|source| source.id.span()).collect());
            if self.model.is_place_in_doubt(&Place::new(&sources, parts[at].clone())) {
                return;
            }
        }
        for (name, present) in [("retrieved_on", known.retrieved_on.is_some()), ("sha256", known.sha256.is_some())] {
            if !present {
                self.found.push(C0803.at(source.in_file(file)).with("what", name).with("id", &source.value));
            }
        }
    }

    fn past(&mut self, date: &Located<Date>, file: &Arc<str>) {
        if **date > *self.model.today {
            let fault = C0804.at(date.in_file(file)).with("date", **date);
            self.found.push(fault.with("today", *self.model.today));
        }
    }
}
