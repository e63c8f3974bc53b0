//! Addresses that stand in values: only those that a reader can follow safely.

use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::catalogue::C0302;
use crate::markdown::is_allowed;
use crate::model::Model;
use crate::model::charter::CharterFamily;
use crate::model::territory::Municipality;
use crate::source::Located;

pub(super) fn lists(model: &Model, found: &mut Findings) {
    let sources: Arc<str> = "content/sources.yaml".into();
    model.sources.iter().filter_map(|source| source.url.as_ref()).for_each(|url| address(url, &sources, found));
    model.site.contacts.iter().for_each(|contact| address(&contact.url, &model.site.file, found));
}

pub(super) fn municipality(municipality: &Municipality, found: &mut Findings) {
    for year in municipality.years.values() {
        year.procurements.iter().filter_map(|p| p.url.as_ref()).for_each(|url| address(url, &year.file, found));
    }
}

pub(super) fn charter(family: &CharterFamily, found: &mut Findings) {
    for charter in &family.versions {
        let certificate = charter.approval.iter().filter_map(|approval| approval.certificate_url.as_ref());
        let audio = charter.accessibility.iter().flat_map(|a| &a.audio).map(|audio| &audio.url);
        certificate.chain(audio).for_each(|url| address(url, &charter.file, found));
    }
}

fn address(url: &Located<String>, file: &Arc<str>, found: &mut Findings) {
    if url.contains(char::is_whitespace) || !is_allowed(url) {
        found.push(C0302.at(url.in_file(file)).with("link", &url.value));
    }
}
