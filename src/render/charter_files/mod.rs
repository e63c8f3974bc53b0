//! Files about a charter that are not pages: data, calendar, feed, and what is printed.

mod calendar;
mod data;
mod feed;
#[cfg(feature = "pdf")]
mod paper;
mod qr;

use super::Site;
use super::scope::Scope;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::C0999;
use crate::model::Model;
use crate::model::charter::CharterFamily;
use crate::model::values::{Lang, Version};
use crate::plan::{Address, CharterFile};

/// The bytes of a file of a charter's kit.
pub(super) fn charter_file(
    site: Site,
    address: &Address,
    charter: usize,
    version: Version,
    lang: Lang,
    file: CharterFile,
) -> Result<Vec<u8>, Diagnostic> {
    let scope = Scope::new(site, lang, address);
    let family = &site.model.charters[charter];
    let known = family.version(version).ok_or_else(|| C0999.nowhere().with("what", address.as_str()))?;
    match file {
        CharterFile::Data => Ok(data::data(site, charter, version).into_bytes()),
        CharterFile::Calendar => Ok(calendar::calendar(site, address, charter, lang).into_bytes()),
        CharterFile::Feed => Ok(feed::feed(site, address, charter, lang).into_bytes()),
        CharterFile::Qr => qr::file(&scope, family),
        #[cfg(feature = "pdf")]
        CharterFile::Sheet => paper::Paper { scope, family, charter: &known.value }.sheet(),
        #[cfg(feature = "pdf")]
        CharterFile::Poster => paper::Paper { scope, family, charter: &known.value }.poster(),
        // Not planned without the feature.
        #[cfg(not(feature = "pdf"))]
        CharterFile::Sheet | CharterFile::Poster => {
            Err(C0999.nowhere().with("what", format!("{}: {}", known.head.id, address.as_str())))
        }
    }
}

/// The charter's short address in full, which is printed on paper. Without the site's own there is none.
fn short_address(model: &Model, family: &CharterFamily) -> Option<String> {
    let base = model.site.base_url.as_ref()?;
    Some(format!("{}c/{}/", base.value, family.id))
}
