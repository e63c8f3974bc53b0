//! `cabildo build` and `cabildo check`.

use std::time::Instant;

use super::arguments::{BuildOptions, CheckOptions};
use super::report::{Counts, Report, Status, usage};
use super::with_threads;
use crate::diagnostics::Interface;
use crate::publish::publish;
use crate::site;

pub(super) fn build(options: &BuildOptions, interface: Interface) -> Status {
    let start = Instant::now();
    let settings = match options.site.settings(!options.no_minify) {
        Ok(settings) => settings,
        Err(what) => return usage(interface, what),
    };
    let (mut made, published) = with_threads(options.site.jobs, || {
        let made = site::make(&options.site.root, &settings);
        let may_publish = Status::of(&made.diagnostics, options.report.deny_warnings) == Status::Done;
        let published = made.files.as_ref().filter(|_| may_publish).map(|files| publish(&options.out, files));
        (made, published)
    });
    let outputs = made.files.as_ref().map_or(0, Vec::len);
    let mut counts = Counts { pages: made.pages, outputs, ..Counts::default() };
    match published {
        Some(Ok(published)) => {
            counts.rendered = published.written;
            counts.reused = published.unchanged;
            counts.removed = published.removed;
        }
        Some(Err(diagnostic)) => made.diagnostics.push(diagnostic),
        None => {}
    }
    let report = Report {
        interface,
        options: &options.report,
        diagnostics: &made.diagnostics,
        texts: &made.texts,
        counts: Some(counts),
        time: start.elapsed(),
        place: Some(options.out.display().to_string()),
    };
    report.print()
}

pub(super) fn check(options: &CheckOptions, interface: Interface) -> Status {
    let start = Instant::now();
    let settings = match options.site.settings(false) {
        Ok(settings) => settings,
        Err(what) => return usage(interface, what),
    };
    let made = with_threads(options.site.jobs, || site::examine(&options.site.root, &settings));
    let report = Report {
        interface,
        options: &options.report,
        diagnostics: &made.diagnostics,
        texts: &made.texts,
        counts: None,
        time: start.elapsed(),
        place: None,
    };
    report.print()
}
