//! The rules of citizen charters: promises that can be measured, states whose evidence is there, versions and results
//! that agree.
//!
//! A draft is work under way: what is refused in a charter is a warning in it, so that a new one builds. Only personal
//! data are refused there, too.

mod lifecycle;
mod promises;
mod results;
mod versions;
mod words;

use super::findings::Findings;
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::Model;
use crate::model::charter::{Charter, CharterFamily, CharterState};
use crate::source::KeyPlaces;

pub(super) fn charter(model: &Model, family: &CharterFamily, found: &mut Findings) {
    let mut rule = Rule { model, family, found };
    for version in family.all_versions() {
        let charter: &Charter = &version.value;
        rule.promises(charter);
        rule.lifecycle(charter);
        rule.version(charter);
    }
    rule.family();
    rule.results();
}

struct Rule<'a> {
    model: &'a Model,
    family: &'a CharterFamily,
    found: &'a mut Findings,
}

impl Rule<'_> {
    /// Tells a fault of a charter; see the module.
    fn tell(&mut self, charter: &Charter, fault: Diagnostic) {
        let is_draft = charter.state == CharterState::Draft;
        self.found.push(if is_draft { fault.at_most(Severity::Warning) } else { fault });
    }

    /// Whether all that a charter has could be read, so that what it lacks is truly not there.
    fn is_whole(&self, charter: &Charter) -> bool {
        !self.model.is_doubtful(&charter.file)
    }

    /// Whether all of a part of a charter could be read, so that its values can be held against each other.
    fn is_read(&self, part: &KeyPlaces, charter: &Charter) -> bool {
        self.is_whole(charter) || !self.model.is_place_in_doubt(&part.group(&charter.file))
    }

    /// Whether all versions and results could be read.
    fn is_family_whole(&self) -> bool {
        let folder = format!("content/charters/{}/", self.family.id);
        let unread = self.model.unread.iter().any(|file| file.starts_with(&folder));
        !unread && !self.family.files().any(|file| self.model.is_doubtful(file))
    }
}
