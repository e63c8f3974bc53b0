//! What pages are about, and where they stand.

use std::sync::Arc;

use super::{Address, slug_or};
use crate::diagnostics::{Interface, Place};
use crate::model::Model;
use crate::model::charter::CharterHead;
use crate::model::toolbox::{Audience, Slugs, ToolKind};
use crate::model::values::{Lang, Version, Year};
use crate::theme::Theme;

/// What a page is about, without its language. Numbers are positions in the model's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Home,
    Toolbox,
    ToolFamily(usize),
    ToolAudience(Audience),
    ToolKind(ToolKind),
    Tool(usize),
    /// The form of a calculator, by its position among the worksheets.
    Calculator(usize),
    Charters,
    /// A charter as it stands: its current version.
    Charter(usize),
    /// A version of a charter, at its permanent address.
    CharterVersion(usize, Version),
    /// What a version changed against the one before it.
    CharterChanges(usize, Version),
    /// All versions of a charter, with their acts.
    CharterHistory(usize),
    /// What a council needs for making its charter known.
    CharterKit(usize),
    Cases,
    Case(usize),
    Training,
    PrimerFamily(usize),
    Primer(usize),
    Territory,
    MunicipalitiesByName,
    /// What the indicators are and how they are computed.
    Indicators,
    /// Two or three municipalities beside each other, as the reader chooses.
    Compare,
    Department(usize),
    Municipality(usize),
    /// A year of a municipality that has items and lines.
    MunicipalityYear(usize, Year),
    /// All charters of a municipality that has some.
    MunicipalityCharters(usize),
    Offices,
    Office(usize),
    /// Duties of the year and holidays.
    Calendar,
    Glossary,
    Search,
    /// Everything from A to Z, for those who have no script.
    Index,
    Corrections,
    /// What each code of a problem means, from the catalogue of faults.
    Codes,
    Page(usize),
    NotFound,
}

impl Subject {
    /// Whether there are indicators to tell of, so that their page and that of comparing are planned.
    pub fn has_indicators(model: &Model) -> bool {
        !model.indicators.indicators.is_empty()
    }

    /// The address of the page about this subject in a language. Segments are words of the theme.
    pub fn address(self, model: &Model, theme: &Theme, lang: Lang) -> Address {
        let words = theme.strings(lang);
        let word = |key: &'static str| words.get("address", key);
        let main = lang == model.site.main();
        let prefix = if main { "" } else { lang.as_str() };
        let at = |segments: &[&str]| {
            let mut all = vec![prefix];
            all.extend_from_slice(segments);
            Address::folder(&all)
        };
        match self {
            Subject::Home => at(&[]),
            Subject::Toolbox => at(&[word("tools")]),
            Subject::ToolFamily(n) => {
                let family = &model.families[n];
                at(&[word("tools"), word("family"), slug_or(&family.slugs, lang, &family.id)])
            }
            Subject::ToolAudience(audience) => {
                at(&[word("tools"), word("audience"), words.get("audience_address", audience.id())])
            }
            Subject::ToolKind(kind) => at(&[word("tools"), word("kind"), words.get("kind_address", kind.id())]),
            Subject::Tool(n) => {
                let tool = &model.tools[n];
                at(&[word("tools"), slug_or(&tool.slugs, lang, &tool.id)])
            }
            Subject::Calculator(n) => {
                let id = &model.worksheets[n].tool;
                let slug = model.tools.get(id).map_or(id.as_str(), |tool| slug_or(&tool.slugs, lang, &tool.id));
                at(&[word("tools"), slug, word("calculator")])
            }
            Subject::Charters => at(&[word("charters")]),
            Subject::Charter(n) => at(&[word("charters"), charter_slug(model, n, lang)]),
            Subject::CharterVersion(n, version) => {
                at(&[word("charters"), charter_slug(model, n, lang), &version.to_string()])
            }
            Subject::CharterChanges(n, version) => {
                at(&[word("charters"), charter_slug(model, n, lang), &version.to_string(), word("changes")])
            }
            Subject::CharterHistory(n) => at(&[word("charters"), charter_slug(model, n, lang), word("history")]),
            Subject::CharterKit(n) => at(&[word("charters"), charter_slug(model, n, lang), word("kit")]),
            Subject::Cases => at(&[word("cases")]),
            Subject::Case(n) => at(&[word("cases"), slug_or(&model.cases[n].slugs, lang, &model.cases[n].id)]),
            Subject::Training => at(&[word("training")]),
            Subject::PrimerFamily(n) => {
                let family = &model.families[n];
                at(&[word("training"), word("family"), slug_or(&family.slugs, lang, &family.id)])
            }
            Subject::Primer(n) => {
                let primer = &model.primers[n];
                at(&[word("training"), slug_or(&primer.slugs, lang, &primer.id)])
            }
            Subject::Territory => at(&[word("municipalities")]),
            Subject::MunicipalitiesByName => at(&[word("municipalities"), "a-z"]),
            Subject::Indicators => at(&[word("indicators")]),
            Subject::Compare => at(&[word("municipalities"), word("compare")]),
            Subject::Department(n) => at(&[word("departments"), &model.departments[n].slug()]),
            Subject::Municipality(n) => at(&[word("municipalities"), &model.municipalities[n].slug()]),
            Subject::MunicipalityYear(n, year) => {
                at(&[word("municipalities"), &model.municipalities[n].slug(), &year.to_string()])
            }
            Subject::MunicipalityCharters(n) => {
                at(&[word("municipalities"), &model.municipalities[n].slug(), word("charters")])
            }
            Subject::Offices => at(&[word("offices")]),
            Subject::Office(n) => at(&[word("offices"), &model.offices[n].id]),
            Subject::Calendar => at(&[word("calendar")]),
            Subject::Glossary => at(&[word("glossary")]),
            Subject::Search => at(&[word("search")]),
            Subject::Index => at(&[word("index")]),
            Subject::Corrections => at(&[word("corrections")]),
            Subject::Codes => at(&[word("codes")]),
            Subject::Page(n) => {
                let page = &model.pages[n];
                let slug = page.heads.get(&lang).and_then(|head| head.slug.as_ref());
                at(&[slug.map_or(page.id.as_str(), |slug| slug.as_str())])
            }
            Subject::NotFound if main => Address::file("404.html"),
            Subject::NotFound => Address::file(&format!("{lang}/404.html")),
        }
    }

    /// Where the content says that there is such a page; none for pages that every site has.
    pub fn place(self, model: &Model) -> Option<Place> {
        let slugs = |slugs: &Slugs, file: &Arc<str>| Some(Place::new(file, slugs.span()));
        match self {
            Subject::ToolFamily(n) | Subject::PrimerFamily(n) => {
                slugs(&model.families[n].slugs, &Arc::from("content/families.yaml"))
            }
            Subject::Office(n) => Some(model.offices[n].id.in_file(&Arc::from("content/offices.yaml"))),
            Subject::Tool(n) => slugs(&model.tools[n].slugs, &model.tools[n].file),
            Subject::Calculator(n) => Some(Place::file(&model.worksheets[n].file)),
            Subject::Charter(n) | Subject::CharterHistory(n) | Subject::CharterKit(n) => {
                slugs(&model.charters[n].current().slugs, &model.charters[n].current().file)
            }
            Subject::CharterVersion(n, version) | Subject::CharterChanges(n, version) => {
                let charter = &model.charters[n].version(version)?.value;
                Some(charter.version.in_file(&charter.file))
            }
            Subject::Case(n) => slugs(&model.cases[n].slugs, &model.cases[n].file),
            Subject::Primer(n) => slugs(&model.primers[n].slugs, &model.primers[n].file),
            Subject::Department(n) => {
                Some(model.departments[n].code.in_file(&Arc::from("content/municipalities/departments.yaml")))
            }
            Subject::Municipality(n) | Subject::MunicipalityYear(n, _) | Subject::MunicipalityCharters(n) => {
                let municipality = &model.municipalities[n];
                Some(municipality.entry.code.in_file(&municipality.file))
            }
            Subject::Page(n) => model.pages[n].prose.iter().next().map(|(_, text)| Place::file(text.file())),
            _ => None,
        }
    }

    /// Whether search engines may have it: nothing invented, no draft, nothing without content of its own.
    pub fn is_public(self, model: &Model) -> bool {
        match self {
            Subject::NotFound | Subject::Search => false,
            Subject::Municipality(n) | Subject::MunicipalityYear(n, _) | Subject::MunicipalityCharters(n) => {
                !model.municipalities[n].is_demo()
            }
            Subject::Department(n) => !model.departments[n].demo,
            Subject::Charter(n) | Subject::CharterHistory(n) | Subject::CharterKit(n) => {
                is_public_charter(model.charters[n].current_head())
            }
            Subject::CharterVersion(n, version) | Subject::CharterChanges(n, version) => {
                model.charters[n].version(version).is_some_and(|version| is_public_charter(&version.head))
            }
            _ => true,
        }
    }

    /// Whether the sitemap names it: of a charter only the page that shows how it stands, so that a search never leads
    /// to a promise that no longer holds.
    pub fn is_listed(self, model: &Model) -> bool {
        let of_a_version = matches!(
            self,
            Subject::CharterVersion(..)
                | Subject::CharterChanges(..)
                | Subject::CharterHistory(_)
                | Subject::CharterKit(_)
        );
        !of_a_version && self.is_public(model)
    }

    /// Whether the page's content exists in a language, so that it is not the main language's in disguise.
    pub fn is_translated(self, model: &Model, theme: &Theme, lang: Lang) -> bool {
        if lang == model.site.main() {
            return true;
        }
        let has = |text: &crate::model::values::Texts| text.get(lang).is_some();
        theme.strings(lang).complete
            && match self {
                Subject::Tool(n) => has(&model.tools[n].name) && model.tools[n].prose.get(lang).is_some(),
                // Its labels are checked text by text; the tool's name says whether anybody wrote in the language.
                Subject::Calculator(n) => {
                    model.tools.get(&model.worksheets[n].tool).is_some_and(|tool| has(&tool.name))
                }
                Subject::Charter(n) | Subject::CharterHistory(n) | Subject::CharterKit(n) => {
                    has(&model.charters[n].current_head().title)
                }
                Subject::CharterVersion(n, version) | Subject::CharterChanges(n, version) => {
                    model.charters[n].version(version).is_some_and(|version| has(&version.head.title))
                }
                Subject::Case(n) => has(&model.cases[n].title) && model.cases[n].prose.get(lang).is_some(),
                Subject::Primer(n) => has(&model.primers[n].title) && model.primers[n].prose.get(lang).is_some(),
                Subject::Office(n) => has(&model.offices[n].name),
                Subject::ToolFamily(n) | Subject::PrimerFamily(n) => has(&model.families[n].name),
                Subject::Page(n) => model.pages[n].heads.contains_key(&lang),
                // The catalogue is in the languages of the program.
                Subject::Codes => Interface::of_language(lang.as_str()).is_some() && has(&model.site.name),
                _ => has(&model.site.name),
            }
    }

    /// What kind of page it is, for tables of times.
    pub fn kind(self) -> &'static str {
        match self {
            Subject::Home => "home",
            Subject::Toolbox | Subject::ToolFamily(_) | Subject::ToolAudience(_) | Subject::ToolKind(_) => "tool list",
            Subject::Tool(_) => "tool",
            Subject::Calculator(_) => "calculator",
            Subject::Charters | Subject::MunicipalityCharters(_) => "charter list",
            Subject::Charter(_) | Subject::CharterVersion(..) => "charter",
            Subject::CharterChanges(..) | Subject::CharterHistory(_) => "charter history",
            Subject::CharterKit(_) => "charter kit",
            Subject::Cases => "case list",
            Subject::Case(_) => "case",
            Subject::Training | Subject::PrimerFamily(_) => "primer list",
            Subject::Primer(_) => "primer",
            Subject::Territory | Subject::MunicipalitiesByName | Subject::Compare => "municipality list",
            Subject::Indicators => "indicators",
            Subject::Department(_) => "department",
            Subject::Municipality(_) => "municipality",
            Subject::MunicipalityYear(..) => "municipality year",
            Subject::Offices | Subject::Office(_) | Subject::Calendar => "office",
            Subject::Glossary | Subject::Index => "glossary and index",
            Subject::Search | Subject::Corrections | Subject::Codes | Subject::Page(_) | Subject::NotFound => "page",
        }
    }

    /// For messages.
    pub fn describe(self, model: &Model) -> String {
        match self {
            Subject::Tool(n) => format!("toolbox/{}", model.tools[n].id),
            Subject::Calculator(n) => format!("toolbox/{} (calculator)", model.worksheets[n].tool),
            Subject::Charter(n) => format!("content/charters/{}", model.charters[n].id),
            Subject::CharterVersion(n, version) => format!("content/charters/{}@{version}", model.charters[n].id),
            Subject::CharterChanges(n, version) => {
                format!("content/charters/{}@{version} (changes)", model.charters[n].id)
            }
            Subject::CharterHistory(n) => format!("content/charters/{} (history)", model.charters[n].id),
            Subject::CharterKit(n) => format!("content/charters/{} (kit)", model.charters[n].id),
            Subject::Case(n) => format!("content/cases/{}", model.cases[n].id),
            Subject::Primer(n) => format!("content/primers/{}", model.primers[n].id),
            Subject::Municipality(n) => format!("content/municipalities/{}", model.municipalities[n].slug()),
            Subject::MunicipalityYear(n, year) => {
                format!("content/municipalities/{}/{year}", model.municipalities[n].slug())
            }
            Subject::MunicipalityCharters(n) => {
                format!("content/municipalities/{} (charters)", model.municipalities[n].slug())
            }
            Subject::Page(n) => format!("content/pages/{}", model.pages[n].id),
            Subject::ToolFamily(n) => format!("content/families.yaml: {} (toolbox)", *model.families[n].id),
            Subject::PrimerFamily(n) => format!("content/families.yaml: {} (primers)", *model.families[n].id),
            Subject::Department(n) => {
                format!("content/municipalities/departments.yaml: {}", *model.departments[n].code)
            }
            Subject::Office(n) => format!("content/offices.yaml: {}", *model.offices[n].id),
            other => format!("{other:?}"),
        }
    }
}

/// The segment of a charter's pages: that of its current version.
fn charter_slug(model: &Model, n: usize, lang: Lang) -> &str {
    let charter = &model.charters[n];
    slug_or(&charter.current_head().slugs, lang, &charter.id)
}

fn is_public_charter(head: &CharterHead) -> bool {
    !head.municipality.is_fictitious() && !head.is_draft()
}
