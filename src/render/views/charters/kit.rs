//! What a council needs for making its charter known: files, text for the radio, template of the act, what to do next.

mod act;
mod radio;

use serde::Serialize;

use super::{NoticeView, notices, with_feed};
use crate::charter::dates::DAYS_FOR_RESULTS;
use crate::model::charter::{Charter, CharterState};
use crate::model::values::{Lang, Version};
use crate::plan::{CharterFile, Subject};
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};
use crate::render::views::View;

#[derive(Serialize)]
struct KitView {
    notices: Vec<NoticeView>,
    charter: Link,
    version: String,
    files: Vec<FileView>,
    /// The short address, as it is printed.
    short: String,
    /// The code for cameras, where one is made.
    qr: Option<String>,
    radio: Option<radio::Radio>,
    act: act::Act,
    /// Of the radio text and the act, where it is another than the page's.
    lang: Option<String>,
    steps: Vec<String>,
}

/// A file with what it is for.
#[derive(Serialize)]
struct FileView {
    link: Link,
    about: String,
}

/// The kit of a charter's current version.
pub(in crate::render::views) fn kit(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let family = &model.charters[n];
    let charter = family.current();
    let main = model.site.main();
    let own = in_language(scope, main);
    let title = scope.plain(&charter.title);
    let version = *charter.version;
    let short = crate::plan::Address::folder(&["c", &family.id]);
    let base = model.site.base_url.as_ref().map(|url| url.as_str());
    let short = format!("{}{}", base.unwrap_or("/"), short.as_str());
    let qr = scope.plan.charter_file(n, version, scope.lang, CharterFile::Qr);
    let body = KitView {
        notices: notices(scope, n, charter),
        charter: scope.link(Subject::Charter(n), Html::escaped(&title)),
        version: version.to_string(),
        files: files(scope, n, version),
        radio: radio::radio(&own, charter, &short),
        act: act::act(&own, charter),
        lang: (main != scope.lang).then(|| model.site.language(main).tag.clone()),
        steps: steps(scope, charter),
        qr: qr.map(|address| scope.address.to(address)),
        short,
    };
    let heading = scope.words.fill("charter_kit", "heading", &[("title", &title)]);
    let description = scope.words.fill("charter_kit", "description", &[("title", &title)]);
    let view = View::new("charter-kit.html", heading, description, body);
    with_feed(scope, n, View { demo: charter.municipality.is_fictitious(), ..view })
}

/// The page in another language: for texts that are written in one alone.
fn in_language<'a>(scope: &Scope<'a>, lang: Lang) -> Scope<'a> {
    let style = scope.model.site.language(lang).numbers;
    Scope { lang, words: scope.theme.strings(lang), style, ..*scope }
}

fn files(scope: &Scope, n: usize, version: Version) -> Vec<FileView> {
    [
        (CharterFile::Sheet, "sheet", "sheet_about"),
        (CharterFile::Poster, "poster", "poster_about"),
        (CharterFile::Data, "data", "data_about"),
        (CharterFile::Calendar, "calendar", "calendar_about"),
        (CharterFile::Feed, "feed", "feed_about"),
    ]
    .into_iter()
    .filter_map(|(file, key, about)| {
        let link = super::file_link(scope, n, version, file, key)?;
        Some(FileView { link, about: scope.word("charter_kit", about).to_owned() })
    })
    .collect()
}

/// What to do, in order, for a charter in its state.
fn steps(scope: &Scope, charter: &Charter) -> Vec<String> {
    let days = DAYS_FOR_RESULTS.to_string();
    let fees = !charter.fees.is_empty();
    let approved = !matches!(charter.state, CharterState::Draft | CharterState::Consultation);
    [
        (!approved, "approve"),
        (true, "certify"),
        (fees, "gazette"),
        (!fees, "no_gazette"),
        (true, "hang"),
        (true, "say"),
        (true, "train"),
        (true, "publish_results"),
        (true, "calendar"),
    ]
    .into_iter()
    .filter(|(wanted, _)| *wanted)
    .map(|(_, key)| scope.words.fill("charter_steps", key, &[("days", &days)]))
    .collect()
}
