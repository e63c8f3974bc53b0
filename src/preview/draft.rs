//! The site while it is being written: what the preview shows of it.
//!
//! 1. A change names files. These are read and decoded again, and nothing else.
//! 2. Where they say something else but define what they defined before, the model is changed in these places; else it
//!    is put together anew. Together with its plan it is an [`Edition`] of the site, which is shown at once: its pages
//!    are rendered when somebody asks for them.
//! 3. What takes a look at the whole site is found out behind, by `behind.rs`: references, rules, every link. A change
//!    that comes before the verdict makes it meaningless; the next edition's takes its place.
//!
//! While there are errors, what is served is the last edition without any. An error in a file itself is known before
//! there is an edition. One that is found behind takes the edition back, and from then on no edition is shown before
//! it has passed what its predecessor failed. Where there never was a sound one, an edition with errors is better than
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::behind::{Subject, Verdict, Work};
use super::edition::{Edition, Findings};
use super::{Changes, Publisher, Snapshot};
use crate::diagnostics::{Diagnostic, Diagnostics, Interface, Printer, Severity, summary};
use crate::model::{Change, Decoded, DecodedFile, Model};
use crate::rebuild::Kept;
use crate::site::{self, Settings, Stages};
use crate::source::SourceTree;

pub(super) struct Draft {
    root: PathBuf,
    settings: Settings,
    interface: Interface,
    publisher: Publisher,
    tree: SourceTree,
    decoded: Decoded,
    /// Of the files that are not what they are in the newest edition: what they are there.
    differing: BTreeMap<Arc<str>, Option<DecodedFile>>,
    newest: Option<Arc<Edition>>,
    /// What the rules found in it.
    found_by_rules: Diagnostics,
    /// The last edition that the rules found sound, and the last one of which that is known of every page.
    sound: Option<Arc<Edition>>,
    proven: Option<Arc<Edition>>,
    /// What the last edition failed, if it did.
    doubt: Option<Subject>,
    /// Whether the files, as they are, make no edition.
    broken: bool,
    /// Counts the states of the files, so that a verdict is known to be about the present one.
    number: u64,
}

impl Draft {
    /// Reads the site, but for what is kept decoded. Nothing is shown yet.
    pub(super) fn read(
        root: PathBuf,
        kept: Kept,
        settings: Settings,
        interface: Interface,
        publisher: Publisher,
    ) -> Draft {
        let Kept { walk, mut decoded } = kept;
        let (tree, fresh) = SourceTree::read_each(&root, &walk, |file| decoded.decode(file, None));
        let tree = tree.value;
        decoded.extend(fresh.into_iter().flatten());
        decoded.update(&tree);
        Draft {
            root,
            settings,
            interface,
            publisher,
            tree,
            decoded,
            differing: BTreeMap::new(),
            newest: None,
            found_by_rules: Diagnostics::new(),
            sound: None,
            proven: None,
            doubt: None,
            broken: false,
            number: 0,
        }
    }

    /// Takes a change in and shows what comes of it; the work that is to be done behind, unless all is as it was.
    pub(super) fn change(&mut self, changes: &Changes) -> Option<Work> {
        // Should this panic, nothing is known of the files.
        let was_broken = std::mem::replace(&mut self.broken, true);
        for path in changes {
            let was = || self.decoded.get(path).cloned();
            self.differing.entry(Arc::clone(path)).or_insert_with(was);
        }
        self.tree.refresh(&self.root, changes);
        self.decoded.refresh(changes, &self.tree);
        let hash = |file: Option<&DecodedFile>| file.map(DecodedFile::hash);
        let decoded = &self.decoded;
        self.differing.retain(|path, was| hash(was.as_ref()) != hash(decoded.get(path)));
        let same = self.newest.is_some() && self.differing.is_empty();
        if same && !was_broken && !self.has_broken_files() {
            self.broken = false;
            return None;
        }
        Some(self.show())
    }

    /// Shows the files as they are, as far as that can be known at once.
    pub(super) fn show(&mut self) -> Work {
        self.number += 1;
        let made = if self.has_broken_files() { Err(Diagnostics::new()) } else { self.make_edition() };
        self.broken = made.is_err();
        match made {
            Ok(edition) if self.doubt.is_none() => self.publish_all_good(&edition),
            // Problems that are known stay until something else is.
            Ok(edition) if self.sound.is_none() => {
                self.publisher.publish(Snapshot { outputs: edition, ..self.publisher.current() });
            }
            Ok(_) => {}
            Err(found) => self.publish_problems(self.found_in_files(found)),
        }
        Work {
            number: self.number,
            edition: self.newest.as_ref().filter(|newest| !is_same(self.proven.as_ref(), newest)).cloned(),
            files: self.broken.then(|| (self.tree.clone(), self.decoded.clone())),
            settings: self.settings.clone(),
            urgent: self.broken || self.doubt.is_some(),
        }
    }

    /// Takes in what was found behind in a state of the files. An older state's is no longer of interest.
    pub(super) fn judge(&mut self, verdict: Verdict) {
        let Verdict { number, on, found } = verdict;
        if number != self.number {
            return;
        }
        match self.newest.clone() {
            Some(edition) if on != Subject::Files => self.judge_edition(&edition, on, found),
            _ => {
                eprintln!("{}", summary(&found, self.interface));
                self.publish_problems(found);
            }
        }
    }

    fn judge_edition(&mut self, edition: &Arc<Edition>, on: Subject, found: Diagnostics) {
        let failed = found.has_errors();
        // What was in doubt because of its pages is so until its pages are known.
        self.doubt = if failed { self.doubt.max(Some(on)) } else { self.doubt.filter(|doubt| *doubt > on) };
        match on {
            Subject::Pages if failed => self.sound = self.proven.clone(),
            Subject::Pages => {
                edition.needs_no_other();
                self.proven = Some(Arc::clone(edition));
                self.sound = self.proven.clone();
            }
            _ if self.doubt.is_none() => self.sound = Some(Arc::clone(edition)),
            _ => {}
        }
        let mut all = self.found_in_files(edition.findings.all());
        if on == Subject::Pages {
            all.extend(self.found_by_rules.iter().cloned());
        }
        all.extend(found.iter().cloned());
        if on == Subject::Rules {
            self.found_by_rules = found;
        }
        if (failed || on == Subject::Pages) && !self.broken {
            eprintln!("{}", summary(&all, self.interface));
        }
        match &self.sound {
            // Problems of files go before those of what could be made without them.
            Some(sound) if failed && self.broken => {
                self.publisher.publish(Snapshot { outputs: Arc::clone(sound) as _, ..self.publisher.current() });
            }
            _ if failed && !self.broken => self.publish_problems(all),
            _ if self.doubt.is_none() && !self.broken => self.publish_all_good(edition),
            _ => {}
        }
    }

    fn has_broken_files(&self) -> bool {
        self.tree.has_errors() || self.decoded.has_errors()
    }

    /// What was found in files by themselves, and something else.
    fn found_in_files(&self, mut found: Diagnostics) -> Diagnostics {
        found.append(self.tree.found());
        found.append(self.decoded.found());
        found
    }

    /// The edition of the files as they are, or what keeps them from making one.
    fn make_edition(&mut self) -> Result<Arc<Edition>, Diagnostics> {
        if let Some(newest) = self.newest.as_ref().filter(|_| self.differing.is_empty()) {
            return Ok(Arc::clone(newest));
        }
        let (stages, findings) = self.changed_stages().unwrap_or_else(|| self.stages_anew());
        let kept = self.newest.as_deref();
        match stages {
            Some(stages) if !findings.all().has_errors() => {
                let edition = Arc::new(Edition::new(stages, findings, kept, self.proven.clone()));
                self.newest = Some(Arc::clone(&edition));
                self.differing.clear();
                Ok(edition)
            }
            _ => Err(findings.all()),
        }
    }

    /// The newest edition's model with what a few files say now; `None` where it takes more than that.
    fn changed_stages(&self) -> Option<(Option<Stages>, Findings)> {
        let newest = self.newest.as_ref()?;
        let mut changes = Vec::with_capacity(self.differing.len());
        for (path, was) in &self.differing {
            changes.push(Change { path, was: was.as_ref()?, now: self.decoded.get(path)? });
        }
        let model = newest.stages.model.changed(&changes, &self.decoded, self.settings.asked())?;
        Some(self.stages_of(model, newest.findings.in_model.clone()))
    }

    fn stages_anew(&self) -> (Option<Stages>, Findings) {
        let loaded = site::assembled(&self.tree, &self.decoded, &self.settings);
        match loaded.value {
            Some(model) => self.stages_of(model, loaded.diagnostics),
            None => (None, Findings { in_model: loaded.diagnostics, ..Findings::default() }),
        }
    }

    /// A model with what of the newest edition's plan and theme still holds.
    fn stages_of(&self, model: Model, in_model: Diagnostics) -> (Option<Stages>, Findings) {
        let other_theme = self.differing.keys().any(|path| path.starts_with("themes/"));
        let same_site = !self.differing.contains_key("content/site.yaml");
        match self.newest.as_ref().filter(|_| same_site) {
            Some(newest) => {
                let made = newest.stages.with(model, other_theme, &self.tree, &self.settings);
                let mut in_theme = made.diagnostics;
                if !other_theme {
                    in_theme.extend(newest.findings.in_theme.iter().cloned());
                }
                (made.value, Findings { in_model, in_theme })
            }
            None => {
                let made = Stages::of(model, &self.tree, &self.settings);
                (made.value, Findings { in_model, in_theme: made.diagnostics })
            }
        }
    }

    fn publish_all_good(&self, edition: &Arc<Edition>) {
        self.publisher.publish(Snapshot { outputs: Arc::clone(edition) as _, ..Snapshot::default() });
    }

    /// Shows what is wrong. What is shown beside it stays, unless that is what is wrong.
    fn publish_problems(&self, mut found: Diagnostics) {
        found.sort();
        let mut next = self.publisher.current();
        if let Some(sound) = self.sound.as_ref().filter(|_| self.doubt.is_some()) {
            next.outputs = Arc::clone(sound) as _;
        }
        next.problem_count = found.iter().filter(|found| found.severity() != Severity::Notice).count();
        next.problems = Some(self.list(&found));
        self.publisher.publish(next);
    }

    /// The problems as people read them on the terminal, as one preformatted block.
    fn list(&self, found: &Diagnostics) -> String {
        let mut texts = self.tree.texts_for(found);
        // Something may be wrong with what was not read, because it was kept decoded.
        let unread = found.iter().flat_map(Diagnostic::files).filter(|file| !texts.contains_key(&**file));
        let unread: BTreeSet<&str> = unread.map(|file| &**file).collect();
        texts.extend(SourceTree::read_some(&self.root, unread.into_iter()).texts());
        let printer = Printer { interface: self.interface, texts: &texts, colour: false, max: 50 };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = printer.human(found, &mut text);
        let mut html = String::from("<pre>");
        crate::markdown::escape(&String::from_utf8_lossy(&text), &mut html);
        html.push_str("</pre>");
        html
    }
}

fn is_same(one: Option<&Arc<Edition>>, other: &Arc<Edition>) -> bool {
    one.is_some_and(|one| Arc::ptr_eq(one, other))
}
