//! What comes in and what goes out: charts over the years, sentences, and the tables behind them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tables::{self, ALL_REVENUE, COLLECTED, TRANSFERS, YearTable};
use super::words::{self, NoteView, Part};
use crate::chart::{Cell, Group, Pace, PacePoint, PaceYear, Purpose, Purposes, Tick, YearRows};
use crate::model::classifications::RevenueKind;
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::Municipality;
use crate::model::values::{Money, Ratio, Year};
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// Both halves of a municipality's budget.
#[derive(Serialize)]
pub(super) struct Budget {
    revenue: Half,
    spending: Half,
    pace: Option<Figure>,
}

/// Revenue, or spending.
#[derive(Serialize)]
struct Half {
    sentence: String,
    chart: Option<Figure>,
    tables: Vec<YearTable>,
    notes: Vec<NoteView>,
    source: String,
}

#[derive(Serialize)]
struct Figure {
    caption: String,
    chart: Html,
}

/// The budget of a municipality; `None` where no year has one.
pub(super) fn budget(scope: &Scope, municipality: &Municipality) -> Option<Budget> {
    let years: Vec<&MunicipalityYear> = municipality.years.values().map(|year| &***year).collect();
    if years.iter().all(|year| year.revenue.is_empty() && year.spending.is_empty()) {
        return None;
    }
    let demo = municipality.is_demo();
    // A year with a page of its own has its tables there.
    let own_page = |year: &&&MunicipalityYear| municipality.itemised.contains(&*year.year);
    let newest = years.last().map(|year| *year.year);
    let here: Vec<&MunicipalityYear> =
        years.iter().filter(|year| !own_page(year) || Some(*year.year) == newest).copied().collect();
    let with_revenue = years.iter().filter(|year| !year.revenue.is_empty()).map(|year| year.source.value.as_str());
    let with_spending = years.iter().filter(|year| !year.spending.is_empty()).map(|year| year.source.value.as_str());
    Some(Budget {
        revenue: Half {
            sentence: revenue_sentence(scope, &years),
            chart: revenue_chart(scope, &years, demo),
            tables: tables::tables(scope, &here, tables::revenue_table),
            notes: words::first_notes(scope, municipality, Part::Revenue),
            source: words::publishers(scope, with_revenue),
        },
        spending: Half {
            sentence: spending_sentence(scope, &years),
            chart: purposes(scope, &years, demo),
            tables: tables::tables(scope, &here, tables::spending_table),
            notes: words::first_notes(scope, municipality, Part::Spending),
            source: words::publishers(scope, with_spending),
        },
        pace: pace(scope, &years, demo),
    })
}

/// For the length of a bar only.
pub(super) fn quetzales(amount: Money) -> f64 {
    Ratio::quetzales(amount).approximate()
}

/// "2016 a 2019", or the year alone.
fn span(scope: &Scope, years: &[Year]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first != last => {
            scope.words.fill("finance", "span", &[("from", &first.to_string()), ("to", &last.to_string())])
        }
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    }
}

/// " (2026: al 30/09/2026)" where the newest year is not over.
fn until(scope: &Scope, years: &[&MunicipalityYear]) -> String {
    let open = years.last().filter(|year| !year.closed).and_then(|year| Some((year, year.period_end.as_ref()?)));
    let text = open.map(|(year, end)| {
        scope.words.fill("finance", "until", &[("year", &year.year.to_string()), ("date", &scope.date(**end))])
    });
    text.unwrap_or_default()
}

/// What came in by class, year by year; the class that brings most in the newest year first.
fn revenue_chart(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Option<Figure> {
    let known: Vec<Year> = years.iter().filter(|year| !year.revenue.is_empty()).map(|year| *year.year).collect();
    let classes = &scope.model.classifications;
    let mut rows: Vec<(&str, String, Vec<Option<Money>>)> = Vec::new();
    for class in classes.revenue_classes.iter().filter(|class| class.kind != RevenueKind::Financing) {
        let of_year = |year: &&MunicipalityYear| {
            let row = year.revenue.iter().find(|row| row.class.value == class.code.value);
            row.and_then(|row| row.received)
        };
        let amounts: Vec<Option<Money>> = years.iter().map(of_year).collect();
        if amounts.iter().flatten().any(|amount| *amount != Money::ZERO) {
            rows.push((&class.code, scope.plain(&class.name), amounts));
        }
    }
    let most = rows.iter().flat_map(|(_, _, amounts)| amounts.iter().flatten()).max().copied()?;
    let millions = most >= Money::from_centavos(1_000_000 * 100);
    let unit: f64 = if millions { 1e6 } else { 1e3 };
    let last = |amounts: &[Option<Money>]| amounts.iter().rev().flatten().next().copied().unwrap_or(Money::ZERO);
    rows.sort_by(|a, b| last(&b.2).cmp(&last(&a.2)).then_with(|| a.0.cmp(b.0)));
    let cell = |amount: &Option<Money>| {
        let Some(amount) = amount else { return Cell::default() };
        let shown = Ratio::quetzales(*amount).over(Ratio::whole(unit as i64)).unwrap_or(Ratio::whole(0));
        let small = shown.magnitude().is_some_and(|size| size < Ratio::new(1, 10).unwrap_or(Ratio::whole(0)));
        let digits = shown.decimal(if small && !shown.is_zero() { 2 } else { 1 });
        Cell::new(Some(quetzales(*amount) / unit), scope.short_money(*amount)).short(format::grouped(&digits))
    };
    let rows = rows
        .iter()
        .map(|(code, name, amounts)| Group::new(format!("{code} {name}"), amounts.iter().map(cell).collect()));
    let caption =
        scope.words.fill("finance", "revenue_chart", &[("years", &span(scope, &known))]) + &until(scope, years);
    let chart = YearRows {
        frame: words::frame(scope, caption.clone(), revenue_sentence(scope, years), demo),
        unit: scope.word("finance", if millions { "unit_millions" } else { "unit_thousands" }).to_owned(),
        years: years.iter().map(|year| year.year.to_string()).collect(),
        rows: rows.collect(),
    };
    Some(Figure { caption, chart: Html::trusted(chart.svg("ingresos-clases")) })
}

/// So many purposes are shown; the rest are one bar.
const LARGEST: usize = 8;

/// What was accrued by purpose in the newest year whose spending is whole, beside what the budget allowed.
fn purposes(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Option<Figure> {
    let classes = &scope.model.classifications;
    let year = newest_complete_spending(years)?;
    let mut sums: BTreeMap<Option<&str>, (Option<Money>, Option<Money>)> = BTreeMap::new();
    for row in &year.spending {
        let purpose = classes.function(&row.function).and_then(|function| function.purpose.as_ref());
        let sum = sums.entry(purpose.map(|purpose| purpose.value.as_str())).or_default();
        sum.0 = add(sum.0, row.accrued);
        sum.1 = add(sum.1, row.current);
    }
    let total = year.spending_total().accrued?;
    let uncertain = sums.remove(&None);
    let mut sums: Vec<_> = sums.into_iter().filter_map(|(code, sums)| Some((code?, sums))).collect();
    sums.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
    let rest = sums.split_off(sums.len().min(LARGEST));
    let row = |label: String, (accrued, current): (Option<Money>, Option<Money>), rest: bool| {
        let share = accrued.and_then(|accrued| Ratio::of(accrued, total)).map(|ratio| scope.percent(ratio));
        let text = accrued.zip(share).map(|(accrued, share)| format!("{} · {share}", scope.short_money(accrued)));
        Purpose {
            label,
            accrued: accrued.map(quetzales),
            current: current.map(quetzales),
            text: text.unwrap_or_default(),
            rest,
        }
    };
    let name = |code: &str| {
        let named = classes.purposes.iter().find(|purpose| purpose.code.value == code);
        named.map_or_else(|| code.to_owned(), |purpose| scope.plain(&purpose.name))
    };
    let mut rows: Vec<Purpose> = sums.iter().map(|(code, sums)| row(name(code), *sums, false)).collect();
    let gathered = rest.iter().map(|(_, sums)| *sums).chain(uncertain);
    let (count, others) = gathered.fold((0, (None, None)), |(count, all): (usize, (_, _)), one| {
        (count + 1, (add(all.0, one.0), add(all.1, one.1)))
    });
    if count > 0 {
        rows.push(row(scope.word("finance", "other_purposes").to_owned(), others, true));
    }
    let caption = scope.words.fill("finance", "purposes", &[("year", &year.year.to_string())]);
    let chart = Purposes {
        frame: words::frame(scope, caption.clone(), spending_sentence(scope, years), demo),
        rows,
        accrued: scope.word("stages", "accrued").to_owned(),
        current: scope.word("stages", "current").to_owned(),
    };
    Some(Figure { caption, chart: Html::trusted(chart.svg("gastos-finalidad")) })
}

fn add(sum: Option<Money>, amount: Option<Money>) -> Option<Money> {
    match (sum, amount) {
        (Some(sum), Some(amount)) => Some(sum + amount),
        (sum, amount) => sum.or(amount),
    }
}

/// The share of the budget that was accrued, against the calendar; one dot for each year.
fn pace(scope: &Scope, years: &[&MunicipalityYear], demo: bool) -> Option<Figure> {
    let mut known: Vec<Year> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let mut points = Vec::new();
    for year in years.iter().filter(|year| year.spending_is_complete()) {
        let total = year.spending_total();
        let Some(share) = total.accrued.zip(total.current).and_then(|(a, c)| Ratio::of(a, c)) else { continue };
        let open_end = year.period_end.as_ref().filter(|_| !crate::indicator::is_whole(year));
        let month = open_end
            .map_or(12.0, |end| f64::from(end.month() - 1) + f64::from(end.day()) / f64::from(end.days_in_month()));
        known.push(*year.year);
        let text = scope.percent(share);
        told.push(format!("{}: {text}", year.year.value));
        points.push(PaceYear {
            label: year.year.to_string(),
            open: !year.closed,
            points: vec![PacePoint { month, share: Some(share.approximate() * 100.0), text }],
        });
    }
    if points.is_empty() {
        return None;
    }
    let caption = scope.words.fill("finance", "pace", &[("years", &span(scope, &known))]) + &until(scope, years);
    let initial = |n: usize| {
        const KEYS: [&str; 12] = ["m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12"];
        scope.word("months", KEYS[n]).chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default()
    };
    let chart = Pace {
        frame: words::frame(scope, caption.clone(), told.join("; "), demo),
        years: points,
        months: (0..12).map(initial).collect(),
        calendar: scope.word("finance", "calendar").to_owned(),
        ticks: [0u8, 25, 50, 75, 100]
            .map(|value| Tick { value: f64::from(value), text: format!("{value}\u{A0}%") })
            .to_vec(),
    };
    Some(Figure { caption, chart: Html::trusted(chart.svg("ritmo")) })
}

fn newest_revenue<'y>(years: &[&'y MunicipalityYear]) -> Option<&'y MunicipalityYear> {
    years.iter().rev().find(|year| !year.revenue.is_empty()).copied()
}

fn newest_complete_spending<'y>(years: &[&'y MunicipalityYear]) -> Option<&'y MunicipalityYear> {
    years.iter().rev().find(|year| year.spending_is_complete()).copied()
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
