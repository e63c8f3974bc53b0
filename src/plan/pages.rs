//! The pages of a plan and the files that stand beside them: which there are, and where.

use rayon::prelude::*;

use super::charter_file::{self, FileKey};
use super::{Address, Content, Output, Subject};
use crate::indicator::Standing;
use crate::model::Model;
use crate::model::facet::{FacetId, Facets, read, record};
use crate::model::toolbox::{Audience, ToolKind};
use crate::model::values::Lang;
use crate::source::hash::{Hash, of_lines};
use crate::theme::Theme;

#[derive(Debug)]
pub(super) struct Pages {
    /// One for the addresses of each group.
    pub facets: Facets,
    pub main: Lang,
    /// Of pages, by subject and language.
    pages: Vec<Named<(Subject, Lang)>>,
    files: Vec<Named<FileKey>>,
    /// Which files about charters there are.
    all_files: FacetId,
    /// Facets that decide which groups there are.
    listing: Vec<FacetId>,
    /// Facets that decide about the addresses of a group, sorted, and the hash of these addresses.
    groups: Vec<(FacetId, Group, Hash)>,
    /// Of the theme's words that addresses are made of.
    words: Hash,
}

/// An address that is found by a key. Who asks for it has read the addresses of its group.
#[derive(Debug)]
struct Named<K> {
    key: K,
    group: FacetId,
    address: Address,
}

impl<K: Ord> Named<K> {
    fn find<'n>(all: &'n [Named<K>], key: &K) -> Option<&'n Address> {
        let at = all.binary_search_by(|named| named.key.cmp(key)).ok()?;
        Some(all[at].read())
    }

    fn read(&self) -> &Address {
        read(self.group);
        &self.address
    }
}

impl Pages {
    /// The pages of a site, and the outputs that they, their files and the short addresses are, by address.
    pub fn of(model: &Model, standing: &Standing, theme: &Theme) -> (Pages, Vec<Output>) {
        let ((main, all), listing) = record(|| (model.site.main(), Group::all(model)));
        let mut facets = Facets::after(&standing.facets);
        let addressed = |group: &Group| {
            let (addresses, reads) = record(|| group.addresses(model, theme));
            (*group, format!("addresses: {}", group.describe(model)), addresses.hash(), addresses, reads)
        };
        let all: Vec<_> = all.par_iter().map(addressed).collect();
        let count = |of: fn(&Addresses) -> usize| all.iter().map(|(_, _, _, addresses, _)| of(addresses)).sum();
        let mut pages = Vec::with_capacity(count(|addresses| addresses.pages.len()));
        let mut files = Vec::with_capacity(count(|addresses| addresses.files.len()));
        let mut outputs = Vec::with_capacity(pages.capacity() + files.capacity() + model.charters.len() + ASSETS);
        let mut groups = Vec::new();
        for (whose, name, hash, addresses, reads) in all {
            let group = facets.id(name, hash);
            groups.extend(reads.into_iter().map(|facet| (facet, whose, hash)));
            for (key, address) in addresses.pages {
                let (subject, lang) = key;
                outputs.push(Output { address: address.clone(), content: Content::Page { subject, lang } });
                pages.push(Named { key, group, address });
            }
            for (key, address) in addresses.files {
                let (charter, version, lang, file) = key;
                let content = Content::CharterFile { charter, version, lang, file };
                outputs.push(Output { address: address.clone(), content });
                files.push(Named { key, group, address });
            }
            outputs.extend(
                addresses
                    .short
                    .map(|(subject, address)| Output { address, content: Content::ShortAddress { subject } }),
            );
        }
        outputs.par_sort_by(|one, other| one.address.cmp(&other.address));
        pages.par_sort_unstable_by_key(|named| named.key);
        files.par_sort_unstable_by_key(|named| named.key);
        groups.par_sort_unstable();
        let all_files = facets.id("files about charters", of_lines(files.iter().map(|named| named.address.as_str())));
        let words = theme.address_words_hash();
        (Pages { facets, main, pages, files, all_files, listing, groups, words }, outputs)
    }

    pub fn page(&self, subject: Subject, lang: Lang) -> Option<&Address> {
        Named::find(&self.pages, &(subject, lang))
    }

    pub fn file(&self, key: FileKey) -> Option<&Address> {
        let address = Named::find(&self.files, &key);
        if address.is_none() {
            read(self.all_files);
        }
        address
    }

    /// Every page, in the order of subjects.
    pub fn all(&self) -> impl Iterator<Item = (Subject, Lang, &Address)> {
        self.pages.iter().map(|named| (named.key.0, named.key.1, &named.address))
    }

    /// Whether these are the pages of a model that differs from their own in some facets, and of a theme.
    pub fn hold(&self, model: &Model, changed: &[FacetId], theme: &Theme) -> bool {
        let groups_of = |facet: FacetId| {
            let from = self.groups.partition_point(|(known, ..)| *known < facet);
            self.groups[from..].iter().take_while(move |(known, ..)| *known == facet)
        };
        let stays =
            |facet: FacetId| groups_of(facet).all(|(_, group, hash)| group.addresses(model, theme).hash() == *hash);
        self.words == theme.address_words_hash()
            && changed.iter().all(|facet| !self.listing.contains(facet) && stays(*facet))
    }
}

/// About so many more outputs has a site: assets and the like.
const ASSETS: usize = 100;

/// Subjects whose addresses come from the same parts of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Charter(usize),
    Municipality(usize),
    Single(Subject),
}

/// Where the pages and files of a group stand.
#[derive(Default)]
struct Addresses {
    pages: Vec<((Subject, Lang), Address)>,
    files: Vec<(FileKey, Address)>,
    /// What leads on to a page, and to which.
    short: Option<(Subject, Address)>,
}

impl Addresses {
    fn hash(&self) -> Hash {
        let pages = self.pages.iter().map(|(_, address)| address);
        let files = self.files.iter().map(|(_, address)| address);
        of_lines(pages.chain(files).chain(self.short.iter().map(|(_, address)| address)).map(Address::as_str))
    }
}

impl Group {
    fn all(model: &Model) -> Vec<Group> {
        let mut all = vec![Subject::Home, Subject::Toolbox];
        all.extend((0..model.families.len()).map(Subject::ToolFamily));
        all.extend(Audience::ALL.map(Subject::ToolAudience));
        all.extend(ToolKind::ALL.map(Subject::ToolKind));
        all.extend((0..model.tools.len()).map(Subject::Tool));
        all.extend((0..model.worksheets.len()).map(Subject::Calculator));
        all.extend([Subject::Charters, Subject::Cases, Subject::Training]);
        all.extend((0..model.cases.len()).map(Subject::Case));
        all.extend((0..model.families.len()).map(Subject::PrimerFamily));
        all.extend((0..model.primers.len()).map(Subject::Primer));
        all.extend([Subject::Territory, Subject::MunicipalitiesByName]);
        if Subject::has_indicators(model) {
            all.extend([Subject::Indicators, Subject::Compare]);
        }
        all.extend((0..model.departments.len()).map(Subject::Department));
        all.push(Subject::Offices);
        all.extend((0..model.offices.len()).map(Subject::Office));
        all.extend([Subject::Calendar, Subject::Glossary, Subject::Search, Subject::Index]);
        all.extend([Subject::Corrections, Subject::Codes]);
        all.extend((0..model.pages.len()).map(Subject::Page));
        all.push(Subject::NotFound);
        let charters = (0..model.charters.len()).map(Group::Charter);
        let municipalities = (0..model.municipalities.len()).map(Group::Municipality);
        all.into_iter().map(Group::Single).chain(charters).chain(municipalities).collect()
    }

    fn subjects(self, model: &Model) -> Vec<Subject> {
        match self {
            Group::Single(subject) => vec![subject],
            Group::Charter(at) => {
                let versions = &model.charter_versions[at];
                let mut all = vec![Subject::Charter(at), Subject::CharterHistory(at), Subject::CharterKit(at)];
                all.extend(versions.iter().map(|version| Subject::CharterVersion(at, *version)));
                all.extend(versions.iter().skip(1).map(|version| Subject::CharterChanges(at, *version)));
                all
            }
            Group::Municipality(at) => {
                let municipality = &model.municipalities[at];
                let mut all = vec![Subject::Municipality(at)];
                all.extend(municipality.itemised.iter().map(|year| Subject::MunicipalityYear(at, *year)));
                all.extend((!municipality.charters.is_empty()).then_some(Subject::MunicipalityCharters(at)));
                all
            }
        }
    }

    fn addresses(self, model: &Model, theme: &Theme) -> Addresses {
        let stands = |subject: Subject| {
            model.languages().map(move |lang| ((subject, lang), subject.address(model, theme, lang)))
        };
        let pages = self.subjects(model).into_iter().flat_map(stands).collect();
        let Group::Charter(at) = self else { return Addresses { pages, ..Addresses::default() } };
        let short = (Subject::Charter(at), Address::folder(&["c", &model.charters[at].id]));
        Addresses { pages, files: charter_file::files(at, model, theme), short: Some(short) }
    }

    /// For the name of its facet.
    fn describe(self, model: &Model) -> String {
        match self {
            Group::Charter(at) => Subject::Charter(at),
            Group::Municipality(at) => Subject::Municipality(at),
            Group::Single(subject) => subject,
        }
        .describe(model)
    }
}
