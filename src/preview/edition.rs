//! One state of the site, whose files are rendered when somebody asks for them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Outputs;
use crate::diagnostics::Diagnostics;
use crate::model::facet::FacetId;
use crate::site::Stages;

pub(super) struct Edition {
    pub(super) stages: Stages,
    pub(super) findings: Findings,
    /// What was rendered, by position in the plan.
    rendered: Mutex<BTreeMap<usize, Page>>,
    /// One that can render all its pages, for those that this one cannot: whether it can is not known before its verdict.
    other: Mutex<Option<Arc<Edition>>>,
}

/// What was found on the way to an edition. None of it is an error.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) in_model: Diagnostics,
    pub(super) in_theme: Diagnostics,
}

impl Findings {
    pub(super) fn all(&self) -> Diagnostics {
        self.in_model.iter().chain(self.in_theme.iter()).cloned().collect()
    }
}

/// A rendered file, and which facets of the model were read for it.
#[derive(Clone)]
struct Page {
    bytes: Arc<[u8]>,
    reads: Arc<[FacetId]>,
}

impl Edition {
    /// An edition after another. What would be rendered as it was is taken from there.
    pub(super) fn new(
        stages: Stages,
        findings: Findings,
        before: Option<&Edition>,
        proven: Option<Arc<Edition>>,
    ) -> Edition {
        let rendered = before.map(|before| before.still_rendered(&stages)).unwrap_or_default();
        Edition { stages, findings, rendered: Mutex::new(rendered), other: Mutex::new(proven) }
    }

    /// What was rendered of this edition and would come out the same in another.
    fn still_rendered(&self, next: &Stages) -> BTreeMap<usize, Page> {
        let same_plan = Arc::ptr_eq(&self.stages.plan, &next.plan) && self.stages.base == next.base;
        let in_model = next.model.facets.changed_since(&self.stages.model.facets).filter(|_| same_plan);
        let in_standing = next.standing.facets.changed_since(&self.stages.standing.facets);
        let (Some(mut changed), Some(in_standing)) = (in_model, in_standing) else { return BTreeMap::new() };
        changed.extend(in_standing);
        let stays = |page: &Page| changed.iter().all(|facet| page.reads.binary_search(facet).is_err());
        locked(&self.rendered).iter().filter(|(_, page)| stays(page)).map(|(at, page)| (*at, page.clone())).collect()
    }

    /// After a good verdict every page can be rendered.
    pub(super) fn needs_no_other(&self) {
        *locked(&self.other) = None;
    }
}

impl Outputs for Edition {
    fn get(&self, file: &str) -> Option<Arc<[u8]>> {
        let at = self.stages.plan.output(file)?;
        if let Some(page) = locked(&self.rendered).get(&at) {
            return Some(Arc::clone(&page.bytes));
        }
        let Ok(rendered) = self.stages.render(&self.stages.plan.outputs[at]) else {
            let other = locked(&self.other).clone();
            return other?.get(file);
        };
        let page = Page { bytes: rendered.bytes.into(), reads: rendered.reads.into() };
        let bytes = Arc::clone(&page.bytes);
        locked(&self.rendered).insert(at, page);
        Some(bytes)
    }

    fn has(&self, file: &str) -> bool {
        self.stages.plan.output(file).is_some()
    }
}

/// What these locks guard is whole at every moment, whoever panicked.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
