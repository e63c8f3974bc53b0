//! From documents to the index file.
//!
//! The file is `window.cabildoSearch({...});` with these members, columns rather than rows because equal things side
//! by side compress better:
//!
//! | member | content |
//! | --- | --- |
//! | `lang` | language of most documents |
//! | `langs` | document number -> language, for the others |
//! | `kinds`, `kind` | names of the kinds; per document the place of its kind among them |
//! | `title`, `text`, `url` | per document; `~` in an address stands for the slug of the title |
//! | `demo` | number of the first invented document; all from there on are invented |
//! | `stop` | words that are not looked for, with blanks between |
//! | `words` | the vocabulary, groups of forms with one stem: see [`pack_word`] |
//! | `hits` | per group, in the same order, the documents and the weight: see [`pack_hits`] |

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::fold::{STOP_WORDS, Word, slug, stem, words};
use super::{KINDS, SUMMARY_CHARS, SearchDoc};

/// Weight of a word by the field it stands in; a word in several fields has the sum.
const TITLE: u8 = 5;
const NAMES: u8 = 5;
const SUMMARY: u8 = 2;
const BODY: u8 = 1;

#[derive(Serialize)]
struct File<'a> {
    lang: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    langs: BTreeMap<usize, &'a str>,
    kinds: Vec<&'a str>,
    kind: Vec<usize>,
    title: Vec<String>,
    text: Vec<String>,
    url: Vec<String>,
    demo: usize,
    stop: &'a str,
    words: String,
    hits: String,
}

/// Writes the index of one language as a script. Equal documents give equal bytes, whatever their order: they are
/// numbered by honesty (invented ones last), kind and address, and that number decides between equally good results.
pub fn index(docs: &[SearchDoc]) -> String {
    let mut docs: Vec<&SearchDoc> = docs.iter().collect();
    docs.sort_by(|a, b| order(a).cmp(&order(b)));

    let vocabulary = Vocabulary::of(&docs);
    let lang = main_language(&docs);
    let mut kinds: Vec<&str> = docs.iter().map(|doc| doc.kind).collect();
    kinds.sort_by_key(|kind| kind_order(kind));
    kinds.dedup();

    let file = File {
        lang,
        langs: docs
            .iter()
            .enumerate()
            .filter(|(_, doc)| doc.lang != lang)
            .map(|(number, doc)| (number, doc.lang.as_str()))
            .collect(),
        kind: docs.iter().filter_map(|doc| kinds.iter().position(|kind| *kind == doc.kind)).collect(),
        kinds,
        title: docs.iter().map(|doc| one_line(&doc.title)).collect(),
        text: docs.iter().map(|doc| cut(&one_line(&doc.summary), SUMMARY_CHARS)).collect(),
        url: docs.iter().map(|doc| pack_url(doc)).collect(),
        demo: docs.iter().filter(|doc| !doc.demo).count(),
        stop: STOP_WORDS,
        words: vocabulary.packed_words(),
        hits: vocabulary.packed_hits(),
    };
    // Strings, numbers and string-keyed maps always serialize.
    let json = serde_json::to_string(&file).unwrap_or_default();
    // Old browsers take these two for line ends inside a string.
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("window.cabildoSearch({json});\n")
}

/// Everything of a document takes part, so that equal sort keys mean equal documents.
fn order(doc: &SearchDoc) -> impl Ord + '_ {
    let rest = (&doc.title, &doc.summary, &doc.names, &doc.body, &doc.lang);
    (doc.demo, kind_order(doc.kind), &doc.url, rest)
}

/// Unknown kinds come after the known ones, by name.
fn kind_order(kind: &str) -> (usize, &str) {
    let place = KINDS.iter().position(|known| *known == kind);
    (place.unwrap_or(KINDS.len()), kind)
}

fn main_language<'a>(docs: &[&'a SearchDoc]) -> &'a str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for doc in docs {
        *counts.entry(&doc.lang).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(_, count)| count).map_or("", |(lang, _)| lang)
}

/// The words of all documents, by stem.
struct Vocabulary {
    groups: BTreeMap<String, Group>,
}

#[derive(Default)]
struct Group {
    /// Folded form -> how it is written -> how often. The browser folds the written form again, and can show it with
    /// its accents when it corrects a misspelt word.
    forms: BTreeMap<String, BTreeMap<String, usize>>,
    /// Document number -> weight.
    hits: BTreeMap<usize, u8>,
}

impl Vocabulary {
    fn of(docs: &[&SearchDoc]) -> Self {
        let stop: BTreeSet<&str> = STOP_WORDS.split_whitespace().collect();
        let useful = |text: &str| -> Vec<Word> {
            let mut found = words(text);
            found.retain(|word| !stop.contains(word.folded.as_str()));
            found
        };
        let mut vocabulary = Self { groups: BTreeMap::new() };
        for (number, doc) in docs.iter().enumerate() {
            vocabulary.add(number, TITLE, useful(&doc.title));
            let names = doc.names.iter().flat_map(|name| match useful(name) {
                // A name that is nothing but such a word is meant: DEL, "desarrollo económico local".
                none if none.is_empty() => words(name),
                some => some,
            });
            vocabulary.add(number, NAMES, names);
            vocabulary.add(number, SUMMARY, useful(&doc.summary));
            vocabulary.add(number, BODY, useful(&doc.body));
        }
        vocabulary
    }

    fn add(&mut self, number: usize, weight: u8, words: impl IntoIterator<Item = Word>) {
        let mut seen = BTreeSet::new();
        for word in words {
            let stem = stem(&word.folded);
            let group = self.groups.entry(stem.clone()).or_default();
            if seen.insert(stem) {
                *group.hits.entry(number).or_default() += weight;
            }
            *group.forms.entry(word.folded).or_default().entry(word.written).or_default() += 1;
        }
    }

    fn packed_words(&self) -> String {
        let mut packed = String::new();
        let mut previous = String::new();
        for group in self.groups.values() {
            for (place, spellings) in group.forms.values().enumerate() {
                let usual = spellings.iter().max_by_key(|&(written, count)| (count, written));
                if let Some((written, _)) = usual {
                    pack_word(&mut packed, &previous, written, place > 0);
                    previous.clone_from(written);
                }
            }
        }
        packed
    }

    fn packed_hits(&self) -> String {
        let groups: Vec<String> = self.groups.values().map(|group| pack_hits(&group.hits)).collect();
        groups.join(" ")
    }
}

/// Appends a word: `-` if it belongs to the group of the word before, a capital for the number of letters that it
/// shares with the beginning of the word before (`A` none, `Z` 25), and its other letters.
fn pack_word(packed: &mut String, previous: &str, word: &str, same_group: bool) {
    let shared: Vec<char> = word
        .chars()
        .zip(previous.chars())
        // The browser counts in UTF-16 units, which are letters up to U+FFFF.
        .take_while(|(a, b)| a == b && *a <= '\u{FFFF}')
        .map(|(a, _)| a)
        .take(25)
        .collect();
    if same_group {
        packed.push('-');
    }
    packed.extend(('A'..='Z').nth(shared.len()));
    packed.extend(word.chars().skip(shared.len()));
}

/// The documents of a group: for each weight a letter (`a` is 1, `m` is 13), then the documents with that weight in
/// ascending order as gaps: how many numbers lie between a document and the one before it.
///
/// A gap is `57 * high + low`: `low` is one character from `#` (0) to `[` (56); before it, only if `high` is not zero,
/// come the digits of `high` from `n` (1) to `~` (17), the most significant first, in base 17 without a zero.
fn pack_hits(hits: &BTreeMap<usize, u8>) -> String {
    let mut by_weight: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    for (&number, &weight) in hits {
        by_weight.entry(weight).or_default().push(number);
    }
    let mut packed = String::new();
    for (weight, numbers) in by_weight {
        packed.push(char::from(b'a' - 1 + weight));
        let mut next = 0;
        for number in numbers {
            pack_gap(&mut packed, number - next);
            next = number + 1;
        }
    }
    packed
}

fn pack_gap(packed: &mut String, gap: usize) {
    let digit = |first: u8, value: usize| char::from(first + u8::try_from(value).unwrap_or_default());
    let mut high = gap / 57;
    let mut digits = Vec::new();
    while high > 0 {
        digits.push(digit(b'n', (high - 1) % 17));
        high = (high - 1) / 17;
    }
    packed.extend(digits.into_iter().rev());
    packed.push(digit(b'#', gap % 57));
}

/// Most addresses repeat their title; the browser can make a slug too.
fn pack_url(doc: &SearchDoc) -> String {
    let url = doc.url.replace('~', "%7E");
    let slug = slug(&doc.title);
    if slug.len() > 2 { url.replacen(&slug, "~", 1) } else { url }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `limit` characters, cut between words where one ends in the last third, and then closed by an ellipsis.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let head: String = text.chars().take(limit.saturating_sub(1)).collect();
    let kept = match head.rfind(' ') {
        Some(blank) if blank * 3 >= head.len() * 2 => &head[..blank],
        _ => &head,
    };
    let kept = kept.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '»' | '%'));
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    fn doc(kind: &'static str, url: &str, title: &str, summary: &str) -> SearchDoc {
        SearchDoc {
            url: url.to_owned(),
            kind,
            title: title.to_owned(),
            summary: summary.to_owned(),
            names: Vec::new(),
            body: String::new(),
            demo: false,
            lang: "es".to_owned(),
        }
    }

    fn read(script: &str) -> Value {
        let json = script
            .strip_prefix("window.cabildoSearch(")
            .and_then(|rest| rest.strip_suffix(");\n"))
            .expect("the index is one call");
        serde_json::from_str(json).expect("its argument is JSON")
    }

    /// The words of each group, as the browser unpacks them.
    fn unpacked_words(file: &Value) -> Vec<Vec<String>> {
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut word = String::new();
        let mut same_group = false;
        let packed = file["words"].as_str().expect("a string");
        for c in packed.chars() {
            match c {
                '-' => same_group = true,
                'A'..='Z' => {
                    word = word.chars().take(usize::from(c as u8 - b'A')).collect();
                    if !std::mem::take(&mut same_group) {
                        groups.push(Vec::new());
                    }
                    groups.last_mut().expect("a group").push(word.clone());
                }
                letter => {
                    word.push(letter);
                    *groups.last_mut().and_then(|group| group.last_mut()).expect("a word") = word.clone();
                }
            }
        }
        groups
    }

    /// Document number and weight of each posting, as the browser unpacks them.
    fn unpacked_hits(packed: &str) -> Vec<(usize, u8)> {
        let (mut weight, mut next, mut high) = (0, 0, 0);
        let mut hits = Vec::new();
        for code in packed.bytes() {
            match code {
                110.. => high = high * 17 + usize::from(code - 109),
                97.. => (weight, next) = (code - 96, 0),
                _ => {
                    next += high * 57 + usize::from(code - 35) + 1;
                    high = 0;
                    hits.push((next - 1, weight));
                }
            }
        }
        hits
    }

    fn hits_of(file: &Value, word: &str) -> Vec<(usize, u8)> {
        let packed: Vec<&str> = file["hits"].as_str().expect("a string").split(' ').collect();
        unpacked_words(file)
            .iter()
            .position(|group| group.iter().any(|form| form == word))
            .map_or_else(Vec::new, |place| unpacked_hits(packed[place]))
    }

    #[test]
    fn weights_add_up_over_fields_and_not_within_one() {
        let mut tariff = doc("tool", "t/", "Tarifa de agua", "Calcula la tarifa, con tarifas de otros.");
        tariff.names = vec!["cuota".to_owned(), "T16".to_owned()];
        tariff.body = "El agua y el cloro del agua.".to_owned();
        let file = read(&index(&[tariff]));
        assert_eq!(hits_of(&file, "tarifa"), [(0, 7)]);
        assert_eq!(hits_of(&file, "tarifas"), [(0, 7)]);
        assert_eq!(hits_of(&file, "agua"), [(0, 6)]);
        assert_eq!(hits_of(&file, "t16"), [(0, 5)]);
        assert_eq!(hits_of(&file, "cloro"), [(0, 1)]);
        assert_eq!(hits_of(&file, "de"), []);
    }

    #[test]
    fn a_name_that_is_a_stop_word_is_indexed() {
        let mut plan = doc("tool", "p/", "Plan DEL", "");
        plan.names = vec!["DEL".to_owned()];
        assert_eq!(hits_of(&read(&index(&[plan])), "del"), [(0, 5)]);
    }

    #[test]
    fn words_keep_their_accents_for_showing() {
        let file = read(&index(&[doc("page", "a/", "Administración", "ADMINISTRACION, administración")]));
        assert_eq!(unpacked_words(&file), [["administración"]]);
    }

    #[test]
    fn documents_are_numbered_by_honesty_kind_and_address() {
        let mut invented = doc("tool", "a/", "Inventada", "");
        invented.demo = true;
        let docs = [
            invented,
            doc("term", "g/#b", "B", ""),
            doc("unknown", "u/", "U", ""),
            doc("tool", "t/2/", "Dos", ""),
            doc("tool", "t/1/", "Uno", ""),
        ];
        let script = index(&docs);
        let file = read(&script);
        assert_eq!(file["title"], serde_json::json!(["Uno", "Dos", "B", "U", "Inventada"]));
        assert_eq!(file["kinds"], serde_json::json!(["tool", "term", "unknown"]));
        assert_eq!(file["kind"], serde_json::json!([0, 0, 1, 2, 0]));
        assert_eq!(file["demo"], 4);
        let mut turned = docs.to_vec();
        turned.reverse();
        assert_eq!(index(&turned), script);
    }

    #[test]
    fn languages_are_named_where_they_differ() {
        let mut other = doc("tool", "z/", "K'iche'", "");
        other.lang = "quc".to_owned();
        let file = read(&index(&[doc("tool", "a/", "A", ""), doc("tool", "b/", "B", ""), other]));
        assert_eq!(file["lang"], "es");
        assert_eq!(file["langs"], serde_json::json!({"2": "quc"}));
    }

    #[test]
    fn addresses_borrow_the_slug_of_the_title() {
        assert_eq!(pack_url(&doc("tool", "m/0704-santa-lucia/", "Santa Lucía", "")), "m/0704-~/");
        assert_eq!(pack_url(&doc("tool", "m/a~b/", "Otra cosa", "")), "m/a%7Eb/");
        assert_eq!(pack_url(&doc("tool", "a/", "A", "")), "a/");
    }

    #[test]
    fn summaries_are_cut_between_words() {
        let long = "palabra ".repeat(30);
        let text = cut(one_line(&long).as_str(), SUMMARY_CHARS);
        assert!(text.chars().count() <= SUMMARY_CHARS, "{text}");
        assert!(text.ends_with("palabra…"), "{text}");
        assert_eq!(cut(&"ñ".repeat(200), 5), "ññññ…");
        assert_eq!(cut("corto", 5), "corto");
    }

    #[test]
    fn hits_survive_packing() {
        for gap in (0..3000).chain([16_000, 17_000, 300_000, 5_000_000]) {
            let mut packed = "b".to_owned();
            pack_gap(&mut packed, gap);
            assert_eq!(unpacked_hits(&packed), [(gap, 2)], "{packed}");
        }
        let hits = BTreeMap::from([(0, 1), (1, 13), (2, 1), (500, 7), (501, 1)]);
        let unpacked: BTreeMap<usize, u8> = unpacked_hits(&pack_hits(&hits)).into_iter().collect();
        assert_eq!(unpacked, hits);
    }

    #[test]
    fn line_separators_are_escaped() {
        let script = index(&[doc("page", "a/", "A\u{2028}B</script>", "c\u{2029}d")]);
        assert!(!script.contains(['\u{2028}', '\u{2029}']));
        assert_eq!(script.lines().count(), 1);
    }

    #[test]
    fn no_documents_make_an_empty_index() {
        assert_eq!(read(&index(&[]))["title"], serde_json::json!([]));
    }

    /// The indexes that `tests/search/search.test.mjs` searches are what this program writes of the corpus beside
    /// them. After a wanted change, `UPDATE_EXPECTED=1 cargo test search` writes them anew.
    #[test]
    fn the_indexes_of_the_browser_tests_are_current() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search");
        let read_file = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let corpus: Value = serde_json::from_str(&read_file("corpus.json")).expect("corpus.json is JSON");
        for lang in ["es", "en"] {
            let mut docs = corpus_docs(&corpus[lang], lang);
            docs.extend(read_file("municipalities.tsv").lines().map(|row| municipality(row, lang)));
            let name = format!("index.{lang}.js");
            let script = index(&docs);
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                std::fs::write(folder.join(&name), &script).expect("the folder can be written");
            }
            assert!(read_file(&name) == script, "{name} is out of date; see the comment of this test");
        }
    }

    fn corpus_docs(rows: &Value, lang: &str) -> Vec<SearchDoc> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        rows.as_array()
            .expect("a list of documents")
            .iter()
            .map(|row| SearchDoc {
                url: text(&row["url"]),
                kind: KINDS.into_iter().find(|kind| row["kind"] == *kind).expect("a known kind"),
                title: text(&row["title"]),
                summary: text(&row["summary"]),
                names: row["names"].as_array().into_iter().flatten().map(text).collect(),
                body: text(&row["body"]),
                demo: row["demo"] == true,
                lang: lang.to_owned(),
            })
            .collect()
    }

    /// A row is code, name, department, population and daily names.
    fn municipality(row: &str, lang: &str) -> SearchDoc {
        let fields: Vec<&str> = row.split('\t').collect();
        let [code, name, department, population, aliases] = fields[..] else { panic!("five fields: {row}") };
        let (folder, summary) = match lang {
            "es" => ("municipios", format!("Municipio de {department}, {population} habitantes (2018).")),
            _ => ("municipalities", format!("Municipality of {department}, {population} inhabitants (2018).")),
        };
        let names = std::iter::once(code).chain(aliases.split('|').filter(|alias| !alias.is_empty()));
        SearchDoc {
            names: names.map(str::to_owned).collect(),
            lang: lang.to_owned(),
            ..doc("municipality", &format!("{folder}/{code}-{}/", slug(name)), name, &summary)
        }
    }
}
