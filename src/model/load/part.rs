//! What one file holds of the model.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use crate::diagnostics::catalogue::{C0109, C0207};
use crate::diagnostics::{Checked, Diagnostics, Place};
use crate::markdown::Document;
use crate::model::charter::{Charter, CharterHead, CharterResults};
use crate::model::classifications::Classifications;
use crate::model::indicators::Indicators;
use crate::model::lazy::{Keep, Keeper, Kept, Lazy};
use crate::model::library::{Case, Glossary, Holidays, PageHead, Primer};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::outlines::{self, Outlines, OutlinesHead};
use crate::model::prose::ProseLinks;
use crate::model::provenance::{Corrections, Sources};
use crate::model::site::Site;
use crate::model::territory::{DepartmentList, Profile, ProfileHead, Register};
use crate::model::toolbox::{Families, Offices, Tool};
use crate::model::values::{Date, Lang, MunicipalityCode, Version, Year};
use crate::model::worksheet::Worksheet;
use crate::source::{Doubts, FrontMatter, Located, SourceFile, yaml};

/// One decoded file. What there is much of is shared between a model and the next, and stands beside what must be
/// known of it for putting a model together.
#[derive(Clone)]
pub(in crate::model) enum Part {
    Site(Box<Site>),
    Sources(Sources),
    Classifications(Box<Classifications>),
    Families(Families),
    Offices(Offices),
    Glossary(Glossary),
    Indicators(Box<Indicators>),
    Holidays(Holidays),
    Corrections(Corrections),
    Departments(DepartmentList),
    Register(Register),
    Boundaries(OutlinesHead, Lazy<Outlines>),
    Profile(ProfileHead, Lazy<Profile>),
    Year(YearHead, Lazy<MunicipalityYear>),
    Charter(Arc<CharterHead>, Lazy<Charter>),
    Results(ResultsHead, Lazy<CharterResults>),
    Tool(Box<Tool>),
    Worksheet(Box<Worksheet>),
    Case(Box<Case>),
    Primer(Box<Primer>),
    Prose(ProseHead, Lazy<Document>),
    Page { id: String, lang: Lang, head: Box<PageHead>, links: ProseLinks, document: Lazy<Document> },
    Nothing,
}

impl Part {
    /// The part with its value kept until somebody looks at it, if there is much of its kind.
    pub(super) fn packed(self, keeper: &Arc<dyn Keeper>) -> Part {
        match self {
            Part::Profile(head, value) => Part::Profile(head, value.packed(keeper)),
            Part::Year(head, value) => Part::Year(head, value.packed(keeper)),
            Part::Charter(head, value) => Part::Charter(head, value.packed(keeper)),
            Part::Results(head, value) => Part::Results(head, value.packed(keeper)),
            Part::Prose(head, value) => Part::Prose(head, value.packed(keeper)),
            Part::Boundaries(head, value) => Part::Boundaries(head, value.packed(keeper)),
            other => other,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub(in crate::model) struct YearHead {
    pub(in crate::model) municipality: MunicipalityCode,
    pub(in crate::model) year: Year,
    /// Whether the year has a page of its own.
    pub(in crate::model) itemised: bool,
}

#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(in crate::model) struct ResultsHead {
    pub(in crate::model) charter: String,
    /// The days on which results were published.
    pub(in crate::model) published: Vec<Date>,
}

#[derive(Clone, Deserialize, Serialize)]
pub(in crate::model) struct ProseHead {
    /// The folder of what the text belongs to.
    pub(in crate::model) folder: String,
    pub(in crate::model) lang: Lang,
    pub(in crate::model) links: ProseLinks,
}

/// What is kept of a file beside its value.
#[derive(Clone, Deserialize, Serialize)]
pub(super) enum Head {
    Profile(ProfileHead),
    Year(YearHead),
    Charter(Arc<CharterHead>),
    Results(ResultsHead),
    Prose(ProseHead),
    Boundaries(OutlinesHead),
}

impl Head {
    /// The part whose value is kept.
    pub(super) fn with(self, file: &Arc<str>, kept: Kept) -> Part {
        match self {
            Head::Profile(head) => Part::Profile(head, Lazy::kept(file, kept)),
            Head::Year(head) => Part::Year(head, Lazy::kept(file, kept)),
            Head::Charter(head) => Part::Charter(head, Lazy::kept(file, kept)),
            Head::Results(head) => Part::Results(head, Lazy::kept(file, kept)),
            Head::Prose(head) => Part::Prose(head, Lazy::kept(file, kept)),
            Head::Boundaries(head) => Part::Boundaries(head, Lazy::kept(file, kept)),
        }
    }
}

/// One file as far as it could be decoded.
pub(super) struct Decoding {
    pub(super) part: Part,
    pub(super) doubts: Option<Doubts>,
}

pub(super) fn decode(file: &SourceFile) -> Checked<Decoding> {
    let mut reading = Reading { file, found: Diagnostics::new(), doubts: None };
    let part = reading.part().unwrap_or(Part::Nothing);
    Checked::new(Decoding { part, doubts: reading.doubts }, reading.found)
}

/// A file while it is decoded.
struct Reading<'f> {
    file: &'f SourceFile,
    found: Diagnostics,
    doubts: Option<Doubts>,
}

impl Reading<'_> {
    fn part(&mut self) -> Option<Part> {
        let file = self.file;
        Some(match Kind::of(&file.path) {
            Kind::Site => Part::Site(self.yaml()?),
            Kind::Sources => Part::Sources(self.yaml()?),
            Kind::Classifications => Part::Classifications(self.yaml()?),
            Kind::Families => Part::Families(self.yaml()?),
            Kind::Offices => Part::Offices(self.yaml()?),
            Kind::Glossary => Part::Glossary(self.yaml()?),
            Kind::Indicators => Part::Indicators(Box::new(self.yaml()?)),
            Kind::Holidays => Part::Holidays(self.yaml()?),
            Kind::Corrections => Part::Corrections(self.yaml()?),
            Kind::Departments => Part::Departments(self.yaml()?),
            Kind::Register => Part::Register(self.yaml()?),
            Kind::Boundaries => {
                let (head, outlines) = outlines::read(&file.path, file.text()).collect_into(&mut self.found)?;
                Part::Boundaries(head, Lazy::of(&file.path, outlines))
            }
            Kind::Profile { folder } => {
                let mut profile: Profile = self.yaml()?;
                profile.set_file(&file.path);
                self.in_folder(folder, &mut profile.municipality)?;
                let counted = profile.census.as_ref().map(|census| census.people.total);
                let head = ProfileHead { municipality: *profile.municipality, counted };
                Part::Profile(head, Lazy::of(&file.path, profile))
            }
            Kind::Year { folder, year: name } => {
                let mut year: MunicipalityYear = self.yaml()?;
                year.set_file(&file.path);
                self.in_folder(folder, &mut year.municipality)?;
                if *year.year != name {
                    self.named_otherwise(&year.year, name);
                    year.year.value = name;
                }
                let head =
                    YearHead { municipality: *year.municipality, year: *year.year, itemised: year.is_itemised() };
                Part::Year(head, Lazy::of(&file.path, year))
            }
            Kind::Charter { id } => {
                let mut charter: Charter = self.yaml()?;
                charter.set_file(&file.path);
                self.of_charter(id, &mut charter.id);
                self.named_as_charter(id, &mut charter);
                Part::Charter(Arc::new(CharterHead::of(&charter)), Lazy::of(&file.path, charter))
            }
            Kind::Results { id } => {
                let mut results: CharterResults = self.yaml()?;
                results.set_file(&file.path);
                self.of_charter(id, &mut results.charter);
                let published = results.results.iter().filter_map(|result| result.published_on.as_ref());
                let published = published.map(|date| **date).collect();
                let head = ResultsHead { charter: results.charter.value.clone(), published };
                Part::Results(head, Lazy::of(&file.path, results))
            }
            Kind::Tool { id } => {
                let tool: Tool = self.yaml()?;
                Part::Tool(Box::new(Tool { id: id.to_owned(), file: Arc::clone(&file.path), ..tool }))
            }
            Kind::Worksheet { id } => {
                let worksheet: Worksheet = self.yaml()?;
                let file = Arc::clone(&file.path);
                Part::Worksheet(Box::new(Worksheet { tool: id.to_owned(), file, ..worksheet }))
            }
            Kind::Case { id } => {
                let case: Case = self.yaml()?;
                Part::Case(Box::new(Case { id: id.to_owned(), file: Arc::clone(&file.path), ..case }))
            }
            Kind::Primer { id } => {
                let primer: Primer = self.yaml()?;
                Part::Primer(Box::new(Primer { id: id.to_owned(), file: Arc::clone(&file.path), ..primer }))
            }
            Kind::Prose { folder, lang } => {
                let document = Document::parse(&file.path, file.text(), 0).collect_into(&mut self.found);
                let head = ProseHead { folder: folder.to_owned(), lang, links: ProseLinks::of(&document) };
                Part::Prose(head, Lazy::of(&file.path, document))
            }
            Kind::Page { id, lang } => {
                let FrontMatter { head, body } = FrontMatter::<PageHead>::read(file).collect_into(&mut self.found)?;
                let document = Document::parse(&file.path, file.text(), body).collect_into(&mut self.found);
                self.doubts = head.doubts;
                let (links, document) = (ProseLinks::of(&document), Lazy::of(&file.path, document));
                Part::Page { id: id.to_owned(), lang, head: Box::new(head.value), links, document }
            }
            Kind::Elsewhere => return None,
            Kind::Unknown { nearest } => {
                self.found.push(C0109.at(Place::file(&file.path)).with_some("nearest", nearest));
                return None;
            }
        })
    }

    fn yaml<T: DeserializeOwned>(&mut self) -> Option<T> {
        let decoded = yaml::decode(self.file).collect_into(&mut self.found)?;
        self.doubts = decoded.doubts;
        Some(decoded.value)
    }

    /// A municipality's file must be in the folder of its code.
    /// What says that it is another's is told and taken for the folder's, so that it does not push out the other's own;
    /// so is what does not say whose it is. `None` where nobody says.
    fn in_folder(&mut self, folder: &str, code: &mut Located<MunicipalityCode>) -> Option<()> {
        if folder.starts_with(&format!("{}-", **code)) {
            return Some(());
        }
        self.named_otherwise(code, folder);
        match folder.split('-').next().and_then(MunicipalityCode::parse) {
            Some(own) => code.value = own,
            None if code.is_stand_in() => return None,
            None => {}
        }
        Some(())
    }

    fn of_charter(&mut self, folder: &str, id: &mut Located<String>) {
        if id.value != folder {
            self.named_otherwise(id, folder);
            id.value = folder.to_owned();
        }
    }

    /// Whose charter it is and which version, its folder and name say as well.
    fn named_as_charter(&mut self, folder: &str, charter: &mut Charter) {
        let name = self.file.path.rsplit('/').next().unwrap_or_default();
        let own = folder.split('-').next().and_then(MunicipalityCode::parse);
        if let Some(own) = own.filter(|_| charter.municipality.is_stand_in()) {
            charter.municipality.value = own;
        }
        let own = name.strip_suffix(".yaml").and_then(Version::parse);
        if let Some(own) = own.filter(|_| charter.version.is_stand_in()) {
            charter.version.value = own;
        }
        if name != format!("{}.yaml", *charter.version) {
            self.named_otherwise(&charter.version, name);
        }
    }

    /// Tells that a file says of itself something else than its folder or name; unless what it says stands in for
    /// something that has been told.
    fn named_otherwise<T: std::fmt::Display>(&mut self, said: &Located<T>, name: impl std::fmt::Display) {
        if !said.is_stand_in() {
            self.found.push(C0207.at(said.in_file(&self.file.path)).with("folder", name).with("code", &said.value));
        }
    }
}

/// Says which part of a file a kind of value is.
macro_rules! keep {
    ($type:ty, $part:ident) => {
        impl Keep for $type {
            fn of_source(file: &SourceFile) -> Option<Self> {
                match decode(file).value.part {
                    Part::$part(_, value) => value.into_value(),
                    _ => None,
                }
            }

            fn set_file(&mut self, path: &Arc<str>) {
                self.file = Arc::clone(path);
            }
        }
    };
}

keep!(Profile, Profile);
keep!(MunicipalityYear, Year);
keep!(Charter, Charter);
keep!(CharterResults, Results);

impl Keep for Document {
    fn of_source(file: &SourceFile) -> Option<Self> {
        match decode(file).value.part {
            Part::Prose(_, document) | Part::Page { document, .. } => document.into_value(),
            _ => None,
        }
    }
}
