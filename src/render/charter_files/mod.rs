//! Files about a charter that are not pages: data, calendar, feed, and what is printed.

mod calendar;
mod data;
mod feed;

use super::Site;
use crate::model::values::{Lang, Version};
use crate::plan::{Address, CharterFile};

/// The bytes of a file about a version of a charter.
pub(super) fn render(
    site: Site,
    address: &Address,
    charter: usize,
    version: Version,
    lang: Lang,
    file: CharterFile,
) -> Vec<u8> {
    match file {
        CharterFile::Data => data::data(site, charter, version).into_bytes(),
        CharterFile::Calendar => calendar::calendar(site, address, charter, lang).into_bytes(),
        CharterFile::Feed => feed::feed(site, address, charter, lang).into_bytes(),
        // Planned where the site prints.
        CharterFile::Sheet | CharterFile::Poster | CharterFile::Qr => Vec::new(),
    }
}
