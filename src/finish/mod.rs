//! After rendering: every internal link leads somewhere, and pages lose the space that nobody sees.

mod links;
mod minify;

use rayon::prelude::*;

use crate::diagnostics::{Checked, Diagnostics};
use crate::model::Model;
use crate::plan::Plan;

/// A finished file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Below the output folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Checks the links of what was rendered, without finishing it.
pub fn check(model: &Model, plan: &Plan, bytes: &[Vec<u8>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    links::check(model, plan, bytes, false, &mut found);
    found
}

/// Checks only the links of texts, in a site that has other faults.
pub fn check_texts(model: &Model, plan: &Plan, bytes: &[Vec<u8>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    links::check(model, plan, bytes, true, &mut found);
    found
}

/// Checks and finishes what was rendered; `bytes` are in the plan's order.
pub fn finish(model: &Model, plan: &Plan, bytes: Vec<Vec<u8>>, minified: bool) -> Checked<Vec<File>> {
    let found = check(model, plan, &bytes);
    let files = plan
        .outputs
        .par_iter()
        .zip(bytes)
        .map(|(output, bytes)| {
            let path = output.address.to_file();
            let bytes = if minified && path.ends_with(".html") { minify::page(bytes) } else { bytes };
            File { path, bytes }
        })
        .collect();
    Checked::new(files, found)
}
