//! After rendering: every internal link leads somewhere, and every output has its file.

mod links;

pub use links::PageLinks;

use rayon::prelude::*;

use crate::diagnostics::{Checked, Diagnostics};
use crate::model::Model;
use crate::model::facet::FacetId;
use crate::plan::{Content, Output, Plan};
use crate::render::Rendered;

/// A finished file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Below the output folder, with `/`.
    pub path: String,
    /// BLAKE3 of the bytes.
    pub hash: [u8; 32],
    /// Absent where they are the same as in the last build, which has them.
    pub bytes: Option<Vec<u8>>,
}

impl File {
    /// The bytes; empty where they were kept.
    pub fn content(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }
}

/// A finished file, which facets were read for it, and what must be known of its links when another page changes.
#[derive(Debug)]
pub struct Finished {
    pub file: File,
    pub reads: Vec<FacetId>,
    pub links: PageLinks,
}

/// Finishes what was rendered, in parallel: its own links are checked.
pub fn finish(plan: &Plan, rendered: Vec<Option<Rendered>>) -> Checked<Vec<Option<Finished>>> {
    let files = links::files(plan);
    let one = |(output, rendered): (&Output, Option<Rendered>)| {
        let Rendered { bytes, reads } = rendered?;
        let html = matches!(output.content, Content::Page { .. } | Content::ShortAddress { .. });
        let links = if html { links::of_page(output, &bytes, &files) } else { Checked::default() };
        let file = File { path: output.address.to_file(), hash: blake3::hash(&bytes).into(), bytes: Some(bytes) };
        Some(Checked::new(Finished { file, reads, links: links.value }, links.diagnostics))
    };
    let finished: Vec<_> = plan.outputs.par_iter().zip(rendered.into_par_iter()).map(one).collect();
    let mut found = Diagnostics::new();
    let finished = finished.into_iter().map(|one| one.map(|one| one.collect_into(&mut found))).collect();
    Checked::new(finished, found)
}

/// Checks what leads from page to page. `pages` are in the plan's order; of what is absent nothing is said.
pub fn check<'p>(model: &Model, plan: &Plan, pages: &[Option<&'p PageLinks>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    links::check(model, plan, pages, &mut found);
    found
}
