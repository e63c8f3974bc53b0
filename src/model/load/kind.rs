//! Which file is what.

use crate::diagnostics::nearest;
use crate::model::values::{Lang, Version, Year};

/// What the name and place of a file say that it is.
pub(super) enum Kind<'a> {
    Site,
    Sources,
    Classifications,
    Families,
    Offices,
    Glossary,
    Indicators,
    Holidays,
    Corrections,
    Departments,
    Register,
    Boundaries,
    Profile {
        folder: &'a str,
    },
    Year {
        folder: &'a str,
        year: Year,
    },
    Charter {
        id: &'a str,
    },
    Results {
        id: &'a str,
    },
    Tool {
        id: &'a str,
    },
    Worksheet {
        id: &'a str,
    },
    Case {
        id: &'a str,
    },
    Primer {
        id: &'a str,
    },
    /// A text beside one of the above: the folder it is in, and its language. The text of one version of a charter
    /// (`1.1.0.es.md`) is told apart by a folder of the version's own.
    Prose {
        folder: &'a str,
        lang: Lang,
    },
    Page {
        id: &'a str,
        lang: Lang,
    },
    /// Belongs to the theme, which has its own reader, or is meant for people.
    Elsewhere,
    Unknown {
        nearest: Option<&'static str>,
    },
}

impl<'a> Kind<'a> {
    pub(super) fn of(path: &'a str) -> Kind<'a> {
        let parts: Vec<&str> = path.split('/').collect();
        let unknown = |known: &[&'static str]| Kind::Unknown {
            nearest: nearest(parts.last().copied().unwrap_or_default(), known.iter().copied()),
        };
        match parts.as_slice() {
            ["themes", ..] | [.., "LICENSE.md" | "README.md"] => Kind::Elsewhere,
            ["content", "site.yaml"] => Kind::Site,
            ["content", "sources.yaml"] => Kind::Sources,
            ["content", "classifications.yaml"] => Kind::Classifications,
            ["content", "families.yaml"] => Kind::Families,
            ["content", "offices.yaml"] => Kind::Offices,
            ["content", "glossary.yaml"] => Kind::Glossary,
            ["content", "indicators.yaml"] => Kind::Indicators,
            ["content", "holidays.yaml"] => Kind::Holidays,
            ["content", "corrections.yaml"] => Kind::Corrections,
            ["content", "municipalities", "departments.yaml"] => Kind::Departments,
            ["content", "municipalities", "register.yaml" | "demo.yaml"] => Kind::Register,
            ["content", "municipalities", "boundaries.geojson"] => Kind::Boundaries,
            ["content", "municipalities", folder, "profile.yaml"] => Kind::Profile { folder },
            ["content", "municipalities", folder, file] => match file.strip_suffix(".yaml").and_then(Year::parse) {
                Some(year) => Kind::Year { folder, year },
                None => unknown(&["profile.yaml"]),
            },
            ["content", "charters", id, "results.yaml"] => Kind::Results { id },
            ["content", "charters", id, file]
                if file.strip_suffix(".yaml").is_some_and(|v| Version::parse(v).is_some()) =>
            {
                Kind::Charter { id }
            }
            ["content", "charters", _, file] if version_and_language_of(file).is_some() => {
                let (folder, lang) =
                    path.strip_suffix(".md").and_then(|path| path.rsplit_once('.')).unwrap_or_default();
                Lang::parse(lang).map_or_else(|| unknown(&[]), |lang| Kind::Prose { folder, lang })
            }
            ["toolbox", id, "tool.yaml"] => Kind::Tool { id },
            ["toolbox", id, "worksheet.yaml"] => Kind::Worksheet { id },
            ["content", "cases", id, "case.yaml"] => Kind::Case { id },
            ["content", "primers", id, "primer.yaml"] => Kind::Primer { id },
            ["content", "pages", id, file] => match language_of(file) {
                Some(lang) => Kind::Page { id, lang },
                None => unknown(&["es.md", "en.md"]),
            },
            ["content", "charters" | "cases" | "primers", _, file] | ["toolbox", _, file] => match language_of(file) {
                Some(lang) => Kind::Prose { folder: folder_of(path), lang },
                None => unknown(&[
                    "tool.yaml",
                    "worksheet.yaml",
                    "case.yaml",
                    "primer.yaml",
                    "results.yaml",
                    "es.md",
                    "en.md",
                ]),
            },
            _ => unknown(&[
                "site.yaml",
                "sources.yaml",
                "classifications.yaml",
                "families.yaml",
                "offices.yaml",
                "glossary.yaml",
                "indicators.yaml",
                "holidays.yaml",
                "corrections.yaml",
                "register.yaml",
                "departments.yaml",
                "demo.yaml",
                "boundaries.geojson",
            ]),
        }
    }
}

fn language_of(file: &str) -> Option<Lang> {
    file.strip_suffix(".md").and_then(Lang::parse)
}

/// `1.1.0.es.md`
fn version_and_language_of(file: &str) -> Option<(Version, Lang)> {
    let (version, lang) = file.strip_suffix(".md")?.rsplit_once('.')?;
    Some((Version::parse(version)?, Lang::parse(lang)?))
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
