//! Writing the site: a second tree beside the target is brought up to date, then both are exchanged in one step.
//!
//! Whatever goes wrong before the exchange (a full disk, a kill) leaves the live site as it was. The tree that was
//! live becomes the spare one and is brought up to date by the next build. Each tree carries a manifest, which is also
//! the mark that says the folder is ours: nothing outside a marked folder is ever replaced or deleted.

mod compressed;
mod manifest;
mod next;
mod swap;

use std::fs::File as LockFile;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::diagnostics::catalogue::{C0902, C0903, C0904};
use crate::diagnostics::{Diagnostic, Words};
use crate::finish::{File, Sink};
use crate::stages::{self, Stage};
pub use compressed::Quality;
use manifest::{Manifest, NAME};
use next::{Next, Put};

/// What a build changed in the published site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Published {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Compressed copies among all of these.
    pub compressed: usize,
    /// The mark of what is live now: see [`mark`].
    pub mark: [u8; 32],
}

/// How to publish.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Writes every file, whatever the manifests say of the trees.
    pub anew: bool,
    /// Whether compressed copies stand beside the files.
    pub compress: Option<Quality>,
}

/// Why a site was not published.
#[derive(Debug)]
pub enum Trouble {
    Failed(Diagnostic),
    /// A kept file is not in the live tree as it was: somebody changed the tree. All files must be made.
    Stale,
}

/// A site on its way into a folder: files are written to the spare tree as soon as they are finished, and nobody sees
/// them before all are there.
pub struct Staging {
    target: PathBuf,
    spare: PathBuf,
    how: How,
    /// What is published, and what the spare tree held at first: mostly the same.
    live: Arc<Manifest>,
    old: Arc<Manifest>,
    live_since: Option<SystemTime>,
    /// Somebody changed the live tree, and files of the spare one may be the same files.
    spoilt: AtomicBool,
    /// What this build has put into the spare tree, or found there.
    put: Mutex<Put>,
    /// Whether the spare tree is neither old nor new. Then it has no manifest: an interruption is seen by the next build.
    begun: Mutex<bool>,
    _lock: LockFile,
}

impl Staging {
    /// Takes hold of a folder.
    ///
    /// # Errors
    ///
    /// When it holds something else than a site of ours, or another build is at work.
    pub fn open(target: &Path, how: How) -> Result<Staging, Diagnostic> {
        let target = absolute(target)?;
        let parent = target.parent().map(Path::to_path_buf).unwrap_or_default();
        fs_err::create_dir_all(&parent).map_err(|error| failed(Words::CREATE, &parent, error))?;
        let lock = lock(&target)?;
        let live = Manifest::read(&target);
        check_ours(&target, live.as_ref())?;
        let live = Arc::new(live.unwrap_or_default());
        let spare = beside(&target, "spare");
        let old = if how.anew { None } else { Manifest::read_beside(&spare, &live) };
        if old.is_none() && spare.exists() {
            // A spare tree without a manifest is what an interrupted build left.
            fs_err::remove_dir_all(&spare).map_err(|error| failed(Words::WRITE, &spare, error))?;
        }
        let live_since = Manifest::written_at(&target);
        let (old, put, begun) = (old.unwrap_or_default(), Mutex::default(), Mutex::default());
        Ok(Staging {
            target,
            spare,
            how,
            live,
            old,
            live_since,
            spoilt: AtomicBool::new(false),
            put,
            begun,
            _lock: lock,
        })
    }

    /// From now on nothing is believed of the trees: after [`Trouble::Stale`], before all files are made.
    pub fn distrust(&self) {
        self.spoilt.store(true, Ordering::Relaxed);
        locked(&self.put).clear();
    }

    /// Whether the spare tree has a file with this content.
    fn has(&self, path: &str, hash: [u8; 32]) -> bool {
        !self.spoilt.load(Ordering::Relaxed) && self.old.holds(path, &hash)
    }

    /// Notes that the spare tree has a file with this content now.
    fn note(&self, path: &str, hash: [u8; 32]) {
        let path = path.to_owned();
        locked(&self.put).insert(path, hash);
    }

    /// Puts a file into the spare tree, if it is not there already.
    fn put(&self, path: &str, hash: [u8; 32], bytes: &[u8]) -> Result<(), Diagnostic> {
        if !self.has(path, hash) {
            self.begin()?;
            let full = self.spare.join(path);
            if self.old.find(path).is_none() {
                // Most new pages have a folder of their own: to make it first saves a vain attempt.
                let _ = full.parent().map(std::fs::create_dir);
            }
            write_with_folders(&full, bytes).map_err(|error| failed(Words::WRITE, &full, error))?;
        }
        self.note(path, hash);
        Ok(())
    }

    /// Before the first change of the spare tree.
    fn begin(&self) -> Result<(), Diagnostic> {
        let mut begun = locked(&self.begun);
        if !*begun {
            let ready = fs_err::create_dir_all(&self.spare).and_then(|()| Manifest::remove(&self.spare));
            ready.map_err(|error| failed(Words::WRITE, &self.spare, error))?;
            *begun = true;
        }
        Ok(())
    }

    /// Completes the spare tree so that it holds exactly these files, and exchanges it with what is live.
    ///
    /// # Errors
    ///
    /// See [`Trouble`]; what is live is then as it was.
    pub fn publish(&self, files: &[File]) -> Result<Published, Trouble> {
        let _stage = stages::enter(Stage::Publish, 0);
        let stays = self.put_all(files)?;
        let put = locked(&self.put);
        let next = Next::of(&self.live, &stays, &put);
        let compressed = match self.how.compress {
            // Where copies are asked for, all files are put.
            Some(_) => put.keys().filter(|path| compressed::is_copy(path, &put)).count(),
            None => 0,
        };
        let changes = Published { compressed, ..next.changes() };
        let is_same = changes.written == 0 && changes.removed == 0;
        if is_same && !self.how.anew && !self.spoilt.load(Ordering::Relaxed) {
            return Ok(Published { mark: self.live.mark(), ..changes });
        }
        self.begin()?;
        // Should this fail, nobody knows what the spare tree holds: it is left without a manifest.
        *locked(&self.begun) = false;
        for path in next.gone_from(&self.old) {
            let full = self.spare.join(path);
            match fs_err::remove_file(&full) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(failed(Words::WRITE, &full, error).into());
                }
                _ => {}
            }
            remove_empty_parents(&full, &self.spare);
        }
        let mark = next.write(&self.spare).map_err(|error| failed(Words::WRITE, &self.spare, error))?;
        swap::exchange(&self.spare, &self.target).map_err(|error| failed(Words::PUBLISH, &self.target, error))?;
        // The site is live. If this fails the next build has more to do; that is no fault of this one.
        let _ = self.follow(&next);
        // Told against what was live, not against the spare tree, which is one build older.
        Ok(Published { mark, ..changes })
    }

    /// Brings the tree that was live up to what is live now, so that the next build finds both the same and has only its
    /// own changes to write. On a disk without links it stays as it is: to copy would cost as much as the build.
    fn follow(&self, next: &Next) -> io::Result<()> {
        let anew = self.how.anew || self.spoilt.load(Ordering::Relaxed);
        if anew && self.spare.exists() {
            fs_err::remove_dir_all(&self.spare)?;
        }
        let is_known = self.spare.exists();
        let Some(first) = next.paths().next() else { return Ok(()) };
        fs_err::create_dir_all(&self.spare)?;
        let probe = self.spare.join(".cabildo-probe");
        std::fs::hard_link(self.target.join(first), &probe).and_then(|()| std::fs::remove_file(&probe))?;
        Manifest::remove(&self.spare)?;
        let (others, gone): (Vec<_>, _) = if is_known {
            (next.written().collect(), next.gone_from(&self.live))
        } else {
            (next.paths().map(|path| (path, true)).collect(), Vec::new())
        };
        others.par_iter().try_for_each(|(path, is_new)| {
            let to = self.spare.join(path);
            if *is_new {
                // Most new pages have a folder of their own: to make it first saves a vain attempt.
                let _ = to.parent().map(std::fs::create_dir);
            }
            link(&self.target.join(path), &to)
        })?;
        for path in gone {
            let full = self.spare.join(path);
            fs_err::remove_file(&full)?;
            remove_empty_parents(&full, &self.spare);
        }
        // Last, and shared like every other file.
        link(&self.target.join(NAME), &self.spare.join(NAME))
    }

    /// Puts what is not yet in the spare tree: files with bytes, and what was kept, from the live tree. What was kept
    /// and is in both trees already is most of a large site: it is only told, by line of the live manifest.
    fn put_all(&self, files: &[File]) -> Result<Vec<bool>, Trouble> {
        let mut files: Vec<&File> = files.iter().collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let may_stay = self.how.compress.is_none() && !self.spoilt.load(Ordering::Relaxed);
        let mut stays = vec![false; self.live.len()];
        let put = locked(&self.put);
        let (mut already, mut in_both) = (put.iter().peekable(), self.finder_in_both());
        files.retain(|file| {
            while already.next_if(|(path, _)| **path < file.path).is_some() {}
            if let Some((_, hash)) = already.next_if(|(path, _)| **path == file.path) {
                return *hash != file.hash;
            }
            let kept = file.bytes.is_none() && may_stay;
            let Some(line) = in_both(file).filter(|_| kept) else { return true };
            stays[line] = true;
            false
        });
        drop(put);
        files.par_iter().try_for_each(|file| {
            let Some(bytes) = &file.bytes else { return self.keep(&file.path, file.hash) };
            self.take(&file.path, file.hash, bytes.clone()).map(|_| ()).map_err(Trouble::from)
        })?;
        Ok(stays)
    }

    /// Finds many files, which come in the order of their paths: each time the live line of one that both trees have.
    fn finder_in_both(&self) -> impl FnMut(&File) -> Option<usize> {
        let (mut live, mut old) = (self.live.finder(), self.old.finder());
        let same = Arc::ptr_eq(&self.live, &self.old);
        move |file| {
            let line = live(&file.path).ok().filter(|line| self.live.has_hash(*line, &file.hash))?;
            let is_old = same || old(&file.path).is_ok_and(|line| self.old.has_hash(line, &file.hash));
            is_old.then_some(line)
        }
    }

    /// Takes a file, and its compressed copies, from what is live.
    fn keep(&self, path: &str, hash: [u8; 32]) -> Result<(), Trouble> {
        if !self.live.holds(path, &hash) {
            return Err(Trouble::Stale);
        }
        self.copy(path, hash)?;
        let copies = compressed::names(path).map(|copy| (self.live.hash(&copy), copy));
        for (hash, copy) in copies.into_iter().filter(|_| self.how.compress.is_some()) {
            hash.map_or(Ok(()), |hash| self.copy(&copy, hash))?;
        }
        Ok(())
    }

    fn copy(&self, path: &str, hash: [u8; 32]) -> Result<(), Trouble> {
        if self.has(path, hash) {
            self.note(path, hash);
            return Ok(());
        }
        let from = self.target.join(path);
        self.begin()?;
        if self.is_as_published(&from) && link(&from, &self.spare.join(path)).is_ok() {
            self.note(path, hash);
            return Ok(());
        }
        let bytes = fs_err::read(from).map_err(|_| Trouble::Stale)?;
        if *blake3::hash(&bytes).as_bytes() != hash {
            return Err(Trouble::Stale);
        }
        Ok(self.put(path, hash, &bytes)?)
    }

    /// Whether a live file is older than its tree's manifest, which was written last.
    fn is_as_published(&self, file: &Path) -> bool {
        let modified = std::fs::metadata(file).and_then(|data| data.modified());
        modified.is_ok_and(|modified| self.live_since.is_some_and(|since| modified <= since))
    }
}

impl Sink for Staging {
    fn take(&self, path: &str, hash: [u8; 32], bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.put(path, hash, &bytes)?;
        if let Some(quality) = self.how.compress {
            for (copy, bytes) in compressed::copies(path, &bytes, quality) {
                self.put(&copy, blake3::hash(&bytes).into(), &bytes)?;
            }
        }
        Ok(None)
    }
}

impl Drop for Staging {
    /// What was written and not published is still good: the manifest says what the spare tree really holds.
    fn drop(&mut self) {
        if *locked(&self.begun) {
            // Without a manifest the next build starts anew; that is no fault of this one.
            let _ = Next::of(&self.old, &vec![true; self.old.len()], &locked(&self.put)).write(&self.spare);
        }
    }
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets both trees have one file, which costs less than a second one. Files are never written over, so neither tree can
/// change the other's. Missing folders are made.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::hard_link(from, to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            std::fs::remove_file(to).and_then(|()| std::fs::hard_link(from, to))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            to.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::hard_link(from, to))
        }
        linked => linked,
    }
}

/// Writes a new file in the place of whatever is there, which the other tree may share. Missing folders are made.
fn write_with_folders(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let create = || std::fs::File::create_new(path);
    let mut file = match create() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs_err::remove_file(path)?;
            create()?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), fs_err::create_dir_all)?;
            create()?
        }
        created => created?,
    };
    file.write_all(bytes)
}

impl From<Diagnostic> for Trouble {
    fn from(diagnostic: Diagnostic) -> Trouble {
        Trouble::Failed(diagnostic)
    }
}

/// What to say when the live tree was changed twice while it was being read.
pub fn changed_meanwhile(target: &Path) -> Diagnostic {
    C0904.nowhere().with("path", target.display())
}

/// The mark of what is live in a folder; `None` when there is no site of ours.
pub fn mark(target: &Path) -> Option<[u8; 32]> {
    Manifest::mark_of(target)
}

/// A hidden file beside a target, for what a build leaves to the next one.
pub fn file_beside(target: &Path, what: &str) -> Option<PathBuf> {
    absolute(target).ok().map(|target| beside(&target, what))
}

fn absolute(path: &Path) -> Result<PathBuf, Diagnostic> {
    std::path::absolute(path).map_err(|error| failed(Words::OPEN, path, error))
}

fn failed(action: Words, path: &Path, error: impl std::fmt::Display) -> Diagnostic {
    C0903.nowhere().with_words("action", action).with("path", path.display()).with("reason", error)
}

/// A hidden neighbour of the target: on the same disk, so that both can be exchanged.
fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.{what}"))
}

/// One build at a time. The lock ends with the process, however it ends.
fn lock(target: &Path) -> Result<LockFile, Diagnostic> {
    let path = beside(target, "lock");
    let file = LockFile::create(&path).map_err(|error| failed(Words::CREATE, &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(C0904.nowhere().with("path", target.display())),
        Err(std::fs::TryLockError::Error(error)) => Err(failed(Words::OPEN, &path, error)),
    }
}

/// The target must be missing, empty, or a tree that Cabildo wrote.
fn check_ours(target: &Path, manifest: Option<&Manifest>) -> Result<(), Diagnostic> {
    let foreign = || C0902.nowhere().with("path", target.display());
    match fs_err::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(Words::OPEN, target, error)),
        Ok(kind) if !kind.is_dir() => Err(foreign()),
        Ok(_) => {
            let empty = fs_err::read_dir(target).map_err(|error| failed(Words::OPEN, target, error))?.next().is_none();
            if empty || manifest.is_some() { Ok(()) } else { Err(foreign()) }
        }
    }
}

fn remove_empty_parents(file: &Path, tree: &Path) {
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != tree) {
        // A folder that still holds something stays; that is not a fault.
        if fs_err::remove_dir(folder).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests;
