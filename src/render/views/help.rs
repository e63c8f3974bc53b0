//! The help page that is made from the catalogue of faults: one text for `cabildo explain` and for the site.

use serde::Serialize;

use super::View;
use crate::diagnostics::explain::{self, GROUPS};
use crate::diagnostics::{Fault, Interface, shown};
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

#[derive(Serialize)]
struct Codes {
    /// The catalogue's language, where it is not the one that the frame gives the content.
    lang: Option<&'static str>,
    words: Labels,
    groups: Vec<GroupView>,
}

/// In the language of the catalogue, not of the page: they stand among its texts.
#[derive(Serialize)]
struct Labels {
    remedy: &'static str,
    wrong: &'static str,
    right: &'static str,
}

#[derive(Serialize)]
struct GroupView {
    id: String,
    title: &'static str,
    codes: Vec<CodeView>,
}

#[derive(Serialize)]
struct CodeView {
    code: &'static str,
    weight: String,
    message: String,
    cause: &'static str,
    remedy: String,
    wrong: String,
    right: String,
}

pub(super) fn codes(scope: &Scope) -> View {
    let (interface, lang) = language(scope);
    let groups: Vec<GroupView> = GROUPS
        .iter()
        .map(|group| GroupView {
            id: format!("c{}", group.number),
            title: group.title.of(interface),
            codes: group.faults().map(|fault| code(fault, interface)).collect(),
        })
        .filter(|group| !group.codes.is_empty())
        .collect();
    let toc = groups.iter().map(|group| {
        let label = lang.map_or_else(|| Html::escaped(group.title), |lang| Html::in_language(group.title, lang));
        Link { href: format!("#{}", group.id), label }
    });
    let toc = toc.collect();
    let words = Labels {
        remedy: interface.pick("Qué hacer", "What to do"),
        wrong: interface.pick("Mal", "Wrong"),
        right: interface.pick("Bien", "Right"),
    };
    let body = Codes { lang, words, groups };
    View::new("codes.html", scope.word("codes", "title"), scope.word("codes", "summary"), body).with_toc(toc)
}

/// The catalogue's language on this page: the page's, else the main one, else Spanish; and its code where the
/// reader's program has to be told.
fn language(scope: &Scope) -> (Interface, Option<&'static str>) {
    let main = scope.model.site.main();
    let own = Interface::of_language(scope.lang.as_str());
    let interface = own.or_else(|| Interface::of_language(main.as_str())).unwrap_or_default();
    // Where the page's own language has no catalogue, the frame says that the content is in the main one.
    let around = if own.is_some() { scope.lang } else { main };
    (interface, (interface.code() != around.as_str()).then(|| interface.code()))
}

fn code(fault: &'static Fault, interface: Interface) -> CodeView {
    CodeView {
        code: fault.code,
        weight: explain::sentence(explain::weight(fault.severity, interface)),
        message: explain::sentence(&explain::message(fault, interface)),
        cause: fault.cause.of(interface),
        remedy: explain::remedy(fault, interface),
        wrong: shown(fault.wrong),
        right: shown(fault.right),
    }
}
