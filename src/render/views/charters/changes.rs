//! What a version changed, in plain words: first how many promises went up or down, then each, word by word.

use serde::Serialize;

use super::{NoticeView, notices, promise, with_feed};
use crate::charter::changes::{self, Change, Changes, Detail, Kind, Part, Sense, Stretch, Values};
use crate::model::charter::{Channel, Charter, ServiceLevel};
use crate::model::values::{Texts, Version};
use crate::plan::Subject;
use crate::render::charter_parts::workdays;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};
use crate::render::views::View;

#[derive(Serialize)]
struct ChangesView {
    notices: Vec<NoticeView>,
    before: Link,
    now: Link,
    charter: Link,
    history: Link,
    /// "2 promesas suben", "1 baja".
    summary: Vec<String>,
    /// What the list of changes of the charter says of the version.
    what: Html,
    why: Html,
    parts: Vec<PartView>,
}

#[derive(Serialize)]
struct PartView {
    id: &'static str,
    name: String,
    items: Vec<ItemView>,
}

#[derive(Serialize)]
struct ItemView {
    id: Option<String>,
    name: Html,
    kind: String,
    kind_id: &'static str,
    /// What is promised, of a promise that was added or removed.
    promise: Option<String>,
    details: Vec<DetailView>,
}

#[derive(Serialize)]
struct DetailView {
    name: String,
    text: Html,
}

/// The page about what a version changed against the one before it.
pub(in crate::render::views) fn changes(scope: &Scope, n: usize, version: Version) -> View {
    let family = &scope.model.charters[n];
    let now = family.version(version).map_or_else(|| family.current(), |version| &version.value);
    let before = family.before(version).map_or(now, |version| &version.value);
    let found = changes::between(before, now);
    let link = |charter: &Charter| {
        let version = *charter.version;
        let label = format!("{} {version}", scope.word("charter", "version"));
        scope.link(Subject::CharterVersion(n, version), Html::escaped(&label))
    };
    let told = now.changelog.iter().find(|change| change.version == version);
    let title = scope.plain(&family.current().title);
    let body = ChangesView {
        notices: notices(scope, n, now),
        before: link(before),
        now: link(now),
        charter: scope.link(Subject::Charter(n), Html::escaped(&title)),
        history: scope.link(Subject::CharterHistory(n), Html::escaped(scope.word("charter_history", "title"))),
        summary: summary(scope, &found),
        what: told.map(|change| sentence(scope, &change.what)).unwrap_or_default(),
        why: told.and_then(|change| change.why.as_ref()).map(|why| sentence(scope, why)).unwrap_or_default(),
        parts: parts(scope, &found, before, now),
    };
    let values = [("version", version.to_string()), ("before", before.version.to_string()), ("title", title)];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let heading = scope.words.fill("charter_changes", "title", &values);
    let description = scope.words.fill("charter_changes", "description", &values);
    let view = View::new("charter-changes.html", heading, description, body);
    with_feed(scope, n, View { demo: now.municipality.is_fictitious(), ..view })
}

/// A text with the full stop that it may lack.
fn sentence(scope: &Scope, texts: &Texts) -> Html {
    let text = scope.text(texts);
    if scope.plain(texts).ends_with(['.', '!', '?']) { text } else { Html::trusted(format!("{}.", text.as_str())) }
}

/// "2 promesas suben", "1 promesa baja", "5 promesas siguen igual"; or that nothing of the kind changed.
fn summary(scope: &Scope, changes: &Changes) -> Vec<String> {
    let counted = |key: String, count: usize| {
        let section = if count == 1 { "change_one" } else { "change_many" };
        (count > 0).then(|| scope.words.fill(section, &key, &[("n", &count.to_string())]))
    };
    let mut list: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| counted(kind.id().to_owned(), changes.count(Part::Level, kind)))
        .collect();
    if list.is_empty() {
        list.push(scope.word("charter_changes", "no_promise_changed").to_owned());
    } else {
        list.extend(counted("same".to_owned(), changes.same_levels));
    }
    let others = changes.list.iter().filter(|change| change.part != Part::Level).count();
    list.extend(counted("others".to_owned(), others));
    list
}

fn parts(scope: &Scope, changes: &Changes, before: &Charter, now: &Charter) -> Vec<PartView> {
    let part = |part: Part| {
        let of_part = changes.list.iter().filter(|change| change.part == part);
        let items: Vec<ItemView> = of_part.map(|change| item(scope, change, before, now)).collect();
        let name = scope.word("change_parts", part.id()).to_owned();
        (!items.is_empty()).then_some(PartView { id: part.id(), name, items })
    };
    Part::ALL.into_iter().filter_map(part).collect()
}

fn item(scope: &Scope, change: &Change, before: &Charter, now: &Charter) -> ItemView {
    let from = if change.kind == Kind::Removed { before } else { now };
    let level =
        from.service_levels.iter().find(|level| change.part == Part::Level && Some(&*level.id.value) == change.id);
    let whole = matches!(change.kind, Kind::Added | Kind::Removed);
    let kinds = if change.part == Part::Fee { "change_kind_fee" } else { "change_kind" };
    let other_language =
        || DetailView { name: String::new(), text: Html::escaped(scope.word("charter_changes", "other_language")) };
    let mut details: Vec<DetailView> =
        change.details.iter().filter_map(|detail| detail_view(scope, change, detail, level)).collect();
    if details.is_empty() && !change.details.is_empty() {
        details.push(other_language());
    }
    ItemView {
        id: change.id.map(str::to_owned),
        name: change.name.map(|name| scope.text(name)).unwrap_or_default(),
        kind: scope.words.get(kinds, change.kind.id()).to_owned(),
        kind_id: change.kind.id(),
        promise: level.filter(|_| whole).and_then(|level| Some(promise(scope, level, level.target?))),
        details,
    }
}

/// A property before and after. `None` where its text is the same in the page's language.
fn detail_view(scope: &Scope, change: &Change, detail: &Detail, level: Option<&ServiceLevel>) -> Option<DetailView> {
    let none = || scope.word("charter_changes", "none").to_owned();
    let pair = |before: Option<String>, now: Option<String>| {
        let (before, now) = (before.unwrap_or_else(none), now.unwrap_or_else(none));
        Html::escaped(&scope.words.fill("charter_changes", "from_to", &[("before", &before), ("now", &now)]))
    };
    let word = |section: &str, id: &str| scope.words.get(section, id).to_owned();
    let text = match &detail.values {
        Values::Numbers(before, now) => {
            let shown = |value| match level {
                Some(level) if detail.aspect != "baseline_value" => promise(scope, level, value),
                _ => format::grouped(&value.to_string()),
            };
            pair(before.map(shown), now.map(shown))
        }
        Values::Workdays(before, now) => pair(before.map(|n| workdays(scope, n)), now.map(|n| workdays(scope, n))),
        Values::Money(before, now) => pair(before.map(format::money), now.map(format::money)),
        Values::Date(before, now) => pair(before.map(|date| scope.date(date)), now.map(|date| scope.date(date))),
        Values::Direction(before, now) => {
            let shown =
                |id: &str| Some(scope.words.fill("direction", id, &[("value", "…"), ("unit", "")]).trim().to_owned());
            pair(shown(before.id()), shown(now.id()))
        }
        Values::Frequency(before, now) => {
            pair(before.map(|f| word("frequency", f.id())), now.map(|f| word("frequency", f.id())))
        }
        Values::FeePeriod(before, now) => {
            pair(before.map(|p| word("fee_period", p.id())), now.map(|p| word("fee_period", p.id())))
        }
        Values::Measure(before, now) => pair(Some(word("measure", before.id())), Some(word("measure", now.id()))),
        Values::Plain(None, None) => {
            let key = if detail.sense == Sense::Up { "now_yes" } else { "now_no" };
            Html::escaped(scope.words.get("charter_changes", key))
        }
        Values::Plain(before, now) => pair(before.map(str::to_owned), now.map(str::to_owned)),
        Values::Texts(before, now) => texts(scope, *before, *now)?,
        Values::Items(lost, gained) => {
            let lost = lost.iter().map(|texts| removed(scope, &scope.plain(texts)));
            let gained = gained.iter().map(|texts| added(scope, &scope.plain(texts)));
            list(lost.chain(gained))
        }
        Values::Channels(lost, gained) => {
            let said = |channel: &Channel| {
                let hours = channel.hours.as_ref().map(|hours| format!(" ({})", scope.plain(hours)));
                let kind = scope.word("channel", channel.kind.id());
                format!("{kind}: {}{}", scope.plain(&channel.value), hours.unwrap_or_default())
            };
            let lost = lost.iter().map(|channel| removed(scope, &said(channel)));
            let gained = gained.iter().map(|channel| added(scope, &said(channel)));
            list(lost.chain(gained))
        }
    };
    // Where a promise went both ways, each of its properties says its own.
    let sense = match (change.kind, detail.sense) {
        (Kind::Changed, Sense::Up) => Some("up"),
        (Kind::Changed, Sense::Down) => Some("down"),
        _ => None,
    };
    let mut name = scope.words.get("change_aspects", detail.aspect).to_owned();
    if let Some(sense) = sense {
        name = format!("{name} ({})", scope.words.get("charter_changes", sense));
    }
    Some(DetailView { name, text })
}

/// Two texts put together word by word, in the page's language.
fn texts(scope: &Scope, before: Option<&Texts>, now: Option<&Texts>) -> Option<Html> {
    let (before, now) = match (before, now) {
        (Some(before), Some(now)) => (scope.plain(before), scope.plain(now)),
        (Some(before), None) => return Some(removed(scope, &scope.plain(before))),
        (None, Some(now)) => return Some(added(scope, &scope.plain(now))),
        (None, None) => return None,
    };
    if before == now {
        return None;
    }
    let shown = |stretch: Stretch| match stretch {
        Stretch::Same(text) => Html::escaped(&text),
        Stretch::Removed(text) => removed(scope, &text),
        Stretch::Added(text) => added(scope, &text),
    };
    let stretches: Vec<Html> = changes::words(&before, &now).into_iter().map(shown).collect();
    Some(Html::trusted(stretches.iter().map(Html::as_str).collect::<Vec<_>>().join(" ")))
}

/// What was taken out: struck through, and said in words where nothing is seen.
fn removed(scope: &Scope, text: &str) -> Html {
    marked("del", scope.word("charter_changes", "removed"), text)
}

fn added(scope: &Scope, text: &str) -> Html {
    marked("ins", scope.word("charter_changes", "added"), text)
}

fn marked(tag: &str, word: &str, text: &str) -> Html {
    let (word, text) = (Html::escaped(word), Html::escaped(text));
    Html::trusted(format!("<{tag}><span class=\"unseen\">{} </span>{}</{tag}>", word.as_str(), text.as_str()))
}

fn list(items: impl Iterator<Item = Html>) -> Html {
    let items: String = items.map(|item| format!("<li>{}</li>", item.as_str())).collect();
    Html::trusted(format!("<ul class=\"plain\">{items}</ul>"))
}
