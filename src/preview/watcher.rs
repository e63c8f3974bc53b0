//! Waits until the watched files differ from the last time.
//!
//! What the system tells about changes is only a reason to look: events are lost, doubled, late or about something else
//! on every system. The judge is a table of the files, compared with the table before. Events that name a few places
//! are a reason to look there; a storm of them or a lost one is a reason to look everywhere. A slow scan behind, in quiet
//! time, catches what was never told.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, Metadata, Permissions};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use walkdir::{DirEntry, WalkDir};

use super::Changes;

/// How long nothing may happen before a single save is acted on.
const QUIET: Duration = Duration::from_millis(10);
/// How long nothing may happen when many files change at once (a checkout, an unpacked archive).
const STORM_QUIET: Duration = Duration::from_millis(60);
/// From how many events on it is a storm. One save makes up to about a dozen.
const STORM_EVENTS: usize = 32;
/// How long events are gathered at most.
const GATHER_AT_MOST: Duration = Duration::from_millis(300);
/// How long a file that vanished or was emptied has to come back: some editors remove or empty a file before they
/// write it.
const HALF_SAVED: Duration = Duration::from_millis(60);
/// The slow scan behind the events.
const RECONCILE: Duration = Duration::from_secs(2);
/// The scan where there are no events.
const POLL: Duration = Duration::from_millis(500);
/// A scan may take this part of the time at most, so that a slow network drive is not kept busy.
const REST_PER_SCAN: u32 = 20;
/// Two saves within this time may carry the same time of change (FAT counts in steps of two seconds).
const SAME_TIME: Duration = Duration::from_secs(3);
/// A bigger file is judged by length and time only.
const HASH_AT_MOST: u64 = 4 * 1024 * 1024;

/// What to look at.
pub(super) struct Places {
    root: PathBuf,
    watched: Vec<PathBuf>,
}

impl Places {
    pub(super) fn new(root: &Path, watched: &[PathBuf]) -> Places {
        // The system reports real paths (macOS: /private/var for /var), so the root is made real once.
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let watched = watched.iter().map(|place| real.join(place.strip_prefix(root).unwrap_or(place))).collect();
        Places { root: real, watched }
    }

    /// The path as the rest of the program names it: relative to the root, with `/`.
    fn relative(&self, path: &Path) -> Arc<str> {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Arc::from(parts.join("/"))
    }

    /// Whether an entry found in a watched folder is none of the site's sources.
    fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let Some(name) = path.file_name() else {
            return false;
        };
        if is_folder { is_foreign_folder(name) || self.is_output(path) } else { is_temporary_file(name) }
    }

    /// Whether an event about `path` is a reason to look.
    fn concerns(&self, path: &Path) -> bool {
        if path.file_name().is_some_and(is_temporary_file) {
            return false;
        }
        // The folders above the root are not ours to judge: the root itself may lie in a dot folder.
        let Ok(relative) = path.strip_prefix(&self.root) else {
            return true;
        };
        let Some(folder) = relative.parent() else {
            return true;
        };
        let in_output = relative.iter().next().is_some_and(|first| self.is_output(&self.root.join(first)));
        let in_foreign_folder =
            folder.components().any(|part| matches!(part, Component::Normal(name) if is_foreign_folder(name)));
        !in_output && !in_foreign_folder
    }

    /// Whether this is one of the folders that builds write to. Deeper, `public` can be the name of a page.
    fn is_output(&self, folder: &Path) -> bool {
        folder.parent() == Some(self.root.as_path())
            && folder.file_name().is_some_and(|name| name == "target" || name == "public")
    }

    /// The folders whose events are wanted. Folders are watched and never files, because a save that renames a new file
    /// over the old one leaves a watch on a file that is gone.
    fn to_register(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let mut wanted = BTreeMap::new();
        for place in &self.watched {
            if place.is_dir() {
                wanted.insert(place.clone(), RecursiveMode::Recursive);
            }
        }
        for place in &self.watched {
            // The folder around tells when a place appears, or vanishes and comes back.
            let around = place.ancestors().skip(1).find(|folder| folder.is_dir());
            let Some(around) = around else { continue };
            let covered = around.ancestors().any(|folder| wanted.get(folder) == Some(&RecursiveMode::Recursive));
            if !covered {
                wanted.insert(around.to_path_buf(), RecursiveMode::NonRecursive);
            }
        }
        wanted
    }
}

/// Files that editors, browsers and desktops leave behind or make for a moment.
fn is_temporary_file(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let starts = ["~$", ".#", ".~lock.", ".goutputstream-", "___jb_"];
    let ends = [".swp", ".swo", ".swx", ".swpx", "~", ".tmp", ".crdownload", ".kate-swp"];
    let whole = ["4913", "thumbs.db", "desktop.ini", ".ds_store"];
    starts.iter().any(|start| name.starts_with(start))
        || ends.iter().any(|end| name.ends_with(end))
        || whole.contains(&name.as_str())
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

/// Folders of tools. `.well-known` is part of a site.
fn is_foreign_folder(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == "node_modules" || (name.starts_with('.') && name != ".well-known")
}

/// The watched files and folders at one moment.
#[derive(Default)]
pub(super) struct Table(BTreeMap<PathBuf, Stamp>);

/// What there is now in some places of a table; nothing where it is gone.
type Looks = BTreeMap<PathBuf, Option<Stamp>>;

/// What tells one state of a file from another without reading it.
struct Stamp {
    is_folder: bool,
    length: u64,
    modified: Option<SystemTime>,
    /// When and which: a file that another one replaced may have its length and its time.
    changed: (i64, i64),
    number: u64,
    /// A file that could not be read may have become readable.
    permissions: Permissions,
    /// Of a file so young that a second save may leave length and time as they are.
    content: Option<u64>,
}

impl Table {
    pub(super) fn scan(places: &Places, previous: &Table) -> Table {
        Table::scan_unless(places, previous, || false).unwrap_or_default()
    }

    /// Looks everywhere; nothing when it was broken off.
    fn scan_unless(places: &Places, previous: &Table, break_off: impl Fn() -> bool) -> Option<Table> {
        let now = SystemTime::now();
        let mut table = BTreeMap::new();
        for place in &places.watched {
            for (path, metadata) in entries(places, place) {
                if break_off() {
                    return None;
                }
                let stamp = Stamp::of(&path, &metadata, previous.0.get(&path), now);
                table.insert(path, stamp);
            }
        }
        Some(Table(table))
    }

    /// Looks at a few places that events name, and at what is in them where they are folders. Nothing when that would
    /// not be enough: one is not in a known folder.
    fn look_at(&self, places: &Places, paths: &BTreeSet<PathBuf>) -> Option<Looks> {
        let now = SystemTime::now();
        let mut looks = Looks::new();
        for path in paths {
            self.0.get(path.parent()?)?;
            if places.ignores(path, path.is_dir()) {
                continue;
            }
            let known =
                self.0.range(path.clone()..).map(|(known, _)| known).take_while(|known| known.starts_with(path));
            looks.extend(known.map(|known| (known.clone(), None)));
            for (path, metadata) in entries(places, path) {
                let stamp = Stamp::of(&path, &metadata, self.0.get(&path), now);
                looks.insert(path, Some(stamp));
            }
        }
        Some(looks)
    }

    /// What a newer table has to say of each path where it differs.
    fn differences(&self, newer: &Table) -> BTreeSet<PathBuf> {
        let differs = |(path, stamp): &(&PathBuf, &Stamp)| self.0.get(*path).is_none_or(|old| stamp.differs_from(old));
        let changed = newer.0.iter().filter(differs).map(|(path, _)| path);
        let gone = self.0.keys().filter(|path| !newer.0.contains_key(*path));
        changed.chain(gone).cloned().collect()
    }

    /// Takes in what was seen; the paths where that is something else.
    fn take(&mut self, looks: Looks) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        for (path, look) in looks {
            let differs = match (&look, self.0.get(&path)) {
                (Some(now), Some(before)) => now.differs_from(before),
                (now, before) => now.is_some() != before.is_some(),
            };
            match look {
                Some(stamp) => drop(self.0.insert(path.clone(), stamp)),
                None => drop(self.0.remove(&path)),
            }
            if differs {
                changed.insert(path);
            }
        }
        changed
    }

    /// Whether a file of the table before is gone or empty now: perhaps only half of a save.
    fn may_be_half_saved(&self, previous: &Table) -> bool {
        previous.0.iter().any(|(path, old)| old.may_be_half_saved(self.0.get(path)))
    }

    /// The same for a few looks.
    fn have_half_saved(&self, looks: &Looks) -> bool {
        looks.iter().any(|(path, look)| self.0.get(path).is_some_and(|old| old.may_be_half_saved(look.as_ref())))
    }
}

/// A place and everything in it that may be a source. What vanishes or cannot be read during the walk is not there; the
/// next look sees.
fn entries<'p>(places: &'p Places, place: &Path) -> impl Iterator<Item = (PathBuf, Metadata)> + use<'p> {
    let wanted =
        move |entry: &DirEntry| entry.depth() == 0 || !places.ignores(entry.path(), entry.file_type().is_dir());
    let entries = WalkDir::new(place).follow_links(false).into_iter().filter_entry(wanted);
    entries.filter_map(Result::ok).filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        Some((entry.into_path(), metadata))
    })
}

impl Stamp {
    fn of(path: &Path, metadata: &Metadata, previous: Option<&Stamp>, now: SystemTime) -> Stamp {
        let is_file = metadata.is_file();
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt;
            ((metadata.ctime(), metadata.ctime_nsec()), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, number) = ((0, 0), 0);
        let mut stamp = Stamp {
            is_folder: metadata.is_dir(),
            // A folder's length and times change with its entries, which have their own stamps.
            length: if is_file { metadata.len() } else { 0 },
            modified: metadata.modified().ok().filter(|_| !metadata.is_dir()),
            changed: if is_file { changed } else { (0, 0) },
            number,
            permissions: metadata.permissions(),
            content: None,
        };
        if !is_file || stamp.length > HASH_AT_MOST {
            return stamp;
        }
        let young = stamp.modified.is_some_and(|modified| {
            let age = now.duration_since(modified);
            age.unwrap_or_else(|ahead| ahead.duration()) < SAME_TIME
        });
        match previous.filter(|previous| previous.same_metadata(&stamp)) {
            Some(Stamp { content: None, .. }) => {}
            Some(Stamp { content: Some(before), .. }) => {
                let content = content_hash(path);
                // Once it has aged unchanged, the file need not be read again.
                stamp.content = content.filter(|content| young || content != before);
            }
            None if young => stamp.content = content_hash(path),
            None => {}
        }
        stamp
    }

    fn may_be_half_saved(&self, now: Option<&Stamp>) -> bool {
        now.is_none_or(|now| now.length == 0 && self.length > 0)
    }

    fn same_metadata(&self, other: &Stamp) -> bool {
        self.is_folder == other.is_folder
            && (self.length, self.modified, self.changed, self.number)
                == (other.length, other.modified, other.changed, other.number)
            && self.permissions == other.permissions
    }

    fn differs_from(&self, previous: &Stamp) -> bool {
        !self.same_metadata(previous)
            || matches!((self.content, previous.content), (Some(now), Some(before)) if now != before)
    }
}

fn content_hash(path: &Path) -> Option<u64> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(HASH_AT_MOST).read_to_end(&mut bytes).ok()?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    Some(hasher.finish())
}

/// What an event is a reason for.
enum News {
    /// A look at these.
    At(Vec<PathBuf>),
    /// A look everywhere.
    Everywhere,
}

/// Waits for changes of the watched files.
pub(super) struct Watcher {
    places: Arc<Places>,
    table: Table,
    /// One for each event, as many as the channel holds.
    events: Receiver<News>,
    told: Arc<Told>,
    system: Option<SystemEvents>,
    last_scan: Duration,
}

/// What is known of events that nobody has received yet.
#[derive(Default)]
struct Told {
    /// That there is one.
    some: AtomicBool,
    /// That the channel could not hold one.
    too_many: AtomicBool,
}

impl Watcher {
    /// Watches from the state `baseline` on.
    pub(super) fn new(places: Places, baseline: Table, poll: bool) -> Watcher {
        let places = Arc::new(places);
        let told = Arc::new(Told::default());
        let (wake, events) = sync_channel(1024);
        // The first look comes at once: it sees what changed since the baseline.
        let _ = wake.try_send(News::Everywhere);
        let system = if poll { None } else { SystemEvents::new(Arc::clone(&places), wake, Arc::clone(&told)) };
        let mut watcher = Watcher { places, table: baseline, events, told, system, last_scan: Duration::ZERO };
        watcher.register();
        watcher
    }

    /// Blocks until files differ from the last time; which these are.
    pub(super) fn wait_for_change(&mut self) -> Changes {
        loop {
            self.told.some.store(false, Ordering::Relaxed);
            let changed = match self.events.recv_timeout(self.pause()) {
                Ok(first) => match self.gather(first) {
                    News::At(paths) => self.look_at(&paths.into_iter().collect()),
                    News::Everywhere => self.look_everywhere(),
                },
                Err(RecvTimeoutError::Timeout) => self.look_in_quiet(),
                // Without events, only the clock is left.
                Err(RecvTimeoutError::Disconnected) => {
                    thread::sleep(self.pause());
                    self.look_everywhere()
                }
            };
            if !changed.is_empty() {
                return changed.iter().map(|path| self.places.relative(path)).collect();
            }
        }
    }

    /// Lets a save or a storm finish, after the first event of it.
    fn gather(&self, first: News) -> News {
        let started = Instant::now();
        let mut count = 1;
        let mut all = first;
        loop {
            let quiet = if count < STORM_EVENTS { QUIET } else { STORM_QUIET };
            let left = GATHER_AT_MOST.saturating_sub(started.elapsed());
            let next = if left.is_zero() { None } else { self.events.recv_timeout(quiet.min(left)).ok() };
            let Some(next) = next else { break };
            count += 1;
            all = match (all, next) {
                (News::At(mut all), News::At(more)) => {
                    all.extend(more);
                    News::At(all)
                }
                _ => News::Everywhere,
            };
        }
        let too_many = self.told.too_many.swap(false, Ordering::Relaxed);
        if too_many || count >= STORM_EVENTS { News::Everywhere } else { all }
    }

    fn look_at(&mut self, paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let Some(mut looks) = self.table.look_at(&self.places, paths) else { return self.look_everywhere() };
        if self.table.have_half_saved(&looks) {
            thread::sleep(HALF_SAVED);
            match self.table.look_at(&self.places, paths) {
                Some(again) => looks = again,
                None => return self.look_everywhere(),
            }
        }
        self.table.take(looks)
    }

    fn look_everywhere(&mut self) -> BTreeSet<PathBuf> {
        // Before the scan: what appears in a new folder after it is told, what was there before it is seen.
        self.register();
        let mut table = self.scan(|| false).unwrap_or_default();
        if table.may_be_half_saved(&self.table) {
            thread::sleep(HALF_SAVED);
            table = self.scan(|| false).unwrap_or_default();
        }
        self.exchange(table)
    }

    /// Looks everywhere, unless something is told meanwhile that is worth a look of its own.
    fn look_in_quiet(&mut self) -> BTreeSet<PathBuf> {
        self.register();
        let told = Arc::clone(&self.told);
        match self.scan(|| told.some.load(Ordering::Relaxed)) {
            Some(table) if table.may_be_half_saved(&self.table) => self.look_everywhere(),
            Some(table) => self.exchange(table),
            None => BTreeSet::new(),
        }
    }

    fn exchange(&mut self, newer: Table) -> BTreeSet<PathBuf> {
        let changed = self.table.differences(&newer);
        self.table = newer;
        changed
    }

    fn scan(&mut self, break_off: impl Fn() -> bool) -> Option<Table> {
        let started = Instant::now();
        let table = Table::scan_unless(&self.places, &self.table, break_off);
        self.last_scan = started.elapsed();
        table
    }

    fn register(&mut self) {
        if let Some(system) = &mut self.system {
            system.register(&self.places);
        }
    }

    fn pause(&self) -> Duration {
        let complete = self.system.as_ref().is_some_and(SystemEvents::is_complete);
        let pause = if complete { RECONCILE } else { POLL };
        pause.max(self.last_scan * REST_PER_SCAN)
    }
}

/// The system's events about changed files.
struct SystemEvents {
    watcher: RecommendedWatcher,
    registered: BTreeMap<PathBuf, (RecursiveMode, Identity)>,
    /// Set when the system refuses to watch everything, for instance because its watches are used up.
    incomplete: Arc<AtomicBool>,
}

impl SystemEvents {
    /// Nothing when the system has no events to offer.
    fn new(places: Arc<Places>, wake: SyncSender<News>, told: Arc<Told>) -> Option<SystemEvents> {
        let incomplete = Arc::new(AtomicBool::new(false));
        let refused = Arc::clone(&incomplete);
        let handler = move |event: notify::Result<Event>| {
            let news = match event {
                Ok(event) => reason_to_look(event, &places),
                Err(error) => {
                    if leaves_gaps(&error) {
                        refused.store(true, Ordering::Relaxed);
                    }
                    Some(News::Everywhere)
                }
            };
            if let Some(news) = news {
                told.some.store(true, Ordering::Relaxed);
                if wake.try_send(news).is_err() {
                    told.too_many.store(true, Ordering::Relaxed);
                }
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(handler, config).ok()?;
        Some(SystemEvents { watcher, registered: BTreeMap::new(), incomplete })
    }

    fn is_complete(&self) -> bool {
        !self.incomplete.load(Ordering::Relaxed)
    }

    /// Brings the watches in line with the folders that are there now. A folder that was replaced by another of the
    /// same name has lost its watch.
    fn register(&mut self, places: &Places) {
        let wanted = places.to_register();
        let watcher = &mut self.watcher;
        self.registered.retain(|folder, (mode, identity)| {
            let stays = wanted.get(folder) == Some(&*mode) && Identity::of(folder).is_some_and(|now| now == *identity);
            if !stays {
                let _ = watcher.unwatch(folder);
            }
            stays
        });
        for (folder, mode) in wanted {
            if self.registered.contains_key(&folder) {
                continue;
            }
            let Some(identity) = Identity::of(&folder) else {
                continue;
            };
            match self.watcher.watch(&folder, mode) {
                Ok(()) => {
                    self.registered.insert(folder, (mode, identity));
                }
                Err(error) if leaves_gaps(&error) => {
                    self.incomplete.store(true, Ordering::Relaxed);
                }
                // It vanished a moment ago; the next look registers what is there then.
                Err(_) => {}
            }
        }
    }
}

/// Whether something stays unwatched after this error. What is no longer there needs no watch.
fn leaves_gaps(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => false,
        ErrorKind::Io(error) => error.kind() != io::ErrorKind::NotFound,
        _ => true,
    }
}

/// Reading is not a change; without this rule, every scan would cause the next one.
fn reason_to_look(event: Event, places: &Places) -> Option<News> {
    let is_reading = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    };
    if event.need_rescan() || (!is_reading && event.paths.is_empty()) {
        return Some(News::Everywhere);
    }
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(|path| places.concerns(path)).collect();
    (!is_reading && !paths.is_empty()).then_some(News::At(paths))
}

/// Tells a folder from another one that took its place.
#[derive(PartialEq)]
struct Identity {
    number: u64,
    created: Option<SystemTime>,
}

impl Identity {
    fn of(folder: &Path) -> Option<Identity> {
        let metadata = fs::metadata(folder).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        Some(Identity { number, created: metadata.created().ok() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places {
            root: PathBuf::from("/home/ana/.local/site"),
            watched: vec![PathBuf::from("/home/ana/.local/site/content")],
        }
    }

    #[test]
    fn temporary_files_are_told_from_sources() {
        for name in [
            "es.md~",
            ".es.md.swp",
            ".es.md.swo",
            ".#es.md",
            "#es.md#",
            "4913",
            "~$plan.docx",
            "a.tmp",
            "A.TMP",
            "foto.jpg.crdownload",
            "Thumbs.db",
            "desktop.ini",
            ".DS_Store",
            ".~lock.plan.ods#",
        ] {
            assert!(is_temporary_file(OsStr::new(name)), "{name}");
        }
        for name in ["es.md", "2019.yaml", ".htaccess", "#", "491", "4913.yaml", "tmp.md", "swp"] {
            assert!(!is_temporary_file(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn events_of_other_tools_are_no_reason_to_look() {
        let places = places();
        let root = Path::new("/home/ana/.local/site");
        for path in [
            "target/debug/x",
            "target",
            "public/index.html",
            ".git/index",
            "content/.git/HEAD",
            "content/es.md~",
            "themes/anam/node_modules/x/index.js",
        ] {
            assert!(!places.concerns(&root.join(path)), "{path}");
        }
        for path in [
            "",
            "content",
            "content/es.md",
            "content/pages/public/es.md",
            "content/.htaccess",
            "themes/anam/static/.well-known/security.txt",
        ] {
            assert!(places.concerns(&root.join(path)), "{path}");
        }
        assert!(places.concerns(Path::new("/elsewhere/.hidden/es.md")));
    }

    #[test]
    fn reading_is_no_reason_to_look() {
        let path = PathBuf::from("/home/ana/.local/site/content/es.md");
        let event = |kind| Event::new(kind).add_path(path.clone());
        let read = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert!(reason_to_look(event(read), &places()).is_none());
        assert!(reason_to_look(event(written), &places()).is_some());
        assert!(reason_to_look(event(EventKind::Any), &places()).is_some());
    }

    fn place_of(folder: &tempfile::TempDir) -> Places {
        Places::new(folder.path(), &[PathBuf::from("content")])
    }

    #[test]
    fn a_second_save_with_the_same_length_and_time_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("content");
        let places = place_of(&folder);
        fs::write(&file, "1").unwrap();
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        let first = Table::scan(&places, &Table::default());
        fs::write(&file, "2").unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        let second = Table::scan(&places, &first);
        assert_eq!(first.differences(&second).len(), 1);
        let third = Table::scan(&places, &second);
        assert!(second.differences(&third).is_empty());
    }

    #[test]
    fn an_aged_file_is_read_once_more_and_then_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("content");
        let places = Places::new(folder.path(), &[PathBuf::from("content")]);
        fs::write(&file, "1").unwrap();
        let metadata = fs::metadata(&file).unwrap();
        let now = SystemTime::now();
        let young = Stamp::of(&file, &metadata, None, now);
        assert!(young.content.is_some());
        let later = now + 2 * SAME_TIME;
        let aged = Stamp::of(&file, &metadata, Some(&young), later);
        assert!(aged.content.is_none() && !aged.differs_from(&young));
        assert!(Stamp::of(&file, &metadata, Some(&aged), now).content.is_none());
        assert_eq!(Table::scan(&places, &Table::default()).0.len(), 1);
    }

    #[test]
    fn a_file_that_became_readable_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("content");
        let places = place_of(&folder);
        fs::write(&file, "1").unwrap();
        let first = Table::scan(&places, &Table::default());
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert_eq!(first.differences(&Table::scan(&places, &first)).len(), 1);
    }
}
