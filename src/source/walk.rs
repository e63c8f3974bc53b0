//! What stands below a site's root, and what the disk says of it without its being read.

use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::FOLDERS;
use super::hash::Hash;

/// A file that was touched so shortly before it was looked at may be touched again within the same tick of the disk's
/// clock. It counts as changed the next time.
const TICK: Duration = if cfg!(unix) { Duration::from_millis(50) } else { Duration::from_secs(2) };

/// Everything in the folders of a site.
#[derive(Debug, Default)]
pub struct Walk {
    /// By path.
    pub entries: Vec<Entry>,
    /// Folders and entries that could not be looked at.
    pub unreadable: Vec<(Arc<str>, io::Error)>,
    /// Whether the same paths have been found to be good names.
    pub well_named: bool,
}

/// What stands at a path; folders are not told.
#[derive(Debug)]
pub struct Entry {
    /// Relative to the root, with `/` on every system.
    pub path: Arc<str>,
    pub stamp: Stamp,
    /// The hash of the content, if it is known and need not be read.
    pub known: Option<Hash>,
    /// Where it is, if the path cannot say that: its name is not Unicode.
    full: Option<Box<Path>>,
}

/// What the disk says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    /// Nanoseconds since 1970: of the content, and of everything the system knows of the file.
    modified: u64,
    changed: u64,
    inode: u64,
    pub kind: Kind,
    /// Touched a moment before it was looked at.
    young: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    File,
    /// A link, a pipe.
    Other,
}

impl Walk {
    /// Walks the folders below a root. Most of it is waiting for the system, so subfolders are walked in parallel.
    pub fn of(root: &Path) -> Walk {
        let now = nanoseconds(SystemTime::now());
        let folders = Mutex::default();
        for folder in FOLDERS {
            let full = root.join(folder);
            if full.is_dir() {
                walk_below(&full, folder, now, &folders);
            }
        }
        let folders: Vec<Walk> = folders.into_inner().unwrap_or_else(PoisonError::into_inner);
        let count = folders.iter().map(|folder| folder.entries.len()).sum();
        let mut walk = Walk { entries: Vec::with_capacity(count), ..Walk::default() };
        for folder in folders {
            walk.entries.extend(folder.entries);
            walk.unreadable.extend(folder.unreadable);
        }
        walk.entries.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        walk
    }
}

/// Adds what stands in a folder, and in those below it.
fn walk_below(folder: &Path, path: &str, now: u64, all: &Mutex<Vec<Walk>>) {
    let (here, folders) = look_into(folder, path, now);
    all.lock().unwrap_or_else(PoisonError::into_inner).push(here);
    folders.par_iter().for_each(|(folder, path)| walk_below(folder, path, now, all));
}

/// What stands in a folder, and the folders in it.
fn look_into(folder: &Path, path: &str, now: u64) -> (Walk, Vec<(PathBuf, String)>) {
    let mut here = Walk::default();
    let mut folders = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            here.unreadable.push((Arc::from(path), error));
            return (here, folders);
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                here.unreadable.push((Arc::from(path), error));
                continue;
            }
        };
        let name = entry.file_name();
        let odd = name.to_str().is_none();
        let name = name.to_string_lossy();
        if is_temporary(&name) {
            continue;
        }
        let path = format!("{path}/{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push((entry.path(), path)),
            Ok(kind) => match entry.metadata() {
                Ok(data) => here.entries.push(Entry {
                    path: Arc::from(path),
                    stamp: Stamp::of(&data, kind, now),
                    known: None,
                    full: odd.then(|| entry.path().into()),
                }),
                // Gone since the folder was read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => here.unreadable.push((Arc::from(path), error)),
            },
            Err(error) => here.unreadable.push((Arc::from(path), error)),
        }
    }
    (here, folders)
}

impl Entry {
    /// Where the entry is on the disk.
    pub fn full(&self, root: &Path) -> PathBuf {
        self.full.as_deref().map_or_else(|| root.join(&*self.path), Path::to_path_buf)
    }
}

impl Stamp {
    fn of(data: &Metadata, kind: FileType, now: u64) -> Stamp {
        let modified = data.modified().map(nanoseconds).unwrap_or_default();
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            (u64::try_from(data.ctime() * 1_000_000_000 + data.ctime_nsec()).unwrap_or_default(), data.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (modified, 0);
        let kind = if kind.is_file() { Kind::File } else { Kind::Other };
        let young = changed.max(modified) + TICK.as_nanos() as u64 >= now;
        Stamp { length: data.len(), modified, changed, inode, kind, young }
    }

    /// Whether what had this stamp surely is what has another one now.
    pub fn is_same(&self, now: &Stamp) -> bool {
        self == now && !self.young
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// Files that editors and systems leave behind; they are never content.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swx", ".tmp", ".bak", ".crdownload", ".orig"].iter().any(|end| name.ends_with(end))
        || ["4913", "Thumbs.db", "desktop.ini"].contains(&name)
}
