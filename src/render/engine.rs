//! The template engine with a theme's templates in it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::diagnostics::catalogue::C0906;
use crate::diagnostics::{Checked, Diagnostics};
use crate::model::Model;
use crate::model::values::Lang;
use crate::theme::Theme;

/// Renders pages.
pub struct Engine {
    tera: Tera,
    words: BTreeMap<Lang, Value>,
}

impl Engine {
    /// Loads the templates of a theme. What is wrong in one is told with its place.
    pub fn load(theme: &Theme, model: &Model) -> Checked<Option<Engine>> {
        let mut found = Diagnostics::new();
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml", ".svg"]);
        if let Err(error) = tera.add_raw_templates(theme.templates()) {
            found.push(C0906.nowhere().with("what", error));
            return Checked::new(None, found);
        }
        let words =
            model.languages().map(|lang| (lang, Value::from_serializable(&theme.strings(lang).table))).collect();
        Checked::new(Some(Engine { tera, words }), found)
    }

    /// One page: the frame as `page`, the view as `v`, the words as `t`.
    pub(super) fn page(
        &self,
        template: &str,
        lang: Lang,
        frame: &impl Serialize,
        view: &Value,
    ) -> Result<String, tera::Error> {
        let mut context = Context::new();
        if let Some(words) = self.words.get(&lang) {
            context.insert_value("t", words.clone());
        }
        context.insert_value("page", Value::try_from_serializable(frame)?);
        context.insert_value("v", view.clone());
        self.tera.render(template, &context)
    }
}
