//! The files about a charter: which are made, and where they stand.

use super::{Address, Subject};
use crate::charter::dates;
use crate::model::Model;
use crate::model::charter::{CharterFamily, CharterState, CharterVersion};
use crate::model::values::{Lang, Version};
use crate::theme::Theme;

/// What files there are about a charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CharterFile {
    /// The version on A4: PDF.
    Sheet,
    /// A notice for the wall on A3: PDF.
    Poster,
    /// The code that leads a telephone to the charter: SVG, one for all languages.
    Qr,
    /// The version as data: JSON, one for all languages.
    Data,
    /// The days on which something falls due: iCalendar.
    Calendar,
    /// What changed from version to version: Atom.
    Feed,
}

impl CharterFile {
    pub const ALL: [CharterFile; 6] = [
        CharterFile::Sheet,
        CharterFile::Poster,
        CharterFile::Qr,
        CharterFile::Data,
        CharterFile::Calendar,
        CharterFile::Feed,
    ];

    /// Whether one file serves all languages.
    pub fn is_shared(self) -> bool {
        matches!(self, CharterFile::Qr | CharterFile::Data)
    }

    /// What kind of output it is, for tables of times.
    pub fn kind(self) -> &'static str {
        match self {
            CharterFile::Sheet => "charter on A4",
            CharterFile::Poster => "charter on A3",
            CharterFile::Qr => "QR code",
            CharterFile::Data => "charter data",
            CharterFile::Calendar => "charter calendar",
            CharterFile::Feed => "charter feed",
        }
    }
}

/// The charter, the version, the language and the file. What tells of the whole charter goes by its current version,
/// what serves all languages by the main one.
pub(super) type FileKey = (usize, Version, Lang, CharterFile);

/// The files about a charter. Those of a version are called as the version, so that they can be told apart where they
/// are kept.
pub(super) fn files(at: usize, model: &Model, theme: &Theme) -> Vec<(FileKey, Address)> {
    let family = &model.charters[at];
    let mut files = Files { at, family, model, theme, made: Vec::new() };
    family.versions.iter().for_each(|version| files.of_version(version));
    files.of_charter();
    files.made
}

struct Files<'m> {
    at: usize,
    family: &'m CharterFamily,
    model: &'m Model,
    theme: &'m Theme,
    made: Vec<(FileKey, Address)>,
}

impl Files<'_> {
    /// Adds a file that stands beside the page about a subject in a language.
    fn add(&mut self, version: Version, lang: Lang, file: CharterFile, beside: Subject, name: &str) {
        let folder = beside.address(self.model, self.theme, lang);
        let address = Address::file(&format!("{}{name}", folder.as_str()));
        self.made.push(((self.at, version, lang, file), address));
    }

    fn of_version(&mut self, version: &CharterVersion) {
        let (model, number) = (self.model, version.head.version);
        let name = format!("{}-{number}", self.family.id);
        let beside = Subject::CharterVersion(self.at, number);
        self.add(number, model.site.main(), CharterFile::Data, beside, &format!("{name}.json"));
        if !cfg!(feature = "pdf") || !model.site.pdf {
            return;
        }
        // Nobody should hang up what no longer holds.
        let hangs = !matches!(version.head.state, CharterState::Superseded | CharterState::Withdrawn);
        for lang in model.languages() {
            self.add(number, lang, CharterFile::Sheet, beside, &format!("{name}-a4.pdf"));
            if hangs {
                self.add(number, lang, CharterFile::Poster, beside, &format!("{name}-a3.pdf"));
            }
        }
    }

    /// What tells of the charter as a whole.
    fn of_charter(&mut self) {
        let (model, family, beside) = (self.model, self.family, Subject::Charter(self.at));
        let current = family.current_head();
        let has_dates = dates::has_some(current);
        // Codes and feeds hold whole addresses: without the site's own there are none.
        let has_base = model.site.base_url.is_some();
        if has_base {
            let address = Address::file(&format!("c/{}/qr.svg", family.id));
            self.made.push(((self.at, current.version, model.site.main(), CharterFile::Qr), address));
        }
        for lang in model.languages() {
            if has_dates {
                self.add(current.version, lang, CharterFile::Calendar, beside, &format!("{}.ics", family.id));
            }
            if has_base && !current.is_draft() {
                self.add(current.version, lang, CharterFile::Feed, beside, &format!("{}.atom.xml", family.id));
            }
        }
    }
}
