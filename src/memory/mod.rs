//! What is remembered from one build to the next, so that a rebuild costs what changed.
//!
//! 1. [`Table`]: path, length and time of every input. Where nothing differs, nothing is to be done.
//! 2. [`Memory`]: for each output the facets of the model that were read while it was made (see
//!    [`crate::model::facet`]), with the hashes they had. An output whose facets all have the same hashes today would
//!    come out the same: its bytes are kept.
//! 3. `file.rs` keeps both in a file beside the output folder. A file that is damaged, cut short or of another version
//!    of the program is thrown away; the build is then a clean one.

mod file;
mod table;

pub use file::{Head, Stored, read_decoded, write, write_decoded};
pub use table::Table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finish::PageLinks;
use crate::model::Model;
use crate::model::facet::FacetId;
use crate::plan::Plan;
use crate::source::hash::{Hash, hash};

/// How the outputs of a build came about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// The content of every input as the build saw it. What is kept decoded may be older.
    pub inputs: BTreeMap<String, Hash>,
    /// Of everything that every output depends on: the program, the theme, the settings.
    base: Hash,
    /// Hashes of the names and of the values of all facets, by number.
    facets: Vec<(Hash, Hash)>,
    /// Sets of facets, each once.
    traces: Vec<Vec<u32>>,
    /// What pages offer and point at, each once.
    links: Vec<PageLinks>,
    /// By address.
    outputs: BTreeMap<String, Remembered>,
}

/// How one output came about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Remembered {
    trace: u32,
    links: u32,
    /// BLAKE3 of the finished bytes.
    hash: [u8; 32],
}

/// An output that need not be made again.
#[derive(Clone, Copy)]
pub struct Kept<'m> {
    memory: &'m Memory,
    remembered: Remembered,
}

impl<'m> Kept<'m> {
    /// BLAKE3 of the finished bytes.
    pub fn hash(&self) -> [u8; 32] {
        self.remembered.hash
    }

    pub fn links(&self) -> &'m PageLinks {
        &self.memory.links[self.remembered.links as usize]
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

/// A memory held against the model of today.
pub struct Comparison<'m> {
    memory: &'m Memory,
    same_base: bool,
    /// By number of then: the number of today, where the hash is the same.
    same: Vec<Option<u32>>,
    /// By number of then: the number of today, if the facet still exists.
    today: Vec<Option<u32>>,
    names: Vec<&'m str>,
}

impl Memory {
    /// Finds out what has changed since.
    pub fn compare<'m>(&'m self, base: Hash, model: &'m Model, plan: &'m Plan) -> Comparison<'m> {
        let now: BTreeMap<Hash, (u32, Hash)> =
            named(model, plan).enumerate().map(|(at, (name, value))| (name_hash(name), (at as u32, value))).collect();
        let today: Vec<_> = self.facets.iter().map(|(name, _)| now.get(name)).collect();
        let unchanged = |(then, now): (&(Hash, Hash), &Option<&(u32, Hash)>)| {
            now.filter(|(_, value)| *value == then.1).map(|(at, _)| *at)
        };
        Comparison {
            memory: self,
            same_base: self.base == base,
            same: self.facets.iter().zip(&today).map(unchanged).collect(),
            today: today.into_iter().map(|now| now.map(|(at, _)| *at)).collect(),
            names: named(model, plan).map(|(name, _)| name).collect(),
        }
    }
}

impl<'m> Comparison<'m> {
    /// The output at an address, where it would come out as before.
    pub fn kept(&self, address: &str) -> Option<Kept<'m>> {
        let remembered = *self.memory.outputs.get(address)?;
        let trace = &self.memory.traces[remembered.trace as usize];
        let same = self.same_base && trace.iter().all(|facet| self.same[*facet as usize].is_some());
        same.then_some(Kept { memory: self.memory, remembered })
    }

    /// Why an output that was not kept is made again.
    pub fn reason(&self, address: &str) -> Reason {
        let Some(remembered) = self.memory.outputs.get(address) else { return Reason::New };
        if !self.same_base {
            return Reason::Base;
        }
        let trace = &self.memory.traces[remembered.trace as usize];
        let changed = trace.iter().map(|facet| *facet as usize).filter(|facet| self.same[*facet].is_none());
        let today: Vec<Option<u32>> = changed.map(|facet| self.today[facet]).collect();
        let names = today.iter().flatten().map(|at| self.names[*at as usize].to_owned()).collect();
        Reason::Facets { changed: names, gone: today.iter().filter(|at| at.is_none()).count() }
    }

    /// The memory of this build, from what became of each output.
    pub fn remember<'o>(
        &self,
        base: Hash,
        model: &Model,
        plan: &Plan,
        outputs: impl Iterator<Item = Fate<'o>>,
    ) -> Memory {
        let mut next = Memory {
            base,
            facets: named(model, plan).map(|(name, value)| (name_hash(name), value)).collect(),
            ..Memory::default()
        };
        let mut traces = Numbered::default();
        let mut links = Numbered::default();
        let mut translated: BTreeMap<u32, u32> = BTreeMap::new();
        let mut known_links: BTreeMap<u32, u32> = BTreeMap::new();
        for fate in outputs {
            let (address, remembered) = match fate {
                Fate::Kept { address, kept } => {
                    let Remembered { trace, links: old, hash } = kept.remembered;
                    let translate = |at: &u32| self.same[*at as usize].unwrap_or_default();
                    let trace = *translated.entry(trace).or_insert_with(|| {
                        let mut facets: Vec<u32> = self.memory.traces[trace as usize].iter().map(translate).collect();
                        facets.sort_unstable();
                        traces.number(facets)
                    });
                    let links = *known_links.entry(old).or_insert_with(|| links.number(kept.links().clone()));
                    (address, Remembered { trace, links, hash })
                }
                Fate::Made { address, reads, links: page, hash } => {
                    let trace = traces.number(reads.iter().map(|facet| facet.number() as u32).collect());
                    (address, Remembered { trace, links: links.number(page.clone()), hash })
                }
            };
            next.outputs.insert(address.to_owned(), remembered);
        }
        next.traces = traces.values;
        next.links = links.values;
        next
    }
}

impl Memory {
    /// What an output was made of, by the names of its facets; `model` and `plan` are those it was made from.
    pub fn inputs(&self, address: &str, model: &Model, plan: &Plan) -> Option<Vec<String>> {
        let remembered = self.outputs.get(address)?;
        let names: Vec<&str> = named(model, plan).map(|(name, _)| name).collect();
        let trace = &self.traces[remembered.trace as usize];
        Some(trace.iter().map(|facet| names[*facet as usize].to_owned()).collect())
    }
}

/// What became of an output.
pub enum Fate<'o> {
    Kept { address: &'o str, kept: Kept<'o> },
    Made { address: &'o str, reads: &'o [FacetId], links: &'o PageLinks, hash: [u8; 32] },
}

/// Values with a number each, equal ones with the same.
struct Numbered<T> {
    values: Vec<T>,
    numbers: BTreeMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Numbered { values: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<T: Clone + Ord> Numbered<T> {
    fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

/// The facets of the model and the plan, by number.
fn named<'a>(model: &'a Model, plan: &'a Plan) -> impl Iterator<Item = (&'a str, Hash)> {
    model.facets.iter().chain(plan.facets.iter())
}

fn name_hash(name: &str) -> Hash {
    hash(name.as_bytes())
}
