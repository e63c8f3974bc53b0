//! All faults of one file: a decoder that goes on after a fault.
//!
//! Serde stops at the first error. So the file is decoded again and again from its tree, and each time the value at
//! fault is replaced by one that its type accepts, until nothing is left to complain about. Every pass tells one
//! fault; unknown and repeated keys are told without a pass of their own. The decoded value is thrown away: only the
//! faults count.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use super::tree::{Key, Node, Value};
use super::yaml::refused;
use crate::diagnostics::catalogue::{C0103, C0104, C0105, C0106, C0107, C0501};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Words, nearest};

/// No file has more faults than somebody will read.
const PASSES: usize = 400;

/// Texts that some type or other accepts: text, number, date, version, code, year, language, period, versioned id.
const STAND_INS: [&str; 11] = ["x", "0", "1", "2000-01-01", "1.0.0", "0101", "01", "2000", "es", "x@1.0.0", "01-01"];

/// What `T` finds wrong in a tree.
pub(super) fn faults<T: DeserializeOwned>(path: &Arc<str>, root: &Node) -> Diagnostics {
    let state = RefCell::new(State::default());
    let mut told = Diagnostics::new();
    for _ in 0..PASSES {
        match T::deserialize(Decoder::of(root, path, &state)) {
            Ok(_) => break,
            Err(error) => {
                if !mend(error, path, &state, &mut told) {
                    break;
                }
            }
        }
    }
    told.extend(state.into_inner().keys.into_values());
    told
}

/// Puts a stand-in for what an error is about; whether another pass makes sense.
fn mend(error: Error, path: &Arc<str>, state: &RefCell<State>, told: &mut Diagnostics) -> bool {
    let mut state = state.borrow_mut();
    let place = |span: &Range<usize>| Place::new(path, span.clone());
    match error.at {
        Some(Spot::Node { id, span, found }) => {
            if let Problem::Missing(field) = error.problem {
                // A misspelt key has been told as such; it is not missing as well.
                if !state.misspelt.contains(&(id, field)) {
                    told.push(C0105.at(Place::new(path, span.start..span.start)).with("key", field));
                }
                state.added.entry(id).or_default().push((field, 0));
            } else {
                told.push(diagnostic(&error.problem, place(&span), &found));
                state.replaced.insert(id, 0);
            }
            true
        }
        Some(Spot::Replaced(id)) => {
            let next = state.replaced.entry(id).or_insert(0);
            *next += 1;
            *next < STAND_INS.len()
        }
        Some(Spot::Added(id, field)) => {
            let added = state.added.entry(id).or_default();
            match added.iter_mut().find(|(name, _)| *name == field) {
                Some((_, next)) => {
                    *next += 1;
                    *next < STAND_INS.len()
                }
                None => false,
            }
        }
        Some(Spot::Key { span }) => {
            told.push(diagnostic(&error.problem, place(&span), ""));
            state.skipped.insert(span.start)
        }
        None => false,
    }
}

fn diagnostic(problem: &Problem, place: Place, found: &str) -> Diagnostic {
    match problem {
        Problem::Expected(expected) => C0106.at(place).with_words("expected", *expected).with("found", found),
        Problem::UnknownVariant { given, known } => {
            let near = nearest(given, known.iter().copied());
            C0107.at(place).with("value", given).with_some("nearest", near).with("known", known.join(", "))
        }
        Problem::Said(message) => refused(message, place.clone())
            .unwrap_or_else(|| C0106.at(place).with_words("expected", VALUE).with("found", found)),
        Problem::Missing(field) => C0105.at(place).with("key", field),
    }
}

const TEXT: Words = Words { es: "un texto", en: "a text" };
const NUMBER: Words = Words { es: "un número entero sin comillas", en: "a whole number without quotes" };
const YES_NO: Words = Words { es: "true o false", en: "true or false" };
const LIST: Words =
    Words { es: "una lista (líneas que empiezan con «- »)", en: "a list (lines that start with \"- \")" };
const GROUP: Words = Words { es: "un grupo de claves («clave: valor»)", en: "a group of keys (\"key: value\")" };
const CHOICE: Words = Words { es: "una palabra de la lista de valores", en: "a word from the list of values" };
const VALUE: Words = Words { es: "otro valor", en: "another value" };

/// What is known after the passes so far.
#[derive(Default)]
struct State {
    /// Nodes with a stand-in, and which one.
    replaced: BTreeMap<usize, usize>,
    /// Keys added to a group that lacks them, and which stand-in they have.
    added: BTreeMap<usize, Vec<(&'static str, usize)>>,
    /// Keys of free groups that cannot be read.
    skipped: BTreeSet<usize>,
    /// Keys that are there under a name close to their own, by group.
    misspelt: BTreeSet<(usize, &'static str)>,
    /// Unknown and repeated keys, by place.
    keys: BTreeMap<usize, Diagnostic>,
}

/// What is decoded: a node, or a stand-in for one.
#[derive(Clone)]
enum At<'de> {
    Node(&'de Node),
    StandIn { for_: Spot, text: &'static str },
}

/// Where an error belongs.
#[derive(Clone, Debug)]
enum Spot {
    Node { id: usize, span: Range<usize>, found: String },
    Replaced(usize),
    Added(usize, &'static str),
    Key { span: Range<usize> },
}

#[derive(Debug)]
enum Problem {
    Expected(Words),
    UnknownVariant {
        given: String,
        known: &'static [&'static str],
    },
    Missing(&'static str),
    /// What a type of ours says; mostly a fault of the catalogue.
    Said(String),
}

#[derive(Debug)]
struct Error {
    problem: Problem,
    at: Option<Spot>,
}

impl Error {
    fn expected(what: Words) -> Error {
        Error { problem: Problem::Expected(what), at: None }
    }

    /// Sets the place where the error has none yet: the innermost value it came through.
    fn or_at(self, spot: impl FnOnce() -> Spot) -> Error {
        Error { at: self.at.or_else(|| Some(spot())), ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.problem)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Error { problem: Problem::Said(message.to_string()), at: None }
    }

    fn missing_field(field: &'static str) -> Self {
        Error { problem: Problem::Missing(field), at: None }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Error { problem: Problem::UnknownVariant { given: variant.to_owned(), known: expected }, at: None }
    }
}

struct Decoder<'de, 's> {
    at: At<'de>,
    path: &'s Arc<str>,
    state: &'s RefCell<State>,
}

impl<'de, 's> Decoder<'de, 's> {
    /// A node's decoder: the node, or its stand-in where one has been put.
    fn of(node: &'de Node, path: &'s Arc<str>, state: &'s RefCell<State>) -> Decoder<'de, 's> {
        let replaced = state.borrow().replaced.get(&node.id).copied();
        let stand_in = replaced.or_else(|| matches!(node.value, Value::Broken).then_some(0));
        let at = match stand_in {
            Some(which) => {
                At::StandIn { for_: Spot::Replaced(node.id), text: STAND_INS[which.min(STAND_INS.len() - 1)] }
            }
            None => At::Node(node),
        };
        Decoder { at, path, state }
    }

    fn child(&self, node: &'de Node) -> Decoder<'de, 's> {
        Decoder::of(node, self.path, self.state)
    }

    fn spot(&self) -> Spot {
        match &self.at {
            At::StandIn { for_, .. } => for_.clone(),
            At::Node(node) => {
                let found = match &node.value {
                    Value::Scalar { text, .. } => text.chars().take(40).collect(),
                    Value::List(_) => "[…]".to_owned(),
                    Value::Map(_) => "{…}".to_owned(),
                    Value::Broken => String::new(),
                };
                Spot::Node { id: node.id, span: node.span.clone(), found }
            }
        }
    }

    /// The text of a scalar that is there; `what` is what was expected.
    fn text(&self, what: Words) -> Result<&'de str, Error> {
        match &self.at {
            At::StandIn { text, .. } => Ok(text),
            At::Node(Node { value: Value::Scalar { text, plain }, .. }) if !is_nothing(text, *plain) => Ok(text),
            At::Node(_) => Err(Error::expected(what)),
        }
    }

    fn located<R>(self, work: impl FnOnce(&Self) -> Result<R, Error>) -> Result<R, Error> {
        work(&self).map_err(|error| error.or_at(|| self.spot()))
    }
}

/// Whether a key is the rest of an amount that was written with a thousands comma.
fn is_figure(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit()) && key.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn is_nothing(text: &str, plain: bool) -> bool {
    plain && matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.located(|this| {
                let stand_in = matches!(this.at, At::StandIn { .. });
                let number: i64 = match this.text(NUMBER)?.parse() {
                    Ok(number) => number,
                    Err(_) if stand_in => 1,
                    Err(_) => return Err(Error::expected(NUMBER)),
                };
                match u64::try_from(number) {
                    Ok(number) => visitor.visit_u64(number),
                    Err(_) => visitor.visit_i64(number),
                }
                .map_err(|error: Error| match error.at {
                    None => Error::expected(NUMBER),
                    Some(_) => error,
                })
            })
        })*
    };
}

impl<'de> Deserializer<'de> for Decoder<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.at {
            At::Node(Node { value: Value::List(_), .. }) => self.deserialize_seq(visitor),
            At::Node(Node { value: Value::Map(_), .. }) => self.deserialize_map(visitor),
            _ => self.deserialize_str(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| visitor.visit_str(this.text(TEXT)?))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| match (this.text(YES_NO)?, &this.at) {
            ("true", _) => visitor.visit_bool(true),
            ("false", _) | (_, At::StandIn { .. }) => visitor.visit_bool(false),
            _ => Err(Error::expected(YES_NO)),
        })
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.at {
            At::StandIn { .. } => visitor.visit_none(),
            At::Node(Node { value: Value::Scalar { text, plain }, .. }) if is_nothing(text, *plain) => {
                visitor.visit_none()
            }
            At::Node(_) => visitor.visit_some(self),
        }
    }

    /// A located value asks for itself through a newtype of the YAML crate; it gets the value and no place.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name.contains("spanned") {
            visitor.visit_newtype_struct(Spanned(self))
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| match &this.at {
            At::StandIn { .. } => visitor.visit_seq(Items { decoder: this, rest: [].iter() }),
            At::Node(Node { value: Value::List(items), .. }) => {
                visitor.visit_seq(Items { decoder: this, rest: items.iter() })
            }
            At::Node(_) => Err(Error::expected(LIST)),
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| {
            let entries = this.entries(None)?;
            visitor.visit_map(Entries { decoder: this, entries: entries.into_iter(), value: None })
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.located(|this| {
            let entries = this.entries(Some(fields))?;
            visitor.visit_map(Entries { decoder: this, entries: entries.into_iter(), value: None })
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.located(|this| {
            let text = match &this.at {
                At::StandIn { .. } => variants.first().copied().unwrap_or_default(),
                At::Node(_) => this.text(CHOICE)?,
            };
            let name: StrDeserializer<Error> = text.into_deserializer();
            visitor.visit_enum(name)
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
    }
}

/// An entry of a group: its name and place, and its value.
struct Entry<'de> {
    name: &'de str,
    key: Option<&'de Key>,
    value: At<'de>,
}

impl<'de> Decoder<'de, '_> {
    /// The entries of a group. With the names of its fields, unknown ones are told and left out.
    fn entries(&self, fields: Option<&'static [&'static str]>) -> Result<Vec<Entry<'de>>, Error> {
        let (id, pairs) = match &self.at {
            At::StandIn { for_, text } => {
                let all = fields.unwrap_or_default().iter();
                let value = || At::StandIn { for_: for_.clone(), text };
                return Ok(all.map(|name| Entry { name, key: None, value: value() }).collect());
            }
            At::Node(Node { id, value: Value::Map(pairs), .. }) => (*id, pairs.as_slice()),
            At::Node(Node { id, value: Value::Scalar { text, plain }, span, .. })
                if is_nothing(text, *plain) && span.start == 0 =>
            {
                (*id, [].as_slice())
            }
            At::Node(_) => return Err(Error::expected(GROUP)),
        };
        let mut entries: Vec<Entry<'de>> = Vec::new();
        for (key, node) in pairs {
            let place = || Place::new(self.path, key.span.clone());
            if let Some(first) = entries.iter().find(|entry| entry.name == key.text).and_then(|entry| entry.key) {
                let first = Place::new(self.path, first.span.clone());
                self.tell(key, || C0104.at(place()).with("key", &key.text).also(first));
            } else if fields.is_some() && is_figure(&key.text) {
                // `initial: 671,325.00` in braces: the comma ends the amount, and the rest looks like a key.
                self.tell(key, || C0501.at(place()).with("value", format!(",{}", key.text)));
            } else if let Some(fields) = fields.filter(|fields| !fields.contains(&key.text.as_str())) {
                let near = nearest(&key.text, fields.iter().copied());
                let field = fields.iter().copied().find(|field| Some(*field) == near);
                self.state.borrow_mut().misspelt.extend(field.map(|field| (id, field)));
                self.tell(key, || {
                    C0103.at(place()).with("key", &key.text).with_some("nearest", near).with("known", fields.join(", "))
                });
            } else if !self.state.borrow().skipped.contains(&key.span.start) {
                let value = self.child(node).at;
                entries.push(Entry { name: &key.text, key: Some(key), value });
            }
        }
        for (field, which) in self.state.borrow().added.get(&id).into_iter().flatten() {
            let text = STAND_INS[(*which).min(STAND_INS.len() - 1)];
            let value = At::StandIn { for_: Spot::Added(id, field), text };
            entries.push(Entry { name: field, key: None, value });
        }
        Ok(entries)
    }

    fn tell(&self, key: &Key, diagnostic: impl FnOnce() -> Diagnostic) {
        self.state.borrow_mut().keys.entry(key.span.start).or_insert_with(diagnostic);
    }
}

struct Items<'d, 'de, 's> {
    decoder: &'d Decoder<'de, 's>,
    rest: std::slice::Iter<'de, Node>,
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.rest.next().map(|node| seed.deserialize(self.decoder.child(node))).transpose()
    }
}

struct Entries<'d, 'de, 's> {
    decoder: &'d Decoder<'de, 's>,
    entries: std::vec::IntoIter<Entry<'de>>,
    value: Option<At<'de>>,
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        self.value = Some(entry.value);
        let name: StrDeserializer<Error> = entry.name.into_deserializer();
        let key = seed.deserialize(name).map_err(|error| match entry.key {
            Some(key) => error.or_at(|| Spot::Key { span: key.span.clone() }),
            None => error,
        });
        key.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let at = self.value.take().ok_or_else(|| Error::expected(VALUE))?;
        seed.deserialize(Decoder { at, path: self.decoder.path, state: self.decoder.state })
    }
}

/// The view of a value that the YAML crate's `Spanned` reads: itself, with a place of zeros.
struct Spanned<'de, 's>(Decoder<'de, 's>);

impl<'de> Deserializer<'de> for Spanned<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(SpannedParts { decoder: self.0, part: 0 })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct SpannedParts<'de, 's> {
    decoder: Decoder<'de, 's>,
    part: usize,
}

/// The parts in the order in which the crate writes them; the first is its mark.
const PARTS: [&str; 4] = ["__serde_saphyr_private_spanned", "value", "referenced", "defined"];

impl<'de> de::MapAccess<'de> for SpannedParts<'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(part) = PARTS.get(self.part) else { return Ok(None) };
        self.part += 1;
        let name: StrDeserializer<Error> = (*part).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let decoder = Decoder { at: self.decoder.at.clone(), ..self.decoder };
        match self.part {
            2 => seed.deserialize(decoder),
            1 => seed.deserialize(true.into_deserializer()),
            _ => seed.deserialize(Nowhere),
        }
    }
}

/// A place of zeros, group in group.
struct Nowhere;

impl<'de> Deserializer<'de> for Nowhere {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(0)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(NowhereParts(fields.iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        let zeros: Vec<U64Deserializer<Error>> = (0..length).map(|_| 0u64.into_deserializer()).collect();
        visitor.visit_seq(de::value::SeqDeserializer::new(zeros.into_iter()))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple_struct map enum identifier ignored_any
    }
}

struct NowhereParts(std::slice::Iter<'static, &'static str>);

impl<'de> de::MapAccess<'de> for NowhereParts {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let name = self.0.next().map(|name| -> StrDeserializer<Error> { (*name).into_deserializer() });
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Nowhere)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::faults;
    use crate::model::values::{Date, Money, MunicipalityCode, Texts};
    use crate::source::{Located, tree};

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[allow(dead_code)]
    enum Kind {
        Guide,
        Form,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Row {
        code: Located<MunicipalityCode>,
        amount: Option<Money>,
        count: u8,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct File {
        name: Texts,
        kind: Kind,
        on: Date,
        open: bool,
        #[serde(default)]
        rows: Vec<Row>,
    }

    fn found(text: &str) -> Vec<(&'static str, usize)> {
        let parsed = tree::parse(text);
        let mut found = faults::<File>(&"x.yaml".into(), &parsed.root);
        found.sort();
        found
            .iter()
            .map(|d| (d.fault.code, crate::diagnostics::line_and_column(text, d.place.as_ref().unwrap().span.start).0))
            .collect()
    }

    #[test]
    fn a_sound_file_has_no_faults() {
        let text = "name: {es: a}\nkind: guide\non: 2026-01-01\nopen: true\nrows:\n  - {code: \"0101\", count: 1}\n";
        assert_eq!(found(text), []);
    }

    #[test]
    fn every_fault_of_a_file_is_told_once() {
        let text = "# nota\nname: {es: a, ES: b}\nkind: guia\non: 01/02/2026\nopn: true\nopen: si\nrows:\n  \
                    - {code: \"101\", amount: 1.234, count: 300}\n  - {code: \"0101\"}\n  - texto\n\
                    \x20 - {code: \"0102\", count: 1, count: 2}\n";
        assert_eq!(
            found(text),
            [
                ("C0504", 2),
                ("C0107", 3),
                ("C0502", 4),
                ("C0103", 5),
                ("C0106", 6),
                ("C0504", 8),
                ("C0501", 8),
                ("C0106", 8),
                ("C0105", 9),
                ("C0106", 10),
                ("C0104", 11),
            ]
        );
    }

    #[test]
    fn a_misspelt_key_is_not_missing_as_well() {
        let text = "name: {es: a}\nkind: guide\nonn: 2026-01-01\nopen: true\n";
        assert_eq!(found(text), [("C0103", 3)]);
    }

    #[test]
    fn an_empty_file_lacks_everything() {
        assert_eq!(found(""), [("C0105", 1); 4]);
    }
}
