//! Whatever is written and entered, there is an answer and no panic; and what is computed twice is the same.
#![allow(clippy::unwrap_used)]

use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use cabildo_worksheet::words::{Labels, Language, words};
use cabildo_worksheet::{Calendar, Entered, Value, compile, evaluate};

/// Numbers in an order of their own, the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % most.max(1)
    }

    fn of<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.below(words.len())]
    }
}

const NUMBERS: &[&str] =
    &["0", "1", "2.5", "5%", "12", "n", "m", "p", "a", "b", "sum(t.x)", "count(t)", "row()", "x", "k"];

/// A formula that may be right: numbers mostly, of no unit.
fn number(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return dice.of(NUMBERS).to_owned();
    }
    let mut inner = || number(dice, depth - 1);
    let (a, b) = (inner(), inner());
    match dice.below(18) {
        0 => format!("({a}) + {b}"),
        1 => format!("({a}) * ({b})"),
        2 => format!("({a}) / ({b})"),
        3 => format!("-({a})"),
        4 => format!("({a}) ^ ({b})"),
        5 => format!("if({}, {a}, {b})", flag(dice, depth - 1)),
        6 => format!("round({a}, {})", dice.below(8)),
        7 => format!("max({a}, {b}, 3)"),
        8 => format!("default({a}, {b})"),
        9 => format!("sum(t.x * ({a}) where {})", flag(dice, depth - 1)),
        10 => format!("first(t.k where t.k = ({a}))"),
        11 => format!("previous(x, {a})"),
        12 => format!("days_between({}, {})", day(dice, depth - 1), day(dice, depth - 1)),
        13 => format!("workdays_between(d, {})", day(dice, depth - 1)),
        14 => format!("sqrt({a}) - year({})", day(dice, depth - 1)),
        15 => format!("rank({a}, {b})"),
        16 => format!("mean(r.z) + min(t.c) + count(r where r.z > ({a}))"),
        _ => format!("floor(abs({a})) - ({b})"),
    }
}

fn flag(dice: &mut Dice, depth: usize) -> String {
    let (a, b) = (number(dice, depth.saturating_sub(1)), number(dice, depth.saturating_sub(1)));
    match dice.below(8) {
        0 => format!("({a}) < ({b})"),
        1 => format!("has({a})"),
        2 => "f".to_owned(),
        3 => format!("not (({a}) = ({b}))"),
        4 => "q = \"one\" or f".to_owned(),
        5 => format!("is_workday({})", day(dice, depth.saturating_sub(1))),
        6 => format!("text({a}) & q = \"1one\""),
        _ => format!("({a}) >= ({b}) and true"),
    }
}

fn day(dice: &mut Dice, depth: usize) -> String {
    let a = number(dice, depth.saturating_sub(1));
    match dice.below(6) {
        0 => format!("date({a}, 2, 31)"),
        1 => format!("add_days(d, {a})"),
        2 => format!("add_workdays(d, {a})"),
        3 => "end_of_month(d)".to_owned(),
        4 => "workday_on_or_before(d)".to_owned(),
        _ => "d".to_owned(),
    }
}

fn field(id: &str, kind: Kind) -> Field {
    let options = ["one", "two"].map(str::to_owned).to_vec();
    Field { id: id.to_owned(), kind, unit: None, range: Range::default(), options }
}

fn formula(id: &str, formula: String) -> ResultDefinition {
    ResultDefinition { id: id.to_owned(), formula, unit: None, bands: vec!["f".to_owned()] }
}

fn definition(dice: &mut Dice, mut write: impl FnMut(&mut Dice) -> String) -> Definition {
    let column = |id: &str, text: String| ColumnDefinition::Computed(formula(id, text));
    let entered = |id: &str, kind| ColumnDefinition::Entered(field(id, kind));
    let open = vec![
        entered("k", Kind::Number),
        entered("day", Kind::Date),
        column("x", write(dice)),
        column("c", write(dice)),
    ];
    let min = dice.below(2);
    let repeated = Rows::Repeated { table: "t".to_owned(), times: 3, keep: "row() <= k".to_owned() };
    Definition {
        inputs: vec![
            field("n", Kind::Number),
            field("m", Kind::Number),
            field("p", Kind::Percentage),
            field("d", Kind::Date),
            field("q", Kind::Choice),
            field("f", Kind::YesNo),
        ],
        tables: vec![
            TableDefinition { id: "t".to_owned(), rows: Rows::Open { min, max: 9 }, columns: open },
            TableDefinition { id: "r".to_owned(), rows: repeated, columns: vec![column("z", write(dice))] },
        ],
        results: vec![formula("a", write(dice)), formula("b", write(dice))],
        checks: vec![CheckDefinition { table: Some("t".to_owned()), when: "x > k".to_owned() }],
        local_holidays: Some("t.day".to_owned()),
        ..Definition::default()
    }
}

fn value(dice: &mut Dice, kind: Kind) -> Option<Value> {
    const NUMBERS: [f64; 12] = [0.0, -0.0, 1.0, -1.5, 0.1, 1e-300, 1e300, -7.0, 2026.0, 0.3, 1e15, 12.0];
    const DAYS: [i64; 6] = [0, 20_777, -25_567, 2_932_896, i64::MAX, i64::MIN];
    if dice.below(4) == 0 {
        return None;
    }
    Some(match kind {
        Kind::Date => Value::Day(DAYS[dice.below(DAYS.len())]),
        Kind::Choice | Kind::Text => Value::Text(dice.of(&["one", "two", ""]).to_owned()),
        Kind::YesNo => Value::Flag(dice.below(2) == 0),
        _ => Value::Number(NUMBERS[dice.below(NUMBERS.len())]),
    })
}

/// Compiles, computes, tells; whether there was a program.
fn run(dice: &mut Dice, definition: &Definition) -> bool {
    let compiled = compile(definition);
    for fault in &compiled.faults {
        assert!(fault.at.start <= fault.at.end, "{fault:?}");
    }
    let Some(program) = compiled.program else { return false };
    assert!(serde_json::from_str::<serde_json::Value>(&program.to_json()).is_ok());
    for _ in 0..4 {
        let inputs = program.inputs.iter().map(|field| value(dice, field.kind)).collect();
        let rows = (0..dice.below(4)).map(|_| vec![value(dice, Kind::Number), value(dice, Kind::Date)]).collect();
        let entered = Entered { inputs, tables: vec![rows] };
        let calendar = Calendar { holidays: vec![20_780, i64::MIN, i64::MAX] };
        let outcome = evaluate(&program, &entered, &calendar);
        assert_eq!(outcome, evaluate(&program, &entered, &calendar));
        for shown in &outcome.results {
            assert!(!matches!(shown.value, Ok(Value::Number(number)) if !number.is_finite()));
        }
    }
    let labels = Labels {
        input: &|n| format!("i{n}"),
        result: &|n| format!("r{n}"),
        table: &|n| format!("t{n}"),
        column: &|_, n| format!("c{n}"),
        option: &|_, id| id.to_owned(),
        percentage: &|_| true,
    };
    for language in [Language::Spanish, Language::English] {
        for (table, of) in program.tables.iter().enumerate() {
            for column in of.columns.iter().filter_map(|column| column.computed()) {
                assert!(!words(&program, &column.expression, Some(table), language, labels).is_empty());
            }
        }
    }
    true
}

#[test]
fn formulas_that_may_be_right_never_panic() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut programs = 0;
    for round in 0..3000 {
        let definition = definition(&mut dice, |dice| number(dice, round % 3));
        programs += usize::from(run(&mut dice, &definition));
    }
    assert!(programs > 100, "only {programs} of them are right");
}

#[test]
fn heaps_of_words_never_panic() {
    const WORDS: &[&str] = &[
        "n",
        "t",
        ".",
        "x",
        "(",
        ")",
        "+",
        "-",
        "*",
        "/",
        "^",
        "%",
        ",",
        "where",
        "sum",
        "sum(",
        "if(",
        "1",
        "2.5",
        "\"",
        "\"a\"",
        "and",
        "or",
        "not",
        "<",
        "=",
        "<>",
        "&",
        "round(",
        "rank(",
        "previous(",
        "count(t",
        "t.x",
        "r.z",
        "ñ",
        "é",
        "€",
        ";",
        " ",
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..4000 {
        let definition = definition(&mut dice, |dice| {
            let length = dice.below(12);
            (0..length).map(|_| dice.of(WORDS).to_owned() + dice.of(&["", " "])).collect()
        });
        run(&mut dice, &definition);
    }
}

#[test]
fn a_long_chain_of_results_is_no_deep_one() {
    let mut definition = Definition { inputs: vec![field("n", Kind::Number)], ..Definition::default() };
    for index in 0..2000 {
        let next = if index == 1999 { "n".to_owned() } else { format!("r{}", index + 1) };
        let deep = format!("{}{next}{}", "abs(".repeat(90), ")".repeat(90));
        definition.results.push(ResultDefinition { bands: Vec::new(), ..formula(&format!("r{index}"), deep) });
    }
    let program = compile(&definition).program.unwrap();
    let entered = Entered { inputs: vec![Some(Value::Number(-3.0))], tables: Vec::new() };
    let outcome = evaluate(&program, &entered, &Calendar::default());
    assert_eq!(outcome.results[0].value, Ok(Value::Number(3.0)));
}

#[test]
fn texts_do_not_grow_without_end() {
    let mut definition = Definition { inputs: vec![field("q", Kind::Text)], ..Definition::default() };
    definition.results.push(ResultDefinition { bands: Vec::new(), ..formula("r0", "q & q".to_owned()) });
    for index in 1..60 {
        let text = format!("r{0} & r{0}", index - 1);
        definition.results.push(ResultDefinition { bands: Vec::new(), ..formula(&format!("r{index}"), text) });
    }
    let program = compile(&definition).program.unwrap();
    let entered = Entered { inputs: vec![Some(Value::Text("ab".to_owned()))], tables: Vec::new() };
    let outcome = evaluate(&program, &entered, &Calendar::default());
    assert_eq!(outcome.results.iter().filter(|shown| shown.value.is_ok()).count(), 13);
}
