//! Files to model: which file is what, all decoded in parallel, put together in the order of their paths.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::charter::{Charter, CharterFamily, CharterResults};
use super::classifications::Classifications;
use super::library::{Case, Glossary, Holidays, Page, PageHead, Primer};
use super::municipality_year::MunicipalityYear;
use super::prose::Prose;
use super::provenance::{Corrections, Sources};
use super::site::Site;
use super::territory::{DepartmentList, Municipality, Profile, Register};
use super::toolbox::{Families, Offices, Tool};
use super::values::{Date, Lang, MunicipalityCode, Version, Year};
use super::{Model, touches_doubts};
use crate::diagnostics::catalogue::{C0109, C0113, C0201, C0207, C0602, C0905};
use crate::diagnostics::{Checked, Diagnostics, Place, nearest};
use crate::markdown::Document;
use crate::source::{Doubts, FrontMatter, SourceFile, SourceTree, yaml};

/// What the name and place of a file say that it is.
enum Kind<'a> {
    Site,
    Sources,
    Classifications,
    Families,
    Offices,
    Glossary,
    Holidays,
    Corrections,
    Departments,
    Register,
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
    Case {
        id: &'a str,
    },
    Primer {
        id: &'a str,
    },
    /// A text beside one of the above: the folder it is in, and its language.
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
    fn of(path: &'a str) -> Kind<'a> {
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
            ["content", "holidays.yaml"] => Kind::Holidays,
            ["content", "corrections.yaml"] => Kind::Corrections,
            ["content", "municipalities", "departments.yaml"] => Kind::Departments,
            ["content", "municipalities", "register.yaml" | "demo.yaml"] => Kind::Register,
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
            ["toolbox", id, "tool.yaml"] => Kind::Tool { id },
            ["content", "cases", id, "case.yaml"] => Kind::Case { id },
            ["content", "primers", id, "primer.yaml"] => Kind::Primer { id },
            ["content", "pages", id, file] => match language_of(file) {
                Some(lang) => Kind::Page { id, lang },
                None => unknown(&["es.md", "en.md"]),
            },
            ["content", "charters" | "cases" | "primers", _, file] | ["toolbox", _, file] => match language_of(file) {
                Some(lang) => Kind::Prose { folder: path.rsplit_once('/').map_or("", |(folder, _)| folder), lang },
                None => unknown(&["tool.yaml", "case.yaml", "primer.yaml", "results.yaml", "es.md", "en.md"]),
            },
            _ => unknown(&[
                "site.yaml",
                "sources.yaml",
                "classifications.yaml",
                "families.yaml",
                "offices.yaml",
                "glossary.yaml",
                "holidays.yaml",
                "corrections.yaml",
                "register.yaml",
                "departments.yaml",
                "demo.yaml",
            ]),
        }
    }
}

fn language_of(file: &str) -> Option<Lang> {
    file.strip_suffix(".md").and_then(Lang::parse)
}

/// One decoded file.
enum Part {
    Site(Site),
    Sources(Sources),
    Classifications(Classifications),
    Families(Families),
    Offices(Offices),
    Glossary(Glossary),
    Holidays(Holidays),
    Corrections(Corrections),
    Departments(DepartmentList),
    Register(Register),
    Profile(Box<Profile>),
    Year(Box<MunicipalityYear>),
    Charter(Box<Charter>),
    Results(CharterResults),
    Tool(Box<Tool>),
    Case(Box<Case>),
    Primer(Box<Primer>),
    Prose { folder: String, lang: Lang, document: Document },
    Page { id: String, lang: Lang, head: PageHead, document: Document },
    Nothing,
}

/// One file as far as it could be decoded.
struct Decoding {
    part: Part,
    doubts: Option<Doubts>,
}

fn decode(file: &SourceFile) -> Checked<Decoding> {
    let mut reading = Reading { file, found: Diagnostics::new(), doubts: None };
    let path = || Arc::clone(&file.path);
    let part = match Kind::of(&file.path) {
        Kind::Site => reading.yaml(Part::Site),
        Kind::Sources => reading.yaml(Part::Sources),
        Kind::Classifications => reading.yaml(Part::Classifications),
        Kind::Families => reading.yaml(Part::Families),
        Kind::Offices => reading.yaml(Part::Offices),
        Kind::Glossary => reading.yaml(Part::Glossary),
        Kind::Holidays => reading.yaml(Part::Holidays),
        Kind::Corrections => reading.yaml(Part::Corrections),
        Kind::Departments => reading.yaml(Part::Departments),
        Kind::Register => reading.yaml(Part::Register),
        Kind::Profile { folder } => reading
            .yaml(|profile: Profile| Part::Profile(Box::new(Profile { file: path(), ..profile })))
            .in_folder(folder, file, &mut reading.found),
        Kind::Year { folder, year } => reading
            .yaml(|value: MunicipalityYear| Part::Year(Box::new(MunicipalityYear { file: path(), ..value })))
            .in_folder(folder, file, &mut reading.found)
            .of_year(year, file, &mut reading.found),
        Kind::Charter { id } => reading
            .yaml(|value: Charter| Part::Charter(Box::new(Charter { file: path(), ..value })))
            .of_charter(id, file, &mut reading.found),
        Kind::Results { id } => reading
            .yaml(|value: CharterResults| Part::Results(CharterResults { file: path(), ..value }))
            .of_charter(id, file, &mut reading.found),
        Kind::Tool { id } => {
            reading.yaml(|value: Tool| Part::Tool(Box::new(Tool { id: id.to_owned(), file: path(), ..value })))
        }
        Kind::Case { id } => {
            reading.yaml(|value: Case| Part::Case(Box::new(Case { id: id.to_owned(), file: path(), ..value })))
        }
        Kind::Primer { id } => {
            reading.yaml(|value: Primer| Part::Primer(Box::new(Primer { id: id.to_owned(), file: path(), ..value })))
        }
        Kind::Prose { folder, lang } => {
            let document = Document::parse(&file.path, file.text(), 0).collect_into(&mut reading.found);
            Part::Prose { folder: folder.to_owned(), lang, document }
        }
        Kind::Page { id, lang } => match FrontMatter::<PageHead>::read(file).collect_into(&mut reading.found) {
            Some(FrontMatter { head, body }) => {
                let document = Document::parse(&file.path, file.text(), body).collect_into(&mut reading.found);
                reading.doubts = head.doubts;
                Part::Page { id: id.to_owned(), lang, head: head.value, document }
            }
            None => Part::Nothing,
        },
        Kind::Elsewhere => Part::Nothing,
        Kind::Unknown { nearest } => {
            reading.found.push(C0109.at(Place::file(&file.path)).with_some("nearest", nearest));
            Part::Nothing
        }
    };
    Checked::new(Decoding { part, doubts: reading.doubts }, reading.found)
}

/// A file while it is decoded.
struct Reading<'f> {
    file: &'f SourceFile,
    found: Diagnostics,
    doubts: Option<Doubts>,
}

impl Reading<'_> {
    fn yaml<T: DeserializeOwned>(&mut self, part: impl FnOnce(T) -> Part) -> Part {
        let Some(decoded) = yaml::decode(self.file).collect_into(&mut self.found) else { return Part::Nothing };
        self.doubts = decoded.doubts;
        part(decoded.value)
    }
}

impl Part {
    /// A municipality's file must be in the folder of its code. Without one it is nobody's.
    fn in_folder(self, folder: &str, file: &SourceFile, found: &mut Diagnostics) -> Part {
        let code = match &self {
            Part::Profile(profile) => &profile.municipality,
            Part::Year(year) => &year.municipality,
            _ => return self,
        };
        if code.is_stand_in() {
            return Part::Nothing;
        }
        if !folder.starts_with(&format!("{}-", **code)) {
            found.push(C0207.at(code.in_file(&file.path)).with("folder", folder).with("code", **code));
        }
        self
    }

    fn of_year(self, year: Year, file: &SourceFile, found: &mut Diagnostics) -> Part {
        if let Part::Year(value) = &self
            && *value.year != year
        {
            if value.year.is_stand_in() {
                return Part::Nothing;
            }
            found.push(C0207.at(value.year.in_file(&file.path)).with("folder", year).with("code", *value.year));
        }
        self
    }

    fn of_charter(self, folder: &str, file: &SourceFile, found: &mut Diagnostics) -> Part {
        let id = match &self {
            Part::Charter(charter) => &charter.id,
            Part::Results(results) => &results.charter,
            _ => return self,
        };
        if id.is_stand_in() || matches!(&self, Part::Charter(charter) if charter.version.is_stand_in()) {
            return Part::Nothing;
        }
        if id.value != folder {
            found.push(C0207.at(id.in_file(&file.path)).with("folder", folder).with("code", &id.value));
        }
        if let Part::Charter(charter) = &self
            && !file.path.ends_with(&format!("/{}.yaml", *charter.version))
        {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            found.push(
                C0207.at(charter.version.in_file(&file.path)).with("folder", name).with("code", *charter.version),
            );
        }
        self
    }
}

impl Model {
    /// Decodes all files and puts them together. `None` when what the site as a whole rests on cannot be read.
    ///
    /// `today` is the build's date; without it, it is the newest date of the content that is not later than `limit`.
    pub fn load(tree: &SourceTree, today: Option<Date>, limit: Option<Date>) -> Checked<Option<Model>> {
        let mut found = Diagnostics::new();
        let files: Vec<&SourceFile> = tree.files().collect();
        let decoded: Vec<Checked<Decoding>> = files.par_iter().map(|file| decode(file)).collect();
        let mut assembly = Assembly { unread: tree.unread.iter().cloned().collect(), ..Assembly::default() };
        // What putting together finds; some of it is about values that only stand in for others.
        let mut later = Diagnostics::new();
        for (file, decoded) in files.iter().zip(decoded) {
            let has_errors = decoded.diagnostics.has_errors();
            let Decoding { part, doubts } = decoded.collect_into(&mut found);
            let shaky = doubts.as_ref().is_some_and(|doubts| doubts.shaky);
            if has_errors && (shaky || matches!(part, Part::Nothing)) {
                assembly.unread.insert(Arc::clone(&file.path));
            }
            assembly.doubtful.extend(doubts.map(|doubts| (Arc::clone(&file.path), doubts)));
            assembly.add(part, file, &mut later);
        }
        let doubtful = assembly.doubtful.clone();
        let model = assembly.finish(today, limit, &mut later);
        later.retain(|diagnostic| !touches_doubts(&doubtful, diagnostic));
        found.append(later);
        Checked::new(model, found)
    }
}

/// The model while it is put together.
#[derive(Default)]
struct Assembly {
    site: Option<Site>,
    site_was_read: bool,
    sources: Vec<super::provenance::Source>,
    classifications: Option<Classifications>,
    departments: Vec<super::territory::Department>,
    municipalities: BTreeMap<MunicipalityCode, Municipality>,
    profiles: Vec<Profile>,
    years: Vec<MunicipalityYear>,
    families: Vec<super::toolbox::Family>,
    offices: Vec<super::toolbox::Office>,
    tools: Vec<Tool>,
    charters: BTreeMap<String, Vec<Charter>>,
    results: BTreeMap<String, CharterResults>,
    cases: Vec<Case>,
    primers: Vec<Primer>,
    pages: BTreeMap<String, Page>,
    terms: Vec<super::library::Term>,
    holidays: Holidays,
    corrections: Vec<super::provenance::Correction>,
    prose: BTreeMap<String, Prose>,
    prose_files: Vec<(Lang, Arc<str>)>,
    unread: BTreeSet<Arc<str>>,
    doubtful: BTreeMap<Arc<str>, Doubts>,
}

impl Assembly {
    fn add(&mut self, part: Part, file: &SourceFile, found: &mut Diagnostics) {
        self.site_was_read |= &*file.path == "content/site.yaml";
        match part {
            // What stands in for a language would make every text a fault.
            Part::Site(_) if self.unread.contains(&file.path) => {}
            Part::Site(site) => self.site = Some(site),
            Part::Sources(list) => self.sources = list.sources,
            Part::Classifications(value) => self.classifications = Some(value),
            Part::Families(list) => self.families = list.families,
            Part::Offices(list) => self.offices = list.offices,
            Part::Glossary(list) => self.terms = list.terms,
            Part::Holidays(value) => self.holidays = value,
            Part::Corrections(list) => self.corrections = list.corrections,
            Part::Departments(list) => self.departments = list.departments,
            Part::Register(register) => {
                for entry in register.municipalities {
                    let code = *entry.code;
                    if entry.code.is_stand_in() {
                        continue;
                    }
                    if let Some(first) = self.municipalities.get(&code) {
                        let fault = C0201.at(entry.code.in_file(&file.path)).with("id", code);
                        found.push(fault.also(first.entry.code.in_file(&first.file)));
                        continue;
                    }
                    let municipality =
                        Municipality { entry, profile: None, years: BTreeMap::new(), file: Arc::clone(&file.path) };
                    self.municipalities.insert(code, municipality);
                }
            }
            Part::Profile(profile) => self.profiles.push(*profile),
            Part::Year(year) => self.years.push(*year),
            Part::Charter(charter) => self.charters.entry(charter.id.value.clone()).or_default().push(*charter),
            Part::Results(results) => {
                self.results.insert(results.charter.value.clone(), results);
            }
            Part::Tool(tool) => self.tools.push(*tool),
            Part::Case(case) => self.cases.push(*case),
            Part::Primer(primer) => self.primers.push(*primer),
            Part::Prose { folder, lang, document } => {
                self.prose_files.push((lang, Arc::clone(&file.path)));
                self.prose.entry(folder).or_default().insert(lang, Arc::clone(&file.path), document);
            }
            Part::Page { id, lang, head, document } => {
                self.prose_files.push((lang, Arc::clone(&file.path)));
                let page = self.pages.entry(id.clone()).or_insert_with(|| Page { id, ..Page::default() });
                page.heads.insert(lang, head);
                page.prose.insert(lang, Arc::clone(&file.path), document);
            }
            Part::Nothing => {}
        }
    }

    fn finish(mut self, today: Option<Date>, limit: Option<Date>, found: &mut Diagnostics) -> Option<Model> {
        let Some(site) = self.site.take() else {
            if !self.site_was_read {
                found.push(C0113.nowhere().with("file", "content/site.yaml"));
            }
            return None;
        };
        if site.languages.is_empty() {
            found.push(C0905.at(Place::file(&site.file)).with("what", "languages: []"));
            return None;
        }
        if let Some(url) = site.base_url.as_ref().filter(|url| !is_base_url(url)) {
            found.push(C0905.at(url.in_file(&site.file)).with("what", format!("base_url: {}", url.value)));
        }
        let languages: Vec<&str> = site.languages.iter().map(|l| l.code.as_str()).collect();
        for (lang, file) in &self.prose_files {
            if !languages.contains(&lang.as_str()) {
                let near = nearest(lang.as_str(), languages.iter().copied());
                found.push(C0602.at(Place::file(file)).with("code", lang).with_some("nearest", near));
            }
        }
        // Files of a municipality that the register lacks are told by the checks of references.
        let mut unknown = Vec::new();
        for profile in std::mem::take(&mut self.profiles) {
            match self.municipalities.get_mut(&*profile.municipality) {
                Some(municipality) => municipality.profile = Some(profile),
                None => unknown.push((*profile.municipality, profile.municipality.in_file(&profile.file))),
            }
        }
        for year in std::mem::take(&mut self.years) {
            match self.municipalities.get_mut(&*year.municipality) {
                Some(municipality) => {
                    municipality.years.insert(*year.year, year);
                }
                None => unknown.push((*year.municipality, year.municipality.in_file(&year.file))),
            }
        }
        let registers_read = !["register.yaml", "demo.yaml"]
            .iter()
            .any(|name| self.unread.contains(format!("content/municipalities/{name}").as_str()));
        for (code, place) in unknown.into_iter().filter(|_| registers_read) {
            found.push(crate::check::unknown_municipality(code, place, &self.municipalities));
        }
        let mut prose = |folder: String| self.prose.remove(&folder).unwrap_or_default();
        let mut charters = Vec::new();
        for (id, mut versions) in std::mem::take(&mut self.charters) {
            versions.sort_by_key(|charter| *charter.version);
            let prose = prose(format!("content/charters/{id}"));
            charters.push(CharterFamily { results: self.results.remove(&id), id, versions, prose });
        }
        for tool in &mut self.tools {
            tool.prose = prose(format!("toolbox/{}", tool.id));
        }
        for case in &mut self.cases {
            case.prose = prose(format!("content/cases/{}", case.id));
        }
        for primer in &mut self.primers {
            primer.prose = prose(format!("content/primers/{}", primer.id));
        }
        self.tools.sort_by(|a, b| a.number.value.cmp(&b.number.value));
        let sources: BTreeMap<_, _> =
            self.sources.into_iter().map(|source| (source.id.value.clone(), source)).collect();
        let today = today.unwrap_or_else(|| newest_date(&sources, &charters, limit));
        Some(Model {
            site,
            today,
            sources,
            classifications: self.classifications.unwrap_or_default(),
            departments: self.departments,
            municipalities: self.municipalities.into_values().collect(),
            families: self.families,
            tools: self.tools,
            offices: self.offices,
            charters,
            cases: self.cases,
            primers: self.primers,
            pages: self.pages.into_values().collect(),
            terms: self.terms,
            holidays: self.holidays,
            corrections: self.corrections,
            unread: self.unread,
            doubtful: self.doubtful,
        })
    }
}

/// A complete address with a final `/`.
pub(crate) fn is_base_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.len() > 1 && rest.ends_with('/') && !rest.contains([' ', '"', '<', '?', '#']))
}

/// The newest day on which something was retrieved or published: the build's date when none is given.
/// A date after `limit` is a slip of the pen that the checks tell; it must not become the site's date.
fn newest_date(
    sources: &BTreeMap<String, super::provenance::Source>,
    charters: &[CharterFamily],
    limit: Option<Date>,
) -> Date {
    let of_sources = sources.values().flat_map(|s| [s.retrieved_on.as_ref(), s.published_on.as_ref()]).flatten();
    let of_results = charters
        .iter()
        .filter_map(|charter| charter.results.as_ref())
        .flat_map(|results| results.results.iter().filter_map(|result| result.published_on.as_ref()));
    let possible = |date: &Date| limit.is_none_or(|limit| *date <= limit);
    of_sources.chain(of_results).map(|date| **date).filter(possible).max().unwrap_or(Date::EPOCH)
}
