//! "Report a problem": messages prepared for a municipality's own channels.
//!
//! The site collects nothing. Each category has one link per channel, with the text of the message in it; what is sent is
//! written, completed and sent in the reader's own telephone or mail. Without a channel the page says so, and how a
//! municipality gives one.

use serde::Serialize;

use crate::model::territory;
use crate::theme::Strings;

/// How a municipality wants to be told of problems, as it gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    /// A telephone, in any usual writing: `7700-0000`, `+502 7700 0000`, `1500`.
    pub telephone: Option<String>,
    /// A telephone with WhatsApp, in the same writing; short numbers have none.
    pub whatsapp: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// The address of its forum or form, http or https.
    pub forum_url: Option<String>,
    /// When somebody answers: "lunes a viernes, 8:00 a 16:00".
    pub hours: Option<String>,
}

/// What the component `report` shows.
#[derive(Debug, Serialize)]
pub struct Report {
    /// One for each category; empty when there is no channel.
    categories: Vec<Category>,
    hours: Option<String>,
    /// What stands in the messages until the reader names a place.
    blank: String,
}

#[derive(Debug, Serialize)]
struct Category {
    name: String,
    hint: String,
    links: Vec<ChannelLink>,
}

#[derive(Debug, Serialize)]
struct ChannelLink {
    href: String,
    label: String,
    /// It leads to another site or program.
    external: bool,
}

/// Keys of the words in `report_kinds` and `report_hints`, in the order they are shown.
const CATEGORIES: [&str; 6] = ["pothole", "street_light", "water_leak", "waste", "drainage", "other"];

/// The messages for a municipality, by the name that the reader knows it by.
pub fn report(words: &Strings, municipality: &str, channels: &Channels) -> Report {
    let blank = words.get("report", "blank");
    let categories = CATEGORIES.iter().filter_map(|key| {
        let name = words.get("report_kinds", key);
        let about = [("kind", name), ("municipality", municipality), ("place", blank)];
        let links =
            links(words, channels, &words.fill("report", "subject", &about), &words.fill("report", "message", &about));
        let hint = words.get("report_hints", key).to_owned();
        (!links.is_empty()).then(|| Category { name: name.to_owned(), hint, links })
    });
    Report { categories: categories.collect(), hours: channels.hours.clone(), blank: blank.to_owned() }
}

/// One link for each channel that can be used, the quickest first.
fn links(words: &Strings, channels: &Channels, subject: &str, message: &str) -> Vec<ChannelLink> {
    let mut links = Vec::new();
    let mut add = |key, shown: &str, href, external| {
        let label = words.fill("report", key, &[("to", shown)]);
        links.push(ChannelLink { href, label, external });
    };
    if let Some(given) = &channels.whatsapp
        && let Some(number) = territory::Channels::international(given).filter(|number| number.len() > 8)
    {
        add("whatsapp", given.trim(), format!("https://wa.me/{number}?text={}", encoded(message)), true);
    }
    if let Some(given) = &channels.telephone
        && let Some(number) = territory::Channels::international(given)
    {
        let plus = if number.len() > 8 { "+" } else { "" };
        add("telephone", given.trim(), format!("tel:{plus}{number}"), false);
    }
    if let Some(address) =
        channels.email.as_deref().map(str::trim).filter(|address| territory::Channels::is_email(address))
    {
        let body = encoded(&message.replace('\n', "\r\n"));
        add("email", address, format!("mailto:{address}?subject={}&body={body}", encoded(subject)), false);
    }
    if let Some(url) = channels.forum_url.as_deref().map(str::trim).filter(|url| territory::Channels::is_web(url)) {
        let host = url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(url);
        add("forum", host, url.to_owned(), true);
    }
    links
}

/// A text for a query, as `encodeURIComponent` writes it: `report.js` looks for the blank in the addresses.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(half)).copied().map_or('0', char::from));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tight::tightened;
    use crate::theme::Theme;

    /// The words as the theme has them.
    fn words(lang: &str) -> Strings {
        let file = format!("{}/themes/anam/strings/{lang}.yaml", env!("CARGO_MANIFEST_DIR"));
        let table = crate::source::yaml::decode_text(&std::fs::read_to_string(file).unwrap()).unwrap();
        Strings { table, complete: true }
    }

    /// Numbers and addresses that nobody has.
    fn channels() -> Channels {
        Channels {
            telephone: Some("0000-0000".into()),
            whatsapp: Some("+502 0000 0001".into()),
            email: Some("avisos@ixcotal.example".into()),
            forum_url: Some("https://foro.ixcotal.example/obras?a=1&b=2".into()),
            hours: Some("lunes a viernes, 8:00 a 16:00".into()),
        }
    }

    fn rendered(lang: &str, channels: &Channels) -> String {
        let words = words(lang);
        let mut tera = tera::Tera::new();
        tera.autoescape_on(vec![".html"]);
        let component = tightened(Theme::built_in_template("report.html").unwrap());
        let page = "{{ <report r={r} t={t}/> }}".to_owned();
        tera.add_raw_templates([("report.html", component), ("page.html", page)]).unwrap();
        let mut context = tera::Context::new();
        context.insert("r", &report(&words, "San Pedro Ixcotal", channels));
        context.insert("t", &words.table);
        tera.render("page.html", &context).unwrap()
    }

    #[test]
    fn every_category_has_a_link_for_every_channel() {
        let html = rendered("es", &channels());
        assert_eq!(html.matches("<details>").count(), CATEGORIES.len(), "{html}");
        for link in
            ["https://wa.me/50200000001?text=", "\"tel:+50200000000\"", "mailto:avisos@ixcotal.example?subject="]
        {
            assert_eq!(html.matches(link).count(), CATEGORIES.len(), "{link} in {html}");
        }
        assert!(html.contains("https://foro.ixcotal.example/obras?a=1&amp;b=2"), "{html}");
        assert!(html.contains("lunes a viernes, 8:00 a 16:00"));
        assert!(!html.contains("<form") && !html.contains("<script"), "nothing is collected");
        for word in ["foto", "ubicaci%C3%B3n", "San%20Pedro%20Ixcotal", "%0D%0A"] {
            assert!(html.contains(word), "{word} in {html}");
        }
        assert!(rendered("en", &channels()).contains("photo"));
    }

    #[test]
    fn the_place_can_be_found_in_every_message() {
        for lang in ["es", "en"] {
            let words = words(lang);
            let report = report(&words, "San Pedro Ixcotal", &channels());
            let blank = encoded(&report.blank);
            let messages = report.categories.iter().flat_map(|category| &category.links).map(|link| &link.href);
            assert_eq!(messages.filter(|href| href.contains(&blank)).count(), 2 * CATEGORIES.len());
        }
    }

    #[test]
    fn without_a_channel_the_page_says_so() {
        let html = rendered("es", &Channels::default());
        assert!(!html.contains("<details>") && html.contains(words("es").get("report", "none")), "{html}");
        let useless = Channels {
            telephone: Some("pregunte en ventanilla".into()),
            whatsapp: Some("1500".into()),
            email: Some("a@b.gt?bcc=c@d.gt".into()),
            forum_url: Some("javascript:alert(1)".into()),
            hours: None,
        };
        assert!(!rendered("es", &useless).contains("href"));
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (given, number) in [
            ("0000-0000", Some("50200000000")),
            ("+502 0000-0000", Some("50200000000")),
            ("(502) 0000 0000", Some("50200000000")),
            ("1500", Some("1500")),
            ("0000-0000 ext. 4", None),
            ("12", None),
            ("0000000", None),
        ] {
            assert_eq!(territory::Channels::international(given).as_deref(), number, "{given}");
        }
    }

    #[test]
    fn texts_are_encoded_as_browsers_do() {
        assert_eq!(encoded("¿Dónde? a&b=c (ñ)!\n"), "%C2%BFD%C3%B3nde%3F%20a%26b%3Dc%20(%C3%B1)!%0A");
    }
}
