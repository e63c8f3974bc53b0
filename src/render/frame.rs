//! What every page has around its content: head, navigation, breadcrumb, languages, foot.

use serde::Serialize;

use super::html::Html;
use super::scope::{Link, Scope};
use super::views::View;
use crate::model::library::PageSection;
use crate::plan::{Address, Subject};

#[derive(Serialize)]
pub(super) struct Frame {
    /// For `<html lang>`.
    lang: String,
    /// For the content, where it is in another language than the page's.
    content_lang: Option<String>,
    title: String,
    heading: String,
    site_name: String,
    description: String,
    canonical: Option<String>,
    /// An Atom feed of what changes here.
    feed: Option<String>,
    alternates: Vec<Alternate>,
    noindex: bool,
    demo: bool,
    untranslated: bool,
    home: String,
    nav: Vec<NavItem>,
    crumbs: Vec<Link>,
    toc: Vec<Link>,
    languages: Vec<LanguageLink>,
    style_sheet: String,
    scripts: Vec<String>,
    search: String,
    search_index: String,
    search_base: String,
    about: Vec<Link>,
    help: Vec<Link>,
    publisher: Html,
    origin: Html,
    electoral_mode: bool,
    contacts: Vec<Link>,
}

#[derive(Serialize)]
struct Alternate {
    lang: String,
    href: String,
}

#[derive(Serialize)]
struct NavItem {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
struct LanguageLink {
    href: String,
    name: String,
    tag: String,
    current: bool,
}

pub(super) fn frame(scope: &Scope, subject: Subject, view: &View) -> Frame {
    let model = scope.model;
    let site = &model.site;
    let site_name = scope.plain(&site.name);
    let translated = subject.is_translated(model, scope.theme, scope.lang);
    let public = subject.is_public(model);
    let links_from_root = subject == Subject::NotFound;
    let asset = |address: &Address| {
        // A 404 page is shown at any address, so its links start at the root.
        if links_from_root { format!("/{}", address.as_str()) } else { scope.address.to(address) }
    };
    let to = |subject: Subject| asset(scope.plan.address(subject, scope.lang));
    let base = site.base_url.as_ref().map(|url| url.as_str());
    let assets = &scope.plan.assets;
    Frame {
        lang: site.language(scope.lang).tag.clone(),
        content_lang: (!translated).then(|| site.language(site.main()).tag.clone()),
        title: if subject == Subject::Home { site_name.clone() } else { format!("{} · {site_name}", view.title) },
        heading: view.title.clone(),
        site_name,
        description: view.description.clone(),
        canonical: base
            .filter(|_| !links_from_root)
            .map(|base| format!("{base}{}", canonical(scope, subject).as_str())),
        feed: view.feed.clone(),
        alternates: base
            .filter(|_| public && translated)
            .map(|base| alternates(scope, subject, base))
            .unwrap_or_default(),
        noindex: !public || !translated,
        demo: view.demo,
        untranslated: !translated,
        home: to(Subject::Home),
        nav: navigation(scope, subject, &to),
        crumbs: if links_from_root { Vec::new() } else { crumbs(scope, subject) },
        toc: view.toc.clone(),
        languages: site
            .languages
            .iter()
            .map(|language| LanguageLink {
                href: asset(scope.plan.address(subject, *language.code)),
                name: language.name.clone(),
                tag: language.tag.clone(),
                current: *language.code == scope.lang,
            })
            .collect(),
        style_sheet: assets.style_sheet.as_ref().map(&asset).unwrap_or_default(),
        scripts: view.scripts.iter().filter_map(|name| assets.scripts.get(*name)).map(&asset).collect(),
        search: to(Subject::Search),
        search_index: assets.search_index.get(&scope.lang).map(&asset).unwrap_or_default(),
        search_base: to(Subject::Home),
        about: pages(scope, PageSection::About, &to),
        help: help(scope, &to),
        publisher: scope.text(&site.publisher),
        origin: scope.text(&site.origin),
        electoral_mode: site.electoral_mode,
        contacts: site
            .contacts
            .iter()
            .map(|contact| Link { href: contact.url.value.clone(), label: scope.text(&contact.label) })
            .collect(),
    }
}

/// The address that stands for the page: its own, unless it shows the same as another.
fn canonical<'a>(scope: &Scope<'a>, subject: Subject) -> &'a Address {
    match subject {
        Subject::CharterVersion(n, version) if scope.model.charters[n].current_head().version == version => {
            scope.plan.address(Subject::Charter(n), scope.lang)
        }
        _ => scope.address,
    }
}

/// The page in every language in which it is really written, the main one also as the default.
fn alternates(scope: &Scope, subject: Subject, base: &str) -> Vec<Alternate> {
    let model = scope.model;
    let main = model.site.main();
    let mut all: Vec<Alternate> = model
        .languages()
        .filter(|lang| subject.is_translated(model, scope.theme, *lang))
        .map(|lang| Alternate {
            lang: model.site.language(lang).tag.clone(),
            href: format!("{base}{}", scope.plan.address(subject, lang).as_str()),
        })
        .collect();
    let default = format!("{base}{}", scope.plan.address(subject, main).as_str());
    all.push(Alternate { lang: "x-default".into(), href: default });
    all
}

fn navigation(scope: &Scope, subject: Subject, to: &dyn Fn(Subject) -> String) -> Vec<NavItem> {
    let current = section(subject);
    [
        (Subject::Toolbox, "tools"),
        (Subject::Charters, "charters"),
        (Subject::Training, "training"),
        (Subject::Territory, "municipalities"),
        (Subject::Offices, "offices"),
        (Subject::Glossary, "glossary"),
    ]
    .into_iter()
    .map(|(target, key)| NavItem {
        href: to(target),
        label: scope.word("nav", key).to_owned(),
        current: current == Some(target),
    })
    .collect()
}

/// The part of the site that a page belongs to.
fn section(subject: Subject) -> Option<Subject> {
    Some(match subject {
        Subject::Toolbox
        | Subject::ToolFamily(_)
        | Subject::ToolAudience(_)
        | Subject::ToolKind(_)
        | Subject::Tool(_)
        | Subject::Calculator(_) => Subject::Toolbox,
        Subject::Charters
        | Subject::Charter(_)
        | Subject::CharterVersion(..)
        | Subject::CharterChanges(..)
        | Subject::CharterHistory(_)
        | Subject::CharterKit(_)
        | Subject::Cases
        | Subject::Case(_) => Subject::Charters,
        Subject::Training | Subject::PrimerFamily(_) | Subject::Primer(_) => Subject::Training,
        Subject::Territory
        | Subject::MunicipalitiesByName
        | Subject::Indicators
        | Subject::Compare
        | Subject::Department(_)
        | Subject::Municipality(_)
        | Subject::MunicipalityYear(..)
        | Subject::MunicipalityCharters(_) => Subject::Territory,
        Subject::Offices | Subject::Office(_) | Subject::Calendar => Subject::Offices,
        Subject::Glossary => Subject::Glossary,
        _ => return None,
    })
}

/// The way down from the home page, without the page itself.
fn crumbs(scope: &Scope, subject: Subject) -> Vec<Link> {
    if subject == Subject::Home {
        return Vec::new();
    }
    let mut trail = vec![scope.link(Subject::Home, Html::escaped(scope.word("nav", "home")))];
    let mut step = |subject: Subject, key| trail.push(scope.link(subject, Html::escaped(scope.word("nav", key))));
    match subject {
        Subject::ToolFamily(_)
        | Subject::ToolAudience(_)
        | Subject::ToolKind(_)
        | Subject::Tool(_)
        | Subject::Calculator(_) => {
            step(Subject::Toolbox, "tools");
        }
        Subject::Charter(_)
        | Subject::CharterVersion(..)
        | Subject::CharterChanges(..)
        | Subject::CharterHistory(_)
        | Subject::CharterKit(_)
        | Subject::Cases => step(Subject::Charters, "charters"),
        Subject::Case(_) => {
            step(Subject::Charters, "charters");
            step(Subject::Cases, "cases");
        }
        Subject::PrimerFamily(_) | Subject::Primer(_) => step(Subject::Training, "training"),
        Subject::MunicipalitiesByName
        | Subject::Indicators
        | Subject::Compare
        | Subject::Department(_)
        | Subject::Municipality(_)
        | Subject::MunicipalityYear(..)
        | Subject::MunicipalityCharters(_) => {
            step(Subject::Territory, "municipalities");
        }
        Subject::Office(_) | Subject::Calendar => step(Subject::Offices, "offices"),
        _ => {}
    }
    if let Subject::Municipality(n) | Subject::MunicipalityYear(n, _) | Subject::MunicipalityCharters(n) = subject {
        let code = *scope.model.municipalities[n].entry.department;
        if let Some(at) = scope.model.departments.position(code.as_str()) {
            let name = Html::escaped(&scope.model.departments[at].name);
            trail.push(scope.link(Subject::Department(at), name));
        }
    }
    if let Subject::MunicipalityYear(n, _) | Subject::MunicipalityCharters(n) = subject {
        let name = Html::escaped(&scope.model.municipalities[n].name);
        trail.push(scope.link(Subject::Municipality(n), name));
    }
    if let Subject::Calculator(n) = subject {
        trail.extend(scope.tool_link(&scope.model.worksheets[n].tool));
    }
    if let Subject::CharterVersion(n, _)
    | Subject::CharterChanges(n, _)
    | Subject::CharterHistory(n)
    | Subject::CharterKit(n) = subject
    {
        trail.push(scope.link(Subject::Charter(n), scope.text(&scope.model.charters[n].current().title)));
    }
    trail
}

/// The help pages of the content, and the one made from the catalogue of faults.
fn help(scope: &Scope, to: &dyn Fn(Subject) -> String) -> Vec<Link> {
    let mut links = pages(scope, PageSection::Help, to);
    links.push(Link { href: to(Subject::Codes), label: Html::escaped(scope.word("codes", "title")) });
    links
}

fn pages(scope: &Scope, section: PageSection, to: &dyn Fn(Subject) -> String) -> Vec<Link> {
    let main = scope.model.site.main();
    let mut pages: Vec<(u32, Link)> = scope
        .model
        .pages
        .iter()
        .enumerate()
        .filter_map(|(at, page)| {
            let head = page.heads.get(&main).filter(|head| head.section == section)?;
            let own = page.heads.get(&scope.lang);
            let label = match own {
                Some(own) => Html::escaped(&own.title),
                None => Html::in_language(&head.title, &scope.model.site.language(main).tag),
            };
            Some((head.order, Link { href: to(Subject::Page(at)), label }))
        })
        .collect();
    pages.sort_by_key(|(order, _)| *order);
    pages.into_iter().map(|(_, link)| link).collect()
}
