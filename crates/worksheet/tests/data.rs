//! What the browser reads of a program: every kind of expression, and what each value needs.
#![allow(clippy::unwrap_used)]

use cabildo_worksheet::compile;
use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use serde_json::{Value, json};

fn field(id: &str, kind: Kind) -> Field {
    let options = if kind == Kind::Choice { vec!["a".to_owned(), "b".to_owned()] } else { Vec::new() };
    Field { id: id.to_owned(), kind, unit: None, range: Range::default(), options }
}

fn formula(id: &str, formula: &str) -> ResultDefinition {
    ResultDefinition { id: id.to_owned(), formula: formula.to_owned(), unit: None, bands: Vec::new() }
}

/// Inputs 0 to 4; table 0 open, 1 fixed, 2 repeated.
fn definition() -> Definition {
    let entered = |id: &str, kind| ColumnDefinition::Entered(field(id, kind));
    let computed = |id: &str, text: &str| ColumnDefinition::Computed(formula(id, text));
    let table = |id: &str, rows, columns| TableDefinition { id: id.to_owned(), rows, columns };
    let repeated = Rows::Repeated { table: "t".to_owned(), times: 2, keep: "row() <= k".to_owned() };
    Definition {
        inputs: vec![
            field("n", Kind::Number),
            field("d", Kind::Date),
            field("q", Kind::Choice),
            field("s", Kind::Text),
            field("f", Kind::YesNo),
        ],
        tables: vec![
            table("t", Rows::Open { min: 1, max: 9 }, vec![entered("k", Kind::Number), entered("v", Kind::Number)]),
            table("u", Rows::Fixed { count: 3 }, vec![entered("w", Kind::Number)]),
            table("r", repeated, vec![computed("x", "t.v * row()")]),
        ],
        ..Definition::default()
    }
}

fn data(definition: &Definition) -> Value {
    let compiled = compile(definition);
    assert_eq!(compiled.faults, []);
    serde_json::from_str(&compiled.program.unwrap().to_json()).unwrap()
}

/// A result's formula as data, with what it needs.
fn result(text: &str) -> (Value, Value) {
    let mut of = definition();
    of.results.push(formula("tried", text));
    let data = data(&of)["r"][0].clone();
    (data["e"].clone(), data["n"].clone())
}

#[track_caller]
fn is(text: &str, expected: Value) {
    assert_eq!(result(text).0, expected, "{text}");
}

/// The formula of a column of the fixed table.
#[track_caller]
fn is_in_row(text: &str, expected: Value) {
    let mut of = definition();
    of.tables[1].columns.push(ColumnDefinition::Computed(formula("tried", text)));
    assert_eq!(data(&of)["t"][1]["c"][1]["e"], expected, "{text}");
}

#[test]
fn every_expression_has_its_data() {
    is("1.5 + 2 * 5%", json!(["+", 1.5, ["*", 2, 0.05]]));
    is("-n - n / 3 ^ 2", json!(["-", ["neg", ["i", 0]], ["/", ["i", 0], ["^", 3, 2]]]));
    is("s & \"a \"\"b\"\"\"", json!(["&", ["i", 3], {"s": "a \"b\""}]));
    is(
        "if(not f and n <= 2, true, f <> false)",
        json!(["if", ["and", ["not", ["i", 4]], ["<=", ["i", 0], 2]], true, ["<>", ["i", 4], false]]),
    );
    is(
        "(n > 1 or n < 0) or (n >= 2 or n == 3)",
        json!(["or", ["or", [">", ["i", 0], 1], ["<", ["i", 0], 0]], ["or", [">=", ["i", 0], 2], ["=", ["i", 0], 3]]]),
    );
    is("has(n)", json!(["has", ["i", 0]]));
    is("si_falta(n, 0)", json!(["def", ["i", 0], 0]));
    is("max(n, 1, 2)", json!(["f", "max", ["i", 0], 1, 2]));
    is("min(1, n)", json!(["f", "min", 1, ["i", 0]]));
    is("round(n)", json!(["f", "round", ["i", 0], 0]));
    is("floor(ceil(n, 2), 1)", json!(["f", "floor", ["f", "ceil", ["i", 0], 2], 1]));
    is("abs(n) + sqrt(n)", json!(["+", ["f", "abs", ["i", 0]], ["f", "sqrt", ["i", 0]]]));
    is("text(d)", json!(["f", "text", ["i", 1]]));
    is("date(2026, 1, 31)", json!(["f", "date", 2026, 1, 31]));
    for (name, short) in [("year", "year"), ("month", "month"), ("day", "day"), ("weekday", "weekday")] {
        is(&format!("{name}(d)"), json!(["f", short, ["i", 1]]));
    }
    for (name, short) in [("end_of_month", "eom"), ("is_workday", "isw"), ("workday_on_or_before", "wob")] {
        is(&format!("{name}(d)"), json!(["f", short, ["i", 1]]));
    }
    for (name, short) in [("add_days", "addd"), ("add_workdays", "addw")] {
        is(&format!("{name}(d, n)"), json!(["f", short, ["i", 1], ["i", 0]]));
    }
    for (name, short) in [("days_between", "days"), ("workdays_between", "workd")] {
        is(&format!("{name}(d, d)"), json!(["f", short, ["i", 1], ["i", 1]]));
    }
}

#[test]
fn aggregates_look_at_columns() {
    for (name, how) in [("sum", "sum"), ("mean", "mean"), ("min", "min"), ("max", "max"), ("first", "first")] {
        is(&format!("{name}(t.v)"), json!(["agg", how, 0, 1]));
    }
    is("count(t.v)", json!(["agg", "count", 0, 1]));
    is("count(t)", json!(["rows", 0]));
    // A hidden column behind the author's two, and the same one for the same thing.
    is("sum(t.v * 2) + max(t.v * 2)", json!(["+", ["agg", "sum", 0, 2], ["agg", "max", 0, 2]]));
    let mut of = definition();
    of.results.push(formula("tried", "count(t where t.k > n)"));
    let data = data(&of);
    let when = json!([">", ["c", 0], ["i", 0]]);
    assert_eq!(data["t"][0]["c"][2]["e"], json!(["if", when, 1, ["abs0"]]));
    assert_eq!((&data["t"][0]["shown"], &data["o"]), (&json!(2), &json!([[1, 0, 2], [0, 0], [2, 2], [1, 2, 0]])));
}

#[test]
fn rows_see_their_cells() {
    is_in_row("previous(w, n) + row()", json!(["+", ["prev", 0, ["i", 0]], ["row"]]));
    is_in_row("rank(w)", json!(["rank", [0]]));
    is_in_row("rank(w, -w)", json!(["rank", [0, 2]]));
    is_in_row("sum(t.v where t.k = row())", json!(["match", "sum", 0, 0, ["row"], 1]));
    is_in_row("contar(t donde w = t.k)", json!(["match", "count", 0, 0, ["c", 0], 0]));
    let data = data(&definition());
    assert_eq!(data["t"][2]["c"][0]["e"], json!(["*", ["s", 1], ["row"]]));
    assert_eq!(data["t"][2]["rows"], json!({"of": 0, "times": 2, "keep": ["<=", ["row"], ["s", 0]]}));
    assert_eq!((&data["t"][0]["rows"], &data["t"][1]["rows"]), (&json!([1, 9]), &json!(3)));
}

#[test]
fn needs_go_through_everything_but_what_is_only_asked_for() {
    let needs = |text: &str| result(text).1;
    assert_eq!(needs("1"), Value::Null);
    assert_eq!(needs("n + n + month(d)"), json!([[0, 1], [], [], []]));
    assert_eq!(needs("if(has(d), default(n, 1), default(2, n))"), json!([[0], [], [], []]));
    assert_eq!(needs("sum(t.v)"), json!([[], [[0, 1]], [], [0]]));
    assert_eq!(needs("count(t)"), json!([[], [], [], [0]]));
    assert_eq!(needs("sum(u.w)"), json!([[], [[1, 0]], [], []]));
    // Which rows are repeated depends on the keys.
    assert_eq!(needs("count(r)"), json!([[], [[0, 0]], [], [0]]));
    assert_eq!(needs("sum(r.x)"), json!([[], [[0, 0], [0, 1]], [], [0]]));
    let mut of = definition();
    let column = |id: &str, text: &str| ColumnDefinition::Computed(formula(id, text));
    of.tables[1].columns.push(column("balance", "previous(balance, n) + w"));
    of.tables[1].columns.push(column("double", "balance * 2"));
    of.results.push(formula("last", "max(u.double)"));
    let data = data(&of);
    assert_eq!(data["t"][1]["c"][1]["n"], json!([[0], [[1, 0]], [0], []]));
    assert_eq!(data["t"][1]["c"][2]["n"], json!([[0], [[1, 0]], [0], []]));
    assert_eq!(data["r"][0]["n"], json!([[0], [[1, 0]], [], []]));
}

#[test]
fn fields_say_what_they_take() {
    let mut of = definition();
    of.inputs[0].range = Range { min: Some(1.0), max: Some(1e20), above: Some(0.5), below: Some(9.0), whole: true };
    of.checks = vec![
        CheckDefinition { table: None, when: "f".to_owned() },
        CheckDefinition { table: Some("t".to_owned()), when: "v > k".to_owned() },
    ];
    let compiled = compile(&of).program.unwrap().to_json();
    let start = r#"{"i":[{"id":"n","k":"n","lo":1,"hi":1e20,"ab":0.5,"be":9,"w":1},{"id":"d","k":"d"},{"id":"q","k":"c","op":["a","b"]},"#;
    assert!(compiled.starts_with(start), "{compiled}");
    let checks = r#""k":[{"t":null,"w":["i",4]},{"t":0,"w":[">",["c",1],["c",0]]}],"#;
    assert!(compiled.contains(checks), "{compiled}");
    assert!(compiled.ends_with(r#""h":null}"#));
}
