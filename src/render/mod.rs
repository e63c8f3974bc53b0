//! Outputs to bytes: a view, made once from the model, through a template; or a file of its own kind.
//!
//! Templates have no data functions: what a template may see is its view (`v`), the frame of every page (`page`) and
//! the words of its language (`t`).

mod engine;
mod files;
pub mod format;
mod frame;
mod html;
mod scope;
mod views;

pub use engine::Engine;
pub use html::Html;

use rayon::prelude::*;

use crate::diagnostics::{Checked, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::plan::{Content, Output, Plan};
use crate::theme::Theme;
use scope::Scope;

/// Renders the planned outputs that are wanted, in parallel; the results are in the plan's order. What was not wanted
/// is empty; what failed is empty and told.
pub fn render(
    model: &Model,
    plan: &Plan,
    theme: &Theme,
    engine: &Engine,
    wanted: impl Fn(&Output) -> bool + Sync,
) -> Checked<Vec<Vec<u8>>> {
    let one = |output: &Output| match wanted(output) {
        true => render_one(output, model, plan, theme, engine),
        false => Ok(Vec::new()),
    };
    let rendered: Vec<Result<Vec<u8>, Diagnostic>> = plan.outputs.par_iter().map(one).collect();
    let mut found = Diagnostics::new();
    let mut bytes = Vec::with_capacity(rendered.len());
    for result in rendered {
        bytes.push(result.unwrap_or_else(|diagnostic| {
            found.push(diagnostic);
            Vec::new()
        }));
    }
    Checked::new(bytes, found)
}

/// Renders one output.
pub fn render_one(
    output: &Output,
    model: &Model,
    plan: &Plan,
    theme: &Theme,
    engine: &Engine,
) -> Result<Vec<u8>, Diagnostic> {
    match &output.content {
        Content::Page { subject, lang } => {
            let scope = Scope::new(model, plan, theme, *lang, &output.address);
            let view = views::of(&scope, *subject);
            let frame = frame::frame(&scope, *subject, &view);
            engine
                .page(view.template, *lang, &frame, &view.body)
                .map(String::into_bytes)
                .map_err(|error| engine::template_fault(theme, &error))
        }
        Content::ShortAddress { subject } => {
            Ok(files::short_address(model, plan, &output.address, *subject).into_bytes())
        }
        Content::Static { name } => Ok(theme.static_file(name).to_vec()),
        Content::StyleSheet => Ok(files::style_sheet(theme)),
        Content::SearchIndex { lang } => Ok(files::search_index(model, plan, theme, *lang).into_bytes()),
        Content::Sitemap => Ok(files::sitemap(model, plan, theme).into_bytes()),
        Content::Robots => Ok(files::robots(model).into_bytes()),
    }
}
