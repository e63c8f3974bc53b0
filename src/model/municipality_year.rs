//! A municipality's year: budget, services, projects. One file per municipality and year.
//!
//! Every section may be absent, and absent is not zero. Amounts are quetzales to the centavo.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::provenance::Ref;
use super::values::{Date, Money, MunicipalityCode, Number, Status, Texts, Year, closed_list};
use crate::source::Located;

/// `content/municipalities/<code>-<slug>/<year>.yaml`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MunicipalityYear {
    pub schema: u8,
    pub municipality: Located<MunicipalityCode>,
    pub year: Located<Year>,
    /// Until when the figures run; the end of the year when absent.
    pub period_end: Option<Located<Date>>,
    /// Whether the year's accounts are closed.
    pub closed: bool,
    pub status: Located<Status>,
    /// The office or body that validated the figures, never a person; required for official data.
    pub validated_by: Option<String>,
    pub source: Ref,
    pub population: Option<Population>,
    /// What the municipality says about its figures, shown beside them.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Revenue by class of the official classifier.
    #[serde(default)]
    pub revenue: Vec<Revenue>,
    #[serde(default)]
    pub revenue_by_item: Vec<RevenueItem>,
    #[serde(default)]
    pub revenue_by_source: Vec<SourceOfFunds>,
    /// Spending by function.
    #[serde(default)]
    pub spending: Vec<Spending>,
    /// Spending line by line: programme, purpose, object group.
    #[serde(default)]
    pub spending_lines: Vec<SpendingLine>,
    #[serde(default)]
    pub arrears: Vec<Arrears>,
    pub water: Option<Water>,
    pub cash: Option<Cash>,
    pub debt: Option<Debt>,
    #[serde(default)]
    pub offices: Vec<MunicipalOffice>,
    #[serde(default)]
    pub projects: Vec<Project>,
    #[serde(default)]
    pub procurements: Vec<Procurement>,
    pub staff: Option<Staff>,
    pub participation: Option<Participation>,
    #[serde(default)]
    pub public_information: Vec<DisclosureItem>,
    /// Single values whose status or source differs from the file's.
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(skip)]
    pub file: Arc<str>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    pub value: u32,
    pub year: Year,
    pub kind: PopulationKind,
    pub source: Ref,
}

closed_list! {
    /// Census and projection are never mixed in one series.
    pub enum PopulationKind {
        Census = "census",
        Projection = "projection",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub date: Date,
    pub text: Texts,
    pub about: Option<String>,
}

/// The stages of a revenue budget: initial + modification = current; received is what came in.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Revenue {
    pub class: Ref,
    pub initial: Option<Money>,
    pub modification: Option<Money>,
    pub current: Option<Money>,
    pub received: Option<Money>,
    pub source: Option<Ref>,
    pub status: Option<Located<Status>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RevenueItem {
    pub item: String,
    pub name: Texts,
    pub class: Ref,
    pub initial: Option<Money>,
    pub modification: Option<Money>,
    pub current: Option<Money>,
    pub received: Option<Money>,
}

/// What came in from one funding source and what it was used for.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourceOfFunds {
    pub funding_source: Ref,
    pub received: Option<Money>,
    pub operating_paid: Option<Money>,
    pub investment_paid: Option<Money>,
    pub debt_paid: Option<Money>,
}

/// The stages of spending: initial + modification = current ≥ committed ≥ accrued ≥ paid.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Spending {
    pub function: Ref,
    pub initial: Option<Money>,
    pub modification: Option<Money>,
    pub current: Option<Money>,
    pub committed: Option<Money>,
    pub accrued: Option<Money>,
    pub paid: Option<Money>,
    pub source: Option<Ref>,
    pub status: Option<Located<Status>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SpendingLine {
    pub programme: String,
    pub programme_name: Option<Texts>,
    pub kind: SpendingKind,
    pub purpose: Option<Ref>,
    pub function: Option<Ref>,
    pub object_group: Option<Ref>,
    pub funding_source: Option<Ref>,
    pub initial: Option<Money>,
    pub modification: Option<Money>,
    pub current: Option<Money>,
    pub committed: Option<Money>,
    pub accrued: Option<Money>,
    pub paid: Option<Money>,
}

closed_list! {
    /// Operating, investment and debt are budgeted apart (Municipal Code, article 129).
    pub enum SpendingKind {
        Operating = "operating",
        Investment = "investment",
        Debt = "debt",
    }
}

/// Unpaid bills of a service.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Arrears {
    pub service: Ref,
    /// Billed in the last twelve months.
    pub billed_12m: Option<Money>,
    /// Collected of those bills.
    pub collected_of_bills: Option<Money>,
    pub buckets: Option<ArrearsByAge>,
}

/// Unpaid and past due, by days from the due date (the due date itself is day 0).
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ArrearsByAge {
    pub d0_30: Money,
    pub d31_90: Money,
    pub d91_180: Money,
    pub d181_365: Money,
    pub over_365: Money,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Water {
    pub connections_total: Option<u32>,
    pub users_registered: Option<u32>,
    /// Cost of the service in the year, as in the water tariff tool.
    pub cost_total: Option<Money>,
    pub income: Option<Money>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Cash {
    pub unrestricted: Option<Money>,
    pub restricted: Option<Money>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Debt {
    pub balance: Option<Money>,
    pub service: Option<Money>,
}

/// An office that the municipality has set up.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MunicipalOffice {
    pub office: Ref,
    pub created_on: Option<Date>,
    /// The council act that created it.
    pub act: Option<String>,
    pub active: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub id: Ref,
    /// The code in the national system of public investment.
    pub snip: Option<String>,
    pub name: Texts,
    pub place: Option<Texts>,
    pub purpose: Option<Ref>,
    pub contracted: Option<Money>,
    pub paid: Option<Money>,
    /// Physical progress, 0 to 100.
    pub physical_percent: Option<Number>,
    pub planned_start: Option<Date>,
    pub planned_end: Option<Date>,
    pub actual_end: Option<Date>,
    pub state: ProjectState,
    pub source: Option<Ref>,
}

closed_list! {
    pub enum ProjectState {
        Planned = "planned",
        Tender = "tender",
        Awarded = "awarded",
        Running = "running",
        Suspended = "suspended",
        Finished = "finished",
        Settled = "settled",
        Cancelled = "cancelled",
    }
}

/// A purchase published in Guatecompras.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Procurement {
    /// The operation number in Guatecompras.
    pub nog: String,
    pub object: Texts,
    pub modality: Modality,
    pub state: ProcurementState,
    pub estimated: Option<Money>,
    pub awarded: Option<Money>,
    /// As published; never with an identity or tax number.
    pub supplier: Option<String>,
    pub published_on: Option<Date>,
    pub awarded_on: Option<Date>,
    pub contract_on: Option<Date>,
    pub url: Option<Located<String>>,
}

closed_list! {
    pub enum Modality {
        LowValue = "low_value",
        Direct = "direct",
        Quotation = "quotation",
        Tender = "tender",
        ReverseAuction = "reverse_auction",
        Exception = "exception",
    }
}

closed_list! {
    pub enum ProcurementState {
        Published = "published",
        Evaluated = "evaluated",
        Awarded = "awarded",
        Contracted = "contracted",
        Void = "void",
        Deserted = "deserted",
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    pub total: Option<u32>,
    /// How many use digital tools in their work.
    pub using_digital: Option<u32>,
}

/// Meetings of the municipal development council.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    pub comude_held: Option<u32>,
    pub convened: Option<u32>,
    pub attended: Option<u32>,
    pub women: Option<u32>,
}

/// A numeral of article 10 of the access to information law.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureItem {
    /// 1 to 29.
    pub numeral: u8,
    /// 0 absent, 0.5 partial or out of date, 1 current.
    pub score: Number,
    pub updated_on: Option<Date>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Which value, e.g. `water.income`.
    pub path: String,
    pub status: Located<Status>,
    pub source: Option<Ref>,
    pub note: Option<Texts>,
}
