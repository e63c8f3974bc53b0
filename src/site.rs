//! The way from a folder of files to a finished site, stage by stage.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{self, Verdict};
use crate::diagnostics::catalogue::{C0123, C0603, C0901};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place, Severity, Texts, Words};
use crate::finish::{self, File, Finished, Finisher, InMemory, PageLinks, Sink};
use crate::indicator::Standing;
use crate::memory::{Comparison, Fate, Kept, Memory, Reason, Rest};
use crate::model::lazy::Keeper;
use crate::model::values::Date;
use crate::model::{Asked, Decoded, Model};
use crate::plan::{Content, Output, Plan};
use crate::publish::Quality;
use crate::render::{self, Engine, Rendered};
use crate::source::hash::{self, Hash, combined, shown};
use crate::source::{Located, SourceFile, SourceTree, Walk, yaml};
use crate::stages::{self, Stage};
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
    /// Whether templates are tightened, so that pages are smaller.
    pub minify: bool,
    /// Whether drafts of charters are published.
    pub drafts: bool,
    /// Whether compressed copies are published beside the files, and how small.
    pub compress: Option<Quality>,
}

impl Settings {
    /// What the model needs to know of them.
    pub fn asked(&self) -> Asked {
        Asked { today: self.date, limit: self.limit, drafts: self.drafts }
    }
}

/// A site as far as it could be made, with everything that was found on the way.
#[derive(Debug, Default)]
pub struct Made {
    /// All files; only when nothing was wrong.
    pub files: Option<Vec<File>>,
    /// How many of them are pages.
    pub pages: usize,
    /// How many files were made this time.
    pub rendered: usize,
    /// How many files were read.
    pub read: usize,
    /// Files in whose texts something was found that is no error: they are read each time, so that it is told.
    pub linted: Vec<Arc<str>>,
    /// The answer to [`Before::explain`].
    pub explained: Option<Explained>,
    pub diagnostics: Diagnostics,
    /// For printing the diagnostics.
    pub texts: Texts,
}

/// Reads, checks, plans, renders and finishes a site. Nothing is written.
///
/// The stages go on after faults as long as what follows can still say something true; a site with errors has no files.
pub fn make(root: &Path, settings: &Settings) -> Made {
    make_again(root, settings, &mut Before::default(), &InMemory)
}

/// What is left of the last time, for making a site again at the cost of what changed.
#[derive(Default)]
pub struct Before {
    pub decoded: Decoded,
    pub memory: Memory,
    /// The memory, where nobody has read it yet: that is done beside other work.
    pub unread: Option<Rest>,
    /// Where decoded values wait until somebody looks at them, if not in memory.
    pub keeper: Option<Arc<dyn Keeper>>,
    /// What stands in the site's folders, if somebody has just looked. The files that it knows are held by `decoded`.
    pub walk: Option<Walk>,
    /// The address of an output whose making is to be explained.
    pub explain: Option<String>,
}

/// Like [`make`]. What would come out as it did before is not made: its file has no bytes.
/// The sink takes the others as soon as they are finished.
pub fn make_again(root: &Path, settings: &Settings, before: &mut Before, sink: &dyn Sink) -> Made {
    let mut site = Made::default();
    let unread = before.unread.take();
    let (memory, read) = rayon::join(|| unread.and_then(Rest::memory), || read(root, settings, before, &mut site));
    before.memory = memory.unwrap_or_else(|| std::mem::take(&mut before.memory));
    if let Some((model, tree)) = read {
        let comparison = before.memory.compare(base(&tree, &model, settings), &model);
        let past = Some(&comparison);
        if let Some((stages, verdicts)) = checked(model, &tree, settings, past, &mut site.diagnostics) {
            if site.diagnostics.has_errors() {
                stages.sample(&mut site.diagnostics);
            } else {
                let explain = before.explain.as_deref();
                let memory = render_changed(&stages, &verdicts, comparison, explain, sink, &mut site);
                if let Some(memory) = memory {
                    drop_aside(std::mem::replace(&mut before.memory, memory));
                }
            }
            drop_aside(stages);
        }
        drop_aside(tree);
    }
    site.show_what_was_left(root);
    site.diagnostics.sort();
    site
}

/// Lets another thread take a large value apart: nobody waits for that.
pub fn drop_aside<T: Send + 'static>(value: T) {
    rayon::spawn(move || drop(value));
}

impl Made {
    /// Something may have been found in a file whose text was not kept: it is needed for showing that.
    fn show_what_was_left(&mut self, root: &Path) {
        let places = self.diagnostics.iter().flat_map(|d| [&d.place, &d.also]).flatten();
        let kept = |file: &Arc<str>| self.texts.get(file).is_some_and(|text| !text.is_empty());
        let wanted: BTreeSet<Arc<str>> = places.map(|place| &place.file).filter(|file| !kept(file)).cloned().collect();
        self.texts.extend(SourceTree::read_some(root, wanted.iter().map(|file| &**file)).texts());
    }
}

/// Renders what can differ from the last time; the memory of this time, when nothing was wrong.
fn render_changed(
    stages: &Stages,
    verdicts: &[Verdict],
    comparison: Comparison,
    explain: Option<&str>,
    sink: &dyn Sink,
    site: &mut Made,
) -> Option<Memory> {
    let Stages { model, plan, .. } = stages;
    let found = &mut site.diagnostics;
    let stage = stages::enter(Stage::Compare, 0);
    let comparison = comparison.with(&stages.standing.facets).with(&plan.facets);
    let kept: Vec<Option<Kept>> =
        plan.outputs.par_iter().map(|output| comparison.kept(output.address.as_str())).collect();
    let wanted: Vec<bool> = kept.iter().map(Option::is_none).collect();
    drop(stage);
    let stage = stages::enter(Stage::Render, wanted.iter().filter(|wanted| **wanted).count());
    let finisher = Finisher::new(plan, sink);
    let finish = |output: &Output, rendered| finisher.finish(output, rendered);
    let mut finished = render::render(stages.site(), &wanted, finish).collect_into(found);
    drop(stage);
    let stage = stages::enter(Stage::Finish, 0);
    finished.iter_mut().for_each(|(_, made)| found.append(std::mem::take(&mut made.found)));
    let mut links: Vec<Option<&PageLinks>> = kept.iter().map(|kept| Some(&**kept.as_ref()?.links())).collect();
    finished.iter().for_each(|(at, made)| links[*at] = Some(&made.links));
    found.append(finish::check(model, plan, &links));
    drop(stage);
    if found.has_errors() {
        return None;
    }
    site.pages = plan.outputs.iter().filter(|output| matches!(output.content, Content::Page { .. })).count();
    site.rendered = wanted.iter().filter(|wanted| **wanted).count();
    // What was not kept was made, or there would have been an error.
    let mut of_made = finished.iter().map(|(_, made)| made);
    let fates = plan.outputs.iter().zip(&kept).filter_map(|(output, kept)| {
        let address = output.address.as_str();
        let Some(kept) = kept else {
            let Finished { file, reads, links, .. } = of_made.next()?;
            return Some(Fate::Made { address, reads, links, hash: file.hash });
        };
        Some(Fate::Kept { address, kept: *kept })
    });
    let reason = explain.filter(|address| wanted_output(plan, &wanted, address));
    let reason = reason.map(|address| comparison.reason(address, stages.site()));
    let next = comparison.remember(fates, verdicts, &stages.standing);
    site.explained = explain.map(|address| Explained { reason, inputs: next.inputs_of(address, stages.site()) });
    let mut of_made = finished.into_iter().map(|(_, made)| made.file);
    let file = |(output, kept): (&Output, &Option<Kept>)| match kept {
        Some(kept) => Some(File { path: output.address.to_file(), hash: kept.hash(), bytes: None }),
        None => of_made.next(),
    };
    site.files = Some(plan.outputs.iter().zip(&kept).filter_map(file).collect());
    Some(next)
}

/// Whether the output at an address was made this time.
fn wanted_output(plan: &Plan, wanted: &[bool], address: &str) -> bool {
    plan.outputs.iter().zip(wanted).any(|(output, wanted)| *wanted && output.address.as_str() == address)
}

/// What an output is made of, and why it was made.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Absent where the output was kept.
    pub reason: Option<Reason>,
    /// The facets that were read for it, by name; absent where there is no such output.
    pub inputs: Option<Vec<String>>,
}

/// Finds everything that [`make`] would find in the content, and renders only a sample: no files are made.
pub fn examine(root: &Path, settings: &Settings) -> Made {
    let mut site = Made::default();
    if let Some((model, tree)) = read(root, settings, &mut Before::default(), &mut site)
        && let Some((stages, _)) = checked(model, &tree, settings, None, &mut site.diagnostics)
    {
        stages.sample(&mut site.diagnostics);
    }
    site.show_what_was_left(root);
    site.diagnostics.sort();
    site
}

/// What rendering needs.
pub struct Stages {
    pub model: Model,
    pub standing: Arc<Standing>,
    pub theme: Arc<Theme>,
    pub plan: Arc<Plan>,
    pub engine: Arc<Engine>,
    /// The hash of what every output depends on: the program, the theme, the settings.
    pub base: Hash,
}

impl Stages {
    /// From a model to the plan and the engine. What could not be made is told.
    pub fn of(model: Model, tree: &SourceTree, settings: &Settings) -> Checked<Option<Stages>> {
        let standing = Standing::of(&model, |_| None);
        let Checked { value, diagnostics } = Planned::make(&model, &standing, tree, settings);
        Checked::new(value.map(|planned| planned.with(model, standing)), diagnostics)
    }

    /// What outputs are made of.
    pub fn site(&self) -> render::Site<'_> {
        let Stages { model, standing, plan, theme, engine, .. } = self;
        render::Site { model, standing, plan, theme, engine }
    }

    /// The same for a model that differs from this one in a few values, and perhaps another theme: what the change
    /// does not touch is kept. The links of texts are not checked.
    pub fn with(
        &self,
        model: Model,
        other_theme: bool,
        tree: &SourceTree,
        settings: &Settings,
    ) -> Checked<Option<Stages>> {
        let mut found = Diagnostics::new();
        let (theme, engine, base) = if other_theme {
            let Some(theme) = Theme::load(&model.site, tree).collect_into(&mut found) else {
                return Checked::new(None, found);
            };
            let Some(engine) = Engine::load(&theme, &model, settings.minify).collect_into(&mut found) else {
                return Checked::new(None, found);
            };
            (Arc::new(theme), Arc::new(engine), base(tree, &model, settings))
        } else {
            (Arc::clone(&self.theme), Arc::clone(&self.engine), self.base)
        };
        let changed = model.facets.changed_since(&self.model.facets);
        let standing = match &changed {
            Some(changed) if changed.is_empty() => Arc::clone(&self.standing),
            Some(changed) => Arc::new(self.standing.again(&model, changed)),
            None => Arc::new(Standing::of(&model, |_| None)),
        };
        let plan = match changed.filter(|_| standing.facets.changed_since(&self.standing.facets).is_some()) {
            Some(changed) => self.plan.make_again(&model, &standing, &changed, &theme),
            None => {
                let plan = Plan::make(&model, &standing, &theme);
                Checked::new(Arc::new(plan.value), plan.diagnostics)
            }
        };
        let plan = plan.collect_into(&mut found);
        Checked::new(Some(Stages { model, standing, theme, plan, engine, base }), found)
    }

    /// Renders one output and records what it reads.
    pub fn render(&self, output: &Output) -> Result<Rendered, Diagnostic> {
        render::recorded(output, self.site())
    }

    /// Renders a sample and tells what that shows: faults of templates, anchors that no page has. In a site with other
    /// errors only what they cannot have caused.
    fn sample(&self, found: &mut Diagnostics) {
        let Stages { model, theme, plan, .. } = self;
        let sound = !found.has_errors();
        let sample = plan.sample(model, theme);
        let wanted: Vec<bool> = plan.outputs.iter().map(|output| sample.contains(&output.address)).collect();
        let finisher = Finisher::new(plan, &InMemory);
        let finish = |output: &Output, rendered| finisher.finish(output, rendered);
        let mut finished = render::render(self.site(), &wanted, finish).collect_into(found);
        // Pages whose template fails, which has been told, can still show which anchors they have.
        let mut failed = wanted;
        finished.iter().for_each(|(at, _)| failed[*at] = false);
        if failed.contains(&true)
            && let Some(engine) = Engine::built_in(theme, model)
        {
            let site = render::Site { engine: &engine, ..self.site() };
            finished.extend(render::render(site, &failed, finish).value);
        }
        if sound {
            finished.iter_mut().for_each(|(_, made)| found.append(std::mem::take(&mut made.found)));
        }
        let mut links: Vec<Option<&PageLinks>> = vec![None; plan.outputs.len()];
        finished.iter().for_each(|(at, made)| links[*at] = Some(&made.links));
        let check = if sound { finish::check } else { finish::check_texts };
        found.append(check(model, plan, &links));
    }
}

/// Whether a text is missing because its place was left empty, which has been told.
fn lacks_what_is_empty(fault: &Diagnostic, emptied: &[Place]) -> bool {
    let Some(place) = fault.place.as_ref().filter(|_| fault.fault.code == C0603.code) else { return false };
    emptied
        .iter()
        .any(|empty| empty.file == place.file && (place.span.start..=place.span.end).contains(&empty.span.start))
}

/// From the files to the model; nothing when what follows could say nothing true.
fn read(root: &Path, settings: &Settings, before: &mut Before, site: &mut Made) -> Option<(Model, SourceTree)> {
    let found = &mut site.diagnostics;
    let stage = stages::enter(Stage::Read, 0);
    let walk = before.walk.take().unwrap_or_else(|| Walk::of(root));
    let (tree, fresh) = SourceTree::read_each(root, &walk, |file| before.decoded.decode(file, before.keeper.as_ref()));
    let tree = tree.collect_into(found);
    site.linted = tree.told().cloned().collect();
    site.read = walk.entries.iter().filter(|entry| entry.known.is_none()).count();
    before.decoded.extend(fresh.into_iter().flatten());
    drop(stage);
    site.texts = tree.texts();
    let _stage = stages::enter(Stage::Decode, 0);
    let model = model(&tree, &mut before.decoded, settings).collect_into(found)?;
    Some((model, tree))
}

/// From a model to the plan, with all that the rules across the model find, and where. `found` is
/// what was found before; `past` knows what need not be found out again.
fn checked(
    model: Model,
    tree: &SourceTree,
    settings: &Settings,
    past: Option<&Comparison>,
    found: &mut Diagnostics,
) -> Option<(Stages, Vec<Verdict>)> {
    let _stage = stages::enter(Stage::Check, 0);
    let emptied: Vec<Place> =
        found.iter().filter(|d| d.fault.code == C0123.code).filter_map(|d| d.place.clone()).collect();
    let standing = Standing::of(&model, |name| past.and_then(|past| past.value(name)));
    let (judgement, planned) = rayon::join(
        || check::judge(&model, |unit| past.and_then(|past| past.value(unit))),
        || Planned::make(&model, &standing, tree, settings),
    );
    found.extend(judgement.found.into_iter().filter(|fault| !lacks_what_is_empty(fault, &emptied)));
    if model.site.guessed {
        say_what_is_not_judged(&model, tree, found);
    }
    planned.collect_into(found).map(|planned| (planned.with(model, standing), judgement.verdicts))
}

/// Everything that can be said of files that do not make a site.
pub fn judge(tree: &SourceTree, decoded: &Decoded, settings: &Settings) -> Diagnostics {
    let mut found = tree.found();
    found.append(decoded.found());
    if let Some(model) = assembled(tree, decoded, settings).collect_into(&mut found)
        && let Some((stages, _)) = checked(model, tree, settings, None, &mut found)
    {
        stages.sample(&mut found);
    }
    found.sort();
    found
}

/// The model of a tree, of which only what is not known yet is decoded.
fn model(tree: &SourceTree, decoded: &mut Decoded, settings: &Settings) -> Checked<Option<Model>> {
    decoded.update(tree);
    let mut found = decoded.found();
    let model = assembled(tree, decoded, settings).collect_into(&mut found);
    Checked::new(model, found)
}

/// The model of decoded files, under the settings of a build.
pub fn assembled(tree: &SourceTree, decoded: &Decoded, settings: &Settings) -> Checked<Option<Model>> {
    let mut checked = Model::assemble(tree, decoded, settings.asked());
    if let Some(model) = &mut checked.value {
        if let Some(url) = &settings.base_url {
            model.site.value_mut().base_url = Some(Located::nowhere(url.clone()));
        }
        if model.site.base_url.is_none() && !model.is_doubtful(&model.site.file) {
            checked.diagnostics.push(C0901.nowhere());
        }
    }
    checked
}

/// What the theme and the model make together.
struct Planned {
    theme: Theme,
    plan: Plan,
    engine: Engine,
    base: Hash,
}

impl Planned {
    fn make(model: &Model, standing: &Standing, tree: &SourceTree, settings: &Settings) -> Checked<Option<Planned>> {
        let mut found = Diagnostics::new();
        let planned = Theme::load(&model.site, tree).collect_into(&mut found).and_then(|theme| {
            let plan = Plan::make(model, standing, &theme).collect_into(&mut found);
            found.append(plan.check_links(model));
            let engine = Engine::load(&theme, model, settings.minify).collect_into(&mut found)?;
            let base = base(tree, model, settings);
            Some(Planned { theme, plan, engine, base })
        });
        Checked::new(planned, found)
    }

    fn with(self, model: Model, standing: Standing) -> Stages {
        let Planned { theme, plan, engine, base } = self;
        let standing = Arc::new(standing);
        Stages { model, standing, theme: Arc::new(theme), plan: Arc::new(plan), engine: Arc::new(engine), base }
    }
}

/// Where the site's languages cannot be read, nothing is said of languages: what is told of them says so.
fn say_what_is_not_judged(model: &Model, tree: &SourceTree, found: &mut Diagnostics) {
    let file = &model.site.file;
    let text = tree.get(file).map(SourceFile::text).unwrap_or_default();
    let part = yaml::top_entry(text, "languages").unwrap_or(0..text.len().max(1));
    found.each(|fault| {
        let its = match &fault.place {
            Some(place) => place.file == *file && part.contains(&place.span.start),
            None => fault.value("file") == Some(file),
        };
        if its && fault.severity() == Severity::Error {
            fault.add_words("aside", NOT_JUDGED);
        }
    });
}

const NOT_JUDGED: Words = Words {
    es: "mientras tanto no se revisa en qué idiomas está cada texto",
    en: "until then nobody checks in which languages each text is",
};

/// The hash of what every output depends on. The model's facets hold the rest.
fn base(tree: &SourceTree, model: &Model, settings: &Settings) -> Hash {
    let given = shown(&(
        env!("CABILDO_PROGRAM"),
        &model.site.theme,
        &model.site.base_url,
        settings.minify,
        settings.drafts,
        settings.compress,
    ));
    let theme = tree.below("themes").flat_map(|file| [hash::hash(file.path.as_bytes()), file.hash]);
    combined(std::iter::once(given).chain(theme))
}
