//! What is being built and bought: projects in time, and purchases.

use serde::Serialize;

use super::words::{self, NoteView, Part};
use crate::chart::{self, Span, Tick, Timeline};
use crate::model::municipality_year::{MunicipalityYear, Procurement, Project, ProjectState};
use crate::model::territory::Municipality;
use crate::model::values::Date;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// Projects and purchases of the newest year that has some.
#[derive(Serialize)]
pub(super) struct Works {
    year: String,
    period: String,
    caption: String,
    chart: Html,
    projects: Vec<ProjectView>,
    /// How many more projects the year has.
    more: Option<String>,
    procurements: Vec<ProcurementView>,
    notes: Vec<NoteView>,
    source: String,
}

#[derive(Serialize)]
struct ProjectView {
    name: Html,
    snip: Option<String>,
    place: Html,
    state: String,
    contracted: String,
    paid: String,
    physical: String,
    planned: String,
    actual_end: String,
}

#[derive(Serialize)]
struct ProcurementView {
    nog: String,
    url: Option<String>,
    object: Html,
    modality: String,
    state: String,
    estimated: String,
    awarded: String,
    supplier: String,
    published: String,
}

/// So many projects are drawn and listed on the first page.
const MOST: usize = 15;

/// Works of the newest year that has some; `None` where none has.
pub(super) fn newest(scope: &Scope, municipality: &Municipality) -> Option<Works> {
    let has = |year: &&MunicipalityYear| !year.projects.is_empty() || !year.procurements.is_empty();
    let year = municipality.years.values().rev().map(|year| &***year).find(has)?;
    Some(Works { notes: words::first_notes(scope, municipality, Part::Works), ..works(scope, year, MOST) })
}

/// Works of one year, all of them.
pub(super) fn of_year(scope: &Scope, year: &MunicipalityYear) -> Option<Works> {
    let any = !year.projects.is_empty() || !year.procurements.is_empty();
    any.then(|| works(scope, year, usize::MAX))
}

fn works(scope: &Scope, year: &MunicipalityYear, most: usize) -> Works {
    let mut projects: Vec<&Project> = year.projects.iter().collect();
    projects.sort_by_key(|project| (project.planned_start.is_none(), project.planned_start, project.id.value.clone()));
    let more = projects.len().saturating_sub(most);
    projects.truncate(most);
    let name = year.year.to_string();
    let caption = scope.words.fill("works", "caption", &[("year", &name)]);
    let ids = projects.iter().filter_map(|project| project.source.as_ref()).map(|id| id.value.as_str());
    Works {
        chart: timeline(scope, year, &projects, &caption),
        caption,
        projects: projects.iter().map(|project| project_view(scope, project)).collect(),
        more: (more > 0).then(|| scope.words.fill("works", "more", &[("n", &more.to_string())])),
        procurements: year.procurements.iter().map(|one| procurement_view(scope, one)).collect(),
        notes: words::notes(scope, year, Part::Works),
        source: words::publishers(scope, ids.chain([year.source.value.as_str()])),
        period: words::period(scope, year),
        year: name,
    }
}

fn project_view(scope: &Scope, project: &Project) -> ProjectView {
    let missing = || scope.word("data", "missing").to_owned();
    ProjectView {
        name: scope.text(&project.name),
        snip: project.snip.clone(),
        place: scope.maybe(&project.place),
        state: scope.word("project_state", project.state.id()).to_owned(),
        contracted: scope.money(project.contracted),
        paid: scope.money(project.paid),
        physical: project.physical_percent.map_or_else(missing, |value| scope.percent_number(value)),
        planned: project.planned_end.map_or_else(missing, |date| scope.date(date)),
        actual_end: project.actual_end.map(|date| scope.date(date)).unwrap_or_default(),
    }
}

fn procurement_view(scope: &Scope, procurement: &Procurement) -> ProcurementView {
    let missing = || scope.word("data", "missing").to_owned();
    ProcurementView {
        nog: procurement.nog.clone(),
        url: procurement.url.as_ref().map(|url| url.value.clone()),
        object: scope.text(&procurement.object),
        modality: scope.word("modality", procurement.modality.id()).to_owned(),
        state: scope.word("procurement_state", procurement.state.id()).to_owned(),
        estimated: scope.money(procurement.estimated),
        awarded: scope.money(procurement.awarded),
        supplier: procurement.supplier.clone().unwrap_or_else(missing),
        published: procurement.published_on.map_or_else(missing, |date| scope.date(date)),
    }
}

/// For places on a scale only.
fn day(date: Date) -> f64 {
    date.days() as f64
}

fn timeline(scope: &Scope, year: &MunicipalityYear, projects: &[&Project], caption: &str) -> Html {
    if projects.is_empty() {
        return Html::default();
    }
    let end = year.period_end.as_ref().map(|end| **end).or_else(|| Date::parse(&format!("{}-12-31", year.year.value)));
    let now =
        end.map(|end| Tick { value: day(end), text: scope.words.fill("works", "now", &[("date", &scope.date(end))]) });
    let drawn: Vec<chart::Project> = projects.iter().map(|project| drawn(scope, project)).collect();
    let dates = projects.iter().flat_map(|p| [p.planned_start, p.planned_end, p.actual_end]).flatten().chain(end);
    let (first, last) =
        dates.fold((i16::MAX, i16::MIN), |(first, last), date| (first.min(date.year()), last.max(date.year())));
    let ticks = (first..=last.saturating_add(1)).flat_map(|year| {
        let tick = |month: &str, text: String| {
            Date::parse(&format!("{year}-{month}-01")).map(|date| Tick { value: day(date), text })
        };
        let middle = (last - first <= 1).then(|| tick("07", scope.word("works", "july").to_owned())).flatten();
        [tick("01", year.to_string()), middle]
    });
    let finished = projects.iter().filter(|project| project.actual_end.is_some()).count();
    let (all, done) = (projects.len().to_string(), finished.to_string());
    let desc = scope.words.fill("works", "summary", &[("all", &all), ("done", &done)]);
    let demo = year.municipality.is_fictitious();
    let chart = Timeline {
        frame: words::frame(scope, caption.to_owned(), desc, demo),
        projects: drawn,
        ticks: if first <= last { ticks.flatten().collect() } else { Vec::new() },
        now,
        planned: scope.word("works", "planned").to_owned(),
        actual: scope.word("works", "actual").to_owned(),
    };
    Html::trusted(chart.svg("proyectos-tiempo"))
}

fn drawn(scope: &Scope, project: &Project) -> chart::Project {
    let begun = matches!(
        project.state,
        ProjectState::Running | ProjectState::Suspended | ProjectState::Finished | ProjectState::Settled
    );
    let running = matches!(project.state, ProjectState::Running | ProjectState::Suspended);
    let state = scope.word("project_state", project.state.id());
    let text = match (project.planned_end, project.actual_end) {
        (Some(planned), Some(actual)) => {
            let late = actual.days() - planned.days();
            let key = if late > 0 { "late" } else { "on_time" };
            scope.words.fill("works", key, &[("state", state), ("days", &late.to_string())])
        }
        (Some(planned), None) => {
            scope.words.fill("works", "until", &[("state", state), ("date", &scope.date(planned))])
        }
        _ => state.to_owned(),
    };
    chart::Project {
        label: scope.plain(&project.name),
        text,
        planned: Span { start: project.planned_start.map(day), end: project.planned_end.map(day) },
        actual: Span { start: project.planned_start.filter(|_| begun).map(day), end: project.actual_end.map(day) },
        running: running && project.actual_end.is_none(),
    }
}
