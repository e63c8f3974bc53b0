//! Text that is already HTML.

use serde::{Serialize, Serializer};

use crate::markdown;

/// HTML that may stand in a page as it is. Made by escaping, by Markdown or by a chart; never from content directly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Escapes a text.
    pub fn escaped(text: &str) -> Html {
        let mut out = String::with_capacity(text.len() + 16);
        markdown::escape(text, &mut out);
        Html(out)
    }

    /// A text in another language than the page's.
    pub fn in_language(text: &str, tag: &str) -> Html {
        let mut out = String::from("<span lang=\"");
        markdown::escape(tag, &mut out);
        out.push_str("\">");
        markdown::escape(text, &mut out);
        out.push_str("</span>");
        Html(out)
    }

    /// HTML made by one of our own writers.
    pub fn trusted(html: String) -> Html {
        Html(html)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reaches the templates as a safe string, so that no template ever needs `| safe`.
impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}
