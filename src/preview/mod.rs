//! The preview (`cabildo serve`): the site in a browser while its files are being written.
//!
//! 1. `watcher.rs` waits until watched files differ from the last time, and names them.
//! 2. `draft.rs` takes them in and publishes a snapshot of the site at once; `edition.rs` is the site in it, whose files
//!    are made when they are asked for. One change is taken in at a time; files that change meanwhile are the next.
//! 3. `behind.rs` finds out what takes a look at the whole site, and the draft publishes what comes of that.
//! 4. `server.rs` answers from the newest snapshot and never touches the file system.
//! 5. The script in each page hears of a new snapshot and reloads; `page.rs` holds what the preview adds to pages.
//!
//! A broken file never takes the site away: the last good outputs stay and the problems are listed, and a build that
//! panics leaves the outputs as they were.

mod behind;
mod draft;
mod edition;
mod page;
mod server;
#[cfg(test)]
mod tests;
mod watcher;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::diagnostics::Interface;
use crate::rebuild;
use crate::render::STACK;
use crate::site::Settings;
use behind::Behind;
use draft::Draft;
use watcher::{Places, Table, Watcher};

/// The files of a site by their paths without a leading slash, such as `en/index.html`.
pub trait Outputs: Send + Sync {
    /// The bytes of a file; the first time they may have to be made.
    fn get(&self, file: &str) -> Option<Arc<[u8]>>;
    fn has(&self, file: &str) -> bool;
}

impl Outputs for BTreeMap<String, Arc<[u8]>> {
    fn get(&self, file: &str) -> Option<Arc<[u8]>> {
        BTreeMap::get(self, file).cloned()
    }

    fn has(&self, file: &str) -> bool {
        self.contains_key(file)
    }
}

/// What the preview shows: a site, and the problems of the newest state of the files.
#[derive(Clone)]
pub struct Snapshot {
    /// Another value is another site for the browser.
    pub outputs: Arc<dyn Outputs>,
    /// A complete, already escaped HTML fragment that lists the problems of the newest files; `None` when all is good.
    pub problems: Option<String>,
    /// How many problems the fragment lists.
    pub problem_count: usize,
}

impl Default for Snapshot {
    /// Nothing yet.
    fn default() -> Self {
        Snapshot { outputs: Arc::new(BTreeMap::new()), problems: None, problem_count: 0 }
    }
}

/// Files and folders that appeared, vanished or changed, relative to the root, with `/`.
pub type Changes = BTreeSet<Arc<str>>;

/// How to serve and what to watch.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; the next 20 are tried when it is taken. 0 takes any free one.
    pub port: u16,
    /// Whether to open the site in the browser.
    pub open: bool,
    /// The folder of the site's sources. `target` and `public` directly in it are not watched.
    pub root: PathBuf,
    /// Folders and files below `root`, relative to it or absolute. They may appear later.
    pub watch: Vec<PathBuf>,
    /// Look at the files twice a second instead of asking the system for changes, for network drives and the like.
    pub poll: bool,
}

/// The state of the watched files at one moment.
///
/// Taken before the files are read and given to [`serve_since`], it lets changes made meanwhile be seen.
pub struct Baseline(Table);

impl Baseline {
    /// Looks at the watched files now.
    pub fn now(options: &Options) -> Baseline {
        Baseline(Table::scan(&Places::new(&options.root, &options.watch), &Table::default()))
    }
}

/// Where snapshots are published. Copies publish to the same place.
#[derive(Clone)]
pub struct Publisher(Arc<watch::Sender<Arc<Published>>>);

impl Publisher {
    pub fn new(first: Snapshot) -> Publisher {
        Publisher(Arc::new(watch::Sender::new(Arc::new(Published::first(first)))))
    }

    /// What is shown now.
    pub fn current(&self) -> Snapshot {
        self.0.borrow().snapshot.clone()
    }

    /// Shows a snapshot from now on. Browsers hear of it if they would see a difference.
    pub fn publish(&self, snapshot: Snapshot) {
        self.0.send_if_modified(|published| {
            let next = published.followed_by(snapshot);
            let is_other = next.is_some();
            if let Some(next) = next {
                *published = Arc::new(next);
            }
            is_other
        });
    }

    /// Says that the program failed; what is shown stays.
    fn publish_panic(&self, message: &str) {
        let problems = Some(page::panic_fragment(message));
        self.publish(Snapshot { problems, problem_count: 1, ..self.current() });
    }
}

/// Serves the site below a root and what becomes of it with each change, until the process ends (Ctrl-C).
///
/// Of what was built into the folder `built` and has not changed since, nothing is read or decoded before somebody looks
/// at it. `ready` is called once with the address.
///
/// # Errors
///
/// When no port can be opened or threads cannot be started.
pub fn serve_site(
    options: Options,
    built: &Path,
    settings: Settings,
    jobs: Option<usize>,
    interface: Interface,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(STACK).build();
    let pool = pool.map_err(io::Error::other)?;
    let root = options.root.clone();
    // What is saved while the site is read must not be missed.
    let (baseline, kept) = pool.install(|| rayon::join(|| Baseline::now(&options), || rebuild::kept(&root, built)));
    let publisher = Publisher::new(Snapshot::default());
    let (draft, first) = pool.install(|| {
        let mut draft = Draft::read(root, kept, settings, interface, publisher.clone());
        let first = draft.show();
        (Arc::new(Mutex::new(draft)), first)
    });
    let behind = {
        let (draft, publisher) = (Arc::clone(&draft), publisher.clone());
        Behind::start(jobs, move |verdict| match verdict {
            Ok(verdict) => draft.lock().unwrap_or_else(PoisonError::into_inner).judge(verdict),
            Err(message) => publisher.publish_panic(&message),
        })
    };
    behind.examine(first);
    let build = move |changes: &Changes| {
        let work = pool.install(|| draft.lock().unwrap_or_else(PoisonError::into_inner).change(changes));
        if let Some(work) = work {
            behind.examine(work);
        }
    };
    serve_since(baseline, options, publisher, build, ready)
}

/// Serves what is published, and calls `build` with each change of the watched files since `baseline`.
///
/// `build` runs on the calling thread. When it panics, what is shown stays, a problem says so, and it is called again at
/// the next change: its own state must bear that.
/// `ready` is called once with the address, before the first wait.
///
/// # Errors
///
/// When no port can be opened or the server's threads cannot be started.
pub fn serve_since(
    baseline: Baseline,
    options: Options,
    publisher: Publisher,
    mut build: impl FnMut(&Changes),
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let listener = server::bind(options.port)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("preview")
        .thread_stack_size(STACK)
        .enable_all()
        .build()?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let server = runtime.spawn(server::run(listener, address.port(), publisher.0.subscribe()));

    ready(address);
    if options.open {
        open_browser(address);
    }

    let places = Places::new(&options.root, &options.watch);
    let mut watcher = Watcher::new(places, baseline.0, options.poll);
    while !server.is_finished() {
        let changes = watcher.wait_for_change();
        // A panicking build must not end the preview of somebody in the middle of writing.
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| build(&changes))) {
            publisher.publish_panic(&panic_message(&*panic));
        }
    }
    Err(io::Error::other("the preview server has stopped"))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or_default().to_owned()
}

/// A snapshot with the numbers by which a browser knows whether it shows it.
struct Published {
    /// Differs between two runs of the program, so that a page of the run before reloads.
    session: u64,
    /// Grows when the outputs change.
    generation: u64,
    /// Grows when the problems change.
    problems_version: u64,
    snapshot: Snapshot,
}

impl Published {
    fn first(snapshot: Snapshot) -> Published {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Published {
            session: since_epoch.as_secs() ^ u64::from(since_epoch.subsec_nanos()).rotate_left(32),
            generation: 1,
            problems_version: 1,
            snapshot,
        }
    }

    /// The state after this one, or nothing when a browser would see no difference.
    fn followed_by(&self, next: Snapshot) -> Option<Published> {
        let before = &self.snapshot;
        let new_outputs = !Arc::ptr_eq(&before.outputs, &next.outputs);
        let new_problems = before.problems != next.problems || before.problem_count != next.problem_count;
        (new_outputs || new_problems).then(|| Published {
            session: self.session,
            generation: self.generation + u64::from(new_outputs),
            problems_version: self.problems_version + u64::from(new_problems),
            snapshot: next,
        })
    }

    /// The identifier that pages and events carry.
    fn id(&self) -> String {
        format!("{:x}.{}.{}", self.session, self.generation, self.problems_version)
    }

    /// The server-sent events for a browser that shows the state `seen`; empty when there is nothing new.
    fn events_since(&self, seen: &str) -> String {
        let id = self.id();
        if seen == id {
            return String::new();
        }
        let mut parts = seen.split('.');
        let (session, generation, problems_version) = (parts.next(), parts.next(), parts.next());
        let same_session = session == Some(format!("{:x}", self.session).as_str());
        let mut events = String::new();
        if !same_session || generation != Some(self.generation.to_string().as_str()) {
            events += &format!("id: {id}\nevent: reload\ndata: {}\n\n", self.generation);
        }
        if !same_session || problems_version != Some(self.problems_version.to_string().as_str()) {
            events += &format!("id: {id}\nevent: problems\ndata: {}\n\n", self.snapshot.problem_count);
        }
        events
    }
}

/// Opens the site in the browser. A machine without one (or without a desktop) is no reason to stop.
fn open_browser(address: SocketAddr) {
    let url = format!("http://{address}/");
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", "", &url]);
        command
    } else {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let mut command = Command::new(opener);
        command.arg(&url);
        command
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The thread waits for the opener, so that no dead process is left behind.
    thread::spawn(move || command.status());
}
