//! What is wrong with a calculator's formulas, in words, at the formula's own column.

use std::ops::Range;

use cabildo_worksheet::Compiled;
use cabildo_worksheet::fault::{Expected, Fault, FormulaAt, Item, Slip, Sort};

use super::contradicts;
use crate::check::findings::Findings;
use crate::diagnostics::catalogue::{
    C0201, C0520, C0521, C0522, C0523, C0524, C0525, C0526, C0527, C0528, C0529, C0533,
};
use crate::diagnostics::{Diagnostic, Place, Words};
use crate::model::provenance::Ref;
use crate::model::worksheet::Worksheet;
use crate::source::Located;

pub(super) fn check(sheet: &Worksheet, compiled: &Compiled, found: &mut Findings) {
    found.extend(compiled.faults.iter().filter_map(|fault| told(sheet, fault)));
    for input in compiled.unused.iter().filter_map(|input| sheet.inputs.get(*input)) {
        found.push(C0533.at(input.id.in_file(&sheet.file)).with("id", &input.id.value));
    }
}

/// The diagnostic of a fault; none of what has been told otherwise.
fn told(sheet: &Worksheet, fault: &Fault) -> Option<Diagnostic> {
    let place = place(sheet, &fault.formula, &fault.at);
    let syntax = |what: Words, cure: Option<Words>| {
        let told = C0520.at(place.clone()).with_words("what", what);
        match cure {
            Some(cure) => told.with_words("cure", cure),
            None => told,
        }
    };
    let unknown = |name: &str, nearest: &Option<String>| {
        C0521.at(place.clone()).with("value", name).with_some("nearest", nearest.as_ref())
    };
    let units = |left: &str, right: &str| counted(counted(C0522.at(place.clone()), "left", left), "right", right);
    let misplaced = |name: &str, (what, cure): (Words, Words)| {
        C0526.at(place.clone()).with("name", name).with_words("what", what).with_words("cure", cure)
    };
    let two_ways = |what: Words| C0527.at(place.clone()).with_words("what", what);
    let contradiction = |wrong| id_of(sheet, &fault.formula).map(|id| contradicts(sheet, id, wrong));
    Some(match &fault.slip {
        // A column that has no formula at all is told by its shape.
        Slip::Empty => return text(sheet, &fault.formula).map(|_| syntax(EMPTY, None)),
        Slip::LeadingEquals => syntax(LEADING_EQUALS.0, Some(LEADING_EQUALS.1)),
        Slip::Semicolon => syntax(SEMICOLON.0, Some(SEMICOLON.1)),
        Slip::DecimalComma => syntax(DECIMAL_COMMA.0, Some(DECIMAL_COMMA.1)),
        Slip::UnknownCharacter(_) => syntax(CHARACTER, None),
        Slip::OpenText => syntax(OPEN_TEXT.0, Some(OPEN_TEXT.1)),
        Slip::OpenBracket => syntax(OPEN_BRACKET.0, Some(OPEN_BRACKET.1)),
        Slip::Expected { what, .. } => syntax(expected(*what), None),
        Slip::TooDeep { .. } => syntax(DEEP.0, Some(DEEP.1)),
        Slip::NumberTooLarge => syntax(TOO_LARGE, None),
        Slip::LiteralOutOfRange { least, most } => syntax(OUT_OF_RANGE, None).with("detail", format!("{least}–{most}")),
        Slip::MinusBeforePower => two_ways(MINUS_BEFORE_POWER),
        Slip::PowerOfPower => two_ways(POWER_OF_POWER),
        Slip::AndWithOr => two_ways(AND_WITH_OR),
        Slip::ChainedComparison => two_ways(CHAINED),
        Slip::UnknownName { name, nearest }
        | Slip::UnknownTable { name, nearest }
        | Slip::UnknownFunction { name, nearest } => unknown(name, nearest),
        Slip::UnknownColumn { table, name, nearest } => {
            let nearest = nearest.as_ref().map(|near| format!("{table}.{near}"));
            unknown(&format!("{table}.{name}"), &nearest)
        }
        Slip::UnknownUnit { name, nearest } => unknown(name, nearest),
        Slip::MalformedUnit | Slip::UnitTooHigh => syntax(MALFORMED_UNIT.0, Some(MALFORMED_UNIT.1)),
        // The shape of the definition tells it.
        Slip::UnitOfNoNumber | Slip::EnteredInRepeated => return None,
        Slip::MoneyWithoutQuetzales { unit } => units("Q", unit),
        Slip::UnitMismatch { expected, found } => units(expected, found),
        Slip::PowerOfUnit { unit } | Slip::RootOfUnit { unit } => {
            let fault = syntax(POWER_OF_UNIT.0, Some(POWER_OF_UNIT.1));
            return Some(fault.with("detail", unit));
        }
        Slip::UnknownOption { name, nearest } => {
            let fault = C0529.at(place).with("value", name).with_some("nearest", nearest.as_ref());
            fault.with("known", sheet.choices().map(|choice| choice.id.value.as_str()).collect::<Vec<_>>().join(", "))
        }
        Slip::DuplicateId { id } => C0201.at(place).with("id", id),
        Slip::MalformedId { .. } => return contradiction(MALFORMED_ID),
        Slip::ArgumentCount { function, least, most, found } => {
            C0524.at(place).with("name", function).with("expected", count(*least, *most)).with("found", found)
        }
        Slip::MisplacedWhere { function } => misplaced(function, MISPLACED_WHERE),
        Slip::WrongType { expected, found } => {
            C0523.at(place).with_words("expected", sort(*expected)).with_words("found", sort(*found))
        }
        Slip::Cycle { chain } => C0525.at(place).with("chain", chain.join(" → ")),
        Slip::ColumnWithoutAggregate { table, column } => {
            misplaced(&format!("{table}.{column}"), COLUMN_WITHOUT_AGGREGATE)
        }
        Slip::TableAsValue { table } => misplaced(table, TABLE_AS_VALUE),
        Slip::ColumnWithoutTable { table, column } => {
            misplaced(column, COLUMN_WITHOUT_TABLE).with("detail", format!("{table}.{column}"))
        }
        Slip::AggregateWithoutTable { function } => misplaced(function, AGGREGATE_WITHOUT_TABLE),
        Slip::AggregateOverTwoTables { first, second } => misplaced(&format!("{first}, {second}"), TWO_TABLES),
        Slip::RowInsideAggregate => misplaced("where", ROW_INSIDE),
        Slip::RowMisplaced => misplaced("row()", ROW_MISPLACED),
        Slip::PreviousMisplaced => misplaced("previous", PREVIOUS_MISPLACED),
        Slip::RankMisplaced => misplaced("rank", RANK_MISPLACED),
        Slip::MayBeEmpty { table } => C0528.at(place).with("name", table).with("table", table),
        Slip::RepeatedOfRepeated { table } => misplaced(table, REPEATED_OF_REPEATED),
        Slip::NoColumnOfDates => misplaced("local_holidays", NO_COLUMN_OF_DATES),
    })
}

/// Where a part of a text of the definition stands in its file.
fn place(sheet: &Worksheet, at: &FormulaAt, part: &Range<usize>) -> Place {
    let file = &sheet.file;
    match text(sheet, at) {
        Some(text) => text.part(part.clone(), file),
        None => id_of(sheet, at).map_or_else(|| Place::file(file), |id| id.in_file(file)),
    }
}

/// The text that a fault is in.
fn text<'w>(sheet: &'w Worksheet, at: &FormulaAt) -> Option<&'w Located<String>> {
    let column = |table: usize, column: usize| sheet.tables.get(table)?.columns.get(column);
    match *at {
        FormulaAt::Result(result) => sheet.results.get(result).map(|result| &result.formula),
        FormulaAt::ResultBand(result, band) => Some(&sheet.results.get(result)?.bands.get(band)?.when),
        FormulaAt::Column { table, column: at } => column(table, at)?.formula.as_ref(),
        FormulaAt::ColumnBand { table, column: at, band } => Some(&column(table, at)?.bands.get(band)?.when),
        FormulaAt::Keep { table } => sheet.tables.get(table)?.rows.keep.as_ref(),
        FormulaAt::Source { table } => sheet.tables.get(table)?.rows.of.as_ref(),
        FormulaAt::Check(check) => sheet.checks.get(check).map(|check| &check.when),
        FormulaAt::CheckTable(check) => sheet.checks.get(check)?.table.as_ref(),
        FormulaAt::LocalHolidays => sheet.local_holidays.as_ref(),
        FormulaAt::Unit(item) => match item {
            Item::Input(input) => sheet.inputs.get(input)?.unit.as_ref(),
            Item::Column { table, column: at } => column(table, at)?.unit.as_ref(),
            Item::Result(result) => sheet.results.get(result)?.unit.as_ref(),
            Item::Unit(_) | Item::Table(_) => None,
        },
        FormulaAt::Id(item) => id(sheet, item),
    }
}

fn id(sheet: &Worksheet, item: Item) -> Option<&Ref> {
    match item {
        Item::Unit(unit) => sheet.units.get(unit).map(|unit| &unit.id),
        Item::Input(input) => sheet.inputs.get(input).map(|input| &input.id),
        Item::Table(table) => sheet.tables.get(table).map(|table| &table.id),
        Item::Column { table, column } => Some(&sheet.tables.get(table)?.columns.get(column)?.id),
        Item::Result(result) => sheet.results.get(result).map(|result| &result.id),
    }
}

/// The identifier of what a fault is about.
fn id_of<'w>(sheet: &'w Worksheet, at: &FormulaAt) -> Option<&'w Ref> {
    match *at {
        FormulaAt::Result(result) | FormulaAt::ResultBand(result, _) => id(sheet, Item::Result(result)),
        FormulaAt::Column { table, column } | FormulaAt::ColumnBand { table, column, .. } => {
            id(sheet, Item::Column { table, column })
        }
        FormulaAt::Keep { table } | FormulaAt::Source { table } => id(sheet, Item::Table(table)),
        FormulaAt::Check(check) | FormulaAt::CheckTable(check) => sheet.checks.get(check).map(|check| &check.id),
        FormulaAt::LocalHolidays => sheet.local_holidays.as_ref(),
        FormulaAt::Unit(item) | FormulaAt::Id(item) => id(sheet, item),
    }
}

/// `2`, `1–2`, `1+`
fn count(least: usize, most: Option<usize>) -> String {
    match most {
        Some(most) if most == least => least.to_string(),
        Some(most) => format!("{least}–{most}"),
        None => format!("{least}+"),
    }
}

/// Fills in a unit as people read it.
fn counted(fault: Diagnostic, name: &'static str, unit: &str) -> Diagnostic {
    if unit == "1" { fault.with_words(name, NO_UNIT) } else { fault.with(name, format!("«{unit}»")) }
}

fn expected(what: Expected) -> Words {
    match what {
        Expected::Value => VALUE_EXPECTED,
        Expected::Operator => OPERATOR_EXPECTED,
        Expected::CommaOrBracket => COMMA_EXPECTED,
        Expected::Column => COLUMN_EXPECTED,
    }
}

fn sort(sort: Sort) -> Words {
    match sort {
        Sort::Number => Words { es: "un número", en: "a number" },
        Sort::Text => Words { es: "un texto", en: "a text" },
        Sort::Choice => Words { es: "una opción", en: "an option" },
        Sort::Flag => Words { es: "un sí o no", en: "a yes or no" },
        Sort::Day => Words { es: "una fecha", en: "a date" },
        Sort::NumberOrDay => Words { es: "un número o una fecha", en: "a number or a date" },
    }
}

const NO_UNIT: Words = Words { es: "un número sin unidad", en: "a number without unit" };
const EMPTY: Words = Words { es: "está vacía", en: "it is empty" };
const LEADING_EQUALS: (Words, Words) = (
    Words { es: "empieza con «=»", en: "it starts with \"=\"" },
    Words { es: "quite el «=»: aquí no se usa como en Excel", en: "remove the \"=\": it is not used as in Excel" },
);
const SEMICOLON: (Words, Words) = (
    Words { es: "hay un punto y coma", en: "there is a semicolon" },
    Words { es: "separe los datos con comas", en: "separate operands by commas" },
);
const DECIMAL_COMMA: (Words, Words) = (
    Words { es: "el número tiene una coma", en: "the number has a comma" },
    Words {
        es: "escriba 0.75 y 1000: punto decimal, sin separador de miles",
        en: "write 0.75 and 1000: a decimal point, no separator of thousands",
    },
);
const CHARACTER: Words = Words { es: "este signo no se usa en fórmulas", en: "this sign is not used in formulas" };
const OPEN_TEXT: (Words, Words) = (
    Words { es: "falta cerrar las comillas", en: "the quotes are not closed" },
    Words { es: "cierre el texto con «\"»", en: "close the text with \"" },
);
const OPEN_BRACKET: (Words, Words) = (
    Words { es: "un paréntesis quedó abierto", en: "a bracket was left open" },
    Words { es: "ciérrelo donde termina lo que abarca", en: "close it where what it holds ends" },
);
const VALUE_EXPECTED: Words = Words {
    es: "aquí falta un número, un nombre, una función o un paréntesis",
    en: "a number, a name, a function or a bracket is missing here",
};
const OPERATOR_EXPECTED: Words = Words {
    es: "aquí falta un signo de operación o sobra algo",
    en: "an operation sign is missing here, or something is too much",
};
const COMMA_EXPECTED: Words = Words {
    es: "aquí falta una coma o el paréntesis que cierra",
    en: "a comma or the closing bracket is missing here",
};
const COLUMN_EXPECTED: Words =
    Words { es: "después del punto va el nombre de una columna", en: "the name of a column belongs behind the point" };
const DEEP: (Words, Words) = (
    Words { es: "tiene demasiados paréntesis, uno dentro de otro", en: "it has too many brackets inside each other" },
    Words { es: "parta el cálculo en varios resultados", en: "split the computing into several results" },
);
const TOO_LARGE: Words = Words { es: "el número es demasiado grande", en: "the number is too large" };
const OUT_OF_RANGE: Words = Words {
    es: "aquí va un número entero escrito con cifras, dentro de su límite",
    en: "a whole number written in digits belongs here, within its limits",
};
const MINUS_BEFORE_POWER: Words = Words {
    es: "¿el menos va antes o después de la potencia?",
    en: "does the minus come before or after the power?",
};
const POWER_OF_POWER: Words = Words { es: "¿cuál potencia va primero?", en: "which power comes first?" };
const AND_WITH_OR: Words =
    Words { es: "«y» junto con «o»: ¿qué va primero?", en: "\"and\" together with \"or\": which comes first?" };
const CHAINED: Words = Words {
    es: "dos comparaciones seguidas; escriba a < b and b < c",
    en: "two comparisons in a row; write a < b and b < c",
};
const MALFORMED_UNIT: (Words, Words) = (
    Words { es: "la unidad no se puede leer", en: "the unit cannot be read" },
    Words {
        es: "escriba Q, m3, Q/m3: unidades de «units» unidas con * y /",
        en: "write Q, m3, Q/m3: units of \"units\" joined by * and /",
    },
);
const POWER_OF_UNIT: (Words, Words) = (
    Words { es: "potencia o raíz de algo que tiene unidad", en: "a power or root of something that has a unit" },
    Words {
        es: "divida antes entre otra cantidad de la misma unidad",
        en: "first divide by another quantity of the same unit",
    },
);
const MALFORMED_ID: (Words, Words) = (
    Words { es: "no sirve de nombre en una fórmula", en: "it cannot be a name in a formula" },
    Words {
        es: "empiece con letra y use letras, números y «_»; no use palabras de la lengua de fórmulas (if, and, sum…)",
        en: "start with a letter and use letters, digits and \"_\"; not words of the language of formulas (if, and, sum…)",
    },
);
const MISPLACED_WHERE: (Words, Words) = (
    Words {
        es: "«where» va solo donde se recorre una tabla",
        en: "\"where\" belongs only where a table is gone through",
    },
    Words {
        es: "úselo en sum, mean, min, max, count, first, lookup o rank",
        en: "use it in sum, mean, min, max, count, first, lookup or rank",
    },
);
const COLUMN_WITHOUT_AGGREGATE: (Words, Words) = (
    Words { es: "la columna tiene un valor por renglón", en: "the column has a value in each row" },
    Words {
        es: "diga cuál: sum(…), mean(…), max(…) o lookup(… where …)",
        en: "say which: sum(…), mean(…), max(…) or lookup(… where …)",
    },
);
const TABLE_AS_VALUE: (Words, Words) = (
    Words { es: "es una tabla, no un valor", en: "it is a table, not a value" },
    Words {
        es: "use una de sus columnas (tabla.columna) o count(tabla)",
        en: "use one of its columns (table.column) or count(table)",
    },
);
const COLUMN_WITHOUT_TABLE: (Words, Words) = (
    Words {
        es: "dentro de sum y parecidos la columna va con su tabla",
        en: "inside sum and the like a column stands with its table",
    },
    Words { es: "escriba la tabla, un punto y la columna", en: "write the table, a point and the column" },
);
const AGGREGATE_WITHOUT_TABLE: (Words, Words) = (
    Words { es: "no nombra ninguna columna de una tabla", en: "it names no column of a table" },
    Words {
        es: "escriba tabla.columna; para sumar valores sueltos use +",
        en: "write table.column; to add single values use +",
    },
);
const TWO_TABLES: (Words, Words) = (
    Words { es: "recorre dos tablas a la vez", en: "it goes through two tables at once" },
    Words {
        es: "haga una columna calculada en una de ellas y súmela",
        en: "make a computed column in one of them and add that up",
    },
);
const ROW_INSIDE: (Words, Words) = (
    Words {
        es: "mezcla el renglón de la fórmula con los de otra tabla",
        en: "it mixes the formula's row with those of another table",
    },
    Words {
        es: "escriba where tabla.columna = lo de este renglón, y nada más",
        en: "write where table.column = what is of this row, and nothing else",
    },
);
const ROW_MISPLACED: (Words, Words) = (
    Words { es: "aquí no hay renglones", en: "there are no rows here" },
    Words { es: "úselo en la fórmula de una columna", en: "use it in the formula of a column" },
);
const PREVIOUS_MISPLACED: (Words, Words) = (
    Words {
        es: "va solo en columnas calculadas y con una columna de la misma tabla",
        en: "it belongs only in computed columns, with a column of the same table",
    },
    Words {
        es: "escriba previous(columna, inicio) en la fórmula de una columna",
        en: "write previous(column, start) in the formula of a column",
    },
);
const RANK_MISPLACED: (Words, Words) = (
    Words {
        es: "debe ser toda la fórmula de una columna calculada",
        en: "it must be the whole formula of a computed column",
    },
    Words {
        es: "haga una columna con solo rank(…) y use esa columna",
        en: "make a column with rank(…) alone and use that column",
    },
);
const REPEATED_OF_REPEATED: (Words, Words) = (
    Words { es: "ya repite otra tabla", en: "it repeats another table already" },
    Words { es: "en «of» nombre una tabla que se llena", en: "name in \"of\" a table that is filled in" },
);
const NO_COLUMN_OF_DATES: (Words, Words) = (
    Words { es: "no es una columna de fechas que se llena", en: "it is not a column of dates that is filled in" },
    Words {
        es: "escriba tabla.columna, con una columna de kind: date",
        en: "write table.column, with a column of kind: date",
    },
);
