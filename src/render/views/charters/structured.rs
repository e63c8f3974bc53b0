//! A charter as machines read it in its page: a GovernmentService of schema.org, as JSON-LD.

use crate::model::charter::{Channel, ChannelKind, Charter, CharterState};
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::json::{Json, Object};
use crate::render::scope::Scope;

/// The script element; none for drafts, which nobody provides yet.
pub(super) fn service(scope: &Scope, n: usize, charter: &Charter) -> Option<Html> {
    if charter.state == CharterState::Draft {
        return None;
    }
    let model = scope.model;
    let tag = &model.site.language(scope.lang).tag;
    let base = model.site.base_url.as_ref().map(|url| url.as_str());
    let page = base.map(|base| format!("{base}{}", scope.plan.address(Subject::Charter(n), scope.lang).as_str()));
    let municipality = model.municipality(*charter.municipality);
    let name = municipality.map(|municipality| scope.full_name(municipality));
    let service = model.classifications.service(&charter.service).map(|service| scope.plain(&service.name));
    let office = charter.provider.as_ref().and_then(|provider| provider.name.as_ref());
    let organization = |name: String| Object::new().put("@type", "GovernmentOrganization").put("name", name);
    let whole =
        name.as_ref().map(|name| organization(scope.words.fill("charter", "municipality_of", &[("name", name)])));
    let provider = match office {
        Some(office) => Some(organization(scope.plain(office)).maybe("parentOrganization", whole)),
        None => whole,
    };
    let channels = charter.complaints.iter().flat_map(|complaints| &complaints.channels);
    let demo = charter.municipality.is_fictitious();
    let object = Object::new()
        .put("@context", "https://schema.org")
        .put("@type", "GovernmentService")
        .put("name", scope.plain(&charter.title))
        .maybe("disambiguatingDescription", demo.then(|| scope.word("status", "demo_help")))
        .maybe("description", charter.summary.as_ref().map(|summary| scope.plain(summary)))
        .maybe("serviceType", service)
        .maybe("provider", provider)
        .maybe("areaServed", name.map(|name| Object::new().put("@type", "AdministrativeArea").put("name", name)))
        .list("availableChannel", channels.filter_map(|channel| of_channel(scope, channel, tag)))
        .maybe("termsOfService", page.as_ref())
        .maybe("url", page.as_ref())
        .put("inLanguage", tag);
    let json = Json::from(object).in_html();
    Some(Html::trusted(format!("<script type=\"application/ld+json\">{json}</script>")))
}

/// A way to reach the service, as far as schema.org has words for it.
fn of_channel(scope: &Scope, channel: &Channel, tag: &str) -> Option<Object> {
    let value = scope.plain(&channel.value);
    let hours = channel.hours.as_ref().map(|hours| scope.plain(hours));
    let contact = |key: &str| {
        let contact =
            Object::new().put("@type", "ContactPoint").put(key, value.clone()).maybe("description", hours.clone());
        Object::new().put("servicePhone", contact)
    };
    let place = || {
        let place = Object::new().put("@type", "Place").put("name", value.clone());
        Object::new().put("serviceLocation", place)
    };
    let object = match channel.kind {
        ChannelKind::Phone | ChannelKind::Whatsapp => contact("telephone"),
        ChannelKind::InPerson | ChannelKind::Mailbox => place(),
        ChannelKind::Web if value.starts_with("https://") || value.starts_with("http://") => {
            Object::new().put("serviceUrl", value.clone())
        }
        ChannelKind::Web | ChannelKind::Email => return None,
    };
    let object = Object::new()
        .put("@type", "ServiceChannel")
        .put("name", scope.word("channel", channel.kind.id()))
        .put("availableLanguage", tag)
        .extend(object);
    Some(object)
}
