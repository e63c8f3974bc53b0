//! Whose content a fault is in: a municipality's, or the site's as a whole.

use std::collections::BTreeMap;

use super::{Diagnostic, Diagnostics, Interface, Severity};

/// Who has to mend something. Municipalities come first, by code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner<'a> {
    /// By the four digits of its code, registered or not.
    Municipality(&'a str),
    Site,
}

impl<'a> Owner<'a> {
    /// By the folder `content/municipalities/<code>-<name>/` or a charter's, whose identifier starts with the code.
    pub(super) fn of(diagnostic: &'a Diagnostic) -> Owner<'a> {
        diagnostic.place.as_ref().map_or(Owner::Site, |place| Owner::of_file(&place.file))
    }

    fn of_file(path: &'a str) -> Owner<'a> {
        municipal_folder(path).map_or(Owner::Site, |folder| Owner::Municipality(&folder[..4]))
    }

    /// The owner's name where there is room for one word.
    pub(super) fn word(self, interface: Interface) -> &'a str {
        match self {
            Owner::Municipality(code) => code,
            Owner::Site => interface.pick("sitio", "site"),
        }
    }
}

/// `1302-chiantla` of a file below a municipality's folder, or a charter's identifier.
pub(super) fn municipal_folder(path: &str) -> Option<&str> {
    let below = ["content/municipalities/", "content/charters/"].iter().find_map(|start| path.strip_prefix(start))?;
    let (folder, _) = below.split_once('/')?;
    let (code, _) = folder.split_once('-').unwrap_or((folder, ""));
    (code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit())).then_some(folder)
}

/// How many faults there are of each weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Tally {
    pub(super) fn all(self) -> usize {
        self.errors + self.warnings
    }
}

/// Errors and warnings by owner. Who has neither is left out.
pub(super) fn tally(diagnostics: &Diagnostics) -> BTreeMap<Owner<'_>, Tally> {
    let mut tallies: BTreeMap<Owner, Tally> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        match diagnostic.severity() {
            Severity::Error => tallies.entry(Owner::of(diagnostic)).or_default().errors += 1,
            Severity::Warning => tallies.entry(Owner::of(diagnostic)).or_default().warnings += 1,
            Severity::Notice => {}
        }
    }
    tallies
}

/// `por municipio: 0101 (3), 0901 (9), sitio (2)`; nothing unless several municipalities have faults.
pub(super) fn line(diagnostics: &Diagnostics, interface: Interface) -> Option<String> {
    /// Nobody reads a longer line to its end: of many municipalities those with the most errors, then warnings.
    const SHOWN: usize = 12;
    let mut tallies: Vec<(Owner, Tally)> = tally(diagnostics).into_iter().collect();
    let site = tallies.pop_if(|(who, _)| *who == Owner::Site);
    let municipalities = tallies.len();
    if municipalities < 2 {
        return None;
    }
    let mut head = interface.pick("por municipio", "by municipality").to_owned();
    if municipalities > SHOWN {
        head.push_str(&format!(" ({SHOWN} {} {municipalities})", interface.pick("de", "of")));
        // Equal ones stay in the order of their codes.
        tallies.sort_by_key(|(_, n)| std::cmp::Reverse((n.errors, n.warnings)));
        tallies.truncate(SHOWN);
        tallies.sort_by_key(|(who, _)| *who);
    }
    let all = tallies.into_iter().chain(site);
    let parts: Vec<String> = all.map(|(who, n)| format!("{} ({})", who.word(interface), n.all())).collect();
    Some(format!("{head}: {}", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Owner, line, municipal_folder};
    use crate::diagnostics::catalogue::{C0104, C0505, C0901};
    use crate::diagnostics::{Diagnostics, Interface, Place};

    fn faults(files: &[(&str, usize)]) -> Diagnostics {
        let many = files.iter().flat_map(|(file, count)| std::iter::repeat_n(*file, *count));
        many.map(|file| C0104.at(Place::file(&Arc::from(file)))).collect()
    }

    #[test]
    fn folders_of_municipalities_and_charters_name_their_owner() {
        let owner = Owner::of_file;
        assert_eq!(owner("content/municipalities/1302-chiantla/2019.yaml"), Owner::Municipality("1302"));
        assert_eq!(owner("content/charters/9901-agua/results.yaml"), Owner::Municipality("9901"));
        assert_eq!(owner("content/charters/agua/results.yaml"), Owner::Site);
        assert_eq!(owner("content/municipalities/register.yaml"), Owner::Site);
        assert_eq!(owner("toolbox/1302-x/tool.yaml"), Owner::Site);
        assert_eq!(municipal_folder("content/municipalities/1302-chiantla/2019.yaml"), Some("1302-chiantla"));
    }

    #[test]
    fn the_line_counts_by_municipality_where_there_are_several() {
        let chiantla = ("content/municipalities/1302-chiantla/2019.yaml", 2);
        let water = ("content/charters/9901-agua/1.0.0.yaml", 1);
        let site = ("content/site.yaml", 3);
        assert_eq!(line(&faults(&[chiantla, site]), Interface::Es), None);
        let mut several = faults(&[site, water, chiantla]);
        several.push(C0901.nowhere());
        assert_eq!(line(&several, Interface::Es).as_deref(), Some("por municipio: 1302 (2), 9901 (1), sitio (3)"));
        assert_eq!(line(&several, Interface::En).as_deref(), Some("by municipality: 1302 (2), 9901 (1), site (3)"));
    }

    #[test]
    fn of_many_municipalities_those_with_the_worst_faults_are_named() {
        let names: Vec<String> = (1..=20).map(|n| format!("content/municipalities/01{n:02}-x/2019.yaml")).collect();
        let mut files: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 1)).collect();
        files[18].1 = 5;
        files.push(("content/site.yaml", 1));
        let mut found = faults(&files);
        let warnings = std::iter::repeat_n("content/municipalities/0130-x/2019.yaml", 9);
        found.extend(warnings.map(|file| C0505.at(Place::file(&Arc::from(file)))));
        let line = line(&found, Interface::Es).unwrap();
        assert!(line.starts_with("por municipio (12 de 21): 0101 (1), 0102 (1), "), "{line}");
        assert!(line.ends_with("0111 (1), 0119 (5), sitio (1)"), "an error weighs more than nine warnings: {line}");
    }
}
