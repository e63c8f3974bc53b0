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
use std::ops::Range;
use std::sync::Arc;

use charter::CharterFamily;
use classifications::Classifications;
use library::{Case, Holidays, Page, Primer, Term};
use provenance::{Correction, Source};
use site::Site;
use territory::{Department, Municipality};
use toolbox::{Family, Office, Tool};
use values::{Date, DepartmentCode, Lang, MunicipalityCode};

use crate::diagnostics::{Diagnostic, Place};
use crate::source::{Doubts, NOWHERE};

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
    /// Files in which something is wrong, so that values of theirs stand in for others.
    pub doubtful: BTreeMap<Arc<str>, Doubts>,
}

/// Whether what is said of a value is about a stand-in, so that it only follows from a fault that has been told.
fn touches_doubts(doubtful: &BTreeMap<Arc<str>, Doubts>, diagnostic: &Diagnostic) -> bool {
    [&diagnostic.place, &diagnostic.also].into_iter().flatten().any(|place| is_in_doubt(doubtful, place))
}

fn is_in_doubt(doubtful: &BTreeMap<Arc<str>, Doubts>, place: &Place) -> bool {
    let touches = |part: &Range<usize>| part.start <= place.span.end && place.span.start <= part.end;
    let doubts = doubtful.get(&place.file);
    // Nothing of a file touches its first byte but what is said of the file as a whole.
    let whole = place.span == (0..0);
    doubts.is_some_and(|doubts| !whole && (place.span.start == NOWHERE || doubts.places.iter().any(touches)))
}

impl Model {
    /// Whether something is wrong in a file, so that its figures say nothing together.
    pub fn is_doubtful(&self, file: &Arc<str>) -> bool {
        self.doubtful.contains_key(file)
    }

    /// Whether what is said of a value only follows from a fault that has been told.
    pub fn is_in_doubt(&self, diagnostic: &Diagnostic) -> bool {
        touches_doubts(&self.doubtful, diagnostic)
    }

    /// Whether a place is, or holds, one where a value could not be read.
    pub fn is_place_in_doubt(&self, place: &Place) -> bool {
        is_in_doubt(&self.doubtful, place)
    }

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
