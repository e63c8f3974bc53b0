//! What can be computed from a municipality's year: totals, completeness, what does not agree.

use super::classifications::{Classifications, RevenueKind};
use super::municipality_year::{MunicipalityYear, Revenue, Spending};
use super::values::Money;

/// The class of balances used: the source gives it no receipts, so it stays out of received figures.
const BALANCES_USED: &str = "23";

/// Spending and revenue budgets may differ by so much for rounding: fifty quetzales.
const BALANCE_TOLERANCE: Money = Money::from_centavos(5_000);

/// initial + modification and current may differ by so much for rounding: five quetzales.
const SUM_TOLERANCE: Money = Money::from_centavos(500);

/// The four stages of revenue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RevenueStages {
    pub initial: Option<Money>,
    pub modification: Option<Money>,
    pub current: Option<Money>,
    pub received: Option<Money>,
}

/// The stages of spending that are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpendingStages {
    pub initial: Option<Money>,
    pub modification: Option<Money>,
    pub current: Option<Money>,
    pub accrued: Option<Money>,
    pub paid: Option<Money>,
}

/// Adds what is there; nothing when nothing is there. Absent is not zero.
fn total(values: impl Iterator<Item = Option<Money>>) -> Option<Money> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(Money::ZERO) + value))
}

/// Something in a row that does not agree with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// initial + modification is not current.
    SumOff { sum: Money, current: Money },
    /// More accrued than the current budget.
    AccruedAboveCurrent { accrued: Money, current: Money },
    /// More paid than accrued.
    PaidAboveAccrued { paid: Money, accrued: Money },
    /// Receipts, or spending, below zero.
    Negative { amount: Money },
    /// Receipts without a current budget.
    ReceivedWithoutBudget { received: Money },
}

impl Flag {
    /// The key of the flag in the theme's strings.
    pub fn id(&self) -> &'static str {
        match self {
            Flag::SumOff { .. } => "sum_off",
            Flag::AccruedAboveCurrent { .. } => "accrued_above_current",
            Flag::PaidAboveAccrued { .. } => "paid_above_accrued",
            Flag::Negative { .. } => "negative",
            Flag::ReceivedWithoutBudget { .. } => "received_without_budget",
        }
    }
}

fn sum_flag(initial: Option<Money>, modification: Option<Money>, current: Option<Money>) -> Option<Flag> {
    let (sum, current) = (initial? + modification?, current?);
    ((sum - current).abs() > SUM_TOLERANCE).then_some(Flag::SumOff { sum, current })
}

impl Revenue {
    /// What does not agree in this row.
    pub fn flags(&self) -> Vec<Flag> {
        let negative = self.received.filter(|m| m.is_negative()).map(|amount| Flag::Negative { amount });
        let unbudgeted = self
            .received
            .filter(|received| *received > Money::ZERO && self.current == Some(Money::ZERO))
            .map(|received| Flag::ReceivedWithoutBudget { received });
        [sum_flag(self.initial, self.modification, self.current), negative, unbudgeted].into_iter().flatten().collect()
    }
}

impl Spending {
    /// What does not agree in this row.
    pub fn flags(&self) -> Vec<Flag> {
        let above = match (self.accrued, self.current) {
            (Some(accrued), Some(current)) if accrued > current + SUM_TOLERANCE => {
                Some(Flag::AccruedAboveCurrent { accrued, current })
            }
            _ => None,
        };
        let paid = match (self.paid, self.accrued) {
            (Some(paid), Some(accrued)) if paid > accrued + SUM_TOLERANCE => {
                Some(Flag::PaidAboveAccrued { paid, accrued })
            }
            _ => None,
        };
        let negative = [self.accrued, self.paid]
            .into_iter()
            .flatten()
            .find(|amount| amount.is_negative())
            .map(|amount| Flag::Negative { amount });
        [sum_flag(self.initial, self.modification, self.current), above, paid, negative].into_iter().flatten().collect()
    }
}

impl MunicipalityYear {
    /// Whether there is more to show than classes and functions: revenue item by item, or spending line by line.
    pub fn is_itemised(&self) -> bool {
        !self.revenue_by_item.is_empty() || !self.spending_lines.is_empty()
    }

    /// The revenue of the classes of one or more kinds, added stage by stage.
    pub fn revenue_total(&self, classes: &Classifications, kinds: &[RevenueKind]) -> RevenueStages {
        let of_kind =
            |row: &&Revenue| classes.revenue_class(&row.class).is_some_and(|class| kinds.contains(&class.kind));
        let rows: Vec<&Revenue> = self.revenue.iter().filter(of_kind).collect();
        RevenueStages {
            initial: total(rows.iter().map(|row| row.initial)),
            modification: total(rows.iter().map(|row| row.modification)),
            current: total(rows.iter().map(|row| row.current)),
            // The source publishes no receipts of balances used: a zero there is not a figure.
            received: total(rows.iter().filter(|row| row.class.value != BALANCES_USED).map(|row| row.received)),
        }
    }

    /// All spending, added stage by stage. Only meaningful where [`Self::spending_is_complete`].
    pub fn spending_total(&self) -> SpendingStages {
        SpendingStages {
            initial: total(self.spending.iter().map(|row| row.initial)),
            modification: total(self.spending.iter().map(|row| row.modification)),
            current: total(self.spending.iter().map(|row| row.current)),
            accrued: total(self.spending.iter().map(|row| row.accrued)),
            paid: total(self.spending.iter().map(|row| row.paid)),
        }
    }

    /// Whether two totals of one budget are the same but for rounding.
    pub fn budgets_agree(one: Money, other: Money) -> bool {
        (one - other).abs() <= BALANCE_TOLERANCE
    }

    /// Whether the spending rows are the whole budget: their current budget equals that of revenue (with financing)
    /// within fifty quetzales. Where it does not, part is missing, and no total or indicator is made of them.
    pub fn spending_is_complete(&self) -> bool {
        let revenue = total(self.revenue.iter().map(|row| row.current));
        match (revenue, self.spending_total().current) {
            (Some(revenue), Some(spending)) => MunicipalityYear::budgets_agree(revenue, spending),
            _ => false,
        }
    }
}

/// Whether a class is the one of balances used, whose receipts the source leaves at zero.
pub fn is_balances_used(class: &str) -> bool {
    class == BALANCES_USED
}
