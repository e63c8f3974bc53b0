//! What the disk says of every input without its being read.

use std::collections::BTreeMap;
use std::fs::{FileType, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::source::{FOLDERS, is_temporary};

/// A file that was touched so shortly before it was looked at may be touched again within the same tick of the disk's
/// clock. It counts as changed the next time.
const TICK: Duration = if cfg!(unix) { Duration::from_millis(50) } else { Duration::from_secs(2) };

/// Path (with `/`) → stamp, of everything in the folders of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table(BTreeMap<String, Stamp>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    length: u64,
    /// Nanoseconds since 1970: of the content, and of everything the system knows of the file.
    modified: u64,
    changed: u64,
    inode: u64,
    kind: Kind,
    /// Touched a moment before it was looked at.
    young: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    File,
    Other,
}

impl Table {
    /// Looks at every input below a root. What cannot be looked at is left to reading, which tells why.
    pub fn scan(root: &Path) -> Table {
        let now = nanoseconds(SystemTime::now());
        let found: Vec<Vec<(String, Stamp)>> =
            FOLDERS.par_iter().map(|folder| scan(&root.join(folder), folder, now)).collect();
        Table(found.into_iter().flatten().collect())
    }

    /// The inputs that are as they were, as far as the disk can tell.
    pub fn unchanged_since<'t>(&'t self, before: &'t Table) -> impl Iterator<Item = &'t str> {
        let same =
            |(path, stamp): &(&String, &Stamp)| before.0.get(*path).is_some_and(|then| then == *stamp && !then.young);
        self.0.iter().filter(same).map(|(path, _)| path.as_str())
    }

    /// Whether every input is as it was, as far as the disk can tell.
    pub fn is_same(&self, before: &Table) -> bool {
        self.0 == before.0 && !before.0.values().any(|stamp| stamp.young)
    }
}

fn scan(folder: &Path, path: &str, now: u64) -> Vec<(String, Stamp)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_temporary(&name) {
            continue;
        }
        let path = format!("{path}/{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push((entry.path(), path)),
            Ok(kind) => files.extend(entry.metadata().ok().map(|data| (path, Stamp::of(&data, kind, now)))),
            Err(_) => {}
        }
    }
    let below: Vec<_> = folders.par_iter().map(|(folder, path)| scan(folder, path, now)).collect();
    files.extend(below.into_iter().flatten());
    files
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
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
