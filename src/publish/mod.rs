//! Writing the site: a second tree beside the target is brought up to date, then both are exchanged in one step.
//!
//! Whatever goes wrong before the exchange (a full disk, a kill) leaves the live site as it was. The tree that was
//! live becomes the spare one and is brought up to date by the next build. Each tree carries a manifest, which is also
//! the mark that says the folder is ours: nothing outside a marked folder is ever replaced or deleted.

mod compressed;
mod manifest;
mod swap;

use std::fs::File as LockFile;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostics::catalogue::{C0902, C0903, C0904};
use crate::diagnostics::{Diagnostic, Words};
use crate::finish::File;
pub use compressed::Quality;
use manifest::Manifest;

/// What a build changed in the published site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Published {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Compressed copies among all of these.
    pub compressed: usize,
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
    /// A file without bytes is not in the live tree as it was: somebody changed the tree. All files must be made.
    Stale,
}

/// Publishes the files as the whole content of a folder. Those without bytes are taken from what is live.
///
pub fn publish(target: &Path, files: &[File], how: How) -> Result<Published, Trouble> {
    let target = absolute(target)?;
    let parent = target.parent().map(Path::to_path_buf).unwrap_or_default();
    fs_err::create_dir_all(&parent).map_err(|error| failed(Words::CREATE, &parent, error))?;
    let _lock = lock(&target)?;
    check_ours(&target)?;
    let spare = beside(&target, "spare");
    let live = Manifest::read(&target).unwrap_or_default();
    let copies = how.compress.map(|quality| compressed::copies(files, &live, quality)).unwrap_or_default();
    let count = copies.len();
    let files: Vec<&File> = files.iter().chain(&copies).collect();
    let new = Manifest::of(&files);
    if new == live && !how.anew {
        return Ok(Published { compressed: count, ..new.compared_with(&live) });
    }
    if files.iter().any(|file| file.bytes.is_none() && !new.agrees(&live, &file.path)) {
        return Err(Trouble::Stale);
    }
    if how.anew {
        Manifest::remove(&spare).map_err(|error| failed(Words::WRITE, &spare, error))?;
    }
    update(&spare, &target, &files, &new)?;
    swap::exchange(&spare, &target).map_err(|error| failed(Words::PUBLISH, &target, error))?;
    // Told against what was live, not against the spare tree, which is one build older.
    Ok(Published { compressed: count, ..new.compared_with(&live) })
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
    Manifest::mark(target)
}

/// The file beside a target that holds what a build remembers for the next one.
pub fn memory_file(target: &Path) -> Option<PathBuf> {
    absolute(target).ok().map(|target| beside(&target, "memory"))
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
fn check_ours(target: &Path) -> Result<(), Diagnostic> {
    let foreign = || C0902.nowhere().with("path", target.display());
    match fs_err::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(Words::OPEN, target, error)),
        Ok(kind) if !kind.is_dir() => Err(foreign()),
        Ok(_) => {
            let empty = fs_err::read_dir(target).map_err(|error| failed(Words::OPEN, target, error))?.next().is_none();
            if empty || Manifest::read(target).is_some() { Ok(()) } else { Err(foreign()) }
        }
    }
}

/// Makes a tree hold exactly these files, writing only what differs from its manifest.
fn update(tree: &Path, live: &Path, files: &[&File], new: &Manifest) -> Result<(), Trouble> {
    let written = |path: &Path, result: io::Result<()>| result.map_err(|error| failed(Words::WRITE, path, error));
    let old = Manifest::read(tree);
    if old.is_none() && tree.exists() {
        // A spare tree without a manifest is what an interrupted build left.
        written(tree, fs_err::remove_dir_all(tree))?;
    }
    let old = old.unwrap_or_default();
    // While the tree is neither old nor new it has no manifest: an interruption is seen by the next build.
    written(tree, Manifest::remove(tree))?;
    let differing: Vec<&File> = files.iter().copied().filter(|file| !new.agrees(&old, &file.path)).collect();
    let mut folders: Vec<PathBuf> =
        differing.iter().filter_map(|file| tree.join(&file.path).parent().map(Path::to_path_buf)).collect();
    folders.push(tree.to_path_buf());
    folders.sort();
    folders.dedup();
    for folder in &folders {
        written(folder, fs_err::create_dir_all(folder))?;
    }
    differing.par_iter().try_for_each(|file| {
        let path = tree.join(&file.path);
        match &file.bytes {
            Some(bytes) => Ok(written(&path, fs_err::write(&path, bytes))?),
            None => {
                let bytes = fs_err::read(live.join(&file.path)).map_err(|_| Trouble::Stale)?;
                if *blake3::hash(&bytes).as_bytes() != file.hash {
                    return Err(Trouble::Stale);
                }
                Ok(written(&path, fs_err::write(&path, bytes))?)
            }
        }
    })?;
    for path in old.paths().filter(|path| !new.contains(path)) {
        let full = tree.join(path);
        match fs_err::remove_file(&full) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => written(&full, Err(error))?,
            _ => {}
        }
        remove_empty_parents(&full, tree);
    }
    Ok(written(tree, new.write(tree))?)
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
