//! `cabildo build` and `cabildo check`.

use std::time::Instant;

use super::arguments::{BuildOptions, CheckOptions};
use super::mail;
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
    let (mut made, mut mailed, published) = with_threads(options.site.jobs, || {
        let mut made = site::make(&options.site.root, &settings);
        // Before publishing: a report that cannot be written stops the build while the live site is as it was.
        let mailed = mail::write(&options.report, &mut made, Some(&options.out), interface);
        let may_publish = Status::of(&made.diagnostics, options.report.deny_warnings) == Status::Done;
        let published = made.files.as_ref().filter(|_| may_publish).map(|files| publish(&options.out, files));
        (made, mailed, published)
    });
    let outputs = made.files.as_ref().map_or(0, Vec::len);
    let mut counts = Counts { pages: made.pages, outputs, ..Counts::default() };
    match published {
        Some(Ok(published)) => {
            counts.rendered = published.written;
            counts.reused = published.unchanged;
            counts.removed = published.removed;
        }
        Some(Err(diagnostic)) => {
            made.diagnostics.push(diagnostic);
            mailed = mailed && mail::write(&options.report, &mut made, Some(&options.out), interface);
        }
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
        mailed,
    };
    report.print()
}

pub(super) fn check(options: &CheckOptions, interface: Interface) -> Status {
    let start = Instant::now();
    let settings = match options.site.settings(false) {
        Ok(settings) => settings,
        Err(what) => return usage(interface, what),
    };
    let mut made = with_threads(options.site.jobs, || site::examine(&options.site.root, &settings));
    let mailed = mail::write(&options.report, &mut made, None, interface);
    let report = Report {
        interface,
        options: &options.report,
        diagnostics: &made.diagnostics,
        texts: &made.texts,
        counts: None,
        time: start.elapsed(),
        place: None,
        mailed,
    };
    report.print()
}
