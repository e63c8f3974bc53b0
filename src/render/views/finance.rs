//! Revenue by class and spending by function of a municipality, year by year: tables and charts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::chart::{Bars, Cell, Columns, Datum, Frame, Group};
use crate::model::classifications::RevenueKind;
use crate::model::finance::{Flag, RevenueStages, is_balances_used};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::Municipality;
use crate::model::values::{Money, Ratio};
use crate::render::html::Html;
use crate::render::scope::Scope;

/// Both halves of a municipality's budget.
#[derive(Serialize)]
pub(super) struct Finance {
    revenue_chart: Html,
    revenue_bars: Html,
    revenue: Vec<YearTable>,
    spending_chart: Html,
    spending_bars: Html,
    spending: Vec<YearTable>,
    /// What the newest year shows, in a sentence each.
    revenue_sentence: String,
    spending_sentence: String,
}

/// One year's table.
#[derive(Serialize)]
struct YearTable {
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
    open: bool,
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

pub(super) fn finance(scope: &Scope, municipality: &Municipality) -> Finance {
    let years: Vec<&MunicipalityYear> = municipality.years.values().map(|year| &***year).collect();
    let demo = municipality.is_demo();
    Finance {
        revenue_chart: revenue_chart(scope, &years, demo),
        revenue_bars: revenue_bars(scope, &years, demo),
        revenue: tables(scope, &years, revenue_table),
        spending_chart: spending_chart(scope, &years, demo),
        spending_bars: spending_bars(scope, &years, demo),
        spending: tables(scope, &years, spending_table),
        revenue_sentence: revenue_sentence(scope, &years),
        spending_sentence: spending_sentence(scope, &years),
    }
}

/// The newest year first, and open; the others folded.
fn tables(
    scope: &Scope,
    years: &[&MunicipalityYear],
    table: fn(&Scope, &MunicipalityYear) -> YearTable,
) -> Vec<YearTable> {
    let mut tables: Vec<YearTable> = years.iter().rev().map(|year| table(scope, year)).collect();
    if let Some(newest) = tables.iter_mut().find(|table| !table.rows.is_empty()) {
        newest.open = true;
    }
    tables
}

/// Classes 10 to 18 without transfers, transfers, and both together: what counts as revenue.
const COLLECTED: &[RevenueKind] = &[RevenueKind::Revenue];
const TRANSFERS: &[RevenueKind] = &[RevenueKind::Transfer];
const ALL_REVENUE: &[RevenueKind] = &[RevenueKind::Revenue, RevenueKind::Transfer];

fn year_table(scope: &Scope, year: &MunicipalityYear) -> YearTable {
    YearTable {
        year: year.year.to_string(),
        period: match &year.period_end {
            Some(end) => scope.words.fill("data", "until", &[("date", &scope.date(**end))]),
            None if year.closed => scope.word("data", "whole_year").to_owned(),
            None => scope.word("data", "open_year").to_owned(),
        },
        status: scope.word("status", year.status.id()).to_owned(),
        status_id: year.status.id(),
        source: scope.source_title(&year.source),
        notice: None,
        rows: Vec::new(),
        totals: Vec::new(),
        after: Vec::new(),
        flags: Vec::new(),
        open: false,
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

fn revenue_table(scope: &Scope, year: &MunicipalityYear) -> YearTable {
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

fn cells_of(scope: &Scope, amounts: &[Option<Money>]) -> Html {
    cells_with(&amounts.iter().map(|amount| scope.money(*amount)).collect::<Vec<_>>())
}

fn cells_with(texts: &[String]) -> Html {
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

fn spending_table(scope: &Scope, year: &MunicipalityYear) -> YearTable {
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

fn frame(scope: &Scope, title: String, desc: String, demo: bool) -> Frame {
    Frame {
        title,
        desc,
        missing: scope.word("data", "missing").to_owned(),
        empty: scope.word("data", "missing").to_owned(),
        demo,
        watermark: scope.word("status", "demo_watermark").to_owned(),
    }
}

fn cell(scope: &Scope, amount: Option<Money>) -> Cell {
    let text = amount.map(|amount| scope.short_money(amount)).unwrap_or_default();
    let short =
        amount.map(|amount| crate::render::format::short_money(amount, "M", "k").replace('Q', "")).unwrap_or_default();
    Cell::new(amount.map(quetzales), text).short(short)
}

/// For the length of a bar only.
fn quetzales(amount: Money) -> f64 {
    Ratio::new(i128::from(amount.centavos()), 100).map_or(0.0, Ratio::approximate)
}

fn columns(
    scope: &Scope,
    title: String,
    desc: String,
    series: &[&'static str],
    groups: Vec<Group>,
    demo: bool,
) -> Columns {
    let chart = Columns {
        frame: frame(scope, title, desc, demo),
        series: series.iter().map(|key| scope.word("stages", key).to_owned()).collect(),
        groups,
        ..Columns::default()
    };
    chart.with_ticks(|value| {
        // A tick's value is a round number of quetzales, far from the limits of i64.
        scope.short_money(Money::from_centavos((value * 100.0).round() as i64))
    })
}

fn revenue_chart(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Html {
    let classes = &scope.model.classifications;
    let totals: Vec<(String, RevenueStages)> =
        years.iter().map(|year| (year.year.to_string(), year.revenue_total(classes, ALL_REVENUE))).collect();
    if totals.iter().all(|(_, stages)| stages.received.is_none()) {
        return Html::default();
    }
    let groups = totals
        .iter()
        .map(|(year, stages)| {
            let cells = [stages.initial, stages.current, stages.received].map(|amount| cell(scope, amount));
            Group::new(year, cells.to_vec())
        })
        .collect();
    let title = scope.word("finance", "revenue_chart").to_owned();
    let chart =
        columns(scope, title, revenue_sentence(scope, years), &["initial", "current", "received"], groups, demo);
    Html::trusted(chart.svg("ingresos-anios"))
}

fn spending_chart(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Html {
    let complete = |year: &&&MunicipalityYear| year.spending_is_complete();
    if years.iter().filter(complete).count() == 0 {
        return Html::default();
    }
    let groups = years
        .iter()
        .map(|year| {
            let stages = if year.spending_is_complete() { year.spending_total() } else { Default::default() };
            let cells = [stages.initial, stages.current, stages.accrued].map(|amount| cell(scope, amount));
            Group::new(year.year.to_string(), cells.to_vec())
        })
        .collect();
    let title = scope.word("finance", "spending_chart").to_owned();
    let chart =
        columns(scope, title, spending_sentence(scope, years), &["initial", "current", "accrued"], groups, demo);
    Html::trusted(chart.svg("gastos-anios"))
}

fn newest_revenue<'y>(years: &[&'y MunicipalityYear]) -> Option<&'y MunicipalityYear> {
    years.iter().rev().find(|year| !year.revenue.is_empty()).copied()
}

fn newest_complete_spending<'y>(years: &[&'y MunicipalityYear]) -> Option<&'y MunicipalityYear> {
    years.iter().rev().find(|year| year.spending_is_complete()).copied()
}

fn revenue_bars(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Html {
    let classes = &scope.model.classifications;
    let Some(year) = newest_revenue(years) else { return Html::default() };
    let data: Vec<Datum> = year
        .revenue
        .iter()
        .filter_map(|row| {
            let class = classes.revenue_class(&row.class).filter(|class| class.kind != RevenueKind::Financing)?;
            let text = row.received.map(|amount| scope.short_money(amount)).unwrap_or_default();
            Some(Datum::new(scope.plain(&class.name), row.received.map(quetzales), text))
        })
        .collect();
    let title = scope.words.fill("finance", "revenue_bars", &[("year", &year.year.to_string())]);
    let chart = Bars { frame: frame(scope, title, revenue_sentence(scope, years), demo), data, ..Bars::default() };
    Html::trusted(chart.svg("ingresos-clases"))
}

/// The largest functions; the rest are one bar.
const LARGEST: usize = 8;

fn spending_bars(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Html {
    let classes = &scope.model.classifications;
    let Some(year) = newest_complete_spending(years) else { return Html::default() };
    let mut by_function: BTreeMap<&str, Money> = BTreeMap::new();
    for row in &year.spending {
        if let Some(accrued) = row.accrued {
            let sum = by_function.entry(&row.function).or_default();
            *sum = *sum + accrued;
        }
    }
    let mut sums: Vec<(&str, Money)> = by_function.into_iter().collect();
    sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let rest: Vec<(&str, Money)> = sums.split_off(sums.len().min(LARGEST));
    let datum = |name: String, amount: Money| Datum::new(name, Some(quetzales(amount)), scope.short_money(amount));
    let mut data: Vec<Datum> = sums
        .into_iter()
        .map(|(id, amount)| datum(classes.function(id).map(|f| scope.plain(&f.name)).unwrap_or_default(), amount))
        .collect();
    if !rest.is_empty() {
        let name = scope.words.fill("finance", "other_functions", &[("n", &rest.len().to_string())]);
        data.push(datum(name, rest.iter().map(|(_, amount)| *amount).sum()));
    }
    let title = scope.words.fill("finance", "spending_bars", &[("year", &year.year.to_string())]);
    let chart = Bars { frame: frame(scope, title, spending_sentence(scope, years), demo), data, ..Bars::default() };
    Html::trusted(chart.svg("gastos-funciones"))
}

/// "En 2019 ingresaron Q55,123,456.00: Q… de clases 10 a 18 y Q… de transferencias."
fn revenue_sentence(scope: &Scope, years: &[&MunicipalityYear]) -> String {
    let classes = &scope.model.classifications;
    let Some(year) = newest_revenue(years) else { return String::new() };
    let money = |kinds| scope.money(year.revenue_total(classes, kinds).received);
    let (total, collected, transfers) = (money(ALL_REVENUE), money(COLLECTED), money(TRANSFERS));
    let name = year.year.to_string();
    let values = [("year", name.as_str()), ("total", &total), ("collected", &collected), ("transfers", &transfers)];
    scope.words.fill("finance", "revenue_sentence", &values)
}

/// "En 2019 se devengaron Q… de un presupuesto vigente de Q… (61.6 %)."
fn spending_sentence(scope: &Scope, years: &[&MunicipalityYear]) -> String {
    let Some(year) = newest_complete_spending(years) else { return String::new() };
    let total = year.spending_total();
    let share = match (total.accrued, total.current) {
        (Some(accrued), Some(current)) => Ratio::of(accrued, current).map(|ratio| scope.percent(ratio)),
        _ => None,
    };
    let (accrued, current) = (scope.money(total.accrued), scope.money(total.current));
    let name = year.year.to_string();
    let share = share.unwrap_or_else(|| scope.word("data", "not_computable").to_owned());
    let values = [("year", name.as_str()), ("accrued", &accrued), ("current", &current), ("share", &share)];
    let key = if year.closed { "spending_sentence" } else { "spending_sentence_open" };
    scope.words.fill("finance", key, &values)
}
