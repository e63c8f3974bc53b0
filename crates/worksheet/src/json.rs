//! A program as data for the browser's interpreter. Positions instead of names; keys and words as short as they can be.

use std::fmt::Write as _;

use crate::definition::{Field, Kind};
use crate::program::{Aggregate, Column, Computed, Expression, Function, Needs, Operator, Program, Rows, Step, Type};

impl Program {
    /// Compact JSON, the same bytes for the same program:
    ///
    /// ```text
    /// {"i":[F,...],"t":[T,...],"r":[C,...],"k":[{"t":null|n,"w":E},...],
    ///  "o":[[0,result]|[1,table,column]|[2,table],...],"h":null|[table,column]}
    /// F = {"id":"…","k":"n|m|p|d|c|t|y","lo":min,"hi":max,"ab":above,"be":below,"w":1,"op":["id",…]}
    /// T = {"id":"…","rows":[min,max]|count|{"of":t,"times":n,"keep":E},"c":[F|C,...],"shown":n}
    /// C = {"id":"…","e":E,"k":"n|t|c|b|d","b":[E,...],"n":[[inputs],[[t,c],...],[own],[tables]]}
    /// ```
    ///
    /// Expressions: numbers and flags as they are, `{"s":"text"}`, otherwise a list that starts with what it is.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"i\":");
        list(&mut out, &self.inputs, field);
        out.push_str(",\"t\":");
        list(&mut out, &self.tables, |out, table| {
            out.push_str("{\"id\":");
            text(out, &table.id);
            out.push_str(",\"rows\":");
            match &table.rows {
                Rows::Open { min, max } => put(out, format_args!("[{min},{max}]")),
                Rows::Fixed { count } => put(out, format_args!("{count}")),
                Rows::Repeated { table, times, keep } => {
                    put(out, format_args!("{{\"of\":{table},\"times\":{times},\"keep\":"));
                    expression(out, keep);
                    out.push('}');
                }
            }
            out.push_str(",\"c\":");
            list(out, &table.columns, |out, column| match column {
                Column::Entered(entered) => field(out, entered),
                Column::Computed(formula) => computed(out, formula),
            });
            put(out, format_args!(",\"shown\":{}}}", table.shown));
        });
        out.push_str(",\"r\":");
        list(&mut out, &self.results, computed);
        out.push_str(",\"k\":");
        list(&mut out, &self.checks, |out, check| {
            match check.table {
                Some(table) => put(out, format_args!("{{\"t\":{table},\"w\":")),
                None => out.push_str("{\"t\":null,\"w\":"),
            }
            expression(out, &check.when);
            out.push('}');
        });
        out.push_str(",\"o\":");
        list(&mut out, &self.order, |out, step| match step {
            Step::Result(result) => put(out, format_args!("[0,{result}]")),
            Step::Column { table, column } => put(out, format_args!("[1,{table},{column}]")),
            Step::Rows { table } => put(out, format_args!("[2,{table}]")),
        });
        match self.local_holidays {
            Some((table, column)) => put(&mut out, format_args!(",\"h\":[{table},{column}]}}")),
            None => out.push_str(",\"h\":null}"),
        }
        out
    }
}

/// Writing to a string cannot fail.
fn put(out: &mut String, what: std::fmt::Arguments) {
    let _ = out.write_fmt(what);
}

fn list<T>(out: &mut String, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

fn text(out: &mut String, text: &str) {
    put(out, format_args!("{}", serde_json::Value::from(text)));
}

/// The shortest digits that are read back as the same number.
fn number(out: &mut String, number: f64) {
    if number.abs() < 1e15 { put(out, format_args!("{number}")) } else { put(out, format_args!("{number:e}")) }
}

fn field(out: &mut String, field: &Field) {
    out.push_str("{\"id\":");
    text(out, &field.id);
    let kind = match field.kind {
        Kind::Number => 'n',
        Kind::Money => 'm',
        Kind::Percentage => 'p',
        Kind::Date => 'd',
        Kind::Choice => 'c',
        Kind::Text => 't',
        Kind::YesNo => 'y',
    };
    put(out, format_args!(",\"k\":\"{kind}\""));
    let range = &field.range;
    for (key, bound) in [("lo", range.min), ("hi", range.max), ("ab", range.above), ("be", range.below)] {
        if let Some(bound) = bound {
            put(out, format_args!(",\"{key}\":"));
            number(out, bound);
        }
    }
    if range.whole {
        out.push_str(",\"w\":1");
    }
    if !field.options.is_empty() {
        out.push_str(",\"op\":");
        list(out, &field.options, |out, option| text(out, option));
    }
    out.push('}');
}

fn computed(out: &mut String, computed: &Computed) {
    out.push_str("{\"id\":");
    text(out, &computed.id);
    out.push_str(",\"e\":");
    expression(out, &computed.expression);
    let kind = match computed.kind {
        Type::Number(_) => 'n',
        Type::Text => 't',
        Type::Choice(_) => 'c',
        Type::Flag => 'b',
        Type::Day => 'd',
    };
    put(out, format_args!(",\"k\":\"{kind}\""));
    if !computed.bands.is_empty() {
        out.push_str(",\"b\":");
        list(out, &computed.bands, expression);
    }
    if computed.needs != Needs::default() {
        let position = |out: &mut String, position: &usize| put(out, format_args!("{position}"));
        out.push_str(",\"n\":[");
        list(out, &computed.needs.inputs, position);
        out.push(',');
        list(out, &computed.needs.columns, |out, (table, column)| put(out, format_args!("[{table},{column}]")));
        out.push(',');
        list(out, &computed.needs.own, position);
        out.push(',');
        list(out, &computed.needs.tables, position);
        out.push(']');
    }
    out.push('}');
}

fn expression(out: &mut String, e: &Expression) {
    match e {
        Expression::Number(value) => number(out, *value),
        Expression::Text(value) => {
            out.push_str("{\"s\":");
            text(out, value);
            out.push('}');
        }
        Expression::Flag(value) => put(out, format_args!("{value}")),
        Expression::Input(n) => put(out, format_args!("[\"i\",{n}]")),
        Expression::Result(n) => put(out, format_args!("[\"r\",{n}]")),
        Expression::Column(n) => put(out, format_args!("[\"c\",{n}]")),
        Expression::Source(n) => put(out, format_args!("[\"s\",{n}]")),
        Expression::Row => out.push_str("[\"row\"]"),
        Expression::Negative(inner) => call(out, "neg", [&**inner]),
        Expression::Not(inner) => call(out, "not", [&**inner]),
        Expression::Binary(operator, left, right) => call(out, sign(*operator), [&**left, &**right]),
        Expression::If(condition, then, otherwise) => call(out, "if", [&**condition, &**then, &**otherwise]),
        Expression::Call(function, arguments) => {
            put(out, format_args!("[\"f\",\"{}\"", name(*function)));
            for argument in arguments {
                out.push(',');
                expression(out, argument);
            }
            out.push(']');
        }
        Expression::Has(inner) => call(out, "has", [&**inner]),
        Expression::Default(first, second) => call(out, "def", [&**first, &**second]),
        Expression::Previous { column, start } => {
            put(out, format_args!("[\"prev\",{column},"));
            expression(out, start);
            out.push(']');
        }
        Expression::Aggregate { how, table, column } => {
            put(out, format_args!("[\"agg\",\"{}\",{table},{column}]", aggregate(*how)));
        }
        Expression::Count { table } => put(out, format_args!("[\"rows\",{table}]")),
        Expression::Rank { keys } => {
            out.push_str("[\"rank\",");
            list(out, keys, |out, key| put(out, format_args!("{key}")));
            out.push(']');
        }
        Expression::Match { how, table, key, is, value } => {
            put(out, format_args!("[\"match\",\"{}\",{table},{key},", aggregate(*how)));
            expression(out, is);
            put(out, format_args!(",{value}]"));
        }
        Expression::Absent => out.push_str("[\"abs0\"]"),
    }
}

fn call<const N: usize>(out: &mut String, name: &str, parts: [&Expression; N]) {
    put(out, format_args!("[\"{name}\""));
    for part in parts {
        out.push(',');
        expression(out, part);
    }
    out.push(']');
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Over => "/",
        Operator::Power => "^",
        Operator::Join => "&",
        Operator::Equal => "=",
        Operator::Unequal => "<>",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
        Operator::And => "and",
        Operator::Or => "or",
    }
}

fn aggregate(how: Aggregate) -> &'static str {
    match how {
        Aggregate::Sum => "sum",
        Aggregate::Mean => "mean",
        Aggregate::Least => "min",
        Aggregate::Greatest => "max",
        Aggregate::Count => "count",
        Aggregate::First => "first",
    }
}

fn name(function: Function) -> &'static str {
    match function {
        Function::Least => "min",
        Function::Greatest => "max",
        Function::Round => "round",
        Function::Floor => "floor",
        Function::Ceil => "ceil",
        Function::Magnitude => "abs",
        Function::SquareRoot => "sqrt",
        Function::ToText => "text",
        Function::Date => "date",
        Function::Year => "year",
        Function::Month => "month",
        Function::DayOfMonth => "day",
        Function::Weekday => "weekday",
        Function::EndOfMonth => "eom",
        Function::AddDays => "addd",
        Function::DaysBetween => "days",
        Function::AddWorkdays => "addw",
        Function::WorkdaysBetween => "workd",
        Function::IsWorkday => "isw",
        Function::WorkdayOnOrBefore => "wob",
    }
}
