//! Writing the site: a second tree beside the target is brought up to date, then both are exchanged in one step.
//!
//! Whatever goes wrong before the exchange (a full disk, a kill) leaves the live site as it was. The tree that was
//! live becomes the spare one and is brought up to date by the next build. Each tree carries a manifest, which is also
//! the mark that says the folder is ours: nothing outside a marked folder is ever replaced or deleted.

mod manifest;
mod swap;

use std::fs::File as LockFile;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostics::catalogue::{C0902, C0903, C0904};
use crate::diagnostics::{Diagnostic, Words};
use crate::finish::File;
use manifest::Manifest;

/// What a build changed in the published site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Published {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Publishes the files as the whole content of a folder.
pub fn publish(target: &Path, files: &[File]) -> Result<Published, Diagnostic> {
    let target = absolute(target)?;
    let parent = target.parent().map(Path::to_path_buf).unwrap_or_default();
    fs_err::create_dir_all(&parent).map_err(|error| failed(Words::CREATE, &parent, error))?;
    let _lock = lock(&target)?;
    check_ours(&target)?;
    let spare = beside(&target, "spare");
    let live = Manifest::read(&target).unwrap_or_default();
    let new = Manifest::of(files);
    update(&spare, files, &new).map_err(|(path, error)| failed(Words::WRITE, &path, error))?;
    swap::exchange(&spare, &target).map_err(|error| failed(Words::PUBLISH, &target, error))?;
    // Told against what was live, not against the spare tree, which is one build older.
    Ok(new.compared_with(&live))
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
fn update(tree: &Path, files: &[File], new: &Manifest) -> Result<(), (PathBuf, io::Error)> {
    let old = Manifest::read(tree);
    if old.is_none() && tree.exists() {
        // A spare tree without a manifest is what an interrupted build left.
        fs_err::remove_dir_all(tree).map_err(|error| (tree.to_path_buf(), error))?;
    }
    let old = old.unwrap_or_default();
    // While the tree is neither old nor new it has no manifest: an interruption is seen by the next build.
    Manifest::remove(tree).map_err(|error| (tree.to_path_buf(), error))?;
    let mut folders: Vec<PathBuf> =
        files.iter().filter_map(|file| tree.join(&file.path).parent().map(Path::to_path_buf)).collect();
    folders.push(tree.to_path_buf());
    folders.sort();
    folders.dedup();
    for folder in &folders {
        fs_err::create_dir_all(folder).map_err(|error| (folder.clone(), error))?;
    }
    files.par_iter().filter(|file| !new.agrees(&old, &file.path)).try_for_each(|file| {
        let path = tree.join(&file.path);
        fs_err::write(&path, &file.bytes).map_err(|error| (path, error))
    })?;
    for path in old.paths().filter(|path| !new.contains(path)) {
        let full = tree.join(path);
        match fs_err::remove_file(&full) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((full, error)),
            _ => {}
        }
        remove_empty_parents(&full, tree);
    }
    new.write(tree).map_err(|error| (tree.to_path_buf(), error))
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
