//! The way from a folder of files to a finished site, stage by stage.

use std::path::Path;

use crate::check;
use crate::diagnostics::catalogue::{C0123, C0603, C0901};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Texts};
use crate::finish::{self, File};
use crate::model::Model;
use crate::model::values::Date;
use crate::plan::{Content, Plan};
use crate::render::{self, Engine};
use crate::source::{Located, SourceTree};
use crate::theme::Theme;

/// What the command line may decide about a build.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Goes before the site's own `base_url`.
    pub base_url: Option<String>,
    /// The build's date; without it the newest date of the content.
    pub date: Option<Date>,
    /// The last day that can have been: no date of the content after it becomes the build's date. It decides about
    /// faults only; what a sound site looks like does not depend on it.
    pub limit: Option<Date>,
    /// Whether pages are minified.
    pub minify: bool,
}

/// A site as far as it could be made, with everything that was found on the way.
#[derive(Debug, Default)]
pub struct Made {
    /// All files; only when nothing was wrong.
    pub files: Option<Vec<File>>,
    /// How many of them are pages.
    pub pages: usize,
    pub diagnostics: Diagnostics,
    /// For printing the diagnostics.
    pub texts: Texts,
}

/// Reads, checks, plans, renders and finishes a site. Nothing is written.
///
/// The stages go on after faults as long as what follows can still say something true; a site with errors has no files.
pub fn make(root: &Path, settings: &Settings) -> Made {
    let mut site = Made::default();
    if let Some(stages) = stages(root, settings, &mut site) {
        if site.diagnostics.has_errors() {
            stages.sample(&mut site.diagnostics);
        } else {
            let Stages { model, theme, plan, engine } = stages;
            let found = &mut site.diagnostics;
            let rendered = render::render(&model, &plan, &theme, &engine, |_| true).collect_into(found);

            site.pages = plan.outputs.iter().filter(|output| matches!(output.content, Content::Page { .. })).count();
            let files = finish::finish(&model, &plan, rendered, settings.minify).collect_into(found);
            site.files = Some(files).filter(|_| !found.has_errors());
        }
    }
    site.diagnostics.sort();
    site
}

/// Finds everything that [`make`] would find in the content, and renders only a sample: no files are made.
pub fn examine(root: &Path, settings: &Settings) -> Made {
    let mut site = Made::default();
    if let Some(stages) = stages(root, settings, &mut site) {
        stages.sample(&mut site.diagnostics);
    }
    site.diagnostics.sort();
    site
}

/// What rendering needs.
struct Stages {
    model: Model,
    theme: Theme,
    plan: Plan,
    engine: Engine,
}

/// Whether a text is missing because its place was left empty, which has been told.
fn lacks_what_is_empty(fault: &Diagnostic, emptied: &[Place]) -> bool {
    let Some(place) = fault.place.as_ref().filter(|_| fault.fault.code == C0603.code) else { return false };
    emptied
        .iter()
        .any(|empty| empty.file == place.file && (place.span.start..=place.span.end).contains(&empty.span.start))
}

impl Stages {
    /// Renders a sample and tells what that shows: faults of templates, anchors that no page has. In a site with other
    /// errors only what they cannot have caused.
    fn sample(&self, found: &mut Diagnostics) {
        let Stages { model, theme, plan, engine } = self;
        let sound = !found.has_errors();
        let sample = plan.sample(model);
        let rendered = render::render(model, plan, theme, engine, |output| sample.contains(&output.address));
        let rendered = rendered.collect_into(found);
        let check = if sound { finish::check } else { finish::check_texts };
        found.append(check(model, plan, &rendered));
    }
}

/// From the files to the plan; nothing when what follows could say nothing true.
fn stages(root: &Path, settings: &Settings, site: &mut Made) -> Option<Stages> {
    let found = &mut site.diagnostics;
    let tree = SourceTree::read(root).collect_into(found);
    site.texts = tree.texts();
    let mut model = Model::load(&tree, settings.date, settings.limit).collect_into(found)?;
    if let Some(url) = &settings.base_url {
        model.site.base_url = Some(Located::nowhere(url.clone()));
    }
    if model.site.base_url.is_none() {
        found.push(C0901.nowhere());
    }
    let emptied: Vec<Place> =
        found.iter().filter(|d| d.fault.code == C0123.code).filter_map(|d| d.place.clone()).collect();
    found.extend(check::check(&model).into_iter().filter(|fault| !lacks_what_is_empty(fault, &emptied)));
    let theme = Theme::load(&model.site, &tree).collect_into(found)?;
    let plan = Plan::make(&model, &theme).collect_into(found);
    let engine = Engine::load(&theme, &model).collect_into(found)?;
    Some(Stages { model, theme, plan, engine })
}
