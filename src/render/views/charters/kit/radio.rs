//! A minute of radio: what is promised, what is asked of residents, where to complain.

use serde::Serialize;

use crate::model::charter::{ChannelKind, Charter, CharterState};
use crate::render::scope::Scope;
use crate::render::views::charters::promise;

/// What is read aloud in about a minute.
const LEAST: usize = 120;
const MOST: usize = 150;

#[derive(Serialize)]
pub(super) struct Radio {
    text: String,
    words: usize,
}

/// The text for the radio; none for what no council has promised yet.
pub(super) fn radio(scope: &Scope, charter: &Charter, short: &str) -> Option<Radio> {
    use CharterState::{Approved, InForce, UnderReview};
    if !matches!(charter.state, Approved | InForce | UnderReview) {
        return None;
    }
    let fill = |key: &'static str, values: &[(&str, &str)]| scope.words.fill("radio", key, values);
    let municipality = scope.model.municipality(*charter.municipality).map(|known| known.name.as_str())?;
    let service = scope.model.classifications.service(&charter.service);
    let service = service.map(|service| scope.plain(&service.name)).unwrap_or_else(|| charter.service.value.clone());
    let opening = fill("opening", &[("municipality", municipality), ("service", &lower(&service))]);
    let promises = charter.service_levels.iter().filter_map(|level| {
        let promise = promise(scope, level, level.target?);
        Some(fill("promise", &[("name", &lower(&scope.plain(&level.name))), ("promise", &promise)]))
    });
    let asks = charter.citizen_commitments.iter().map(|commitment| lower(&scope.plain(&commitment.text)));
    let mut closing = Vec::new();
    if let Some(complaints) = &charter.complaints {
        // Who listens to the radio has a telephone rather than the office at hand.
        let spoken = |kind| complaints.channels.iter().find(|channel| channel.kind == kind);
        let channel = spoken(ChannelKind::Phone).or_else(|| complaints.channels.first());
        closing.extend(channel.map(|channel| {
            let kind = lower(scope.word("channel", channel.kind.id()));
            fill("complain", &[("kind", &kind), ("channel", &scope.plain(&channel.value))])
        }));
        closing.extend(complaints.resolve_workdays.map(|days| fill("answer", &[("days", &days.to_string())])));
    }
    let address = short.split_once("://").map_or(short, |(_, rest)| rest).trim_end_matches('/');
    closing.push(fill("read", &[("address", address)]));
    let mut more = Vec::new();
    more.extend((!charter.remedies.is_empty()).then(|| fill("remedy", &[])));
    more.push(fill("results", &[]));
    more.extend(charter.approval.as_ref().map(|approval| fill("act", &[("act", &approval.act)])));
    more.extend(charter.rights.first().map(|right| fill("right", &[("right", &lower(&scope.plain(right)))])));
    more.push(fill("ask", &[]));
    let list = |key: &'static str, items: &[String]| match items {
        [] => String::new(),
        items => fill(key, &[("list", &items.join("; "))]),
    };
    let (promises, asks): (Vec<String>, Vec<String>) = (promises.collect(), asks.collect());
    let percent = format!(" {} ", scope.word("radio", "percent"));
    let spoken = |text: String| text.replace('%', &percent).split_whitespace().collect::<Vec<_>>().join(" ");
    let compose = |promised: usize, asked: usize, added: usize| {
        let mut parts = vec![opening.clone(), list("promises", &promises[..promised]), list("asks", &asks[..asked])];
        parts.extend(closing.iter().cloned());
        parts.extend(more[..added].iter().cloned());
        spoken(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    };
    let text = fitting((promises.len(), asks.len(), more.len()), compose);
    Some(Radio { words: count(&text), text })
}

/// The fullest text that is short enough: two things are asked as long as there is room for them; the last promises go
/// first; what is left to say fills up what is too short.
fn fitting((promises, asks, more): (usize, usize, usize), compose: impl Fn(usize, usize, usize) -> String) -> String {
    let fits = |text: &String| count(text) <= MOST;
    let (promised, mut asked) = (1..=promises)
        .rev()
        .map(|promised| (promised, asks.min(2)))
        .chain([(promises.min(1), asks.min(1)), (promises.min(1), 0)])
        .find(|(promised, asked)| fits(&compose(*promised, *asked, 0)))
        .unwrap_or_default();
    while asked < asks && count(&compose(promised, asked, 0)) < LEAST && fits(&compose(promised, asked + 1, 0)) {
        asked += 1;
    }
    let mut added = 0;
    while added < more && count(&compose(promised, asked, added)) < LEAST && fits(&compose(promised, asked, added + 1))
    {
        added += 1;
    }
    compose(promised, asked, added)
}

fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The first letter small, unless the word is an acronym.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{count, fitting, lower};

    fn text(promises: usize, words: usize, asks: usize) -> String {
        let repeat = |word: &str, times: usize| vec![word; times].join(" ");
        let compose = |promised: usize, asked: usize, added: usize| {
            let parts =
                [repeat("o", 60), repeat("p", promised * words), repeat("a", asked * 8), repeat("m", added * 9)];
            parts.join(" ")
        };
        fitting((promises, asks, 6), compose)
    }

    #[test]
    fn a_minute_is_neither_too_long_nor_too_short() {
        for (promises, words, asks) in [(8, 10, 4), (3, 8, 2), (1, 6, 1), (10, 14, 6), (5, 12, 0), (0, 0, 0)] {
            let made = text(promises, words, asks);
            assert!((110..=150).contains(&count(&made)), "{promises} {words} {asks}: {}", count(&made));
        }
        let made = text(8, 10, 4);
        assert_eq!(made.matches('p').count(), 70, "the last promise goes");
        assert_eq!(made.matches('a').count(), 16);
    }

    #[test]
    fn names_within_a_sentence_begin_small() {
        assert_eq!(lower("Horas de agua"), "horas de agua");
        assert_eq!(lower("ÁREA"), "ÁREA");
        assert_eq!(lower("Área"), "área");
        assert_eq!(lower(""), "");
    }
}
