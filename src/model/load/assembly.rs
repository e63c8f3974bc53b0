//! Decoded files put together to a model.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::part::{Part, ProseHead, ResultsHead, YearHead};
use crate::diagnostics::catalogue::{C0113, C0201, C0602, C0905};
use crate::diagnostics::{Diagnostics, Place, Words, nearest};
use crate::model::charter::{CharterFamily, CharterResults, CharterVersion};
use crate::model::classifications::Classifications;
use crate::model::facet::{Facet, Facets, List};
use crate::model::indicators::Indicators;
use crate::model::lazy::{Headed, Lazy};
use crate::model::library::{Case, Holidays, Page, Primer};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::outlines::{BOUNDARIES, Outlines, OutlinesHead};
use crate::model::prose::{Prose, ProseText};
use crate::model::provenance::{Ref, Source};
use crate::model::site::Site;
use crate::model::territory::{Department, Municipality, Profile, ProfileHead, RegisterEntry};
use crate::model::toolbox::Tool;
use crate::model::values::{Date, DepartmentCode, Lang, MunicipalityCode, Version, Year};
use crate::model::worksheet::Worksheet;
use crate::model::{Asked, Model, may_define};
use crate::source::hash::{Hash, combined, shown};
use crate::source::{Doubts, Located, SourceFile, SourceTree};

/// A municipality while the model is put together.
struct Pending {
    entry: RegisterEntry,
    profile: Option<Headed<ProfileHead, Profile>>,
    years: BTreeMap<Year, (YearHead, Lazy<MunicipalityYear>)>,
    file: Arc<str>,
}

impl Pending {
    /// Of a municipality that has files and no entry in the register; it is called as its folder.
    fn stand_in(code: MunicipalityCode, department: DepartmentCode, file: &Arc<str>) -> Pending {
        let name = file.rsplit('/').nth(1).unwrap_or_default().to_owned();
        let entry = RegisterEntry {
            code: Located::stand_in(code),
            name,
            department: Located::stand_in(department),
            population_2018: None,
            seat: None,
            area_km2: None,
            also: Vec::new(),
            demo: code.is_fictitious(),
        };
        Pending { entry, profile: None, years: BTreeMap::new(), file: Arc::clone(file) }
    }
}

/// The model while it is put together.
#[derive(Default)]
pub(super) struct Assembly {
    site: Option<Site>,
    sources: Vec<Source>,
    classifications: Classifications,
    departments: Vec<Department>,
    municipalities: BTreeMap<MunicipalityCode, Pending>,
    profiles: Vec<(ProfileHead, Lazy<Profile>)>,
    years: Vec<(YearHead, Lazy<MunicipalityYear>)>,
    outlines: Option<Headed<OutlinesHead, Outlines>>,
    families: Vec<crate::model::toolbox::Family>,
    offices: Vec<crate::model::toolbox::Office>,
    tools: Vec<Tool>,
    worksheets: Vec<Worksheet>,
    charters: BTreeMap<String, Vec<CharterVersion>>,
    results: BTreeMap<String, (ResultsHead, Lazy<CharterResults>)>,
    cases: Vec<Case>,
    primers: Vec<Primer>,
    pages: BTreeMap<String, Page>,
    terms: Vec<crate::model::library::Term>,
    indicators: Indicators,
    holidays: Holidays,
    corrections: Vec<crate::model::provenance::Correction>,
    /// By folder.
    prose: BTreeMap<String, Vec<(Lang, Hash, ProseText)>>,
    prose_files: Vec<(Lang, Arc<str>)>,
    list_sources: Vec<(Ref, Arc<str>)>,
    pub(super) unread: BTreeSet<Arc<str>>,
    pub(super) doubtful: BTreeMap<Arc<str>, Doubts>,
}

/// Charters with the hashes of their files.
type Families = Vec<(String, Hash, CharterFamily)>;

impl Assembly {
    pub(super) fn add(&mut self, part: Part, file: &SourceFile, found: &mut Diagnostics) {
        match part {
            Part::Site(site) => self.site = Some(*site),
            Part::Sources(list) => self.sources = list.sources,
            Part::Classifications(value) => self.classifications = *value,
            Part::Families(list) => self.families = list.families,
            Part::Offices(list) => self.offices = list.offices,
            Part::Glossary(list) => self.terms = list.terms,
            Part::Indicators(value) => self.indicators = *value,
            Part::Holidays(value) => self.holidays = value,
            Part::Corrections(list) => self.corrections = list.corrections,
            Part::Departments(list) => {
                self.list_sources.push((list.source, Arc::clone(&file.path)));
                self.departments = list.departments;
            }
            Part::Register(register) => {
                self.list_sources.push((register.source, Arc::clone(&file.path)));
                for entry in register.municipalities {
                    let code = *entry.code;
                    if entry.code.is_stand_in() {
                        continue;
                    }
                    if let Some(first) = self.municipalities.get(&code) {
                        let fault = C0201.at(entry.code.in_file(&file.path)).with("id", code);
                        found.push(fault.also(first.entry.code.in_file(&first.file)));
                        continue;
                    }
                    let file = Arc::clone(&file.path);
                    self.municipalities.insert(code, Pending { entry, profile: None, years: BTreeMap::new(), file });
                }
            }
            Part::Boundaries(head, value) => self.outlines = Some(Headed { head, value }),
            Part::Profile(head, profile) => self.profiles.push((head, profile)),
            Part::Year(head, year) => self.years.push((head, year)),
            Part::Charter(head, charter) => {
                self.charters.entry(head.id.clone()).or_default().push(CharterVersion { head, value: charter });
            }
            Part::Results(head, results) => {
                self.results.insert(head.charter.clone(), (head, results));
            }
            Part::Tool(tool) => self.tools.push(*tool),
            Part::Worksheet(worksheet) => self.worksheets.push(*worksheet),
            Part::Case(case) => self.cases.push(*case),
            Part::Primer(primer) => self.primers.push(*primer),
            Part::Prose(ProseHead { folder, lang, links }, document) => {
                self.prose_files.push((lang, Arc::clone(&file.path)));
                self.prose.entry(folder).or_default().push((lang, file.hash, ProseText { links, document }));
            }
            Part::Page { id, lang, head, links, document } => {
                self.prose_files.push((lang, Arc::clone(&file.path)));
                let text = ProseText { links, document };
                self.prose.entry(format!("content/pages/{id}")).or_default().push((lang, file.hash, text));
                let page = self.pages.entry(id.clone()).or_insert_with(|| Page { id, ..Page::default() });
                page.heads.insert(lang, *head);
            }
            Part::Nothing => {}
        }
    }

    pub(super) fn finish(mut self, tree: &SourceTree, asked: Asked, found: &mut Diagnostics) -> Option<Model> {
        let site = self.take_site(tree, found)?;
        self.join_municipalities(found);
        let mut facets = Facets::default();
        let (charters, unpublished) = self.take_charters(tree, asked.drafts, &mut facets);
        let municipalities = self.take_municipalities(tree, &charters, &mut facets);
        let by_department = by_department(&self.departments, &municipalities, &mut facets);
        let mut prose = |folder: String, facets: &mut Facets| {
            Prose::new(&folder, self.prose.remove(&folder).unwrap_or_default(), facets)
        };
        for tool in &mut self.tools {
            tool.prose = prose(format!("toolbox/{}", tool.id), &mut facets);
        }
        for case in &mut self.cases {
            case.prose = prose(format!("content/cases/{}", case.id), &mut facets);
        }
        for primer in &mut self.primers {
            primer.prose = prose(format!("content/primers/{}", primer.id), &mut facets);
        }
        // What a page's heads say is shown in lists; its text is a facet of its own.
        let heads = self.pages.values().map(Page::heads_hash).collect::<Vec<_>>();
        for page in self.pages.values_mut() {
            page.prose = prose(format!("content/pages/{}", page.id), &mut facets);
        }
        self.tools.sort_by(|a, b| a.number.value.cmp(&b.number.value));
        let results = charters.iter().flat_map(|(_, _, charter)| charter.results_published.iter().copied());
        let today = asked.today.unwrap_or_else(|| newest_date(self.sources.iter(), results, asked.limit));
        let versions: Vec<Vec<Version>> = charters.iter().map(|(_, _, charter)| charter.version_numbers()).collect();
        let of_file = |file: &str| hash_of(tree, file);
        let build = |facets: &mut Facets| Model {
            today: facets.add("the build's date", shown(&today), today),
            sources: listed(facets, "source", self.sources, |source| source.id.value.clone()),
            classifications: facets.add(
                "content/classifications.yaml",
                of_file("content/classifications.yaml"),
                self.classifications,
            ),
            departments: listed(facets, "department", self.departments, |department| department.code.to_string()),
            by_department,
            municipalities: facets.list("municipality", municipalities),
            outlines: facets.add(BOUNDARIES, of_file(BOUNDARIES), self.outlines),
            families: listed(facets, "family", self.families, |family| family.id.value.clone()),
            tools: facets.list("tool", self.tools.into_iter().map(|tool| (tool.id.clone(), of_file(&tool.file), tool))),
            worksheets: facets.list(
                "worksheet",
                self.worksheets.into_iter().map(|sheet| (sheet.tool.clone(), of_file(&sheet.file), sheet)),
            ),
            offices: listed(facets, "office", self.offices, |office| office.id.value.clone()),
            charter_versions: facets.add("published versions of charters", shown(&versions), versions),
            charters: facets.list("charter", charters),
            unpublished_charters: facets.list("unpublished charter", unpublished),
            cases: facets.list("case", self.cases.into_iter().map(|case| (case.id.clone(), of_file(&case.file), case))),
            primers: facets.list(
                "primer",
                self.primers.into_iter().map(|primer| (primer.id.clone(), of_file(&primer.file), primer)),
            ),
            pages: facets
                .list("page", self.pages.into_values().zip(heads).map(|(page, hash)| (page.id.clone(), hash, page))),
            terms: listed(facets, "term", self.terms, |term| term.id.value.clone()),
            indicators: facets.add("content/indicators.yaml", of_file("content/indicators.yaml"), self.indicators),
            holidays: facets.add("content/holidays.yaml", shown(&self.holidays), self.holidays),
            corrections: facets.add("content/corrections.yaml", shown(&self.corrections), self.corrections),
            site: facets.add("content/site.yaml", shown(&site), site),
            list_sources: self.list_sources,
            unread: self.unread,
            doubtful: self.doubtful,
            facets: Facets::default(),
        };
        let mut model = build(&mut facets);
        model.facets = facets;
        Some(model)
    }

    /// The site's own file, or what stands in for it; nothing where there is no site at all.
    fn take_site(&mut self, tree: &SourceTree, found: &mut Diagnostics) -> Option<Site> {
        let site = self.site.take();
        let file: Arc<str> = Arc::from("content/site.yaml");
        if site.is_none() {
            if !self.unread.contains(&file) {
                found.push(C0113.nowhere().with("file", &file));
            }
            if tree.files().all(|file| file.path.starts_with("themes/")) {
                return None;
            }
            self.doubtful.insert(Arc::clone(&file), Doubts::of_all());
        }
        let mut site = site.unwrap_or_else(Site::stand_in);
        if site.languages.is_empty() && !self.doubtful.contains_key(&file) {
            let fault = C0905.at(Place::file(&site.file)).with("key", "languages").with("value", "[]");
            found.push(fault.with_words("cure", NO_LANGUAGE));
        }
        for (n, language) in site.languages.iter().enumerate().filter(|(_, language)| !language.code.is_stand_in()) {
            if let Some(first) = site.languages[..n].iter().find(|first| *first.code == *language.code) {
                let fault = C0201.at(language.code.in_file(&site.file)).with("id", *language.code);
                found.push(fault.also(first.code.in_file(&site.file)));
            }
        }
        site.settle_languages(self.languages_of_texts().into_iter());
        if let Some(url) = site.base_url.as_ref().filter(|url| !url.is_stand_in() && !is_base_url(url)) {
            let fault = C0905.at(url.in_file(&site.file)).with("key", "base_url").with("value", &url.value);
            found.push(fault.with_words("cure", BASE_URL).with_some("nearest", completed_url(url)));
        }
        let languages: Vec<&str> = site.languages.iter().map(|l| l.code.as_str()).collect();
        for (lang, file) in self.prose_files.iter().filter(|_| !site.guessed) {
            if !languages.contains(&lang.as_str()) {
                let near = nearest(lang.as_str(), languages.iter().copied());
                found.push(C0602.at(Place::file(file)).with("code", lang).with_some("nearest", near));
            }
        }
        Some(site)
    }

    /// The languages in which there are files of text, the most usual first.
    fn languages_of_texts(&self) -> Vec<Lang> {
        let mut counts: BTreeMap<Lang, usize> = BTreeMap::new();
        for (lang, _) in &self.prose_files {
            *counts.entry(*lang).or_default() += 1;
        }
        let mut languages: Vec<(usize, Lang)> = counts.into_iter().map(|(lang, count)| (count, lang)).collect();
        languages.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        languages.into_iter().map(|(_, lang)| lang).collect()
    }

    /// Gives each municipality its files. Those of a municipality that the register lacks are told.
    fn join_municipalities(&mut self, found: &mut Diagnostics) {
        let profiles = std::mem::take(&mut self.profiles);
        let years = std::mem::take(&mut self.years);
        let lacking = |code: MunicipalityCode| !self.municipalities.contains_key(&code);
        let of_profiles = profiles.iter().filter(|(head, _)| lacking(head.municipality));
        let of_years = years.iter().filter(|(head, _)| lacking(head.municipality));
        let of_profiles = of_profiles.map(|(_, profile)| (&profile.municipality, &profile.file));
        let unknown = of_profiles.chain(of_years.map(|(_, year)| (&year.municipality, &year.file)));
        let unknown: Vec<_> = unknown.map(|(code, file)| (**code, code.in_file(file))).collect();
        let undefined = |code: &MunicipalityCode| {
            !crate::model::REGISTERS
                .iter()
                .any(|file| may_define(&self.unread, &self.doubtful, file, code.as_str(), None))
        };
        let register = self.municipalities.iter().map(|(code, pending)| (*code, pending.entry.name.as_str()));
        for (code, place) in unknown.iter().filter(|(code, _)| undefined(code)) {
            found.push(crate::check::unknown_municipality(*code, place.clone(), register.clone()));
        }
        // What stands in for an entry of the register, so that its files are judged all the same.
        for (code, place) in unknown {
            if let Some(department) = code.as_str().get(..2).and_then(DepartmentCode::parse) {
                self.municipalities.entry(code).or_insert_with(|| Pending::stand_in(code, department, &place.file));
            }
        }
        for (head, profile) in profiles {
            if let Some(municipality) = self.municipalities.get_mut(&head.municipality) {
                municipality.profile = Some(Headed { head, value: profile });
            }
        }
        for (head, year) in years {
            if let Some(municipality) = self.municipalities.get_mut(&head.municipality) {
                municipality.years.insert(head.year, (head, year));
            }
        }
    }

    /// The charters of which something is published, and those that are drafts only.
    fn take_charters(&mut self, tree: &SourceTree, with_drafts: bool, facets: &mut Facets) -> (Families, Families) {
        let (mut charters, mut unpublished) = (Vec::new(), Vec::new());
        for (id, mut versions) in std::mem::take(&mut self.charters) {
            versions.sort_by_key(|version| version.head.version);
            let mut prose_in = |folder: &str| {
                let texts = self.prose.remove(folder).unwrap_or_default();
                (!texts.is_empty()).then(|| Prose::new(folder, texts, facets))
            };
            let folder = format!("content/charters/{id}");
            let of_version = |version: &CharterVersion| {
                let version = version.head.version;
                Some((version, prose_in(&format!("{folder}/{version}"))?))
            };
            let version_prose = versions.iter().filter_map(of_version).collect();
            let prose = Prose::new(&folder, self.prose.remove(&folder).unwrap_or_default(), facets);
            let (drafts, versions) = versions.into_iter().partition(|version| !with_drafts && version.head.is_draft());
            let (head, results) = self.results.remove(&id).unzip();
            let results_published = head.map(|head| head.published).unwrap_or_default();
            let charter = CharterFamily { id, versions, drafts, results, results_published, prose, version_prose };
            let hash = combined(charter.files().map(|file| hash_of(tree, file)));
            let list = if charter.versions.is_empty() { &mut unpublished } else { &mut charters };
            list.push((charter.id.clone(), hash, charter));
        }
        (charters, unpublished)
    }

    fn take_municipalities(
        &mut self,
        tree: &SourceTree,
        charters: &[(String, Hash, CharterFamily)],
        facets: &mut Facets,
    ) -> Vec<(String, Hash, Municipality)> {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for pending in self.municipalities.values() {
            *names.entry(pending.entry.name.clone()).or_default() += 1;
        }
        let mut of_municipality: BTreeMap<MunicipalityCode, Vec<usize>> = BTreeMap::new();
        for (at, (_, _, charter)) in charters.iter().enumerate().filter(|(_, (_, _, c))| !c.current_head().is_draft()) {
            of_municipality.entry(charter.current_head().municipality).or_default().push(at);
        }
        let of_file = |file: &str| hash_of(tree, file);
        let mut list = Vec::with_capacity(self.municipalities.len());
        for (code, Pending { entry, profile, years, file }) in std::mem::take(&mut self.municipalities) {
            let name = entry.name.clone();
            let department = entry.department.clone();
            let homonym = names.get(&name).is_some_and(|count| *count > 1);
            let identity = shown(&(code, &name, &department, homonym));
            let own = of_municipality.remove(&code).unwrap_or_default();
            let ids: Vec<&str> = own.iter().map(|at| charters[*at].0.as_str()).collect();
            let tells = |case: &&(usize, &Case)| case.1.municipalities.iter().any(|other| **other == code);
            let cases: Vec<(usize, &Case)> = self.cases.iter().enumerate().filter(|case| tells(&case)).collect();
            let titles: Vec<&str> = cases.iter().map(|(_, case)| case.id.as_str()).collect();
            let profile_hash = profile.as_ref().map_or(0, |profile| of_file(&profile.file));
            let year_list = shown(&years.keys());
            let itemised: Vec<Year> =
                years.values().filter(|(head, _)| head.itemised).map(|(head, _)| head.year).collect();
            let years = years
                .into_iter()
                .map(|(year, (_, value))| (year, facets.add(Arc::clone(&value.file), of_file(&value.file), value)))
                .collect();
            let municipality = Municipality {
                code,
                name,
                department,
                homonym,
                entry: facets.add(format!("register: {code}"), shown(&entry), entry),
                profile: facets.add(format!("profile: {code}"), profile_hash, profile),
                years: facets.add(format!("years: {code}"), year_list, years),
                itemised: facets.add(format!("itemised years: {code}"), shown(&itemised), itemised),
                charters: facets.add(format!("charters of {code}"), shown(&ids), own),
                cases: facets.add(
                    format!("cases of {code}"),
                    shown(&titles),
                    cases.iter().map(|(at, _)| *at).collect(),
                ),
                file,
            };
            list.push((code.to_string(), identity, municipality));
        }
        list
    }
}

/// The hash of a file of the tree.
fn hash_of(tree: &SourceTree, file: &str) -> Hash {
    tree.get(file).map(|file| file.hash).unwrap_or_default()
}

/// A short list of one file: each item is a facet by what it says.
fn listed<T: std::fmt::Debug>(facets: &mut Facets, kind: &str, items: Vec<T>, id: impl Fn(&T) -> String) -> List<T> {
    facets.list(kind, items.into_iter().map(|item| (id(&item), shown(&item), item)))
}

/// The positions of the municipalities of each department.
fn by_department(
    departments: &[Department],
    municipalities: &[(String, Hash, Municipality)],
    facets: &mut Facets,
) -> BTreeMap<DepartmentCode, Facet<Vec<usize>>> {
    let mut members: BTreeMap<DepartmentCode, Vec<usize>> =
        departments.iter().map(|department| (*department.code, Vec::new())).collect();
    for (at, (_, _, municipality)) in municipalities.iter().enumerate() {
        members.entry(*municipality.department).or_default().push(at);
    }
    let facet = |(code, members): (DepartmentCode, Vec<usize>)| {
        let codes: Vec<&str> = members.iter().map(|at| municipalities[*at].0.as_str()).collect();
        (code, facets.add(format!("municipalities of department {code}"), shown(&codes), members))
    };
    members.into_iter().map(facet).collect()
}

const NO_LANGUAGE: Words = Words {
    es: "ponga por lo menos un idioma: languages: [{code: es, name: \"Español\", tag: es-GT}]",
    en: "put at least one language: languages: [{code: es, name: \"Español\", tag: es-GT}]",
};
const BASE_URL: Words = Words {
    es: "la dirección va completa: empieza con https:// y termina con /, por ejemplo https://anam.example/",
    en: "the address is complete: it starts with https:// and ends with /, such as https://anam.example/",
};

/// The complete address that an incomplete one stands for, if it only lacks its scheme or its last `/`.
fn completed_url(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = if url.contains("://") { "" } else { "https://" };
    let slash = if url.ends_with('/') { "" } else { "/" };
    let whole = format!("{scheme}{}{slash}", url.trim_start_matches('/'));
    (is_base_url(&whole) && whole.contains('.')).then_some(whole)
}

/// A complete address with a final `/`.
pub(crate) fn is_base_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.len() > 1 && rest.ends_with('/') && !rest.contains([' ', '"', '<', '?', '#']))
}

/// The newest day on which something was retrieved or published: the build's date when none is given.
/// A date after `limit` is a slip of the pen that the checks tell; it must not become the site's date.
pub(in crate::model) fn newest_date<'m>(
    sources: impl Iterator<Item = &'m Source>,
    results: impl Iterator<Item = Date>,
    limit: Option<Date>,
) -> Date {
    let of_sources = sources.flat_map(|s| [s.retrieved_on.as_ref(), s.published_on.as_ref()]).flatten();
    let possible = |date: &Date| limit.is_none_or(|limit| *date <= limit);
    of_sources.map(|date| **date).chain(results).filter(possible).max().unwrap_or(Date::EPOCH)
}
