//! Writes what the calculators of a site compute, for comparing other faces with the evaluator: every worked example,
//! and some hundred random cases for each calculator, always the same ones.
//!
//!     cargo run --example worksheet_cases [SITE] > cases.json

// Values that do not fit are the workbook's to refuse.
#[allow(dead_code)]
#[path = "../tests/worksheets/chance.rs"]
mod chance;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use cabildo::model::Asked;
use cabildo::model::Model;
use cabildo::model::worksheet::Example;
use cabildo::source::SourceTree;
use cabildo::worksheet;
use cabildo_worksheet::definition::Field;
use cabildo_worksheet::evaluate::Shown;
use cabildo_worksheet::program::{Column, Program, Rows};
use cabildo_worksheet::{Entered, Gap, Outcome, Value, evaluate};
use chance::Chance;
use serde_json::{Value as Json, json};

const RANDOM_CASES: usize = 200;
/// So many rows of a table that grows.
const MOST_ROWS: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let tree = SourceTree::read(&root).value;
    let model = Model::load(&tree, Asked::default()).value.ok_or("the site cannot be read")?;
    let calendar = worksheet::calendar(&model.holidays, *model.today);
    let mut tools = BTreeMap::new();
    for sheet in model.worksheets.iter() {
        let program = worksheet::program(sheet).ok_or_else(|| format!("{}: the calculator has faults", sheet.tool))?;
        let example =
            |example: &Example| (example.id.to_string(), worksheet::entered(sheet, &program, example, *model.today).0);
        let mut cases: Vec<(String, Entered)> = sheet.examples.iter().map(example).collect();
        let mut chance = Chance::new(&sheet.tool);
        cases.extend((1..=RANDOM_CASES).map(|n| (format!("random {n}"), entered(&mut chance, &program))));
        let case = |(name, entered): (String, Entered)| {
            let outcome = evaluate(&program, &entered, &calendar);
            json!({"name": name, "entered": entered_json(&program, &entered), "expected": outcome_json(&program, &outcome)})
        };
        let cases: Vec<Json> = cases.into_iter().map(case).collect();
        let data: Json = serde_json::from_str(&program.to_json())?;
        tools.insert(sheet.tool.clone(), json!({"program": data, "cases": cases}));
    }
    println!("{}", json!({"holidays": calendar.holidays, "tools": tools}));
    Ok(())
}

/// Something to fill a calculator in with.
fn entered(chance: &mut Chance, program: &Program) -> Entered {
    // Some cases are full, so that whole calculators are compared; others have many gaps.
    let gaps = [0.0, 0.0, 0.04, 0.25][chance.below(4)];
    let value = |chance: &mut Chance, field: &Field| {
        if chance.is(gaps) { None } else { (0..20).find_map(|_| chance.value(field)) }
    };
    let inputs = program.inputs.iter().map(|field| value(chance, field)).collect();
    let tables = program.tables.iter().map(|table| {
        let rows = match table.rows {
            Rows::Open { max, .. } => chance.below(MOST_ROWS.min(max) + 1),
            Rows::Fixed { count } => count,
            Rows::Repeated { .. } => 0,
        };
        let fields: Vec<&Field> = table.columns.iter().filter_map(Column::entered).collect();
        (0..rows).map(|_| fields.iter().map(|field| value(chance, field)).collect()).collect()
    });
    let tables = tables.collect();
    Entered { inputs, tables }
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Flag(flag) => json!(flag),
        Value::Day(day) => json!(day),
    }
}

/// For each table its rows by all columns, those that are computed blank.
fn entered_json(program: &Program, entered: &Entered) -> Json {
    let cell = |value: &Option<Value>| value.as_ref().map_or(Json::Null, value_json);
    let tables = program.tables.iter().zip(&entered.tables).map(|(table, rows)| {
        let row = |cells: &Vec<Option<Value>>| {
            let mut cells = cells.iter();
            let by_column = |column: &Column| column.entered().and_then(|_| cells.next()).map_or(Json::Null, cell);
            table.columns[..table.shown].iter().map(by_column).collect::<Vec<Json>>()
        };
        rows.iter().map(row).collect::<Vec<_>>()
    });
    json!({"i": entered.inputs.iter().map(cell).collect::<Vec<Json>>(), "t": tables.collect::<Vec<_>>()})
}

fn outcome_json(program: &Program, outcome: &Outcome) -> Json {
    let shown = |shown: &Shown| {
        let band = shown.band.map_or(-1, |band| band as i64);
        match &shown.value {
            Ok(value) => json!(["known", value_json(value), band]),
            Err(Gap::Missing) => json!(["missing", null, -1]),
            Err(Gap::NotComputable) => json!(["impossible", null, -1]),
            Err(Gap::Absent) => json!(["absent", null, -1]),
        }
    };
    let cells = |cells: &Vec<Option<Shown>>| {
        cells.iter().map(|cell| cell.as_ref().map_or(Json::Null, shown)).collect::<Vec<Json>>()
    };
    let tables = outcome.tables.iter().map(|rows| rows.iter().map(|row| cells(&row.cells)).collect::<Vec<_>>());
    let hits = |check: usize| {
        let of_it = outcome.checks.iter().filter(|hit| hit.check == check);
        of_it.map(|hit| hit.row.unwrap_or(0)).collect::<Vec<usize>>()
    };
    json!({
        "results": outcome.results.iter().map(shown).collect::<Vec<Json>>(),
        "tables": tables.collect::<Vec<_>>(),
        "checks": (0..program.checks.len()).map(hits).collect::<Vec<_>>(),
    })
}
