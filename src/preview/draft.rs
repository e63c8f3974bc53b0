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
//! its verdict, until one is sound. Where there never was a sound one, an edition with errors is better than nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::behind::{Verdict, Work};
use super::edition::{Edition, Findings};
use super::{Changes, Publisher, Snapshot};
use crate::diagnostics::{Diagnostics, Interface, Printer, Severity, summary};
use crate::model::{Change, Decoded, DecodedFile, Model};
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
    /// The last edition with a good verdict.
    sound: Option<Arc<Edition>>,
    /// Whether the last verdict on an edition was a bad one.
    in_doubt: bool,
    /// Whether the files, as they are, make no edition.
    broken: bool,
    /// Counts the states of the files, so that a verdict is known to be about the present one.
    number: u64,
}

impl Draft {
    /// Reads the whole site. Nothing is shown yet.
    pub(super) fn read(root: PathBuf, settings: Settings, interface: Interface, publisher: Publisher) -> Draft {
        let tree = SourceTree::read(&root).value;
        let mut decoded = Decoded::default();
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
            sound: None,
            in_doubt: false,
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
            Ok(edition) if !self.in_doubt || self.sound.is_none() => {
                // Problems that are known stay until something else is.
                let known = Some(self.publisher.current()).filter(|_| self.in_doubt);
                let (problems, problem_count) =
                    known.map(|known| (known.problems, known.problem_count)).unwrap_or_default();
                self.publisher.publish(Snapshot { outputs: edition, problems, problem_count });
            }
            Ok(_) => {}
            Err(found) => self.publish_problems(self.found_in_files(found)),
        }
        Work {
            number: self.number,
            edition: self.unjudged(),
            files: self.broken.then(|| (self.tree.clone(), self.decoded.clone())),
            settings: self.settings.clone(),
            urgent: self.broken || self.in_doubt,
        }
    }

    /// Takes in what was found behind in a state of the files. An older state's is no longer of interest.
    pub(super) fn judge(&mut self, verdict: Verdict) {
        if verdict.number != self.number {
            return;
        }
        let unjudged = self.unjudged();
        self.in_doubt = verdict.edition.has_errors();
        if let Some(edition) = unjudged.filter(|_| !self.in_doubt) {
            edition.needs_no_other();
            self.sound = Some(edition);
        }
        let mut found = match verdict.files {
            Some(found) => found,
            None => {
                let known = self.newest.as_ref().map(|edition| edition.findings.all());
                let mut found = self.found_in_files(known.unwrap_or_default());
                found.append(verdict.edition);
                found
            }
        };
        found.sort();
        eprintln!("{}", summary(&found, self.interface));
        if found.has_errors() {
            self.publish_problems(found);
        } else if let Some(edition) = &self.newest {
            self.publisher.publish(Snapshot { outputs: Arc::clone(edition) as _, problems: None, problem_count: 0 });
        }
    }

    /// The newest edition, unless its verdict was a good one.
    fn unjudged(&self) -> Option<Arc<Edition>> {
        let is_sound = |edition: &&Arc<Edition>| self.sound.as_ref().is_some_and(|sound| Arc::ptr_eq(sound, edition));
        self.newest.as_ref().filter(|edition| !is_sound(edition)).cloned()
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
                let edition = Arc::new(Edition::new(stages, findings, kept, self.sound.clone()));
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
        let Settings { date, limit, .. } = self.settings;
        let model = newest.stages.model.changed(&changes, &self.decoded, date, limit)?;
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

    /// Shows what is wrong. What is shown beside it stays, unless that is what is wrong.
    fn publish_problems(&self, mut found: Diagnostics) {
        found.sort();
        let mut next = self.publisher.current();
        if let Some(sound) = self.sound.as_ref().filter(|_| self.in_doubt) {
            next.outputs = Arc::clone(sound) as _;
        }
        next.problem_count = found.iter().filter(|found| found.fault.severity != Severity::Notice).count();
        next.problems = Some(self.list(&found));
        self.publisher.publish(next);
    }

    /// The problems as people read them on the terminal, as one preformatted block.
    fn list(&self, found: &Diagnostics) -> String {
        let texts = self.tree.texts_for(found);
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
