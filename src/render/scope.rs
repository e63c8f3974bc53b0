//! What every view is made with: the model, the plan, the words, and the page's own language and address.

use serde::Serialize;

use super::html::Html;
use super::{Site, format};
use crate::indicator::Standing;
use crate::markdown::LinkResolver;
use crate::model::Model;
use crate::model::site::NumberStyle;
use crate::model::territory::Municipality;
use crate::model::values::{Date, Lang, Money, Number, Ratio, Texts};
use crate::plan::{Address, Plan, Subject};
use crate::theme::{Strings, Theme};

/// A page under way.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub model: &'a Model,
    pub standing: &'a Standing,
    pub plan: &'a Plan,
    pub theme: &'a Theme,
    pub words: &'a Strings,
    pub lang: Lang,
    pub address: &'a Address,
    pub style: NumberStyle,
}

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub href: String,
    pub label: Html,
}

/// A link with a line under it.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    pub href: String,
    pub title: Html,
    pub summary: Html,
    /// A short mark beside the title: a tool's number, a demonstration.
    pub tag: Html,
}

impl<'a> Scope<'a> {
    pub fn new(site: Site<'a>, lang: Lang, address: &'a Address) -> Self {
        let Site { model, standing, plan, theme, .. } = site;
        let style = model.site.language(lang).numbers;
        Scope { model, standing, plan, theme, words: theme.strings(lang), lang, address, style }
    }

    /// A word of the interface.
    pub fn word(&self, section: &'a str, key: &'a str) -> &'a str {
        self.words.get(section, key)
    }

    /// A text of the content, marked when it is in the main language instead of the page's.
    pub fn text(&self, texts: &Texts) -> Html {
        let main = self.model.site.main();
        let (lang, text) = texts.or_main(self.lang, main);
        if lang == self.lang {
            Html::escaped(text)
        } else {
            Html::in_language(text, &self.model.site.language(lang).tag)
        }
    }

    pub fn texts(&self, list: &[Texts]) -> Vec<Html> {
        list.iter().map(|texts| self.text(texts)).collect()
    }

    pub fn maybe(&self, texts: &Option<Texts>) -> Html {
        texts.as_ref().map(|texts| self.text(texts)).unwrap_or_default()
    }

    /// A text of the content for places that hold no HTML: titles, attributes.
    pub fn plain(&self, texts: &Texts) -> String {
        texts.or_main(self.lang, self.model.site.main()).1.to_owned()
    }

    pub fn href(&self, subject: Subject) -> String {
        self.address.to(self.plan.address(subject, self.lang))
    }

    pub fn link(&self, subject: Subject, label: Html) -> Link {
        Link { href: self.href(subject), label }
    }

    /// A tool by its identifier, if there is one.
    pub fn tool_link(&self, id: &str) -> Option<Link> {
        let at = self.model.tools.position(id)?;
        Some(self.link(Subject::Tool(at), self.text(&self.model.tools[at].name)))
    }

    pub fn office_link(&self, id: &str) -> Option<Link> {
        let at = self.model.offices.position(id)?;
        Some(self.link(Subject::Office(at), self.text(&self.model.offices[at].name)))
    }

    /// A glossary term: its entry in the glossary page.
    pub fn term_link(&self, id: &str) -> Option<Link> {
        let term = self.model.term(id)?;
        Some(Link { href: format!("{}#{}", self.href(Subject::Glossary), *term.id), label: self.text(&term.term) })
    }

    pub fn municipality_link(&self, municipality: &Municipality) -> Link {
        let at = self.model.municipalities.position(municipality.code.as_str());
        let href = at.map(|at| self.href(Subject::Municipality(at))).unwrap_or_default();
        Link { href, label: Html::escaped(&municipality.name) }
    }

    /// `Chiantla, Huehuetenango`: never the name alone, because six names occur twice.
    pub fn full_name(&self, municipality: &Municipality) -> String {
        let department = self.model.department(*municipality.department).map_or("", |d| d.name.as_str());
        format!("{}, {department}", municipality.name)
    }

    pub fn card(&self, subject: Subject, title: &Texts, summary: &Texts, tag: &str) -> Card {
        Card { href: self.href(subject), title: self.text(title), summary: self.text(summary), tag: Html::escaped(tag) }
    }

    pub fn money(&self, amount: Option<Money>) -> String {
        amount.map_or_else(|| self.word("data", "missing").to_owned(), format::money)
    }

    pub fn short_money(&self, amount: Money) -> String {
        format::short_money(amount, self.word("data", "million"), self.word("data", "thousand"))
    }

    pub fn percent(&self, ratio: Ratio) -> String {
        format::percent(ratio, 1, self.style)
    }

    pub fn percent_number(&self, value: Number) -> String {
        format::percent_number(value, self.style)
    }

    pub fn date(&self, date: Date) -> String {
        format::date(date, self.style)
    }

    /// The title of a source.
    pub fn source_title(&self, id: &str) -> Html {
        self.model.sources.get(id).map(|source| self.text(&source.title)).unwrap_or_default()
    }

    /// The title and publisher of a source, with its address if it has one.
    pub fn source(&self, id: &str) -> SourceView {
        match self.model.sources.get(id) {
            Some(source) => SourceView {
                title: self.text(&source.title),
                publisher: source.publisher.clone(),
                url: source.url.as_ref().map(|url| url.value.clone()),
                retrieved_on: source.retrieved_on.as_ref().map(|date| self.date(**date)),
                licence: self.maybe(&source.licence),
                note: self.maybe(&source.note),
            },
            None => SourceView::default(),
        }
    }
}

/// A source as a page shows it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceView {
    pub title: Html,
    pub publisher: String,
    pub url: Option<String>,
    pub retrieved_on: Option<String>,
    pub licence: Html,
    pub note: Html,
}

/// Links of Markdown texts, resolved through the plan in the page's language.
impl LinkResolver for Scope<'_> {
    fn resolve(&self, target: &str) -> Option<String> {
        if !target.starts_with('/') {
            return Some(target.to_owned());
        }
        let (subject, anchor) = self.plan.resolve(target)?;
        Some(format!("{}{anchor}", self.href(subject)))
    }
}
