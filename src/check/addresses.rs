//! Addresses that stand in values: only those that a reader can follow safely.

use std::sync::Arc;

use crate::diagnostics::Diagnostics;
use crate::diagnostics::catalogue::C0302;
use crate::markdown::is_allowed;
use crate::model::Model;
use crate::source::Located;

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    let mut address = |url: &Located<String>, file: &Arc<str>| {
        if url.contains(char::is_whitespace) || !is_allowed(url) {
            found.push(C0302.at(url.in_file(file)).with("link", &url.value));
        }
    };
    let sources: Arc<str> = "content/sources.yaml".into();
    model.sources.iter().filter_map(|source| source.url.as_ref()).for_each(|url| address(url, &sources));
    model.site.contacts.iter().for_each(|contact| address(&contact.url, &model.site.file));
    for charter in model.charters.iter().flat_map(|family| &family.versions) {
        let certificate = charter.approval.iter().filter_map(|approval| approval.certificate_url.as_ref());
        let audio = charter.accessibility.iter().flat_map(|a| &a.audio).map(|audio| &audio.url);
        certificate.chain(audio).for_each(|url| address(url, &charter.file));
    }
    for year in model.municipalities.iter().flat_map(|m| m.years.values()) {
        year.procurements.iter().filter_map(|p| p.url.as_ref()).for_each(|url| address(url, &year.file));
    }
}
