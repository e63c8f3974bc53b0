//! What takes a look at the whole site, done behind what is shown: rules across the model, and every link.
//!
//! One thread does it, for the newest state of the files only: work that a newer one has overtaken is left where it is.
//! What is known of pages by then is kept all the same, so that it need not be found out twice.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use rayon::prelude::*;

use super::edition::Edition;
use crate::check::{self, Judgement};
use crate::diagnostics::{Checked, Diagnostics};
use crate::finish::{self, Finished, Finisher, Nowhere, PageLinks};
use crate::memory::{Comparison, Fate, Kept, Memory};
use crate::model::Decoded;
use crate::plan::Output;
use crate::render::STACK;
use crate::site::{self, Settings, Stages};
use crate::source::SourceTree;

/// How long nothing may happen before it is worth while to begin: the browser has its page by then.
const QUIET: Duration = Duration::from_millis(100);

/// What is to be found out about a state of the files.
pub(super) struct Work {
    pub(super) number: u64,
    /// An edition that has no verdict.
    pub(super) edition: Option<Arc<Edition>>,
    /// Files that make no edition.
    pub(super) files: Option<(SourceTree, Decoded)>,
    pub(super) settings: Settings,
    /// Whether somebody waits for the answer.
    pub(super) urgent: bool,
}

/// What was found in a state of the files.
pub(super) struct Verdict {
    pub(super) number: u64,
    pub(super) on: Subject,
    pub(super) found: Diagnostics,
}

/// What a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// Files that make no edition.
    Files,
    /// An edition's model and texts, by the rules.
    Rules,
    /// Its pages, after the rules found no error: that they can be rendered, and their links.
    Pages,
}

/// The way to the thread.
pub(super) struct Behind {
    work: Sender<Work>,
    newest: Arc<AtomicU64>,
}

impl Behind {
    /// Starts the thread. `tell` gets each verdict, or the message of a panic.
    pub(super) fn start(jobs: Option<usize>, tell: impl Fn(Result<Verdict, String>) + Send + Sync + 'static) -> Behind {
        let (work, waiting) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let mut examiner = Examiner { newest: Arc::clone(&newest), memory: Memory::default() };
        let run = move || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(jobs)).stack_size(STACK).build();
            while let Some(work) = next(&waiting) {
                let verdict = |verdict| tell(Ok(verdict));
                let examined = catch_unwind(AssertUnwindSafe(|| match &pool {
                    Ok(pool) => pool.install(|| examiner.examine(&work, &verdict)),
                    Err(_) => examiner.examine(&work, &verdict),
                }));
                if let Err(panic) = examined {
                    tell(Err(super::panic_message(&*panic)));
                }
            }
        };
        // Without a thread nothing is found out behind; what is shown does not depend on it.
        let _ = thread::Builder::new().name("behind".to_owned()).stack_size(STACK).spawn(run);
        Behind { work, newest }
    }

    pub(super) fn examine(&self, work: Work) {
        self.newest.store(work.number, Ordering::Relaxed);
        let _ = self.work.send(work);
    }
}

/// One processor is left to whoever writes and reads.
fn threads(jobs: Option<usize>) -> usize {
    let all = jobs.or_else(|| thread::available_parallelism().ok().map(Into::into)).unwrap_or(1);
    all.saturating_sub(1).max(1)
}

/// The newest work, once nothing newer comes; `None` at the end.
fn next(waiting: &Receiver<Work>) -> Option<Work> {
    let mut work = waiting.recv().ok()?;
    loop {
        let quiet = if work.urgent { Duration::ZERO } else { QUIET };
        match waiting.recv_timeout(quiet) {
            Ok(newer) => work = newer,
            Err(RecvTimeoutError::Timeout) => return Some(work),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

struct Examiner {
    newest: Arc<AtomicU64>,
    memory: Memory,
}

impl Examiner {
    /// Finds everything out and tells it bit by bit, what is known soonest first, until that is no longer of interest.
    fn examine(&mut self, work: &Work, tell: &(impl Fn(Verdict) + Sync)) {
        let newest = Arc::clone(&self.newest);
        let overtaken = || newest.load(Ordering::Relaxed) != work.number;
        let tell = |on, found| tell(Verdict { number: work.number, on, found });
        if let Some((tree, decoded)) = work.files.as_ref().filter(|_| !overtaken()) {
            tell(Subject::Files, site::judge(tree, decoded, &work.settings));
        }
        let Some(stages) = work.edition.as_ref().map(|edition| &edition.stages).filter(|_| !overtaken()) else {
            return;
        };
        let comparison = self.memory.compare(stages.base, &stages.model);
        let Judgement { mut found, verdicts } = check::judge(&stages.model, |unit| comparison.value(unit));
        found.append(stages.plan.check_links(&stages.model));
        let failed = found.has_errors();
        tell(Subject::Rules, found);
        if failed {
            return;
        }
        let (memory, found) = examine_pages(stages, comparison, &verdicts, &overtaken);
        self.memory = memory;
        if let Some(found) = found {
            tell(Subject::Pages, found);
        }
    }
}

/// The faults of rendering and of links. Pages that are as they were when they were found sound are not rendered.
/// None are told where something newer has overtaken them.
fn examine_pages(
    stages: &Stages,
    comparison: Comparison,
    verdicts: &[check::Verdict],
    overtaken: &(impl Fn() -> bool + Sync),
) -> (Memory, Option<Diagnostics>) {
    let Stages { model, plan, .. } = stages;
    let comparison = comparison.with(&stages.standing.facets).with(&plan.facets);
    let kept: Vec<Option<Kept>> =
        plan.outputs.par_iter().map(|output| comparison.kept(output.address.as_str())).collect();
    let finisher = Finisher::new(plan, &Nowhere);
    let one = |(output, kept): (&Output, &Option<Kept>)| {
        let wanted = kept.is_none() && output.content.is_html() && !overtaken();
        wanted.then(|| examined(stages, &finisher, output))
    };
    let made: Vec<Option<Checked<Option<Finished>>>> = plan.outputs.par_iter().zip(&kept).map(one).collect();
    let is_sound = |made: &'_ Checked<Option<Finished>>| !made.diagnostics.has_errors();
    let fates = plan.outputs.iter().zip(&kept).zip(&made).filter_map(|((output, kept), made)| {
        let address = output.address.as_str();
        let kept = kept.map(|kept| Fate::Kept { address, kept });
        let made = made.as_ref().filter(|made| is_sound(made)).and_then(|made| made.value.as_ref());
        kept.or(made.map(|made| Fate::Made { address, reads: &made.reads, links: &made.links, hash: made.file.hash }))
    });
    let next = comparison.remember(fates, verdicts, &stages.standing);
    let links: Vec<Option<&PageLinks>> = kept
        .iter()
        .zip(&made)
        .map(|(kept, made)| {
            let made = made.as_ref().and_then(|made| made.value.as_ref());
            kept.map(|kept| kept.links()).or(made.map(|made| &made.links)).map(|links| &**links)
        })
        .collect();
    let found = (!overtaken()).then(|| {
        let mut found = finish::check(model, plan, &links);
        found.extend(made.iter().flatten().flat_map(|made| made.diagnostics.iter()).cloned());
        found
    });
    (next, found)
}

/// A page, rendered and finished, without its bytes: there would be too many of them.
fn examined(stages: &Stages, finisher: &Finisher, output: &Output) -> Checked<Option<Finished>> {
    match stages.render(output).and_then(|rendered| finisher.finish(output, rendered)) {
        Ok(mut finished) => {
            let found = std::mem::take(&mut finished.found);
            Checked::new(Some(finished), found)
        }
        Err(diagnostic) => Checked::new(None, Diagnostics::from_iter([diagnostic])),
    }
}
