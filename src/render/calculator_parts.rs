//! What the page of a calculator and its workbook say alike: formulas in plain words, and units behind numbers.

use cabildo_worksheet::program::{Expression, Program, Type, Unit};
use cabildo_worksheet::words::{Figure, Labels, Language, words};

use super::scope::Scope;
use crate::model::values::Texts;
use crate::model::worksheet::{Choice, FieldKind, Slot, Worksheet};

/// A formula in plain words. `table` is the one in whose rows it stands.
pub fn told(
    scope: &Scope,
    sheet: &Worksheet,
    program: &Program,
    expression: &Expression,
    table: Option<usize>,
) -> String {
    let Worksheet { inputs, tables, results, .. } = sheet;
    let inner = |name: Option<&Texts>| name.map(|name| within(&scope.plain(name))).unwrap_or_default();
    let column = |table: usize, column: usize| tables.get(table).and_then(|table| table.columns.get(column));
    let computed = |figure: Figure| match figure {
        Figure::Input(_) => None,
        Figure::Result(n) => program.results.get(n),
        Figure::Column { table, column } => program.tables.get(table)?.columns.get(column)?.computed(),
    };
    let option = |figure: Figure, id: &str| {
        let slot = match figure {
            Figure::Input(n) => inputs.get(n).map(|field| field.slot()),
            Figure::Column { table, column: n } => column(table, n).and_then(|column| column.slot()),
            Figure::Result(_) => None,
        };
        let options = match (slot, computed(figure)) {
            (Some(slot), _) => slot.options,
            (None, Some(computed)) => options_of(sheet, &computed.kind),
            (None, None) => &[],
        };
        option_name(scope, options, id)
    };
    let percentage = |figure: Figure| match figure {
        Figure::Input(n) => inputs.get(n).is_some_and(|field| field.kind == FieldKind::Percentage),
        Figure::Result(n) => results.get(n).is_some_and(|result| result.show.is_some()),
        Figure::Column { table, column: n } => {
            column(table, n).is_some_and(|column| column.show.is_some() || column.kind == Some(FieldKind::Percentage))
        }
    };
    let labels = Labels {
        input: &|n| inner(inputs.get(n).map(|field| &field.name)),
        result: &|n| inner(results.get(n).map(|result| &result.name)),
        table: &|n| inner(tables.get(n).map(|table| &table.name)),
        column: &|table, n| inner(column(table, n).map(|column| &column.name)),
        option: &option,
        percentage: &percentage,
    };
    let language = if scope.lang.as_str() == "en" { Language::English } else { Language::Spanish };
    words(program, expression, table, language, labels)
}

/// What can be chosen where a value of this type comes from: nothing unless it is an option.
pub fn options_of<'s>(sheet: &'s Worksheet, kind: &Type) -> &'s [Choice] {
    let Type::Choice(ids) = kind else { return &[] };
    let has_them = |slot: &Slot| slot.options.iter().map(|choice| &choice.id.value).eq(ids);
    sheet.slots().find(has_them).map_or(&[], |slot| slot.options)
}

/// What readers see of an option; the same identifier may be another thing's in another list.
pub fn option_name(scope: &Scope, options: &[Choice], id: &str) -> String {
    let known = options.iter().find(|choice| choice.id.value == id);
    known.map_or_else(|| id.to_owned(), |choice| scope.plain(&choice.name))
}

/// A name in the middle of a sentence: in small letters, unless it begins with an acronym.
fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if second.is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}

/// What a slot is counted in; only numbers and amounts have a unit.
pub fn unit_of(sheet: &Worksheet, slot: &Slot) -> Unit {
    match slot.kind {
        FieldKind::Money => declared(sheet, slot.unit.unwrap_or(QUETZAL)),
        FieldKind::Number => declared(sheet, slot.unit.unwrap_or_default()),
        _ => Unit::default(),
    }
}

/// A unit as an author writes it; none where it cannot be read, which the checks tell.
pub fn declared(sheet: &Worksheet, unit: &str) -> Unit {
    let known: Vec<String> = sheet.units.iter().map(|unit| unit.id.value.clone()).collect();
    Unit::parse(unit, &known).unwrap_or_default()
}

const QUETZAL: &str = "Q";

/// Whether `Q` stands before the number.
pub fn in_quetzales(unit: &Unit) -> bool {
    unit.power(QUETZAL) == 1
}

/// What stands behind a number: the names of its units but the quetzales before it, those below the line after a stroke.
pub fn unit_names(scope: &Scope, sheet: &Worksheet, unit: &Unit) -> String {
    let name = |(id, power): &(String, i8)| {
        let known = sheet.units.iter().find(|unit| unit.id.value == *id);
        let name = known.map_or_else(|| id.clone(), |unit| scope.plain(&unit.name));
        match power.unsigned_abs() {
            2 => format!("{name}²"),
            3 => format!("{name}³"),
            _ => name,
        }
    };
    let names = |wanted: fn(i8) -> bool| {
        let powers = unit.0.iter().filter(|(id, power)| wanted(*power) && !(id == QUETZAL && *power == 1));
        powers.map(name).collect::<Vec<_>>().join(" ")
    };
    match (names(|power| power > 0), names(|power| power < 0)) {
        (above, below) if below.is_empty() => above,
        (above, below) => format!("{above} / {below}").trim_start().to_owned(),
    }
}
