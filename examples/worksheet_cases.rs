//! Writes what the calculators of a site compute, for comparing other faces with the evaluator: every worked example,
//! and some hundred random cases for each calculator, always the same ones.
//!
//!     cargo run --example worksheet_cases [SITE] > cases.json

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use cabildo::model::Asked;
use cabildo::model::Model;
use cabildo::model::worksheet::Example;
use cabildo::source::SourceTree;
use cabildo::worksheet;
use cabildo_worksheet::definition::{Field, Kind};
use cabildo_worksheet::evaluate::Shown;
use cabildo_worksheet::program::{Column, Program, Rows};
use cabildo_worksheet::{Entered, Gap, Outcome, Value, dates, evaluate};
use serde_json::{Value as Json, json};

const RANDOM_CASES: usize = 200;
/// So many rows of a table that grows.
const MOST_ROWS: u64 = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let tree = SourceTree::read(&root).value;
    let model = Model::load(&tree, Asked::default()).value.ok_or("the site cannot be read")?;
    let today = dates::parse(&model.today.to_string()).unwrap_or_default();
    let calendar = worksheet::calendar(&model.holidays, *model.today);
    let mut tools = BTreeMap::new();
    for sheet in model.worksheets.iter() {
        let program = worksheet::program(sheet).ok_or_else(|| format!("{}: the calculator has faults", sheet.tool))?;
        let example =
            |example: &Example| (example.id.to_string(), worksheet::entered(sheet, &program, example, *model.today).0);
        let mut cases: Vec<(String, Entered)> = sheet.examples.iter().map(example).collect();
        let mut random = Random::of(&sheet.tool);
        cases.extend((1..=RANDOM_CASES).map(|n| (format!("random {n}"), random.entered(&program, today))));
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

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn of(name: &str) -> Random {
        Random(
            name.bytes()
                .fold(0x9E37_79B9_7F4A_7C15, |seed, byte| (seed ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)),
        )
    }

    /// Below a number.
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len().max(1) as u64) as usize;
        all.get(at).copied()
    }

    fn entered(&mut self, program: &Program, today: i64) -> Entered {
        // Some cases are full, so that whole calculators are compared; others have many gaps.
        let gaps = [0, 0, 4, 25][self.below(4) as usize];
        let inputs = program.inputs.iter().map(|field| self.value(field, today, gaps)).collect();
        let tables = program.tables.iter().map(|table| {
            let rows = match table.rows {
                Rows::Open { max, .. } => self.below(MOST_ROWS.min(max as u64) + 1),
                Rows::Fixed { count } => count as u64,
                Rows::Repeated { .. } => 0,
            };
            let fields: Vec<&Field> = table.columns.iter().filter_map(Column::entered).collect();
            (0..rows).map(|_| fields.iter().map(|field| self.value(field, today, gaps)).collect()).collect()
        });
        let tables = tables.collect();
        Entered { inputs, tables }
    }

    /// A value that fits a field, or none in so many of a hundred cases.
    fn value(&mut self, field: &Field, today: i64, gaps: u64) -> Option<Value> {
        if self.below(100) < gaps {
            return None;
        }
        match field.kind {
            Kind::Number | Kind::Money | Kind::Percentage => {
                (0..20).find_map(|_| self.number(field).and_then(|number| field.number(number).ok()))
            }
            Kind::Date => {
                let edge = ["2024-02-29", "2026-12-31", "2027-01-01", "2026-04-02"];
                let edge = self.one_of(&edge).and_then(dates::parse);
                let near = today - 400 + self.below(800) as i64;
                if self.below(5) == 0 { edge.map(Value::Day) } else { Some(Value::Day(near)) }
            }
            Kind::Choice => {
                let at = self.below(field.options.len().max(1) as u64) as usize;
                field.options.get(at).cloned().map(Value::Text)
            }
            Kind::Text => {
                self.one_of(&["Agua", "Ñandú, S. A.", "«x» & \"y\"", "a", "A"]).map(|text| Value::Text(text.to_owned()))
            }
            Kind::YesNo => Some(Value::Flag(self.below(2) == 0)),
        }
    }

    /// As it is typed: limits, small whole numbers, amounts, fractions.
    fn number(&mut self, field: &Field) -> Option<f64> {
        let range = &field.range;
        let limits: Vec<f64> = [range.min, range.max, range.above, range.below].into_iter().flatten().collect();
        let most = range.max.or(range.below).unwrap_or(5_000_000.0).min(5_000_000.0);
        match self.below(8) {
            0 => self.one_of(&limits),
            1 => self.one_of(&limits).map(|limit| limit + 0.01),
            2 => Some(self.below(13) as f64),
            3 => Some(-(self.below(1000) as f64) / 4.0),
            4 => Some(self.below(1_000_000) as f64 / 1_000_000.0 * most),
            5 => Some((self.below(1000) as f64 / 1000.0 * most).round()),
            _ => Some((self.below(100_000) as f64 / 100_000.0 * most * 100.0).round() / 100.0),
        }
    }
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
