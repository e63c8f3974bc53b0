//! The five tools that the language was made for, as definitions, with the check values of their specification.

use cabildo_worksheet::compile;
use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use cabildo_worksheet::program::Program;

fn field(id: &str, kind: Kind, unit: Option<&str>) -> Field {
    let unit = unit.map(str::to_owned);
    Field { id: id.to_owned(), kind, unit, range: Range::default(), options: Vec::new() }
}

fn money(id: &str) -> Field {
    field(id, Kind::Money, None)
}

fn number(id: &str) -> Field {
    field(id, Kind::Number, None)
}

fn result(id: &str, formula: &str, unit: Option<&str>) -> ResultDefinition {
    ResultDefinition {
        id: id.to_owned(),
        formula: formula.to_owned(),
        unit: unit.map(str::to_owned),
        bands: Vec::new(),
    }
}

fn entered(fields: impl IntoIterator<Item = Field>) -> Vec<ColumnDefinition> {
    fields.into_iter().map(ColumnDefinition::Entered).collect()
}

fn table(id: &str, rows: Rows, columns: Vec<ColumnDefinition>, computed: &[(&str, &str)]) -> TableDefinition {
    let computed = computed.iter().map(|(id, formula)| ColumnDefinition::Computed(result(id, formula, None)));
    TableDefinition { id: id.to_owned(), rows, columns: columns.into_iter().chain(computed).collect() }
}

fn program(definition: &Definition) -> Program {
    let compiled = compile(definition);
    assert_eq!(compiled.faults, []);
    compiled.program.unwrap()
}

/// T16, water tariff.
fn tariff() -> Definition {
    let mut collection = field("collection", Kind::Percentage, None);
    collection.range = Range { above: Some(0.0), max: Some(100.0), ..Range::default() };
    Definition {
        units: ["connection", "m3"].map(str::to_owned).to_vec(),
        inputs: vec![
            money("operation"),
            money("sources"),
            field("connections", Kind::Number, Some("connection")),
            collection,
            field("produced", Kind::Number, Some("m3")),
            field("losses", Kind::Percentage, None),
            field("income", Kind::Money, Some("Q/connection")),
        ],
        tables: vec![table(
            "assets",
            Rows::Open { min: 0, max: 30 },
            entered([money("value"), number("life")]),
            &[("yearly", "value / life")],
        )],
        results: vec![
            result("cost", "operation + sum(assets.value / assets.life) + sources", Some("Q")),
            result("fee", "redondear_arriba(cost / (connections * 12 * collection))", Some("Q/connection")),
            result("fee_if_all_pay", "ceil(cost / (connections * 12), 2)", Some("Q/connection")),
            result("sold", "produced * (1 - losses)", Some("m3")),
            result("per_m3", "ceil(cost / (sold * collection), 2)", Some("Q/m3")),
            result("proof", "fee * connections * 12 * collection - cost", None),
            result("enough", "proof >= 0", None),
            result("share", "fee / income", None),
        ],
        checks: vec![CheckDefinition { table: None, when: "share > 5%".to_owned() }],
        local_holidays: None,
    }
}

#[test]
fn a_water_tariff_is_put_into_the_order_of_computing() {
    let json = program(&tariff()).to_json();
    assert!(json.contains(r#""o":[[1,0,3],[0,0],[0,1]"#), "{json}");
}
