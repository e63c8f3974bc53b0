//! Every internal link of every page must lead to an output, and every anchor to an identifier on its page.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr;
use rayon::prelude::*;

use crate::diagnostics::catalogue::{C0210, C0999};
use crate::diagnostics::{Diagnostics, Place, nearest};
use crate::model::Model;
use crate::plan::{Content, Plan, texts};

/// What a page offers and what it points at.
struct PageLinks<'a> {
    /// Sorted.
    ids: Vec<&'a str>,
    targets: Vec<&'a str>,
}

impl PageLinks<'_> {
    fn has(&self, id: &str) -> bool {
        self.ids.binary_search(&id).is_ok()
    }
}

pub(super) fn check(model: &Model, plan: &Plan, bytes: &[Vec<u8>], found: &mut Diagnostics) {
    let pages: Vec<Option<PageLinks>> = plan
        .outputs
        .par_iter()
        .zip(bytes)
        .map(|(output, bytes)| {
            let html = matches!(output.content, Content::Page { .. } | Content::ShortAddress { .. });
            // What was not rendered is not known: nothing is said of its anchors.
            (html && !bytes.is_empty()).then(|| std::str::from_utf8(bytes).ok().map(scan)).flatten()
        })
        .collect();
    let files: Vec<String> = plan.outputs.iter().map(|output| output.address.to_file()).collect();
    let by_file: BTreeMap<&str, usize> = files.iter().enumerate().map(|(at, file)| (file.as_str(), at)).collect();
    let page_at = |file: &str| by_file.get(file).and_then(|at| pages[*at].as_ref());

    // Anchors in texts are the editor's: they are told at their place in the file.
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (file, document) in texts(model) {
        for (target, span) in document.links() {
            let Some((subject, anchor)) = plan.resolve(target).filter(|(_, anchor)| anchor.len() > 1) else { continue };
            let page = plan.address(subject, model.site.main()).to_file();
            if let Some(page) = page_at(&page).filter(|page| !page.has(&anchor[1..])) {
                let near = nearest(&anchor[1..], page.ids.iter().copied());
                let fault = C0210.at(Place::new(file, span)).with("anchor", &anchor[1..]);
                found.push(fault.with_some("nearest", near));
                told.insert(anchor[1..].to_owned());
            }
        }
    }

    let broken: Vec<Vec<&str>> = files
        .par_iter()
        .zip(&pages)
        .map(|(from, page)| {
            let mut file = String::new();
            let targets = page.iter().flat_map(|page| &page.targets).copied();
            let is_broken = |target: &&str| {
                let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
                if !resolve(from, path, &mut file) {
                    return false;
                }
                match by_file.get(file.as_str()) {
                    None => true,
                    Some(_) if anchor.is_empty() => false,
                    Some(at) => !told.contains(anchor) && pages[*at].as_ref().is_some_and(|page| !page.has(anchor)),
                }
            };
            targets.filter(is_broken).collect()
        })
        .collect();
    for (output, targets) in plan.outputs.iter().zip(broken) {
        for target in targets {
            let what = format!("{}: {target}", output.address.as_str());
            found.push(C0999.nowhere().with("what", what));
        }
    }
}

/// Writes the file that a link of a page leads to; false for links that leave the site.
fn resolve(from: &str, path: &str, file: &mut String) -> bool {
    let outside = ["https:", "http:", "mailto:", "tel:", "data:"].iter().any(|scheme| path.starts_with(scheme));
    if outside {
        return false;
    }
    file.clear();
    if path.is_empty() {
        file.push_str(from);
        return true;
    }
    if !path.starts_with('/') {
        file.push_str(from.rsplit_once('/').map_or("", |(folder, _)| folder));
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => file.truncate(file.rfind('/').unwrap_or(0)),
            part => {
                if !file.is_empty() {
                    file.push('/');
                }
                file.push_str(part);
            }
        }
    }
    if file.is_empty() {
        file.push_str("index.html");
    } else if path.ends_with('/') || path == "." || path == ".." || path.ends_with("/..") {
        file.push_str("/index.html");
    }
    true
}

/// Identifiers and link targets, from HTML that our own templates wrote with double quotes.
fn scan(html: &str) -> PageLinks<'_> {
    let mut page = PageLinks { ids: Vec::new(), targets: Vec::new() };
    let mut rest = html;
    while let Some(quote) = memchr(b'"', rest.as_bytes()) {
        let (before, value) = (&rest[..quote], &rest[quote + 1..]);
        let Some(tag) = before.strip_suffix('=') else {
            rest = value;
            continue;
        };
        let Some(end) = memchr(b'"', value.as_bytes()) else { break };
        let named = |name: &str| tag.strip_suffix(name).is_some_and(|tag| tag.ends_with([' ', '\n', '\t']));
        if named("id") {
            page.ids.push(&value[..end]);
        } else if named("href") || named("src") || named("action") {
            page.targets.push(&value[..end]);
        }
        rest = &value[end + 1..];
    }
    page.ids.sort_unstable();
    page
}

#[cfg(test)]
mod tests {
    use super::{resolve, scan};

    #[test]
    fn links_resolve_like_in_a_browser() {
        let from = "en/tools/water-tariff/index.html";
        let resolve = |from, path| {
            let mut file = String::new();
            resolve(from, path, &mut file).then_some(file)
        };
        assert_eq!(resolve(from, "../arrears/").as_deref(), Some("en/tools/arrears/index.html"));
        assert_eq!(resolve(from, "../../../").as_deref(), Some("index.html"));
        assert_eq!(resolve(from, "./").as_deref(), Some("en/tools/water-tariff/index.html"));
        assert_eq!(resolve(from, "").as_deref(), Some(from));
        assert_eq!(resolve(from, "../../../../x/..").as_deref(), Some("index.html"));
        assert_eq!(resolve(from, "..").as_deref(), Some("en/tools/index.html"));
        assert_eq!(resolve("404.html", "/assets/site.css").as_deref(), Some("assets/site.css"));
        assert_eq!(resolve(from, "https://otro.example/"), None);
    }

    #[test]
    fn identifiers_and_targets_are_found() {
        let page = scan("un \"dicho\" <a data-id=\"z\" href=\"a/\" id=\"x\">t</a><img src=\"b.svg\">");
        assert_eq!(page.ids, ["x"]);
        assert_eq!(page.targets, ["a/", "b.svg"]);
    }
}
