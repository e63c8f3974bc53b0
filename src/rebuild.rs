//! From a folder of files to a published site, at the cost of what changed since the last time.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::memory::{Head, Inputs, Memory, Rest, Store, Stored, Table, Writing};
use crate::model::{Decoded, Input};
use crate::publish::{self, How, Published, Staging, Trouble};
use crate::site::{self, Before, Made, Settings};
use crate::source::{SourceTree, Walk};
use crate::stages::{self, Stage};

/// A site that was made, and what became of publishing it.
pub struct Rebuilt {
    pub made: Made,
    /// How many files the site has.
    pub outputs: usize,
    /// Absent where nothing was to be published because of what was found.
    pub published: Option<Result<Published, Diagnostic>>,
}

/// How to go about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Forget the last time: everything is made again, and every file is written.
    pub clean: bool,
    /// The address of an output whose making is to be explained.
    pub explain: Option<&'a str>,
}

/// Makes a site and publishes it.
///
/// `judge` sees what was found before anything is published and says whether it may be.
pub fn rebuild(
    root: &Path,
    out: &Path,
    settings: &Settings,
    options: Options,
    mut judge: impl FnMut(&mut Made) -> bool,
) -> Rebuilt {
    // Before anything is read: what changes while it is read differs from this table the next time.
    let stage = stages::enter(Stage::Scan, 0);
    let mut walk = Walk::of(root);
    let table = Table::of(&walk);
    drop(stage);
    let stage = stages::enter(Stage::Remember, 0);
    let asked = format!("{settings:?}");
    let file = publish::file_beside(out, "memory");
    let store_file = publish::file_beside(out, "decoded");
    let stored = || file.as_deref().filter(|_| !options.clean).and_then(Stored::open);
    let (mark, stored) = rayon::join(|| publish::mark(out), stored);
    let stored = stored.filter(|stored| Some(stored.head.mark) == mark);
    if let Some(head) = stored.as_ref().map(|stored| &stored.head)
        && head.asked == asked
        && head.table.is_same(&table)
        && options.explain.is_none()
        && let Some(rebuilt) = unchanged(root, head, &mut judge)
    {
        return rebuilt;
    }
    let how = How { anew: options.clean, compress: settings.compress };
    let (staging, recalled) = rayon::join(
        || Staging::open(out, how),
        || stored.map(|stored| recall(stored, root, &mut walk, &table, store_file.as_deref())).unwrap_or_default(),
    );
    drop(stage);
    let staging = match staging {
        Ok(staging) => staging,
        Err(fault) => return without_a_place(site::examine(root, settings), fault, &mut judge),
    };
    let Recalled { unread, decoded, store } = recalled;
    // Without a store nothing is packed; that is no fault of this build.
    let store = store.or_else(|| Store::create(store_file.as_deref()?, root).ok());
    let keeper = store.as_ref().map(Store::keeper);
    let explain = options.explain.map(str::to_owned);
    let mut before = Before { unread, decoded, walk: Some(walk), keeper, explain, ..Before::default() };
    let mut made = site::make_again(root, settings, &mut before, &staging);
    let mut publish = |made: &mut Made, before: &mut Before| {
        let may = judge(made);
        let files = made.files.as_ref().filter(|_| may)?;
        Some(rayon::join(|| staging.publish(files), || keep(before, store.as_ref(), file.as_deref())))
    };
    let mut published = publish(&mut made, &mut before);
    if matches!(published, Some((Err(Trouble::Stale), _))) {
        drop(published.take());
        // Somebody changed the live tree, so that nothing can be taken from it.
        before.memory = Memory::default();
        staging.distrust();
        made = site::make_again(root, settings, &mut before, &staging);
        published = publish(&mut made, &mut before);
    }
    let outputs = made.files.as_ref().map_or(0, Vec::len);
    let (published, writing) = published.unzip();
    if let (Some(Ok(published)), Some(Some(writing))) = (&published, writing) {
        let _stage = stages::enter(Stage::Keep, 0);
        let head = Head::new(asked, table, published.mark, outputs, &made);
        // Without a memory the next build is a clean one; that is no fault of this one.
        let _ = writing.finish(&head);
    }
    site::drop_aside(before);
    let published = published.map(|result| {
        result.map_err(|trouble| match trouble {
            Trouble::Failed(diagnostic) => diagnostic,
            Trouble::Stale => publish::changed_meanwhile(out),
        })
    });
    Rebuilt { made, outputs, published }
}

/// What stands in a site's folders, and what of it need not be read because a build has kept it decoded.
pub struct Kept {
    pub walk: Walk,
    pub decoded: Decoded,
}

/// Looks at the folders below a root and at what the last build of the site into `out` has kept. Nothing is written.
pub fn kept(root: &Path, out: &Path) -> Kept {
    let mut walk = Walk::of(root);
    let table = Table::of(&walk);
    let stored = publish::file_beside(out, "memory").as_deref().and_then(Stored::open);
    let store = publish::file_beside(out, "decoded");
    let recalled = stored.map(|stored| recall(stored, root, &mut walk, &table, store.as_deref()));
    Kept { walk, decoded: recalled.unwrap_or_default().decoded }
}

/// What is left of the last time, as far as it still holds.
#[derive(Default)]
struct Recalled {
    unread: Option<Rest>,
    decoded: Decoded,
    store: Option<Arc<Store>>,
}

/// Recalls the last time. Of what is kept decoded and is as it was, the walk knows that it need not be read.
fn recall(stored: Stored, root: &Path, walk: &mut Walk, table: &Table, store: Option<&Path>) -> Recalled {
    let Stored { head, mut rest } = stored;
    let Inputs { list, store: id } = rest.inputs().unwrap_or_default();
    walk.well_named = head.is_well_named() && table.has_paths_of(&head.table);
    let store = id.and_then(|id| Store::open(store?, root, id));
    let decoded = store.as_ref().map(|store| store.decoded(known(walk, &head, list)));
    Recalled { unread: Some(rest), decoded: decoded.unwrap_or_default(), store }
}

/// Keeps what was decoded, and the memory but for its head.
fn keep(before: &Before, store: Option<&Arc<Store>>, file: Option<&Path>) -> Option<Writing> {
    let _stage = stages::enter(Stage::Keep, 0);
    // Without a store the next build decodes all; that is no fault of this one.
    let kept = store.and_then(|store| store.keep(&before.decoded).ok());
    let (store, list) = kept.unzip();
    let inputs = Inputs { list: list.unwrap_or_default(), store };
    // Without a memory the next build is a clean one; that is no fault of this one.
    Writing::begin(file?, &inputs, &before.memory).ok()
}

/// The inputs that are as they were and are kept decoded; the walk knows them from then on. Those in whose
/// texts something was found are read again, because it must be told.
fn known(walk: &mut Walk, head: &Head, inputs: Vec<Input>) -> Vec<Input> {
    let linted: BTreeSet<&Arc<str>> = head.linted.iter().collect();
    let mut inputs = inputs.into_iter().peekable();
    let mut known = Vec::with_capacity(inputs.len());
    for entry in head.table.unchanged(&mut walk.entries) {
        while inputs.peek().is_some_and(|input| input.path < entry.path) {
            inputs.next();
        }
        let input = inputs.next_if(|input| input.path == entry.path);
        if let Some(input) = input.filter(|input| input.is_kept() && !linted.contains(&entry.path)) {
            entry.known = Some(input.hash);
            known.push(input);
        }
    }
    known
}

/// Where nothing can be written, what is wrong with the content is still told.
fn without_a_place(mut made: Made, fault: Diagnostic, judge: &mut impl FnMut(&mut Made) -> bool) -> Rebuilt {
    judge(&mut made);
    Rebuilt { made, outputs: 0, published: Some(Err(fault)) }
}

/// What to say where no input has changed.
fn unchanged(root: &Path, head: &Head, judge: &mut impl FnMut(&mut Made) -> bool) -> Option<Rebuilt> {
    let diagnostics = head.diagnostics()?;
    let shown = diagnostics.iter().flat_map(|d| [&d.place, &d.also]).flatten().map(|place| &*place.file);
    let texts = SourceTree::read_some(root, shown).texts();
    let mut made = Made { pages: head.pages, diagnostics, texts, ..Made::default() };
    judge(&mut made);
    let published = Published { unchanged: head.outputs, mark: head.mark, ..Published::default() };
    Some(Rebuilt { made, outputs: head.outputs, published: Some(Ok(published)) })
}
