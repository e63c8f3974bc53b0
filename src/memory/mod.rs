//! What is remembered from one build to the next, so that a rebuild costs what changed.
//!
//! 1. [`Table`]: path, length and time of every input. Where nothing differs, nothing is to be done.
//! 2. [`Memory`]: for each output the facets of the model that were read while it was made (see
//!    [`crate::model::facet`]), with the hashes they had. An output whose facets all have the same hashes today would
//!    come out the same: its bytes are kept.
//! 3. [`Store`]: what was decoded of the inputs, so that only what is looked at must be decoded again.
//! 4. `file.rs` keeps the first two, and which inputs the store has, in a file beside the output folder. A file that is damaged, cut short or of another
//!    version of the program is thrown away; the build is then a clean one.

mod file;
mod packed;
mod store;
mod table;
mod traces;

pub use file::{Head, Rest, Stored, Writing};
pub use store::{Store, StoreId};
pub use table::Table;

use std::collections::BTreeMap;
use std::sync::Arc;

use packed::{Outputs, Remembered, Values};
use serde::{Deserialize, Serialize};
use traces::{Gathering, Traces};

use crate::check::Verdict;
use crate::finish::PageLinks;
use crate::indicator::{Derived, Standing};
use crate::model::facet::{FacetId, Facets};
use crate::model::{Input, Model};
use crate::render::Site;
use crate::source::hash::Hash;

/// Every input as a build saw it.
#[derive(Default, Serialize, Deserialize)]
pub struct Inputs {
    /// By path.
    pub list: Vec<Input>,
    /// Where they are kept decoded.
    pub store: Option<StoreId>,
}

/// How the outputs of a build came about.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Of what every output depends on: the program, the theme, the settings.
    base: Hash,
    /// The facets by number: the model's, those of where municipalities stand, the plan's.
    tables: [Hashes; 3],
    /// Sets of facets.
    traces: Traces,
    /// What pages offer and point at.
    links: Vec<Arc<PageLinks>>,
    outputs: Outputs,
    /// What the rules found, and what was computed for [`Standing`].
    values: Values,
}

/// Hashes of the names and of the values of facets, by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Hashes {
    #[serde(with = "packed::hashes")]
    names: Vec<Hash>,
    #[serde(with = "packed::hashes")]
    values: Vec<Hash>,
}

impl Hashes {
    fn of(facets: &Facets) -> Hashes {
        Hashes { names: facets.name_hashes(), values: facets.hashes().to_vec() }
    }

    /// For each facet of then: its position today.
    fn today(&self, now: &Hashes) -> Vec<Option<u32>> {
        if self.names == now.names {
            return (0..self.names.len() as u32).map(Some).collect();
        }
        let positions: BTreeMap<Hash, u32> = now.names.iter().copied().zip(0..).collect();
        self.names.iter().map(|name| positions.get(name).copied()).collect()
    }
}

/// An output that need not be made again.
#[derive(Clone, Copy)]
pub struct Kept<'m> {
    memory: &'m Memory,
    /// Its position among the outputs of then.
    at: u32,
}

impl<'m> Kept<'m> {
    /// BLAKE3 of the finished bytes.
    pub fn hash(&self) -> [u8; 32] {
        self.remembered().hash
    }

    pub fn links(&self) -> &'m Arc<PageLinks> {
        &self.memory.links[self.remembered().links as usize]
    }

    fn remembered(&self) -> Remembered {
        self.memory.outputs.get(self.at as usize)
    }
}

/// Why an output is made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing is remembered of it.
    New,
    /// The program, the theme or the settings are others.
    Base,
    /// These facets changed, by name; how many more are gone.
    Facets { changed: Vec<String>, gone: usize },
}

/// A memory held against the facets of today, table by table as they are there.
pub struct Comparison<'m> {
    memory: &'m Memory,
    base: Hash,
    /// Of today, as many as have been compared.
    tables: Vec<Hashes>,
    /// By number of then: the number of today, if the facet still exists.
    today: Vec<Option<u32>>,
    /// By number of then: whether it exists and has the same value.
    same: Vec<bool>,
}

impl Memory {
    /// Finds out what has changed since in the model.
    pub fn compare<'m>(&'m self, base: Hash, model: &Model) -> Comparison<'m> {
        let (tables, today, same) = Default::default();
        Comparison { memory: self, base, tables, today, same }.with(&model.facets)
    }
}

impl<'m> Comparison<'m> {
    /// The same for the next table of facets: of [`Standing`], then of the plan.
    pub fn with(mut self, facets: &Facets) -> Comparison<'m> {
        let first: u32 = self.tables.iter().map(|table| table.names.len() as u32).sum();
        let now = Hashes::of(facets);
        if let Some(then) = self.memory.tables.get(self.tables.len()) {
            for (at, then) in then.today(&now).into_iter().zip(&then.values) {
                self.same.push(at.is_some_and(|at| now.values[at as usize] == *then));
                self.today.push(at.map(|at| at + first));
            }
        }
        self.tables.push(now);
        self
    }

    /// Whether all facets of a trace are as they were.
    fn holds(&self, trace: u32) -> bool {
        let mut trace = self.memory.traces.get(trace);
        self.base == self.memory.base && trace.all(|facet| self.same.get(facet as usize) == Some(&true))
    }

    /// The output at an address, where it would come out as before.
    pub fn kept(&self, address: &str) -> Option<Kept<'m>> {
        let at = self.memory.outputs.position(address)?;
        let kept = Kept { memory: self.memory, at: at as u32 };
        self.holds(kept.remembered().trace).then_some(kept)
    }

    /// The bytes of a value of which nothing has changed.
    pub fn value(&self, name: &str) -> Option<Vec<u8>> {
        self.memory.values.get(name).filter(|(trace, _)| self.holds(*trace)).map(|(_, bytes)| bytes.to_vec())
    }

    /// Why an output that was not kept is made again; `site` is that of today.
    pub fn reason(&self, address: &str, site: Site) -> Reason {
        let Some(remembered) = self.memory.remembered(address) else { return Reason::New };
        if self.memory.base != self.base {
            return Reason::Base;
        }
        let names = names(site);
        let trace = self.memory.traces.get(remembered.trace);
        let changed = trace.map(|facet| facet as usize).filter(|facet| !self.same[*facet]);
        let today: Vec<Option<u32>> = changed.map(|facet| self.today[facet]).collect();
        let changed = today.iter().flatten().map(|at| names[*at as usize].to_owned()).collect();
        Reason::Facets { changed, gone: today.iter().filter(|at| at.is_none()).count() }
    }

    /// The memory of this build, from what became of each output, from what the rules found, and from where
    /// municipalities stand.
    pub fn remember<'o>(
        self,
        outputs: impl Iterator<Item = Fate<'o>>,
        verdicts: &[Verdict],
        standing: &Standing,
    ) -> Memory {
        let mut traces = Gathering::new(&self.memory.traces, &self.today);
        let mut links = Links::new(&self.memory.links);
        let mut known = Outputs::as_many_as(&self.memory.outputs);
        for fate in outputs {
            let (address, remembered) = match fate {
                Fate::Kept { address, kept } => {
                    let then = kept.remembered();
                    let (trace, links) = (traces.kept(then.trace), links.kept(then.links));
                    (address, Remembered { trace, links, hash: then.hash })
                }
                Fate::Made { address, reads, links: page, hash } => {
                    let trace = traces.made(reads.iter().map(|facet| facet.number() as u32));
                    (address, Remembered { trace, links: links.made(page), hash })
                }
            };
            known.push(address, remembered);
        }
        let verdicts = verdicts.iter().map(|Verdict { unit, reads, bytes }| (unit, reads, bytes));
        let derived = standing.derived.iter().map(|Derived { name, reads, bytes }| (name, reads, bytes));
        let values = verdicts.chain(derived).filter_map(|(name, reads, bytes)| {
            let trace = match reads {
                Some(reads) => traces.made(reads.iter().map(|facet| facet.number() as u32)),
                None => traces.kept(self.memory.values.get(name)?.0),
            };
            Some((name.as_str(), trace, bytes.as_slice()))
        });
        let values = Values::of(values.collect());
        let (traces, links) = (traces.finish(), links.values);
        let Comparison { base, tables, .. } = self;
        let tables = tables.try_into().unwrap_or_default();
        Memory { base, tables, traces, links, outputs: known, values }
    }
}

/// What pages offer and want, with numbers of today, of which most are kept from then.
struct Links<'m> {
    then: &'m [Arc<PageLinks>],
    values: Vec<Arc<PageLinks>>,
    /// By number of then.
    kept: Vec<Option<u32>>,
    made: BTreeMap<Arc<PageLinks>, u32>,
}

impl<'m> Links<'m> {
    fn new(then: &'m [Arc<PageLinks>]) -> Links<'m> {
        Links { then, values: Vec::with_capacity(then.len()), kept: vec![None; then.len()], made: BTreeMap::new() }
    }

    fn push(&mut self, links: &Arc<PageLinks>) -> u32 {
        self.values.push(Arc::clone(links));
        self.values.len() as u32 - 1
    }

    fn kept(&mut self, number: u32) -> u32 {
        if let Some(known) = self.kept[number as usize] {
            return known;
        }
        let known = self.push(&self.then[number as usize]);
        self.kept[number as usize] = Some(known);
        known
    }

    /// What is the same has one number.
    fn made(&mut self, links: &Arc<PageLinks>) -> u32 {
        if let Some(known) = self.made.get(links) {
            return *known;
        }
        let known = self.push(links);
        self.made.insert(Arc::clone(links), known);
        known
    }
}

impl Memory {
    fn remembered(&self, address: &str) -> Option<Remembered> {
        self.outputs.position(address).map(|at| self.outputs.get(at))
    }

    /// What an output was made of, by the names of its facets; `site` is what it was made from.
    pub fn inputs_of(&self, address: &str, site: Site) -> Option<Vec<String>> {
        let remembered = self.remembered(address)?;
        let names = names(site);
        Some(self.traces.get(remembered.trace).map(|facet| names[facet as usize].to_owned()).collect())
    }
}

/// What became of an output.
pub enum Fate<'o> {
    Kept { address: &'o str, kept: Kept<'o> },
    Made { address: &'o str, reads: &'o [FacetId], links: &'o Arc<PageLinks>, hash: [u8; 32] },
}

/// The names of all facets, by number.
fn names(site: Site<'_>) -> Vec<&str> {
    let Site { model, standing, plan, .. } = site;
    model.facets.iter().chain(standing.facets.iter()).chain(plan.facets.iter()).map(|(name, _)| name).collect()
}
