//! Where every municipality stands: what must be computed from all of them before a page can compare.
//!
//! Each value is a facet under the hash of what it says. A year that changes without changing a figure of an indicator
//! changes none of them, and a page that compares is made again only when what it compares with has changed. What the
//! values themselves were computed from is recorded, so that a rebuild computes those of which something has changed.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::compare::{Percentiles, Summaries, YearTotals, are_most, nearest, percentiles, summaries, totals};
use crate::model::facet::{Facet, FacetId, Facets, record};
use crate::model::values::{MunicipalityCode, Status, Year};
use crate::model::{Model, TOGETHER, Thing};
use crate::source::hash::{hash, shown};

/// Of all municipalities. Positions are those of the model's list.
#[derive(Debug, Default)]
pub struct Standing {
    /// Goes on after the model's.
    pub facets: Facets,
    summaries: Vec<Facet<Summaries>>,
    nearest: Vec<Facet<Vec<usize>>>,
    percentiles: Facet<Quarters>,
    country: Facet<BTreeMap<Year, YearTotals>>,
    /// How the summaries came about, in the order of the list.
    pub derived: Vec<Derived>,
}

/// The percentiles of every definition, by year and status. Each is a facet of its own: a figure that moves one median
/// changes nothing for those who look at others.
type Quarters = BTreeMap<(Year, Status), Vec<Facet<Option<Percentiles>>>>;

/// A value that was computed from others.
#[derive(Clone, Debug)]
pub struct Derived {
    pub name: String,
    /// What was read to compute it, if that was done now.
    pub reads: Option<Vec<FacetId>>,
    /// As it is kept from build to build.
    pub bytes: Vec<u8>,
}

impl Standing {
    /// Computes what is not known: `known` has the kept bytes of a name of which nothing has changed.
    pub fn of(model: &Model, known: impl Fn(&str) -> Option<Vec<u8>> + Sync) -> Standing {
        let some = |positions: &[usize]| {
            let apart = LazyCell::new(|| model.apart(positions.iter().copied().map(Thing::Municipality)));
            let one = |at: &usize| {
                let name = format!("indicators of {}", model.municipalities[*at].code);
                let kept = known(&name).and_then(|bytes| Some((postcard::from_bytes(&bytes).ok()?, bytes)));
                if let Some((value, bytes)) = kept {
                    return (value, Derived { name, reads: None, bytes });
                }
                let (model, municipality) = (&*apart, &apart.municipalities[*at]);
                let (value, reads) = record(|| summaries(model, municipality));
                // Figures can always be written.
                let bytes = postcard::to_allocvec(&value).unwrap_or_default();
                (value, Derived { name, reads: Some(reads), bytes })
            };
            positions.iter().map(one).collect::<Vec<_>>()
        };
        let positions: Vec<usize> = (0..model.municipalities.len()).collect();
        let all: Vec<(Summaries, Derived)> = positions.par_chunks(TOGETHER).flat_map_iter(some).collect();
        let code = |at: usize| model.municipalities[at].code;
        let quarters = percentiles(all.iter().enumerate().map(|(at, (summaries, _))| (code(at), summaries)));
        let mut facets = Facets::after(&model.facets);
        let ids: Vec<&str> = model.indicators.all().map(|definition| definition.id.as_str()).collect();
        let years = shown(&(&ids, quarters.keys().collect::<Vec<_>>()));
        let mut of_year = |(year, status): (Year, Status), list: Vec<Option<Percentiles>>| {
            let one = |(at, quarters): (usize, Option<Percentiles>)| {
                let id = ids.get(at).copied().unwrap_or_default();
                facets.add(format!("percentiles of {id}, {year}, {}", status.id()), shown(&quarters), quarters)
            };
            ((year, status), list.into_iter().enumerate().map(one).collect())
        };
        let quarters: Quarters = quarters.into_iter().map(|(key, list)| of_year(key, list)).collect();
        let percentiles = facets.add("years with percentiles", years, quarters);
        let real = all.iter().enumerate().filter(|(at, _)| !code(*at).is_fictitious());
        let country = totals(real.map(|(_, (summaries, _))| summaries));
        let country = facets.add("totals of the country", shown(&country), country);
        let nearest = nearest(model).into_iter().enumerate().map(|(at, near)| {
            let codes: Vec<MunicipalityCode> = near.iter().map(|at| code(*at)).collect();
            facets.add(format!("nearest to {}", code(at)), shown(&codes), near)
        });
        let nearest = nearest.collect();
        let mut summaries = Vec::with_capacity(all.len());
        let mut derived = Vec::with_capacity(all.len());
        for (value, made) in all {
            summaries.push(facets.add(&made.name, hash(&made.bytes), value));
            derived.push(made);
        }
        Standing { facets, summaries, nearest, percentiles, country, derived }
    }

    /// The same for a model that differs from the one this was computed from in some facets, with the same
    /// municipalities: only what read one of these is computed again.
    pub fn again(&self, model: &Model, changed: &[FacetId]) -> Standing {
        let kept: BTreeMap<&str, &Derived> = self.derived.iter().map(|made| (made.name.as_str(), made)).collect();
        let holds = |made: &&&Derived| {
            made.reads.as_ref().is_some_and(|reads| changed.iter().all(|facet| reads.binary_search(facet).is_err()))
        };
        let known = |name: &str| kept.get(name).filter(holds).map(|made| made.bytes.clone());
        let mut next = Standing::of(model, known);
        for made in next.derived.iter_mut().filter(|made| made.reads.is_none()) {
            made.reads = kept.get(made.name.as_str()).and_then(|before| before.reads.clone());
        }
        next
    }

    /// The values of all years of a municipality.
    pub fn summaries(&self, at: usize) -> &Summaries {
        &self.summaries[at]
    }

    /// The positions of the municipalities nearest in population, the nearest first.
    pub fn nearest(&self, at: usize) -> &[usize] {
        &self.nearest[at]
    }

    /// The percentiles of the nation in a year, by the position of definitions; nothing where no year like that is whole.
    pub fn percentiles(&self, year: Year, status: Status) -> Option<&[Facet<Option<Percentiles>>]> {
        self.percentiles.get(&(year, status)).map(Vec::as_slice)
    }

    /// The whole years of all municipalities but the invented ones, added up.
    pub fn country(&self) -> &BTreeMap<Year, YearTotals> {
        &self.country
    }

    /// The newest year, with its status, of which most municipalities have a figure, by the position of its definition;
    /// and its percentiles. See [`are_most`].
    pub fn newest_percentiles(&self, at: usize) -> Option<(Year, Status, &Percentiles)> {
        let real = self.percentiles.iter().rev().filter(|((_, status), _)| *status != Status::Demo);
        let mut found = real.filter_map(|((year, status), all)| Some((*year, *status, all.get(at)?.as_ref()?)));
        found.find(|(_, _, quarters)| are_most(quarters.with_figure, quarters.of))
    }

    /// Every year and status of which there are percentiles.
    pub fn years(&self) -> impl Iterator<Item = (Year, Status)> {
        self.percentiles.keys().copied()
    }
}
