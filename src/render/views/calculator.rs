//! A calculator: its form, which can be printed and filled in by hand, and what its script reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use cabildo_worksheet::evaluate::Shown;
use cabildo_worksheet::program::{Expression, Program, Type};
use cabildo_worksheet::value::rounded;
use cabildo_worksheet::words::{Figure, Labels, Language, words};
use cabildo_worksheet::{Gap, Value, evaluate};
use serde::Serialize;

use super::View;
use crate::model::provenance::Ref;
use crate::model::site::NumberStyle;
use crate::model::values::{Date, Number, Texts};
use crate::model::worksheet::{
    Band, Choice, Column, Entry, Example, Field, FieldKind, Outcome, Show, Table, Worksheet,
};
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};
use crate::source::Located;
use crate::worksheet;

/// So many rows of a table that grows are printed for filling in by hand.
const ROWS_ON_PAPER: usize = 8;
/// With more columns each row becomes a block of fields.
const BROAD: usize = 5;

#[derive(Serialize)]
struct Calculator {
    id: String,
    number: String,
    version: String,
    tool: Link,
    summary: Html,
    /// The same as a workbook.
    workbook: Option<Link>,
    examples: Vec<ExampleButton>,
    groups: Vec<Group>,
    outcomes: Vec<Outcomes>,
    /// The highlighted results, for the line at the foot of a small screen.
    answers: Vec<OutcomeView>,
    /// Tables of a fixed form in which nothing is filled in.
    sheets: Vec<TableView>,
    lists: Vec<TableView>,
    checks: Vec<CheckView>,
    notes: Vec<Html>,
    how: Vec<How>,
    worked: Option<Worked>,
    data: Html,
}

#[derive(Serialize)]
struct ExampleButton {
    id: String,
    button: String,
    mark: String,
    help: String,
    demo: bool,
}

#[derive(Serialize)]
struct Group {
    id: String,
    name: Html,
    help: Html,
    parts: Vec<Part>,
}

/// A field or a table.
#[derive(Serialize)]
struct Part {
    field: Option<FieldView>,
    table: Option<TableView>,
}

#[derive(Serialize)]
struct FieldView {
    id: String,
    at: usize,
    name: Html,
    help: Html,
    optional: bool,
    prefix: &'static str,
    suffix: String,
    control: &'static str,
    mode: &'static str,
    value: String,
    today: bool,
    described: String,
    options: Vec<OptionView>,
}

#[derive(Serialize)]
struct OptionView {
    id: String,
    name: Html,
    chosen: bool,
}

#[derive(Serialize)]
struct TableView {
    id: String,
    at: usize,
    name: Html,
    plain: String,
    help: Html,
    helps: bool,
    /// The heading of the rows' own column.
    first: String,
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    open: bool,
    broad: bool,
    /// Whether all its rows are computed.
    computed: bool,
    sort: String,
    calendar: Option<CalendarView>,
}

#[derive(Serialize)]
struct CalendarView {
    date: String,
    title: String,
}

#[derive(Serialize)]
struct ColumnView {
    id: String,
    at: usize,
    label: String,
    help: Html,
    described: String,
    #[serde(flatten)]
    format: Format,
    /// Whether it is a computed number.
    numeric: bool,
    bands: Vec<BandView>,
    field: Option<FieldView>,
}

#[derive(Serialize)]
struct RowView {
    label: String,
    name: String,
}

/// How the script shows a value: `q` quetzales, `p` a percentage, `n` any other number; so many decimals, or up to so
/// many where they are negative; what stands behind the number.
#[derive(Clone, Serialize)]
struct Format {
    f: &'static str,
    d: i8,
    u: String,
}

#[derive(Serialize)]
struct BandView {
    label: Html,
    tone: &'static str,
}

#[derive(Serialize)]
struct Outcomes {
    name: Html,
    outcomes: Vec<OutcomeView>,
}

#[derive(Serialize)]
struct OutcomeView {
    id: String,
    at: usize,
    name: Html,
    help: Html,
    highlight: bool,
    #[serde(flatten)]
    format: Format,
    bands: Vec<BandView>,
}

#[derive(Serialize)]
struct CheckView {
    severity: &'static str,
    word: String,
    /// For a check of each row of a table.
    rows: String,
    message: Html,
    field: String,
}

#[derive(Serialize)]
struct How {
    name: Html,
    words: String,
    /// Its bands, with their conditions.
    bands: Vec<Told>,
    /// Of a step that is shown here only.
    at: String,
    #[serde(flatten)]
    format: Format,
}

#[derive(Serialize)]
struct Told {
    name: Html,
    words: String,
}

#[derive(Serialize)]
struct Worked {
    name: Html,
    demo: String,
    rows: Vec<WorkedRow>,
}

#[derive(Serialize)]
struct WorkedRow {
    name: Html,
    value: String,
}

/// What the script reads beside the form.
#[derive(Serialize)]
struct Data<'a> {
    v: String,
    /// Days on which nobody works, counted from 1970.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    h: Vec<i64>,
    /// Examples: what is filled in, by the names under which the script keeps it: `connections`, `assets.1.value`.
    x: Vec<BTreeMap<String, String>>,
    w: &'a BTreeMap<String, String>,
    guatemala: bool,
}

pub(super) fn calculator(scope: &Scope, n: usize) -> View {
    let sheet: &Worksheet = &scope.model.worksheets[n];
    let maker = Maker { scope, sheet, program: worksheet::program(sheet) };
    let tool = scope.model.tools.get(&sheet.tool);
    let name = tool.map(|tool| scope.plain(&tool.name)).unwrap_or_default();
    let summary = tool.map(|tool| scope.plain(&tool.summary)).unwrap_or_default();
    let body = Calculator {
        id: sheet.tool.clone(),
        number: tool.map(|tool| tool.number.value.clone()).unwrap_or_default(),
        version: sheet.version.to_string(),
        tool: scope.tool_link(&sheet.tool).unwrap_or_else(|| scope.link(Subject::Toolbox, Html::default())),
        summary: Html::escaped(&summary),
        workbook: scope
            .plan
            .assets
            .workbooks
            .get(&(n, scope.lang))
            .map(|file| Link { href: scope.address.to(file), label: Html::escaped(&maker.word("workbook")) }),
        examples: maker.offered().into_iter().map(|example| maker.example_button(example)).collect(),
        groups: maker.groups(),
        outcomes: maker.outcomes(),
        answers: maker.answers(),
        sheets: maker.sheets(),
        lists: maker.lists(),
        checks: maker.checks(),
        notes: scope.texts(&sheet.notes),
        how: maker.how(),
        worked: maker.offered().first().map(|example| maker.worked(example)),
        data: maker.data(),
    };
    let title = scope.words.fill("calculator", "title", &[("tool", &name)]);
    let view = View::new("calculator.html", title, summary, body);
    View { scripts: vec!["worksheet.js"], ..view }
}

struct Maker<'a> {
    scope: &'a Scope<'a>,
    sheet: &'a Worksheet,
    program: Option<Arc<Program>>,
}

impl Maker<'_> {
    fn word(&self, key: &'static str) -> String {
        self.scope.word("calculator", key).to_owned()
    }

    fn fill(&self, key: &'static str, name: &str, value: &str) -> String {
        self.scope.words.fill("calculator", key, &[(name, value)])
    }

    /// The examples that can be filled in by a button: those of a fictitious municipality, else the first.
    fn offered(&self) -> Vec<&Example> {
        let examples = &self.sheet.examples;
        let of_demo: Vec<&Example> = examples.iter().filter(|example| example.municipality.is_some()).collect();
        if of_demo.is_empty() { examples.iter().take(1).collect() } else { of_demo }
    }

    fn example_button(&self, example: &Example) -> ExampleButton {
        let demo = example.municipality.is_some();
        let [button, mark, help] =
            if demo { ["demo", "demo_mark", "demo_help"] } else { ["example", "example_mark", "example_help"] };
        let name = self.scope.plain(&example.name);
        ExampleButton {
            id: example.id.value.clone(),
            button: self.fill(button, "name", &name),
            mark: self.fill(mark, "name", &name),
            help: self.word(help),
            demo,
        }
    }

    /// The form by its groups; what belongs to none stands first.
    fn groups(&self) -> Vec<Group> {
        let Worksheet { groups, inputs, tables, .. } = self.sheet;
        let known =
            |group: &Option<Ref>| groups.iter().position(|g| group.as_ref().is_some_and(|id| id.value == g.id.value));
        let parts_of = |place: Option<usize>| {
            let fields = inputs.iter().enumerate().filter(|(_, field)| known(&field.group) == place);
            let tables = tables.iter().enumerate().filter(|(_, t)| is_filled_in(t) && known(&t.group) == place);
            let fields = fields.map(|(at, field)| Part { field: Some(self.field(at, field)), table: None });
            fields
                .chain(tables.map(|(at, table)| Part { field: None, table: Some(self.table(at, table)) }))
                .collect::<Vec<_>>()
        };
        let without = Group { id: String::new(), name: Html::default(), help: Html::default(), parts: parts_of(None) };
        let others = groups.iter().enumerate().map(|(at, group)| Group {
            id: group.id.value.clone(),
            name: self.scope.text(&group.name),
            help: self.scope.maybe(&group.help),
            parts: parts_of(Some(at)),
        });
        std::iter::once(without).chain(others).filter(|group| !group.parts.is_empty()).collect()
    }

    fn field(&self, at: usize, field: &Field) -> FieldView {
        let Field { id, kind, unit, name, help, default, options, optional, whole, .. } = field;
        let asked = Asked { kind: *kind, default: default.as_deref(), options, whole: *whole };
        let unit = Unit::of(*kind, unit.as_deref());
        let mut view = self.entry(id, at, &asked);
        let suffix = match kind {
            FieldKind::Percentage => "%".to_owned(),
            _ => self.unit_names(&unit),
        };
        let mut described = Vec::new();
        if help.is_some() {
            described.push(format!("h-{id}", id = id.value));
        }
        if !suffix.is_empty() {
            described.push(format!("u-{id}", id = id.value));
        }
        view.name = self.scope.text(name);
        view.help = self.scope.maybe(help);
        view.optional = *optional;
        view.prefix = if unit.quetzales { "Q" } else { "" };
        view.suffix = suffix;
        view.described = described.join(" ");
        view
    }

    /// The control of something that is filled in.
    fn entry(&self, id: &Ref, at: usize, asked: &Asked) -> FieldView {
        let yes_no = asked.kind == FieldKind::YesNo;
        let default = asked.default.map(|entry| entry.0.as_str()).unwrap_or_default();
        let today = asked.kind == FieldKind::Date && default == "today";
        let (control, mode) = match asked.kind {
            FieldKind::YesNo | FieldKind::Choice => ("select", ""),
            FieldKind::Date => ("date", ""),
            FieldKind::Text => ("text", ""),
            _ if asked.whole => ("number", "numeric"),
            _ => ("number", "decimal"),
        };
        let option = |id: &str, name| OptionView { id: id.to_owned(), name, chosen: id == default };
        let options = if yes_no {
            [("true", "yes"), ("false", "no")]
                .map(|(id, word)| option(id, Html::escaped(self.scope.word("calculator_live", word))))
                .into()
        } else {
            asked.options.iter().map(|choice| option(&choice.id, self.scope.text(&choice.name))).collect()
        };
        FieldView {
            id: id.value.clone(),
            at,
            name: Html::default(),
            help: Html::default(),
            optional: false,
            prefix: "",
            suffix: String::new(),
            control,
            mode,
            value: if today { String::new() } else { as_typed(asked.kind, default) },
            today,
            described: String::new(),
            options,
        }
    }

    fn table(&self, at: usize, table: &Table) -> TableView {
        let Table { id, name, help, rows, columns, sort, calendar, .. } = table;
        let computed = rows.of.is_some();
        let open = !computed && rows.labels.is_empty();
        let place = |id: &Ref| columns.iter().position(|column| column.id.value == id.value);
        let columns: Vec<ColumnView> = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !column.hidden)
            .map(|(n, column)| self.column(table, at, n, column))
            .collect();
        let rows = if computed {
            Vec::new()
        } else if open {
            let count = rows.max.unwrap_or(ROWS_ON_PAPER).min(ROWS_ON_PAPER).max(rows.min.unwrap_or(1));
            (1..=count)
                .map(|n| RowView {
                    label: n.to_string(),
                    name: self.scope.words.fill("calculator_live", "row", &[("n", &n.to_string())]),
                })
                .collect()
        } else {
            rows.labels
                .iter()
                .map(|label| self.scope.plain(label))
                .map(|label| RowView { name: label.clone(), label })
                .collect()
        };
        TableView {
            id: id.value.clone(),
            at,
            name: self.scope.text(name),
            plain: self.scope.plain(name),
            help: self.scope.maybe(help),
            helps: columns.iter().any(|column| !column.help.is_empty()),
            first: self.word("row"),
            broad: columns.len() > BROAD,
            columns,
            rows,
            open,
            computed,
            sort: sort.as_ref().and_then(place).map(|n| n.to_string()).unwrap_or_default(),
            calendar: calendar.as_ref().and_then(|columns| {
                Some(CalendarView {
                    date: place(&columns.date)?.to_string(),
                    title: place(&columns.title)?.to_string(),
                })
            }),
        }
    }

    fn column(&self, table: &Table, at: usize, n: usize, column: &Column) -> ColumnView {
        let Column { id, name, help, kind, unit, default, options, whole, unit_name, show, decimals, bands, .. } =
            column;
        let name = self.scope.plain(name);
        let described = if help.is_some() { format!("h-{}-{}", table.id.value, id.value) } else { String::new() };
        let computed = || self.program.as_ref()?.tables.get(at)?.columns.get(n)?.computed().map(|c| c.kind.clone());
        let (format, unit, field) = match kind {
            Some(kind) => {
                let asked = Asked { kind: *kind, default: default.as_deref(), options, whole: *whole };
                let unit = Unit::of(*kind, unit.as_deref());
                let field = FieldView { described: described.clone(), ..self.entry(id, n, &asked) };
                (Format::typed(*kind), self.column_unit(*kind, &unit), Some(field))
            }
            None => {
                let format = self.format(computed().as_ref(), unit.as_deref(), None, *show, *decimals);
                // Names of units stand in the heading, not in each cell.
                let name = unit_name.as_ref().map_or_else(|| format.u.clone(), |name| self.scope.plain(name));
                let unit = format!("{} {name}", if format.f == "q" { "Q" } else { "" });
                (Format { u: String::new(), ..format }, unit, None)
            }
        };
        let unit = unit.trim();
        let label = if unit.is_empty() { name } else { format!("{name} ({unit})") };
        ColumnView {
            id: id.value.clone(),
            at: n,
            label,
            help: self.scope.maybe(help),
            described,
            format,
            numeric: kind.is_none() && matches!(computed(), Some(Type::Number(_))),
            bands: self.bands(bands),
            field,
        }
    }

    fn column_unit(&self, kind: FieldKind, unit: &Unit) -> String {
        match kind {
            FieldKind::Percentage => "%".to_owned(),
            _ if unit.quetzales => format!("Q {}", self.unit_names(unit)),
            _ => self.unit_names(unit),
        }
    }

    fn sheets(&self) -> Vec<TableView> {
        let tables = self.sheet.tables.iter().enumerate();
        let shown = tables.filter(|(_, table)| table.rows.of.is_none() && !is_filled_in(table));
        shown.map(|(at, table)| self.table(at, table)).collect()
    }

    /// Tables that are shown as lists: those that are computed, and those that have an order.
    fn lists(&self) -> Vec<TableView> {
        let tables = self.sheet.tables.iter().enumerate();
        tables
            .filter(|(_, table)| table.rows.of.is_some() || table.sort.is_some())
            .map(|(at, table)| TableView { rows: Vec::new(), open: false, ..self.table(at, table) })
            .collect()
    }

    fn shown(&self) -> impl Iterator<Item = (usize, &Outcome)> {
        self.sheet.results.iter().enumerate().filter(|(_, outcome)| !outcome.hidden)
    }

    fn answers(&self) -> Vec<OutcomeView> {
        self.shown().filter(|(_, outcome)| outcome.highlight).map(|(at, outcome)| self.outcome(at, outcome)).collect()
    }

    /// The results by their groups, in the order in which the groups first have one.
    fn outcomes(&self) -> Vec<Outcomes> {
        let mut all: Vec<(Option<&str>, Outcomes)> = Vec::new();
        for (at, outcome) in self.shown() {
            let id = outcome.group.as_ref().map(|group| group.value.as_str());
            let view = self.outcome(at, outcome);
            match all.iter_mut().find(|(known, _)| *known == id) {
                Some((_, group)) => group.outcomes.push(view),
                None => {
                    let group = self.sheet.groups.iter().find(|group| Some(group.id.value.as_str()) == id);
                    let name = group.map(|group| self.scope.text(&group.name)).unwrap_or_default();
                    all.push((id, Outcomes { name, outcomes: vec![view] }));
                }
            }
        }
        all.into_iter().map(|(_, group)| group).collect()
    }

    fn outcome(&self, at: usize, outcome: &Outcome) -> OutcomeView {
        OutcomeView {
            id: outcome.id.value.clone(),
            at,
            name: self.scope.text(&outcome.name),
            help: self.scope.maybe(&outcome.help),
            highlight: outcome.highlight,
            format: self.format_of(at, outcome),
            bands: self.bands(&outcome.bands),
        }
    }

    fn format_of(&self, at: usize, outcome: &Outcome) -> Format {
        let kind = self.program.as_ref().and_then(|program| program.results.get(at)).map(|result| &result.kind);
        self.format(kind, outcome.unit.as_deref(), outcome.unit_name.as_ref(), outcome.show, outcome.decimals)
    }

    /// How a computed value is shown. Where the calculator has faults, its author's word for the unit stands in.
    fn format(
        &self,
        kind: Option<&Type>,
        declared: Option<&String>,
        name: Option<&Texts>,
        show: Option<Show>,
        decimals: Option<u8>,
    ) -> Format {
        let unit = match kind {
            Some(Type::Number(unit)) => Unit::of_powers(&unit.0),
            Some(_) => Unit::default(),
            None => Unit::parse(declared.map(String::as_str).unwrap_or_default()),
        };
        let (f, usual) = match show {
            Some(Show::Percentage) => ("p", 1),
            None if unit.quetzales => ("q", 2),
            None => ("n", -2),
        };
        let u = name.map_or_else(|| self.unit_names(&unit), |name| self.scope.plain(name));
        Format { f, d: decimals.map_or(usual, |decimals| decimals.min(6) as i8), u }
    }

    /// What stands behind a number: the names of its units but quetzales, those below the line after a stroke.
    fn unit_names(&self, unit: &Unit) -> String {
        let names = |ids: &[String]| {
            let named = |id: &String| {
                let known = self.sheet.units.iter().find(|unit| unit.id.value == *id);
                known.map_or_else(|| id.clone(), |unit| self.scope.plain(&unit.name))
            };
            ids.iter().map(named).collect::<Vec<_>>().join(" ")
        };
        match (names(&unit.above), names(&unit.below)) {
            (above, below) if below.is_empty() => above,
            (above, below) => format!("{above} / {below}").trim_start().to_owned(),
        }
    }

    fn bands(&self, bands: &[Band]) -> Vec<BandView> {
        bands.iter().map(|band| BandView { label: self.scope.text(&band.label), tone: band.tone.id() }).collect()
    }

    fn checks(&self) -> Vec<CheckView> {
        let fields = &self.sheet.inputs;
        self.sheet
            .checks
            .iter()
            .map(|check| CheckView {
                severity: check.severity.id(),
                word: self.scope.word("calculator_severity", check.severity.id()).to_owned(),
                rows: if check.table.is_some() { self.word("rows") } else { String::new() },
                message: self.scope.text(&check.message),
                field: check
                    .field
                    .as_ref()
                    .filter(|id| check.table.is_none() && fields.iter().any(|field| field.id.value == id.value))
                    .map(|id| id.value.clone())
                    .unwrap_or_default(),
            })
            .collect()
    }

    /// Every computed thing in words, in the author's order, those of tables behind.
    fn how(&self) -> Vec<How> {
        let Some(program) = &self.program else { return Vec::new() };
        let results = self.sheet.results.iter().zip(&program.results).enumerate().map(|(at, (outcome, result))| How {
            name: self.scope.text(&outcome.name),
            words: self.told(program, &result.expression, None),
            bands: self.told_bands(program, &outcome.bands, &result.bands, None),
            at: if outcome.hidden { at.to_string() } else { String::new() },
            format: self.format_of(at, outcome),
        });
        let columns = self.sheet.tables.iter().zip(&program.tables).enumerate().flat_map(|(at, (table, computed))| {
            let pairs = table.columns.iter().zip(&computed.columns);
            pairs.filter_map(move |(column, of)| Some((table, column, of.computed()?))).map(
                move |(table, column, of)| {
                    let name = format!("{} ({})", self.scope.plain(&column.name), self.scope.plain(&table.name));
                    How {
                        name: Html::escaped(&name),
                        words: self.told(program, &of.expression, Some(at)),
                        bands: self.told_bands(program, &column.bands, &of.bands, Some(at)),
                        at: String::new(),
                        format: Format::typed(FieldKind::Text),
                    }
                },
            )
        });
        results.chain(columns).collect()
    }

    fn told_bands(&self, program: &Program, bands: &[Band], when: &[Expression], table: Option<usize>) -> Vec<Told> {
        let told = |(band, when): (&Band, &Expression)| Told {
            name: self.scope.text(&band.label),
            words: self.told(program, when, table),
        };
        bands.iter().zip(when).map(told).collect()
    }

    /// A formula in plain words.
    fn told(&self, program: &Program, expression: &Expression, table: Option<usize>) -> String {
        let Worksheet { inputs, tables, results, .. } = self.sheet;
        let inner = |name: Option<&Texts>| name.map(|name| within(&self.scope.plain(name))).unwrap_or_default();
        let column = |table: usize, column: usize| tables.get(table).and_then(|table| table.columns.get(column));
        let option = |figure: Figure, id: &str| {
            let own = match figure {
                Figure::Input(n) => inputs.get(n).map(|field| field.options.as_slice()),
                Figure::Column { table, column: n } => column(table, n).map(|column| column.options.as_slice()),
                Figure::Result(_) => None,
            };
            let everywhere = || {
                let of_columns = tables.iter().flat_map(|table| &table.columns).flat_map(|column| &column.options);
                inputs.iter().flat_map(|field| &field.options).chain(of_columns)
            };
            let own = own.into_iter().flatten();
            let found = own.chain(everywhere()).find(|choice| choice.id.value == id);
            found.map_or_else(|| id.to_owned(), |choice| self.scope.plain(&choice.name))
        };
        let percentage = |figure: Figure| match figure {
            Figure::Input(n) => inputs.get(n).is_some_and(|field| field.kind == FieldKind::Percentage),
            Figure::Result(n) => results.get(n).is_some_and(|result| result.show.is_some()),
            Figure::Column { table, column: n } => column(table, n)
                .is_some_and(|column| column.show.is_some() || column.kind == Some(FieldKind::Percentage)),
        };
        let labels = Labels {
            input: &|n| inner(inputs.get(n).map(|field| &field.name)),
            result: &|n| inner(results.get(n).map(|result| &result.name)),
            table: &|n| inner(tables.get(n).map(|table| &table.name)),
            column: &|table, n| inner(column(table, n).map(|column| &column.name)),
            option: &option,
            percentage: &percentage,
        };
        let language = if self.scope.lang.as_str() == "en" { Language::English } else { Language::Spanish };
        words(program, expression, table, language, labels)
    }

    /// An example as it stands on paper: what was filled in and what came out.
    fn worked(&self, example: &Example) -> Worked {
        let Worksheet { inputs, tables, results, .. } = self.sheet;
        let mut rows = Vec::new();
        for field in inputs {
            let Some(entry) = example.inputs.get(&field.id.value) else { continue };
            let unit = Unit::of(field.kind, field.unit.as_deref());
            let value = self.entry_in_words(field.kind, &entry.0, &field.options);
            let value =
                if unit.quetzales { format!("Q{value}") } else { format!("{value} {}", self.unit_names(&unit)) };
            rows.push(WorkedRow { name: self.scope.text(&field.name), value: value.trim_end().to_owned() });
        }
        for table in tables {
            let Some(filled) = example.tables.get(&table.id.value) else { continue };
            let row = |cells: &BTreeMap<String, Located<Entry>>| {
                let cell = |column: &Column| {
                    let value = self.entry_in_words(column.kind?, &cells.get(&column.id.value)?.0, &column.options);
                    Some(format!("{} {value}", self.scope.plain(&column.name)))
                };
                table.columns.iter().filter_map(cell).collect::<Vec<_>>().join(", ")
            };
            let value = filled.iter().map(row).filter(|row| !row.is_empty()).collect::<Vec<_>>().join("; ");
            rows.push(WorkedRow { name: self.scope.text(&table.name), value });
        }
        if let Some(program) = &self.program {
            let today = *self.scope.model.today;
            let calendar = worksheet::calendar(&self.scope.model.holidays, today);
            let (entered, _) = worksheet::entered(self.sheet, program, example, today);
            let shown = results.iter().zip(evaluate(program, &entered, &calendar).results).enumerate();
            for (at, (outcome, Shown { value, .. })) in shown.filter(|(_, (outcome, _))| !outcome.hidden) {
                let value = self.outcome_in_words(value, &self.format_of(at, outcome));
                rows.push(WorkedRow { name: self.scope.text(&outcome.name), value });
            }
        }
        let demo = if example.municipality.is_some() { self.word("demo_help") } else { String::new() };
        Worked { name: self.scope.text(&example.name), demo, rows }
    }

    /// A result as the script shows it.
    fn outcome_in_words(&self, value: Result<Value, Gap>, Format { f, d, u }: &Format) -> String {
        let word = |key| self.scope.word("calculator_live", key).to_owned();
        match value {
            Err(Gap::Missing) => word("missing"),
            Err(Gap::NotComputable) => word("impossible"),
            Err(Gap::Absent) => "—".to_owned(),
            Ok(Value::Flag(flag)) => word(if flag { "yes" } else { "no" }),
            Ok(Value::Text(text)) => self.entry_in_words(FieldKind::Choice, &text, &self.all_options()),
            Ok(Value::Day(day)) => {
                let date = Date::parse("1970-01-01").map(|epoch| epoch.plus_days(day));
                date.map(|date| self.scope.date(date)).unwrap_or_default()
            }
            Ok(Value::Number(number)) => {
                let places = d.unsigned_abs();
                let number = if *f == "p" { number * 100.0 } else { number };
                let mut digits = format!("{:.*}", usize::from(places), rounded(number, places));
                if *d < 0 && digits.contains('.') {
                    digits.truncate(digits.trim_end_matches('0').trim_end_matches('.').len());
                }
                match *f {
                    "p" => format::percent_text(&digits, self.scope.style),
                    "q" => match digits.strip_prefix('-') {
                        Some(amount) => format!("−Q{} {u}", format::grouped(amount)),
                        None => format!("Q{} {u}", format::grouped(&digits)),
                    },
                    _ => format!("{} {u}", format::grouped(&digits)),
                }
            }
        }
        .trim_end()
        .to_owned()
    }

    fn all_options(&self) -> Vec<Choice> {
        let columns = self.sheet.tables.iter().flat_map(|table| &table.columns).flat_map(|column| &column.options);
        self.sheet.inputs.iter().flat_map(|field| &field.options).chain(columns).cloned().collect()
    }

    fn entry_in_words(&self, kind: FieldKind, entry: &str, options: &[Choice]) -> String {
        let word = |key| self.scope.word("calculator_live", key).to_owned();
        match (kind, entry) {
            (FieldKind::YesNo, "true") => word("yes"),
            (FieldKind::YesNo, "false") => word("no"),
            (FieldKind::Percentage, digits) => format::percent_text(digits, self.scope.style),
            (FieldKind::Date, day) => Date::parse(day).map_or_else(|| day.to_owned(), |date| self.scope.date(date)),
            (FieldKind::Choice, id) => {
                let choice = options.iter().find(|choice| choice.id.value == id);
                choice.map_or_else(|| id.to_owned(), |choice| self.scope.plain(&choice.name))
            }
            (kind, entry) => as_typed(kind, entry),
        }
    }

    /// Nothing where the calculator has faults.
    fn data(&self) -> Html {
        let Some(program) = &self.program else { return Html::default() };
        let kinds = |id: &str| self.sheet.inputs.iter().find(|field| field.id.value == id).map(|field| field.kind);
        let column_kind = |table: &str, id: &str| {
            let table = self.sheet.tables.iter().find(|known| known.id.value == table)?;
            table.columns.iter().find(|column| column.id.value == id)?.kind
        };
        let text = |kind: Option<FieldKind>, entry: &Entry| as_typed(kind.unwrap_or(FieldKind::Text), &entry.0);
        let example = |example: &&Example| {
            let mut filled = BTreeMap::new();
            filled.extend(example.today.map(|date| ("_today".to_owned(), date.to_string())));
            filled.extend(example.inputs.iter().map(|(id, entry)| (id.clone(), text(kinds(id), entry))));
            for (table, rows) in &example.tables {
                for (n, cells) in rows.iter().enumerate() {
                    let key = |id: &str| format!("{table}.{}.{id}", n + 1);
                    filled.extend(cells.iter().map(|(id, entry)| (key(id), text(column_kind(table, id), entry))));
                }
            }
            filled.insert("_example".to_owned(), example.id.value.clone());
            filled
        };
        let no_words = BTreeMap::new();
        let data = Data {
            v: self.sheet.version.to_string(),
            h: worksheet::calendar(&self.scope.model.holidays, *self.scope.model.today).holidays,
            x: self.offered().iter().map(example).collect(),
            w: self.scope.words.table.get("calculator_live").unwrap_or(&no_words),
            guatemala: self.scope.style == NumberStyle::Guatemala,
        };
        // The program is JSON already.
        let rest = serde_json::to_string(&data).unwrap_or_default();
        let json = format!("{{\"p\":{},{}", program.to_json(), rest.trim_start_matches('{'));
        Html::trusted(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}

/// Whether a table has something to fill in.
fn is_filled_in(table: &Table) -> bool {
    table.columns.iter().any(|column| column.kind.is_some())
}

/// What a field and a column that is filled in have in common.
struct Asked<'a> {
    kind: FieldKind,
    default: Option<&'a Entry>,
    options: &'a [Choice],
    whole: bool,
}

/// The units of a number: quetzales apart, the others above and below the line.
#[derive(Default)]
struct Unit {
    quetzales: bool,
    above: Vec<String>,
    below: Vec<String>,
}

impl Unit {
    /// Of something that is filled in; only numbers and amounts have one.
    fn of(kind: FieldKind, declared: Option<&String>) -> Unit {
        match kind {
            FieldKind::Money => Unit { quetzales: true, ..Unit::parse(declared.map_or("Q", String::as_str)) },
            FieldKind::Number => Unit::parse(declared.map_or("", String::as_str)),
            _ => Unit::default(),
        }
    }

    fn parse(text: &str) -> Unit {
        let (above, below) = text.split_once('/').unwrap_or((text, ""));
        let ids = |part: &str| {
            part.split(['*', ' ', '/']).filter(|id| !id.is_empty() && *id != "1").map(str::to_owned).collect::<Vec<_>>()
        };
        let all = ids(above);
        let quetzales = all.iter().any(|id| id == "Q");
        Unit { quetzales, above: all.into_iter().filter(|id| id != "Q").collect(), below: ids(below) }
    }

    fn of_powers(powers: &[(String, i8)]) -> Unit {
        let named = |wanted: fn(i8) -> bool| {
            powers.iter().filter(move |(id, power)| wanted(*power) && !(id == "Q" && *power == 1)).map(|(id, power)| {
                match power.unsigned_abs() {
                    2 => format!("{id}²"),
                    3 => format!("{id}³"),
                    _ => id.clone(),
                }
            })
        };
        Unit {
            quetzales: powers.iter().any(|(id, power)| id == "Q" && *power == 1),
            above: named(|power| power > 0).collect(),
            below: named(|power| power < 0).collect(),
        }
    }
}

impl Format {
    /// Of what was filled in, as the list of a table shows it.
    fn typed(kind: FieldKind) -> Format {
        let (f, d) = match kind {
            FieldKind::Money => ("q", 2),
            FieldKind::Percentage => ("p", -6),
            _ => ("n", -6),
        };
        Format { f, d, u: String::new() }
    }
}

/// A name in the middle of a sentence: in small letters, unless it begins with an acronym.
fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// An entry as somebody would type it: amounts and large numbers in groups of three digits.
fn as_typed(kind: FieldKind, entry: &str) -> String {
    match kind {
        // Not the number of a year.
        FieldKind::Number | FieldKind::Money if Number::parse(entry).is_some_and(|n| n.approximate() >= 10_000.0) => {
            format::grouped(entry)
        }
        _ => entry.to_owned(),
    }
}
