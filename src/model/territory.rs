//! The departments and municipalities, and what is known of each apart from its years.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::facet::Facet;
use super::lazy::{Headed, Lazy};
use super::municipality_year::MunicipalityYear;
use super::provenance::Ref;
use super::values::{DepartmentCode, MunicipalityCode, Number, Slug, Status, Texts, Year, closed_list};
use crate::source::Located;

/// `content/municipalities/departments.yaml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DepartmentList {
    pub source: Ref,
    pub departments: Vec<Department>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    pub code: Located<DepartmentCode>,
    pub name: String,
    /// ISO 3166-2, e.g. `GT-13`.
    pub iso: Option<String>,
    /// The municipality where the department's capital lies.
    pub capital: Located<MunicipalityCode>,
    /// Inhabitants counted in 2018.
    pub population_2018: Option<u32>,
    /// Mother tongues of people aged 4 and over.
    #[serde(default)]
    pub languages: Vec<LanguageShare>,
    /// Invented, for the examples.
    #[serde(default)]
    pub demo: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageShare {
    pub name: String,
    pub percent: Number,
}

impl Department {
    /// `13-huehuetenango`.
    pub fn slug(&self) -> String {
        format!("{}-{}", *self.code, Slug::of(&self.name))
    }
}

/// `content/municipalities/register.yaml` and `demo.yaml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub source: Ref,
    pub municipalities: Vec<RegisterEntry>,
}

/// What identifies a municipality.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterEntry {
    pub code: Located<MunicipalityCode>,
    pub name: String,
    pub department: Located<DepartmentCode>,
    /// Inhabitants counted in 2018.
    pub population_2018: Option<u32>,
    pub seat: Option<Seat>,
    /// Only where two sources agree.
    pub area_km2: Option<Number>,
    /// Other names, for searching only.
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub demo: bool,
}

/// Where the town lies.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    pub lat: Number,
    pub lon: Number,
    pub kind: SeatKind,
    pub source: Ref,
}

closed_list! {
    pub enum SeatKind {
        /// The town of that name.
        Town = "town",
        /// A point inside the territory.
        LabelPoint = "label_point",
    }
}

/// `content/municipalities/<code>-<slug>/profile.yaml`: census facts and scores.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub municipality: Located<MunicipalityCode>,
    pub status: Located<Status>,
    pub census: Option<Census>,
    #[serde(default)]
    pub scores: Vec<Score>,
    /// How it wants to be told of problems; only what it gave itself.
    pub channels: Option<Channels>,
    #[serde(skip)]
    pub file: Arc<str>,
}

/// A municipality's official channels for telling it of a problem.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// In any usual writing: `0000-0000`, `+502 0000 0000`, `1500`.
    pub telephone: Option<Located<String>>,
    /// A telephone with WhatsApp, in the same writing; short numbers have none.
    pub whatsapp: Option<Located<String>>,
    pub email: Option<Located<String>>,
    /// The address of its forum or form, http or https.
    pub forum_url: Option<Located<String>>,
    /// When somebody answers.
    pub hours: Option<Texts>,
}

impl Channels {
    /// The digits of a telephone number, with those of the country before one of Guatemala; `None` if it is no number.
    /// Numbers of three to six digits are short codes, which belong to no country.
    pub fn international(given: &str) -> Option<String> {
        let usual = |c: char| c.is_ascii_digit() || " +-().\u{a0}\u{2011}\u{2013}".contains(c);
        let digits: String = given.chars().filter(char::is_ascii_digit).collect();
        if !given.trim().chars().all(usual) {
            return None;
        }
        match digits.len() {
            3..=6 | 9..=15 => Some(digits),
            8 => Some(format!("{COUNTRY}{digits}")),
            _ => None,
        }
    }

    /// Whether an address can stand in a `mailto:` as it is.
    pub fn is_email(address: &str) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._+-@".contains(c);
        let parts: Vec<&str> = address.split('@').collect();
        address.chars().all(plain) && matches!(parts.as_slice(), [name, host] if !name.is_empty() && host.contains('.'))
    }

    /// Whether an address is one of the web that can stand in a link as it is.
    pub fn is_web(url: &str) -> bool {
        let clean = !url.chars().any(|c| c.is_control() || c.is_whitespace() || "\"<>".contains(c));
        clean && (url.starts_with("https://") || url.starts_with("http://"))
    }
}

/// Of Guatemala; its numbers have eight digits.
const COUNTRY: &str = "502";

/// What must be known of a profile for putting a site together, without the rest being decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ProfileHead {
    pub municipality: MunicipalityCode,
    /// All people that the census counted.
    pub counted: Option<u32>,
}

/// Counts of a population and housing census.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Census {
    pub source: Ref,
    pub year: Year,
    pub people: People,
    pub households: Option<Households>,
    pub languages: Option<MotherTongues>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    pub total: u32,
    pub men: Option<u32>,
    pub women: Option<u32>,
    pub urban: Option<u32>,
    pub rural: Option<u32>,
    pub maya: Option<u32>,
    pub garifuna: Option<u32>,
    pub xinka: Option<u32>,
    pub ladino: Option<u32>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Households {
    pub total: u32,
    pub piped_water_in_dwelling: Option<u32>,
    pub sewer_toilet: Option<u32>,
    pub no_toilet: Option<u32>,
    pub electric_light: Option<u32>,
    pub municipal_waste_service: Option<u32>,
    pub internet: Option<u32>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MotherTongues {
    pub people_4_plus: u32,
    pub first: LanguageShare,
    pub second: Option<LanguageShare>,
}

/// A score that another body gave, quoted with its year and never computed again.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    pub index: ScoreIndex,
    pub year: Year,
    /// 0 to 100. A zero may mean that the municipality was not evaluated.
    pub value: Number,
    pub source: Ref,
}

closed_list! {
    pub enum ScoreIndex {
        /// SEGEPLAN's Ranking de la Gestión Municipal.
        SegeplanRanking = "segeplan_ranking",
        /// The human rights ombudsman's score of access to public information.
        PdhAccess = "pdh_access",
    }
}

/// A municipality with everything the site knows of it.
#[derive(Clone, Debug)]
pub struct Municipality {
    pub code: MunicipalityCode,
    pub name: String,
    pub department: Located<DepartmentCode>,
    /// Whether another municipality has this name, so that it needs its department beside it.
    pub homonym: bool,
    pub entry: Facet<RegisterEntry>,
    pub profile: Facet<Option<Headed<ProfileHead, Profile>>>,
    pub years: Facet<BTreeMap<Year, Facet<Lazy<MunicipalityYear>>>>,
    /// The years that have revenue item by item or spending line by line, and so a page of their own.
    pub itemised: Facet<Vec<Year>>,
    /// Positions of its charters in the model's list.
    pub charters: Facet<Vec<usize>>,
    /// Positions of the cases that tell of it.
    pub cases: Facet<Vec<usize>>,
    /// The file of the register it stands in.
    pub file: Arc<str>,
}

impl Municipality {
    pub fn is_demo(&self) -> bool {
        self.code.is_fictitious()
    }

    /// `1302-chiantla`: in addresses and as the name of its folder.
    pub fn slug(&self) -> String {
        format!("{}-{}", self.code, Slug::of(&self.name))
    }

    /// Inhabitants of the latest census in hand.
    pub fn population(&self) -> Option<u32> {
        self.profile.as_ref().and_then(|profile| profile.head.counted).or(self.entry.population_2018)
    }
}
