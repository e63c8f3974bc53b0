//! JSON whose members stand in the order in which they were put, for files that people compare.

use std::fmt::{self, Write as _};

use crate::model::values::{Date, Money, Number};

/// A JSON value.
#[derive(Clone, Debug)]
pub(super) enum Json {
    Bool(bool),
    /// A number as its digits.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Members in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Object(Vec<(String, Json)>);

impl Object {
    pub fn new() -> Object {
        Object::default()
    }

    /// Puts a member behind the others.
    pub fn put(mut self, key: impl Into<String>, value: impl Into<Json>) -> Object {
        self.0.push((key.into(), value.into()));
        self
    }

    /// The same for what may be absent. Lists without items and objects without members are absent too.
    pub fn maybe(self, key: impl Into<String>, value: Option<impl Into<Json>>) -> Object {
        match value.map(Into::into) {
            None => self,
            Some(Json::List(list)) if list.is_empty() => self,
            Some(Json::Object(object)) if object.0.is_empty() => self,
            Some(value) => self.put(key, value),
        }
    }

    /// The members of another object behind these.
    pub fn extend(mut self, other: Object) -> Object {
        self.0.extend(other.0);
        self
    }

    /// A list that is absent when it is empty.
    pub fn list<J: Into<Json>>(self, key: impl Into<String>, items: impl IntoIterator<Item = J>) -> Object {
        self.maybe(key, Some(Json::List(items.into_iter().map(Into::into).collect())))
    }
}

impl Json {
    /// With two spaces a level, for people.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    /// Without a space, and such that it may stand in a `<script>` element.
    pub fn in_html(&self) -> String {
        self.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    }

    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(digits) => out.push_str(digits),
            Json::Text(text) => quote(text, out),
            Json::List(items) => {
                enclose(out, depth, ('[', ']'), items, |out, depth, item| item.write(out, depth));
            }
            Json::Object(Object(members)) => {
                enclose(out, depth, ('{', '}'), members, |out, depth, (key, value)| {
                    quote(key, out);
                    out.push_str(if depth.is_some() { ": " } else { ":" });
                    value.write(out, depth);
                });
            }
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out, None);
        f.write_str(&out)
    }
}

/// Items between brackets, each on a line of its own where there is a depth.
fn enclose<T>(
    out: &mut String,
    depth: Option<usize>,
    (open, close): (char, char),
    items: &[T],
    write: impl Fn(&mut String, Option<usize>, &T),
) {
    let inner = depth.map(|depth| depth + 1);
    let new_line = |out: &mut String, depth: Option<usize>| {
        if let Some(depth) = depth {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        }
    };
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        new_line(out, inner);
        write(out, inner, item);
    }
    if !items.is_empty() {
        new_line(out, depth);
    }
    out.push(close);
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' || c == '\u{2028}' || c == '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Json {
        Json::Text(text.clone())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Json {
        Json::Bool(value)
    }
}

impl From<u32> for Json {
    fn from(value: u32) -> Json {
        Json::Number(value.to_string())
    }
}

impl From<Number> for Json {
    fn from(value: Number) -> Json {
        Json::Number(value.to_string())
    }
}

/// Quetzales as a text, so that no reader rounds the centavos.
impl From<Money> for Json {
    fn from(amount: Money) -> Json {
        let centavos = amount.centavos().unsigned_abs();
        let sign = if amount.is_negative() { "-" } else { "" };
        Json::Text(format!("{sign}{}.{:02}", centavos / 100, centavos % 100))
    }
}

impl From<Date> for Json {
    fn from(date: Date) -> Json {
        Json::Text(date.to_string())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Json {
        Json::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Object};

    #[test]
    fn members_keep_their_order_and_every_reader_understands_them() {
        let object = Object::new()
            .put("b", "a \"quote\"\n\\ </script>")
            .maybe("absent", None::<bool>)
            .list("empty", Vec::<Json>::new())
            .list("list", [1u32, 2])
            .put("a", Object::new().put("yes", true));
        let json = Json::from(object);
        let expected = "{\"b\":\"a \\\"quote\\\"\\n\\\\ </script>\",\"list\":[1,2],\"a\":{\"yes\":true}}";
        assert_eq!(json.to_string(), expected);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&json.pretty()), read(expected));
        assert_eq!(read(&json.in_html()), read(expected));
        assert!(!json.in_html().contains('<'));
        assert!(json.pretty().starts_with("{\n  \"b\": "));
    }
}
