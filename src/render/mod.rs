//! Outputs to bytes: a view, made once from the model, through a template; or a file of its own kind.
//!
//! Templates have no data functions: what a template may see is its view (`v`), the frame of every page (`page`) and
//! the words of its language (`t`).

mod calculator_parts;
mod charter_files;
mod charter_parts;
mod engine;
mod files;
pub mod format;
mod frame;
mod html;
mod json;
mod scope;
mod tight;
mod views;
pub mod worksheet_files;

pub use engine::Engine;
pub use html::Html;
pub use views::report::{Channels, Report, report};

use rayon::prelude::*;

use crate::diagnostics::catalogue::C0999;
use crate::diagnostics::{Checked, Diagnostic, Diagnostics};
use crate::indicator::Standing;
use crate::model::Model;
use crate::model::facet::{self, FacetId};
use crate::plan::{Content, Output, Plan};
use crate::stages::{self, Stage};
use crate::theme::Theme;
use scope::Scope;

/// How much stack a thread needs that decodes or renders: deep pages need more than a system's default.
pub const STACK: usize = 16 * 1024 * 1024;

/// A rendered output, and which facets of the model and the plan were read for it.
#[derive(Debug)]
pub struct Rendered {
    pub bytes: Vec<u8>,
    pub reads: Vec<FacetId>,
}

/// What outputs are made of.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    pub model: &'a Model,
    pub standing: &'a Standing,
    pub plan: &'a Plan,
    pub theme: &'a Theme,
    pub engine: &'a Engine,
}

/// Renders the planned outputs that are wanted, in parallel, and hands each over as soon as it is there: what `then`
/// makes of it comes with its position in the plan, and in that order. What failed is absent, and told.
///
/// What is about one municipality is rendered together. On a large site, what was decoded for it goes when that is done.
pub fn render<R: Send>(
    site: Site,
    wanted: &[bool],
    then: impl Fn(&Output, Rendered) -> Result<R, Diagnostic> + Sync,
) -> Checked<Vec<(usize, R)>> {
    let Site { model, plan, .. } = site;
    let one = |output: &Output, site: Site| {
        stages::piece(
            Stage::Render,
            output.content.kind(),
            || output.address.as_str().to_owned(),
            || recorded(output, site),
            |result| result.as_ref().map_or(0, |rendered| rendered.bytes.len()),
        )
        .and_then(|rendered| then(output, rendered))
    };
    let municipality = |at: &usize| plan.outputs[*at].content.municipality(model);
    let mut order: Vec<usize> = (0..plan.outputs.len()).filter(|at| wanted[*at]).collect();
    order.sort_by_cached_key(municipality);
    let belong = |one: &usize, next: &usize| municipality(one).is_some_and(|code| municipality(next) == Some(code));
    let groups: Vec<&[usize]> = order.chunk_by(belong).collect();
    let some = |positions: &[usize]| {
        let apart = model.apart(positions.iter().filter_map(|at| plan.outputs[*at].content.thing()));
        let site = Site { model: &apart, ..site };
        positions.iter().map(|at| (*at, one(&plan.outputs[*at], site))).collect::<Vec<_>>()
    };
    let mut made: Vec<(usize, Result<R, Diagnostic>)> = groups.into_par_iter().flat_map_iter(some).collect();
    made.sort_unstable_by_key(|(at, _)| *at);
    let mut found = Diagnostics::new();
    let mut told = |result: Result<R, Diagnostic>| result.map_err(|diagnostic| found.push(diagnostic)).ok();
    let rendered = made.into_iter().filter_map(|(at, result)| Some((at, told(result)?))).collect();
    Checked::new(rendered, found)
}

/// Renders one output and records what it reads.
pub fn recorded(output: &Output, site: Site) -> Result<Rendered, Diagnostic> {
    let (result, reads) = facet::record(|| render_one(output, site));
    result.map(|bytes| Rendered { bytes, reads })
}

/// Renders one output.
pub fn render_one(output: &Output, site: Site) -> Result<Vec<u8>, Diagnostic> {
    let Site { model, plan, theme, engine, .. } = site;
    match &output.content {
        Content::Page { subject, lang } => {
            let scope = Scope::new(site, *lang, &output.address);
            let view = views::of(&scope, *subject);
            let frame = frame::frame(&scope, *subject, &view);
            engine.page(view.template, *lang, &frame, &view.body).map_err(|error| engine::template_fault(theme, &error))
        }
        Content::ShortAddress { subject } => {
            Ok(files::short_address(model, plan, &output.address, *subject).into_bytes())
        }
        Content::CharterFile { charter, version, lang, file } => {
            charter_files::charter_file(site, &output.address, *charter, *version, *lang, *file)
        }
        Content::Workbook { worksheet, lang } => {
            let sheet = &model.worksheets[*worksheet];
            let tool = model.tools.position(&sheet.tool).map(|tool| &model.tools[tool]);
            let checked = tool.zip(crate::worksheet::program(sheet));
            // Planned only beside its tool; what does not compile has been told, and nothing is published.
            let (tool, program) = checked.ok_or_else(|| C0999.nowhere().with("what", &sheet.file))?;
            let calculator = worksheet_files::Calculator { tool, sheet, program: &program };
            worksheet_files::workbook(site, &output.address, *lang, calculator)
                .map_err(|error| C0999.nowhere().with("what", format!("{}: {error}", output.address.as_str())))
        }
        Content::Static { name } => Ok(match std::str::from_utf8(theme.static_file(name)) {
            Ok(script) if engine.is_tight() && name.ends_with(".js") => tight::tightened_script(script).into_bytes(),
            _ => theme.static_file(name).to_vec(),
        }),
        Content::StyleSheet => Ok(files::style_sheet(theme)),
        Content::SearchIndex { lang } => Ok(files::search_index(site, *lang).into_bytes()),
        Content::ComparedFigures { lang } => Ok(views::compared_figures(site, *lang).into_bytes()),
        Content::Sitemap => Ok(files::sitemap(model, plan, theme).into_bytes()),
        Content::Robots => Ok(files::robots(model).into_bytes()),
    }
}
