//! The domain: municipalities and their years, charters, tools, primers, money, periods, languages.
//!
//! Typed, immutable, indexed by identifier. It knows no HTML and no addresses beyond slugs. [`Model::load`] makes it
//! from the files; what can be computed from it stands in [`finance`].

pub mod charter;
pub mod classifications;
pub mod finance;
pub mod library;
mod load;
pub(crate) use load::is_base_url;
pub mod municipality_year;
pub mod prose;
pub mod provenance;
pub mod site;
pub mod territory;
pub mod toolbox;
pub mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use charter::CharterFamily;
use classifications::Classifications;
use library::{Case, Holidays, Page, Primer, Term};
use provenance::{Correction, Source};
use site::Site;
use territory::{Department, Municipality};
use toolbox::{Family, Office, Tool};
use values::{Date, DepartmentCode, Lang, MunicipalityCode};

/// A whole site.
#[derive(Debug)]
pub struct Model {
    pub site: Site,
    /// The build's date: decides what is stale. Never the clock's.
    pub today: Date,
    pub sources: BTreeMap<String, Source>,
    pub classifications: Classifications,
    pub departments: Vec<Department>,
    /// By code.
    pub municipalities: Vec<Municipality>,
    pub families: Vec<Family>,
    /// By number.
    pub tools: Vec<Tool>,
    pub offices: Vec<Office>,
    /// By identifier.
    pub charters: Vec<CharterFamily>,
    pub cases: Vec<Case>,
    pub primers: Vec<Primer>,
    pub pages: Vec<Page>,
    pub terms: Vec<Term>,
    pub holidays: Holidays,
    pub corrections: Vec<Correction>,
    /// Files that could not be decoded. What they would have defined is not called missing a second time.
    pub unread: BTreeSet<Arc<str>>,
}

impl Model {
    /// The languages of the site, the main one first.
    pub fn languages(&self) -> impl Iterator<Item = Lang> + '_ {
        self.site.languages.iter().map(|language| language.code)
    }

    pub fn municipality(&self, code: MunicipalityCode) -> Option<&Municipality> {
        let at = self.municipalities.binary_search_by_key(&code, Municipality::code).ok()?;
        self.municipalities.get(at)
    }

    pub fn department(&self, code: DepartmentCode) -> Option<&Department> {
        self.departments.iter().find(|department| *department.code == code)
    }

    /// A department's municipalities, by code.
    pub fn municipalities_of(&self, department: DepartmentCode) -> impl Iterator<Item = &Municipality> {
        self.municipalities.iter().filter(move |municipality| *municipality.entry.department == department)
    }

    pub fn tool(&self, id: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.id == id)
    }

    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.iter().find(|office| *office.id == id)
    }

    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|family| *family.id == id)
    }

    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| *term.id == id)
    }

    /// The charters of a municipality.
    pub fn charters_of(&self, code: MunicipalityCode) -> impl Iterator<Item = &CharterFamily> {
        self.charters.iter().filter(move |charter| *charter.current().municipality == code)
    }

    /// Whether more than one municipality has this name, so that it needs its department beside it.
    pub fn is_homonym(&self, municipality: &Municipality) -> bool {
        self.municipalities
            .iter()
            .any(|other| other.entry.name == municipality.entry.name && other.code() != municipality.code())
    }
}
