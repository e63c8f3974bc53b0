//! `cabildo build` and `cabildo check`.

use std::time::Instant;

use super::arguments::{BuildOptions, CheckOptions};
use super::mail;
use super::progress::Progress;
use super::report::{Counts, Report, Status, usage};
use super::with_threads;
use crate::diagnostics::catalogue::C0903;
use crate::diagnostics::{Interface, Words};
use crate::memory::Reason;
use crate::rebuild::{self, Rebuilt};
use crate::site::{self, Explained, Settings};
use crate::stages;

pub(super) fn build(options: &BuildOptions, interface: Interface) -> Status {
    let start = Instant::now();
    let settings = match options.site.settings(!options.no_minify) {
        Ok(settings) => Settings { drafts: options.drafts, compress: options.compress, ..settings },
        Err(what) => return usage(interface, what),
    };
    if options.timings || options.trace.is_some() {
        stages::keep();
    }
    let progress = Progress::start(interface, options.report.format);
    let mut mailed = false;
    let rebuilt = with_threads(options.site.jobs, || {
        let address = options.explain.as_deref().map(address_of);
        let how = rebuild::Options { clean: options.clean, explain: address.as_deref() };
        rebuild::rebuild(&options.site.root, &options.out, &settings, how, |made| {
            // Before publishing: a report that cannot be written stops the build while the live site is as it was.
            mailed = mail::write(&options.report, made, Some(&options.out), interface);
            Status::of(&made.diagnostics, options.report.deny_warnings) == Status::Done
        })
    });
    progress.stop();
    let Rebuilt { mut made, outputs, published } = rebuilt;
    let mut counts = Counts { pages: made.pages, outputs, rendered: made.rendered, ..Counts::default() };
    match published {
        Some(Ok(published)) => {
            counts.reused = outputs - made.rendered;
            counts.removed = published.removed;
            counts.written = published.written;
            counts.compressed = options.compress.map(|_| published.compressed);
        }
        Some(Err(diagnostic)) => {
            made.diagnostics.push(diagnostic);
            mailed = mailed && mail::write(&options.report, &mut made, Some(&options.out), interface);
        }
        None => {}
    }
    if options.timings {
        eprint!("{}", stages::table(interface));
    }
    if let Some(path) = &options.trace
        && let Err(error) = fs_err::write(path, stages::trace())
    {
        let words = Words::WRITE;
        let fault = C0903.nowhere().with_words("action", words).with("path", path.display()).with("reason", error);
        made.diagnostics.push(fault);
    }
    if let (Some(explained), Some(address)) = (&made.explained, &options.explain) {
        tell_why(explained, address, interface);
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

/// An address as it is planned, from one as it stands in a browser: with or without a host, a first `/` or a file name.
fn address_of(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        // A folder whose last `/` was not typed.
        None if !path.is_empty() && !path.ends_with('/') && !path.contains('.') => format!("{path}/"),
        _ => path.to_owned(),
    }
}

/// `--explain`: why an output was made, and what it is made of.
fn tell_why(explained: &Explained, address: &str, interface: Interface) {
    let mut lines = Vec::new();
    let Some(inputs) = &explained.inputs else {
        let what = interface.pick("no hay ningún archivo con esa dirección", "no file has that address");
        return eprintln!("{address}: {what}");
    };
    match &explained.reason {
        None => lines.push(interface.pick("se conservó: nada de lo suyo cambió", "kept: nothing of it changed").into()),
        Some(Reason::New) => {
            lines.push(interface.pick("se hizo: no había nada de antes", "made: nothing was left from before").into());
        }
        Some(Reason::Base) => lines.push(
            interface
                .pick(
                    "se hizo: cambió el programa, el tema o la configuración",
                    "made: the program, the theme or the settings changed",
                )
                .into(),
        ),
        Some(Reason::Facets { changed, gone }) => {
            lines.push(interface.pick("se hizo porque cambió:", "made because this changed:").to_owned());
            lines.extend(changed.iter().map(|name| format!("  {name}")));
            if *gone > 0 {
                let what = interface.pick("que ya no existen", "no longer there");
                lines.push(format!("  {gone} {what}"));
            }
        }
    }
    lines.push(interface.pick("está hecha de:", "made of:").to_owned());
    lines.extend(inputs.iter().map(|name| format!("  {name}")));
    eprintln!("{address}: {}", lines.join("\n"));
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
