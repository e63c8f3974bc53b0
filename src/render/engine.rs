//! The template engine with a theme's templates in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use super::tight::tightened;
use crate::diagnostics::catalogue::C0906;
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place};
use crate::model::Model;
use crate::model::values::Lang;
use crate::theme::Theme;

/// Room for a page, so that most are written without being moved.
const USUAL_SIZE: usize = 64 << 10;

/// What is wrong with the templates when the engine refuses them: each by itself first, so that one does not hide the
/// others.
fn template_faults(theme: &Theme, templates: &BTreeMap<String, String>, whole: &tera::Error) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (name, text) in templates {
        // Only what cannot be read: what a template names may stand in another.
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            found.push(template_fault(theme, &error));
        }
    }
    if found.is_empty() {
        match whole.kind() {
            ErrorKind::Msg(reports) if reports.contains("--> ") => found.extend(reported(theme, reports)),
            _ => found.push(template_fault(theme, whole)),
        }
    }
    found
}

/// An engine with the program's own templates in place of those at fault, so that the others can still be judged. Each
/// fault is told.
fn replaced_where_faulty(theme: &Theme, error: tera::Error, found: &mut Diagnostics) -> Option<Tera> {
    let mut templates: BTreeMap<String, String> =
        theme.templates().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let mut error = error;
    // Every round replaces at least one.
    for _ in 0..templates.len() {
        let faults = template_faults(theme, &templates, &error);
        let mut changed = false;
        for file in faults.iter().filter_map(|fault| fault.place.as_ref()).map(|place| &place.file) {
            let known = templates.iter_mut().find(|(name, _)| theme.template_file(name) == *file);
            let Some((name, text)) = known else { continue };
            let own = Theme::built_in_template(name).unwrap_or_default();
            changed |= text != own;
            own.clone_into(text);
        }
        found.append(faults);
        if !changed {
            return None;
        }
        match loaded(templates.iter().map(|(name, text)| (name.clone(), text.clone()))) {
            Ok(tera) => return Some(tera),
            Err(next) => error = next,
        }
    }
    None
}

/// What the engine says of several templates at once, which it does only as printed reports: `error: …`, and below it
/// `--> name:line:column`.
fn reported(theme: &Theme, reports: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut message = "";
    for line in reports.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        }
        let Some((_, spot)) = line.split_once("--> ") else { continue };
        let mut parts = spot.trim().rsplitn(3, ':');
        let (Some(column), Some(row), Some(name)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let (Ok(column), Ok(row)) = (column.parse::<usize>(), row.parse::<usize>()) else { continue };
        let text = theme.template(name).unwrap_or_default();
        let start: usize = text.split_inclusive('\n').take(row.saturating_sub(1)).map(str::len).sum();
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let within: usize = line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        let place = Place::new(&theme.template_file(name), start + within..start + line.len());
        found.push(C0906.at(place).with("what", message));
    }
    found
}

/// A complaint of the engine, at its place in the template.
pub(super) fn template_fault(theme: &Theme, error: &tera::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place = Place::new(&theme.template_file(report.filename()), report.span().range.clone());
            C0906.at(place).with("what", report.message())
        }
        ErrorKind::MissingParent { current, parent } => {
            let start = theme.template(current).and_then(|text| text.find(parent.as_str())).unwrap_or(0);
            let place = Place::new(&theme.template_file(current), start..start + parent.len());
            C0906.at(place).with("what", error)
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            C0906.at(Place::file(&theme.template_file(tpl))).with("what", error)
        }
        _ => C0906.nowhere().with("what", error),
    }
}

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
                let replaced = replaced_where_faulty(theme, error, &mut found);
                let Some(tera) = replaced else { return Checked::new(None, found) };
                tera
            }
        };
        Checked::new(Some(Engine { tera, words: words(theme, model), written }), found)
    }

    /// Whether what nobody sees is left out.
    pub fn is_tight(&self) -> bool {
        self.written.is_some()
    }

    /// The program's own templates with the words of a theme, for what those of the theme cannot render.
    pub fn built_in(theme: &Theme, model: &Model) -> Option<Engine> {
        let own = |name: &str| Some((name.to_owned(), Theme::built_in_template(name)?.to_owned()));
        let tera = loaded(theme.templates().filter_map(|(name, _)| own(name))).ok()?;
        Some(Engine { tera, words: words(theme, model), written: None })
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

fn words(theme: &Theme, model: &Model) -> BTreeMap<Lang, Value> {
    model.languages().map(|lang| (lang, Value::from_serializable(&theme.strings(lang).table))).collect()
}

fn loaded(templates: impl Iterator<Item = (String, String)>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    tera.add_raw_templates(templates)?;
    Ok(tera)
}
