//! The way from a folder of files to a finished site, stage by stage.

use std::path::Path;

use crate::diagnostics::catalogue::C0901;
use crate::diagnostics::{Diagnostics, Texts};
use crate::finish::{self, File};
use crate::model::Model;
use crate::model::values::Date;
use crate::plan::{Content, Plan};
use crate::render::{self, Engine};
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::{check, plan};

/// What the command line may decide about a build.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Goes before the site's own `base_url`.
    pub base_url: Option<String>,
    /// The build's date; without it the newest date of the content.
    pub date: Option<Date>,
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
    let mut found = Diagnostics::new();
    let tree = SourceTree::read(root).collect_into(&mut found);
    let texts = tree.texts();
    let stages = make_from(&tree, settings, &mut found);
    found.sort();
    let (files, pages) =
        stages.filter(|_| !found.has_errors()).map_or((None, 0), |(files, pages)| (Some(files), pages));
    Made { files, pages, diagnostics: found, texts }
}

fn make_from(tree: &SourceTree, settings: &Settings, found: &mut Diagnostics) -> Option<(Vec<File>, usize)> {
    let mut model = Model::load(tree, settings.date).collect_into(found)?;
    if settings.base_url.is_some() {
        model.site.base_url.clone_from(&settings.base_url);
    }
    if model.site.base_url.is_none() {
        found.push(C0901.nowhere());
    }
    found.append(check::check(&model));
    let theme = Theme::load(&model.site, tree).collect_into(found)?;
    let plan: plan::Plan = Plan::make(&model, &theme).collect_into(found);
    let engine = Engine::load(&theme, &model).collect_into(found)?;
    if found.has_errors() {
        return None;
    }
    let rendered = render::render(&model, &plan, &theme, &engine).collect_into(found);
    if found.has_errors() {
        return None;
    }
    let pages = plan.outputs.iter().filter(|output| matches!(output.content, Content::Page { .. })).count();
    let files = finish::finish(&model, &plan, rendered, settings.minify).collect_into(found);
    Some((files, pages))
}
