//! The page of a municipality's year: every item, every line, every stage, and what each indicator was made of.

use std::collections::BTreeMap;

use serde::Serialize;

use super::services::{self, Services};
use super::tables::{self, YearTable};
use super::words::{self, NoteView, Part};
use super::works::{self, Works};
use super::{YearLink, indicators, year_links};
use crate::model::finance::is_balances_used;
use crate::model::municipality_year::{MunicipalityYear, SpendingLine};
use crate::model::values::{Money, Year};
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope, SourceView};
use crate::render::views::{View, section};

#[derive(Serialize)]
struct YearView {
    code: String,
    year: String,
    overview: Link,
    years: Vec<YearLink>,
    period: String,
    status: String,
    source: String,
    notes: Vec<NoteView>,
    indicators: Vec<indicators::Row>,
    revenue: Vec<Table>,
    revenue_by_class: YearTable,
    revenue_notes: Vec<NoteView>,
    spending: Vec<Table>,
    spending_by_function: YearTable,
    spending_notes: Vec<NoteView>,
    works: Option<Works>,
    services: Option<Services>,
    sources: Vec<SourceView>,
}

/// A table of amounts.
#[derive(Serialize)]
struct Table {
    id: &'static str,
    caption: String,
    first: String,
    head: Vec<String>,
    rows: Vec<Line>,
    total: Line,
}

#[derive(Serialize)]
struct Line {
    label: Html,
    cells: Html,
}

/// The page of a year.
pub(in crate::render::views) fn year(scope: &Scope, n: usize, year: Year) -> View {
    let municipality = &scope.model.municipalities[n];
    let name = scope.full_name(municipality);
    let shown = year.to_string();
    let values = [("name", name.as_str()), ("year", &shown)];
    let title = scope.words.fill("municipality_year", "title", &values);
    let description = scope.words.fill("municipality_year", "description", &values);
    let overview = scope.link(Subject::Municipality(n), Html::escaped(scope.word("municipality_year", "overview")));
    let Some(data) = municipality.years.get(&year) else {
        // The plan has pages of years that there are.
        return View::new("municipality-year.html", title, description, overview);
    };
    let body = YearView {
        code: municipality.code.to_string(),
        overview,
        years: year_links(scope, n, Some(year)),
        period: words::period(scope, data),
        status: scope.word("status", data.status.id()).to_owned(),
        source: words::publishers(scope, [data.source.value.as_str()]),
        notes: words::notes(scope, data, Part::Head),
        indicators: indicators::of_year(scope, n, year),
        revenue: revenue(scope, data),
        revenue_by_class: tables::revenue_table(scope, data),
        revenue_notes: words::notes(scope, data, Part::Revenue),
        spending: spending(scope, data),
        spending_by_function: tables::spending_table(scope, data),
        spending_notes: words::notes(scope, data, Part::Spending),
        works: works::of_year(scope, data),
        services: services::of_year(scope, data),
        sources: vec![scope.source(&data.source)],
        year: shown,
    };
    let mut toc = vec![section(scope, "ingresos", "revenue"), section(scope, "gastos", "spending")];
    if body.works.is_some() {
        toc.push(section(scope, "obras", "works"));
    }
    if body.services.is_some() {
        toc.push(section(scope, "servicios", "services"));
    }
    if !body.indicators.is_empty() {
        toc.push(section(scope, "indicadores", "indicators"));
    }
    let view = View::new("municipality-year.html", title, description, body).with_toc(toc);
    View { demo: municipality.is_demo(), ..view }
}

/// Revenue by item and by funding source.
fn revenue(scope: &Scope, year: &MunicipalityYear) -> Vec<Table> {
    let mut all = Vec::new();
    let stages = ["initial", "modification", "current", "received"];
    let items = year.revenue_by_item.iter().map(|row| {
        let label = Html::trusted(format!("{} {}", Html::escaped(&row.item).as_str(), scope.text(&row.name).as_str()));
        let amounts = vec![row.initial, row.modification, row.current, row.received];
        // The source publishes a zero for balances used: nobody received it in the year.
        let unpublished = is_balances_used(&row.class) && row.received == Some(Money::ZERO);
        let mut texts: Vec<String> = amounts.iter().map(|amount| scope.money(*amount)).collect();
        if let Some(last) = texts.last_mut().filter(|_| unpublished) {
            scope.word("data", "not_applicable").clone_into(last);
        }
        Row { label, amounts, cells: tables::cells_with(&texts) }
    });
    all.extend(table(
        scope,
        year,
        "revenue_by_item",
        "item",
        stages.map(|key| scope.word("stages", key)).to_vec(),
        items,
    ));
    let sources = &scope.model.classifications.funding_sources;
    let rows = year.revenue_by_source.iter().map(|row| {
        let known = sources.iter().find(|source| source.code.value == row.funding_source.value);
        let name = known.map(|source| scope.plain(&source.name)).unwrap_or_default();
        let label = Html::escaped(&format!("{} {name}", row.funding_source.value));
        Row::new(scope, label, vec![row.received, row.operating_paid, row.investment_paid, row.debt_paid])
    });
    let head = ["received", "operating_paid", "investment_paid", "debt_paid"].map(|key| scope.word("stages", key));
    all.extend(table(scope, year, "revenue_by_source", "funding_source", head.to_vec(), rows));
    all
}

/// The stages of a group of lines; a sum with a gap is missing.
type Stages = [Option<Money>; 6];

fn stages(line: &SpendingLine) -> Stages {
    [line.initial, line.modification, line.current, line.committed, line.accrued, line.paid]
}

fn plus(sum: Stages, more: Stages) -> Stages {
    std::array::from_fn(|n| Some(sum[n]? + more[n]?))
}

/// Spending by programme, by kind, by object group, by function and by funding source.
fn spending(scope: &Scope, year: &MunicipalityYear) -> Vec<Table> {
    let classes = &scope.model.classifications;
    let mut all = Vec::new();
    let head = ["initial", "modification", "current", "committed", "accrued", "paid"];
    let head = head.map(|key| scope.word("stages", key)).to_vec();
    let none = || scope.word("municipality_year", "not_given").to_owned();
    let mut by = |id: &'static str, first: &'static str, label: &dyn Fn(&SpendingLine) -> String| {
        let mut groups: BTreeMap<String, Stages> = BTreeMap::new();
        for line in &year.spending_lines {
            let stages = stages(line);
            groups.entry(label(line)).and_modify(|sum| *sum = plus(*sum, stages)).or_insert(stages);
        }
        if groups.len() > 1 {
            let rows = groups.into_iter().map(|(label, sums)| Row::new(scope, Html::escaped(&label), sums.to_vec()));
            all.extend(table(scope, year, id, first, head.clone(), rows));
        }
    };
    by("by_kind", "kind", &|line| scope.word("spending_kind", line.kind.id()).to_owned());
    by("by_programme", "programme", &|line| {
        let name = line.programme_name.as_ref().map(|name| scope.plain(name)).unwrap_or_default();
        format!("{} {name}", line.programme)
    });
    by("by_object_group", "object_group", &|line| match &line.object_group {
        Some(code) => {
            let group = classes.object_groups.iter().find(|group| group.code.value == code.value);
            format!("{} {}", code.value, group.map(|group| scope.plain(&group.name)).unwrap_or_default())
        }
        None => none(),
    });
    by("by_function", "function", &|line| {
        let function = line.function.as_ref().and_then(|id| classes.function(id));
        function.map_or_else(none, |function| scope.plain(&function.name))
    });
    by("by_funding_source", "funding_source", &|line| match &line.funding_source {
        Some(code) => {
            let source = classes.funding_sources.iter().find(|source| source.code.value == code.value);
            format!("{} {}", code.value, source.map(|source| scope.plain(&source.name)).unwrap_or_default())
        }
        None => none(),
    });
    all
}

/// A row before its table is made: its amounts for the total, and as they are shown.
struct Row {
    label: Html,
    amounts: Vec<Option<Money>>,
    cells: Html,
}

impl Row {
    fn new(scope: &Scope, label: Html, amounts: Vec<Option<Money>>) -> Row {
        Row { cells: tables::cells_of(scope, &amounts), label, amounts }
    }
}

fn table(
    scope: &Scope,
    year: &MunicipalityYear,
    id: &'static str,
    first: &'static str,
    head: Vec<&str>,
    rows: impl Iterator<Item = Row>,
) -> Option<Table> {
    let rows: Vec<Row> = rows.collect();
    let columns = rows.first()?.amounts.len();
    let sum = |at: usize| rows.iter().map(|row| row.amounts.get(at).copied().flatten()).sum::<Option<Money>>();
    let total: Vec<Option<Money>> = (0..columns).map(sum).collect();
    let has_financing = id == "revenue_by_item";
    let label = scope.word("finance", if has_financing { "total_with_financing" } else { "total_spending" });
    Some(Table {
        id,
        caption: scope.words.fill("year_tables", id, &[("year", &year.year.to_string())]),
        first: scope.word("year_columns", first).to_owned(),
        head: head.into_iter().map(str::to_owned).collect(),
        rows: rows.into_iter().map(|row| Line { label: row.label, cells: row.cells }).collect(),
        total: Line { label: Html::escaped(label), cells: tables::cells_of(scope, &total) },
    })
}
