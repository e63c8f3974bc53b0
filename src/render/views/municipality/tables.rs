//! Revenue by class and spending by function of a municipality, year by year.

use serde::Serialize;

use super::words;
use crate::model::classifications::RevenueKind;
use crate::model::finance::{Flag, RevenueStages, is_balances_used};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::values::Money;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// One year's table.
#[derive(Serialize)]
pub(super) struct YearTable {
    year: String,
    /// "Enero a diciembre", or until when an open year runs.
    period: String,
    status: String,
    status_id: &'static str,
    source: Html,
    /// Why there is no table, or what must be known to read it.
    notice: Option<String>,
    rows: Vec<TableRow>,
    totals: Vec<TableRow>,
    after: Vec<TableRow>,
    flags: Vec<FlagView>,
}

#[derive(Serialize)]
struct TableRow {
    label: Html,
    /// `<td>` by `<td>`: these are most of the site's figures, and one text of many is quicker shown than many.
    cells: Html,
    flagged: Option<usize>,
}

#[derive(Serialize)]
struct FlagView {
    number: usize,
    text: String,
}

/// The newest year first, all folded.
pub(super) fn tables(
    scope: &Scope,
    years: &[&MunicipalityYear],
    table: fn(&Scope, &MunicipalityYear) -> YearTable,
) -> Vec<YearTable> {
    years.iter().rev().map(|year| table(scope, year)).collect()
}

/// Classes 10 to 18 without transfers, transfers, and both together: what counts as revenue.
pub(super) const COLLECTED: &[RevenueKind] = &[RevenueKind::Revenue];
pub(super) const TRANSFERS: &[RevenueKind] = &[RevenueKind::Transfer];
pub(super) const ALL_REVENUE: &[RevenueKind] = &[RevenueKind::Revenue, RevenueKind::Transfer];

fn year_table(scope: &Scope, year: &MunicipalityYear) -> YearTable {
    YearTable {
        year: year.year.to_string(),
        period: words::period(scope, year),
        status: scope.word("status", year.status.id()).to_owned(),
        status_id: year.status.id(),
        source: scope.source_title(&year.source),
        notice: None,
        rows: Vec::new(),
        totals: Vec::new(),
        after: Vec::new(),
        flags: Vec::new(),
    }
}

/// Collects the flags of a table and numbers them.
struct Flags<'a, 's> {
    scope: &'s Scope<'a>,
    views: Vec<FlagView>,
}

impl Flags<'_, '_> {
    fn number(&mut self, label: &str, flags: &[Flag]) -> Option<usize> {
        if flags.is_empty() {
            return None;
        }
        let number = self.views.len() + 1;
        let texts: Vec<String> = flags.iter().map(|flag| flag_text(self.scope, flag)).collect();
        self.views.push(FlagView { number, text: format!("{label}: {}", texts.join("; ")) });
        Some(number)
    }
}

fn flag_text(scope: &Scope, flag: &Flag) -> String {
    let money = |amount: Money| scope.money(Some(amount));
    let (first, second) = match flag {
        Flag::SumOff { sum, current } => (money(*sum), money(*current)),
        Flag::AccruedAboveCurrent { accrued, current } => (money(*accrued), money(*current)),
        Flag::PaidAboveAccrued { paid, accrued } => (money(*paid), money(*accrued)),
        Flag::Negative { amount } => (money(*amount), String::new()),
        Flag::ReceivedWithoutBudget { received } => (money(*received), String::new()),
    };
    scope.words.fill("flags", flag.id(), &[("a", &first), ("b", &second)])
}

pub(super) fn revenue_table(scope: &Scope, year: &MunicipalityYear) -> YearTable {
    let classes = &scope.model.classifications;
    let mut table = year_table(scope, year);
    if year.revenue.is_empty() {
        table.notice = Some(scope.word("data", "no_revenue").to_owned());
        return table;
    }
    let mut flags = Flags { scope, views: Vec::new() };
    for row in &year.revenue {
        let class = classes.revenue_class(&row.class);
        let name = class.map(|class| scope.plain(&class.name)).unwrap_or_default();
        let label = format!("{} {name}", row.class.value);
        // The source publishes a zero for balances used: nobody received it in the year.
        let cells = if is_balances_used(&row.class) && row.received == Some(Money::ZERO) {
            let [initial, modification, current] = [row.initial, row.modification, row.current].map(|m| scope.money(m));
            cells_with(&[initial, modification, current, scope.word("data", "not_applicable").to_owned()])
        } else {
            cells_of(scope, &[row.initial, row.modification, row.current, row.received])
        };
        let view = TableRow { flagged: flags.number(&label, &row.flags()), label: Html::escaped(&label), cells };
        match class.map(|class| class.kind) {
            Some(RevenueKind::Financing) => table.after.push(view),
            _ => table.rows.push(view),
        }
    }
    table.totals = [(COLLECTED, "collected_classes"), (TRANSFERS, "transfers"), (ALL_REVENUE, "total_revenue")]
        .into_iter()
        .map(|(kinds, key)| total_row(scope, key, year.revenue_total(classes, kinds)))
        .collect();
    table.flags = flags.views;
    table
}

pub(super) fn cells_of(scope: &Scope, amounts: &[Option<Money>]) -> Html {
    cells_with(&amounts.iter().map(|amount| scope.money(*amount)).collect::<Vec<_>>())
}

pub(super) fn cells_with(texts: &[String]) -> Html {
    let mut html = String::with_capacity(32 * texts.len());
    for text in texts {
        html.push_str("<td>");
        crate::markdown::escape(text, &mut html);
        html.push_str("</td>");
    }
    Html::trusted(html)
}

fn total_row(scope: &Scope, key: &'static str, stages: RevenueStages) -> TableRow {
    let cells = [stages.initial, stages.modification, stages.current, stages.received];
    TableRow { label: Html::escaped(scope.word("finance", key)), cells: cells_of(scope, &cells), flagged: None }
}

pub(super) fn spending_table(scope: &Scope, year: &MunicipalityYear) -> YearTable {
    let classes = &scope.model.classifications;
    let mut table = year_table(scope, year);
    if year.spending.is_empty() {
        table.notice = Some(scope.word("data", "no_spending").to_owned());
        return table;
    }
    let mut flags = Flags { scope, views: Vec::new() };
    let mut rows: Vec<_> = year.spending.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.accrued));
    for row in rows {
        let name = classes.function(&row.function).map(|f| scope.plain(&f.name)).unwrap_or_default();
        let cells = [row.initial, row.modification, row.current, row.accrued, row.paid];
        table.rows.push(TableRow {
            flagged: flags.number(&name, &row.flags()),
            label: Html::escaped(&name),
            cells: cells_of(scope, &cells),
        });
    }
    if year.spending_is_complete() {
        let total = year.spending_total();
        let cells = [total.initial, total.modification, total.current, total.accrued, total.paid];
        table.totals.push(TableRow {
            label: Html::escaped(scope.word("finance", "total_spending")),
            cells: cells_of(scope, &cells),
            flagged: None,
        });
    } else {
        table.notice = Some(scope.word("data", "incomplete_spending").to_owned());
    }
    table.flags = flags.views;
    table
}
