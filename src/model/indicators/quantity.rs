//! What formulas may speak of, and what each thing is counted in.

use crate::model::values::closed_list;

closed_list! {
    /// A figure of a municipality's year that formulas name. What each is made of is told in `indicator/readings.rs`.
    pub enum Quantity {
        /// Spending by function, where the rows are the whole budget.
        SpendingInitial = "spending.initial",
        SpendingCurrent = "spending.current",
        SpendingAccrued = "spending.accrued",
        /// Water supply, wastewater and waste.
        BasicServicesAccrued = "basic_services.accrued",
        /// Revenue of the classes 10 to 15 and 18.
        OwnInitial = "own.initial",
        OwnCurrent = "own.current",
        OwnReceived = "own.received",
        /// Revenue of all classes but 23 and 24.
        RevenueReceived = "revenue.received",
        /// Spending by programme.
        ProgrammesAccrued = "programmes.accrued",
        InvestmentAccrued = "investment.accrued",
        OperatingAccrued = "operating.accrued",
        /// Of one funding source: what came in, what of it was paid for operating, and the part that may be.
        SourceReceived = "source.received",
        SourceOperatingPaid = "source.operating_paid",
        SourceLimit = "source.limit",
        CashUnrestricted = "cash.unrestricted",
        /// How many months the figures of the year cover.
        PeriodMonths = "period.months",
        BillsBilled = "bills.billed",
        BillsCollected = "bills.collected",
        /// Unpaid for more than 30 days.
        BillsOverdue = "bills.overdue",
        ConnectionsTotal = "connections.total",
        ConnectionsRegistered = "connections.registered",
        WaterCost = "water.cost",
        WaterIncome = "water.income",
        /// Projects with a planned end, and those of them that are on time.
        ProjectsDated = "projects.dated",
        ProjectsOnTime = "projects.on_time",
        /// Points and applicable numerals of article 10 of the access to information law.
        DisclosurePoints = "disclosure.points",
        DisclosureNumerals = "disclosure.numerals",
        /// Promises of the charters: met, measured, made.
        ChartersMet = "charters.met",
        ChartersMeasured = "charters.measured",
        ChartersPromised = "charters.promised",
        Population = "population",
        OfficesActive = "offices.active",
        StaffTotal = "staff.total",
        StaffDigital = "staff.using_digital",
        AwardsTotal = "awards.total",
        AwardsCompetitive = "awards.competitive",
        ComudeHeld = "comude.held",
        ComudeConvened = "comude.convened",
        ComudeAttended = "comude.attended",
        ComudeWomen = "comude.women",
        DebtService = "debt.service",
    }
}

impl Quantity {
    pub fn parse(id: &str) -> Option<Quantity> {
        Quantity::ALL.into_iter().find(|quantity| quantity.id() == id)
    }

    /// Whether it is a figure of one funding source, so that it has a value only inside `worst_source`.
    pub fn is_of_source(self) -> bool {
        matches!(self, Quantity::SourceReceived | Quantity::SourceOperatingPaid | Quantity::SourceLimit)
    }

    /// What it is counted in.
    pub fn dimension(self) -> Dimension {
        use Quantity::*;
        match self {
            SourceLimit => Dimension::NONE,
            PeriodMonths => Dimension::MONTHS,
            ConnectionsTotal | ConnectionsRegistered => Dimension::CONNECTIONS,
            ProjectsDated | ProjectsOnTime => Dimension::PROJECTS,
            DisclosurePoints | DisclosureNumerals => Dimension::NUMERALS,
            ChartersMet | ChartersMeasured | ChartersPromised => Dimension::PROMISES,
            Population | StaffTotal | StaffDigital => Dimension::PEOPLE,
            ComudeConvened | ComudeAttended | ComudeWomen => Dimension::ATTENDANCES,
            OfficesActive => Dimension::OFFICES,
            ComudeHeld => Dimension::MEETINGS,
            SpendingInitial | SpendingCurrent | SpendingAccrued | BasicServicesAccrued | OwnInitial | OwnCurrent
            | OwnReceived | RevenueReceived | ProgrammesAccrued | InvestmentAccrued | OperatingAccrued
            | SourceReceived | SourceOperatingPaid | CashUnrestricted | BillsBilled | BillsCollected | BillsOverdue
            | WaterCost | WaterIncome | AwardsTotal | AwardsCompetitive | DebtService => Dimension::QUETZALES,
        }
    }
}

/// What an amount is counted in, so that formulas do not add quetzales to people: an exponent for each kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dimension([i8; 10]);

impl Dimension {
    /// A pure number.
    pub const NONE: Dimension = Dimension([0; 10]);
    pub const QUETZALES: Dimension = Dimension::of(0);
    pub const MONTHS: Dimension = Dimension::of(1);
    pub const PEOPLE: Dimension = Dimension::of(2);
    pub const CONNECTIONS: Dimension = Dimension::of(3);
    pub const PROJECTS: Dimension = Dimension::of(4);
    pub const NUMERALS: Dimension = Dimension::of(5);
    pub const PROMISES: Dimension = Dimension::of(6);
    pub const ATTENDANCES: Dimension = Dimension::of(7);
    pub const OFFICES: Dimension = Dimension::of(8);
    pub const MEETINGS: Dimension = Dimension::of(9);

    const fn of(kind: usize) -> Dimension {
        let mut exponents = [0; 10];
        exponents[kind] = 1;
        Dimension(exponents)
    }

    pub fn times(self, other: Dimension) -> Dimension {
        Dimension(std::array::from_fn(|n| self.0[n].saturating_add(other.0[n])))
    }

    pub fn over(self, other: Dimension) -> Dimension {
        Dimension(std::array::from_fn(|n| self.0[n].saturating_sub(other.0[n])))
    }

    /// Whether it counts things of one kind that are not money.
    pub fn is_count(self) -> bool {
        self != Dimension::QUETZALES && (1..self.0.len()).any(|kind| self == Dimension::of(kind))
    }
}
