//! The versions of a charter: one in force at a time, each following the one before it, with a number that says what
//! kind of change was made.

use super::Rule;
use crate::diagnostics::Words;
use crate::diagnostics::catalogue::{C0725, C0726, C0727, C0728, C0729};
use crate::model::charter::{Charter, CharterState, VersionedId};
use crate::model::values::{Lang, Texts, Version};

impl Rule<'_> {
    /// What a version says of itself and the one before it.
    pub(super) fn version(&mut self, charter: &Charter) {
        let file = &charter.file;
        let version = *charter.version;
        if charter.state != CharterState::Draft
            && self.is_whole(charter)
            // Another number than the file's is told as such.
            && file.ends_with(&format!("/{version}.yaml"))
            && !charter.changelog.iter().any(|change| change.version == version)
        {
            self.tell(charter, C0729.at(charter.version.in_file(file)).with("version", version));
        }
        if !self.is_family_whole() {
            return;
        }
        let family = self.family;
        let earlier = || family.all_versions().filter(|other| other.head.version < version);
        // A draft that came to nothing may stand between two versions.
        let published = earlier().filter(|other| other.head.state != CharterState::Draft);
        let before =
            published.max_by_key(|other| other.head.version).or_else(|| earlier().max_by_key(|o| o.head.version));
        let told = VersionedId { id: family.id.clone(), version: before.map_or(version, |before| before.head.version) };
        match (&charter.supersedes, before) {
            (Some(named), Some(_)) if named.id == told.id && named.version == told.version => {}
            (None, Some(before)) if before.head.state != CharterState::Draft => {
                let fault = C0727.at(charter.version.in_file(file)).with("version", version).with("right", &told);
                self.tell(charter, fault);
            }
            // What does not exist is told with the other references.
            (Some(named), before)
                if named.id == family.id && family.all_versions().any(|other| other.head.version == named.version) =>
            {
                let fault = C0727.at(named.in_file(file)).with("version", version).with("named", &named.value);
                self.tell(charter, fault.with_some("right", before.map(|_| &told)));
            }
            _ => {}
        }
        if let Some(before) = before
            && let Some((kind, what)) = change(&before.value, charter)
            && kind > step(before.head.version, version)
        {
            let fault = C0728.at(charter.version.in_file(file)).with("version", version).with_words("what", what);
            let right = match kind {
                Step::Major => Version { major: before.head.version.major + 1, minor: 0, patch: 0 },
                _ => Version { minor: before.head.version.minor + 1, patch: 0, ..before.head.version },
            };
            self.tell(charter, fault.with("before", before.head.version).with("right", right));
        }
    }

    /// What the versions say together.
    pub(super) fn family(&mut self) {
        use CharterState::{Consultation, Draft, InForce, Superseded, UnderReview};
        if !self.is_family_whole() {
            return;
        }
        let family = self.family;
        let mut holding: Vec<_> =
            family.all_versions().filter(|version| matches!(version.head.state, InForce | UnderReview)).collect();
        holding.sort_by_key(|version| version.head.version);
        if let Some((newest, others)) = holding.split_last() {
            for other in others {
                let fault = C0725.at(other.value.places.of("state", &other.value.file));
                let fault = fault.also(newest.value.places.of("state", &newest.value.file));
                self.found.push(fault.with("version", other.head.version).with("newest", newest.head.version));
            }
        }
        for version in family.all_versions().filter(|version| version.head.state == Superseded) {
            let newer = family.all_versions().any(|other| {
                other.head.version > version.head.version && !matches!(other.head.state, Draft | Consultation)
            });
            if !newer {
                let fault = C0726.at(version.value.places.of("state", &version.value.file));
                self.found.push(fault.with("version", version.head.version));
            }
        }
    }
}

/// What a number of a version says was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Patch,
    Minor,
    Major,
}

fn step(before: Version, after: Version) -> Step {
    if after.major != before.major {
        Step::Major
    } else if after.minor != before.minor {
        Step::Minor
    } else {
        Step::Patch
    }
}

/// The gravest change of the promises between two versions: what is promised, or only its words.
fn change(before: &Charter, after: &Charter) -> Option<(Step, Words)> {
    let ids = |charter: &Charter| -> Vec<String> {
        let levels = charter.service_levels.iter().map(|level| &level.id);
        let own = charter.municipal_commitments.iter().map(|commitment| &commitment.id);
        let theirs = charter.citizen_commitments.iter().map(|commitment| &commitment.id);
        let mut ids: Vec<String> = levels.chain(own).chain(theirs).map(|id| id.value.clone()).collect();
        ids.sort();
        ids
    };
    let pairs = || {
        before.service_levels.iter().filter_map(|level| {
            let now = after.service_levels.iter().find(|now| now.id.value == level.id.value)?;
            Some((level, now))
        })
    };
    if pairs().any(|(level, now)| {
        (level.target, level.minimum_acceptable, level.direction) != (now.target, now.minimum_acceptable, now.direction)
    }) {
        return Some((Step::Major, MEASURE));
    }
    if ids(before) != ids(after) {
        return Some((Step::Major, NUMBER));
    }
    let names = pairs().any(|(level, now)| !same(&level.name, &now.name) || !same_some(&level.unit, &now.unit));
    let texts = |charter: &'_ Charter| -> Vec<(String, Texts)> {
        let own = charter.municipal_commitments.iter().map(|commitment| (&commitment.id, &commitment.text));
        let theirs = charter.citizen_commitments.iter().map(|commitment| (&commitment.id, &commitment.text));
        own.chain(theirs).map(|(id, text)| (id.value.clone(), text.clone())).collect()
    };
    let now = texts(after);
    let reworded = |(id, then): &(String, Texts)| now.iter().any(|(known, text)| known == id && !same(then, text));
    (names || texts(before).iter().any(reworded)).then_some((Step::Minor, WORDING))
}

/// Whether two texts say the same in every language that both are in. A translation that comes later changes nothing.
fn same(then: &Texts, now: &Texts) -> bool {
    then.languages().all(|lang: Lang| now.get(lang).is_none_or(|text| Some(text) == then.get(lang)))
}

fn same_some(then: &Option<Texts>, now: &Option<Texts>) -> bool {
    match (then, now) {
        (Some(then), Some(now)) => same(then, now),
        _ => true,
    }
}

const MEASURE: Words =
    Words { es: "cambió una meta, un mínimo o su sentido", en: "a target, a minimum or its direction changed" };
const NUMBER: Words = Words { es: "se agregó o se quitó un compromiso", en: "a commitment was added or removed" };
const WORDING: Words = Words { es: "cambió el texto de un compromiso", en: "the text of a commitment changed" };
