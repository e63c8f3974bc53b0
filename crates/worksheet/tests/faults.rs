//! Each kind of fault, told once and at its bytes.
#![allow(clippy::unwrap_used)]

use cabildo_worksheet::compile;
use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use cabildo_worksheet::fault::{Expected, FormulaAt, Item, Slip, Sort};

fn field(id: &str, kind: Kind, unit: Option<&str>) -> ColumnDefinition {
    let options = if kind == Kind::Choice { vec!["fixed".to_owned(), "monthly".to_owned()] } else { Vec::new() };
    let unit = unit.map(str::to_owned);
    ColumnDefinition::Entered(Field { id: id.to_owned(), kind, unit, range: Range::default(), options })
}

fn result(id: &str, formula: &str) -> ResultDefinition {
    ResultDefinition { id: id.to_owned(), formula: formula.to_owned(), unit: None, bands: Vec::new() }
}

/// Something of everything, and a formula in its own place.
fn definition() -> Definition {
    let inputs = [
        field("cost", Kind::Money, None),
        field("volume", Kind::Number, Some("m3")),
        field("people", Kind::Number, None),
        field("losses", Kind::Percentage, None),
        field("start", Kind::Date, None),
        field("rule", Kind::Choice, None),
        field("place", Kind::Text, None),
        field("open", Kind::YesNo, None),
    ];
    let inputs = inputs.into_iter().filter_map(|input| match input {
        ColumnDefinition::Entered(field) => Some(field),
        ColumnDefinition::Computed(_) => None,
    });
    let assets = vec![
        field("value", Kind::Money, None),
        field("life", Kind::Number, None),
        field("sort", Kind::Choice, None),
        ColumnDefinition::Computed(result("yearly", "value / life")),
    ];
    let months = vec![field("flow", Kind::Money, None), field("holiday", Kind::Date, None)];
    let dates = vec![ColumnDefinition::Computed(result("half", "value / 2"))];
    let repeated = Rows::Repeated { table: "assets".to_owned(), times: 3, keep: "row() <= life".to_owned() };
    let table = |id: &str, rows, columns| TableDefinition { id: id.to_owned(), rows, columns };
    Definition {
        units: ["m3", "month"].map(str::to_owned).to_vec(),
        inputs: inputs.collect(),
        tables: vec![
            table("assets", Rows::Open { min: 0, max: 9 }, assets),
            table("months", Rows::Fixed { count: 12 }, months),
            table("dates", repeated, dates),
        ],
        results: vec![result("total", "sum(assets.value)")],
        ..Definition::default()
    }
}

/// The faults, each with the bytes it is at.
fn faults(definition: &Definition, text: &str) -> Vec<(FormulaAt, String, Slip)> {
    let compiled = compile(definition);
    assert_eq!(compiled.program.is_some(), compiled.faults.is_empty());
    compiled.faults.into_iter().map(|fault| (fault.formula, text[fault.at].to_owned(), fault.slip)).collect()
}

/// What is wrong with a result's formula: the one fault and its bytes.
#[track_caller]
fn wrong(formula: &str, at: &str, slip: Slip) {
    let mut of = definition();
    of.results.push(result("tried", formula));
    assert_eq!(faults(&of, formula), [(FormulaAt::Result(1), at.to_owned(), slip)], "{formula}");
}

/// What is wrong with the formula of a column of the months.
#[track_caller]
fn wrong_column(formula: &str, at: &str, slip: Slip) {
    let mut of = definition();
    of.tables[1].columns.push(ColumnDefinition::Computed(result("tried", formula)));
    let place = FormulaAt::Column { table: 1, column: 2 };
    assert_eq!(faults(&of, formula), [(place, at.to_owned(), slip)], "{formula}");
}

#[track_caller]
fn right(formula: &str) {
    let mut of = definition();
    of.results.push(result("tried", formula));
    assert_eq!(faults(&of, formula), [], "{formula}");
}

#[track_caller]
fn right_column(formula: &str) {
    let mut of = definition();
    of.tables[1].columns.push(ColumnDefinition::Computed(result("tried", formula)));
    assert_eq!(faults(&of, formula), [], "{formula}");
}

fn units(expected: &str, found: &str) -> Slip {
    Slip::UnitMismatch { expected: expected.to_owned(), found: found.to_owned() }
}

fn types(expected: Sort, found: Sort) -> Slip {
    Slip::WrongType { expected, found }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[test]
fn units_are_told_at_the_part_that_differs() {
    wrong("cost + volume", "volume", units("Q", "m3"));
    wrong("1 + cost", "cost", units("1", "Q"));
    wrong("cost * 2 - volume / people", "volume / people", units("Q", "m3"));
    wrong("cost > 5", "5", units("Q", "1"));
    wrong("if(open, cost, volume)", "volume", units("Q", "m3"));
    wrong("max(0, cost, volume)", "volume", units("Q", "m3"));
    wrong("default(cost, volume)", "volume", units("Q", "m3"));
    wrong("2 ^ volume", "volume", units("1", "m3"));
    wrong("volume ^ people", "volume", Slip::PowerOfUnit { unit: "m3".to_owned() });
    wrong("volume ^ 200", "volume", Slip::PowerOfUnit { unit: "m3".to_owned() });
    wrong("1 + sqrt(volume)", "volume", Slip::RootOfUnit { unit: "m3".to_owned() });
    wrong("add_days(start, volume)", "volume", units("1", "m3"));
    wrong("volume^100 * volume^100", "volume^100 * volume^100", Slip::UnitTooHigh);
    right("sqrt(volume ^ 2) + volume * losses - max(0, volume)");
    right("cost / volume * volume > 0 and 0 < cost and cost <> 0");
    right("if(open, 0, cost) + if(open, cost, 0) + default(cost, 0)");
    right("round(cost / people, 2) + abs(-cost) + mean(assets.value) + min(assets.value)");
    right("year(start) + days_between(start, start) + count(assets) + losses + volume / volume");
}

#[test]
fn a_declared_unit_is_kept() {
    let tried = |formula: &str, unit: &str| {
        let mut of = definition();
        of.results.push(ResultDefinition { unit: Some(unit.to_owned()), ..result("tried", formula) });
        faults(&of, formula)
    };
    assert_eq!(tried("cost / volume", "Q/m3"), []);
    assert_eq!(tried("0", "Q"), []);
    assert_eq!(tried("cost", "Q/m3"), [(FormulaAt::Result(1), "cost".to_owned(), units("Q/m3", "Q"))]);
    assert_eq!(tried("open", "Q"), [(FormulaAt::Result(1), "open".to_owned(), types(Sort::Number, Sort::Flag))]);
    let mut of = definition();
    of.results.push(ResultDefinition { unit: Some("Q/mes".to_owned()), ..result("tried", "cost") });
    let slip = Slip::UnknownUnit { name: "mes".to_owned(), nearest: None };
    assert_eq!(faults(&of, "Q/mes"), [(FormulaAt::Unit(Item::Result(1)), "mes".to_owned(), slip)]);
}

#[test]
fn units_of_fields_are_checked() {
    let tried = |kind: Kind, unit: &str| {
        let mut of = definition();
        of.inputs.push(Field {
            id: "tried".to_owned(),
            kind,
            unit: Some(unit.to_owned()),
            range: Range::default(),
            options: Vec::new(),
        });
        let mut faults = faults(&of, unit);
        assert!(faults.len() < 2);
        faults.pop().map(|(_, at, slip)| (at, slip))
    };
    assert_eq!(tried(Kind::Money, "Q/m3"), None);
    assert_eq!(
        tried(Kind::Money, "m3"),
        some("m3").map(|at| (at, Slip::MoneyWithoutQuetzales { unit: "m3".to_owned() }))
    );
    assert_eq!(tried(Kind::Date, "m3"), some("m3").map(|at| (at, Slip::UnitOfNoNumber)));
    assert_eq!(tried(Kind::Number, "m3/"), Some((String::new(), Slip::MalformedUnit)));
    let nearest = Slip::UnknownUnit { name: "monthe".to_owned(), nearest: some("month") };
    assert_eq!(tried(Kind::Number, "m3 / monthe"), some("monthe").map(|at| (at, nearest)));
}

#[test]
fn types_are_told_however_deep() {
    wrong("if(open, if(people > 3, max(1, 2 * (people + place)), 4), 5)", "place", types(Sort::Number, Sort::Text));
    wrong("if(people, 1, 2)", "people", types(Sort::Flag, Sort::Number));
    wrong("if(open, 1, \"a\")", "\"a\"", types(Sort::Number, Sort::Text));
    wrong("not cost", "cost", types(Sort::Flag, Sort::Number));
    wrong("open and start", "start", types(Sort::Flag, Sort::Day));
    wrong("place < \"b\" and open", "place", types(Sort::NumberOrDay, Sort::Text));
    wrong("start = 2026", "2026", types(Sort::Day, Sort::Number));
    wrong("start + 1 > start", "start", types(Sort::Number, Sort::Day));
    wrong("place & people", "people", types(Sort::Text, Sort::Number));
    wrong("text(place)", "place", types(Sort::NumberOrDay, Sort::Text));
    wrong("month(people)", "people", types(Sort::Day, Sort::Number));
    wrong("sum(assets.sort)", "assets.sort", types(Sort::Number, Sort::Choice));
    wrong("count(assets where assets.life)", "assets.life", types(Sort::Flag, Sort::Number));
    wrong("max(open, 1)", "open", types(Sort::NumberOrDay, Sort::Flag));
    right("max(start, end_of_month(start)) > date(2026, 1, 1)");
    right("place & \" \" & text(people) & text(start) & rule");
    right("open = (people > 3) and rule <> place");
}

#[test]
fn names_are_told_with_the_nearest() {
    let unknown = |name: &str, nearest: &str| Slip::UnknownName { name: name.to_owned(), nearest: some(nearest) };
    wrong("2 * (cots + 1)", "cots", unknown("cots", "cost"));
    wrong("zzz", "zzz", unknown("zzz", ""));
    wrong_column("flw * 2", "flw", unknown("flw", "flow"));
    let function = |name: &str, nearest: &str| Slip::UnknownFunction { name: name.to_owned(), nearest: some(nearest) };
    wrong("redondar(cost)", "redondar", function("redondar", "redondear"));
    wrong("vlookup(1)", "vlookup", function("vlookup", "lookup"));
    let slip = Slip::UnknownTable { name: "asset".to_owned(), nearest: some("assets") };
    wrong("sum(asset.value)", "asset", slip.clone());
    wrong("count(asset)", "asset", slip);
    let slip = Slip::UnknownColumn { table: "assets".to_owned(), name: "valeu".to_owned(), nearest: some("value") };
    wrong("sum(assets.valeu)", "valeu", slip);
    let slip = Slip::UnknownOption { name: "fixd".to_owned(), nearest: some("fixed") };
    wrong("if(rule = \"fixd\", 1, 2)", "\"fixd\"", slip.clone());
    wrong("count(assets where \"fixd\" <> assets.sort)", "\"fixd\"", slip);
    wrong("assets", "assets", Slip::TableAsValue { table: "assets".to_owned() });
}

#[test]
fn columns_belong_into_aggregates() {
    let column = |table: &str, column: &str| (table.to_owned(), column.to_owned());
    let (table, name) = column("assets", "value");
    wrong("value * 2", "value", Slip::ColumnWithoutAggregate { table: table.clone(), column: name.clone() });
    wrong(
        "assets.value * 2",
        "assets.value",
        Slip::ColumnWithoutAggregate { table: table.clone(), column: name.clone() },
    );
    wrong("sum(value)", "value", Slip::ColumnWithoutTable { table: table.clone(), column: name.clone() });
    wrong("sum(assets.life * value)", "value", Slip::ColumnWithoutTable { table, column: name });
    let function = "sum".to_owned();
    wrong("sum(cost)", "cost", Slip::AggregateWithoutTable { function: function.clone() });
    wrong("sum(2 * cost)", "sum", Slip::AggregateWithoutTable { function });
    let (first, second) = column("assets", "months");
    wrong("sum(assets.value * months.flow)", "months.flow", Slip::AggregateOverTwoTables { first, second });
    wrong_column("sum(assets.value * flow)", "flow", Slip::RowInsideAggregate);
    wrong_column("sum(assets.value where assets.life > row())", "assets.life > row()", Slip::RowInsideAggregate);
    wrong_column("sum(assets.value * row())", "row()", Slip::RowInsideAggregate);
    wrong("sum(assets.value where row() = 1)", "row()", Slip::RowMisplaced);
    wrong("row()", "row()", Slip::RowMisplaced);
    right_column("sum(assets.value where row() = assets.life)");
    right_column("sum(assets.value where assets.life * 2 = row() + count(months)) + flow");
    right_column("flow / sum(months.flow)");
    right("sum(assets.value / sum(assets.value)) + first(months.flow) / sum(months.flow)");
}

#[test]
fn previous_and_rank_have_their_places() {
    wrong("previous(total, 0)", "previous(total, 0)", Slip::PreviousMisplaced);
    wrong_column("previous(cost, 0)", "cost", Slip::PreviousMisplaced);
    wrong_column("previous(flow * 2, 0)", "previous(flow * 2, 0)", Slip::PreviousMisplaced);
    wrong_column("previous(flow, people)", "people", units("Q", "1"));
    wrong_column("previous(tried, volume) + flow", "flow", units("m3", "Q"));
    wrong_column("if(previous(tried, 1) > 3, open, open)", "1", types(Sort::Flag, Sort::Number));
    wrong_column(
        "sum(assets.value where assets.life = previous(tried, 0)) * rank(flow)",
        "rank(flow)",
        Slip::RankMisplaced,
    );
    wrong("rank(cost)", "rank(cost)", Slip::RankMisplaced);
    right_column("previous(tried, 0) + flow");
    right_column("previous(flow, cost)");
    right_column("rank(flow, -flow where flow > 0)");
    let mut of = definition();
    of.tables[2].columns.push(ColumnDefinition::Computed(result("tried", "rank(half)")));
    let place = FormulaAt::Column { table: 2, column: 1 };
    assert_eq!(faults(&of, "rank(half)"), [(place, "rank(half)".to_owned(), Slip::RankMisplaced)]);
}

#[test]
fn functions_want_their_arguments() {
    let count =
        |function: &str, least, most, found| Slip::ArgumentCount { function: function.to_owned(), least, most, found };
    wrong("2 + si(open, 1)", "si", count("si", 3, Some(3), 2));
    wrong("year()", "year", count("year", 1, Some(1), 0));
    wrong("sum(assets.value, 2)", "sum", count("sum", 1, Some(1), 2));
    wrong("round(0,5, 2)", "0,5", Slip::DecimalComma);
    wrong("max(0,75, people)", "0,75", Slip::DecimalComma);
    wrong("round(people, 7)", "7", Slip::LiteralOutOfRange { least: 0, most: 6 });
    wrong("round(people, people)", "people", Slip::LiteralOutOfRange { least: 0, most: 6 });
    wrong("abs(people where open)", "open", Slip::MisplacedWhere { function: "abs".to_owned() });
    right("date(2026,1,31) > start");
    right("floor(people, 2) + ceil(people,2)");
}

#[test]
fn writing_is_told_first() {
    let expected = |what, found: &str| Slip::Expected { what, found: some(found) };
    wrong("cost +", "", expected(Expected::Value, ""));
    wrong("cost cost", "cost", expected(Expected::Operator, "cost"));
    wrong("-people^2", "-people^2", Slip::MinusBeforePower);
    wrong("2^3^2", "2^3^", Slip::PowerOfPower);
    wrong("open and open or open", "open and open or open", Slip::AndWithOr);
    wrong(&"(".repeat(5000), "(", Slip::TooDeep { limit: 100 });
}

#[test]
fn a_divisor_may_not_be_the_sum_of_nothing() {
    let empty = |table: &str| Slip::MayBeEmpty { table: table.to_owned() };
    wrong("cost / sum(assets.value)", "sum(assets.value)", empty("assets"));
    wrong("cost + cost / (12 * count(assets))", "(12 * count(assets))", empty("assets"));
    wrong("cost / count(months where months.flow > 0)", "count(months where months.flow > 0)", empty("months"));
    wrong("cost / count(dates)", "count(dates)", empty("dates"));
    wrong("cost / total", "total", empty("assets"));
    wrong("if(people > 0, cost / total, 0)", "total", empty("assets"));
    right_column("flow / sum(months.flow)");
    right("sum(assets.value / total) + sum(assets.value / sum(assets.value))");
    let filtered = "sum(assets.life where assets.life > 2)";
    wrong(&format!("sum(assets.value / {filtered})"), filtered, empty("assets"));
    right("if(total > 0, cost / total, 0)");
    right("if(count(assets) = 0, 0, cost / sum(assets.value))");
    right("if(sum(assets.value) > 0 and open, cost / sum(assets.value), 0)");
    right("default(cost / total, 0)");
    right("cost / sum(months.flow) + sum(assets.value) / 2 / cost + people / (1 + count(assets))");
    right("cost / mean(assets.value)");
}

#[test]
fn cycles_are_told_once_with_their_chain() {
    let mut of = definition();
    of.results = vec![result("a", "1 + b"), result("b", "c * 2"), result("c", "sum(assets.x)"), result("d", "a + c")];
    of.tables[0].columns.push(ColumnDefinition::Computed(result("x", "life + a")));
    let chain = ["a", "b", "c", "assets.x", "a"].map(str::to_owned).to_vec();
    assert_eq!(faults(&of, "1 + b"), [(FormulaAt::Result(0), "b".to_owned(), Slip::Cycle { chain })]);
    let mut of = definition();
    of.results.push(result("a", "2 * a"));
    let chain = ["a", "a"].map(str::to_owned).to_vec();
    assert_eq!(faults(&of, "2 * a"), [(FormulaAt::Result(1), "a".to_owned(), Slip::Cycle { chain })]);
    // Which rows stay cannot depend on how many there are.
    let mut of = definition();
    of.tables[2].rows = Rows::Repeated { table: "assets".to_owned(), times: 2, keep: "count(dates) > 0".to_owned() };
    let chain = ["dates", "dates"].map(str::to_owned).to_vec();
    let place = FormulaAt::Keep { table: 2 };
    assert_eq!(faults(&of, "count(dates) > 0"), [(place, "dates".to_owned(), Slip::Cycle { chain })]);
    // Nor can a balance look at the row before of another that looks at it.
    let mut of = definition();
    of.tables[1].columns.push(ColumnDefinition::Computed(result("opening", "previous(closing, cost)")));
    of.tables[1].columns.push(ColumnDefinition::Computed(result("closing", "opening + flow")));
    let chain = ["months.opening", "months.closing", "months.opening"].map(str::to_owned).to_vec();
    let place = FormulaAt::Column { table: 1, column: 2 };
    assert_eq!(faults(&of, "previous(closing, cost)"), [(place, "closing".to_owned(), Slip::Cycle { chain })]);
}

#[test]
fn one_cause_is_told_once_and_several_at_once() {
    let mut of = definition();
    of.results = vec![
        result("a", "cots + 1"),
        result("b", "a + volume"),
        result("c", "b & place"),
        result("d", "volume + cost"),
    ];
    let found: Vec<_> = compile(&of).faults.into_iter().map(|fault| fault.formula).collect();
    assert_eq!(found, [FormulaAt::Result(0), FormulaAt::Result(3)]);
    // Both branches of one formula.
    let formula = "if(cots > 1, cost + volume, zzz)";
    of.results = vec![result("a", formula)];
    let found: Vec<_> = faults(&of, formula).into_iter().map(|(_, at, _)| at).collect();
    assert_eq!(found, ["cots", "volume", "zzz"]);
}

#[test]
fn identifiers_are_names_and_differ() {
    let mut of = definition();
    of.results.push(result("cost", "1"));
    of.results.push(result("donde", "1"));
    of.units.push("m3".to_owned());
    let found: Vec<_> = compile(&of).faults.into_iter().map(|fault| (fault.formula, fault.slip)).collect();
    assert_eq!(
        found,
        [
            (FormulaAt::Id(Item::Unit(2)), Slip::DuplicateId { id: "m3".to_owned() }),
            (FormulaAt::Id(Item::Result(1)), Slip::DuplicateId { id: "cost".to_owned() }),
            (FormulaAt::Id(Item::Result(2)), Slip::MalformedId { id: "donde".to_owned() }),
        ]
    );
}

#[test]
fn tables_that_repeat_rows_are_checked() {
    let tried = |rows: Rows, columns: Vec<ColumnDefinition>| {
        let mut of = definition();
        of.tables.push(TableDefinition { id: "more".to_owned(), rows, columns });
        compile(&of).faults.into_iter().map(|fault| (fault.formula, fault.slip)).collect::<Vec<_>>()
    };
    let repeated =
        |table: &str, keep: &str| Rows::Repeated { table: table.to_owned(), times: 2, keep: keep.to_owned() };
    let slip = Slip::RepeatedOfRepeated { table: "dates".to_owned() };
    assert_eq!(tried(repeated("dates", "true"), vec![]), [(FormulaAt::Source { table: 3 }, slip)]);
    let slip = Slip::UnknownTable { name: "month".to_owned(), nearest: some("months") };
    assert_eq!(tried(repeated("month", "true"), vec![]), [(FormulaAt::Source { table: 3 }, slip)]);
    let place = FormulaAt::Id(Item::Column { table: 3, column: 0 });
    let columns = vec![field("x", Kind::Number, None)];
    assert_eq!(tried(repeated("months", "true"), columns), [(place, Slip::EnteredInRepeated)]);
    let slip = types(Sort::Flag, Sort::Number);
    assert_eq!(tried(repeated("months", "row()"), vec![]), [(FormulaAt::Keep { table: 3 }, slip)]);
    let columns = vec![ColumnDefinition::Computed(result("flow", "flow * row() + months.flow"))];
    assert_eq!(tried(repeated("months", "flow > 0"), columns), []);
}

#[test]
fn bands_checks_and_holidays_are_checked() {
    let mut of = definition();
    of.results[0].bands = vec!["total > 5".to_owned(), "true".to_owned()];
    let check =
        |table: Option<&str>, when: &str| CheckDefinition { table: table.map(str::to_owned), when: when.to_owned() };
    of.checks = vec![check(Some("assets"), "value > people"), check(Some("asset"), "true"), check(None, "cost")];
    of.local_holidays = Some("months.flow".to_owned());
    let found: Vec<_> = compile(&of).faults.into_iter().map(|fault| (fault.formula, fault.at, fault.slip)).collect();
    assert_eq!(
        found,
        [
            (FormulaAt::ResultBand(0, 0), 8..9, units("Q", "1")),
            (FormulaAt::Check(0), 8..14, units("Q", "1")),
            (FormulaAt::Check(2), 0..4, types(Sort::Flag, Sort::Number)),
            (FormulaAt::CheckTable(1), 0..5, Slip::UnknownTable { name: "asset".to_owned(), nearest: some("assets") }),
            (FormulaAt::LocalHolidays, 0..11, Slip::NoColumnOfDates),
        ]
    );
    of = definition();
    of.local_holidays = Some("months.holiday".to_owned());
    assert_eq!(compile(&of).faults, []);
}

#[test]
fn inputs_that_nothing_mentions_are_told() {
    let mut of = definition();
    of.results.push(result("a", "cost * losses + 0 * count(months where months.flow > 0 and open)"));
    of.checks = vec![CheckDefinition { table: None, when: "has(start)".to_owned() }];
    // Volume, people and rule; the place is a text.
    assert_eq!(compile(&of).unused, [1, 2, 5]);
    of.results.push(result("b", "(people"));
    assert_eq!(compile(&of).unused, [0; 0]);
}
