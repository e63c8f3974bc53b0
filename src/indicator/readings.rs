//! From a municipality's year to the quantities that formulas speak of, each with its status and its sources.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::charter::results::{self, Kept};
use crate::model::Model;
use crate::model::charter::{CharterFamily, CharterState, Compliance};
use crate::model::classifications::RevenueKind;
use crate::model::finance::is_balances_used;
use crate::model::indicators::Quantity;
use crate::model::municipality_year::{
    Arrears, Modality, MunicipalityYear, Override, ProcurementState, Project, ProjectState, Revenue, SourceOfFunds,
    Spending, SpendingKind, SpendingLine,
};
use crate::model::provenance::Ref;
use crate::model::territory::Municipality;
use crate::model::values::{Money, Period, Ratio, Status, Year};
use crate::source::Located;

/// Why a quantity is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Nothing was published.
    Absent,
    /// Some of the rows lack it, and a sum without them would be too small.
    Gaps,
    /// The rows are not the whole budget, so their sum says nothing.
    NotWhole,
    /// The municipality has no charter.
    NoCharter,
}

impl Lack {
    /// Its key in the theme's strings.
    pub fn id(self) -> &'static str {
        match self {
            Lack::Absent => "absent",
            Lack::Gaps => "gaps",
            Lack::NotWhole => "not_whole",
            Lack::NoCharter => "no_charter",
        }
    }
}

/// A quantity as it was read: exact, in quetzales where it is money.
#[derive(Clone, Debug)]
pub struct Reading<'m> {
    pub value: Result<Ratio, Lack>,
    /// The worst of what it was read from.
    pub status: Status,
    /// Identifiers, in order, each once.
    pub sources: BTreeSet<&'m str>,
    /// Of which year the people were counted or projected; for the population only.
    pub counted_in: Option<Year>,
}

/// The quantities of one year. Each is read once, when first asked for.
pub struct Readings<'m> {
    model: &'m Model,
    municipality: &'m Municipality,
    pub year: &'m MunicipalityYear,
    known: [OnceCell<Reading<'m>>; Quantity::ALL.len()],
}

/// The functions of indicator 8.
const BASIC_SERVICES: [&str; 3] = ["water_supply", "wastewater_management", "waste_management"];

/// Numerals of article 10 that are about international bodies and private organisations, never about municipalities.
const NOT_MUNICIPAL: [u8; 2] = [24, 25];

impl<'m> Readings<'m> {
    pub fn new(model: &'m Model, municipality: &'m Municipality, year: &'m MunicipalityYear) -> Readings<'m> {
        Readings { model, municipality, year, known: std::array::from_fn(|_| OnceCell::new()) }
    }

    pub fn get(&self, quantity: Quantity) -> &Reading<'m> {
        self.known[quantity as usize].get_or_init(|| self.read(quantity))
    }

    /// The row of a funding source, if there is one.
    pub fn funding(&self, code: &str) -> Option<&'m SourceOfFunds> {
        self.year.revenue_by_source.iter().find(|row| row.funding_source.value == code)
    }

    /// A quantity of one funding source.
    pub fn of_source(&self, row: &'m SourceOfFunds, quantity: Quantity) -> Reading<'m> {
        let (field, value) = match quantity {
            Quantity::SourceReceived => ("received", row.received),
            _ => ("operating_paid", row.operating_paid),
        };
        let mut sum = self.sum();
        sum.money(&["revenue_by_source", &row.funding_source, field], value, None, None);
        sum.reading()
    }

    fn sum(&self) -> Sum<'m> {
        Sum {
            year: self.year,
            total: 0,
            parts: 0,
            gaps: 0,
            status: Status::Official,
            sources: BTreeSet::new(),
            unit: 1,
            lack: None,
        }
    }

    fn read(&self, quantity: Quantity) -> Reading<'m> {
        use Quantity::*;
        let mut sum = self.sum();
        let year = self.year;
        let one = |sum: &mut Sum<'m>, path: &[&str], value: Option<u32>| sum.count(path, value, None, None);
        match quantity {
            SpendingInitial => self.spending(&mut sum, "initial", |row| row.initial),
            SpendingCurrent => self.spending(&mut sum, "current", |row| row.current),
            SpendingAccrued => self.spending(&mut sum, "accrued", |row| row.accrued),
            BasicServicesAccrued => {
                for row in year.spending.iter().filter(|row| BASIC_SERVICES.contains(&row.function.value.as_str())) {
                    sum.spending(row, "accrued", row.accrued);
                }
                sum.require(year.spending_is_complete());
            }
            OwnInitial => self.revenue(&mut sum, &[RevenueKind::Revenue], "initial", |row| row.initial),
            OwnCurrent => self.revenue(&mut sum, &[RevenueKind::Revenue], "current", |row| row.current),
            OwnReceived => self.revenue(&mut sum, &[RevenueKind::Revenue], "received", |row| row.received),
            RevenueReceived => {
                let kinds = [RevenueKind::Revenue, RevenueKind::Transfer];
                self.revenue(&mut sum, &kinds, "received", |row| row.received);
            }
            ProgrammesAccrued => self.programmes(&mut sum, None),
            InvestmentAccrued => self.programmes(&mut sum, Some(SpendingKind::Investment)),
            OperatingAccrued => self.programmes(&mut sum, Some(SpendingKind::Operating)),
            // Has a value only for one funding source.
            SourceReceived | SourceOperatingPaid | SourceLimit => {}
            CashUnrestricted => {
                let value = year.cash.as_ref().and_then(|cash| cash.unrestricted);
                sum.money(&["cash", "unrestricted"], value, None, None);
            }
            PeriodMonths => self.months(&mut sum),
            BillsBilled => self.bills(&mut sum, "billed_12m", |row| row.billed_12m),
            BillsCollected => self.bills(&mut sum, "collected_of_bills", |row| row.collected_of_bills),
            BillsOverdue => self.bills(&mut sum, "buckets", |row| {
                row.buckets.as_ref().map(|b| b.d31_90 + b.d91_180 + b.d181_365 + b.over_365)
            }),
            ConnectionsTotal => {
                let value = year.water.as_ref().and_then(|water| water.connections_total);
                one(&mut sum, &["water", "connections_total"], value);
            }
            ConnectionsRegistered => {
                let value = year.water.as_ref().and_then(|water| water.users_registered);
                one(&mut sum, &["water", "users_registered"], value);
            }
            WaterCost => {
                let value = year.water.as_ref().and_then(|water| water.cost_total);
                sum.money(&["water", "cost_total"], value, None, None);
            }
            WaterIncome => {
                let value = year.water.as_ref().and_then(|water| water.income);
                sum.money(&["water", "income"], value, None, None);
            }
            ProjectsDated => self.projects(&mut sum, |_| Some(true)),
            ProjectsOnTime => {
                let cut = super::until(year);
                self.projects(&mut sum, |project| is_on_time(project, cut));
            }
            DisclosurePoints | DisclosureNumerals => self.disclosure(&mut sum, quantity == DisclosurePoints),
            ChartersMet | ChartersMeasured | ChartersPromised => return self.charters(quantity),
            Population => return self.population(),
            OfficesActive => {
                for office in &year.offices {
                    sum.count(&["offices", &office.office], Some(u32::from(office.active)), None, None);
                }
            }
            StaffTotal => one(&mut sum, &["staff", "total"], year.staff.as_ref().and_then(|staff| staff.total)),
            StaffDigital => {
                let value = year.staff.as_ref().and_then(|staff| staff.using_digital);
                one(&mut sum, &["staff", "using_digital"], value);
            }
            AwardsTotal => self.awards(&mut sum, |_| true),
            AwardsCompetitive => self.awards(&mut sum, |modality| {
                matches!(modality, Modality::Quotation | Modality::Tender | Modality::ReverseAuction)
            }),
            ComudeHeld | ComudeConvened | ComudeAttended | ComudeWomen => {
                let facts = year.participation.as_ref();
                let (field, value) = match quantity {
                    ComudeHeld => ("comude_held", facts.and_then(|f| f.comude_held)),
                    ComudeConvened => ("convened", facts.and_then(|f| f.convened)),
                    ComudeAttended => ("attended", facts.and_then(|f| f.attended)),
                    _ => ("women", facts.and_then(|f| f.women)),
                };
                one(&mut sum, &["participation", field], value);
            }
            DebtService => {
                let value = year.debt.as_ref().and_then(|debt| debt.service);
                sum.money(&["debt", "service"], value, None, None);
            }
        }
        sum.reading()
    }

    fn spending(&self, sum: &mut Sum<'m>, field: &str, of: fn(&Spending) -> Option<Money>) {
        for row in &self.year.spending {
            sum.spending(row, field, of(row));
        }
        sum.require(self.year.spending_is_complete());
    }

    fn revenue(&self, sum: &mut Sum<'m>, kinds: &[RevenueKind], field: &str, of: fn(&Revenue) -> Option<Money>) {
        let classes = &self.model.classifications;
        let wanted = |row: &&Revenue| {
            let known = classes.revenue_class(&row.class).is_some_and(|class| kinds.contains(&class.kind));
            known && !is_balances_used(&row.class)
        };
        for row in self.year.revenue.iter().filter(wanted) {
            let status = row.status.as_ref().map(|status| **status);
            sum.money(&["revenue", &row.class, field], of(row), row.source.as_ref(), status);
        }
    }

    /// Accrued spending by programme, of one kind or of all.
    fn programmes(&self, sum: &mut Sum<'m>, kind: Option<SpendingKind>) {
        let rows = || self.year.spending_lines.iter();
        for row in rows() {
            let counts = kind.is_none_or(|kind| row.kind == kind);
            // A line of the other kinds adds nothing, but where there are lines there is an answer.
            let value = if counts { row.accrued } else { Some(Money::ZERO) };
            sum.money(&["spending_lines", &row.programme, "accrued"], value, None, None);
        }
        let all: Option<Vec<Money>> = rows().map(|row: &SpendingLine| row.accrued).collect();
        let by_programme = all.map(|amounts| amounts.into_iter().sum::<Money>());
        let by_function = self.year.spending_total().accrued;
        if let (Some(by_programme), Some(by_function)) = (by_programme, by_function) {
            sum.require(MunicipalityYear::budgets_agree(by_programme, by_function));
        }
    }

    /// How many months the figures cover; a month that is cut counts by its days.
    fn months(&self, sum: &mut Sum<'m>) {
        sum.touch(&["period_end"], None, None);
        let (months, of) = match &self.year.period_end {
            Some(end) if !super::is_whole(self.year) => {
                let length = i128::from(end.days_in_month());
                (i128::from(end.month() - 1) * length + i128::from(end.day()), length)
            }
            _ => (12, 1),
        };
        sum.add(months, of as i64);
    }

    fn bills(&self, sum: &mut Sum<'m>, field: &str, of: fn(&Arrears) -> Option<Money>) {
        for row in &self.year.arrears {
            sum.money(&["arrears", &row.service, field], of(row), None, None);
        }
    }

    /// Counts the projects with a planned end; what cannot be told of one is a gap.
    fn projects(&self, sum: &mut Sum<'m>, counts: impl Fn(&Project) -> Option<bool>) {
        let dated = |project: &&Project| project.planned_end.is_some() && project.state != ProjectState::Cancelled;
        for project in self.year.projects.iter().filter(dated) {
            let path = ["projects", &project.id, "planned_end"];
            sum.count(&path, counts(project).map(u32::from), project.source.as_ref(), None);
        }
    }

    fn disclosure(&self, sum: &mut Sum<'m>, points: bool) {
        for item in self.year.public_information.iter().filter(|item| !NOT_MUNICIPAL.contains(&item.numeral)) {
            sum.touch(&["public_information", &item.numeral.to_string()], None, None);
            let value = if points { Ratio::from(item.score) } else { Ratio::whole(1) };
            // A score has at most nine decimals.
            let units = value.times(Ratio::whole(BILLION)).and_then(|units| units.decimal(0).parse().ok());
            match units {
                Some(units) => sum.add(units, BILLION),
                None => sum.gaps += 1,
            }
        }
    }

    fn awards(&self, sum: &mut Sum<'m>, wanted: fn(Modality) -> bool) {
        let awarded = |state| matches!(state, ProcurementState::Awarded | ProcurementState::Contracted);
        for row in self.year.procurements.iter().filter(|row| awarded(row.state)) {
            let value = if wanted(row.modality) { row.awarded } else { row.awarded.map(|_| Money::ZERO) };
            sum.money(&["procurements", &row.nog, "awarded"], value, None, None);
        }
    }

    /// The promises of the municipality's charters, by the newest period of the year that has results of each.
    fn charters(&self, quantity: Quantity) -> Reading<'m> {
        let mut sum = self.sum();
        let in_force = |family: &&CharterFamily| {
            matches!(family.current().state, CharterState::InForce | CharterState::UnderReview)
        };
        let families = self.municipality.charters.iter().map(|at| &self.model.charters[*at]).filter(in_force);
        let mut any = false;
        for family in families {
            any = true;
            let of_year = |period: &Period| period.as_str().starts_with(&self.year.year.to_string());
            let newest = results::by_period(family).into_iter().rfind(|of| of_year(of.period));
            for Kept { result, verdict, .. } in newest.into_iter().flat_map(|newest| newest.levels) {
                if let Some(result) = result {
                    sum.status = sum.status.min(*result.status);
                    sum.sources.insert(&result.source.value);
                }
                let counted = match quantity {
                    Quantity::ChartersPromised => true,
                    Quantity::ChartersMeasured => verdict.is_some(),
                    _ => verdict == Some(Compliance::Met),
                };
                sum.add(i128::from(counted), 1);
            }
        }
        if !any {
            sum.lack = Some(Lack::NoCharter);
        }
        sum.reading()
    }

    /// The people of the year, else those of the census in the municipality's profile.
    fn population(&self) -> Reading<'m> {
        let mut sum = self.sum();
        if let Some(population) = &self.year.population {
            sum.count(&["population"], Some(population.value), Some(&population.source), None);
            return Reading { counted_in: Some(population.year), ..sum.reading() };
        }
        let profile = self.municipality.profile.as_ref();
        let Some((profile, census)) = profile.and_then(|profile| Some((profile, profile.census.as_ref()?))) else {
            return sum.reading();
        };
        sum.status = *profile.status;
        sum.sources.insert(&census.source.value);
        sum.add(census.people.total.into(), 1);
        Reading { counted_in: Some(census.year), ..sum.reading() }
    }
}

const BILLION: i64 = 1_000_000_000;

/// Finished by its planned end, or running and not yet due on the last day of the figures. `None` where a finished
/// project does not say when it ended.
fn is_on_time(project: &Project, cut: (i16, i8, i8)) -> Option<bool> {
    let Some(planned) = project.planned_end else { return Some(false) };
    match project.state {
        ProjectState::Finished | ProjectState::Settled => project.actual_end.map(|ended| ended <= planned),
        ProjectState::Running => Some((planned.year(), planned.month(), planned.day()) >= cut),
        _ => Some(false),
    }
}

/// A sum under way. What it is made of decides its status and its sources, and a gap makes it no sum.
struct Sum<'m> {
    year: &'m MunicipalityYear,
    /// In parts of `unit`.
    total: i128,
    parts: usize,
    gaps: usize,
    status: Status,
    sources: BTreeSet<&'m str>,
    unit: i64,
    lack: Option<Lack>,
}

impl<'m> Sum<'m> {
    fn money(&mut self, path: &[&str], value: Option<Money>, source: Option<&'m Ref>, status: Option<Status>) {
        self.part(path, value.map(|value| (i128::from(value.centavos()), 100)), source, status);
    }

    fn count(&mut self, path: &[&str], value: Option<u32>, source: Option<&'m Ref>, status: Option<Status>) {
        self.part(path, value.map(|value| (i128::from(value), 1)), source, status);
    }

    fn spending(&mut self, row: &'m Spending, field: &str, value: Option<Money>) {
        let status = row.status.as_ref().map(|status| **status);
        self.money(&["spending", &row.function, field], value, row.source.as_ref(), status);
    }

    fn part(&mut self, path: &[&str], value: Option<(i128, i64)>, source: Option<&'m Ref>, status: Option<Status>) {
        match value {
            Some((amount, unit)) => {
                self.touch(path, source, status);
                self.add(amount, unit);
            }
            None => self.gaps += 1,
        }
    }

    /// Takes up status and source of a value: an override's, else its row's, else the file's.
    fn touch(&mut self, path: &[&str], source: Option<&'m Ref>, status: Option<Status>) {
        let special = overriding(&self.year.overrides, path);
        let status = special.map_or(status.unwrap_or(*self.year.status), |special| *special.status);
        let source = special.and_then(|special| special.source.as_ref()).or(source).unwrap_or(&self.year.source);
        self.status = self.status.min(status);
        self.sources.insert(&source.value);
    }

    /// All parts of one sum have the same unit.
    fn add(&mut self, amount: i128, unit: i64) {
        self.total += amount;
        self.unit = unit;
        self.parts += 1;
    }

    /// What must be so for the rows to be a whole.
    fn require(&mut self, whole: bool) {
        if !whole && self.parts > 0 {
            self.lack = Some(Lack::NotWhole);
        }
    }

    fn reading(self) -> Reading<'m> {
        let value = match self.lack {
            Some(lack) => Err(lack),
            None if self.parts == 0 => Err(Lack::Absent),
            None if self.gaps > 0 => Err(Lack::Gaps),
            None => Ratio::new(self.total, self.unit.into()).ok_or(Lack::Absent),
        };
        let status = if self.sources.is_empty() { *self.year.status } else { self.status };
        Reading { value, status, sources: self.sources, counted_in: None }
    }
}

/// The override of a value: the one whose path is the value's or the longest beginning of it, so that `water` holds
/// for `water.income` unless that has its own.
pub(crate) fn overriding<'m>(overrides: &'m [Override], path: &[&str]) -> Option<&'m Override> {
    let holds = |special: &&Override| {
        let mut rest: &str = &special.path;
        path.iter().any(|part| match rest.strip_prefix(part) {
            Some("") => {
                rest = "";
                true
            }
            Some(after) => {
                rest = after.strip_prefix('.').unwrap_or("\0");
                false
            }
            None => {
                rest = "\0";
                false
            }
        })
    };
    overrides.iter().filter(holds).max_by_key(|special| special.path.len())
}

/// Whether an override's path leads to something that the year has.
pub(crate) fn leads_somewhere(year: &MunicipalityYear, path: &str) -> bool {
    const STAGES: [&str; 7] = ["initial", "modification", "current", "committed", "accrued", "paid", "received"];
    const OF_SOURCE: [&str; 4] = ["received", "operating_paid", "investment_paid", "debt_paid"];
    const OF_BILLS: [&str; 3] = ["billed_12m", "collected_of_bills", "buckets"];
    const OF_PROJECT: [&str; 5] = ["contracted", "paid", "physical_percent", "planned_end", "actual_end"];
    let one = [Override { path: path.to_owned(), status: Located::nowhere(Status::Demo), source: None, note: None }];
    let hit = |parts: &[&str]| overriding(&one, parts).is_some();
    let row = |section: &str, key: &str, fields: &[&str]| fields.iter().any(|field| hit(&[section, key, field]));
    let fields = |section: &str, present: &[(&str, bool)]| {
        present.iter().any(|(field, present)| *present && hit(&[section, field]))
    };
    year.revenue.iter().any(|it| row("revenue", &it.class, &STAGES))
        || year.revenue_by_item.iter().any(|it| row("revenue_by_item", &it.item, &STAGES))
        || year.spending.iter().any(|it| row("spending", &it.function, &STAGES))
        || year.spending_lines.iter().any(|it| row("spending_lines", &it.programme, &STAGES))
        || year.revenue_by_source.iter().any(|it| row("revenue_by_source", &it.funding_source, &OF_SOURCE))
        || year.arrears.iter().any(|it| row("arrears", &it.service, &OF_BILLS))
        || year.procurements.iter().any(|it| row("procurements", &it.nog, &["estimated", "awarded"]))
        || year.projects.iter().any(|it| row("projects", &it.id, &OF_PROJECT))
        || year.offices.iter().any(|it| hit(&["offices", &it.office]))
        || year.public_information.iter().any(|it| hit(&["public_information", &it.numeral.to_string()]))
        || (year.population.is_some() && hit(&["population"]))
        || year.water.as_ref().is_some_and(|water| {
            let present = [
                ("connections_total", water.connections_total.is_some()),
                ("users_registered", water.users_registered.is_some()),
                ("cost_total", water.cost_total.is_some()),
                ("income", water.income.is_some()),
            ];
            fields("water", &present)
        })
        || year.cash.as_ref().is_some_and(|cash| {
            fields("cash", &[("unrestricted", cash.unrestricted.is_some()), ("restricted", cash.restricted.is_some())])
        })
        || year.debt.as_ref().is_some_and(|debt| {
            fields("debt", &[("balance", debt.balance.is_some()), ("service", debt.service.is_some())])
        })
        || year.staff.as_ref().is_some_and(|staff| {
            fields("staff", &[("total", staff.total.is_some()), ("using_digital", staff.using_digital.is_some())])
        })
        || year.participation.as_ref().is_some_and(|facts| {
            let present = [
                ("comude_held", facts.comude_held.is_some()),
                ("convened", facts.convened.is_some()),
                ("attended", facts.attended.is_some()),
                ("women", facts.women.is_some()),
            ];
            fields("participation", &present)
        })
}
