//! Rules across the model: references, values, honesty of data, translations.
//!
//! What there is much of is judged one by one: each municipality with its years, each charter with its versions. What
//! such a unit reads is recorded as for a page, so that a rebuild need not look again where nothing has changed.
//! A new rule is a function in one of these files and a line in [`Judging`].

mod addresses;
mod charters;
mod dashboards;
mod findings;
mod honesty;
mod indicators;
mod primers;
#[cfg(feature = "pdf")]
pub(crate) mod print;
mod references;
mod texts;
mod values;
mod worksheets;

use std::cell::LazyCell;

use findings::Findings;
use rayon::prelude::*;

use crate::diagnostics::catalogue::C0203;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::model::charter::CharterFamily;
use crate::model::facet::{FacetId, record};
use crate::model::territory::Municipality;
use crate::model::values::MunicipalityCode;
use crate::model::{Model, TOGETHER, Thing};

/// What the rules found.
#[derive(Default)]
pub struct Judgement {
    pub found: Diagnostics,
    pub verdicts: Vec<Verdict>,
}

/// What was found in a unit that has no errors.
pub struct Verdict {
    pub unit: String,
    /// What was read to find that out; absent where it was known before.
    pub reads: Option<Vec<FacetId>>,
    /// As it is kept from build to build.
    pub bytes: Vec<u8>,
}

/// Applies all rules.
pub fn check(model: &Model) -> Diagnostics {
    judge(model, |_| None).found
}

/// Applies all rules. `known` has what was found in a unit of which nothing has changed.
pub fn judge(model: &Model, known: impl Fn(&str) -> Option<Vec<u8>> + Sync) -> Judgement {
    // What is doubtful or was not read is no facet, but rules ask for it.
    let is_whole = model.unread.is_empty() && model.doubtful.is_empty();
    let judge = |things: &[Thing]| {
        let apart = LazyCell::new(|| model.apart(things.iter().copied()));
        let judging = LazyCell::new(|| Judging::of(&apart));
        let one = |thing: &Thing| {
            let unit = Unit::of(model, *thing).name();
            let kept = known(&unit).filter(|_| is_whole);
            if let Some((findings, bytes)) = kept.and_then(|bytes| Some((Findings::of_bytes(&bytes)?, bytes))) {
                return (findings, Some(Verdict { unit, reads: None, bytes }));
            }
            let judging: &Judging = &judging;
            // It reads the unit itself, too.
            let (findings, reads) = record(|| judging.unit(&Unit::of(judging.model, *thing)));
            let bytes = findings.to_bytes().filter(|_| is_whole);
            (findings, bytes.map(|bytes| Verdict { unit, reads: Some(reads), bytes }))
        };
        things.iter().map(one).collect::<Vec<_>>()
    };
    let municipalities = (0..model.municipalities.len()).map(Thing::Municipality);
    let charters = (0..model.charters.len()).map(Thing::Charter);
    let unpublished = (0..model.unpublished_charters.len()).map(Thing::UnpublishedCharter);
    let things: Vec<Thing> = municipalities.chain(charters).chain(unpublished).collect();
    let mut all = Judging::of(model).lists();
    let mut verdicts = Vec::new();
    for (findings, verdict) in things.par_chunks(TOGETHER).flat_map_iter(judge).collect::<Vec<_>>() {
        all.append(findings);
        verdicts.extend(verdict);
    }
    let mut found = all.told(model);
    found.retain(|diagnostic| !model.is_in_doubt(diagnostic));
    Judgement { found, verdicts }
}

/// What is judged by itself.
enum Unit<'m> {
    Municipality(&'m Municipality),
    Charter(&'m CharterFamily),
}

impl<'m> Unit<'m> {
    fn of(model: &'m Model, thing: Thing) -> Unit<'m> {
        match thing {
            Thing::Municipality(at) => Unit::Municipality(&model.municipalities[at]),
            Thing::Charter(at) => Unit::Charter(&model.charters[at]),
            Thing::UnpublishedCharter(at) => Unit::Charter(&model.unpublished_charters[at]),
        }
    }

    fn name(&self) -> String {
        match self {
            Unit::Municipality(municipality) => format!("municipality {}", municipality.code),
            Unit::Charter(family) => format!("charter {}", family.id),
        }
    }
}

struct Judging<'m> {
    model: &'m Model,
    known: references::Known<'m>,
}

impl<'m> Judging<'m> {
    fn of(model: &'m Model) -> Judging<'m> {
        Judging { model, known: references::Known::of(model) }
    }

    /// What there is little of, and what no unit is about.
    fn lists(&self) -> Findings {
        let mut found = Findings::default();
        let Judging { model, known } = self;
        references::lists(model, known, &mut found);
        honesty::lists(model, &mut found);
        indicators::lists(model, &mut found);
        primers::lists(model, &mut found);
        worksheets::lists(model, &mut found);
        addresses::lists(model, &mut found);
        texts::lists(model, &mut found);
        found
    }

    fn unit(&self, unit: &Unit) -> Findings {
        let mut found = Findings::default();
        let Judging { model, known } = self;
        match unit {
            Unit::Municipality(municipality) => {
                references::municipality(model, known, municipality, &mut found);
                values::municipality(model, municipality, &mut found);
                honesty::municipality(model, municipality, &mut found);
                dashboards::municipality(model, municipality, &mut found);
                addresses::municipality(municipality, &mut found);
                texts::municipality(model, municipality, &mut found);
            }
            Unit::Charter(charter) => {
                references::charter(model, known, charter, &mut found);
                charters::charter(model, charter, &mut found);
                honesty::charter(model, charter, &mut found);
                addresses::charter(charter, &mut found);
                texts::charter(model, charter, &mut found);
                #[cfg(feature = "pdf")]
                print::charter(model, charter, &mut found);
            }
        }
        found
    }
}

/// A municipality that the register does not have, with the nearest one that it has.
pub(crate) fn unknown_municipality<'a>(
    code: MunicipalityCode,
    place: Place,
    register: impl Iterator<Item = (MunicipalityCode, &'a str)> + Clone,
) -> Diagnostic {
    let near = nearest_code(code, register.clone().map(|(code, _)| code));
    let name = register.clone().find(|(code, _)| Some(*code) == near).map(|(_, name)| name);
    C0203.at(place).with("code", code).with_some("nearest", near).with_some("name", name)
}

/// The code with the fewest different digits, among those of the same department first.
pub(crate) fn nearest_code(
    code: MunicipalityCode,
    known: impl Iterator<Item = MunicipalityCode>,
) -> Option<MunicipalityCode> {
    let distance = |other: &MunicipalityCode| {
        let digits = code.as_str().bytes().zip(other.as_str().bytes()).filter(|(a, b)| a != b).count();
        let other_department = code.as_str()[..2] != other.as_str()[..2];
        (other_department, digits, *other)
    };
    known.min_by_key(distance).filter(|near| distance(near).1 <= 2)
}
