//! After rendering: every internal link leads somewhere, and every output has its file.

mod links;

pub use links::PageLinks;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostics::{Checked, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::model::facet::FacetId;
use crate::plan::{Output, Plan};
use crate::render::Rendered;
use links::Files;

/// A finished file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Below the output folder, with `/`.
    pub path: String,
    /// BLAKE3 of the bytes.
    pub hash: [u8; 32],
    /// Absent where the sink kept them, and where they are the same as in the last build, which has them.
    pub bytes: Option<Vec<u8>>,
}

impl File {
    /// The bytes; empty where they are elsewhere.
    pub fn content(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }
}

/// Where finished files go while others are still being made, so that they need not all be held.
pub trait Sink: Sync {
    /// Takes a finished file, or gives its bytes back.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn take(&self, path: &str, hash: [u8; 32], bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Diagnostic>;
}

/// Holds all files in memory.
pub struct InMemory;

impl Sink for InMemory {
    fn take(&self, _path: &str, _hash: [u8; 32], bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Diagnostic> {
        Ok(Some(bytes))
    }
}

/// Forgets all files: for finding out whether they are sound.
pub struct Nowhere;

impl Sink for Nowhere {
    fn take(&self, _path: &str, _hash: [u8; 32], _bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Diagnostic> {
        Ok(None)
    }
}

/// A finished file, which facets were read for it, and what must be known of its links when another page changes.
#[derive(Debug)]
pub struct Finished {
    pub file: File,
    pub reads: Vec<FacetId>,
    pub links: Arc<PageLinks>,
    /// What is wrong with its own links.
    pub found: Diagnostics,
}

/// Finishes outputs one by one.
pub struct Finisher<'a> {
    files: Files<'a>,
    sink: &'a dyn Sink,
    /// Thousands of pages have the same.
    links: Mutex<BTreeSet<Arc<PageLinks>>>,
}

impl<'a> Finisher<'a> {
    pub fn new(plan: &'a Plan, sink: &'a dyn Sink) -> Finisher<'a> {
        Finisher { files: Files::of(plan), sink, links: Mutex::default() }
    }

    fn shared(&self, links: PageLinks) -> Arc<PageLinks> {
        let mut known = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.get(&links) {
            return Arc::clone(same);
        }
        let new = Arc::new(links);
        known.insert(Arc::clone(&new));
        new
    }

    /// Checks the links of a rendered output and gives it to the sink.
    ///
    /// # Errors
    ///
    /// When the sink cannot take it.
    pub fn finish(&self, output: &Output, rendered: Rendered) -> Result<Finished, Diagnostic> {
        let Rendered { bytes, reads } = rendered;
        let html = output.content.is_html();
        let links = if html { links::of_page(output, &bytes, &self.files) } else { Checked::default() };
        let (path, hash) = (output.address.to_file(), blake3::hash(&bytes).into());
        let bytes = self.sink.take(&path, hash, bytes)?;
        let (found, links) = (links.diagnostics, self.shared(links.value));
        Ok(Finished { file: File { path, hash, bytes }, reads, links, found })
    }
}

/// Checks what leads from page to page. `pages` are in the plan's order; of what is absent nothing is said.
pub fn check(model: &Model, plan: &Plan, pages: &[Option<&PageLinks>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    links::check(model, plan, pages, false, &mut found);
    found
}

/// Checks only the links of texts, in a site that has other faults.
pub fn check_texts(model: &Model, plan: &Plan, pages: &[Option<&PageLinks>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    links::check(model, plan, pages, true, &mut found);
    found
}
