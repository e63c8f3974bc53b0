//! The plan: every output before one is rendered. Its address, what it is about, in which language.
//!
//! So collisions, translations, the sitemap and every internal link can be checked exactly, and nothing has to be
//! rendered to know them. A new kind of page is a variant of [`Subject`], its address in [`subject`], and its view
//! in `render/views`.

mod address;
mod charter_file;
mod pages;
mod subject;

pub use address::Address;
pub use charter_file::CharterFile;
use pages::Pages;
pub use subject::Subject;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use crate::diagnostics::catalogue::{C0208, C0401};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place, nearest};
use crate::indicator::Standing;
use crate::model::facet::{FacetId, Facets, read};
use crate::model::prose::ProseText;
use crate::model::values::{Lang, MunicipalityCode, Slug, Version};
use crate::model::{Model, Thing};
use crate::source::hash::{Hash, of_lines};
use crate::theme::Theme;

/// What an output holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Page {
        subject: Subject,
        lang: Lang,
    },
    /// Leads the reader on to a page.
    ShortAddress {
        subject: Subject,
    },
    /// A file about a charter, beside its pages.
    CharterFile {
        charter: usize,
        version: Version,
        lang: Lang,
        file: CharterFile,
    },
    /// A calculator as a workbook.
    Workbook {
        worksheet: usize,
        lang: Lang,
    },
    /// A file that the theme brings, by its name in `static/`.
    Static {
        name: String,
    },
    /// All style sheets of the theme, joined.
    StyleSheet,
    SearchIndex {
        lang: Lang,
    },
    /// The newest figures of all municipalities, for the script that puts some beside each other.
    ComparedFigures {
        lang: Lang,
    },
    Sitemap,
    Robots,
}

impl Content {
    /// Whether it has links and identifiers.
    pub fn is_html(&self) -> bool {
        matches!(self, Content::Page { .. } | Content::ShortAddress { .. })
    }

    /// Whether it is one of the pages, or a file beside them: nothing that hangs on the theme's own files.
    fn is_of_pages(&self) -> bool {
        matches!(self, Content::Page { .. } | Content::ShortAddress { .. } | Content::CharterFile { .. })
    }

    fn is_charter_file(&self, kind: CharterFile) -> bool {
        matches!(self, Content::CharterFile { file, .. } if *file == kind)
    }

    /// The thing that it is about, if it is one of those of which there are many.
    pub fn thing(&self) -> Option<Thing> {
        match *self {
            Content::Page { subject, .. } | Content::ShortAddress { subject } => match subject {
                Subject::Municipality(at) | Subject::MunicipalityYear(at, _) | Subject::MunicipalityCharters(at) => {
                    Some(Thing::Municipality(at))
                }
                Subject::Charter(at)
                | Subject::CharterVersion(at, _)
                | Subject::CharterChanges(at, _)
                | Subject::CharterHistory(at)
                | Subject::CharterKit(at) => Some(Thing::Charter(at)),
                _ => None,
            },
            Content::CharterFile { charter, .. } => Some(Thing::Charter(charter)),
            _ => None,
        }
    }

    /// The municipality that it is about.
    pub fn municipality(&self, model: &Model) -> Option<MunicipalityCode> {
        self.thing().map(|thing| match thing {
            Thing::Municipality(at) => model.municipalities[at].code,
            Thing::Charter(at) => model.charters[at].current_head().municipality,
            Thing::UnpublishedCharter(at) => model.unpublished_charters[at].current_head().municipality,
        })
    }

    /// What kind of output it is, for tables of times.
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Page { subject, .. } => subject.kind(),
            Content::ShortAddress { .. } => "short address",
            Content::CharterFile { file, .. } => file.kind(),
            Content::Workbook { .. } => "workbook",
            Content::Static { .. } => "file of the theme",
            Content::StyleSheet => "style sheet",
            Content::SearchIndex { .. } => "search index",
            Content::ComparedFigures { .. } => "compared figures",
            Content::Sitemap => "sitemap",
            Content::Robots => "robots.txt",
        }
    }
}

/// One file of the site to be.
#[derive(Clone, Debug)]
pub struct Output {
    pub address: Address,
    pub content: Content,
}

/// All outputs and the way from subjects to addresses.
#[derive(Debug)]
pub struct Plan {
    /// Goes on after those of where municipalities stand.
    pub facets: Facets,
    /// By address.
    pub outputs: Vec<Output>,
    /// Shared with the plan of another theme, where it has the same addresses.
    pages: Arc<Pages>,
    /// Which pages there are.
    all_pages: FacetId,
    /// Hashes of assets, for their names.
    pub assets: Assets,
    /// Of the theme's files that assets were made of.
    assets_hash: Hash,
}

/// The addresses of the files that pages load.
#[derive(Debug, Default)]
pub struct Assets {
    pub style_sheet: Option<Address>,
    /// By name.
    pub scripts: BTreeMap<String, Address>,
    pub search_index: BTreeMap<Lang, Address>,
    /// Only where municipalities can be compared.
    pub compared_figures: BTreeMap<Lang, Address>,
    /// Of calculators, by their position.
    pub workbooks: BTreeMap<(usize, Lang), Address>,
}

impl Plan {
    /// Names every output of a site.
    pub fn make(model: &Model, standing: &Standing, theme: &Theme) -> Checked<Plan> {
        let (pages, outputs) = Pages::of(model, standing, theme);
        Plan::of(Arc::new(pages), outputs, model, theme)
    }

    /// The plan of a model that differs from this plan's own in some facets, and of a theme: this one, as far as it
    /// holds.
    pub fn make_again(
        self: &Arc<Plan>,
        model: &Model,
        standing: &Standing,
        changed: &[FacetId],
        theme: &Theme,
    ) -> Checked<Arc<Plan>> {
        let plan = match self.pages.hold(model, changed, theme) {
            true if self.assets_hash == theme.assets_hash() => {
                return Checked::new(Arc::clone(self), Diagnostics::new());
            }
            true => {
                let of_pages = self.outputs.iter().filter(|output| output.content.is_of_pages());
                Plan::of(Arc::clone(&self.pages), of_pages.cloned().collect(), model, theme)
            }
            false => Plan::make(model, standing, theme),
        };
        Checked::new(Arc::new(plan.value), plan.diagnostics)
    }

    /// Pages with what else a site has.
    fn of(pages: Arc<Pages>, mut outputs: Vec<Output>, model: &Model, theme: &Theme) -> Checked<Plan> {
        let mut found = Diagnostics::new();
        let mut facets = pages.facets.clone();
        let assets = plan_assets(model, theme, &mut outputs);
        outputs.push(Output { address: Address::file("robots.txt"), content: Content::Robots });
        if model.site.base_url.is_some() {
            outputs.push(Output { address: Address::file("sitemap.xml"), content: Content::Sitemap });
        }
        outputs.sort_by(|a, b| a.address.cmp(&b.address));
        let all_pages = facets.id("all addresses", of_lines(outputs.iter().map(|output| output.address.as_str())));
        for pair in outputs.windows(2) {
            if pair[0].address.has_file_of(&pair[1].address) {
                found.extend(collision(&pair[0], &pair[1], model));
            }
        }
        let assets_hash = theme.assets_hash();
        Checked::new(Plan { facets, outputs, pages, all_pages, assets, assets_hash }, found)
    }

    /// The output that a file of the site is.
    pub fn output(&self, file: &str) -> Option<usize> {
        self.outputs.binary_search_by(|output| output.address.as_str().cmp(address_of(file))).ok()
    }

    /// Where the page about a subject stands in a language.
    pub fn address(&self, subject: Subject, lang: Lang) -> &Address {
        static ROOT: LazyLock<Address> = LazyLock::new(|| Address::folder(&[]));
        let page = self.pages.page(subject, lang).or_else(|| self.pages.page(subject, self.pages.main));
        page.unwrap_or(&ROOT)
    }

    /// Where a file about a version of a charter stands; `None` where none is made. What tells of the whole charter,
    /// its calendar and its feed, goes by its current version.
    pub fn charter_file(&self, charter: usize, version: Version, lang: Lang, file: CharterFile) -> Option<&Address> {
        let lang = if file.is_shared() { self.pages.main } else { lang };
        self.pages.file((charter, version, lang, file))
    }

    /// The subject that a Markdown link means, and its anchor with `#` or nothing.
    pub fn resolve<'t>(&self, target: &'t str) -> Option<(Subject, &'t str)> {
        let (path, anchor) = target.find('#').map_or((target, ""), |at| target.split_at(at));
        let subject = self.meant(path);
        if subject.is_none() {
            read(self.all_pages);
        }
        subject.map(|subject| (subject, anchor))
    }

    /// The same for a link that stands on the page about `here`, to which `#…` alone leads.
    pub fn resolve_on<'t>(&self, here: Subject, target: &'t str) -> Option<(Subject, &'t str)> {
        if target.starts_with('#') { Some((here, target)) } else { self.resolve(target) }
    }

    /// Every page, with its subject and language.
    pub fn pages(&self) -> impl Iterator<Item = (Subject, Lang, &Address)> {
        read(self.all_pages);
        self.pages.all()
    }

    /// The pages that show whether the site can be rendered: the first of each kind in each language, and all that an
    /// anchor of a text leads to. Where the theme prints its own way, a charter's files as well.
    pub fn sample(&self, model: &Model, theme: &Theme) -> BTreeSet<Address> {
        let mut sample = BTreeSet::new();
        let mut last = None;
        for (subject, _, address) in self.pages.all() {
            // Pages are in the order of their subjects: the first of a kind is where the kind changes.
            let kind = std::mem::discriminant(&subject);
            let first = last.is_none_or(|(known, at)| known != kind || at == subject);
            if first {
                last = Some((kind, subject));
                sample.insert(address.clone());
            }
        }
        // What the program's own templates print is tested with the program; a document costs as much as many pages.
        for file in CharterFile::ALL.iter().filter(|_| theme.prints_its_own_way()) {
            let made = self.outputs.iter().find(|output| output.content.is_charter_file(*file));
            sample.extend(made.map(|output| output.address.clone()));
        }
        for (subject, text) in texts(model) {
            for (target, _) in text.links.iter().filter(|(target, _)| target.contains('#')) {
                let meant = self.resolve_on(subject, target);
                sample.extend(meant.map(|(subject, _)| self.address(subject, self.pages.main).clone()));
            }
        }
        sample
    }

    /// Whether a target would lead to a page if it ended with `/`.
    fn lacks_stroke(&self, target: &str) -> bool {
        let path = target.split('#').next().unwrap_or_default();
        !path.ends_with('/') && self.meant(&format!("{path}/")).is_some()
    }

    /// The subject that a path without anchor means: that of the main language's page.
    fn meant(&self, path: &str) -> Option<Subject> {
        let address = path.strip_prefix('/')?;
        let from = self.outputs.partition_point(|output| output.address.as_str() < address);
        let mut there = self.outputs[from..].iter().take_while(|output| output.address.as_str() == address);
        there.find_map(|output| self.main_subject(output))
    }

    /// What the page of the main language is about that an output is, if links of texts can mean it.
    fn main_subject(&self, output: &Output) -> Option<Subject> {
        match output.content {
            Content::Page { subject, lang } if lang == self.pages.main && subject != Subject::NotFound => Some(subject),
            _ => None,
        }
    }

    /// Internal links of texts must lead to a page.
    pub fn check_links(&self, model: &Model) -> Diagnostics {
        let mut found = Diagnostics::new();
        for (_, text) in texts(model) {
            for (target, span) in text.links.iter().filter(|(target, _)| target.starts_with('/')) {
                if self.resolve(target).is_none() && (self.lacks_stroke(target) || !leads_to_unread(model, target)) {
                    let linked = self.outputs.iter().filter(|output| self.main_subject(output).is_some());
                    let paths: Vec<String> = linked.map(|output| format!("/{}", output.address.as_str())).collect();
                    let near = nearest(target, paths.iter().map(String::as_str));
                    let fault = C0208.at(Place::new(text.file(), span)).with("link", target);
                    found.push(fault.with_some("nearest", near));
                }
            }
        }
        found
    }
}

/// The address of a file: a folder's own page is called as the folder.
pub fn address_of(file: &str) -> &str {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => file,
    }
}

/// The fault of two outputs with one address, unless it only follows from one that has been told.
fn collision(first: &Output, second: &Output, model: &Model) -> Option<Diagnostic> {
    let subject = |output: &Output| match output.content {
        Content::Page { subject, .. } | Content::ShortAddress { subject } => Some(subject),
        _ => None,
    };
    let (one, other) = (subject(first), subject(second));
    let names = [describe(&first.content, model), describe(&second.content, model)];
    // One thing twice under one identifier has been told as that.
    if names[0] == names[1] {
        return None;
    }
    let places = [one, other].map(|subject| subject.and_then(|subject| subject.place(model)));
    // Of a page with a head of its own only its file is known.
    let whole = |place: &Place| place.span == (0..0) && model.is_doubtful(&place.file);
    if places.iter().flatten().any(|place| whole(place) || model.is_place_in_doubt(place)) {
        return None;
    }
    let fault = C0401.nowhere().with("url", first.address.as_str()).with("first", &names[0]).with("second", &names[1]);
    Some(place_clash(fault, places))
}

/// Whether a link names something whose file could not be read: that fault has been told.
fn leads_to_unread(model: &Model, target: &str) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let of_municipalities = |file: &Arc<str>| file.starts_with("content/municipalities/");
    !name.is_empty()
        && model.shaky_files().any(|file| {
            file.split('/').any(|part| part == name)
                || model.doubtful.get(file).is_some_and(|doubts| doubts.names.contains(name))
                || (of_municipalities(file) && path.starts_with("/municipios/"))
        })
}

/// Every prose text with its page.
pub fn texts(model: &Model) -> impl Iterator<Item = (Subject, &ProseText)> {
    let tools = model.tools.iter().enumerate().map(|(n, tool)| (Subject::Tool(n), &tool.prose));
    let cases = model.cases.iter().enumerate().map(|(n, case)| (Subject::Case(n), &case.prose));
    let primers = model.primers.iter().enumerate().map(|(n, primer)| (Subject::Primer(n), &primer.prose));
    let charters = model.charters.iter().enumerate().map(|(n, charter)| (Subject::Charter(n), &charter.prose));
    let versions = model.charters.iter().enumerate().flat_map(|(n, charter)| {
        let published = |(version, _): &(&Version, _)| charter.version(**version).is_some();
        let own = charter.version_prose.iter().filter(published);
        own.map(move |(version, prose)| (Subject::CharterVersion(n, *version), prose))
    });
    let pages = model.pages.iter().enumerate().map(|(n, page)| (Subject::Page(n), &page.prose));
    tools
        .chain(cases)
        .chain(primers)
        .chain(charters)
        .chain(versions)
        .chain(pages)
        .flat_map(|(subject, prose)| prose.iter().map(move |(_, text)| (subject, text)))
}

/// Assets carry their hash in their name, so that a browser may keep them for ever.
fn plan_assets(model: &Model, theme: &Theme, outputs: &mut Vec<Output>) -> Assets {
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex()[..8].to_owned();
    let styles: Vec<u8> = theme.manifest.styles.iter().flat_map(|name| theme.static_file(name)).copied().collect();
    let style_sheet = Address::file(&format!("assets/site.{}.css", hash(&styles)));
    outputs.push(Output { address: style_sheet.clone(), content: Content::StyleSheet });
    let mut assets = Assets { style_sheet: Some(style_sheet), ..Assets::default() };
    for name in &theme.manifest.scripts {
        let stem = name.strip_suffix(".js").unwrap_or(name);
        let address = Address::file(&format!("assets/{stem}.{}.js", hash(theme.static_file(name))));
        outputs.push(Output { address: address.clone(), content: Content::Static { name: name.value.clone() } });
        assets.scripts.insert(name.value.clone(), address);
    }
    for name in &theme.manifest.files {
        let content = Content::Static { name: name.value.clone() };
        outputs.push(Output { address: Address::file(&format!("assets/{}", name.value)), content });
    }
    for lang in model.languages() {
        let address = Address::file(&format!("assets/index-{lang}.js"));
        outputs.push(Output { address: address.clone(), content: Content::SearchIndex { lang } });
        assets.search_index.insert(lang, address);
        if Subject::has_indicators(model) {
            let address = Address::file(&format!("assets/compare-{lang}.js"));
            outputs.push(Output { address: address.clone(), content: Content::ComparedFigures { lang } });
            assets.compared_figures.insert(lang, address);
        }
    }
    for (worksheet, sheet) in model.worksheets.iter().enumerate() {
        let Some(tool) = model.tools.position(&sheet.tool) else { continue };
        for lang in model.languages() {
            let folder = Subject::Tool(tool).address(model, theme, lang);
            let slug = slug_or(&model.tools[tool].slugs, lang, &sheet.tool);
            let address = Address::file(&format!("{}{slug}.xlsx", folder.as_str()));
            outputs.push(Output { address: address.clone(), content: Content::Workbook { worksheet, lang } });
            assets.workbooks.insert((worksheet, lang), address);
        }
    }
    assets
}

/// Two pages of one address are told at the one whose file sets its address, and point at the other. Where both do,
/// the later file is the one to change.
fn place_clash(fault: Diagnostic, places: [Option<Place>; 2]) -> Diagnostic {
    let mut known: Vec<Place> = places.into_iter().flatten().collect();
    known.sort_by_key(|place| (place.span.start > 0, Arc::clone(&place.file), place.span.start));
    let mut fault = fault;
    (fault.place, fault.also) = (known.pop(), known.pop());
    fault
}

fn describe(content: &Content, model: &Model) -> String {
    match content {
        Content::Page { subject, lang } => format!("{} ({lang})", subject.describe(model)),
        Content::ShortAddress { subject } => format!("c/ {}", subject.describe(model)),
        Content::CharterFile { charter, version, lang, file } => {
            format!("{} {version} ({lang}): {}", Subject::Charter(*charter).describe(model), file.kind())
        }
        Content::Static { name } => name.clone(),
        other => format!("{other:?}"),
    }
}

/// The slug of something in a language: what its file says, else its identifier.
pub(crate) fn slug_or<'a>(slugs: &'a BTreeMap<Lang, Slug>, lang: Lang, id: &'a str) -> &'a str {
    slugs.get(&lang).map_or(id, Slug::as_str)
}
