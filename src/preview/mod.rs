//! The preview (`cabildo serve`): the site in a browser while its files are being written.
//!
//! 1. `watcher.rs` waits until the watched files differ from the last time.
//! 2. The caller's `build` turns the snapshot before into the next one. One build runs at a time; files that change
//!    meanwhile lead to one more.
//! 3. The new snapshot is published to `server.rs`, which answers from memory and never touches the file system.
//! 4. The script in each page hears of it and reloads; `page.rs` holds what the preview adds to pages.
//!
//! A broken file never takes the site away: the caller keeps the last good outputs and lists the problems, and a build
//! that panics leaves the outputs as they were.

mod page;
mod server;
#[cfg(test)]
mod tests;
mod watcher;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use watcher::{Places, Table, Watcher};

/// What the preview shows: the last good site and the problems of the newest state of the files.
#[derive(Clone, Default)]
pub struct Snapshot {
    /// Every file of the site by its path without a leading slash, such as `en/index.html`.
    pub outputs: Arc<BTreeMap<String, Arc<[u8]>>>,
    /// A complete, already escaped HTML fragment that lists the problems of the newest files; `None` when all is good.
    pub problems: Option<String>,
    /// How many problems the fragment lists.
    pub problem_count: usize,
}

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
/// Taken before the first build and given to [`serve_since`], it lets changes made during that build be seen.
pub struct Baseline(Table);

impl Baseline {
    /// Looks at the watched files now.
    pub fn now(options: &Options) -> Baseline {
        Baseline(Table::scan(&Places::new(&options.root, &options.watch), &Table::default()))
    }
}

/// Serves `first`, then what `build` makes of each later state of the files, until the process ends (Ctrl-C).
///
/// `build` gets the snapshot before, so that it can keep the last good outputs, and runs on the calling thread. When it
/// panics, the outputs stay, a problem says so, and it is called again at the next change: its own state must bear that.
/// `ready` is called once with the address, before the first wait. Changes are seen from this call on; see
/// [`serve_since`].
///
/// # Errors
///
/// When no port can be opened or the server's threads cannot be started.
pub fn serve(
    options: Options,
    first: Snapshot,
    build: impl FnMut(&Snapshot) -> Snapshot + Send + 'static,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let baseline = Baseline::now(&options);
    serve_since(baseline, options, first, build, ready)
}

/// Like [`serve`], but sees the changes since `baseline`, which was taken before `first` was built.
///
/// # Errors
///
/// As [`serve`].
pub fn serve_since(
    baseline: Baseline,
    options: Options,
    first: Snapshot,
    mut build: impl FnMut(&Snapshot) -> Snapshot + Send + 'static,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let listener = server::bind(options.port)?;
    let address = listener.local_addr()?;
    let (publisher, published) = watch::channel(Arc::new(Published::first(first)));

    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("preview").enable_all().build()?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let server = runtime.spawn(server::run(listener, address.port(), published));

    let places = Places::new(&options.root, &options.watch);
    let mut watcher = Watcher::new(places, baseline.0, options.poll);
    ready(address);
    if options.open {
        open_browser(address);
    }

    while !server.is_finished() {
        watcher.wait_for_change();
        let before = publisher.borrow().clone();
        let next = build_safely(&mut build, &before.snapshot);
        if let Some(next) = before.followed_by(next) {
            publisher.send_replace(Arc::new(next));
        }
    }
    Err(io::Error::other("the preview server has stopped"))
}

/// A panicking build must not end the preview of somebody in the middle of writing.
fn build_safely(build: &mut impl FnMut(&Snapshot) -> Snapshot, before: &Snapshot) -> Snapshot {
    catch_unwind(AssertUnwindSafe(|| build(before))).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or_default();
        Snapshot {
            outputs: Arc::clone(&before.outputs),
            problems: Some(page::panic_fragment(message)),
            problem_count: 1,
        }
    })
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
        let new_outputs = !Arc::ptr_eq(&before.outputs, &next.outputs) && before.outputs != next.outputs;
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
