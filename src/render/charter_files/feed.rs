//! What changed from version to version, as an Atom feed (RFC 4287).

use crate::model::charter::Charter;
use crate::model::values::{Date, Lang, Version};
use crate::plan::{Address, Subject};
use crate::render::Site;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// A feed with an entry for each version that is no draft, the newest first.
pub(super) fn feed(site: Site, address: &Address, n: usize, lang: Lang) -> String {
    let Site { model, plan, .. } = site;
    let scope = Scope::new(site, lang, address);
    let family = &model.charters[n];
    let base = model.site.base_url.as_ref().map_or("", |url| url.as_str());
    let versions: Vec<&Charter> = family
        .versions
        .iter()
        .rev()
        .filter(|version| !version.head.is_draft())
        .map(|version| &*version.value)
        .collect();
    let days = || versions.iter().map(|charter| changed_on(charter));
    let (newest, oldest) = (days().max().unwrap_or(Date::EPOCH), days().min().unwrap_or(Date::EPOCH));
    let name = Identifiers { host: host(base), year: oldest.year(), id: &family.id, lang };
    let whole = |address: &Address| format!("{base}{}", address.as_str());
    let title = scope.plain(&family.current().title);
    let demo = family.current_head().municipality.is_fictitious();
    let title = if demo { format!("{}: {title}", scope.word("status", "demo")) } else { title };
    let author = model
        .municipality(family.current_head().municipality)
        .map_or_else(|| scope.plain(&model.site.publisher), |municipality| scope.full_name(municipality));
    let mut xml = Xml::default();
    xml.line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let tag = &model.site.language(lang).tag;
    xml.line(0, &format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", Html::escaped(tag).as_str()));
    xml.element(1, "id", &name.of(None));
    xml.element(1, "title", &title);
    xml.element(1, "updated", &moment(newest));
    xml.line(1, "<author>");
    xml.element(2, "name", &author);
    xml.line(1, "</author>");
    xml.link(1, "self", "application/atom+xml", &whole(address));
    xml.link(1, "alternate", "text/html", &whole(plan.address(Subject::CharterHistory(n), lang)));
    for charter in versions {
        let version = *charter.version;
        let state = scope.word("charter_state", charter.state.id());
        xml.line(1, "<entry>");
        xml.element(2, "id", &name.of(Some(version)));
        xml.element(2, "title", &format!("{} {version} ({state})", scope.word("charter", "version")));
        xml.element(2, "updated", &moment(changed_on(charter)));
        xml.link(2, "alternate", "text/html", &whole(plan.address(Subject::CharterVersion(n, version), lang)));
        xml.element(2, "summary", &summary(&scope, charter));
        xml.line(1, "</entry>");
    }
    xml.line(0, "</feed>");
    xml.0
}

/// What the list of changes says of a version, else what the charter says of itself.
fn summary(scope: &Scope, charter: &Charter) -> String {
    match charter.changelog.iter().find(|change| change.version == *charter.version) {
        Some(change) => {
            let said: Vec<String> = std::iter::once(&change.what)
                .chain(&change.why)
                .map(|texts| format!("{}.", scope.plain(texts).trim_end_matches('.')))
                .collect();
            said.join(" ")
        }
        None => charter.summary.as_ref().map(|summary| scope.plain(summary)).unwrap_or_default(),
    }
}

/// Names of the feed and of its entries that stay when pages move: tag URIs (RFC 4151).
struct Identifiers<'a> {
    host: &'a str,
    /// A year in which the host was the site's.
    year: i16,
    id: &'a str,
    lang: Lang,
}

impl Identifiers<'_> {
    fn of(&self, version: Option<Version>) -> String {
        let Identifiers { host, year, id, lang } = self;
        let version = version.map(|version| format!(":{version}")).unwrap_or_default();
        format!("tag:{host},{year}:{id}{version}:{lang}")
    }
}

/// The host of a complete address, without its port.
fn host(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    authority.rsplit('@').next().and_then(|host| host.split(':').next()).unwrap_or_default()
}

/// The beginning of a day in Guatemala.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00-06:00")
}

/// XML, an element a line.
#[derive(Default)]
struct Xml(String);

impl Xml {
    fn line(&mut self, depth: usize, line: &str) {
        self.0.push_str(&"  ".repeat(depth));
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn element(&mut self, depth: usize, name: &str, text: &str) {
        self.line(depth, &format!("<{name}>{}</{name}>", Html::escaped(text).as_str()));
    }

    fn link(&mut self, depth: usize, rel: &str, kind: &str, href: &str) {
        let href = Html::escaped(href);
        self.line(depth, &format!("<link rel=\"{rel}\" type=\"{kind}\" href=\"{}\"/>", href.as_str()));
    }
}

/// The day on which a version became what it is: that of its entry in the list of changes, else of its act, else that on
/// which it begins to hold.
pub(in crate::render) fn changed_on(charter: &Charter) -> Date {
    let told = charter.changelog.iter().find(|change| change.version == *charter.version).map(|change| change.date);
    let approved = charter.approval.as_ref().map(|approval| approval.date);
    let opened = charter.consultation.as_ref().and_then(|consultation| consultation.opened);
    let from = charter.validity.as_ref().map(|validity| validity.from);
    told.or(approved).or(opened).or(from).unwrap_or(Date::EPOCH)
}
