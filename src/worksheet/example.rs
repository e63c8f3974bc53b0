//! Examples of a calculator: filled in, computed, and compared with what must come out.

use std::collections::BTreeMap;

use cabildo_worksheet::definition::{Field, Kind};
use cabildo_worksheet::evaluate::{Calendar, Entered, Gap, Outcome, Shown, evaluate};
use cabildo_worksheet::program::{Column, Program, Rows, Table};
use cabildo_worksheet::value::{Misfit, Value, settled};

use crate::diagnostics::{Place, Words};
use crate::model::values::Date;
use crate::model::worksheet::{Entry, Example, Table as OwnTable, Worksheet};
use crate::source::Located;

/// What is wrong with an example or with what is filled in beforehand.
pub enum Verdict {
    /// It names what the calculator does not have.
    NoSuchName { at: Place, name: String, known: Vec<String> },
    /// What is filled in is nothing that its field takes.
    DoesNotFit { at: Place, name: String, value: String, why: Words },
    /// Something else comes out.
    Differs { at: Place, name: String, found: String, expected: String },
}

/// Fills a calculator in: what the example says, else what is filled in beforehand.
///
/// What does not fit is left blank and told.
pub fn entered(sheet: &Worksheet, program: &Program, example: &Example, today: Date) -> (Entered, Vec<Verdict>) {
    let today = example.today.unwrap_or(today);
    let mut filling = Filling { sheet, today, found: Vec::new() };
    let Entered { mut inputs, .. } = untouched(sheet, program, today);
    for (field, value) in program.inputs.iter().zip(&mut inputs) {
        if let Some(entry) = example.inputs.get(&field.id) {
            *value = filling.read(field, entry);
        }
    }
    let tables = program.tables.iter().zip(&sheet.tables);
    let tables = tables.map(|(table, own)| filling.rows(table, own, example.tables.get(&table.id))).collect();
    let known: Vec<String> = program.inputs.iter().map(|field| field.id.clone()).collect();
    filling.unknown(example.inputs.iter().filter(|(id, _)| program.input(id).is_none()), &known);
    let known: Vec<String> = program.tables.iter().map(|table| table.id.clone()).collect();
    for (id, _) in example.tables.iter().filter(|(id, _)| program.table(id).is_none()) {
        let at = example.keys.of("tables", &sheet.file);
        filling.found.push(Verdict::NoSuchName { at, name: id.clone(), known: known.clone() });
    }
    (Entered { inputs, tables }, filling.found)
}

/// A calculator in which only that is filled in what is so beforehand. [`defaults`] tells what of it does not fit.
pub fn untouched(sheet: &Worksheet, program: &Program, today: Date) -> Entered {
    let mut filling = Filling { sheet, today, found: Vec::new() };
    let inputs = program.inputs.iter().zip(&sheet.inputs);
    Entered {
        inputs: inputs.map(|(field, input)| filling.read(field, input.default.as_ref()?)).collect(),
        tables: program.tables.iter().zip(&sheet.tables).map(|(table, own)| filling.rows(table, own, None)).collect(),
    }
}

/// What of the things that are filled in beforehand does not fit its field.
pub fn defaults(sheet: &Worksheet, program: &Program, today: Date) -> Vec<Verdict> {
    let mut filling = Filling { sheet, today, found: Vec::new() };
    let columns = program.tables.iter().flat_map(|table| &table.columns).filter_map(Column::entered);
    for (field, slot) in program.inputs.iter().chain(columns).zip(sheet.slots()) {
        if let Some(default) = slot.default {
            filling.read(field, default);
        }
    }
    filling.found
}

/// Computes an example and compares it with what it expects.
pub fn verify(
    sheet: &Worksheet,
    program: &Program,
    example: &Example,
    calendar: &Calendar,
    today: Date,
) -> Vec<Verdict> {
    let (entered, mut found) = entered(sheet, program, example, today);
    if !found.is_empty() {
        return found;
    }
    let Outcome { results, tables, .. } = evaluate(program, &entered, calendar);
    let known: Vec<String> = program.results.iter().map(|result| result.id.clone()).collect();
    for (id, expected) in &example.expect {
        match program.result(id) {
            Some(result) => found.extend(differs(sheet, id, &results[result], expected, is_percentage(sheet, id))),
            None => found.push(no_such(sheet, id, expected, &known)),
        }
    }
    let columns = || {
        program.tables.iter().enumerate().flat_map(|(n, table)| {
            table.columns[..table.shown]
                .iter()
                .enumerate()
                .map(move |(at, column)| (format!("{}.{}", table.id, column.id()), n, at))
        })
    };
    for (id, expected) in &example.expect_rows {
        let Some((_, table, column)) = columns().find(|(known, ..)| known == id) else {
            let at = example.keys.of("expect_rows", &sheet.file);
            found.push(Verdict::NoSuchName {
                at,
                name: id.clone(),
                known: columns().map(|(known, ..)| known).collect(),
            });
            continue;
        };
        let cells: Vec<&Shown> = tables[table].iter().filter_map(|row| row.cells[column].as_ref()).collect();
        let percentage = sheet.tables[table].columns[column].show.is_some();
        if cells.len() != expected.len() {
            found.push(Verdict::Differs {
                at: example.keys.of("expect_rows", &sheet.file),
                name: format!("count({id})"),
                found: cells.len().to_string(),
                expected: expected.len().to_string(),
            });
        }
        found.extend(
            cells.iter().zip(expected).filter_map(|(cell, expected)| differs(sheet, id, cell, expected, percentage)),
        );
    }
    found
}

fn is_percentage(sheet: &Worksheet, id: &str) -> bool {
    sheet.results.iter().any(|result| result.id.value == id && result.show.is_some())
}

fn no_such(sheet: &Worksheet, name: &str, entry: &Located<Entry>, known: &[String]) -> Verdict {
    Verdict::NoSuchName { at: entry.in_file(&sheet.file), name: name.to_owned(), known: known.to_vec() }
}

/// The words for what is not known, as examples may write them.
const MISSING: [&str; 2] = ["sin dato", "no data"];
/// For what takes no part, such as a row without a rank.
const ABSENT: &str = "-";
const NOT_COMPUTABLE: [&str; 2] = ["no calculable", "not computable"];

fn differs(sheet: &Worksheet, id: &str, shown: &Shown, expected: &Located<Entry>, percentage: bool) -> Option<Verdict> {
    let text = expected.value.0.trim();
    let as_typed = |number: f64| settled(if percentage { number * 100.0 } else { number });
    let is_right = match &shown.value {
        Err(Gap::Missing) => MISSING.contains(&text),
        Err(Gap::NotComputable) => NOT_COMPUTABLE.contains(&text),
        Err(Gap::Absent) => text == ABSENT,
        Ok(Value::Number(number)) => {
            let typed = text.parse::<f64>().ok().filter(|typed| typed.is_finite());
            typed.is_some_and(|typed| settled(as_typed(*number) - typed).abs() <= close(typed))
        }
        Ok(Value::Text(value)) => value == text,
        Ok(Value::Flag(value)) => text == value.to_string(),
        Ok(Value::Day(day)) => Date::parse(text).is_some_and(|date| date.days() == *day),
    };
    let found = match &shown.value {
        Err(Gap::Missing) => MISSING[0].to_owned(),
        Err(Gap::NotComputable) => NOT_COMPUTABLE[0].to_owned(),
        Err(Gap::Absent) => ABSENT.to_owned(),
        Ok(Value::Number(number)) => as_typed(*number).to_string(),
        Ok(Value::Text(value)) => value.clone(),
        Ok(Value::Flag(value)) => value.to_string(),
        Ok(Value::Day(day)) => Date::EPOCH.plus_days(*day).to_string(),
    };
    (!is_right).then(|| Verdict::Differs {
        at: expected.in_file(&sheet.file),
        name: id.to_owned(),
        found,
        expected: text.to_owned(),
    })
}

/// How far a result may lie from what an author wrote down: a unit of the twelfth digit, in a million or below a
/// millionth of one.
fn close(expected: f64) -> f64 {
    (expected.abs() * 1e-11).max(1e-9)
}

/// Reads what is filled in.
struct Filling<'s> {
    sheet: &'s Worksheet,
    today: Date,
    found: Vec<Verdict>,
}

impl Filling<'_> {
    fn read(&mut self, field: &Field, entry: &Located<Entry>) -> Option<Value> {
        let typed = entry.value.0.trim();
        if field.kind == Kind::Date && typed == "today" {
            return Some(Value::Day(self.today.days()));
        }
        if typed.is_empty() {
            return None;
        }
        let misfit = match field.read(typed) {
            Ok(value) => return Some(value),
            Err(misfit) => misfit,
        };
        self.found.push(Verdict::DoesNotFit {
            at: entry.in_file(&self.sheet.file),
            name: field.id.clone(),
            value: typed.to_owned(),
            why: why(misfit),
        });
        None
    }

    fn unknown<'e>(&mut self, entries: impl Iterator<Item = (&'e String, &'e Located<Entry>)>, known: &[String]) {
        self.found.extend(entries.map(|(name, entry)| no_such(self.sheet, name, entry, known)));
    }

    /// The rows of a table: those that are given, and all of a fixed table, with what is filled in beforehand.
    fn rows(&mut self, table: &Table, own: &OwnTable, rows: Option<&Vec<Cells>>) -> Vec<Vec<Option<Value>>> {
        let fields: Vec<&Field> = table.columns.iter().filter_map(Column::entered).collect();
        let known: Vec<String> = fields.iter().map(|field| field.id.clone()).collect();
        let defaults = {
            let mut quiet = Filling { found: Vec::new(), ..*self };
            let slots = own.columns.iter().filter_map(|column| column.slot());
            fields.iter().zip(slots).map(|(field, slot)| quiet.read(field, slot.default?)).collect::<Vec<_>>()
        };
        let mut all = Vec::new();
        for row in rows.into_iter().flatten() {
            self.unknown(row.iter().filter(|(id, _)| !known.contains(id)), &known);
            let cell = |(field, default): (&&Field, &Option<Value>)| match row.get(&field.id) {
                Some(entry) => self.read(field, entry),
                None => default.clone(),
            };
            all.push(fields.iter().zip(&defaults).map(cell).collect());
        }
        if let Rows::Fixed { count } = table.rows {
            all.resize(count, defaults);
        }
        all
    }
}

/// A row of an example.
type Cells = BTreeMap<String, Located<Entry>>;

fn why(misfit: Misfit) -> Words {
    match misfit {
        Misfit::NotANumber => Words { es: "no es un número", en: "it is not a number" },
        Misfit::Below { .. } => Words { es: "es menos que el mínimo (min)", en: "it is less than the minimum (min)" },
        Misfit::Above { .. } => Words { es: "es más que el máximo (max)", en: "it is more than the maximum (max)" },
        Misfit::NotAbove { .. } => Words { es: "debe ser mayor que «above»", en: "it must be more than \"above\"" },
        Misfit::NotBelow { .. } => Words { es: "debe ser menor que «below»", en: "it must be less than \"below\"" },
        Misfit::NotWhole => Words { es: "debe ser un número entero (whole)", en: "it must be a whole number (whole)" },
        Misfit::NoSuchOption => {
            Words { es: "no es el id de una de sus opciones", en: "it is not the id of one of its options" }
        }
        Misfit::NotADate => Words { es: "no es una fecha como 2026-11-20", en: "it is not a date such as 2026-11-20" },
        Misfit::NotYesOrNo => Words { es: "debe ser true o false", en: "it must be true or false" },
    }
}
