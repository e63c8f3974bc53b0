//! Citizen charters: a two-sided public promise, measured. One file per version.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lazy::{Headed, Lazy};
use super::prose::{Prose, ProseText};
use super::provenance::{LegalReference, Ref};
use super::toolbox::Slugs;
use super::values::{Date, Lang, Money, MunicipalityCode, Number, Period, Status, Texts, Version, closed_list};
use crate::source::{KeyPlaces, Located};

/// One version of a charter. Which fields are required depends on the state, so that a new draft builds.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// INE code and service, e.g. `9901-agua`; the folder's name.
    pub id: Ref,
    pub version: Located<Version>,
    pub status: Located<Status>,
    pub state: CharterState,
    pub municipality: Located<MunicipalityCode>,
    pub service: Ref,
    #[serde(default)]
    pub slugs: Slugs,
    pub title: Texts,
    pub summary: Option<Texts>,
    pub provider: Option<Provider>,
    pub coverage: Option<Coverage>,
    #[serde(default)]
    pub service_levels: Vec<ServiceLevel>,
    #[serde(default)]
    pub municipal_commitments: Vec<MunicipalCommitment>,
    #[serde(default)]
    pub citizen_commitments: Vec<CitizenCommitment>,
    #[serde(default)]
    pub rights: Vec<Texts>,
    #[serde(default)]
    pub fees: Vec<Fee>,
    #[serde(default)]
    pub requirements: Vec<Requirement>,
    #[serde(default)]
    pub remedies: Vec<Remedy>,
    pub complaints: Option<Complaints>,
    #[serde(default)]
    pub legal_base: Vec<LegalReference>,
    #[serde(default)]
    pub participants: Vec<Participant>,
    pub consultation: Option<Consultation>,
    pub approval: Option<Approval>,
    pub validity: Option<Validity>,
    /// What later councils resolved on the charter that an earlier one approved.
    #[serde(default)]
    pub ratifications: Vec<Ratification>,
    /// Why the charter is under review and since when; a state of its own needs it.
    pub review: Option<Review>,
    pub withdrawal: Option<Withdrawal>,
    pub supersedes: Option<Located<VersionedId>>,
    #[serde(default)]
    pub changelog: Vec<Change>,
    pub accessibility: Option<Accessibility>,
    pub privacy: Option<Privacy>,
    #[serde(default)]
    pub sources: Vec<Ref>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
    #[serde(skip)]
    pub file: Arc<str>,
}

closed_list! {
    /// What the council's acts say the charter is. Cabildo never changes a state by itself.
    pub enum CharterState {
        Draft = "draft",
        Consultation = "consultation",
        Approved = "approved",
        InForce = "in_force",
        UnderReview = "under_review",
        Superseded = "superseded",
        Withdrawn = "withdrawn",
    }
}

/// A charter and one of its versions: `9901-agua@1.1.0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionedId {
    pub id: String,
    pub version: Version,
}

impl<'de> Deserialize<'de> for VersionedId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use crate::diagnostics::catalogue::C0504;
        use crate::source::yaml::refusal;
        let text = String::deserialize(deserializer)?;
        text.split_once('@')
            .and_then(|(id, version)| Some(VersionedId { id: id.to_owned(), version: Version::parse(version)? }))
            .ok_or_else(|| serde::de::Error::custom(refusal(&C0504, &[("value", &text), ("shape", "9901-agua@1.0.0")])))
    }
}

impl Serialize for VersionedId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for VersionedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

/// The office that answers for the service.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    pub office: Ref,
    pub name: Option<Texts>,
    /// The post, not the person.
    pub head_post: Option<Texts>,
    pub address: Option<Texts>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub hours: Option<Texts>,
    pub geo: Option<(Number, Number)>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    pub area: Texts,
    pub users_registered: Option<u32>,
    pub users_source: Option<Ref>,
    pub excluded: Option<Texts>,
}

/// A measurable promise.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    pub id: Ref,
    pub name: Texts,
    pub metric: String,
    pub unit: Option<Texts>,
    pub direction: Direction,
    pub baseline: Option<Baseline>,
    pub target: Option<Number>,
    /// Between target and this a result is partly met; beyond it, not met.
    pub minimum_acceptable: Option<Number>,
    pub scope: Option<Texts>,
    pub formula: Option<Texts>,
    pub method: Option<Texts>,
    pub sample: Option<Texts>,
    pub frequency: Option<Frequency>,
    pub owner: Option<Ref>,
    pub evidence: Option<Texts>,
    #[serde(default)]
    pub exceptions: Vec<Texts>,
    pub remedy: Option<Ref>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

closed_list! {
    /// Whether more is better.
    pub enum Direction {
        AtLeast = "at_least",
        AtMost = "at_most",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    pub value: Number,
    pub date: Date,
    pub source: Option<Ref>,
}

closed_list! {
    pub enum Frequency {
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
        Quarterly = "quarterly",
        Semiannual = "semiannual",
        Annual = "annual",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MunicipalCommitment {
    pub id: Ref,
    pub text: Texts,
    pub level: Option<Ref>,
    pub deadline: Option<Date>,
    pub budget_line: Option<String>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CitizenCommitment {
    pub id: Ref,
    pub text: Texts,
    pub verification: Option<Texts>,
    pub consequence: Option<Texts>,
    pub legal_ref: Option<Texts>,
    /// The gazette and issue in which the regulation was published that sets a sanction.
    pub published: Option<Texts>,
    pub published_on: Option<Date>,
    /// Who examined the consequence, where it takes water from a household.
    pub legal_review: Option<LegalReview>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// A lawyer's examination of a measure that touches a right: who, when, in which document.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LegalReview {
    /// The post or institution, not the person.
    pub by: Texts,
    pub on: Date,
    pub document: Texts,
}

/// A fee needs a council regulation published in the official gazette; a charter creates none.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    pub item: Texts,
    pub category: Option<Texts>,
    pub amount: Money,
    pub period: Option<FeePeriod>,
    pub legal_ref: Option<Texts>,
    /// The gazette and issue.
    pub published: Option<Texts>,
    pub published_on: Option<Date>,
    pub in_force_from: Option<Date>,
    pub exemption: Option<Texts>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

closed_list! {
    pub enum FeePeriod {
        Once = "once",
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
        Quarterly = "quarterly",
        Annual = "annual",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub procedure: Texts,
    #[serde(default)]
    pub documents: Vec<Texts>,
    #[serde(default)]
    pub steps: Vec<Texts>,
    pub max_workdays: Option<u32>,
    pub cost: Option<Money>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// What the municipality does when a level fails.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    pub id: Ref,
    pub trigger: Texts,
    pub measure: Measure,
    pub text: Option<Texts>,
    pub deadline_workdays: Option<u32>,
    pub legal_ref: Option<Texts>,
    /// The gazette and issue in which the regulation was published that grants a discount.
    pub published: Option<Texts>,
    pub published_on: Option<Date>,
    pub legal_review: Option<LegalReview>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

closed_list! {
    pub enum Measure {
        WrittenExplanation = "written_explanation",
        PriorityRepair = "priority_repair",
        Discount = "discount",
        Apology = "apology",
        Other = "other",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Complaints {
    #[serde(default)]
    pub channels: Vec<Channel>,
    pub acknowledge_workdays: Option<u32>,
    pub resolve_workdays: Option<u32>,
    /// From the office upwards.
    #[serde(default)]
    pub levels: Vec<Texts>,
    #[serde(default)]
    pub register_public: bool,
    pub last_period: Option<ComplaintFigures>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub kind: ChannelKind,
    pub value: Texts,
    pub hours: Option<Texts>,
}

closed_list! {
    pub enum ChannelKind {
        InPerson = "in_person",
        Phone = "phone",
        Whatsapp = "whatsapp",
        Mailbox = "mailbox",
        Web = "web",
        Email = "email",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintFigures {
    pub period: Period,
    pub received: u32,
    pub solved: u32,
    pub median_workdays: Option<Number>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// A signatory or other participant; an organisation or a post, not a person.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    pub name: Texts,
    pub sector: Sector,
    pub role: Role,
}

closed_list! {
    pub enum Sector {
        CivilSociety = "civil_society",
        Business = "business",
        Municipality = "municipality",
        ServiceOffice = "service_office",
        IndigenousAuthority = "indigenous_authority",
        Cocode = "cocode",
    }
}

closed_list! {
    pub enum Role {
        Signs = "signs",
        Witness = "witness",
        Consulted = "consulted",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    pub opened: Option<Date>,
    pub closed: Option<Date>,
    #[serde(default)]
    pub meetings: Vec<Meeting>,
    #[serde(default)]
    pub comments: Vec<Comment>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub date: Date,
    pub place: Texts,
    /// The language it was held in.
    pub language: String,
    pub women: u32,
    pub men: u32,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    pub topic: Texts,
    pub count: u32,
    pub answer: Option<Texts>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// The council's act.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub body: Texts,
    pub act: String,
    pub point: Option<Texts>,
    pub date: Date,
    pub votes: Option<Texts>,
    /// Where the certified copy of the act can be read: an address, or a place.
    pub certificate_url: Option<Located<String>>,
    pub certificate: Option<Texts>,
    pub official_gazette: Option<Texts>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub from: Date,
    pub to: Option<Date>,
    /// Whether it outlives the council that approved it, subject to ratification.
    #[serde(default)]
    pub survives_transition: bool,
    pub next_review: Option<Date>,
    pub review_months: Option<u32>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// A new council's act that keeps an earlier council's charter.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ratification {
    pub act: String,
    pub point: Option<Texts>,
    pub date: Date,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// A review under way.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub opened: Date,
    pub reason: Texts,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// The council's act that ends a charter without another in its place.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    pub act: String,
    pub date: Date,
    pub reason: Texts,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub version: Version,
    pub date: Date,
    pub author: Option<Texts>,
    pub what: Texts,
    pub why: Option<Texts>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Accessibility {
    #[serde(default)]
    pub plain_language_checked: bool,
    #[serde(default)]
    pub large_print: bool,
    #[serde(default)]
    pub audio: Vec<Audio>,
}

/// A recording; in a Mayan language only with the person who reviewed it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Audio {
    pub lang: Lang,
    pub url: Located<String>,
    pub reviewer: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    pub contains_personal_data: bool,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// `content/charters/<id>/results.yaml`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CharterResults {
    pub charter: Ref,
    #[serde(default)]
    pub results: Vec<Measurement>,
    #[serde(skip)]
    pub file: Arc<str>,
}

/// What was measured of one level in one period.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    pub period: Period,
    pub level: Ref,
    pub value: Number,
    /// How many readings it rests on.
    pub n: Option<u32>,
    pub status: Located<Status>,
    pub source: Ref,
    pub published_on: Option<Located<Date>>,
    pub note: Option<Texts>,
    #[serde(rename = "where the keys stand")]
    pub places: KeyPlaces,
}

/// How a result stands to its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compliance {
    Met,
    PartlyMet,
    NotMet,
}

impl Compliance {
    pub fn id(self) -> &'static str {
        match self {
            Compliance::Met => "met",
            Compliance::PartlyMet => "partly_met",
            Compliance::NotMet => "not_met",
        }
    }
}

impl ServiceLevel {
    /// Exactly on the target is met; between target and minimum is partly met. `None` without a target.
    pub fn judge(&self, value: Number) -> Option<Compliance> {
        let target = self.target?;
        let reaches = |limit: Number| match self.direction {
            Direction::AtLeast => value.cmp(&limit) != Ordering::Less,
            Direction::AtMost => value.cmp(&limit) != Ordering::Greater,
        };
        Some(if reaches(target) {
            Compliance::Met
        } else if self.minimum_acceptable.is_some_and(reaches) {
            Compliance::PartlyMet
        } else {
            Compliance::NotMet
        })
    }
}

/// What must be known of a version for putting a site together and for telling of many, without the rest being decoded.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CharterHead {
    pub id: String,
    pub version: Version,
    pub municipality: MunicipalityCode,
    pub state: CharterState,
    /// The day on which the version begins to hold.
    pub from: Option<Date>,
    /// The last day on which residents are asked.
    pub consultation_closes: Option<Date>,
    pub slugs: Slugs,
    /// For lists of charters, and for finding it.
    pub title: Texts,
    pub summary: Option<Texts>,
}

impl CharterHead {
    pub fn of(charter: &Charter) -> CharterHead {
        CharterHead {
            id: charter.id.value.clone(),
            version: *charter.version,
            municipality: *charter.municipality,
            state: charter.state,
            from: charter.validity.as_ref().map(|validity| validity.from),
            consultation_closes: charter.consultation.as_ref().and_then(|consultation| consultation.closed),
            slugs: charter.slugs.clone(),
            title: charter.title.clone(),
            summary: charter.summary.clone(),
        }
    }
}

impl CharterHead {
    pub fn is_draft(&self) -> bool {
        self.state == CharterState::Draft
    }
}

/// A version of a charter with its head.
pub type CharterVersion = Headed<Arc<CharterHead>, Charter>;

/// A charter with its versions, oldest first, and what was measured.
#[derive(Clone, Debug)]
pub struct CharterFamily {
    pub id: String,
    /// The versions that are published: drafts only where the build was asked for them.
    pub versions: Vec<CharterVersion>,
    /// The drafts that are not. They are checked like any other version.
    pub drafts: Vec<CharterVersion>,
    pub results: Option<Lazy<CharterResults>>,
    /// The days on which results were published.
    pub results_published: Vec<Date>,
    /// The text beside the charter, for every version that has none of its own.
    pub prose: Prose,
    /// Texts of single versions: `1.1.0.es.md`.
    pub version_prose: BTreeMap<Version, Prose>,
}

impl CharterFamily {
    /// The data files: the versions, then the results.
    pub fn files(&self) -> impl Iterator<Item = &Arc<str>> {
        let versions = self.all_versions().map(|version| &version.value.file);
        versions.chain(self.results.iter().map(|results| &results.file))
    }

    /// What is published and what is not, for the checks.
    pub fn all_versions(&self) -> impl Iterator<Item = &CharterVersion> {
        self.versions.iter().chain(&self.drafts)
    }

    /// The version that the short address leads to: the newest in force, else the newest that is public, else a draft.
    ///
    /// # Panics
    /// Where the charter has neither versions nor drafts, which loading rules out.
    pub fn current(&self) -> &Charter {
        &self.current_version().value
    }

    /// The head of [`CharterFamily::current`].
    pub fn current_head(&self) -> &CharterHead {
        &self.current_version().head
    }

    pub fn current_version(&self) -> &CharterVersion {
        let newest = |wanted: fn(CharterState) -> bool| self.versions.iter().rev().find(|c| wanted(c.head.state));
        newest(|state| matches!(state, CharterState::InForce | CharterState::UnderReview))
            .or_else(|| newest(|state| state != CharterState::Draft))
            .or_else(|| self.versions.last())
            .unwrap_or_else(|| &self.drafts[self.drafts.len() - 1])
    }

    /// The published versions, oldest first.
    pub fn version_numbers(&self) -> Vec<Version> {
        self.versions.iter().map(|version| version.head.version).collect()
    }

    /// A published version.
    pub fn version(&self, version: Version) -> Option<&CharterVersion> {
        self.versions.iter().find(|known| known.head.version == version)
    }

    /// The published version before another.
    pub fn before(&self, version: Version) -> Option<&CharterVersion> {
        self.versions.iter().rev().find(|known| known.head.version < version)
    }

    /// The text of a version in a language, else in the main one: its own, else the charter's.
    pub fn prose_of(&self, version: Version, lang: Lang, main: Lang) -> Option<(Lang, &ProseText)> {
        let own = self.version_prose.get(&version).and_then(|prose| prose.or_main(lang, main));
        own.or_else(|| self.prose.or_main(lang, main))
    }
}

#[cfg(test)]
mod tests {
    use super::{Compliance, ServiceLevel};

    fn level(direction: &str) -> ServiceLevel {
        let text = format!(
            "id: S1\nname: {{es: x}}\nmetric: m\ndirection: {direction}\ntarget: 6\nminimum_acceptable: {}\n",
            if direction == "at_least" { "5" } else { "7" }
        );
        crate::source::yaml::decode_text(&text).expect("a level")
    }

    #[test]
    fn results_are_judged_exactly_at_the_edges() {
        let number = |text: &str| super::Number::parse(text).unwrap();
        let up = level("at_least");
        assert_eq!(up.judge(number("6.0")), Some(Compliance::Met));
        assert_eq!(up.judge(number("5.99")), Some(Compliance::PartlyMet));
        assert_eq!(up.judge(number("5")), Some(Compliance::PartlyMet));
        assert_eq!(up.judge(number("4.99")), Some(Compliance::NotMet));
        let down = level("at_most");
        assert_eq!(down.judge(number("6")), Some(Compliance::Met));
        assert_eq!(down.judge(number("7")), Some(Compliance::PartlyMet));
        assert_eq!(down.judge(number("7.01")), Some(Compliance::NotMet));
    }
}
