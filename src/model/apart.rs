//! Parts of a model looked at apart, so that what is decoded of them goes when the looking is over.
//!
//! A large site has more than a gigabyte of decoded years, charters and texts. Who goes through all of them takes a
//! copy of the model for a few at a time: in it they are as if nobody had looked at them. Everything else is shared,
//! so that a copy costs no more than these few. A site of usual size holds what has been decoded: each stage would
//! decode it anew.

use std::collections::BTreeSet;

use super::Model;
use super::charter::CharterFamily;
use super::lazy::{Headed, Lazy};
use super::prose::{Prose, ProseText};
use super::territory::Municipality;

/// So many municipalities or charters are looked at together: few enough that the processor's own memory holds them.
pub const TOGETHER: usize = 8;

/// From so many municipalities and charters on they are looked at apart. So many fill about 800 MB; to decode them
/// two or three times takes six to nine per cent of a build's processor time.
const MANY: usize = 5_000;

/// What there is much of, by its position in the model's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// With its charters.
    Municipality(usize),
    Charter(usize),
    UnpublishedCharter(usize),
}

impl Model {
    /// A copy for looking at some things, where there are many. It says what this model says and records the same reads.
    pub fn apart(&self, things: impl IntoIterator<Item = Thing>) -> Model {
        match self.municipalities.len() + self.charters.len() < MANY {
            true => self.clone(),
            false => self.with_unread(things),
        }
    }

    /// A copy in which it is as if nobody had looked at some things.
    fn with_unread(&self, things: impl IntoIterator<Item = Thing>) -> Model {
        let (mut municipalities, mut charters) = (BTreeSet::new(), BTreeSet::new());
        for thing in things {
            match thing {
                Thing::Municipality(at) => {
                    municipalities.insert(at);
                    charters.extend(self.municipalities[at].charters.iter());
                }
                Thing::Charter(at) => drop(charters.insert(at)),
                // There are few.
                Thing::UnpublishedCharter(_) => {}
            }
        }
        Model {
            municipalities: self.municipalities.reshaped(&municipalities, Municipality::unread),
            charters: self.charters.reshaped(&charters, CharterFamily::unread),
            ..self.clone()
        }
    }
}

impl Municipality {
    fn unread(&self) -> Municipality {
        let profile = self.profile.reshaped(|profile| profile.as_ref().map(Headed::apart));
        let years = self
            .years
            .reshaped(|years| years.iter().map(|(year, figures)| (*year, figures.reshaped(Lazy::apart))).collect());
        Municipality { profile, years, ..self.clone() }
    }
}

impl CharterFamily {
    fn unread(&self) -> CharterFamily {
        let of_versions = self.version_prose.iter().map(|(version, prose)| (*version, prose.unread()));
        CharterFamily {
            versions: self.versions.iter().map(Headed::apart).collect(),
            drafts: self.drafts.iter().map(Headed::apart).collect(),
            results: self.results.as_ref().map(Lazy::apart),
            prose: self.prose.unread(),
            version_prose: of_versions.collect(),
            ..self.clone()
        }
    }
}

impl Prose {
    fn unread(&self) -> Prose {
        self.reshaped(|text| ProseText { links: text.links.clone(), document: text.document.apart() })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::indicator::summaries;
    use crate::memory::Store;
    use crate::model::Decoded;
    use crate::model::facet::record;
    use crate::render::{Site, recorded};
    use crate::site::{Settings, Stages, assembled};
    use crate::source::{SourceTree, Walk};

    #[test]
    fn what_is_looked_at_apart_says_the_same_and_is_recorded_the_same() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("decoded"), root).unwrap();
        let (keeper, settings) = (store.keeper(), Settings::default());
        let load = || {
            let decode = |file: &_| Decoded::default().decode(file, Some(&keeper));
            let (tree, fresh) = SourceTree::read_each(root, &Walk::of(root), decode);
            let mut decoded = Decoded::default();
            decoded.extend(fresh.into_iter().flatten());
            (assembled(&tree.value, &decoded, &settings).value.unwrap(), tree.value)
        };
        let ((model, tree), (unread, _)) = (load(), load());
        let stages = Stages::of(model, &tree, &settings).value.unwrap();
        let mut count = 0;
        for output in &stages.plan.outputs {
            let Some(thing) = output.content.thing() else { continue };
            let model = &unread.with_unread([thing]);
            let one = recorded(output, Site { model, ..stages.site() }).unwrap();
            let other = stages.render(output).unwrap();
            assert!(one.bytes == other.bytes && one.reads == other.reads, "{}", output.address.as_str());
            if let super::Thing::Municipality(at) = thing {
                let of = |model: &super::Model| {
                    let municipality = &model.municipalities[at];
                    record(|| summaries(model, municipality))
                };
                assert_eq!(of(model), of(&stages.model));
            }
            count += 1;
        }
        assert!(count > 600);
    }
}
