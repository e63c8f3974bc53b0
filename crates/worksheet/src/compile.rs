//! From a definition to a checked program, in three passes: every formula is read and its names are found, so that the
//! order of computing and its cycles are known (`order`); in that order each formula is typed and lowered
//! (`expression`, `aggregate`); last come bands and checks, and what each value needs (`needs`).
//!
//! All faults of a definition are told at once, each cause once: what does not compile is of a type that fits anywhere.

mod aggregate;
mod empty;
mod expression;
mod names;
mod needs;
mod order;
mod shape;

use std::ops::Range;
use std::rc::Rc;

use crate::definition::{ColumnDefinition, Definition, Field, Kind, ResultDefinition, Rows};
use crate::fault::{Fault, FormulaAt, Item, Slip};
use crate::program::{self, Check, Column, Computed, Expression, Needs, Program, Step, Table, Type, Unit};
use crate::syntax::{Tree, parse};
use crate::units::QUETZAL;
use crate::vocabulary::{is_name, nearest};
use names::{Place, Scope};
use shape::{Shape, Typed};

/// What became of a definition.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// There if there are no faults.
    pub program: Option<Program>,
    pub faults: Vec<Fault>,
    /// Inputs that no formula mentions, texts apart (those are often there to be printed only). Empty as long as a
    /// formula cannot be read.
    pub unused: Vec<usize>,
}

/// Checks a definition and puts it into the order of computing.
pub fn compile(definition: &Definition) -> Compiled {
    let mut compiler = Compiler::read(definition);
    compiler.check_names();
    for step in compiler.order() {
        compiler.step(step);
    }
    let program = compiler.rest();
    let unused = match compiler.legible {
        true => (0..definition.inputs.len()).filter(|input| compiler.is_unused(*input)).collect(),
        false => Vec::new(),
    };
    let mut faults = compiler.faults;
    faults.sort_by_key(|fault| (fault.formula, fault.at.start, fault.at.end));
    Compiled { program: faults.is_empty().then_some(program), faults, unused }
}

/// A formula that can be read.
type Read = Option<Rc<Tree>>;

struct Compiler<'d> {
    definition: &'d Definition,
    /// For each repeated table the table whose rows it repeats.
    sources: Vec<Option<usize>>,
    trees: Trees,
    /// Whether all formulas can be read.
    legible: bool,
    /// Inputs that a formula mentions.
    used: Vec<bool>,
    inputs: Vec<Shape>,
    results: Vec<Typed>,
    /// The author's columns.
    columns: Vec<Vec<Typed>>,
    hidden: Vec<Vec<Typed>>,
    keeps: Vec<Expression>,
    order: Vec<Step>,
    /// Of the `if`s around the present place: their conditions; nothing for a `default` or `has`.
    guards: Vec<Option<Tree>>,
    /// In the formula of a column: what `previous` of it was taken to be, and where.
    presumed: Option<(Shape, Range<usize>)>,
    faults: Vec<Fault>,
}

/// The formulas, as they were read. Nothing where there is none or where it cannot be read.
#[derive(Default)]
struct Trees {
    results: Vec<Read>,
    columns: Vec<Vec<Read>>,
    keeps: Vec<Read>,
}

impl<'d> Compiler<'d> {
    fn read(definition: &'d Definition) -> Self {
        let mut faults = Vec::new();
        let mut read = |formula: FormulaAt, text: &str| match parse(text) {
            Ok(tree) => Some(Rc::new(tree)),
            Err((at, slip)) => {
                faults.push(Fault { formula, at, slip });
                None
            }
        };
        let mut trees = Trees::default();
        for (index, result) in definition.results.iter().enumerate() {
            trees.results.push(read(FormulaAt::Result(index), &result.formula));
        }
        for (table, definition) in definition.tables.iter().enumerate() {
            let columns = definition.columns.iter().enumerate().map(|(column, definition)| match definition {
                ColumnDefinition::Entered(_) => None,
                ColumnDefinition::Computed(computed) => read(FormulaAt::Column { table, column }, &computed.formula),
            });
            trees.columns.push(columns.collect());
            trees.keeps.push(match &definition.rows {
                Rows::Repeated { keep, .. } => read(FormulaAt::Keep { table }, keep),
                _ => None,
            });
        }
        let sources = definition.tables.iter().map(|table| match &table.rows {
            Rows::Repeated { table, .. } => definition.tables.iter().position(|other| other.id == *table),
            _ => None,
        });
        Compiler {
            definition,
            sources: sources.collect(),
            trees,
            legible: faults.is_empty(),
            used: vec![false; definition.inputs.len()],
            inputs: Vec::new(),
            results: vec![Typed::broken(); definition.results.len()],
            columns: Vec::new(),
            hidden: vec![Vec::new(); definition.tables.len()],
            keeps: vec![Expression::Absent; definition.tables.len()],
            order: Vec::new(),
            guards: Vec::new(),
            presumed: None,
            faults,
        }
    }

    fn fault(&mut self, formula: FormulaAt, at: Range<usize>, slip: Slip) {
        self.faults.push(Fault { formula, at, slip });
    }

    fn is_unused(&self, input: usize) -> bool {
        let text = self.definition.inputs.get(input).is_some_and(|field| field.kind == Kind::Text);
        !text && self.used.get(input) == Some(&false)
    }

    /// Identifiers, units of fields, and which tables are repeated.
    fn check_names(&mut self) {
        let definition = self.definition;
        let unit_names = definition.units.iter().enumerate().map(|(index, id)| (Item::Unit(index), id.as_str()));
        self.check_ids(unit_names.collect(), &[QUETZAL]);
        let inputs = definition.inputs.iter().enumerate().map(|(index, field)| (Item::Input(index), field.id.as_str()));
        let tables = definition.tables.iter().enumerate().map(|(index, table)| (Item::Table(index), table.id.as_str()));
        let results = definition.results.iter().enumerate().map(|(index, of)| (Item::Result(index), of.id.as_str()));
        self.check_ids(inputs.chain(tables).chain(results).collect(), &[]);
        for (index, field) in definition.inputs.iter().enumerate() {
            let shape = self.field(field, Item::Input(index));
            self.inputs.push(shape);
        }
        for (table, of) in definition.tables.iter().enumerate() {
            let ids = of.columns.iter().enumerate().map(|(column, of)| (Item::Column { table, column }, id(of)));
            self.check_ids(ids.collect(), &[]);
            let mut columns = Vec::new();
            for (column, of) in of.columns.iter().enumerate() {
                let item = Item::Column { table, column };
                columns.push(match of {
                    ColumnDefinition::Computed(_) => Typed::broken(),
                    ColumnDefinition::Entered(field) => {
                        if self.is_repeated(table) {
                            self.fault(FormulaAt::Id(item), 0..field.id.len(), Slip::EnteredInRepeated);
                        }
                        Typed { expression: Expression::Absent, shape: self.field(field, item) }
                    }
                });
            }
            self.columns.push(columns);
            if let Rows::Repeated { table: source, .. } = &of.rows {
                let slip = match self.sources[table] {
                    Some(other) if self.is_repeated(other) => Slip::RepeatedOfRepeated { table: source.clone() },
                    Some(_) => continue,
                    None => {
                        let others = definition.tables.iter().map(|table| table.id.as_str());
                        Slip::UnknownTable { name: source.clone(), nearest: nearest(source, others) }
                    }
                };
                self.fault(FormulaAt::Source { table }, 0..source.len(), slip);
            }
        }
    }

    /// Tells which of these are no names, and which stand among the ones before them or among these words.
    fn check_ids(&mut self, ids: Vec<(Item, &str)>, taken: &[&str]) {
        let mut seen = taken.to_vec();
        for (item, id) in ids {
            let slip = if seen.contains(&id) {
                Slip::DuplicateId { id: id.to_owned() }
            } else if !is_name(id) {
                Slip::MalformedId { id: id.to_owned() }
            } else {
                seen.push(id);
                continue;
            };
            self.fault(FormulaAt::Id(item), 0..id.len(), slip);
        }
    }

    fn is_repeated(&self, table: usize) -> bool {
        self.definition.tables.get(table).is_some_and(|table| matches!(table.rows, Rows::Repeated { .. }))
    }

    /// What is filled in in a field.
    fn field(&mut self, field: &Field, item: Item) -> Shape {
        let unit = match &field.unit {
            None if field.kind == Kind::Money => Unit::base(QUETZAL),
            None => Unit::default(),
            Some(text) => match self.unit(text, item) {
                Some(unit) => unit,
                None => return Shape::Broken,
            },
        };
        let whole = 0..field.unit.as_ref().map_or(0, String::len);
        if field.kind == Kind::Money && unit.power(QUETZAL) != 1 {
            self.fault(FormulaAt::Unit(item), whole, Slip::MoneyWithoutQuetzales { unit: unit.to_string() });
            return Shape::Broken;
        }
        if field.unit.is_some() && !matches!(field.kind, Kind::Money | Kind::Number) {
            self.fault(FormulaAt::Unit(item), whole, Slip::UnitOfNoNumber);
        }
        Shape::Known(match field.kind {
            Kind::Number | Kind::Money => Type::Number(unit),
            Kind::Percentage => Type::Number(Unit::default()),
            Kind::Date => Type::Day,
            Kind::Choice => Type::Choice(field.options.clone()),
            Kind::Text => Type::Text,
            Kind::YesNo => Type::Flag,
        })
    }

    fn unit(&mut self, text: &str, item: Item) -> Option<Unit> {
        match Unit::parse(text, &self.definition.units) {
            Ok(unit) => Some(unit),
            Err((at, slip)) => {
                self.fault(FormulaAt::Unit(item), at, slip);
                None
            }
        }
    }

    /// Compiles one of the things that are computed in order. Their hidden columns come before them.
    fn step(&mut self, step: Step) {
        match step {
            Step::Result(result) => {
                if let (Some(of), Some(tree)) =
                    (self.definition.results.get(result), self.trees.results[result].clone())
                {
                    let scope = Scope { formula: FormulaAt::Result(result), place: Place::Whole };
                    self.results[result] = self.named(of, &tree, &scope, Item::Result(result));
                }
            }
            Step::Column { table, column } => {
                let of = self.definition.tables.get(table).and_then(|of| of.columns.get(column));
                if let (Some(ColumnDefinition::Computed(of)), Some(tree)) =
                    (of, self.trees.columns[table][column].clone())
                {
                    let scope = Scope {
                        formula: FormulaAt::Column { table, column },
                        place: Place::Row { table, defines: Some(column) },
                    };
                    self.columns[table][column] = self.named(of, &tree, &scope, Item::Column { table, column });
                }
            }
            Step::Rows { table } => {
                if let Some(tree) = self.trees.keeps[table].clone() {
                    let scope = Scope { formula: FormulaAt::Keep { table }, place: Place::Keep { table } };
                    self.keeps[table] = self.flag(&tree, &scope);
                }
            }
        }
        self.order.push(step);
    }

    /// A formula with a name, and with a unit if one is asked of it.
    fn named(&mut self, of: &ResultDefinition, tree: &Tree, scope: &Scope, item: Item) -> Typed {
        let declared = match &of.unit {
            None => None,
            Some(text) => match self.unit(text, item) {
                None => Some(Shape::Broken),
                Some(unit) => Some(Shape::number(unit)),
            },
        };
        self.presumed = None;
        let mut made = self.whole(tree, scope, declared.as_ref());
        if let Some(declared) = &declared {
            made.shape = self.fit(declared, &made.shape, tree.at.clone(), scope);
        }
        if let Some((presumed, at)) = self.presumed.take() {
            made.shape = self.fit(&made.shape, &presumed, at, scope);
        }
        made
    }

    /// Bands, checks and local holidays; then all of it together.
    fn rest(&mut self) -> Program {
        let definition = self.definition;
        let mut result_bands = Vec::new();
        for (index, of) in definition.results.iter().enumerate() {
            let scope = |band| Scope { formula: FormulaAt::ResultBand(index, band), place: Place::Whole };
            result_bands.push(self.conditions(&of.bands, scope));
        }
        let mut column_bands = Vec::new();
        for (table, of) in definition.tables.iter().enumerate() {
            let mut bands = Vec::new();
            for (column, of) in of.columns.iter().enumerate() {
                let scope = |band| Scope {
                    formula: FormulaAt::ColumnBand { table, column, band },
                    place: Place::Row { table, defines: None },
                };
                bands.push(match of {
                    ColumnDefinition::Computed(of) => self.conditions(&of.bands, scope),
                    ColumnDefinition::Entered(_) => Vec::new(),
                });
            }
            column_bands.push(bands);
        }
        let mut checks = Vec::new();
        for (index, check) in definition.checks.iter().enumerate() {
            let table = check.table.as_ref().and_then(|id| self.table(id));
            if let (Some(id), None) = (&check.table, table) {
                let nearest = nearest(id, definition.tables.iter().map(|table| table.id.as_str()));
                let slip = Slip::UnknownTable { name: id.clone(), nearest };
                self.fault(FormulaAt::CheckTable(index), 0..id.len(), slip);
                continue;
            }
            let place = table.map_or(Place::Whole, |table| Place::Row { table, defines: None });
            let scope = |_| Scope { formula: FormulaAt::Check(index), place };
            let when = self.conditions(std::slice::from_ref(&check.when), scope).pop();
            checks.push(Check { table, when: when.unwrap_or(Expression::Absent) });
        }
        let local_holidays = self.local_holidays();
        let mut program = Program {
            inputs: definition.inputs.clone(),
            tables: Vec::new(),
            results: Vec::new(),
            checks,
            order: std::mem::take(&mut self.order),
            local_holidays,
        };
        for (index, (of, bands)) in definition.results.iter().zip(result_bands).enumerate() {
            program.results.push(self.results[index].clone().computed(&of.id, bands));
        }
        for (table, (of, bands)) in definition.tables.iter().zip(column_bands).enumerate() {
            let mut columns = Vec::new();
            for ((of, bands), made) in of.columns.iter().zip(bands).zip(&self.columns[table]) {
                columns.push(match of {
                    ColumnDefinition::Entered(field) => Column::Entered(field.clone()),
                    ColumnDefinition::Computed(of) => Column::Computed(made.clone().computed(&of.id, bands)),
                });
            }
            let shown = columns.len();
            let hidden = self.hidden[table].iter().map(|made| Column::Computed(made.clone().computed("", Vec::new())));
            columns.extend(hidden);
            let rows = match &of.rows {
                Rows::Open { min, max } => program::Rows::Open { min: *min, max: *max },
                Rows::Fixed { count } => program::Rows::Fixed { count: *count },
                Rows::Repeated { times, .. } => program::Rows::Repeated {
                    table: self.sources[table].unwrap_or_default(),
                    times: *times,
                    keep: self.keeps[table].clone(),
                },
            };
            program.tables.push(Table { id: of.id.clone(), rows, columns, shown });
        }
        if self.faults.is_empty() {
            needs::find(&mut program);
        }
        program
    }

    fn conditions(&mut self, texts: &[String], scope: impl Fn(usize) -> Scope) -> Vec<Expression> {
        let mut conditions = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let scope = scope(index);
            conditions.push(match parse(text) {
                Ok(tree) => {
                    self.mark_used(&tree, &scope);
                    self.flag(&tree, &scope)
                }
                Err((at, slip)) => {
                    self.legible = false;
                    self.fault(scope.formula, at, slip);
                    Expression::Absent
                }
            });
        }
        conditions
    }

    fn local_holidays(&mut self) -> Option<(usize, usize)> {
        let text = self.definition.local_holidays.as_ref()?;
        let place = text.split_once('.').and_then(|(table, column)| {
            let table = self.table(table.trim())?;
            Some((table, self.column(table, column.trim())?))
        });
        let is_entered_day = |(table, column): (usize, usize)| {
            matches!(
                &self.definition.tables[table].columns[column],
                ColumnDefinition::Entered(Field { kind: Kind::Date, .. })
            )
        };
        if !place.is_some_and(is_entered_day) {
            self.fault(FormulaAt::LocalHolidays, 0..text.len(), Slip::NoColumnOfDates);
        }
        place
    }
}

impl Typed {
    fn computed(self, id: &str, bands: Vec<Expression>) -> Computed {
        let kind = match self.shape {
            Shape::Known(kind) => kind,
            Shape::Zero | Shape::Broken => Type::Number(Unit::default()),
        };
        Computed { id: id.to_owned(), expression: self.expression, kind, bands, needs: Needs::default() }
    }
}

/// The identifier of a column.
fn id(column: &ColumnDefinition) -> &str {
    match column {
        ColumnDefinition::Entered(field) => &field.id,
        ColumnDefinition::Computed(computed) => &computed.id,
    }
}
