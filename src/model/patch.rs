//! From one model to the next where only a few files say something else, at the cost of these files.
//!
//! A file that defines what it defined before, with other values, changes its own part of the model and nothing else.
//! For everything else (a new municipality, another number of a tool, the site's own file) the answer is `None`, and the model is put together anew. Both ways lead to the same model; the tests hold them together.

use std::fmt::Debug;
use std::sync::Arc;

use super::charter::{CharterFamily, CharterResults, CharterVersion};
use super::facet::{Facet, Facets, List};
use super::indicators::Indicators;
use super::lazy::{Headed, Lazy};
use super::library::{Case, Page, PageHead, Primer};
use super::load::{Part, ProseHead, YearHead, newest_date};
use super::municipality_year::MunicipalityYear;
use super::prose::{Prose, ProseText};
use super::territory::{Municipality, Profile, ProfileHead, Register, RegisterEntry};
use super::toolbox::Tool;
use super::values::{Date, Lang, Version};
use super::{Asked, Decoded, DecodedFile, Model};
use crate::source::hash::{Hash, combined, shown};

/// A file that is not what it was when a model was made.
pub struct Change<'c> {
    pub path: &'c Arc<str>,
    pub was: &'c DecodedFile,
    pub now: &'c DecodedFile,
}

impl Model {
    /// This model with what some files say now, if nothing but their own parts changes with them.
    ///
    /// `decoded` holds all files of now; the dates are those of [`Model::load`].
    pub fn changed(&self, changes: &[Change], decoded: &Decoded, asked: Asked) -> Option<Model> {
        let mut model = self.clone();
        for change in changes {
            model.change(change, decoded)?;
        }
        let results = model.charters.iter().flat_map(|charter| charter.results_published.iter().copied());
        let sources = model.sources.iter().map(|source| &**source);
        let today = asked.today.unwrap_or_else(|| newest_date(sources, results, asked.limit));
        model.facets.change(&mut model.today, shown(&today), today);
        Some(model)
    }

    fn change(&mut self, change: &Change, decoded: &Decoded) -> Option<()> {
        let Model {
            facets,
            sources,
            classifications,
            departments,
            municipalities,
            outlines,
            families,
            tools,
            offices,
            charters,
            cases,
            primers,
            pages,
            terms,
            indicators,
            holidays,
            corrections,
            ..
        } = self;
        let hash = change.now.hash();
        let part = FilePart { path: change.path, hash, facets };
        match (change.was.sound()?, change.now.sound()?) {
            (Part::Nothing, Part::Nothing) => Some(()),
            (Part::Sources(_), Part::Sources(now)) => part.list(sources, &now.sources, |source| source.id.as_str()),
            (Part::Departments(_), Part::Departments(now)) => {
                part.list(departments, &now.departments, |department| department.code.as_str())
            }
            (Part::Families(_), Part::Families(now)) => part.list(families, &now.families, |family| family.id.as_str()),
            (Part::Offices(_), Part::Offices(now)) => part.list(offices, &now.offices, |office| office.id.as_str()),
            (Part::Glossary(_), Part::Glossary(now)) => part.list(terms, &now.terms, |term| term.id.as_str()),
            (Part::Classifications(_), Part::Classifications(now)) => {
                part.facets.change(classifications, hash, now.as_ref().clone());
                Some(())
            }
            (Part::Indicators(_), Part::Indicators(now)) => {
                part.facets.change(indicators, hash, Indicators::clone(now));
                Some(())
            }
            (Part::Boundaries(..), Part::Boundaries(head, value)) => {
                let now = Headed { head: head.clone(), value: value.clone() };
                part.facets.change(outlines, hash, Some(now));
                Some(())
            }
            (Part::Holidays(_), Part::Holidays(now)) => {
                part.facets.change(holidays, shown(now), now.clone());
                Some(())
            }
            (Part::Corrections(_), Part::Corrections(now)) => {
                part.facets.change(corrections, shown(&now.corrections), now.corrections.clone());
                Some(())
            }
            (Part::Register(was), Part::Register(now)) => part.register(municipalities, was, now),
            (Part::Year(was, _), Part::Year(head, now)) if was == head => {
                part.year(municipalities.item_mut(head.municipality.as_str())?.value_mut(), *head, now)
            }
            (Part::Profile(was, _), Part::Profile(head, now)) if was.municipality == head.municipality => {
                let profile = Headed { head: *head, value: now.clone() };
                part.profile(municipalities.item_mut(head.municipality.as_str())?.value_mut(), profile)
            }
            (Part::Charter(was, _), Part::Charter(head, now))
                if was.id == head.id && was.version == head.version && was.is_draft() == head.is_draft() =>
            {
                let version = CharterVersion { head: head.clone(), value: now.clone() };
                part.charter(charters.item_mut(&head.id)?, version, decoded)
            }
            (Part::Results(was, _), Part::Results(head, now)) if was.charter == head.charter => {
                part.results(charters.item_mut(&head.charter)?, &head.published, now, decoded)
            }
            (Part::Tool(was), Part::Tool(now)) if was.number.value == now.number.value => {
                part.tool(tools.item_mut(&now.id)?, now);
                Some(())
            }
            (Part::Case(was), Part::Case(now)) if tells_of_the_same(was, now) => {
                part.case(cases.item_mut(&now.id)?, now);
                Some(())
            }
            (Part::Primer(_), Part::Primer(now)) => {
                part.primer(primers.item_mut(&now.id)?, now);
                Some(())
            }
            (Part::Prose(..), Part::Prose(ProseHead { folder, lang, links }, document)) => {
                let (list, id) = folder.rsplit_once('/')?;
                let prose = match list {
                    "toolbox" => &mut tools.item_mut(id)?.value_mut().prose,
                    "content/charters" => &mut charters.item_mut(id)?.value_mut().prose,
                    _ if list.starts_with("content/charters/") => {
                        let family = charters.item_mut(list.rsplit('/').next()?)?.value_mut();
                        family.version_prose.get_mut(&Version::parse(id)?)?
                    }
                    "content/cases" => &mut cases.item_mut(id)?.value_mut().prose,
                    "content/primers" => &mut primers.item_mut(id)?.value_mut().prose,
                    _ => return None,
                };
                part.prose(prose, *lang, ProseText { links: links.clone(), document: document.clone() })
            }
            (Part::Page { .. }, Part::Page { id, lang, head, links, document }) => {
                let text = ProseText { links: links.clone(), document: document.clone() };
                part.page(pages.item_mut(id)?, *lang, head, text)
            }
            _ => None,
        }
    }
}

/// Puts what a file says in the place of what it said.
struct FilePart<'m> {
    path: &'m Arc<str>,
    hash: Hash,
    facets: &'m mut Facets,
}

impl FilePart<'_> {
    /// A list of the same things, in the same order.
    fn list<T: Clone + Debug>(self, list: &mut List<T>, now: &[T], id: impl Fn(&T) -> &str) -> Option<()> {
        let items = list.items_mut();
        items.iter().map(|item| id(item)).eq(now.iter().map(&id)).then_some(())?;
        for (item, now) in items.iter_mut().zip(now) {
            self.facets.change(item, shown(now), now.clone());
        }
        Some(())
    }

    /// A register of the same municipalities with the same names.
    fn register(self, municipalities: &mut List<Municipality>, was: &Register, now: &Register) -> Option<()> {
        let named = |entry: &RegisterEntry| (*entry.code, entry.name.clone(), *entry.department);
        let (was, now) = (&was.municipalities, &now.municipalities);
        was.iter().map(named).eq(now.iter().map(named)).then_some(())?;
        for now in now {
            let municipality = municipalities.item_mut(now.code.as_str())?.value_mut();
            (municipality.file == *self.path).then_some(())?;
            municipality.department = now.department.clone();
            self.facets.change(&mut municipality.entry, shown(now), now.clone());
        }
        Some(())
    }

    fn year(self, municipality: &mut Municipality, head: YearHead, now: &Lazy<MunicipalityYear>) -> Option<()> {
        let year = municipality.years.value_mut().get_mut(&head.year).filter(|year| year.file == *self.path)?;
        self.facets.change(year, self.hash, now.clone());
        Some(())
    }

    fn profile(self, municipality: &mut Municipality, now: Headed<ProfileHead, Profile>) -> Option<()> {
        let profile = &mut municipality.profile;
        profile.as_ref().filter(|known| known.file == *self.path)?;
        self.facets.change(profile, self.hash, Some(now));
        Some(())
    }

    fn charter(self, family: &mut Facet<CharterFamily>, now: CharterVersion, decoded: &Decoded) -> Option<()> {
        let mut next = CharterFamily::clone(family);
        let mut versions = next.versions.iter_mut().chain(&mut next.drafts);
        *versions.find(|version| version.value.file == *self.path)? = now;
        // A municipality lists the charters that are its own.
        (next.current_head().municipality == family.current_head().municipality).then_some(())?;
        self.facets.change(family, family_hash(&next, decoded), next);
        Some(())
    }

    fn results(
        self,
        family: &mut Facet<CharterFamily>,
        published: &[Date],
        now: &Lazy<CharterResults>,
        decoded: &Decoded,
    ) -> Option<()> {
        family.results.as_ref().filter(|known| known.file == *self.path)?;
        let results_published = published.to_vec();
        let next = CharterFamily { results: Some(now.clone()), results_published, ..CharterFamily::clone(family) };
        self.facets.change(family, family_hash(&next, decoded), next);
        Some(())
    }

    fn tool(self, tool: &mut Facet<Tool>, now: &Tool) {
        let next = Tool { prose: tool.prose.clone(), ..now.clone() };
        self.facets.change(tool, self.hash, next);
    }

    fn case(self, case: &mut Facet<Case>, now: &Case) {
        let next = Case { prose: case.prose.clone(), ..now.clone() };
        self.facets.change(case, self.hash, next);
    }

    fn primer(self, primer: &mut Facet<Primer>, now: &Primer) {
        let next = Primer { prose: primer.prose.clone(), ..now.clone() };
        self.facets.change(primer, self.hash, next);
    }

    fn prose(self, prose: &mut Prose, lang: Lang, text: ProseText) -> Option<()> {
        self.facets.change(prose.text_mut(lang)?, self.hash, text);
        Some(())
    }

    fn page(self, item: &mut Facet<Page>, lang: Lang, head: &PageHead, text: ProseText) -> Option<()> {
        let mut page = Page::clone(item);
        page.heads.insert(lang, head.clone());
        let hash = page.heads_hash();
        self.facets.change(page.prose.text_mut(lang)?, self.hash, text);
        self.facets.change(item, hash, page);
        Some(())
    }
}

fn tells_of_the_same(was: &Case, now: &Case) -> bool {
    was.municipalities.iter().map(|code| **code).eq(now.municipalities.iter().map(|code| **code))
}

/// The hash of a charter's files.
fn family_hash(family: &CharterFamily, decoded: &Decoded) -> Hash {
    combined(family.files().filter_map(|file| decoded.get(file)).map(DecodedFile::hash))
}
