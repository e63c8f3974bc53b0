//! Names of files and folders that do not work everywhere. Told on every system, not only where they fail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostics::catalogue::{C0113, C0402, C0403, C0404, C0405, C0406, C0810};
use crate::diagnostics::{Diagnostics, Fault, Place, masked, nearest, personal_numbers};
use crate::model::values::{Slug, Version};

/// The longest path, in characters, that still fits on Windows below some folder.
const LONGEST: usize = 200;

/// What is told of names.
pub(super) const FAULTS: [&Fault; 7] = [&C0113, &C0402, &C0403, &C0404, &C0405, &C0406, &C0810];

/// Checks the paths of all files, relative to the root and with `/`.
pub(in crate::source) fn check<'a>(paths: impl Iterator<Item = &'a Arc<str>>) -> Diagnostics {
    let mut found = Diagnostics::new();
    // Folded path of a file or folder: the first path with that folding, and a file there.
    let mut seen: BTreeMap<String, (&str, &Arc<str>)> = BTreeMap::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let paths: Vec<&Arc<str>> = paths.collect();
    folders(&paths, &mut found);
    for file in paths {
        let mut start = 0;
        let mut clashes = false;
        for (end, _) in file.match_indices('/').chain([(file.len(), "")]) {
            let (path, name) = (&file[..end], &file[start..end]);
            start = end + 1;
            let folded = match path.is_ascii() {
                true => path.to_ascii_lowercase(),
                false => path.nfc().flat_map(char::to_lowercase).collect(),
            };
            match seen.get(&folded) {
                Some((first, _)) if *first == path => continue,
                Some((first, other)) => {
                    // What lies below two folders that clash clashes as well; the folders are told.
                    if !clashes && told.insert(path) {
                        // Names here are in small letters: the one with capitals is the one to change.
                        let capitals = |path: &str| path.chars().filter(|c| c.is_uppercase()).count();
                        let swap = capitals(first) > capitals(path);
                        let ((file, path), (other, first)) =
                            if swap { ((*other, *first), (file, path)) } else { ((file, path), (*other, *first)) };
                        let diagnostic = C0404.at(Place::file(file)).with("name", path).with("other", first);
                        found.push(diagnostic.also(Place::file(other)));
                    }
                    clashes = true;
                    continue;
                }
                None => {
                    seen.insert(folded, (path, file));
                }
            }
            if let Some(possible) = possible_on_windows(name) {
                found.push(C0403.at(Place::file(file)).with("name", name).with("nearest", possible));
            }
            if !name.is_ascii() && !is_nfc(name) {
                let composed: String = name.nfc().collect();
                found.push(C0405.at(Place::file(file)).with("name", name).with("nearest", composed));
            }
        }
        if let Some(number) = personal_numbers(file).next() {
            found.push(C0810.at(Place::file(file)).with("masked", masked(&file[number])));
        }
        let count = file.chars().count();
        if count > LONGEST {
            found.push(C0406.at(Place::file(file)).with("count", count).with("limit", LONGEST));
        }
    }
    found
}

/// Folders of one thing each: their name stands in addresses, and their main file must be there.
fn folders(paths: &[&Arc<str>], found: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Vec<&Arc<str>>> = BTreeMap::new();
    for path in paths {
        if let Some((folder, _)) = path.rsplit_once('/') {
            seen.entry(folder).or_default().push(path);
        }
    }
    for (folder, files) in &seen {
        let Some((kind, name)) = folder.rsplit_once('/') else { continue };
        let Some(first) = files.first() else { continue };
        let main = match kind {
            "toolbox" => Some("tool.yaml"),
            "content/cases" => Some("case.yaml"),
            "content/primers" => Some("primer.yaml"),
            "content/charters" => Some("1.0.0.yaml"),
            "content/pages" => None,
            _ => continue,
        };
        // Names that are told for another reason stay out, and so does a folder of notes.
        let held = |file: &Arc<str>| file.rsplit_once('/').map(|(_, name)| name.to_owned());
        let ours = files.iter().filter_map(|file| held(file)).any(|name| {
            main == Some(name.as_str()) || name == "results.yaml" || (name.ends_with(".md") && name.len() < 7)
        });
        if !ours {
            continue;
        }
        let slug = Slug::of(name);
        // Two that differ in capitals alone are told as that.
        let clashes = folder.to_lowercase() != *folder && seen.contains_key(folder.to_lowercase().as_str());
        if slug != name && !clashes && possible_on_windows(name).is_none() && is_nfc(name) {
            found.push(C0402.at(Place::file(first)).with("slug", name).with("nearest", slug));
        }
        let version = |name: &str| name.strip_suffix(".yaml").is_some_and(|v| Version::parse(v).is_some());
        let there = files
            .iter()
            .filter_map(|file| held(file))
            .any(|name| main == Some(name.as_str()) || (kind == "content/charters" && version(&name)));
        if let Some(main) = main.filter(|_| !there) {
            let near = files.iter().filter_map(|file| held(file)).find(|name| !name.ends_with(".md"));
            let fault = C0113.at(Place::file(first)).with("file", format!("{folder}/{main}"));
            // A file whose name is nearly right is told as that.
            if near.is_none_or(|near| nearest(main, [near.as_str()]).is_none()) {
                found.push(fault);
            }
        }
    }
}

/// A name like this one that Windows can hold, if it cannot hold this one.
fn possible_on_windows(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let upper = stem.to_uppercase();
    let device = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&upper.as_str())
        || ["COM", "LPT"].iter().filter_map(|device| upper.strip_prefix(device)).any(|number| {
            let mut number = number.chars();
            matches!(number.next(), Some('1'..='9' | '¹' | '²' | '³')) && number.next().is_none()
        });
    let forbidden = |c: char| c.is_control() || "<>:\"|?*\\\u{FFFD}".contains(c);
    if !device && !name.contains(forbidden) && !name.ends_with(['.', ' ']) {
        return None;
    }
    let cleaned: String = name.chars().map(|c| if forbidden(c) { '-' } else { c }).collect();
    let cleaned = cleaned.trim_end_matches(['.', ' ']);
    Some(match cleaned.split_once('.') {
        Some((_, ending)) if device => format!("{stem}-1.{ending}"),
        None if device => format!("{stem}-1"),
        _ => cleaned.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::check;

    fn codes(paths: &[&str]) -> Vec<&'static str> {
        let paths: Vec<Arc<str>> = paths.iter().map(|path| Arc::from(*path)).collect();
        check(paths.iter()).iter().map(|d| d.fault.code).collect()
    }

    #[test]
    fn names_that_windows_cannot_hold() {
        for name in ["con.md", "AUX", "nul.tar.gz", "com1.yaml", "lpt9", "a?.md", "a:b", "a.", "a ", "c\\d", "LPT¹.md"]
        {
            assert_eq!(codes(&[&format!("content/{name}/x.md")]), ["C0403"], "{name}");
            assert_eq!(codes(&[&format!("content/{name}")]), ["C0403"], "{name}");
        }
        assert!(codes(&["content/concejo.md", "content/com10.md", "content/auxilio.md", "content/com.md"]).is_empty());
    }

    #[test]
    fn names_that_differ_only_in_case_or_form() {
        assert_eq!(codes(&["content/x/Agua/es.md", "content/x/agua/es.md", "content/x/agua/en.md"]), ["C0404"]);
        assert_eq!(codes(&["content/A.md", "content/a.md"]), ["C0404"]);
        assert_eq!(codes(&["content/an\u{303}o.md", "content/año.md"]), ["C0405", "C0404"]);
        assert!(codes(&["content/a/es.md", "content/b/es.md", "themes/a/es.md"]).is_empty());
    }

    #[test]
    fn a_folder_of_one_thing_has_a_plain_name_and_its_main_file() {
        assert_eq!(codes(&["toolbox/agua/es.md"]), ["C0113"]);
        assert_eq!(codes(&["content/charters/9901-agua/results.yaml"]), ["C0113"]);
        assert_eq!(codes(&["content/pages/Plan Nuevo/es.md"]), ["C0402"]);
        assert!(codes(&["toolbox/agua/es.md", "toolbox/agua/tol.yaml"]).is_empty(), "told as a misspelt name");
        assert!(codes(&["toolbox/agua/tool.yaml", "content/charters/9901-agua/2.1.0.yaml"]).is_empty());
    }

    #[test]
    fn no_name_holds_a_persons_number() {
        assert_eq!(codes(&["content/pages/2547123470101/es.md"]), ["C0810"]);
        assert_eq!(codes(&["content/2547-12347-0101.md"]), ["C0810"]);
    }

    #[test]
    fn a_path_has_an_end() {
        assert_eq!(codes(&[&format!("content/{}.md", "a".repeat(200))]), ["C0406"]);
    }
}
