//! `cabildo new charter --new-version`: the newest version's text, edited into the draft of the next.
//!
//! Lines are changed, never written anew from the decoded charter: what the author explained and how it is laid out
//! stays. What the council decided about the old version is not true of the new one and is left out.

use super::charter::{dated, in_languages, steps, stub};
use super::{Draft, Grounds, NewFile, one, place, refusal_at};
use crate::diagnostics::catalogue::C0205;
use crate::diagnostics::{Diagnostics, Interface, Words, nearest};
use crate::model::Model;
use crate::model::charter::{Charter, CharterFamily, CharterState};
use crate::model::values::Version;
use crate::source::yaml;

/// What must be known for a charter's next version.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    pub id: &'a str,
    pub version: Version,
    pub interface: Interface,
}

/// A charter, whether something of it is published or not.
pub(super) fn family<'m>(model: &'m Model, id: &str) -> Result<&'m CharterFamily, Diagnostics> {
    const CHARTER: Words = Words { es: "la carta", en: "the charter" };
    let known = || model.charters.iter().chain(model.unpublished_charters.iter()).map(|family| &**family);
    known().find(|family| family.id == id).ok_or_else(|| {
        let near = nearest(id, known().map(|family| family.id.as_str()));
        one(C0205.nowhere().with_words("kind", CHARTER).with("id", id).with_some("nearest", near))
    })
}

/// The file of a new version. It must come after all that there are.
pub fn version(grounds: &Grounds, asked: &NewVersion) -> Result<Draft, Diagnostics> {
    let NewVersion { id, version, interface } = *asked;
    let folder = format!("content/charters/{id}/");
    let in_versions =
        |file: &str| file.starts_with(&folder) && file.ends_with(".yaml") && !file.ends_with("results.yaml");
    if let Some(errors) = grounds.errors_in(in_versions) {
        return Err(errors);
    }
    let family = family(&grounds.model, id)?;
    let newest = family.all_versions().max_by_key(|known| known.head.version);
    let Some(newest) = newest.map(|newest| &*newest.value) else { return Err(Diagnostics::new()) };
    let old = *newest.version;
    if version <= old {
        let what = match interface {
            Interface::Es => format!("la versión {version} no es posterior a la {old}, que es la última"),
            Interface::En => format!("version {version} does not come after {old}, which is the last"),
        };
        let cure = format!("--new-version {}.0.0, {}.{}.0", old.major + 1, old.major, old.minor + 1);
        return Err(one(refusal_at(place(&newest.file, newest.version.span()), what, cure)));
    }
    let Some(original) = grounds.original(&newest.file)? else { return Err(Diagnostics::new()) };
    let changed = edited(&grounds.model, &original.text, id, old, version, interface);
    if !original.is_even() || !is_a_draft(&changed, id, old, version) {
        let what =
            interface.pick("este archivo no se deja copiar línea por línea", "this file cannot be copied line by line");
        let cure = match interface {
            Interface::Es => {
                format!("cópielo como {folder}{version}.yaml y cambie version, state, supersedes y approval a mano")
            }
            Interface::En => {
                format!("copy it as {folder}{version}.yaml and change version, state, supersedes and approval by hand")
            }
        };
        return Err(one(refusal_at(place(&newest.file, 0..0), what, cure)));
    }
    let path = format!("{folder}{version}.yaml");
    let note = match interface {
        Interface::Es => format!(
            "el texto de la carta vale también para esta versión; si necesita otro, escriba {folder}{version}.es.md"
        ),
        Interface::En => {
            format!("the charter's text serves this version too; where it needs another, write {folder}{version}.es.md")
        }
    };
    let steps = steps(&path, interface);
    let file = NewFile { bytes: original.spelled(&changed), ..NewFile::content(path, String::new()) };
    Ok(Draft { files: vec![file], notes: vec![note], steps })
}

/// Whether the text is what it was to become.
fn is_a_draft(text: &str, id: &str, old: Version, version: Version) -> bool {
    yaml::decode_text::<Charter>(text).is_ok_and(|charter| {
        let follows = charter.supersedes.as_ref().is_some_and(|earlier| earlier.id == id && earlier.version == old);
        let undecided =
            charter.approval.is_none() && charter.consultation.is_none() && charter.ratifications.is_empty();
        charter.state == CharterState::Draft && *charter.version == version && follows && undecided
    })
}

/// A key at the margin with all that belongs to it.
struct Entry<'t> {
    key: &'t str,
    /// Comments and empty lines before it.
    lead: Vec<&'t str>,
    /// Its line and those below it, with their ends.
    lines: Vec<&'t str>,
}

/// The entries of a file; the first may have no key.
fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry> = vec![Entry { key: "", lead: Vec::new(), lines: Vec::new() }];
    for line in text.split_inclusive('\n') {
        let key = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
        let Some(last) = entries.last_mut() else { break };
        if key.is_empty() || !line[key.len()..].starts_with(':') {
            last.lines.push(line);
            continue;
        }
        // What stands at the margin before a key speaks of that key.
        let at_margin = |line: &&&str| line.starts_with('#') || line.trim().is_empty();
        let own = last.lines.len() - last.lines.iter().rev().take_while(at_margin).count();
        let lead = last.lines.split_off(own);
        entries.push(Entry { key, lead, lines: vec![line] });
    }
    entries
}

fn edited(model: &Model, text: &str, id: &str, old: Version, version: Version, interface: Interface) -> String {
    let follows = format!("supersedes: {id}@{old}\n");
    let entries = entries(text);
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    let mut out = String::with_capacity(text.len());
    for entry in &entries {
        let Entry { key, lead, lines } = entry;
        lead.iter().for_each(|line| out.push_str(line));
        let own = lines.concat();
        match *key {
            "version" => out.push_str(&own.replacen(&old.to_string(), &version.to_string(), 1)),
            "state" => {
                out.push_str(&stated(&own));
                if !has("supersedes") {
                    out.push_str(&follows);
                }
            }
            "supersedes" => out.push_str(&follows),
            "consultation" | "approval" | "validity" => {
                out.push_str(&in_languages(model, &dated(model, stub(key, interface))));
            }
            "ratifications" | "review" | "withdrawal" => {}
            "changelog" => {
                out.push_str(&own);
                if lines.first().is_some_and(|line| line.trim_end().ends_with(':')) {
                    end_line(&mut out);
                    let indent =
                        lines.iter().find_map(|line| line.find("- ").filter(|at| line[..*at].trim().is_empty()));
                    let stub = stub("changelog", interface).replace("@version@", &version.to_string());
                    let stub = in_languages(model, &dated(model, &stub));
                    out.push_str(&indented(&stub, indent.unwrap_or(2)));
                }
            }
            _ => out.push_str(&own),
        }
        if !lines.is_empty() {
            end_line(&mut out);
        }
    }
    out
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// `state: in_force  # since 2026` becomes `state: draft  # since 2026`.
fn stated(line: &str) -> String {
    let rest = line.trim_start_matches("state:");
    let value = rest.trim_start().split([' ', '\t', '\n', '#']).next().unwrap_or_default();
    format!("state:{}", rest.replacen(value, "draft", 1))
}

/// The fields of a stub further to the right, behind their `# `.
fn indented(stub: &str, spaces: usize) -> String {
    let gap = " ".repeat(spaces);
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(field) => format!("# {gap}{field}\n"),
        None => format!("{line}\n"),
    };
    stub.lines().map(line).collect()
}
