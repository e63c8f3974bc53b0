//! Files to model: which file is what, all decoded in parallel, put together in the order of their paths.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::charter::{Charter, CharterFamily, CharterResults};
use super::classifications::Classifications;
use super::facet::{Facet, Facets, List};
use super::library::{Case, Glossary, Holidays, Page, PageHead, Primer};
use super::municipality_year::MunicipalityYear;
use super::prose::{Prose, ProseText};
use super::provenance::{Corrections, Ref, Source, Sources};
use super::site::Site;
use super::territory::{Department, DepartmentList, Municipality, Profile, Register, RegisterEntry};
use super::toolbox::{Families, Offices, Tool};
use super::values::{Date, DepartmentCode, Lang, MunicipalityCode, Version, Year};
use super::{Model, may_define, touches_doubts};
use crate::diagnostics::catalogue::{C0109, C0113, C0201, C0207, C0602, C0905};
use crate::diagnostics::{Checked, Diagnostics, Place, Words, nearest};
use crate::markdown::Document;
use crate::source::hash::{Hash, combined, shown};
use crate::source::{Doubts, FrontMatter, Located, SourceFile, SourceTree, yaml};

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

/// One decoded file. What there is much of is shared between a model and the next.
#[derive(Clone)]
pub(super) enum Part {
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
    Profile(Arc<Profile>),
    Year(Arc<MunicipalityYear>),
    Charter(Arc<Charter>),
    Results(Arc<CharterResults>),
    Tool(Box<Tool>),
    Case(Box<Case>),
    Primer(Box<Primer>),
    Prose { folder: String, lang: Lang, document: Arc<Document> },
    Page { id: String, lang: Lang, head: PageHead, document: Arc<Document> },
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
            .yaml(|profile: Profile| Part::Profile(Arc::new(Profile { file: path(), ..profile })))
            .in_folder(folder, file, &mut reading.found),
        Kind::Year { folder, year } => reading
            .yaml(|value: MunicipalityYear| Part::Year(Arc::new(MunicipalityYear { file: path(), ..value })))
            .in_folder(folder, file, &mut reading.found)
            .of_year(year, file, &mut reading.found),
        Kind::Charter { id } => reading
            .yaml(|value: Charter| Part::Charter(Arc::new(Charter { file: path(), ..value })))
            .of_charter(id, file, &mut reading.found),
        Kind::Results { id } => reading
            .yaml(|value: CharterResults| Part::Results(Arc::new(CharterResults { file: path(), ..value })))
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
            Part::Prose { folder: folder.to_owned(), lang, document: Arc::new(document) }
        }
        Kind::Page { id, lang } => match FrontMatter::<PageHead>::read(file).collect_into(&mut reading.found) {
            Some(FrontMatter { head, body }) => {
                let document = Document::parse(&file.path, file.text(), body).collect_into(&mut reading.found);
                reading.doubts = head.doubts;
                Part::Page { id: id.to_owned(), lang, head: head.value, document: Arc::new(document) }
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
    /// A municipality's file must be in the folder of its code.
    /// What says that it is another's is told and taken for the folder's, so that it does not push out the other's own;
    /// so is what does not say whose it is.
    fn in_folder(mut self, folder: &str, file: &SourceFile, found: &mut Diagnostics) -> Part {
        let code = match &mut self {
            Part::Profile(profile) => Arc::get_mut(profile).map(|profile| &mut profile.municipality),
            Part::Year(year) => Arc::get_mut(year).map(|year| &mut year.municipality),
            _ => None,
        };
        let Some(code) = code else { return self };
        if !folder.starts_with(&format!("{}-", **code)) {
            if !code.is_stand_in() {
                found.push(C0207.at(code.in_file(&file.path)).with("folder", folder).with("code", **code));
            }
            match folder.split('-').next().and_then(MunicipalityCode::parse) {
                Some(own) => code.value = own,
                None if code.is_stand_in() => return Part::Nothing,
                None => {}
            }
        }
        self
    }

    fn of_year(mut self, year: Year, file: &SourceFile, found: &mut Diagnostics) -> Part {
        if let Part::Year(value) = &mut self
            && let Some(value) = Arc::get_mut(value)
            && *value.year != year
        {
            if !value.year.is_stand_in() {
                found.push(C0207.at(value.year.in_file(&file.path)).with("folder", year).with("code", *value.year));
            }
            value.year.value = year;
        }
        self
    }

    fn of_charter(mut self, folder: &str, file: &SourceFile, found: &mut Diagnostics) -> Part {
        let id = match &mut self {
            Part::Charter(charter) => Arc::get_mut(charter).map(|charter| &mut charter.id),
            Part::Results(results) => Arc::get_mut(results).map(|results| &mut results.charter),
            _ => None,
        };
        let Some(id) = id else { return self };
        if id.value != folder {
            if !id.is_stand_in() {
                found.push(C0207.at(id.in_file(&file.path)).with("folder", folder).with("code", &id.value));
            }
            id.value = folder.to_owned();
        }
        // Whose charter it is and which version, its folder and name say as well.
        if let Part::Charter(charter) = &mut self
            && let Some(charter) = Arc::get_mut(charter)
        {
            let own = folder.split('-').next().and_then(MunicipalityCode::parse);
            if let Some(own) = own.filter(|_| charter.municipality.is_stand_in()) {
                charter.municipality.value = own;
            }
            let name = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".yaml"));
            if let Some(own) = name.and_then(Version::parse).filter(|_| charter.version.is_stand_in()) {
                charter.version.value = own;
            }
        }
        if let Part::Charter(charter) = &self
            && !charter.version.is_stand_in()
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

/// A file with a hash, as far as it could be decoded.
#[derive(Clone)]
pub struct DecodedFile(Arc<(Hash, Checked<Decoding>)>);

impl DecodedFile {
    fn new(file: &SourceFile) -> DecodedFile {
        DecodedFile(Arc::new((file.hash, decode(file))))
    }

    pub fn hash(&self) -> Hash {
        self.0.0
    }

    /// What was found in the file by itself.
    pub fn found(&self) -> &Diagnostics {
        &self.0.1.diagnostics
    }

    fn decoding(&self) -> &Decoding {
        &self.0.1.value
    }

    /// The part of the model that the file holds; `None` where something is wrong in it.
    pub(super) fn sound(&self) -> Option<&Part> {
        let Decoding { part, doubts } = self.decoding();
        (doubts.is_none() && !self.found().has_errors()).then_some(part)
    }
}

/// The decoded files of a model, kept for the next one: what has not changed is not decoded again. A copy is cheap.
#[derive(Clone, Default)]
pub struct Decoded(BTreeMap<Arc<str>, DecodedFile>);

/// A file that has just been decoded.
pub struct Fresh(Arc<str>, DecodedFile);

/// What there is much of, as it is kept in a file from build to build. The rest is quickly decoded again.
#[derive(Deserialize, Serialize)]
enum Bulk {
    Profile(Arc<Profile>),
    Year(Arc<MunicipalityYear>),
    Charter(Arc<Charter>),
    Results(Arc<CharterResults>),
    Prose { folder: String, lang: Lang, document: Arc<Document> },
}

impl Bulk {
    fn of(part: &Part) -> Option<Bulk> {
        Some(match part {
            Part::Profile(value) => Bulk::Profile(Arc::clone(value)),
            Part::Year(value) => Bulk::Year(Arc::clone(value)),
            Part::Charter(value) => Bulk::Charter(Arc::clone(value)),
            Part::Results(value) => Bulk::Results(Arc::clone(value)),
            Part::Prose { folder, lang, document } => {
                Bulk::Prose { folder: folder.clone(), lang: *lang, document: Arc::clone(document) }
            }
            _ => return None,
        })
    }

    /// The part, which knows its file again.
    fn into_part(self, path: &Arc<str>) -> Part {
        fn with_file<T>(mut value: Arc<T>, set: impl FnOnce(&mut T)) -> Arc<T> {
            // Just read, so nobody shares it.
            if let Some(value) = Arc::get_mut(&mut value) {
                set(value);
            }
            value
        }
        let path = Arc::clone(path);
        match self {
            Bulk::Profile(value) => Part::Profile(with_file(value, |value| value.file = path)),
            Bulk::Year(value) => Part::Year(with_file(value, |value| value.file = path)),
            Bulk::Charter(value) => Part::Charter(with_file(value, |value| value.file = path)),
            Bulk::Results(value) => Part::Results(with_file(value, |value| value.file = path)),
            Bulk::Prose { folder, lang, document } => Part::Prose { folder, lang, document },
        }
    }
}

/// So many decoded files are kept in one piece; pieces are read in parallel.
const PIECE: usize = 256;

impl Decoded {
    /// What can be kept in a file, in pieces, a few at a time: sound files of the kinds of which there are many.
    ///
    /// # Errors
    ///
    /// Those of `write`.
    pub fn to_pieces<E>(&self, mut write: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let sound = |(path, file): (&Arc<str>, &DecodedFile)| {
            let part = file.sound().filter(|_| file.found().is_empty())?;
            Some((path.to_string(), file.hash().to_le_bytes(), Bulk::of(part)?))
        };
        let kept: Vec<(String, [u8; 16], Bulk)> = self.0.iter().filter_map(sound).collect();
        for some in kept.chunks(PIECE * rayon::current_num_threads()) {
            let pieces = some.par_chunks(PIECE).map(|piece| postcard::to_allocvec(piece).unwrap_or_default());
            pieces.collect::<Vec<_>>().iter().try_for_each(|piece| write(piece))?;
        }
        Ok(())
    }

    /// What was kept; a piece that cannot be read is left out.
    pub fn from_pieces(pieces: &[&[u8]]) -> Decoded {
        let read = |piece: &&[u8]| -> Vec<(Arc<str>, DecodedFile)> {
            let kept: Vec<(String, [u8; 16], Bulk)> = postcard::from_bytes(piece).unwrap_or_default();
            let whole = |(path, hash, bulk): (String, [u8; 16], Bulk)| {
                let path: Arc<str> = Arc::from(path);
                let decoding = Decoding { part: bulk.into_part(&path), doubts: None };
                let sound = Checked::new(decoding, Diagnostics::new());
                (path, DecodedFile(Arc::new((Hash::from_le_bytes(hash), sound))))
            };
            kept.into_iter().map(whole).collect()
        };
        let read: Vec<_> = pieces.par_iter().map(read).collect();
        Decoded(read.into_iter().flatten().collect())
    }

    /// Decodes a file that has just been read, unless it is held here; and whether its text is wanted any longer: for
    /// showing what is wrong in it, and because the theme has its own reader.
    pub fn decode(&self, file: &SourceFile) -> (Option<Fresh>, bool) {
        if self.is_known(file) || matches!(Kind::of(&file.path), Kind::Elsewhere) {
            return (None, true);
        }
        let decoded = DecodedFile::new(file);
        let wanted = !decoded.found().is_empty();
        (Some(Fresh(Arc::clone(&file.path), decoded)), wanted)
    }

    /// Takes up what was decoded.
    pub fn extend(&mut self, fresh: impl IntoIterator<Item = Fresh>) {
        self.0.extend(fresh.into_iter().map(|Fresh(path, decoded)| (path, decoded)));
    }

    pub fn get(&self, path: &str) -> Option<&DecodedFile> {
        self.0.get(path)
    }

    /// The hashes of all files.
    pub fn hashes(&self) -> BTreeMap<String, Hash> {
        self.0.iter().map(|(path, file)| (path.to_string(), file.hash())).collect()
    }

    /// Everything that was found in files by themselves.
    pub fn found(&self) -> Diagnostics {
        self.0.values().flat_map(|file| file.found().iter()).cloned().collect()
    }

    /// Makes this hold what a tree has at some paths.
    pub fn refresh(&mut self, paths: &BTreeSet<Arc<str>>, tree: &SourceTree) {
        let files = paths.par_iter().filter_map(|path| tree.get(path)).filter(|file| !self.is_known(file));
        let decoded: Vec<_> = files.map(|file| (Arc::clone(&file.path), DecodedFile::new(file))).collect();
        self.0.extend(decoded);
        for path in paths.iter().filter(|path| tree.get(path).is_none()) {
            self.0.remove(path);
        }
    }

    pub fn has_errors(&self) -> bool {
        self.0.values().any(|file| file.found().has_errors())
    }

    fn is_known(&self, file: &SourceFile) -> bool {
        self.0.get(&file.path).is_some_and(|known| known.hash() == file.hash)
    }

    /// Makes this hold exactly the files of a tree.
    pub fn update(&mut self, tree: &SourceTree) {
        let changed: Vec<&SourceFile> = tree.files().filter(|file| !self.is_known(file)).collect();
        let decoded: Vec<_> = changed.par_iter().map(|file| (Arc::clone(&file.path), DecodedFile::new(file))).collect();
        self.0.extend(decoded);
        if self.0.len() > tree.files().len() {
            self.0.retain(|path, _| tree.get(path).is_some());
        }
    }
}

impl Model {
    /// Decodes all files and puts them together. `None` when what the site as a whole rests on cannot be read.
    ///
    /// `today` is the build's date; without it, it is the newest date of the content that is not later than `limit`.
    pub fn load(tree: &SourceTree, today: Option<Date>, limit: Option<Date>) -> Checked<Option<Model>> {
        Model::load_again(tree, &mut Decoded::default(), today, limit)
    }

    /// Like [`Model::load`], without decoding again what has not changed since the last time.
    pub fn load_again(
        tree: &SourceTree,
        decoded: &mut Decoded,
        today: Option<Date>,
        limit: Option<Date>,
    ) -> Checked<Option<Model>> {
        decoded.update(tree);
        let mut found = decoded.found();
        let model = Model::assemble(tree, decoded, today, limit).collect_into(&mut found);
        Checked::new(model, found)
    }

    /// Puts decoded files together. What was found in them by themselves is not told again.
    pub fn assemble(
        tree: &SourceTree,
        decoded: &Decoded,
        today: Option<Date>,
        limit: Option<Date>,
    ) -> Checked<Option<Model>> {
        let mut assembly = Assembly { unread: tree.unread.clone(), ..Assembly::default() };
        // Some of what is found is about values that only stand in for others.
        let mut found = Diagnostics::new();
        for file in tree.files() {
            let Some(decoded) = decoded.get(&file.path) else { continue };
            let Decoding { part, doubts } = decoded.decoding();
            if decoded.found().has_errors() && matches!(part, Part::Nothing) {
                assembly.unread.insert(Arc::clone(&file.path));
            }
            assembly.doubtful.extend(doubts.clone().map(|doubts| (Arc::clone(&file.path), doubts)));
            assembly.add(part.clone(), file, &mut found);
        }
        let doubtful = assembly.doubtful.clone();
        let model = assembly.finish(today, limit, &mut found);
        found.retain(|diagnostic| !touches_doubts(&doubtful, diagnostic));
        Checked::new(model, found)
    }
}

/// A municipality while the model is put together.
struct Pending {
    entry: RegisterEntry,
    profile: Option<Arc<Profile>>,
    years: BTreeMap<Year, Arc<MunicipalityYear>>,
    file: Arc<str>,
}

impl Pending {
    /// Of a municipality that has files and no entry in the register; it is called as its folder.
    fn stand_in(code: MunicipalityCode, department: DepartmentCode, file: &Arc<str>) -> Pending {
        let name = file.rsplit('/').nth(1).unwrap_or_default().to_owned();
        let entry = RegisterEntry {
            code: Located::stand_in(code),
            name,
            department: Located::stand_in(department),
            population_2018: None,
            seat: None,
            area_km2: None,
            also: Vec::new(),
            demo: code.is_fictitious(),
        };
        Pending { entry, profile: None, years: BTreeMap::new(), file: Arc::clone(file) }
    }
}

/// The model while it is put together.
#[derive(Default)]
struct Assembly {
    /// Of the files read so far.
    hashes: BTreeMap<Arc<str>, Hash>,
    site: Option<Site>,
    sources: Vec<Source>,
    classifications: Classifications,
    departments: Vec<Department>,
    municipalities: BTreeMap<MunicipalityCode, Pending>,
    profiles: Vec<Arc<Profile>>,
    years: Vec<Arc<MunicipalityYear>>,
    families: Vec<super::toolbox::Family>,
    offices: Vec<super::toolbox::Office>,
    tools: Vec<Tool>,
    charters: BTreeMap<String, Vec<Arc<Charter>>>,
    results: BTreeMap<String, Arc<CharterResults>>,
    cases: Vec<Case>,
    primers: Vec<Primer>,
    pages: BTreeMap<String, Page>,
    terms: Vec<super::library::Term>,
    holidays: Holidays,
    corrections: Vec<super::provenance::Correction>,
    /// By folder.
    prose: BTreeMap<String, Vec<(Lang, Hash, ProseText)>>,
    prose_files: Vec<(Lang, Arc<str>)>,
    list_sources: Vec<(Ref, Arc<str>)>,
    unread: BTreeSet<Arc<str>>,
    doubtful: BTreeMap<Arc<str>, Doubts>,
}

impl Assembly {
    fn add(&mut self, part: Part, file: &SourceFile, found: &mut Diagnostics) {
        self.hashes.insert(Arc::clone(&file.path), file.hash);
        match part {
            Part::Site(site) => self.site = Some(site),
            Part::Sources(list) => self.sources = list.sources,
            Part::Classifications(value) => self.classifications = value,
            Part::Families(list) => self.families = list.families,
            Part::Offices(list) => self.offices = list.offices,
            Part::Glossary(list) => self.terms = list.terms,
            Part::Holidays(value) => self.holidays = value,
            Part::Corrections(list) => self.corrections = list.corrections,
            Part::Departments(list) => {
                self.list_sources.push((list.source, Arc::clone(&file.path)));
                self.departments = list.departments;
            }
            Part::Register(register) => {
                self.list_sources.push((register.source, Arc::clone(&file.path)));
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
                    let file = Arc::clone(&file.path);
                    self.municipalities.insert(code, Pending { entry, profile: None, years: BTreeMap::new(), file });
                }
            }
            Part::Profile(profile) => self.profiles.push(profile),
            Part::Year(year) => self.years.push(year),
            Part::Charter(charter) => self.charters.entry(charter.id.value.clone()).or_default().push(charter),
            Part::Results(results) => {
                self.results.insert(results.charter.value.clone(), results);
            }
            Part::Tool(tool) => self.tools.push(*tool),
            Part::Case(case) => self.cases.push(*case),
            Part::Primer(primer) => self.primers.push(*primer),
            Part::Prose { folder, lang, document } => {
                self.prose_files.push((lang, Arc::clone(&file.path)));
                let text = ProseText { file: Arc::clone(&file.path), document };
                self.prose.entry(folder).or_default().push((lang, file.hash, text));
            }
            Part::Page { id, lang, head, document } => {
                self.prose_files.push((lang, Arc::clone(&file.path)));
                let text = ProseText { file: Arc::clone(&file.path), document };
                self.prose.entry(format!("content/pages/{id}")).or_default().push((lang, file.hash, text));
                let page = self.pages.entry(id.clone()).or_insert_with(|| Page { id, ..Page::default() });
                page.heads.insert(lang, head);
            }
            Part::Nothing => {}
        }
    }

    fn finish(mut self, today: Option<Date>, limit: Option<Date>, found: &mut Diagnostics) -> Option<Model> {
        let site = self.take_site(found)?;
        self.join_municipalities(found);
        let mut facets = Facets::default();
        let charters = self.take_charters(&mut facets);
        let municipalities = self.take_municipalities(&charters, &mut facets);
        let by_department = by_department(&self.departments, &municipalities, &mut facets);
        let mut prose = |folder: String, facets: &mut Facets| {
            Prose::new(&folder, self.prose.remove(&folder).unwrap_or_default(), facets)
        };
        for tool in &mut self.tools {
            tool.prose = prose(format!("toolbox/{}", tool.id), &mut facets);
        }
        for case in &mut self.cases {
            case.prose = prose(format!("content/cases/{}", case.id), &mut facets);
        }
        for primer in &mut self.primers {
            primer.prose = prose(format!("content/primers/{}", primer.id), &mut facets);
        }
        // What a page's heads say is shown in lists; its text is a facet of its own.
        let heads = self.pages.values().map(Page::heads_hash).collect::<Vec<_>>();
        for page in self.pages.values_mut() {
            page.prose = prose(format!("content/pages/{}", page.id), &mut facets);
        }
        self.tools.sort_by(|a, b| a.number.value.cmp(&b.number.value));
        let results = charters.iter().filter_map(|(_, _, charter)| charter.results.as_deref());
        let today = today.unwrap_or_else(|| newest_date(self.sources.iter(), results, limit));
        let of_file = |file: &Arc<str>| self.hashes.get(file).copied().unwrap_or_default();
        let build = |facets: &mut Facets| Model {
            today: facets.add("the build's date", shown(&today), today),
            sources: listed(facets, "source", self.sources, |source| source.id.value.clone()),
            classifications: facets.add(
                "content/classifications.yaml",
                of_file(&Arc::from("content/classifications.yaml")),
                self.classifications,
            ),
            departments: listed(facets, "department", self.departments, |department| department.code.to_string()),
            by_department,
            municipalities: facets.list("municipality", municipalities),
            families: listed(facets, "family", self.families, |family| family.id.value.clone()),
            tools: facets.list("tool", self.tools.into_iter().map(|tool| (tool.id.clone(), of_file(&tool.file), tool))),
            offices: listed(facets, "office", self.offices, |office| office.id.value.clone()),
            charters: facets.list("charter", charters),
            cases: facets.list("case", self.cases.into_iter().map(|case| (case.id.clone(), of_file(&case.file), case))),
            primers: facets.list(
                "primer",
                self.primers.into_iter().map(|primer| (primer.id.clone(), of_file(&primer.file), primer)),
            ),
            pages: facets
                .list("page", self.pages.into_values().zip(heads).map(|(page, hash)| (page.id.clone(), hash, page))),
            terms: listed(facets, "term", self.terms, |term| term.id.value.clone()),
            holidays: facets.add("content/holidays.yaml", shown(&self.holidays), self.holidays),
            corrections: facets.add("content/corrections.yaml", shown(&self.corrections), self.corrections),
            site: facets.add("content/site.yaml", shown(&site), site),
            list_sources: self.list_sources,
            unread: self.unread,
            doubtful: self.doubtful,
            facets: Facets::default(),
        };
        let mut model = build(&mut facets);
        model.facets = facets;
        Some(model)
    }

    /// The site's own file, or what stands in for it; nothing where there is no site at all.
    fn take_site(&mut self, found: &mut Diagnostics) -> Option<Site> {
        let site = self.site.take();
        let file: Arc<str> = Arc::from("content/site.yaml");
        if site.is_none() {
            if !self.unread.contains(&file) {
                found.push(C0113.nowhere().with("file", &file));
            }
            if self.hashes.keys().all(|path| path.starts_with("themes/")) {
                return None;
            }
            self.doubtful.insert(Arc::clone(&file), Doubts::of_all());
        }
        let mut site = site.unwrap_or_else(Site::stand_in);
        if site.languages.is_empty() && !self.doubtful.contains_key(&file) {
            let fault = C0905.at(Place::file(&site.file)).with("key", "languages").with("value", "[]");
            found.push(fault.with_words("cure", NO_LANGUAGE));
        }
        for (n, language) in site.languages.iter().enumerate().filter(|(_, language)| !language.code.is_stand_in()) {
            if let Some(first) = site.languages[..n].iter().find(|first| *first.code == *language.code) {
                let fault = C0201.at(language.code.in_file(&site.file)).with("id", *language.code);
                found.push(fault.also(first.code.in_file(&site.file)));
            }
        }
        site.settle_languages(self.languages_of_texts().into_iter());
        if let Some(url) = site.base_url.as_ref().filter(|url| !url.is_stand_in() && !is_base_url(url)) {
            let fault = C0905.at(url.in_file(&site.file)).with("key", "base_url").with("value", &url.value);
            found.push(fault.with_words("cure", BASE_URL).with_some("nearest", completed_url(url)));
        }
        let languages: Vec<&str> = site.languages.iter().map(|l| l.code.as_str()).collect();
        for (lang, file) in self.prose_files.iter().filter(|_| !site.guessed) {
            if !languages.contains(&lang.as_str()) {
                let near = nearest(lang.as_str(), languages.iter().copied());
                found.push(C0602.at(Place::file(file)).with("code", lang).with_some("nearest", near));
            }
        }
        Some(site)
    }

    /// The languages in which there are files of text, the most usual first.
    fn languages_of_texts(&self) -> Vec<Lang> {
        let mut counts: BTreeMap<Lang, usize> = BTreeMap::new();
        for (lang, _) in &self.prose_files {
            *counts.entry(*lang).or_default() += 1;
        }
        let mut languages: Vec<(usize, Lang)> = counts.into_iter().map(|(lang, count)| (count, lang)).collect();
        languages.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        languages.into_iter().map(|(_, lang)| lang).collect()
    }

    /// Gives each municipality its files. Those of a municipality that the register lacks are told.
    fn join_municipalities(&mut self, found: &mut Diagnostics) {
        let profiles = std::mem::take(&mut self.profiles);
        let years = std::mem::take(&mut self.years);
        let places = profiles.iter().map(|profile| (&profile.municipality, &profile.file));
        let places = places.chain(years.iter().map(|year| (&year.municipality, &year.file)));
        let lacking = places.filter(|(code, _)| !self.municipalities.contains_key(&***code));
        let unknown: Vec<_> = lacking.map(|(code, file)| (**code, code.in_file(file))).collect();
        let undefined = |code: &MunicipalityCode| {
            !super::REGISTERS.iter().any(|file| may_define(&self.unread, &self.doubtful, file, code.as_str(), None))
        };
        let register = self.municipalities.iter().map(|(code, pending)| (*code, pending.entry.name.as_str()));
        for (code, place) in unknown.iter().filter(|(code, _)| undefined(code)) {
            found.push(crate::check::unknown_municipality(*code, place.clone(), register.clone()));
        }
        // What stands in for an entry of the register, so that its files are judged all the same.
        for (code, place) in unknown {
            if let Some(department) = code.as_str().get(..2).and_then(DepartmentCode::parse) {
                self.municipalities.entry(code).or_insert_with(|| Pending::stand_in(code, department, &place.file));
            }
        }
        for profile in profiles {
            if let Some(municipality) = self.municipalities.get_mut(&*profile.municipality) {
                municipality.profile = Some(profile);
            }
        }
        for year in years {
            if let Some(municipality) = self.municipalities.get_mut(&*year.municipality) {
                municipality.years.insert(*year.year, year);
            }
        }
    }

    fn take_charters(&mut self, facets: &mut Facets) -> Vec<(String, Hash, CharterFamily)> {
        let mut charters = Vec::new();
        for (id, mut versions) in std::mem::take(&mut self.charters) {
            versions.sort_by_key(|charter| *charter.version);
            let folder = format!("content/charters/{id}");
            let prose = Prose::new(&folder, self.prose.remove(&folder).unwrap_or_default(), facets);
            let results = self.results.remove(&id);
            let charter = CharterFamily { id, versions, results, prose };
            let hash = combined(charter.files().filter_map(|file| self.hashes.get(file).copied()));
            charters.push((charter.id.clone(), hash, charter));
        }
        charters
    }

    fn take_municipalities(
        &mut self,
        charters: &[(String, Hash, CharterFamily)],
        facets: &mut Facets,
    ) -> Vec<(String, Hash, Municipality)> {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for pending in self.municipalities.values() {
            *names.entry(pending.entry.name.clone()).or_default() += 1;
        }
        let mut of_municipality: BTreeMap<MunicipalityCode, Vec<usize>> = BTreeMap::new();
        for (at, (_, _, charter)) in charters.iter().enumerate() {
            of_municipality.entry(*charter.current().municipality).or_default().push(at);
        }
        let hashes = &self.hashes;
        let of_file = |file: &Arc<str>| hashes.get(file).copied().unwrap_or_default();
        let mut list = Vec::with_capacity(self.municipalities.len());
        for (code, Pending { entry, profile, years, file }) in std::mem::take(&mut self.municipalities) {
            let name = entry.name.clone();
            let department = entry.department.clone();
            let homonym = names.get(&name).is_some_and(|count| *count > 1);
            let identity = shown(&(code, &name, &department, homonym));
            let own = of_municipality.remove(&code).unwrap_or_default();
            let ids: Vec<&str> = own.iter().map(|at| charters[*at].0.as_str()).collect();
            let tells = |case: &&(usize, &Case)| case.1.municipalities.iter().any(|other| **other == code);
            let cases: Vec<(usize, &Case)> = self.cases.iter().enumerate().filter(|case| tells(&case)).collect();
            let titles: Vec<&str> = cases.iter().map(|(_, case)| case.id.as_str()).collect();
            let profile_hash = profile.as_ref().map_or(0, |profile| of_file(&profile.file));
            let year_list = shown(&years.keys());
            let years = years
                .into_iter()
                .map(|(year, value)| (year, facets.add(value.file.to_string(), of_file(&value.file), value)))
                .collect();
            let municipality = Municipality {
                code,
                name,
                department,
                homonym,
                entry: facets.add(format!("register: {code}"), shown(&entry), entry),
                profile: facets.add(format!("profile: {code}"), profile_hash, profile),
                years: facets.add(format!("years: {code}"), year_list, years),
                charters: facets.add(format!("charters of {code}"), shown(&ids), own),
                cases: facets.add(
                    format!("cases of {code}"),
                    shown(&titles),
                    cases.iter().map(|(at, _)| *at).collect(),
                ),
                file,
            };
            list.push((code.to_string(), identity, municipality));
        }
        list
    }
}

/// A short list of one file: each item is a facet by what it says.
fn listed<T: std::fmt::Debug>(facets: &mut Facets, kind: &str, items: Vec<T>, id: impl Fn(&T) -> String) -> List<T> {
    facets.list(kind, items.into_iter().map(|item| (id(&item), shown(&item), item)))
}

/// The positions of the municipalities of each department.
fn by_department(
    departments: &[Department],
    municipalities: &[(String, Hash, Municipality)],
    facets: &mut Facets,
) -> BTreeMap<DepartmentCode, Facet<Vec<usize>>> {
    let mut members: BTreeMap<DepartmentCode, Vec<usize>> =
        departments.iter().map(|department| (*department.code, Vec::new())).collect();
    for (at, (_, _, municipality)) in municipalities.iter().enumerate() {
        members.entry(*municipality.department).or_default().push(at);
    }
    let facet = |(code, members): (DepartmentCode, Vec<usize>)| {
        let codes: Vec<&str> = members.iter().map(|at| municipalities[*at].0.as_str()).collect();
        (code, facets.add(format!("municipalities of department {code}"), shown(&codes), members))
    };
    members.into_iter().map(facet).collect()
}

const NO_LANGUAGE: Words = Words {
    es: "ponga por lo menos un idioma: languages: [{code: es, name: \"Español\", tag: es-GT}]",
    en: "put at least one language: languages: [{code: es, name: \"Español\", tag: es-GT}]",
};
const BASE_URL: Words = Words {
    es: "la dirección va completa: empieza con https:// y termina con /, por ejemplo https://anam.example/",
    en: "the address is complete: it starts with https:// and ends with /, such as https://anam.example/",
};

/// The complete address that an incomplete one stands for, if it only lacks its scheme or its last `/`.
fn completed_url(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = if url.contains("://") { "" } else { "https://" };
    let slash = if url.ends_with('/') { "" } else { "/" };
    let whole = format!("{scheme}{}{slash}", url.trim_start_matches('/'));
    (is_base_url(&whole) && whole.contains('.')).then_some(whole)
}

/// A complete address with a final `/`.
pub(crate) fn is_base_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.len() > 1 && rest.ends_with('/') && !rest.contains([' ', '"', '<', '?', '#']))
}

/// The newest day on which something was retrieved or published: the build's date when none is given.
/// A date after `limit` is a slip of the pen that the checks tell; it must not become the site's date.
pub(super) fn newest_date<'m>(
    sources: impl Iterator<Item = &'m Source>,
    results: impl Iterator<Item = &'m CharterResults>,
    limit: Option<Date>,
) -> Date {
    let of_sources = sources.flat_map(|s| [s.retrieved_on.as_ref(), s.published_on.as_ref()]).flatten();
    let of_results =
        results.flat_map(|results| results.results.iter().filter_map(|result| result.published_on.as_ref()));
    let possible = |date: &Date| limit.is_none_or(|limit| *date <= limit);
    of_sources.chain(of_results).map(|date| **date).filter(possible).max().unwrap_or(Date::EPOCH)
}
