use super::{Anchor, Area, Canvas, FONT, Frame, Key, LINE, MARGIN, Tick, WIDTH, finite};
use super::{num, text_width, wrap};
use std::fmt::Write as _;

/// Projects in time: the outline is what was planned, the bar in it what happened.
///
/// A project under way ends at the day of the data, with an open end; one without a planned end has
/// an outline that is open at the right; one without any date has its words only. Dates are days
/// counted from any day. Made for up to about fifteen projects, in the order they are given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    /// Names and words.
    pub frame: Frame,
    /// The projects, from top to bottom.
    pub projects: Vec<Project>,
    /// Marks of the scale: the beginnings of years or quarters, with their names.
    pub ticks: Vec<Tick>,
    /// The day the data speak of, and its words ("datos al 30/09/2026").
    pub now: Option<Tick>,
    /// What an outline means ("previsto"), for the legend.
    pub planned: String,
    /// What a bar means ("ejecutado"), for the legend.
    pub actual: String,
}

/// One project of a [`Timeline`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// Its name.
    pub label: String,
    /// Its state and dates in words ("terminado, 40 días después de lo previsto").
    pub text: String,
    /// From when to when it was planned.
    pub planned: Span,
    /// From when to when it was carried out. Without a beginning the planned one is taken.
    pub actual: Span,
    /// It has begun and not ended: its bar reaches to [`Timeline::now`].
    pub running: bool,
}

/// Two days, either of which may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Span {
    /// First day.
    pub start: Option<f64>,
    /// Last day.
    pub end: Option<f64>,
}

/// Thickness of an outline, how much thinner the bar in it is, and space after a row.
const THICK: f64 = 14.0;
const INSET: f64 = 3.5;
const AFTER: f64 = 11.0;

impl Timeline {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let mut canvas = Canvas::new(&self.frame, id, WIDTH);
        let top = canvas.head();
        let now = self.now.as_ref().filter(|tick| tick.value.is_finite());
        let days = self.projects.iter().flat_map(Project::days).chain(now.map(|tick| tick.value));
        let Some((low, high)) = super::bands::extent(&[], days).filter(|_| !self.projects.is_empty()) else {
            let end = self.names_only(&mut canvas, top);
            return canvas.finish("c-timeline", "img", end);
        };
        // From a mark of the scale to a mark of the scale, where there are any so far out.
        let marks = || self.ticks.iter().map(|tick| tick.value).filter(|v| v.is_finite());
        let low = marks().filter(|v| *v <= low).reduce(f64::max).unwrap_or(low);
        let high = marks().filter(|v| *v >= high).reduce(f64::min).unwrap_or(high);
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        let half = high / 2.0 - low / 2.0;
        let at = |day: f64| {
            let share = if half > 0.0 { ((day / 2.0 - low / 2.0) / half).clamp(0.0, 1.0) } else { 0.5 };
            left + (right - left) * share
        };

        let legend = [
            (Key::Outline, self.planned.trim()),
            (Key::Series(0), self.actual.trim()),
            (Key::Mark, now.map_or("", |now| now.text.trim())),
        ];
        let legend = legend.map(|(key, words)| (key, words, "c-label"));
        let legend: Vec<_> = legend.into_iter().filter(|(_, words, _)| !words.is_empty()).collect();
        let mut y = if legend.is_empty() { top } else { canvas.keys(top, &legend) + 4.0 };
        let inside: Vec<(f64, &str)> =
            self.ticks.iter().filter(|t| (low..=high).contains(&t.value)).map(|t| (at(t.value), &*t.text)).collect();
        y = scale_names(&mut canvas, y, &inside);
        y += 4.0;
        for project in &self.projects {
            y = self.project(&mut canvas, project, y, &at, (left, right));
        }
        canvas.overlay();
        let end = y - AFTER;
        canvas.finish("c-timeline", "img", end + MARGIN)
    }

    /// One project; returns where the next one begins.
    fn project(
        &self,
        canvas: &mut Canvas,
        project: &Project,
        top: f64,
        at: &dyn Fn(f64) -> f64,
        (left, right): (f64, f64),
    ) -> f64 {
        let mut y = canvas.lines(MARGIN, top, "c-label hl", &wrap(&project.label, (right - left) / super::BOLD, FONT));
        let planned = (finite(project.planned.start), finite(project.planned.end));
        let now = self.now.as_ref().map(|tick| tick.value).filter(|day| day.is_finite());
        let dated = !project.days().is_empty();
        let class = if dated { "c-value" } else { "c-value c-missing" };
        let words = if project.text.trim().is_empty() && !dated { &*self.frame.missing } else { &*project.text };
        y = canvas.lines(MARGIN, y, class, &wrap(words, right - left, FONT));
        if !dated {
            return y + AFTER;
        }
        y += 3.0;
        // The project's own stretch of the scale, so that no line crosses a name.
        let mut lines = format!("M{} {}H{}", num(left), num(y + THICK / 2.0), num(right));
        for tick in self.ticks.iter().filter(|tick| tick.value.is_finite()) {
            let x = at(tick.value);
            if x > left && x < right {
                let _ = write!(lines, "M{} {}v{}", num(x), num(y - 2.0), num(THICK + 4.0));
            }
        }
        canvas.path("c-grid", &lines);
        let actual_start = finite(project.actual.start).or(planned.0);
        let actual_end = finite(project.actual.end).or(if project.running { now } else { None });
        if let (Some(from), Some(to)) = (actual_start, actual_end)
            && from <= to
        {
            let (from, to) = (at(from), at(to));
            let area = Area { x: from, y: y + INSET, w: (to - from).max(1.0), h: THICK - 2.0 * INSET };
            let area = Area { x: area.x.min(right - area.w), ..area };
            canvas.bar(area, "c-bar", 0, false, None);
            if project.running && finite(project.actual.end).is_none() && to + 6.0 < right {
                // It goes on.
                canvas.path("c-solid", &format!("M{} {}l5 3.5l-5 3.5z", num(to + 1.0), num(y + INSET)));
            }
        }
        match planned {
            (Some(from), Some(to)) if from <= to => {
                let (x, w) = (at(from), at(to) - at(from));
                let d = format!("M{} {}h{}v{}h{}z", num(x), num(y), num(w), num(THICK), num(-w));
                canvas.path("c-outline", &d);
            }
            (Some(from), _) => {
                let x = at(from);
                let w = (right - x).min(16.0);
                canvas.path("c-outline", &format!("M{} {}h{}v{}h{}", num(x + w), num(y), num(-w), num(THICK), num(w)));
            }
            (None, Some(to)) => {
                let x = at(to);
                let w = (x - left).min(16.0);
                canvas.path("c-outline", &format!("M{} {}h{}v{}h{}", num(x - w), num(y), num(w), num(THICK), num(-w)));
            }
            (None, None) => {}
        }
        if let Some(day) = now {
            canvas.path("c-mark", &format!("M{} {}v{}", num(at(day)), num(y - 2.0), num(THICK + 4.0)));
        }
        y + THICK + AFTER
    }

    /// Projects without any date.
    fn names_only(&self, canvas: &mut Canvas, top: f64) -> f64 {
        if self.projects.is_empty() {
            return canvas.nothing(top);
        }
        let edges = (MARGIN, WIDTH - MARGIN);
        let end = self.projects.iter().fold(top, |y, project| self.project(canvas, project, y, &|_| MARGIN, edges));
        end - AFTER + MARGIN
    }
}

impl Project {
    fn days(&self) -> Vec<f64> {
        let days = [self.planned.start, self.planned.end, self.actual.start, self.actual.end];
        days.into_iter().filter_map(finite).collect()
    }
}

/// Names of the scale with ticks below them, those that have room; returns the bottom.
fn scale_names(canvas: &mut Canvas, top: f64, names: &[(f64, &str)]) -> f64 {
    let mut ticks = String::new();
    let mut free = 0.0;
    for (x, name) in names {
        let half = text_width(name, FONT) / 2.0;
        let middle = x.min(WIDTH - half).max(half);
        let _ = write!(ticks, "M{} {}v4", num(*x), num(top + LINE));
        if middle - half >= free && half * 2.0 <= WIDTH {
            canvas.text(middle, top + 12.0, "c-tick", Anchor::Middle, name);
            free = middle + half + 6.0;
        }
    }
    if names.is_empty() {
        return top;
    }
    let _ = write!(ticks, "M{} {}H{}", num(MARGIN), num(top + LINE + 4.0), num(WIDTH - MARGIN));
    canvas.path("c-axis", &ticks);
    top + LINE + 4.0
}
