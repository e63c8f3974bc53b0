//! From tree to typed values.
//!
//! [`sound`] decodes a tree once. When it does not succeed, [`mend`] finds everything that is wrong: serde stops at the
//! first error, so the tree is decoded again and again, and each time the value at fault is replaced by one that its
//! type accepts, until nothing is left to complain about. Every pass tells one fault; unknown and repeated keys are
//! told without a pass of their own. What comes out in the end has the sound values of the file, and stand-ins.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, U64Deserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use super::tree::{Key, Node, Span, Value};
use super::yaml::refused;
use crate::diagnostics::catalogue::{C0103, C0104, C0105, C0106, C0107, C0123, C0126, C0141, C0501};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Words, masked, nearest};

/// No file has more faults than somebody will read.
const PASSES: usize = 400;

/// Texts that some type or other accepts: text, number, date, version, code, year, language, period, versioned id.
const STAND_INS: [&str; 11] = ["x", "0", "1", "2000-01-01", "1.0.0", "0101", "01", "2000", "es", "x@1.0.0", "01-01"];

/// The name under which a [`super::Located`] asks for its value together with its place: start, end, value.
pub(super) const LOCATED: &str = "cabildo located value";

/// The name under which a struct asks for the places of its own keys: its last field, which no file can have.
pub(super) const KEY_PLACES: &str = "where the keys stand";

/// The name under which a figure asks for its text with the quotation marks it has in the file.
pub const AS_WRITTEN: &str = "cabildo value as written";

/// Where a stand-in stands: behind the end of every text.
pub const NOWHERE: usize = u32::MAX as usize;

/// What a value is decided by, so that a stand-in for it says nothing about what it stands for.
const IDENTIFYING: [&str; 9] = ["id", "code", "number", "version", "charter", "municipality", "year", "name", "slug"];

/// Of these, what others refer to.
const NAMES: [&str; 2] = ["id", "code"];

/// The value of a tree in which nothing is wrong.
pub(super) fn sound<T: DeserializeOwned>(root: &Node) -> Option<T> {
    T::deserialize(Decoder { at: At::Node(root), mending: None }).ok()
}

/// The value of a tree with stand-ins for what is wrong in it.
pub(super) struct Mended<T> {
    /// Nothing when there were too many faults, or one that no stand-in cures.
    pub(super) value: Option<T>,
    pub(super) faults: Diagnostics,
    /// What could not be decoded as it stands.
    pub(super) places: Vec<Range<usize>>,
    /// Whether what the file defines is not known: an identifier or a whole list has a stand-in.
    pub(super) shaky: bool,
    /// Whether something has no identifier that could be read.
    pub(super) nameless: bool,
}

/// Decodes a tree in which something is wrong, and finds all of it.
pub(super) fn mend<T: DeserializeOwned>(path: &Arc<str>, root: &Node) -> Mended<T> {
    let mending = Mending { path, root, state: RefCell::new(State::default()) };
    let mut faults = Diagnostics::new();
    let mut value = None;
    for _ in 0..PASSES {
        match T::deserialize(Decoder::of(root, Some(&mending))) {
            Ok(done) => {
                value = Some(done);
                break;
            }
            Err(error) => {
                if !mending.replace(error, &mut faults) {
                    break;
                }
            }
        }
    }
    let state = mending.state.into_inner();
    faults.extend(state.keys.into_values());
    Mended { value, faults, places: state.places, shaky: state.shaky, nameless: state.nameless }
}

/// The work of [`mend`] on one tree.
struct Mending<'s> {
    path: &'s Arc<str>,
    root: &'s Node<'s>,
    state: RefCell<State>,
}

/// What is known after the passes so far.
#[derive(Default)]
struct State {
    /// Nodes with a stand-in, and which one.
    replaced: BTreeMap<usize, usize>,
    /// Keys added to a group that lacks them, and which stand-in they have.
    added: BTreeMap<usize, Vec<(&'static str, usize)>>,
    /// Which stand-in the keys of groups have that are stand-ins themselves.
    inner: BTreeMap<(usize, &'static str), usize>,
    /// Keys of free groups that cannot be read.
    skipped: BTreeSet<usize>,
    /// Keys that are there under a name close to their own, by group.
    misspelt: BTreeSet<(usize, &'static str)>,
    /// The first unknown key of a group that is close to none, by group: its place.
    strangers: BTreeMap<usize, usize>,
    /// Unknown and repeated keys, by place.
    keys: BTreeMap<usize, Diagnostic>,
    /// See [`Mended`].
    places: Vec<Range<usize>>,
    /// See [`Mended`].
    shaky: bool,
    /// See [`Mended`].
    nameless: bool,
}

impl State {
    /// Whether a group that lacks a key has one that nobody knows: then that is the key, in other words, and only that
    /// is told.
    fn takes_stranger(&mut self, group: usize, field: &str) -> bool {
        let Some(diagnostic) = self.strangers.remove(&group).and_then(|at| self.keys.get_mut(&at)) else {
            return false;
        };
        *diagnostic = diagnostic.clone().with("nearest", field);
        true
    }
}

impl Mending<'_> {
    /// Puts a stand-in for what an error is about; whether another pass makes sense.
    fn replace(&self, error: Error, told: &mut Diagnostics) -> bool {
        let Error(error) = error;
        let mut state = self.state.borrow_mut();
        let place = |span: Span| Place::new(self.path, span.range());
        match error.at {
            Some(Spot::Node { id, span, found }) => {
                if let Problem::Missing(field) = error.problem {
                    // A misspelt key has been told as such; it is not missing as well.
                    if !state.misspelt.contains(&(id, field)) && !state.takes_stranger(id, field) {
                        told.push(C0105.at(Place::new(self.path, span.start()..span.start())).with("key", field));
                    }
                    state.added.entry(id).or_default().push((field, 0));
                    state.shaky |= IDENTIFYING.contains(&field);
                    state.nameless |= NAMES.contains(&field);
                } else {
                    let keys = keys_to(self.root, id).unwrap_or_default();
                    let key = keys.last().copied().unwrap_or("-");
                    told.push(diagnostic(&error.problem, place(span), &found, key));
                    state.shaky |= IDENTIFYING.contains(&key) || keys.contains(&"slugs");
                    state.nameless |= NAMES.contains(&key);
                    state.replaced.insert(id, 0);
                    state.places.push(span.range());
                }
                true
            }
            Some(Spot::StandIn(Gap::Replaced(id))) => {
                let next = state.replaced.entry(id).or_insert(0);
                *next += 1;
                *next < STAND_INS.len()
            }
            Some(Spot::StandIn(Gap::Added(id, field))) => {
                let added = state.added.entry(id).or_default();
                match added.iter_mut().find(|(name, _)| *name == field) {
                    Some((_, next)) => {
                        *next += 1;
                        *next < STAND_INS.len()
                    }
                    None => false,
                }
            }
            Some(Spot::StandIn(Gap::Inner(id, field))) => {
                let next = state.inner.entry((id, field)).or_insert(0);
                *next += 1;
                *next < STAND_INS.len()
            }
            Some(Spot::Key { span, text }) => {
                told.push(diagnostic(&error.problem, place(span), "", &text));
                state.places.push(span.range());
                state.shaky = true;
                state.skipped.insert(span.start())
            }
            None => false,
        }
    }

    /// Notes that a stretch could not be read, which has been told.
    fn doubt(&self, part: Range<usize>) {
        let mut state = self.state.borrow_mut();
        state.shaky = true;
        state.places.push(part);
    }

    /// Tells what is wrong with a key; its value is left out.
    fn tell(&self, key: &Key, value: &Node, diagnostic: impl FnOnce() -> Diagnostic) {
        let mut state = self.state.borrow_mut();
        if let std::collections::btree_map::Entry::Vacant(entry) = state.keys.entry(key.span.start()) {
            entry.insert(diagnostic());
            state.places.push(key.span.start()..value.span.end());
            let one = matches!(value.value, Value::Scalar { .. });
            state.shaky |= !one || nearest(&key.text, IDENTIFYING).is_some();
        }
    }
}

/// The keys that lead to a node.
fn keys_to<'n>(node: &'n Node, id: usize) -> Option<Vec<&'n str>> {
    let mut keys = Vec::new();
    fn find<'n>(node: &'n Node, id: usize, keys: &mut Vec<&'n str>) -> bool {
        if node.id() == id {
            return true;
        }
        match &node.value {
            Value::List(items) => items.iter().any(|item| find(item, id, keys)),
            Value::Map(pairs) => pairs.iter().any(|(key, value)| {
                keys.push(&key.text);
                find(value, id, keys) || {
                    keys.pop();
                    false
                }
            }),
            _ => false,
        }
    }
    find(node, id, &mut keys).then_some(keys)
}

fn diagnostic(problem: &Problem, place: Place, found: &str, key: &str) -> Diagnostic {
    match problem {
        Problem::Expected(expected) => C0106.at(place).with_words("expected", *expected).with("found", found),
        Problem::Respell(expected, right) => {
            C0106.at(place).with_words("expected", *expected).with("found", found).with("fixed", right)
        }
        Problem::Nothing => C0123.at(place).with("key", key),
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
const YES_NO: Words = Words { es: "true o false, sin comillas", en: "true or false, without quotes" };
const LIST: Words =
    Words { es: "una lista (líneas que empiezan con «- »)", en: "a list (lines that start with \"- \")" };
const GROUP: Words = Words { es: "un grupo de claves («clave: valor»)", en: "a group of keys (\"key: value\")" };
const CHOICE: Words = Words { es: "una palabra de la lista de valores", en: "a word from the list of values" };
const VALUE: Words = Words { es: "otro valor", en: "another value" };

/// What is decoded: a node, or a stand-in for one.
#[derive(Clone, Copy)]
enum At<'de> {
    Node(&'de Node<'de>),
    StandIn { for_: Gap, text: &'static str },
}

/// What a stand-in stands for: a node, a key that a group lacks, or a key of a group that is itself a stand-in for a
/// node or for a key of it.
#[derive(Clone, Copy, Debug)]
enum Gap {
    Replaced(usize),
    Added(usize, &'static str),
    Inner(usize, &'static str),
}

/// Where an error belongs.
#[derive(Debug)]
enum Spot {
    Node { id: usize, span: Span, found: String },
    StandIn(Gap),
    Key { span: Span, text: String },
}

#[derive(Debug)]
enum Problem {
    Expected(Words),
    /// Not what was expected, but what was meant is beyond doubt.
    Respell(Words, String),
    /// No value, or `null`.
    Nothing,
    UnknownVariant {
        given: String,
        known: &'static [&'static str],
    },
    Missing(&'static str),
    /// What a type of ours says; mostly a fault of the catalogue.
    Said(String),
}

/// In a box, because every value that is decoded travels beside one.
#[derive(Debug)]
struct Error(Box<Trouble>);

#[derive(Debug)]
struct Trouble {
    problem: Problem,
    at: Option<Spot>,
}

impl Error {
    fn of(problem: Problem) -> Error {
        Error(Box::new(Trouble { problem, at: None }))
    }

    fn expected(what: Words) -> Error {
        Error::of(Problem::Expected(what))
    }

    /// Sets the place where the error has none yet: the innermost value it came through.
    fn or_at(mut self, spot: impl FnOnce() -> Spot) -> Error {
        self.0.at.get_or_insert_with(spot);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.problem)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Error::of(Problem::Said(message.to_string()))
    }

    fn missing_field(field: &'static str) -> Self {
        Error::of(Problem::Missing(field))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Error::of(Problem::UnknownVariant { given: variant.to_owned(), known: expected })
    }
}

#[derive(Clone, Copy)]
struct Decoder<'de, 's> {
    at: At<'de>,
    /// None while nothing is known to be wrong.
    mending: Option<&'s Mending<'s>>,
}

impl<'de, 's> Decoder<'de, 's> {
    /// A node's decoder: the node, or its stand-in where one has been put.
    fn of(node: &'de Node<'de>, mending: Option<&'s Mending<'s>>) -> Decoder<'de, 's> {
        let stand_in = mending.and_then(|mending| {
            let replaced = mending.state.borrow().replaced.get(&node.id()).copied();
            replaced.or_else(|| matches!(node.value, Value::Broken).then_some(0))
        });
        let at = match stand_in {
            Some(which) => {
                At::StandIn { for_: Gap::Replaced(node.id()), text: STAND_INS[which.min(STAND_INS.len() - 1)] }
            }
            None => At::Node(node),
        };
        Decoder { at, mending }
    }

    fn child(&self, node: &'de Node<'de>) -> Decoder<'de, 's> {
        match self.mending {
            None => Decoder { at: At::Node(node), mending: None },
            Some(_) => Decoder::of(node, self.mending),
        }
    }

    fn spot(&self) -> Spot {
        match self.at {
            At::StandIn { for_, .. } => Spot::StandIn(for_),
            At::Node(node) => {
                let found = match &node.value {
                    Value::Scalar { text, plain } => {
                        let text: String = masked(text).chars().take(40).collect();
                        if *plain { text } else { format!("\"{text}\"") }
                    }
                    Value::List(_) => "[…]".to_owned(),
                    Value::Map(_) => "{…}".to_owned(),
                    Value::Broken => String::new(),
                };
                Spot::Node { id: node.id(), span: node.span, found }
            }
        }
    }

    /// What is told where `what` was expected and something else stands.
    fn unexpected(&self, what: Words) -> Error {
        match self.at {
            At::Node(node) if node.is_nothing() => Error::of(Problem::Nothing),
            _ => Error::expected(what),
        }
    }

    /// The text of a scalar that is there; `what` is what was expected.
    fn text(&self, what: Words) -> Result<&'de str, Error> {
        match self.at {
            At::StandIn { text, .. } => Ok(text),
            At::Node(node) => match &node.value {
                Value::Scalar { text, .. } if !node.is_nothing() => Ok(text),
                _ => Err(self.unexpected(what)),
            },
        }
    }

    fn is_quoted(&self) -> bool {
        matches!(self.at, At::Node(Node { value: Value::Scalar { plain: false, .. }, .. }))
    }

    fn is_stand_in(&self) -> bool {
        matches!(self.at, At::StandIn { .. })
    }

    fn located<R>(self, work: impl FnOnce(&Self) -> Result<R, Error>) -> Result<R, Error> {
        work(&self).map_err(|error| error.or_at(|| self.spot()))
    }

    /// A list or group that has a stand-in may have defined anything.
    fn note_shaky(&self) {
        if let (true, Some(mending)) = (self.is_stand_in(), self.mending) {
            mending.state.borrow_mut().shaky = true;
        }
    }
}

/// Whether a key is the rest of an amount that was written with a thousands comma.
fn is_figure(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit()) && key.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// The boolean meant by a word that is none.
fn respelled_boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "si" | "sí" | "yes" | "on" | "verdadero" => Some(true),
        "false" | "no" | "off" | "falso" => Some(false),
        _ => None,
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.located(|this| {
                let text = this.text(NUMBER)?;
                let number: i64 = match text.parse() {
                    Ok(_) if this.is_quoted() => return Err(Error::of(Problem::Respell(NUMBER, text.to_owned()))),
                    Ok(number) => number,
                    Err(_) if this.is_stand_in() => 1,
                    Err(_) => return Err(Error::expected(NUMBER)),
                };
                match u64::try_from(number) {
                    Ok(number) => visitor.visit_u64(number),
                    Err(_) => visitor.visit_i64(number),
                }
                .map_err(|error: Error| if error.0.at.is_none() { Error::expected(NUMBER) } else { error })
            })
        })*
    };
}

impl<'de> Deserializer<'de> for Decoder<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.at {
            At::Node(Node { value: Value::List(_), .. }) => self.deserialize_seq(visitor),
            At::Node(Node { value: Value::Map(_), .. }) => self.deserialize_map(visitor),
            _ => self.deserialize_str(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| visitor.visit_borrowed_str(this.text(TEXT)?))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| match this.text(YES_NO)? {
            "true" if !this.is_quoted() => visitor.visit_bool(true),
            "false" if !this.is_quoted() => visitor.visit_bool(false),
            _ if this.is_stand_in() => visitor.visit_bool(false),
            text => match respelled_boolean(text) {
                Some(meant) => Err(Error::of(Problem::Respell(YES_NO, meant.to_string()))),
                None => Err(Error::expected(YES_NO)),
            },
        })
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    /// What is not known is left out; a value that is written as nothing says neither.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.at {
            At::StandIn { .. } => visitor.visit_none(),
            At::Node(node) if node.is_nothing() => Err(Error::of(Problem::Nothing).or_at(|| self.spot())),
            At::Node(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match name {
            LOCATED => visitor.visit_seq(LocatedParts { decoder: self, part: 0 }),
            AS_WRITTEN if self.is_quoted() => {
                self.located(|this| visitor.visit_str(&format!("\"{}\"", this.text(TEXT)?)))
            }
            AS_WRITTEN => self.deserialize_str(visitor),
            KEY_PLACES => visitor.visit_map(MapDeserializer::new(self.key_places())),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.note_shaky();
        self.located(|this| match this.at {
            At::StandIn { .. } => visitor.visit_seq(Items { decoder: *this, rest: [].iter() }),
            At::Node(Node { value: Value::List(items), .. }) => {
                visitor.visit_seq(Items { decoder: *this, rest: items.iter() })
            }
            At::Node(_) => Err(this.unexpected(LIST)),
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.located(|this| match this.mending {
            None => {
                let pairs = this.pairs()?;
                if has_repeated_keys(pairs) {
                    return Err(Error::of(Problem::Said("a key stands twice".to_owned())));
                }
                visitor.visit_map(Pairs { decoder: *this, rest: pairs.iter(), value: None, own: None })
            }
            Some(mending) => visitor.visit_map(this.entries(mending, None)?),
        })
    }

    /// In a sound file, the types themselves refuse keys that they do not know or have seen.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.located(|this| match this.mending {
            None => {
                let own = this.node().filter(|_| fields.last() == Some(&KEY_PLACES));
                visitor.visit_map(Pairs { decoder: *this, rest: this.pairs()?.iter(), value: None, own })
            }
            Some(mending) => visitor.visit_map(this.entries(mending, Some(fields))?),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.located(|this| {
            let text = match this.at {
                At::StandIn { .. } => variants.first().copied().unwrap_or_default(),
                At::Node(_) => this.text(CHOICE)?,
            };
            visitor.visit_enum(BorrowedStrDeserializer::new(text))
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
    }
}

/// Where a second group starts among the entries of one: its first key comes again, and others after it. In a list, the
/// second one lacks its dash.
fn lacking_dash(pairs: &[(Key, Node)]) -> Option<usize> {
    let (first, _) = pairs.first()?;
    let again = pairs.iter().skip(1).position(|(key, _)| key.text == first.text)? + 1;
    let (before, after) = pairs.split_at(again);
    let unrepeated =
        before.iter().enumerate().all(|(n, (key, _))| !before[..n].iter().any(|(k, _)| k.text == key.text));
    let repeated = after.iter().filter(|(key, _)| before.iter().any(|(known, _)| known.text == key.text)).count();
    (unrepeated && repeated > 1).then_some(again)
}

/// Whether a key stands twice in a group.
fn has_repeated_keys(pairs: &[(Key, Node)]) -> bool {
    if pairs.len() <= 8 {
        return pairs
            .iter()
            .enumerate()
            .any(|(n, (key, _))| pairs[..n].iter().any(|(other, _)| other.text == key.text));
    }
    let mut seen = BTreeSet::new();
    !pairs.iter().all(|(key, _)| seen.insert(key.text.as_ref()))
}

/// An entry of a group: its name and place, and its value.
struct Entry<'de> {
    name: &'de str,
    key: Option<&'de Key<'de>>,
    value: At<'de>,
}

impl<'de, 's> Decoder<'de, 's> {
    fn node(&self) -> Option<&'de Node<'de>> {
        match self.at {
            At::Node(node) => Some(node),
            At::StandIn { .. } => None,
        }
    }

    /// The places of a group and of its keys; see [`KEY_PLACES`].
    fn key_places(&self) -> std::vec::IntoIter<(&'de str, u64)> {
        let packed = |start: usize, end: usize| ((start as u64) << 32) | end as u64;
        let Some(Node { span, value: Value::Map(pairs) }) = self.node() else { return Vec::new().into_iter() };
        let group = ("", packed(span.start(), span.end()));
        let keys = pairs.iter().map(|(key, value)| (&*key.text, packed(key.span.start(), value.span.end())));
        std::iter::once(group).chain(keys).collect::<Vec<_>>().into_iter()
    }

    /// The entries of a group as they stand.
    fn pairs(&self) -> Result<&'de [(Key<'de>, Node<'de>)], Error> {
        match self.at {
            At::Node(Node { value: Value::Map(pairs), .. }) => Ok(pairs),
            _ => Err(self.unexpected(GROUP)),
        }
    }

    /// The entries of a group in which something may be wrong. With the names of its fields, unknown ones are told and
    /// left out.
    fn entries(
        &self,
        mending: &'s Mending<'s>,
        fields: Option<&'static [&'static str]>,
    ) -> Result<Entries<'de, 's>, Error> {
        let node = match self.at {
            At::StandIn { for_, .. } => {
                self.note_shaky();
                let (Gap::Replaced(id) | Gap::Added(id, _) | Gap::Inner(id, _)) = for_;
                // Each key has its own: one takes a date and another a code.
                let value = |name: &'static str| {
                    let which = mending.state.borrow().inner.get(&(id, name)).copied().unwrap_or(0);
                    At::StandIn { for_: Gap::Inner(id, name), text: STAND_INS[which.min(STAND_INS.len() - 1)] }
                };
                let all = fields.unwrap_or_default().iter();
                let entries: Vec<_> = all.map(|name| Entry { name, key: None, value: value(name) }).collect();
                return Ok(Entries { decoder: *self, entries: entries.into_iter(), value: None });
            }
            At::Node(node) => node,
        };
        let mut entries: Vec<Entry<'de>> = Vec::new();
        let wants_places = fields.is_some_and(|fields| fields.last() == Some(&KEY_PLACES));
        let fields = fields.map(|fields| if wants_places { &fields[..fields.len() - 1] } else { fields });
        let mut seen: BTreeMap<&str, &Key> = BTreeMap::new();
        let pairs = self.pairs()?;
        let own = lacking_dash(pairs).unwrap_or(pairs.len());
        if let Some((key, value)) = pairs.get(own) {
            let line = match &value.value {
                Value::Scalar { text, .. } => format!("- {}: {}", key.text, masked(text)),
                _ => format!("- {}: …", key.text),
            };
            mending.tell(key, value, || C0141.at(Place::new(mending.path, key.span.range())).with("fixed", line));
            mending.doubt(key.span.start()..node.span.end());
        }
        for (key, value) in &pairs[..own] {
            let place = || Place::new(mending.path, key.span.range());
            if key.text == "<<" {
                mending.tell(key, value, || C0126.at(place()));
            } else if let Some(first) = seen.get(key.text.as_ref()) {
                let first = Place::new(mending.path, first.span.range());
                mending.tell(key, value, || C0104.at(place()).with("key", &key.text).also(first));
            } else if fields.is_some() && is_figure(&key.text) {
                // `initial: 671,325.00` in braces: the comma ends the amount, and the rest looks like a key.
                mending.tell(key, value, || C0501.at(place()).with("value", format!(",{}", key.text)));
            } else if let Some(fields) = fields.filter(|fields| !fields.contains(&key.text.as_ref())) {
                let near = nearest(&key.text, fields.iter().copied());
                let field = fields.iter().copied().find(|field| Some(*field) == near);
                {
                    let mut state = mending.state.borrow_mut();
                    state.misspelt.extend(field.map(|field| (node.id(), field)));
                    if field.is_none() && !state.keys.contains_key(&key.span.start()) {
                        state.strangers.entry(node.id()).or_insert(key.span.start());
                    }
                }
                mending.tell(key, value, || {
                    C0103.at(place()).with("key", &key.text).with_some("nearest", near).with("known", fields.join(", "))
                });
            } else if !mending.state.borrow().skipped.contains(&key.span.start()) {
                seen.insert(&key.text, key);
                let value = self.child(value).at;
                entries.push(Entry { name: &key.text, key: Some(key), value });
            }
        }
        for (field, which) in mending.state.borrow().added.get(&node.id()).into_iter().flatten() {
            let text = STAND_INS[(*which).min(STAND_INS.len() - 1)];
            let value = At::StandIn { for_: Gap::Added(node.id(), field), text };
            entries.push(Entry { name: field, key: None, value });
        }
        if wants_places {
            entries.push(Entry { name: KEY_PLACES, key: None, value: At::Node(node) });
        }
        Ok(Entries { decoder: *self, entries: entries.into_iter(), value: None })
    }
}

struct Items<'de, 's> {
    decoder: Decoder<'de, 's>,
    rest: std::slice::Iter<'de, Node<'de>>,
}

impl<'de> de::SeqAccess<'de> for Items<'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.rest.next().map(|node| seed.deserialize(self.decoder.child(node))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The entries of a group in a sound file.
struct Pairs<'de, 's> {
    decoder: Decoder<'de, 's>,
    rest: std::slice::Iter<'de, (Key<'de>, Node<'de>)>,
    value: Option<&'de Node<'de>>,
    /// The group itself, where its type asks for the places of its keys.
    own: Option<&'de Node<'de>>,
}

impl<'de> de::MapAccess<'de> for Pairs<'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.rest.next() else {
            self.value = self.own.take();
            let places = self.value.map(|_| BorrowedStrDeserializer::new(KEY_PLACES));
            return places.map(|name| seed.deserialize(name)).transpose();
        };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(&key.text)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let node = self.value.take().ok_or_else(|| Error::expected(VALUE))?;
        seed.deserialize(self.decoder.child(node))
    }
}

struct Entries<'de, 's> {
    decoder: Decoder<'de, 's>,
    entries: std::vec::IntoIter<Entry<'de>>,
    value: Option<At<'de>>,
}

impl<'de> de::MapAccess<'de> for Entries<'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        self.value = Some(entry.value);
        let name: BorrowedStrDeserializer<Error> = BorrowedStrDeserializer::new(entry.name);
        let key = seed.deserialize(name).map_err(|error| match entry.key {
            Some(key) => error.or_at(|| Spot::Key { span: key.span, text: key.text.clone().into_owned() }),
            None => error,
        });
        key.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let at = self.value.take().ok_or_else(|| Error::expected(VALUE))?;
        seed.deserialize(Decoder { at, mending: self.decoder.mending })
    }
}

/// What a [`super::Located`] reads: where its value starts, where it ends, and the value.
struct LocatedParts<'de, 's> {
    decoder: Decoder<'de, 's>,
    part: u8,
}

impl<'de> de::SeqAccess<'de> for LocatedParts<'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let span = match self.decoder.at {
            At::Node(node) => node.span.range(),
            At::StandIn { .. } => NOWHERE..NOWHERE,
        };
        self.part += 1;
        let place = |offset: usize| -> U64Deserializer<Error> { (offset as u64).into_deserializer() };
        match self.part {
            1 => seed.deserialize(place(span.start)).map(Some),
            2 => seed.deserialize(place(span.end)).map(Some),
            3 => seed.deserialize(self.decoder).map(Some),
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::mend;
    use crate::model::values::{Date, Money, MunicipalityCode, Texts};
    use crate::source::{Located, parse};

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
        let parsed = parse::parse(text);
        let mut found = mend::<File>(&"x.yaml".into(), &parsed.root).faults;
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
    fn a_group_has_a_stand_in_though_no_one_text_fits_all_its_keys() {
        let text = "name: {es: a}\nkind: guide\non: 2026-01-01\nopen: true\nrows:\n  - texto\n  - {code: \"0102\", count: 1}\n";
        let parsed = parse::parse(text);
        let mended = mend::<File>(&"x.yaml".into(), &parsed.root);
        let codes: Vec<_> = mended.value.unwrap().rows.iter().map(|row| row.code.is_stand_in()).collect();
        assert_eq!(codes, [true, false]);
    }

    #[test]
    fn the_key_of_a_group_in_other_words_is_not_missing_as_well() {
        let text = "name: {es: a}\nkind: guide\nfecha: 2026-01-01\nopen: true\n";
        assert_eq!(found(text), [("C0103", 3)]);
    }

    #[test]
    fn an_item_without_its_dash_is_told_once() {
        let text = "name: {es: a}\nkind: guide\non: 2026-01-01\nopen: true\nrows:\n  - code: \"0101\"\n    count: 1\n    code: \"0102\"\n    count: 2\n";
        assert_eq!(found(text), [("C0141", 8)]);
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
