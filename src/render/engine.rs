//! The template engine with a theme's templates in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::tight::tightened;
use crate::diagnostics::catalogue::C0906;
use crate::diagnostics::{Checked, Diagnostics};
use crate::model::Model;
use crate::model::values::Lang;
use crate::theme::Theme;

/// Room for a page, so that most are written without being moved.
const USUAL_SIZE: usize = 64 << 10;

/// Renders pages.
pub struct Engine {
    tera: Tera,
    words: BTreeMap<Lang, Value>,
    /// The templates as their authors wrote them, where those in use are tight: faults are told at their places.
    written: Option<Written>,
}

struct Written {
    templates: Vec<(String, String)>,
    tera: OnceLock<Option<Tera>>,
}

impl Engine {
    /// Loads the templates of a theme, tight or as they are written. What is wrong in one is told with its place.
    pub fn load(theme: &Theme, model: &Model, tight: bool) -> Checked<Option<Engine>> {
        let mut found = Diagnostics::new();
        let templates = || theme.templates().map(|(name, text)| (name.to_owned(), text.to_owned()));
        let tightened = tight.then(|| loaded(templates().map(|(name, text)| (name, tightened(&text)))).ok()).flatten();
        let written = tightened.is_some().then(|| Written { templates: templates().collect(), tera: OnceLock::new() });
        let tera = match tightened.map_or_else(|| loaded(templates()), Ok) {
            Ok(tera) => tera,
            Err(error) => {
                found.push(C0906.nowhere().with("what", error));
                return Checked::new(None, found);
            }
        };
        let words =
            model.languages().map(|lang| (lang, Value::from_serializable(&theme.strings(lang).table))).collect();
        Checked::new(Some(Engine { tera, words, written }), found)
    }

    /// One page: the frame as `page`, the view as `v`, the words as `t`.
    pub(super) fn page(
        &self,
        template: &str,
        lang: Lang,
        frame: &impl Serialize,
        view: &Value,
    ) -> Result<Vec<u8>, tera::Error> {
        let mut context = Context::new();
        if let Some(words) = self.words.get(&lang) {
            context.insert_value("t", words.clone());
        }
        context.insert_value("page", Value::try_from_serializable(frame)?);
        context.insert_value("v", view.clone());
        let mut bytes = Vec::with_capacity(USUAL_SIZE);
        match self.tera.render_to(template, &context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(self.in_the_written(template, &context).unwrap_or(error)),
        }
    }

    /// The fault of a page with its place in the template as it is written.
    fn in_the_written(&self, template: &str, context: &Context) -> Option<tera::Error> {
        let written = self.written.as_ref()?;
        let tera = written.tera.get_or_init(|| loaded(written.templates.iter().cloned()).ok()).as_ref()?;
        tera.render(template, context).err()
    }
}

fn loaded(templates: impl Iterator<Item = (String, String)>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    tera.add_raw_templates(templates)?;
    Ok(tera)
}
