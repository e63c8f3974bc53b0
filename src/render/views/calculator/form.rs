//! What is filled in: fields and tables, by their groups, and the tables that are computed.

use cabildo_worksheet::program::Type;
use serde::Serialize;

use super::{BandView, Format, Maker, as_typed};
use crate::model::provenance::Ref;
use crate::model::worksheet::{Column, Field, FieldKind, Slot, Table, Worksheet};
use crate::render::calculator_parts as parts;
use crate::render::html::Html;

/// So many rows of a table that grows are printed for filling in by hand.
const ROWS_ON_PAPER: usize = 8;
/// With more columns each row becomes a block of fields.
const BROAD: usize = 5;

#[derive(Serialize)]
pub(super) struct Group {
    id: String,
    name: Html,
    help: Html,
    parts: Vec<Part>,
}

/// A field or a table.
#[derive(Serialize)]
pub(super) struct Part {
    field: Option<FieldView>,
    table: Option<TableView>,
}

#[derive(Serialize)]
pub(super) struct FieldView {
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
pub(super) struct OptionView {
    id: String,
    name: Html,
    chosen: bool,
}

#[derive(Serialize)]
pub(super) struct TableView {
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
pub(super) struct CalendarView {
    date: String,
    title: String,
}

#[derive(Serialize)]
pub(super) struct ColumnView {
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
pub(super) struct RowView {
    label: String,
    name: String,
}

impl Maker<'_> {
    /// The form by its groups; what belongs to none stands first.
    pub(super) fn groups(&self) -> Vec<Group> {
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

    pub(super) fn field(&self, at: usize, field: &Field) -> FieldView {
        let Field { id, name, help, optional, .. } = field;
        let slot = field.slot();
        let unit = parts::unit_of(self.sheet, &slot);
        let mut view = self.entry(at, &slot);
        let suffix = self.suffix(&slot);
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
        view.prefix = if parts::in_quetzales(&unit) { "Q" } else { "" };
        view.suffix = suffix;
        view.described = described.join(" ");
        view
    }

    /// The control of something that is filled in.
    pub(super) fn entry(&self, at: usize, slot: &Slot) -> FieldView {
        let yes_no = slot.kind == FieldKind::YesNo;
        let default = slot.default.map(|entry| entry.0.as_str()).unwrap_or_default();
        let today = slot.kind == FieldKind::Date && default == "today";
        let (control, mode) = match slot.kind {
            FieldKind::YesNo | FieldKind::Choice => ("select", ""),
            FieldKind::Date => ("date", ""),
            FieldKind::Text => ("text", ""),
            _ if slot.whole => ("number", "numeric"),
            _ => ("number", "decimal"),
        };
        let option = |id: &str, name| OptionView { id: id.to_owned(), name, chosen: id == default };
        let options = if yes_no {
            [("true", "yes"), ("false", "no")]
                .map(|(id, word)| option(id, Html::escaped(self.scope.word("calculator_live", word))))
                .into()
        } else {
            slot.options.iter().map(|choice| option(&choice.id, self.scope.text(&choice.name))).collect()
        };
        FieldView {
            id: slot.id.value.clone(),
            at,
            name: Html::default(),
            help: Html::default(),
            optional: false,
            prefix: "",
            suffix: String::new(),
            control,
            mode,
            value: if today { String::new() } else { as_typed(slot.kind, default) },
            today,
            described: String::new(),
            options,
        }
    }

    pub(super) fn table(&self, at: usize, table: &Table) -> TableView {
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

    pub(super) fn column(&self, table: &Table, at: usize, n: usize, column: &Column) -> ColumnView {
        let Column { id, name, help, unit, unit_name, show, decimals, bands, .. } = column;
        let name = self.scope.plain(name);
        let described = if help.is_some() { format!("h-{}-{}", table.id.value, id.value) } else { String::new() };
        let computed = || self.program.as_ref()?.tables.get(at)?.columns.get(n)?.computed().map(|c| c.kind.clone());
        let (format, unit, field) = match column.slot() {
            Some(slot) => {
                let field = FieldView { described: described.clone(), ..self.entry(n, &slot) };
                let quetzales = if parts::in_quetzales(&parts::unit_of(self.sheet, &slot)) { "Q " } else { "" };
                (Format::typed(slot.kind), format!("{quetzales}{}", self.suffix(&slot)), Some(field))
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
            numeric: column.kind.is_none() && matches!(computed(), Some(Type::Number(_))),
            bands: self.bands(bands),
            field,
        }
    }

    /// What stands behind what is filled in.
    pub(super) fn suffix(&self, slot: &Slot) -> String {
        match slot.kind {
            FieldKind::Percentage => "%".to_owned(),
            _ => self.unit_names(&parts::unit_of(self.sheet, slot)),
        }
    }

    pub(super) fn sheets(&self) -> Vec<TableView> {
        let tables = self.sheet.tables.iter().enumerate();
        let shown = tables.filter(|(_, table)| table.rows.of.is_none() && !is_filled_in(table));
        shown.map(|(at, table)| self.table(at, table)).collect()
    }

    /// Tables that are shown as lists: those that are computed, and those that have an order.
    pub(super) fn lists(&self) -> Vec<TableView> {
        let tables = self.sheet.tables.iter().enumerate();
        tables
            .filter(|(_, table)| table.rows.of.is_some() || table.sort.is_some())
            .map(|(at, table)| TableView { rows: Vec::new(), open: false, ..self.table(at, table) })
            .collect()
    }
}

/// Whether a table has something to fill in.
fn is_filled_in(table: &Table) -> bool {
    table.columns.iter().any(|column| column.kind.is_some())
}
