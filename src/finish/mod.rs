//! After rendering: every internal link leads somewhere, and every output has its file.

mod links;
mod minify;

pub use links::PageLinks;

use rayon::prelude::*;

use crate::diagnostics::{Checked, Diagnostics};
use crate::model::Model;
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

/// A finished file and what must be known of its links when another page changes.
#[derive(Debug)]
pub struct Finished {
    pub file: File,
    pub links: PageLinks,
}

/// Finishes what was rendered, in parallel: its own links are checked, its space that nobody sees goes.
pub fn finish(plan: &Plan, rendered: &[Option<Rendered>], minified: bool) -> Checked<Vec<Option<Finished>>> {
    let files = links::files(plan);
    let one = |(output, rendered): (&Output, &Option<Rendered>)| {
        let bytes = &rendered.as_ref()?.bytes;
        let html = matches!(output.content, Content::Page { .. } | Content::ShortAddress { .. });
        let links = if html { links::of_page(output, bytes, &files) } else { Checked::default() };
        let path = output.address.to_file();
        let bytes = if minified && path.ends_with(".html") { minify::page(bytes) } else { bytes.clone() };
        let file = File { path, hash: blake3::hash(&bytes).into(), bytes: Some(bytes) };
        Some(Checked::new(Finished { file, links: links.value }, links.diagnostics))
    };
    let finished: Vec<_> = plan.outputs.par_iter().zip(rendered).map(one).collect();
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
