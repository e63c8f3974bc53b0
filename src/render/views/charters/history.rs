//! All versions of a charter: what the council resolved, what changed and why.

use serde::Serialize;

use super::{file_link, standing, state, with_feed};
use crate::charter::results;
use crate::model::charter::{Charter, CharterFamily};
use crate::plan::{CharterFile, Subject};
use crate::render::charter_parts::Row;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};
use crate::render::views::View;

#[derive(Serialize)]
struct HistoryView {
    charter: Link,
    /// The newest first.
    versions: Vec<VersionView>,
    feed: Option<Link>,
}

#[derive(Serialize)]
struct VersionView {
    version: String,
    href: String,
    state: String,
    state_id: &'static str,
    is_current: bool,
    standing: Vec<Html>,
    rows: Vec<Row<Html>>,
    links: Vec<Link>,
}

/// The history of a charter.
pub(in crate::render::views) fn history(scope: &Scope, n: usize) -> View {
    let family = &scope.model.charters[n];
    let current = family.current();
    let title = scope.plain(&current.title);
    let versions = family.versions.iter().rev().map(|version| version_view(scope, n, family, &version.value)).collect();
    let body = HistoryView {
        charter: scope.link(Subject::Charter(n), Html::escaped(&title)),
        versions,
        feed: file_link(scope, n, *current.version, CharterFile::Feed, "feed"),
    };
    let heading = scope.words.fill("charter_history", "heading", &[("title", &title)]);
    let description = scope.words.fill("charter_history", "description", &[("title", &title)]);
    let view = View::new("charter-history.html", heading, description, body);
    with_feed(scope, n, View { demo: current.municipality.is_fictitious(), ..view })
}

fn version_view(scope: &Scope, n: usize, family: &CharterFamily, charter: &Charter) -> VersionView {
    let version = *charter.version;
    let row = |key: &'static str, text: Html| Row { name: scope.word("charter_history", key).to_owned(), text };
    let mut rows = Vec::new();
    if let Some(validity) = &charter.validity {
        let from = scope.date(validity.from);
        let ended = family.versions.iter().find(|later| {
            later.head.version > version
                && results::has_held(&later.head)
                && later.head.from.is_some_and(|day| day > validity.from && day <= *scope.model.today)
        });
        let until = ended.and_then(|later| later.head.from).map(|day| day.plus_days(-1)).or(validity.to);
        let text = match until {
            Some(day) => {
                scope.words.fill("charter_history", "from_until", &[("from", &from), ("to", &scope.date(day))])
            }
            None => scope.words.fill("charter_history", "from", &[("from", &from)]),
        };
        rows.push(row("holds", Html::escaped(&text)));
    }
    if let Some(change) = charter.changelog.iter().find(|change| change.version == version) {
        rows.push(row("what", scope.text(&change.what)));
        rows.extend(change.why.as_ref().map(|why| row("why", scope.text(why))));
        rows.extend(change.author.as_ref().map(|author| row("author", scope.text(author))));
        rows.push(row("date", Html::escaped(&scope.date(change.date))));
    }
    let word = |key: &'static str| Html::escaped(scope.word("charter_history", key));
    let changes = family.before(version).map(|_| scope.link(Subject::CharterChanges(n, version), word("changes")));
    let files = [(CharterFile::Sheet, "sheet"), (CharterFile::Poster, "poster"), (CharterFile::Data, "data")];
    let files = files.into_iter().filter_map(|(file, key)| file_link(scope, n, version, file, key));
    VersionView {
        version: version.to_string(),
        href: scope.href(Subject::CharterVersion(n, version)),
        state: state(scope, charter.state, *charter.municipality),
        state_id: charter.state.id(),
        is_current: family.current_head().version == version,
        standing: standing(scope, charter),
        rows,
        links: changes.into_iter().chain(files).collect(),
    }
}
