//! The domain: municipalities and their years, charters, tools, primers, money, periods, languages.
//!
//! Typed, immutable, indexed by identifier. It knows no HTML and no addresses beyond slugs. [`Model::load`] makes it
//! from the files; what can be computed from it stands in [`finance`].

mod apart;
pub mod charter;
pub mod classifications;
pub mod facet;
pub mod finance;
pub mod indicators;
pub mod lazy;
pub mod library;
mod load;
mod patch;
pub use apart::{TOGETHER, Thing};
pub(crate) use load::is_base_url;
pub use load::{Asked, Decoded, DecodedFile, Fresh, Input};
pub use patch::Change;
pub mod municipality_year;
pub mod outlines;
pub mod prose;
pub mod provenance;
pub mod site;
pub mod territory;
pub mod toolbox;
pub mod values;
pub mod worksheet;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use charter::CharterFamily;
use classifications::Classifications;
use facet::{Facet, Facets, List};
use indicators::Indicators;
use lazy::Headed;
use library::{Case, Holidays, Page, Primer, Term};
use outlines::{Outlines, OutlinesHead};
use provenance::{Correction, Ref, Source};
use site::Site;
use territory::{Department, Municipality};
use toolbox::{Family, Office, Tool};
use values::{Date, DepartmentCode, Lang, MunicipalityCode, Version};
use worksheet::Worksheet;

use crate::diagnostics::{Diagnostic, Place};
use crate::source::{Doubts, NOWHERE};

/// A whole site. What can be read is a facet, so that it can be recorded what an output was made of.
/// A copy shares everything with the model it was made of.
#[derive(Clone, Debug)]
pub struct Model {
    pub facets: Facets,
    pub site: Facet<Site>,
    /// The build's date: decides what is stale. Never the clock's.
    pub today: Facet<Date>,
    pub sources: List<Source>,
    pub classifications: Facet<Classifications>,
    pub departments: List<Department>,
    /// Positions of the municipalities of each department, by code.
    pub by_department: BTreeMap<DepartmentCode, Facet<Vec<usize>>>,
    /// By code.
    pub municipalities: List<Municipality>,
    /// Where their boundaries run, if there is a file of them.
    pub outlines: Facet<Option<Headed<OutlinesHead, Outlines>>>,
    pub families: List<Family>,
    /// By number.
    pub tools: List<Tool>,
    /// Calculators, by the tool they belong to.
    pub worksheets: List<Worksheet>,
    pub offices: List<Office>,
    /// Those of which something is published, by identifier.
    pub charters: List<CharterFamily>,
    /// The published versions of each of [`Model::charters`].
    pub charter_versions: Facet<Vec<Vec<Version>>>,
    /// Charters of which there are drafts only. They are checked, and nothing else knows of them.
    pub unpublished_charters: List<CharterFamily>,
    pub cases: List<Case>,
    pub primers: List<Primer>,
    pub pages: List<Page>,
    pub terms: List<Term>,
    pub indicators: Facet<Indicators>,
    pub holidays: Facet<Holidays>,
    pub corrections: Facet<Vec<Correction>>,
    /// The sources that the registers name for all that stands in them, with their files.
    pub list_sources: Vec<(Ref, Arc<str>)>,
    /// Files that could not be decoded at all. What they would have defined is not called missing a second time.
    pub unread: BTreeSet<Arc<str>>,
    /// Files in which something is wrong, so that values of theirs stand in for others.
    pub doubtful: BTreeMap<Arc<str>, Doubts>,
}

/// The files that say which municipalities there are.
pub const REGISTERS: [&str; 2] = ["content/municipalities/register.yaml", "content/municipalities/demo.yaml"];

/// Whether what is said of a value is about a stand-in, so that it only follows from a fault that has been told.
fn touches_doubts(doubtful: &BTreeMap<Arc<str>, Doubts>, diagnostic: &Diagnostic) -> bool {
    [&diagnostic.place, &diagnostic.also].into_iter().flatten().any(|place| is_in_doubt(doubtful, place))
}

fn may_define(
    unread: &BTreeSet<Arc<str>>,
    doubtful: &BTreeMap<Arc<str>, Doubts>,
    file: &str,
    id: &str,
    near: Option<&str>,
) -> bool {
    unread.contains(file) || doubtful.get(file).is_some_and(|doubts| doubts.may_define(id, near))
}

fn is_in_doubt(doubtful: &BTreeMap<Arc<str>, Doubts>, place: &Place) -> bool {
    let touches = |part: &Range<usize>| part.start <= place.span.end && place.span.start <= part.end;
    // Nothing of a file touches its first byte but what is said of the file as a whole.
    let whole = place.span == (0..0);
    let doubts = || doubtful.get(&place.file);
    place.span.start == NOWHERE || (!whole && doubts().is_some_and(|doubts| doubts.places.iter().any(touches)))
}

/// The stretches of a file that rows take whose names stand at these places, in the order of the file: from the name
/// before to the name after, for a row may start with something else than its name.
pub(crate) fn stretches(names: Vec<Range<usize>>) -> Vec<Range<usize>> {
    /// How far the last row may reach after its name.
    const LAST: usize = 1000;
    let start = |n: usize| n.checked_sub(1).and_then(|before| names.get(before)).map_or(0, |before| before.end);
    let end = |n: usize| names.get(n + 1).map_or_else(|| names[n].end + LAST, |next| next.start);
    (0..names.len()).map(|n| start(n)..end(n)).collect()
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

    /// Whether a file may define an identifier that was not found in it, because of what is wrong in the file; `near` is
    /// the nearest of those that were read. See [`Doubts::may_define`].
    pub fn may_define(&self, file: &str, id: &str, near: Option<&str>) -> bool {
        may_define(&self.unread, &self.doubtful, file, id, near)
    }

    /// The files of which nobody knows all that they define.
    pub fn shaky_files(&self) -> impl Iterator<Item = &Arc<str>> {
        self.unread.iter().chain(self.doubtful.iter().filter(|(_, doubts)| doubts.shaky).map(|(file, _)| file))
    }

    /// Whether a place is, or holds, one where a value could not be read.
    pub fn is_place_in_doubt(&self, place: &Place) -> bool {
        is_in_doubt(&self.doubtful, place)
    }

    /// The languages of the site, the main one first.
    pub fn languages(&self) -> impl Iterator<Item = Lang> + '_ {
        self.site.languages.iter().map(|language| *language.code)
    }

    pub fn municipality(&self, code: MunicipalityCode) -> Option<&Municipality> {
        self.municipalities.get(code.as_str())
    }

    pub fn department(&self, code: DepartmentCode) -> Option<&Department> {
        self.departments.get(code.as_str())
    }

    /// A department's municipalities, by code.
    pub fn municipalities_of(&self, department: DepartmentCode) -> impl Iterator<Item = &Municipality> {
        let members = self.by_department.get(&department).map(|list| list.as_slice()).unwrap_or_default();
        members.iter().map(|at| &self.municipalities[*at])
    }

    pub fn tool(&self, id: &str) -> Option<&Tool> {
        self.tools.get(id)
    }

    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.get(id)
    }

    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.get(id)
    }

    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.get(id)
    }
}
