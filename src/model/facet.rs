//! Parts of the model that know what they were made from, and a record of who reads them.
//!
//! An output is a pure function of the model. So it is enough to write down, while one is being made, which facets of
//! the model were read: as long as none of them has changed, making the output again would go the same way and end in
//! the same bytes. Nobody has to list by hand what a page depends on, and nobody can forget to.
//!
//! A facet that holds others records only itself: reading `tools[3].name` records the tool, not its text, and asking
//! which tools there are records the list, not the tools.
//!
//! Facets are shared: a copy of a model holds the same parts, and changing one of them leaves the other model as it was.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::{Deref, Index};
use std::sync::Arc;

use rayon::prelude::*;

use crate::source::hash::{Hash, hash};
use crate::source::lines::Lines;

/// Which facet of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetId(u32);

impl FacetId {
    /// The number: the position in the tables of the model and the plan, one after the other.
    pub fn number(self) -> usize {
        self.0 as usize
    }

    /// Of what is not recorded.
    const NONE: FacetId = FacetId(u32::MAX);
}

impl Default for FacetId {
    fn default() -> Self {
        FacetId::NONE
    }
}

/// Names and hashes of facets. A name stays the same from build to build; a number does not.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// The number of the first.
    first: u32,
    names: Arc<Lines>,
    hashes: Arc<Vec<Hash>>,
}

impl Facets {
    /// An empty table whose numbers go on after those of another.
    pub fn after(other: &Facets) -> Facets {
        Facets { first: other.first + other.hashes.len() as u32, ..Facets::default() }
    }

    /// A new facet.
    pub fn add<T>(&mut self, name: impl AsRef<str>, hash: Hash, value: T) -> Facet<T> {
        Facet { id: self.id(name, hash), value: Arc::new(value) }
    }

    /// A list of facets; `members` of its items are their identifiers, by which they are found.
    pub fn list<T>(&mut self, name: &str, items: impl IntoIterator<Item = (String, Hash, T)>) -> List<T> {
        let mut positions = BTreeMap::new();
        let mut members = String::new();
        let mut list = Vec::new();
        for (id, hash, value) in items {
            list.push(self.add(format!("{name}: {id}"), hash, value));
            members.push_str(&id);
            members.push('\n');
            positions.entry(id).or_insert(list.len() - 1);
        }
        let members = self.id(name, hash(members.as_bytes()));
        List { members, items: Arc::new(list), apart: Vec::new(), positions: Arc::new(positions) }
    }

    /// A facet whose value is kept elsewhere.
    pub fn id(&mut self, name: impl AsRef<str>, hash: Hash) -> FacetId {
        Arc::make_mut(&mut self.names).push(name.as_ref());
        Arc::make_mut(&mut self.hashes).push(hash);
        FacetId(self.first + (self.hashes.len() - 1) as u32)
    }

    /// Gives a facet of this table another value.
    pub fn change<T>(&mut self, facet: &mut Facet<T>, hash: Hash, value: T) {
        Arc::make_mut(&mut self.hashes)[(facet.id.0 - self.first) as usize] = hash;
        facet.value = Arc::new(value);
    }

    /// The facets of two tables with the same names that have not the same values; `None` when the names are others.
    pub fn changed_since(&self, before: &Facets) -> Option<Vec<FacetId>> {
        let same_names = Arc::ptr_eq(&self.names, &before.names) || self.names == before.names;
        let changed = |(at, (now, then)): (usize, (&Hash, &Hash))| (now != then).then_some(self.first + at as u32);
        let ids =
            || self.hashes.iter().zip(before.hashes.iter()).enumerate().filter_map(changed).map(FacetId).collect();
        (same_names && self.first == before.first).then(ids)
    }

    /// The hashes of their names, by number.
    pub fn name_hashes(&self) -> Vec<Hash> {
        let positions = (0..self.names.len()).into_par_iter();
        positions.map(|at| hash(self.names.get(at).as_bytes())).collect()
    }

    /// The hashes of their values, by number.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Name and hash of each, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Hash)> {
        self.names.iter().zip(self.hashes.iter().copied())
    }
}

/// A part of the model. Reading it is recorded.
#[derive(Default)]
pub struct Facet<T> {
    id: FacetId,
    value: Arc<T>,
}

impl<T> Clone for Facet<T> {
    fn clone(&self) -> Self {
        Facet { id: self.id, value: Arc::clone(&self.value) }
    }
}

impl<T> Facet<T> {
    /// The same facet with its value in another shape. That it was looked at for that is not recorded.
    pub(super) fn reshaped(&self, reshape: impl FnOnce(&T) -> T) -> Facet<T> {
        Facet { id: self.id, value: Arc::new(reshape(&self.value)) }
    }
}

impl<T: Clone> Facet<T> {
    /// For putting the model together: whoever changes a value answers for its hash.
    pub(crate) fn value_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.value)
    }
}

impl<T> Deref for Facet<T> {
    type Target = T;

    fn deref(&self) -> &T {
        read(self.id);
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Facet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Facets in an order, found by position or identifier. Which there are is a facet of its own.
pub struct List<T> {
    members: FacetId,
    items: Arc<Vec<Facet<T>>>,
    /// Items that this copy of a list has in another shape, by position. They say what the others say.
    apart: Vec<(usize, Facet<T>)>,
    positions: Arc<BTreeMap<String, usize>>,
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        let List { members, items, apart, positions } = self;
        let (items, positions) = (Arc::clone(items), Arc::clone(positions));
        List { members: *members, items, apart: apart.clone(), positions }
    }
}

impl<T> List<T> {
    /// The items, for giving them other values.
    pub(crate) fn items_mut(&mut self) -> &mut [Facet<T>] {
        Arc::make_mut(&mut self.items).as_mut_slice()
    }

    /// The item with an identifier, for giving it another value.
    pub(crate) fn item_mut(&mut self, id: &str) -> Option<&mut Facet<T>> {
        let at = *self.positions.get(id)?;
        self.items_mut().get_mut(at)
    }

    /// The list with the items at some positions in another shape, where they are asked for by position or identifier.
    pub(super) fn reshaped(&self, positions: &BTreeSet<usize>, reshape: impl Fn(&T) -> T) -> List<T> {
        let apart = positions.iter().map(|at| (*at, self.items[*at].reshaped(&reshape)));
        List { apart: apart.collect(), ..self.clone() }
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Facet<T>> {
        read(self.members);
        self.items.iter()
    }

    pub fn len(&self) -> usize {
        read(self.members);
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the item with an identifier stands. A position says nothing by itself, so only its absence is recorded.
    pub fn position(&self, id: &str) -> Option<usize> {
        let at = self.positions.get(id).copied();
        if at.is_none() {
            read(self.members);
        }
        at
    }

    pub fn get(&self, id: &str) -> Option<&T> {
        self.position(id).map(|at| &self[at])
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        List { members: FacetId::NONE, items: Arc::default(), apart: Vec::new(), positions: Arc::default() }
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        match self.apart.binary_search_by_key(&at, |(known, _)| *known) {
            Ok(found) => &self.apart[found].1,
            Err(_) => &self.items[at],
        }
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a Facet<T>;
    type IntoIter = std::slice::Iter<'a, Facet<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.items.iter()).finish()
    }
}

/// What one thread is writing down.
#[derive(Default)]
struct Record {
    on: bool,
    /// The number of the record under way, so that `seen` need not be emptied for each.
    number: u32,
    seen: Vec<u32>,
    reads: Vec<FacetId>,
}

thread_local! {
    static RECORD: RefCell<Record> = RefCell::default();
}

/// Writes down that a facet was read, if somebody is recording on this thread.
pub fn read(id: FacetId) {
    RECORD.with_borrow_mut(|record| {
        if !record.on || id == FacetId::NONE {
            return;
        }
        let at = id.0 as usize;
        if record.seen.len() <= at {
            record.seen.resize(at + 1, 0);
        }
        if record.seen[at] != record.number {
            record.seen[at] = record.number;
            record.reads.push(id);
        }
    });
}

/// Does some work and tells which facets it read, in the order of their numbers. Records do not nest.
pub fn record<R>(work: impl FnOnce() -> R) -> (R, Vec<FacetId>) {
    RECORD.with_borrow_mut(|record| {
        record.on = true;
        record.number += 1;
        // What a record left that ended in a panic.
        record.reads.clear();
    });
    let result = work();
    let mut reads = RECORD.with_borrow_mut(|record| {
        record.on = false;
        // Their exact number: as many as there are outputs are held until all are made.
        let reads = record.reads.clone();
        record.reads.clear();
        reads
    });
    reads.sort_unstable();
    (result, reads)
}

#[cfg(test)]
mod tests {
    use super::{Facets, record};
    use crate::source::hash::hash;

    #[test]
    fn what_is_read_is_recorded_once_and_by_name() {
        let mut facets = Facets::default();
        let single = facets.add("single", hash(b"1"), 1);
        let list = facets.list("list", ["a", "b"].map(|id| (id.to_owned(), hash(id.as_bytes()), id)));
        let names = |work: &dyn Fn()| {
            let ((), reads) = record(work);
            let name = |id: super::FacetId| facets.iter().nth(id.number()).unwrap().0;
            reads.into_iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(names(&|| assert_eq!(*single + *single, 2)), ["single"]);
        assert_eq!(names(&|| assert_eq!(list[1], "b")), ["list: b"]);
        assert_eq!(names(&|| assert_eq!(list.iter().count(), 2)), ["list"]);
        assert_eq!(names(&|| assert_eq!(list.get("b"), Some(&"b"))), ["list: b"]);
        assert_eq!(names(&|| assert_eq!(list.get("c"), None)), ["list"]);
        assert_eq!(names(&|| {}), [""; 0]);
    }
}
