//! What the parts of a calculator must have for all faces to show them.

use super::contradicts;
use crate::check::findings::Findings;
use crate::diagnostics::Words;
use crate::model::provenance::Ref;
use crate::model::worksheet::{Column, FieldKind, Rows, Slot, Table, Worksheet};

/// What is wrong, and the cure.
type Wrong = (Words, Words);

pub(super) fn check(sheet: &Worksheet, found: &mut Findings) {
    let mut rule = Rule { sheet, found };
    for input in &sheet.inputs {
        rule.group(&input.group);
        rule.slot(&input.slot());
    }
    sheet.tables.iter().for_each(|table| rule.table(table));
    for result in &sheet.results {
        rule.group(&result.group);
        rule.decimals(&result.id, result.decimals);
    }
    let fields = || sheet.inputs.iter().map(|input| input.id.value.as_str());
    let columns = |table: &Table| table.columns.iter().map(|column| column.id.value.clone()).collect::<Vec<_>>();
    for check in &sheet.checks {
        let table = check.table.as_ref().map(|name| sheet.tables.iter().find(|table| table.id.value == name.value));
        match (table, &check.field) {
            (Some(None), _) => rule.push(check.table.as_ref().unwrap_or(&check.id), NO_TABLE),
            (Some(Some(table)), Some(field)) if !columns(table).contains(&field.value) => rule.push(field, NO_FIELD),
            (None, Some(field)) if !fields().any(|id| id == field.value) => rule.push(field, NO_FIELD),
            _ => {}
        }
    }
    if sheet.examples.iter().all(|example| example.expect.is_empty() && example.expect_rows.is_empty())
        && let Some(first) = sheet.results.first()
    {
        rule.push(&first.id, NO_EXAMPLE);
    }
}

struct Rule<'a> {
    sheet: &'a Worksheet,
    found: &'a mut Findings,
}

impl Rule<'_> {
    fn push(&mut self, id: &Ref, wrong: Wrong) {
        self.found.push(contradicts(self.sheet, id, wrong));
    }

    fn group(&mut self, group: &Option<Ref>) {
        let known = |id: &Ref| self.sheet.groups.iter().any(|group| group.id.value == id.value);
        if let Some(id) = group.as_ref().filter(|id| !known(id)) {
            self.push(id, NO_GROUP);
        }
    }

    fn slot(&mut self, slot: &Slot) {
        match slot.kind {
            FieldKind::Choice if slot.options.is_empty() => self.push(slot.id, NO_OPTIONS),
            FieldKind::Choice => {}
            _ if !slot.options.is_empty() => self.push(slot.id, OPTIONS_OF_NO_CHOICE),
            _ => {}
        }
        if slot.unit.is_some() && !matches!(slot.kind, FieldKind::Number | FieldKind::Money) {
            self.push(slot.id, UNIT_OF_NO_NUMBER);
        }
        if slot.min.zip(slot.max).is_some_and(|(min, max)| min > max) {
            self.push(slot.id, EMPTY_RANGE);
        }
    }

    fn decimals(&mut self, id: &Ref, decimals: Option<u8>) {
        if decimals.is_some_and(|decimals| decimals > 6) {
            self.push(id, MANY_DECIMALS);
        }
    }

    fn table(&mut self, table: &Table) {
        self.group(&table.group);
        let Rows { min, max, labels, of, times, keep, .. } = &table.rows;
        let open = min.is_some() || max.is_some();
        let repeated = of.is_some() || times.is_some() || keep.is_some();
        let ways = [open, !labels.is_empty(), repeated].into_iter().filter(|way| *way).count();
        if ways != 1 || (repeated && (of.is_none() || times.is_none())) {
            self.push(&table.id, ROWS);
        }
        if max.is_some_and(|max| max == 0 || max > 200 || min.is_some_and(|min| min > max)) {
            self.push(&table.id, MANY_ROWS);
        }
        for column in &table.columns {
            self.column(column, repeated);
        }
        let known = |id: &Ref| table.columns.iter().any(|column| column.id.value == id.value);
        let named = table.sort.iter().chain(table.calendar.iter().flat_map(|c| [&c.date, &c.title]));
        for id in named.filter(|id| !known(id)) {
            self.found.push(contradicts(self.sheet, id, NO_COLUMN));
        }
    }

    fn column(&mut self, column: &Column, repeated: bool) {
        match (column.slot(), &column.formula) {
            (None, None) | (Some(_), Some(_)) => self.push(&column.id, ENTERED_OR_COMPUTED),
            (Some(_), None) if repeated => self.push(&column.id, ENTERED_IN_REPEATED),
            (Some(slot), None) => self.slot(&slot),
            (None, Some(_)) => {}
        }
        self.decimals(&column.id, column.decimals);
    }
}

const NO_TABLE: Wrong = (
    Words { es: "la calculadora no tiene esa tabla", en: "the calculator has no such table" },
    Words { es: "use el id de una de sus tablas («tables»)", en: "use the id of one of its \"tables\"" },
);
const NO_FIELD: Wrong = (
    Words {
        es: "no hay un campo con ese id junto al cual mostrar el mensaje",
        en: "there is no field of that id for the message to stand beside",
    },
    Words {
        es: "use el id de un campo («inputs»); en una tabla, el de una columna",
        en: "use the id of one of \"inputs\"; in a table, that of a column",
    },
);
const NO_EXAMPLE: Wrong = (
    Words { es: "ningún ejemplo dice cuánto debe dar", en: "no example says what must come out" },
    Words {
        es: "añada en «examples» uno resuelto a mano, con sus datos (inputs) y lo que debe salir (expect)",
        en: "add to \"examples\" one that was worked out by hand, with its figures (inputs) and what must come out (expect)",
    },
);
const NO_GROUP: Wrong = (
    Words { es: "no hay un grupo con ese id", en: "there is no group of that id" },
    Words {
        es: "use el id de uno de «groups» o añádalo ahí", en: "use the id of one of \"groups\" or add it there"
    },
);
const NO_OPTIONS: Wrong = (
    Words { es: "se elige, pero no hay entre qué elegir", en: "it is a choice, but there is nothing to choose from" },
    Words { es: "añada «options», cada una con id y nombre", en: "add \"options\", each with id and name" },
);
const OPTIONS_OF_NO_CHOICE: Wrong = (
    Words { es: "tiene opciones y no es de elegir", en: "it has options and is no choice" },
    Words { es: "ponga «kind: choice» o quite «options»", en: "put \"kind: choice\" or remove \"options\"" },
);
const UNIT_OF_NO_NUMBER: Wrong = (
    Words { es: "tiene unidad y no es una cantidad", en: "it has a unit and is no quantity" },
    Words {
        es: "la unidad es de números y dinero (number, money); un porcentaje no lleva",
        en: "units are for numbers and money; a percentage has none",
    },
);
const EMPTY_RANGE: Wrong = (
    Words { es: "el mínimo es mayor que el máximo", en: "the minimum is greater than the maximum" },
    Words {
        es: "revise «min» y «max»: nada cabría entre los dos",
        en: "look at \"min\" and \"max\": nothing would fit between them",
    },
);
const MANY_DECIMALS: Wrong = (
    Words { es: "muestra más de seis decimales", en: "it shows more than six decimals" },
    Words {
        es: "use «decimals» de 0 a 6: más no los lee nadie",
        en: "use \"decimals\" from 0 to 6: nobody reads more",
    },
);
const ROWS: Wrong = (
    Words { es: "no se sabe qué renglones tiene", en: "it is not clear which rows it has" },
    Words {
        es: "dé a «rows» una de tres formas: {min, max}, {labels: [...]} o {of, times, keep}",
        en: "give \"rows\" one of three forms: {min, max}, {labels: [...]} or {of, times, keep}",
    },
);
const MANY_ROWS: Wrong = (
    Words { es: "el número de renglones no puede ser ese", en: "the number of rows cannot be that" },
    Words {
        es: "«max» va de 1 a 200 y no es menor que «min»",
        en: "\"max\" is from 1 to 200 and not less than \"min\"",
    },
);
const NO_COLUMN: Wrong = (
    Words { es: "la tabla no tiene esa columna", en: "the table has no such column" },
    Words { es: "use el id de una de sus columnas («columns»)", en: "use the id of one of its \"columns\"" },
);
const ENTERED_OR_COMPUTED: Wrong = (
    Words {
        es: "una columna se llena o se calcula: aquí, ninguna o las dos",
        en: "a column is filled in or computed: here neither or both",
    },
    Words {
        es: "ponga «kind» si se llena, «formula» si se calcula",
        en: "put \"kind\" if it is filled in, \"formula\" if it is computed",
    },
);
const ENTERED_IN_REPEATED: Wrong = (
    Words {
        es: "en una tabla que repite otra no se llena nada",
        en: "in a table that repeats another nothing is filled in",
    },
    Words {
        es: "ponga la columna en la tabla de origen y úsela aquí por su id",
        en: "put the column into the table of origin and use it here by its id",
    },
);
