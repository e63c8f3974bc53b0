//! Calculators: single faults put into a complete one, each told alone with its code at its own column.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Project;

const SHEET: &str = "toolbox/prueba/worksheet.yaml";

/// Something of everything.
const COMPLETE: &str = r#"version: 1.0.0
units:
  - {id: connection, name: {es: conexiones, en: connections}}
  - {id: m3, name: {es: m³, en: m³}}
groups:
  - {id: costs, name: {es: Costos, en: Costs}}
inputs:
  - {id: cost, group: costs, kind: money, name: {es: Costo, en: Cost}, min: 0}
  - {id: users, kind: number, unit: connection, name: {es: Conexiones, en: Connections}, min: 0, whole: true}
  - {id: rate, kind: percentage, name: {es: Cobro, en: Collection}, above: 0, max: 100, default: 80}
  - {id: mode, kind: choice, name: {es: Modo, en: Mode}, options: [{id: flat, name: {es: Fijo, en: Flat}}, {id: block, name: {es: Bloques, en: Blocks}}]}
  - {id: volume, kind: number, unit: m3, name: {es: Agua, en: Water}, optional: true}
tables:
  - id: assets
    name: {es: Activos, en: Assets}
    rows: {max: 20}
    columns:
      - {id: value, kind: money, name: {es: Valor, en: Value}}
      - {id: life, kind: number, name: {es: Vida, en: Life}, above: 0}
      - {id: yearly, name: {es: Al año, en: A year}, formula: "value / life", unit: Q}
  - id: months
    name: {es: Meses, en: Months}
    rows: {labels: [{es: enero, en: January}, {es: febrero, en: February}]}
    columns:
      - {id: paid, kind: money, name: {es: Pagado, en: Paid}}
      - {id: balance, name: {es: Saldo, en: Balance}, formula: "previous(balance, cost) - paid"}
results:
  - {id: total, group: costs, name: {es: Total, en: Total}, formula: "cost + sum(assets.yearly)", unit: Q}
  - {id: fee, name: {es: Cuota, en: Fee}, formula: "if(mode = \"flat\", total / (users * 12 * rate), 0)", unit: Q/connection}
  - id: unit_price
    name: {es: Precio, en: Price}
    formula: "total / volume"
    bands:
      - {when: "unit_price > 5 * total / volume", label: {es: Alto, en: High}, tone: poor}
checks:
  - {id: dear, when: "fee * users > 2 * total", severity: warning, message: {es: Es caro, en: It is dear}, field: cost}
examples:
  - id: one
    name: {es: Uno, en: One}
    inputs: {cost: 1200, users: 10, rate: 50, mode: flat}
    tables:
      assets: [{value: 1000, life: 10}]
      months: [{paid: 100}, {paid: 200}]
    expect: {total: 1300, fee: 21.6666666667, unit_price: sin dato}
    expect_rows: {assets.yearly: [100], months.balance: [1100, 900]}
"#;

fn project(sheet: &str) -> Project {
    let project = Project::full();
    project.write(SHEET, sheet);
    project
}

#[test]
fn a_complete_calculator_has_no_faults() {
    assert_eq!(project(COMPLETE).faults(), []);
}

/// In the complete calculator `from` is replaced by `to`; the code is told where `at` stands in the line of `to`, and
/// nothing else is told.
struct Case {
    code: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
}

const fn case(code: &'static str, from: &'static str, to: &'static str, at: &'static str) -> Case {
    Case { code, from, to, at }
}

const TOTAL: &str = "\"cost + sum(assets.yearly)\", unit: Q}";
const PRICE: &str = "\"total / volume\"";

const CASES: &[Case] = &[
    case("C0520", TOTAL, "\"cost + \"}", "\"}"),
    case("C0520", TOTAL, "\"cost * 0,75\"}", "0,75"),
    case("C0520", TOTAL, "\"=cost\"}", "=cost"),
    case("C0520", TOTAL, "\"max(cost; cost)\"}", "; cost"),
    case("C0521", PRICE, "\"total / volumen\"", "volumen"),
    case("C0521", PRICE, "\"sum(assets.yealry)\"", "yealry"),
    // A wrong unit.
    case("C0522", PRICE, "\"total + volume\"", "volume"),
    case("C0522", TOTAL, "\"cost + sum(assets.yearly)\", unit: Q/m3}", "cost"),
    case("C0522", PRICE, "\"if(mode = \\\"flat\\\", total / volume, volume)\"", "volume)"),
    // A type error deep in an `if`.
    case("C0523", PRICE, "\"if(volume > 0 and (rate > 5% or users), total / volume, total / volume)\"", "users)"),
    case("C0524", PRICE, "\"round() + total / volume\"", "round"),
    case("C0525", TOTAL, "\"cost + fee * users\"}", "fee"),
    case("C0526", TOTAL, "\"cost + assets.yearly\"}", "assets.yearly"),
    case("C0527", PRICE, "\"total / volume + -2^2 * total / volume\"", "-2^2"),
    case("C0527", PRICE, "\"if(rate > 1 and users > users or rate < 1, 1, 2)\"", "rate > 1"),
    // A sum that may be empty under a division.
    case("C0528", PRICE, "\"total / (volume * sum(assets.life))\"", "(volume"),
    case("C0529", PRICE, "\"if(mode = \\\"flatt\\\", total, cost) / volume\"", "\\\"flatt"),
    case(
        "C0530",
        "kind: choice, name: {es: Modo, en: Mode}, options: [{id: flat, name: {es: Fijo, en: Flat}}, {id: block, name: {es: Bloques, en: Blocks}}]}",
        "kind: text, name: {es: Modo, en: Mode}, options: [{id: flat, name: {es: Fijo, en: Flat}}]}",
        "",
    ),
    case("C0530", "group: costs, kind: money", "group: cost, kind: money", "cost, kind"),
    case("C0530", "rows: {max: 20}", "rows: {max: 20, labels: [{es: a, en: b}]}", ""),
    // Neither filled in nor computed: told once, not as a formula without text as well.
    case("C0530", ", formula: \"value / life\", unit: Q}", ", unit: Q}", ""),
    case("C0530", "field: cost}", "field: costs}", "costs}"),
    case("C0531", "total: 1300", "total: 1301", "1301"),
    case("C0531", "months.balance: [1100, 900]", "months.balance: [1100, 901]", "901"),
    case("C0531", "unit_price: sin dato}", "unit_price: 0}", "0}"),
    case("C0532", "rate: 50", "rate: 180", "180"),
    case("C0532", "default: 80", "default: much", "much"),
    case("C0533", "  - {id: volume,", "  - {id: spare, kind: money, name: {es: x, en: x}}\n  - {id: volume,", "spare"),
];

#[test]
fn each_fault_is_told_at_its_column() {
    let mut wrong = Vec::new();
    for Case { code, from, to, at } in CASES {
        assert!(COMPLETE.contains(from), "{from}");
        let text = COMPLETE.replacen(from, to, 1);
        let start = COMPLETE.find(from).unwrap();
        let offset = start + to.find(at).unwrap_or_else(|| panic!("{to} holds {at}"));
        let line = text[..offset].matches('\n').count() as u64 + 1;
        let column = text[text[..offset].rfind('\n').map_or(0, |n| n + 1)..offset].chars().count() as u64 + 1;
        let faults = project(&text).faults();
        let told: Vec<_> = faults.iter().map(|(code, _, line, column)| (code.as_str(), *line, *column)).collect();
        let right = match *at {
            "" => told.len() == 1 && told[0].0 == *code,
            _ => told == [(*code, line, column)],
        };
        if !right {
            wrong.push(format!("{code} «{to}» at {line}:{column}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the guides show as a whole file is one.
#[test]
fn whole_files_of_the_guides_have_no_faults() {
    for guide in ["docs/worksheets.md", "docs/calculadoras.md"] {
        let text = std::fs::read_to_string(common::repository().join(guide)).unwrap();
        let files: Vec<&str> = text
            .split("```yaml\n")
            .skip(1)
            .filter_map(|block| block.split("```").next())
            .filter(|block| block.starts_with("version:"))
            .collect();
        assert!(files.len() >= 3, "{guide}");
        for file in files {
            assert_eq!(project(file).faults(), [], "{guide}: {file}");
        }
    }
}
