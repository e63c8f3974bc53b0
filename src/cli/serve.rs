//! `cabildo serve`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arguments::ServeOptions;
use super::report::{Status, tell, usage};
use super::with_threads;
use crate::diagnostics::catalogue::C0903;
use crate::diagnostics::{Interface, Printer, Severity, Words, summary};
use crate::preview::{self, Baseline, Options, Snapshot};
use crate::site::{self, Made};
use crate::source::FOLDERS;

pub(super) fn serve(options: &ServeOptions, interface: Interface) -> Status {
    let settings = match options.site.settings(false) {
        Ok(settings) => settings,
        Err(what) => return usage(interface, what),
    };
    let root = options.site.root.clone();
    let watched = Options {
        port: options.port,
        open: options.open,
        root: root.clone(),
        watch: FOLDERS.iter().map(|folder| root.join(folder)).collect(),
        poll: options.poll,
    };
    let jobs = options.site.jobs;
    // What is saved while the first build runs must not be missed.
    let baseline = Baseline::now(&watched);
    let build = move |before: &Snapshot| {
        let made = with_threads(jobs, || site::make(&root, &settings));
        eprintln!("{}", summary(&made.diagnostics, interface));
        snapshot(made, before, interface)
    };
    let first = build(&Snapshot::default());
    let ready = |address: std::net::SocketAddr| {
        let line = interface.pick("Vista previa en", "Preview at");
        eprintln!("{line} http://{address}/  (Ctrl-C)");
    };
    match preview::serve_since(baseline, watched, first, build, ready) {
        Ok(()) => Status::Done,
        Err(error) => {
            let address = format!("127.0.0.1:{}", options.port);
            tell(
                interface,
                &C0903.nowhere().with_words("action", Words::OPEN).with("path", address).with("reason", error),
            );
            Status::Environment
        }
    }
}

/// The newest site, or the last good one with the problems of the newest files.
fn snapshot(made: Made, before: &Snapshot, interface: Interface) -> Snapshot {
    let wanted = |severity| severity != Severity::Notice;
    let count = made.diagnostics.iter().filter(|d| wanted(d.fault.severity)).count();
    let has_errors = made.diagnostics.has_errors();
    let problems = has_errors.then(|| problem_list(&made, interface));
    let outputs = match made.files {
        Some(files) => {
            let old = &before.outputs;
            let keep = |path: &str, bytes: Option<Vec<u8>>| match (bytes, old.get(path)) {
                (Some(bytes), Some(known)) if **known == *bytes => Arc::clone(known),
                (Some(bytes), _) => Arc::from(bytes),
                (None, known) => known.map(Arc::clone).unwrap_or_default(),
            };
            let map: BTreeMap<String, Arc<[u8]>> =
                files.into_iter().map(|file| (file.path.clone(), keep(&file.path, file.bytes))).collect();
            Arc::new(map)
        }
        None => Arc::clone(&before.outputs),
    };
    Snapshot { outputs, problems, problem_count: if has_errors { count } else { 0 } }
}

/// The errors as people read them on the terminal, as one preformatted block.
fn problem_list(made: &Made, interface: Interface) -> String {
    let printer = Printer { interface, texts: &made.texts, colour: false, max: 50 };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = printer.human(&made.diagnostics, &mut text);
    let mut html = String::from("<pre>");
    crate::markdown::escape(&String::from_utf8_lossy(&text), &mut html);
    html.push_str("</pre>");
    html
}
