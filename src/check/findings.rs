//! What rules find, before it is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostics::catalogue::C0601;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Saved};
use crate::model::Model;
use crate::model::values::Lang;

/// Faults, some of which are gathered before they are told: one cause, one message.
#[derive(Default)]
pub(super) struct Findings {
    told: Vec<Diagnostic>,
    /// References to what does not exist: its kind, its name, the fault.
    dangling: Vec<(&'static str, String, Diagnostic)>,
    /// Texts in languages that the site does not have.
    undeclared: Vec<(Lang, Diagnostic)>,
    /// Texts that are not translated: where, into which language, and what they say.
    untranslated: Vec<(Place, Lang, String)>,
}

/// Findings as they are kept in a file.
#[derive(Deserialize, Serialize)]
struct Kept {
    told: Vec<Saved>,
    /// File and range, language, what the text says.
    untranslated: Vec<((String, usize, usize), Lang, String)>,
}

/// So many references to one missing thing are told each; of more, the first and their number.
const REFERENCES_TOLD_EACH: usize = 3;
/// A few texts are slips of the pen; many are a language that the site forgot to declare.
const TEXTS_TOLD_EACH: usize = 10;

impl Findings {
    pub(super) fn push(&mut self, fault: Diagnostic) {
        self.told.push(fault);
    }

    pub(super) fn extend(&mut self, faults: impl IntoIterator<Item = Diagnostic>) {
        self.told.extend(faults);
    }

    pub(super) fn dangles(&mut self, kind: &'static str, id: &str, fault: Diagnostic) {
        self.dangling.push((kind, id.to_owned(), fault));
    }

    pub(super) fn undeclared(&mut self, lang: Lang, fault: Diagnostic) {
        self.undeclared.push((lang, fault));
    }

    pub(super) fn untranslated(&mut self, place: Place, lang: Lang, what: String) {
        self.untranslated.push((place, lang, what));
    }

    pub(super) fn is_empty(&self) -> bool {
        let Findings { told, dangling, undeclared, untranslated } = self;
        told.is_empty() && dangling.is_empty() && undeclared.is_empty() && untranslated.is_empty()
    }

    pub(super) fn append(&mut self, other: Findings) {
        self.told.extend(other.told);
        self.dangling.extend(other.dangling);
        self.undeclared.extend(other.undeclared);
        self.untranslated.extend(other.untranslated);
    }

    /// For keeping from build to build; `None` where there are errors, with which nothing is kept.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        if self.is_empty() {
            return Some(Vec::new());
        }
        let Findings { told, dangling, undeclared, untranslated } = self;
        let place = |place: &Place| (place.file.to_string(), place.span.start, place.span.end);
        let saved = Kept {
            told: told.iter().map(Saved::of).collect(),
            untranslated: untranslated.iter().map(|(at, lang, what)| (place(at), *lang, what.clone())).collect(),
        };
        (dangling.is_empty() && undeclared.is_empty()).then(|| postcard::to_allocvec(&saved).ok()).flatten()
    }

    /// What was kept; `None` where it is not this program's.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Findings> {
        if bytes.is_empty() {
            return Some(Findings::default());
        }
        let Kept { told, untranslated } = postcard::from_bytes(bytes).ok()?;
        let place = |(file, start, end): (String, usize, usize)| Place::new(&Arc::from(file), start..end);
        let told = told.iter().map(Saved::restored).collect::<Option<_>>()?;
        let untranslated = untranslated.into_iter().map(|(at, lang, what)| (place(at), lang, what)).collect();
        Some(Findings { told, untranslated, ..Findings::default() })
    }

    /// Everything as it is told.
    pub(super) fn told(self, model: &Model) -> Diagnostics {
        let mut found: Diagnostics = self.told.into_iter().collect();
        let mut dangling: BTreeMap<(&str, String), Vec<Diagnostic>> = BTreeMap::new();
        for (kind, id, fault) in self.dangling {
            dangling.entry((kind, id)).or_default().push(fault);
        }
        dangling.into_values().for_each(|faults| tell(faults, REFERENCES_TOLD_EACH, &mut found));
        let mut undeclared: BTreeMap<Lang, Vec<Diagnostic>> = BTreeMap::new();
        for (lang, fault) in self.undeclared {
            undeclared.entry(lang).or_default().push(fault);
        }
        undeclared.into_values().for_each(|faults| tell(faults, TEXTS_TOLD_EACH, &mut found));
        // One warning a file and language, not one a text: an editor translates file by file.
        let mut untranslated: BTreeMap<(Arc<str>, Lang), (Place, String, usize)> = BTreeMap::new();
        for (place, lang, what) in self.untranslated {
            untranslated.entry((Arc::clone(&place.file), lang)).or_insert((place, what, 0)).2 += 1;
        }
        let site = &model.site;
        for ((_, lang), (place, what, count)) in untranslated {
            let fault = C0601.at(place).with("language", &site.language(lang).name).with("count", count);
            found.push(fault.with("what", what).with("shown", &site.language(site.main()).name));
        }
        found
    }
}

/// Tells faults of one cause: each, or the first and how many more there are.
fn tell(faults: Vec<Diagnostic>, each: usize, found: &mut Diagnostics) {
    let more = faults.len() - 1;
    if faults.len() <= each {
        found.extend(faults);
    } else {
        found.extend(faults.into_iter().take(1).map(|fault| fault.with("more", more)));
    }
}
