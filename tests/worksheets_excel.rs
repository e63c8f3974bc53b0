//! The workbooks of calculators, as they are shipped: small, the same at each build; and in LibreOffice they compute what
//! the evaluator computes. Driving LibreOffice (with python3-uno) is a step of its own of `scripts/test`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "worksheets/chance.rs"]
mod chance;
mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use cabildo::indicator::Standing;
use cabildo::model::values::Lang;
use cabildo::model::worksheet::{Example, Worksheet};
use cabildo::model::{Asked, Model};
use cabildo::plan::{Address, Plan, Subject};
use cabildo::render::worksheet_files::layout::{Layout, STATUS, Shown as Place, VALUE, cell, sort_column};
use cabildo::render::worksheet_files::{Calculator, cells, workbook};
use cabildo::render::{Engine, Site};
use cabildo::source::SourceTree;
use cabildo::theme::Theme;
use cabildo_worksheet::definition::{Field, Kind};
use cabildo_worksheet::evaluate::{Entered, Gap, Outcome, Shown, evaluate};
use cabildo_worksheet::program::{Column, Program, Rows, Type};
use cabildo_worksheet::value::{Value, settled};
use chance::Chance;
use common::Project;
use common::office::drive;
use serde_json::{Value as Json, json};

/// A site with its calculators.
struct House {
    model: Model,
    standing: Standing,
    theme: Theme,
    plan: Plan,
    engine: Engine,
}

impl House {
    fn of(project: &Project) -> House {
        let tree = SourceTree::read(project.root()).value;
        let loaded = Model::load(&tree, Asked::default());
        let model = loaded.value.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
        let theme = Theme::load(&model.site, &tree).value.unwrap();
        let standing = Standing::of(&model, |_| None);
        let plan = Plan::make(&model, &standing, &theme).value;
        let engine = Engine::load(&theme, &model, true).value.unwrap();
        House { model, standing, theme, plan, engine }
    }

    fn site(&self) -> Site<'_> {
        let House { model, standing, theme, plan, engine } = self;
        Site { model, standing, plan, theme, engine }
    }

    fn case(&self, tool: &str, lang: &str) -> Case<'_> {
        let sheet = self.model.worksheets.get(tool).unwrap();
        let program = cabildo::worksheet::program(sheet).unwrap();
        let lang = Lang::parse(lang).unwrap();
        let at = self.model.tools.position(tool).unwrap();
        let address = self.plan.address(Subject::Tool(at), lang);
        let calculator = Calculator { tool: &self.model.tools[at], sheet, program: &program };
        let layout = cells(self.site(), address, lang, calculator);
        Case { house: self, tool: at, sheet, lang, address, layout, program }
    }

    fn cases(&self, lang: &str) -> Vec<Case<'_>> {
        let tools: Vec<&str> = self.model.worksheets.iter().map(|sheet| sheet.tool.as_str()).collect();
        tools.into_iter().map(|tool| self.case(tool, lang)).collect()
    }
}

/// A calculator and its workbook.
struct Case<'h> {
    house: &'h House,
    tool: usize,
    sheet: &'h Worksheet,
    lang: Lang,
    address: &'h Address,
    layout: Layout,
    program: std::sync::Arc<Program>,
}

/// What a range of cells is to hold.
type Expected = Vec<(String, Vec<Vec<Json>>)>;

impl Case<'_> {
    fn bytes(&self) -> Vec<u8> {
        let tool = &self.house.model.tools[self.tool];
        let calculator = Calculator { tool, sheet: self.sheet, program: &self.program };
        workbook(self.house.site(), self.address, self.lang, calculator).unwrap()
    }

    /// Where the workbook is put for programs to open, and for people to look at.
    fn file(&self) -> PathBuf {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{}.xlsx", self.sheet.tool, self.lang));
        std::fs::write(&path, self.bytes()).unwrap();
        path
    }

    fn outcome(&self, entered: &Entered) -> Outcome {
        let model = &self.house.model;
        evaluate(&self.program, entered, &cabildo::worksheet::calendar(&model.holidays, *model.today))
    }

    fn word(&self, section: &'static str, key: &'static str) -> &str {
        self.house.theme.strings(self.lang).get(section, key)
    }

    fn text(&self, texts: &cabildo::model::values::Texts) -> String {
        texts.or_main(self.lang, self.house.model.site.main()).1.to_owned()
    }

    /// The label of an option among all that have this identifier and these siblings.
    fn label(&self, ids: &[String], id: &str) -> String {
        let inputs = self.sheet.inputs.iter().map(|input| &input.options);
        let columns = self.sheet.tables.iter().flat_map(|table| &table.columns).map(|column| &column.options);
        let all: Vec<_> = inputs.chain(columns).filter(|options| !options.is_empty()).collect();
        let same = |options: &&&Vec<cabildo::model::worksheet::Choice>| {
            options.iter().map(|option| option.id.value.clone()).collect::<Vec<_>>() == ids
        };
        let options = all.iter().find(same).or_else(|| {
            all.iter().find(|options| ids.iter().all(|id| options.iter().any(|option| option.id.value == *id)))
        });
        self.text(&options.unwrap().iter().find(|option| option.id.value == id).unwrap().name)
    }

    /// What is put into a cell.
    fn typed(&self, field: &Field, value: &Option<Value>) -> Json {
        match (value, field.kind) {
            (None, _) => Json::Null,
            (Some(Value::Number(number)), _) => json!(number),
            (Some(Value::Day(day)), _) => json!(day + 25_569),
            (Some(Value::Text(id)), Kind::Choice) => json!(self.label(&field.options, id)),
            (Some(Value::Text(text)), _) => json!(text),
            (Some(Value::Flag(flag)), _) => json!(self.word("workbook", if *flag { "yes" } else { "no" })),
        }
    }

    /// What a reader sees.
    fn seen(&self, shown: &Shown, kind: &Type) -> Json {
        match (&shown.value, kind) {
            (Err(Gap::Missing), _) => json!(self.word("data", "missing")),
            (Err(Gap::NotComputable), _) => json!(self.word("data", "not_computable")),
            (Err(Gap::Absent), _) => json!(""),
            (Ok(Value::Number(number)), _) => json!(number),
            (Ok(Value::Day(day)), _) => json!(day + 25_569),
            (Ok(Value::Text(id)), Type::Choice(ids)) => json!(self.label(ids, id)),
            (Ok(Value::Text(text)), _) => json!(text),
            (Ok(Value::Flag(flag)), _) => json!(self.word("workbook", if *flag { "yes" } else { "no" })),
        }
    }

    fn on_data(&self, first: (u32, u16), last: (u32, u16)) -> String {
        on(&self.layout.names.data, first, last)
    }

    /// The cells to set: `places` says for each table in which prepared rows its rows stand.
    fn set(&self, filling: &Filling) -> serde_json::Map<String, Json> {
        let mut set = serde_json::Map::new();
        for (input, field) in self.program.inputs.iter().enumerate() {
            let at = (self.layout.inputs[input], VALUE);
            let raw = filling.raw.get(&input).map(|wrong| json!(wrong));
            let value = raw.unwrap_or_else(|| self.typed(field, &filling.entered.inputs[input]));
            set.insert(self.on_data(at, at), json!([[value]]));
        }
        for (table, known) in self.program.tables.iter().enumerate() {
            let Some(place) = &self.layout.tables[table] else { continue };
            let mut entry = 0;
            for (column, part) in known.columns.iter().enumerate() {
                let Column::Entered(field) = part else { continue };
                let default = self.sheet.tables[table].columns[column].default.as_ref();
                let default = default.and_then(|entry| field.read(&entry.0).ok());
                let Some(x) = place.columns[column] else { continue };
                let mut rows = vec![json!([self.typed(field, &default)]); place.rows];
                for (at, row) in filling.entered.tables[table].iter().enumerate() {
                    rows[filling.places[table][at]] = json!([self.typed(field, &row[entry])]);
                }
                entry += 1;
                let last = place.first + u32::try_from(place.rows).unwrap() - 1;
                set.insert(self.on_data((place.first, x), (last, x)), json!(rows));
            }
        }
        set
    }

    /// What is to be read afterwards.
    fn expected(&self, filling: &Filling) -> Expected {
        let outcome = self.outcome(&filling.entered);
        let mut expected = Expected::new();
        for (result, computed) in self.program.results.iter().enumerate() {
            let Some(row) = self.layout.results[result] else { continue };
            let shown = &outcome.results[result];
            expected.push((self.on_data((row, VALUE), (row, VALUE)), vec![vec![self.seen(shown, &computed.kind)]]));
            let bands = &self.sheet.results[result].bands;
            if !bands.is_empty() {
                let word = shown.band.map(|band| self.text(&bands[band].label)).unwrap_or_default();
                expected.push((self.on_data((row, STATUS), (row, STATUS)), vec![vec![json!(word)]]));
            }
        }
        self.expect_messages(&outcome, &mut expected);
        for table in 0..self.program.tables.len() {
            if let Some(place) = &self.layout.tables[table] {
                let rows: Vec<(usize, usize)> = (0..outcome.tables[table].len())
                    .map(|row| (row, filling.places[table][outcome.tables[table][row].entered]))
                    .collect();
                self.expect_rows(table, place, &self.layout.names.data, &rows, &outcome, &mut expected);
            }
        }
        for view in &self.layout.views {
            let mut rows: Vec<usize> = (0..outcome.tables[view.table].len()).collect();
            if let Some(column) = sort_column(self.sheet, &self.program, view.table) {
                let key = |row: &usize| match &outcome.tables[view.table][*row].cells[column] {
                    Some(Shown { value: Ok(Value::Number(number)), .. }) => *number,
                    Some(Shown { value: Ok(Value::Day(day)), .. }) => *day as f64,
                    _ => f64::INFINITY,
                };
                rows.sort_by(|a, b| key(a).total_cmp(&key(b)));
            }
            let rows: Vec<(usize, usize)> = rows.into_iter().enumerate().map(|(at, row)| (row, at)).collect();
            self.expect_rows(view.table, &view.shown, &view.sheet, &rows, &outcome, &mut expected);
        }
        expected
    }

    fn expect_messages(&self, outcome: &Outcome, expected: &mut Expected) {
        let messages = &self.layout.messages;
        if let (Some((_, first)), Some((_, last))) = (messages.first(), messages.last()) {
            let hits = outcome.checks.iter().filter(|hit| hit.row.is_none());
            let mut said: Vec<Vec<Json>> = hits.map(|hit| vec![json!(self.message(hit.check))]).collect();
            if said.is_empty() {
                said.push(vec![json!(self.word("workbook", "no_messages"))]);
            }
            said.resize(messages.len(), vec![json!("")]);
            expected.push((self.on_data((*first, 0), (*last, 0)), said));
        }
    }

    fn message(&self, check: usize) -> String {
        let check = &self.sheet.checks[check];
        format!("{}: {}", self.word("workbook", check.severity.id()), self.text(&check.message))
    }

    /// `rows` are rows of the outcome with the rows of the sheet where they are shown.
    fn expect_rows(
        &self,
        table: usize,
        place: &Place,
        sheet: &str,
        rows: &[(usize, usize)],
        outcome: &Outcome,
        expected: &mut Expected,
    ) {
        let known = &self.program.tables[table];
        let last = place.first + u32::try_from(place.rows).unwrap() - 1;
        for (column, part) in known.columns[..known.shown].iter().enumerate() {
            let (Some(x), Column::Computed(computed)) = (place.columns[column], part) else { continue };
            let mut values = vec![vec![json!("")]; place.rows];
            let mut words = values.clone();
            for (row, at) in rows {
                let shown = outcome.tables[table][*row].cells[column].as_ref().unwrap();
                values[*at] = vec![self.seen(shown, &computed.kind)];
                let bands = &self.sheet.tables[table].columns[column].bands;
                words[*at] = vec![json!(shown.band.map(|band| self.text(&bands[band].label)).unwrap_or_default())];
            }
            expected.push((on(sheet, (place.first, x), (last, x)), values));
            if let Some(x) = place.bands[column] {
                expected.push((on(sheet, (place.first, x), (last, x)), words));
            }
        }
        if let Some(x) = place.status {
            let mut said = vec![vec![json!("~")]; place.rows];
            for (row, at) in rows {
                let hits = outcome
                    .checks
                    .iter()
                    .filter(|hit| hit.row == Some(*row) && self.program.checks[hit.check].table == Some(table));
                let said_here: String = hits.map(|hit| self.message(hit.check) + " ").collect();
                said[*at] = vec![json!(format!("~{said_here}"))];
            }
            expected.push((on(sheet, (place.first, x), (last, x)), said));
        }
    }

    fn example(&self, example: &Example) -> Filling {
        let (entered, _) = cabildo::worksheet::entered(self.sheet, &self.program, example, *self.house.model.today);
        let places = entered.tables.iter().map(|rows| (0..rows.len()).collect()).collect();
        Filling { entered, places, raw: BTreeMap::new() }
    }

    /// Something that somebody might fill in: mostly sound, with edges, blanks and gaps between rows.
    fn random(&self, chance: &mut Chance) -> Filling {
        let mut raw = BTreeMap::new();
        let fullness = [0.98, 0.9, 0.6][chance.below(3)];
        let mut inputs = Vec::new();
        for (input, field) in self.program.inputs.iter().enumerate() {
            let value = if chance.is(fullness) { chance.value(field) } else { None };
            if value.is_none()
                && chance.is(0.3)
                && let Some(wrong) = chance.wrong(field)
            {
                raw.insert(input, wrong);
            }
            inputs.push(value);
        }
        let (mut tables, mut places) = (Vec::new(), Vec::new());
        for (at, table) in self.program.tables.iter().enumerate() {
            let prepared = self.layout.tables[at].as_ref().map_or(0, |place| place.rows);
            let taken: Vec<usize> = match table.rows {
                Rows::Open { .. } => {
                    let most = [0, 1, 2, 5, 12, prepared][chance.below(6)].min(prepared);
                    let mut taken: Vec<usize> = (0..most).map(|_| chance.below(prepared)).collect();
                    if chance.is(0.5) {
                        taken = (0..most).collect();
                    }
                    taken.sort_unstable();
                    taken.dedup();
                    taken
                }
                Rows::Fixed { count } => (0..count).collect(),
                Rows::Repeated { .. } => Vec::new(),
            };
            let is_open = matches!(table.rows, Rows::Open { .. });
            let (mut rows, mut stand) = (Vec::new(), Vec::new());
            for place in taken {
                let mut row = Vec::new();
                let mut is_there = !is_open;
                let columns = table.columns.iter().enumerate();
                for (column, field) in columns.filter_map(|(column, part)| Some((column, part.entered()?))) {
                    let known = &self.sheet.tables[at].columns[column];
                    let often = if known.optional { 0.5 } else { fullness };
                    let value = if chance.is(often) { chance.value(field) } else { None };
                    is_there |= value.is_some() && known.default.is_none();
                    row.push(value);
                }
                if is_there {
                    rows.push(row);
                    stand.push(place);
                }
            }
            tables.push(rows);
            places.push(stand);
        }
        Filling { entered: Entered { inputs, tables }, places, raw }
    }

    /// Every worked example, then random ones.
    fn fillings(&self, rounds: usize) -> Vec<Filling> {
        let mut chance = Chance::new(&self.sheet.tool);
        let examples = self.sheet.examples.iter().map(|example| self.example(example));
        let examples: Vec<Filling> = examples.collect();
        examples.into_iter().chain((0..rounds).map(|_| self.random(&mut chance))).collect()
    }
}

/// What is filled in, and where the rows of tables stand among the prepared ones.
struct Filling {
    entered: Entered,
    places: Vec<Vec<usize>>,
    /// Numbers that may not be: for the evaluator they are blank.
    raw: BTreeMap<usize, f64>,
}

/// `Datos!B4:C9`
fn on(sheet: &str, first: (u32, u16), last: (u32, u16)) -> String {
    format!("{sheet}!{}:{}", cell(first.0, first.1), cell(last.0, last.1))
}

/// Whether a cell holds what it should, numbers as they settle. `~` begins what is to be at the end of a text.
fn agrees(found: &Json, expected: &Json) -> bool {
    match (found.as_f64(), expected.as_f64()) {
        (Some(found), Some(expected)) => {
            settled(found) == settled(expected) || (found - expected).abs() <= 1e-11 * expected.abs().max(1.0)
        }
        _ => match (found.as_str(), expected.as_str().and_then(|text| text.strip_prefix('~'))) {
            (Some(found), Some(end)) => found.ends_with(end) && (end.is_empty() || !found.is_empty()),
            _ => found == expected,
        },
    }
}

/// The cells that differ.
fn differences(found: &Json, expected: &Expected) -> Vec<String> {
    let mut all = Vec::new();
    for (range, rows) in expected {
        for (at, (found, expected)) in found[range].as_array().unwrap().iter().zip(rows).enumerate() {
            let (found, expected) = (&found[0], &expected[0]);
            if !agrees(found, expected) {
                all.push(format!("{range} row {at}: {found}, not {expected}"));
            }
        }
    }
    all
}

fn rounds(case: &Case, fillings: &[Filling]) -> (Json, Vec<Expected>) {
    let expected: Vec<Expected> = fillings.iter().map(|filling| case.expected(filling)).collect();
    let rounds: Vec<Json> = fillings
        .iter()
        .zip(&expected)
        .map(|(filling, expected)| {
            let read: Vec<&String> = expected.iter().map(|(range, _)| range).collect();
            json!({"set": case.set(filling), "read": read})
        })
        .collect();
    (json!({"file": case.file(), "rounds": rounds}), expected)
}

#[test]
fn workbooks_are_small_and_come_out_the_same_each_time() {
    let house = House::of(&Project::real());
    assert!(!house.model.worksheets.is_empty());
    for lang in ["es", "en"] {
        for case in house.cases(lang) {
            let bytes = std::fs::read(case.file()).unwrap();
            println!("{} {lang}: {} bytes", case.sheet.tool, bytes.len());
            assert_eq!(bytes, case.bytes(), "{} {lang}", case.sheet.tool);
        }
    }
}

#[test]
#[ignore = "needs LibreOffice; a step of scripts/test"]
fn workbooks_compute_what_the_evaluator_computes() {
    let house = House::of(&Project::real());
    // To look for a fault: one calculator only, more or fewer rounds.
    let only = std::env::var("CABILDO_CALCULATOR").unwrap_or_default();
    let count = std::env::var("CABILDO_ROUNDS").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    let cases: Vec<Case> =
        house.cases("es").into_iter().filter(|case| only.is_empty() || case.sheet.tool == only).collect();
    let fillings: Vec<Vec<Filling>> = cases.iter().map(|case| case.fillings(count)).collect();
    let (mut books, expected): (Vec<Json>, Vec<Vec<Expected>>) =
        cases.iter().zip(&fillings).map(|(case, fillings)| rounds(case, fillings)).unzip();
    // A wrong formula would be noticed: the water tariff's calculation is the third sheet.
    let water = cases.iter().position(|case| case.sheet.tool == "tarifa-de-agua");
    if let Some(water) = water {
        let round = books[water]["rounds"][0].clone();
        let plant = json!(["connections*12", "connections*11", 3]);
        books.push(json!({"file": books[water]["file"], "rounds": [round], "plant": plant}));
    }
    let answer = drive(&json!({"books": books}));
    let mut wrong = Vec::new();
    for (case, (found, expected)) in cases.iter().zip(answer["books"].as_array().unwrap().iter().zip(&expected)) {
        let mut faulty = 0;
        for (at, (found, expected)) in found["rounds"].as_array().unwrap().iter().zip(expected).enumerate() {
            let differences = differences(found, expected);
            faulty += usize::from(!differences.is_empty());
            if !differences.is_empty() && faulty <= 3 {
                wrong.push(format!("{} round {at}:\n  {}", case.sheet.tool, differences.join("\n  ")));
            }
        }
        println!("{}: {} rounds, {faulty} wrong", case.sheet.tool, expected.len());
        assert_eq!(found["protected"], true);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    if let Some(water) = water {
        let planted = &answer["books"][cases.len()]["rounds"][0];
        assert!(!differences(planted, &expected[water][0]).is_empty(), "a planted fault was not noticed");
    }
}
