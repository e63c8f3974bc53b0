//! Every internal link of every page must lead to an output, and every anchor to an identifier on its page.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::diagnostics::catalogue::{C0210, C0999};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place, nearest};
use crate::model::Model;
use crate::plan::{Output, Plan, address_of, texts};
use crate::source::lines::Lines;

/// What a page offers to others, and what it wants of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageLinks {
    /// Its identifiers, sorted.
    ids: Lines,
    /// Identifiers on other pages, and those that the page itself lacks: their file, `#`, and the identifier.
    anchors: Lines,
}

impl PageLinks {
    fn has(&self, id: &str) -> bool {
        self.ids.position(id).is_some()
    }
}

/// The files of all outputs, to be asked a hundred times a page: numbers are found faster than addresses.
pub(super) struct Files<'p> {
    plan: &'p Plan,
    /// The hash of each address and its position, sorted.
    positions: Vec<(u64, u32)>,
}

impl<'p> Files<'p> {
    pub(super) fn of(plan: &'p Plan) -> Files<'p> {
        let hashed = |(output, at): (&Output, u32)| (number(output.address.as_str()), at);
        let mut positions: Vec<(u64, u32)> = plan.outputs.iter().zip(0..).map(hashed).collect();
        positions.sort_unstable();
        Files { plan, positions }
    }

    fn has(&self, file: &str) -> bool {
        let address = address_of(file);
        let wanted = number(address);
        let from = self.positions.partition_point(|(known, _)| *known < wanted);
        let same = self.positions[from..].iter().take_while(|(known, _)| *known == wanted);
        same.into_iter().any(|(_, at)| self.plan.outputs[*at as usize].address.as_str() == address)
    }
}

/// The same in every run: a new hasher has no secret of its own.
fn number(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The links of a page. Those that lead to no output are told; anchors are judged when all pages are there.
pub(super) fn of_page(output: &Output, html: &[u8], files: &Files) -> Checked<PageLinks> {
    let Ok(html) = std::str::from_utf8(html) else { return Checked::default() };
    let mut found = Diagnostics::new();
    let scanned = scan(html);
    let own = output.address.to_file();
    let mut anchors = Vec::new();
    let mut file = String::new();
    for target in scanned.targets {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        if !resolve(&own, path, &mut file) {
            continue;
        }
        let is_missing = |anchor| scanned.ids.binary_search(&anchor).is_err();
        if !files.has(&file) {
            found.push(broken(output, target));
        } else if !anchor.is_empty() && (file != own || is_missing(anchor)) {
            anchors.push(format!("{file}#{anchor}"));
        }
    }
    anchors.sort();
    anchors.dedup();
    let anchors = anchors.iter().map(String::as_str).collect();
    Checked::new(PageLinks { ids: scanned.ids.into_iter().collect(), anchors }, found)
}

fn broken(output: &Output, target: &str) -> Diagnostic {
    C0999.nowhere().with("what", format!("{}: {target}", output.address.as_str()))
}

/// Every anchor that leads to another page must be there. With `texts_only`, only those of texts: where the site has
/// other faults, links of its own may miss what is missing.
pub(super) fn check(
    model: &Model,
    plan: &Plan,
    pages: &[Option<&PageLinks>],
    texts_only: bool,
    found: &mut Diagnostics,
) {
    let at_file = |file: &str| plan.output(file).and_then(|at| *pages.get(at)?);
    // Anchors in texts are the editor's: they are told at their place in the file.
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (here, text) in texts(model) {
        for (target, span) in text.links.iter() {
            let meant = plan.resolve_on(here, target).filter(|(_, anchor)| anchor.len() > 1);
            let Some((subject, anchor)) = meant else { continue };
            let page = at_file(plan.address(subject, model.site.main()).as_str());
            if let Some(page) = page.filter(|page| !page.has(&anchor[1..])) {
                let near = nearest(&anchor[1..], page.ids.iter());
                let fault = C0210.at(Place::new(text.file(), span)).with("anchor", &anchor[1..]);
                found.push(fault.with_some("nearest", near));
                told.insert(anchor[1..].to_owned());
            }
        }
    }
    if texts_only {
        return;
    }
    let lacking = |page: &PageLinks| -> Vec<String> {
        let is_lacking = |anchor: &&str| {
            let (file, id) = anchor.split_once('#').unwrap_or((anchor, ""));
            !told.contains(id) && at_file(file).is_some_and(|page| !page.has(id))
        };
        page.anchors.iter().filter(is_lacking).map(str::to_owned).collect()
    };
    // Thousands of pages share what they want: it is judged once.
    let mut judged: BTreeMap<*const PageLinks, Vec<String>> = BTreeMap::new();
    for (output, page) in plan.outputs.iter().zip(pages) {
        let Some(page) = page.filter(|page| !page.anchors.is_empty()) else { continue };
        for anchor in judged.entry(std::ptr::from_ref(page)).or_insert_with(|| lacking(page)) {
            found.push(broken(output, anchor));
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

/// Identifiers, sorted, and link targets of a page.
struct Scanned<'a> {
    ids: Vec<&'a str>,
    targets: Vec<&'a str>,
}

/// Reads HTML that our own templates wrote with double quotes.
fn scan(html: &str) -> Scanned<'_> {
    let mut page = Scanned { ids: Vec::new(), targets: Vec::new() };
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
