//! Examples: as buttons, as a worked example on paper, and in the data that the script reads.

use std::collections::BTreeMap;

use cabildo_worksheet::evaluate::Shown;
use cabildo_worksheet::value::rounded;
use cabildo_worksheet::{Gap, Value, evaluate};
use serde::Serialize;

use super::{Format, Maker, as_typed};
use crate::model::site::NumberStyle;
use crate::model::values::Date;
use crate::model::worksheet::{Choice, Column, Entry, Example, FieldKind, Worksheet};
use crate::render::calculator_parts as parts;
use crate::render::format;
use crate::render::html::Html;
use crate::source::Located;
use crate::worksheet;

#[derive(Serialize)]
pub(super) struct ExampleButton {
    id: String,
    button: String,
    mark: String,
    help: String,
    demo: bool,
}

#[derive(Serialize)]
pub(super) struct Worked {
    name: Html,
    demo: String,
    rows: Vec<WorkedRow>,
}

#[derive(Serialize)]
pub(super) struct WorkedRow {
    name: Html,
    value: String,
}

/// What the script reads beside the form.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    v: String,
    /// Days on which nobody works, counted from 1970.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    h: Vec<i64>,
    /// Examples: what is filled in, by the names under which the script keeps it: `connections`, `assets.1.value`.
    x: Vec<BTreeMap<String, String>>,
    w: &'a BTreeMap<String, String>,
    guatemala: bool,
}

impl Maker<'_> {
    /// The examples that can be filled in by a button: those of a fictitious municipality, else the first.
    pub(super) fn offered(&self) -> Vec<&Example> {
        let examples = &self.sheet.examples;
        let of_demo: Vec<&Example> = examples.iter().filter(|example| example.municipality.is_some()).collect();
        if of_demo.is_empty() { examples.iter().take(1).collect() } else { of_demo }
    }

    pub(super) fn example_button(&self, example: &Example) -> ExampleButton {
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

    /// An example as it stands on paper: what was filled in and what came out.
    pub(super) fn worked(&self, example: &Example) -> Worked {
        let Worksheet { inputs, tables, results, .. } = self.sheet;
        let mut rows = Vec::new();
        for field in inputs {
            let Some(entry) = example.inputs.get(&field.id.value) else { continue };
            let unit = parts::unit_of(self.sheet, &field.slot());
            let value = self.entry_in_words(field.kind, &entry.0, &field.options);
            let quetzales = if parts::in_quetzales(&unit) { "Q" } else { "" };
            let value = format!("{quetzales}{value} {}", self.unit_names(&unit));
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
                let options = parts::options_of(self.sheet, &program.results[at].kind);
                let value = self.outcome_in_words(value, options, &self.format_of(at, outcome));
                rows.push(WorkedRow { name: self.scope.text(&outcome.name), value });
            }
        }
        let demo = if example.municipality.is_some() { self.word("demo_help") } else { String::new() };
        Worked { name: self.scope.text(&example.name), demo, rows }
    }

    /// A result as the script shows it.
    pub(super) fn outcome_in_words(
        &self,
        value: Result<Value, Gap>,
        options: &[Choice],
        Format { f, d, u }: &Format,
    ) -> String {
        let word = |key| self.scope.word("calculator_live", key).to_owned();
        match value {
            Err(Gap::Missing) => word("missing"),
            Err(Gap::NotComputable) => word("impossible"),
            Err(Gap::Absent) => "—".to_owned(),
            Ok(Value::Flag(flag)) => word(if flag { "yes" } else { "no" }),
            Ok(Value::Text(text)) => parts::option_name(self.scope, options, &text),
            Ok(Value::Day(day)) => self.scope.date(Date::EPOCH.plus_days(day)),
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

    pub(super) fn entry_in_words(&self, kind: FieldKind, entry: &str, options: &[Choice]) -> String {
        let word = |key| self.scope.word("calculator_live", key).to_owned();
        match (kind, entry) {
            (FieldKind::YesNo, "true") => word("yes"),
            (FieldKind::YesNo, "false") => word("no"),
            (FieldKind::Percentage, digits) => format::percent_text(digits, self.scope.style),
            (FieldKind::Date, day) => Date::parse(day).map_or_else(|| day.to_owned(), |date| self.scope.date(date)),
            (FieldKind::Choice, id) => parts::option_name(self.scope, options, id),
            (kind, entry) => as_typed(kind, entry),
        }
    }

    /// Nothing where the calculator has faults.
    pub(super) fn data(&self) -> Html {
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
