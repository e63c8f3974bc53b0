//! Every internal link of every page must lead to an output, and every anchor to an identifier on its page.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::catalogue::{C0210, C0999};
use crate::diagnostics::{Diagnostics, Place, nearest};
use crate::model::Model;
use crate::plan::{Content, Plan, texts};

/// What a page offers and what it points at.
struct PageLinks<'a> {
    ids: BTreeSet<&'a str>,
    targets: Vec<&'a str>,
}

/// With `texts_only`, of texts alone: where the site has other faults, links of its own may miss what is missing.
pub(super) fn check(model: &Model, plan: &Plan, bytes: &[Vec<u8>], texts_only: bool, found: &mut Diagnostics) {
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
    let by_file: BTreeMap<String, usize> =
        plan.outputs.iter().enumerate().map(|(at, output)| (output.address.to_file(), at)).collect();
    let anchors_of = |file: &str| by_file.get(file).and_then(|at| pages[*at].as_ref()).map(|page| &page.ids);

    // Anchors in texts are the editor's: they are told at their place in the file.
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (here, file, document) in texts(model) {
        for (target, span) in document.links() {
            let meant = plan.resolve_on(here, target).filter(|(_, anchor)| anchor.len() > 1);
            let Some((subject, anchor)) = meant else { continue };
            let page = plan.address(subject, model.site.main()).to_file();
            if let Some(ids) = anchors_of(&page).filter(|ids| !ids.contains(&anchor[1..])) {
                let near = nearest(&anchor[1..], ids.iter().copied());
                let fault = C0210.at(Place::new(file, span)).with("anchor", &anchor[1..]);
                found.push(fault.with_some("nearest", near));
                told.insert(anchor[1..].to_owned());
            }
        }
    }

    if texts_only {
        return;
    }
    for (output, page) in plan.outputs.iter().zip(&pages) {
        let Some(page) = page else { continue };
        for target in &page.targets {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let Some(file) = resolve(&output.address.to_file(), path) else { continue };
            let broken = match by_file.get(&file) {
                None => true,
                Some(_) if anchor.is_empty() => false,
                Some(_) => !told.contains(anchor) && anchors_of(&file).is_some_and(|ids| !ids.contains(anchor)),
            };
            if broken {
                let what = format!("{}: {target}", output.address.as_str());
                found.push(C0999.nowhere().with("what", what));
            }
        }
    }
}

/// The file that a link of a page leads to; `None` for links that leave the site.
fn resolve(from: &str, path: &str) -> Option<String> {
    let outside = ["https:", "http:", "mailto:", "tel:", "data:"].iter().any(|scheme| path.starts_with(scheme));
    if outside {
        return None;
    }
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let folder = path.ends_with('/') || path == "." || path == ".." || path.ends_with("/..");
    let joined = parts.join("/");
    Some(match (folder, joined.is_empty()) {
        (_, true) => "index.html".to_owned(),
        (true, false) => format!("{joined}/index.html"),
        (false, false) => joined,
    })
}

/// Identifiers and link targets, from HTML that our own templates wrote with double quotes.
fn scan(html: &str) -> PageLinks<'_> {
    let mut page = PageLinks { ids: BTreeSet::new(), targets: Vec::new() };
    let mut rest = html;
    while let Some(at) = rest.find("=\"") {
        let name = rest[..at].rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        let value = &rest[at + 2..];
        let Some(end) = value.find('"') else { break };
        match name {
            "id" => {
                page.ids.insert(&value[..end]);
            }
            "href" | "src" | "action" => page.targets.push(&value[..end]),
            _ => {}
        }
        rest = &value[end + 1..];
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{resolve, scan};

    #[test]
    fn links_resolve_like_in_a_browser() {
        let from = "en/tools/water-tariff/index.html";
        assert_eq!(resolve(from, "../arrears/").as_deref(), Some("en/tools/arrears/index.html"));
        assert_eq!(resolve(from, "../../../").as_deref(), Some("index.html"));
        assert_eq!(resolve(from, "./").as_deref(), Some("en/tools/water-tariff/index.html"));
        assert_eq!(resolve(from, "").as_deref(), Some(from));
        assert_eq!(resolve("404.html", "/assets/site.css").as_deref(), Some("assets/site.css"));
        assert_eq!(resolve(from, "https://otro.example/"), None);
    }

    #[test]
    fn identifiers_and_targets_are_found() {
        let page = scan("<a href=\"a/\" id=\"x\">t</a><img src=\"b.svg\">");
        assert!(page.ids.contains("x"));
        assert_eq!(page.targets, ["a/", "b.svg"]);
    }
}
