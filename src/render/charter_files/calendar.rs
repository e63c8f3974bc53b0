//! The days on which something about a charter falls due, as iCalendar (RFC 5545).

use crate::charter::dates::{self, DAYS_FOR_RESULTS, Due, What};
use crate::model::values::{Date, Lang};
use crate::plan::{Address, Subject};
use crate::render::Site;
use crate::render::scope::Scope;
use crate::render::views::period_name;

/// A calendar of whole days. Its stamps are the build's date: a build knows no clock.
pub(super) fn calendar(site: Site, address: &Address, n: usize, lang: Lang) -> String {
    let Site { model, plan, .. } = site;
    let scope = Scope::new(site, lang, address);
    let family = &model.charters[n];
    let charter = family.current();
    let title = scope.plain(&charter.title);
    let base = model.site.base_url.as_ref().map(|url| url.as_str());
    let page = base.map(|base| format!("{base}{}", plan.address(Subject::Charter(n), lang).as_str()));
    let demo = charter.municipality.is_fictitious();
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Cabildo//cartas ciudadanas//ES");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", &title);
    for due in dates::due(charter) {
        let (id, name, about) = words(&scope, &due);
        let name = if demo { format!("{}: {name}", scope.word("status", "demo")) } else { name };
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:{}-{id}@cabildo", family.id));
        out.line(&format!("DTSTAMP:{}T000000Z", digits(*model.today)));
        out.line(&format!("DTSTART;VALUE=DATE:{}", digits(due.day)));
        out.line(&format!("DTEND;VALUE=DATE:{}", digits(due.day.plus_days(1))));
        out.text("SUMMARY", &format!("{name}: {title}"));
        out.text("DESCRIPTION", &about);
        if let Some(page) = &page {
            out.line(&format!("URL:{page}"));
        }
        out.line("TRANSP:TRANSPARENT");
        out.line("END:VEVENT");
    }
    out.line("END:VCALENDAR");
    out.0
}

/// An event's identifier within the charter, its name, and what is to be done.
fn words(scope: &Scope, due: &Due) -> (String, String, String) {
    let word = |key: &'static str| scope.word("charter_dates", key).to_owned();
    match &due.what {
        What::ConsultationCloses => {
            ("consultation".to_owned(), word("consultation_closes"), word("consultation_closes_about"))
        }
        What::Results(period) => {
            let name = period_name(scope, period);
            let fill = |key: &'static str, values: &[(&str, &str)]| scope.words.fill("charter_dates", key, values);
            let days = DAYS_FOR_RESULTS.to_string();
            let id = format!("results-{}", period.as_str().to_lowercase());
            (id, fill("results", &[("period", &name)]), fill("results_about", &[("period", &name), ("days", &days)]))
        }
        What::Review => ("review".to_owned(), word("review"), word("review_about")),
        What::Expires => ("expires".to_owned(), word("expires"), word("expires_about")),
    }
}

/// `20260214`.
fn digits(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Content lines: ended by CR LF, folded at 75 octets.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is a text.
    fn text(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c < ' ' => {}
                c => escaped.push(c),
            }
        }
        self.line(&format!("{name}:{escaped}"));
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_folded_between_letters_and_texts_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &format!("{}; a, b\\c\nd", "ñ".repeat(60)));
        let text = lines.0;
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text:?}");
        let unfolded = text.replace("\r\n ", "");
        assert_eq!(unfolded, format!("SUMMARY:{}\\; a\\, b\\\\c\\nd\r\n", "ñ".repeat(60)));
    }
}
