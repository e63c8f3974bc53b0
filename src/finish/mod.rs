//! After rendering: every internal link leads somewhere, and every output has its file.

mod links;

use crate::diagnostics::{Checked, Diagnostics};
use crate::model::Model;
use crate::plan::{Output, Plan};

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
    links::check(model, plan, bytes, &mut found);
    found
}

/// Checks and finishes what was rendered; `bytes` are in the plan's order.
pub fn finish(model: &Model, plan: &Plan, bytes: Vec<Vec<u8>>) -> Checked<Vec<File>> {
    let found = check(model, plan, &bytes);
    let file = |(output, bytes): (&Output, _)| File { path: output.address.to_file(), bytes };
    Checked::new(plan.outputs.iter().zip(bytes).map(file).collect(), found)
}
