use super::{Anchor, BOLD, Canvas, FONT, Frame, LINE, MARGIN, Tick, WIDTH, finite};
use super::{num, text_width, wrap};
use std::fmt::Write as _;

/// Execution against the calendar: the share of the budget accrued by month, beside the straight
/// line of a budget that is used evenly through the year.
///
/// An open year is a large dot at the month its figures end, joined to the calendar's line by the
/// stretch between them; closed years are small dots at the end of December. Where a year has
/// several months they are joined. Names stand beside the dots, so there is no legend.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    /// Names and words.
    pub frame: Frame,
    /// The years, in any order.
    pub years: Vec<PaceYear>,
    /// The twelve months in a letter or two, for the axis. Others than twelve are not shown.
    pub months: Vec<String>,
    /// Words of the straight line: "calendario".
    pub calendar: String,
    /// Marks of the vertical scale, in percent.
    pub ticks: Vec<Tick>,
}

/// A year of [`Pace`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PaceYear {
    /// Its name, which with the last point's words stands beside it: "2019".
    pub label: String,
    /// It is still under way.
    pub open: bool,
    /// What is known of it, by month.
    pub points: Vec<PacePoint>,
}

/// How much was accrued until the end of a month.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PacePoint {
    /// Months that have passed since the year began, 0 to 12; 4.5 is the middle of May.
    pub month: f64,
    /// Accrued of the current budget, in percent; `None` is missing.
    pub share: Option<f64>,
    /// The share in words.
    pub text: String,
}

/// Height of the plot.
const HIGH: f64 = 170.0;
/// Words at the right of the plot that need more room than this go over several lines.
const SIDE: f64 = 104.0;
/// Radius of a closed year's dot, and of an open one's.
const DOT: f64 = 3.5;
const OPEN: f64 = 6.0;

/// Words beside the plot while their place is sought.
struct Note {
    /// Where the dot is, and where the words' middle should be.
    dot: (f64, f64),
    lines: Vec<String>,
    open: bool,
    top: f64,
}

impl Pace {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let mut canvas = Canvas::new(frame, id, WIDTH);
        let top = canvas.head();
        let shares = self.years.iter().flat_map(known).map(|(_, share, _)| share);
        let (low, high) = shares.fold((0.0, 100.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
        if self.years.iter().all(|year| known(year).is_empty()) {
            let end = canvas.nothing(top);
            return canvas.finish("c-pace", "img", end);
        }
        let ticks: Vec<&Tick> = self.ticks.iter().filter(|t| (low..=high).contains(&t.value)).collect();
        let widest = ticks.iter().map(|t| text_width(&t.text, FONT)).fold(0.0, f64::max);
        let left = if widest > 0.0 && widest < 80.0 { MARGIN + widest + 6.0 } else { MARGIN };
        let notes_wide = self.years.iter().map(|year| text_width(&note(year), FONT) * BOLD).fold(0.0, f64::max);
        let side = notes_wide.min(SIDE);
        let right = WIDTH - MARGIN - side - 14.0;
        let half = high / 2.0 - low / 2.0;
        let floor = top + 8.0 + HIGH;
        let y_of = |share: f64| floor - HIGH * ((share.clamp(low, high) / 2.0 - low / 2.0) / half);
        let x_of = |month: f64| left + (right - left) * (month.clamp(0.0, 12.0) / 12.0);

        let mut grid = String::new();
        let mut taken: Vec<f64> = Vec::new();
        for tick in &ticks {
            let y = y_of(tick.value);
            if taken.iter().any(|t| (t - y).abs() < LINE - 2.0) {
                continue;
            }
            taken.push(y);
            if left > MARGIN {
                canvas.text(left - 6.0, y + 4.5, "c-tick", Anchor::End, &tick.text);
            }
            let _ = write!(grid, "M{} {}H{}", num(left), num(y), num(right));
        }
        canvas.path("c-grid", &grid);
        let end = self.axis(&mut canvas, floor, (left, right), &x_of, y_of(0.0));
        canvas.path("c-track", &format!("M{} {}L{} {}", num(left), num(y_of(0.0)), num(right), num(y_of(100.0))));

        let mut notes: Vec<Note> = Vec::new();
        for year in &self.years {
            let points = known(year);
            let kind = if year.open { "c-line s2" } else { "c-line s1" };
            let mut line = String::new();
            for (i, (month, share, _)) in points.iter().enumerate() {
                let _ = write!(line, "{}{} {}", if i == 0 { 'M' } else { 'L' }, num(x_of(*month)), num(y_of(*share)));
            }
            if points.len() > 1 {
                canvas.path(kind, &line);
            }
            let lines = wrap(&note(year), if year.open { side / BOLD } else { side }, FONT);
            let Some((month, share, _)) = points.last() else {
                let foot = (right, floor);
                notes.push(Note { dot: foot, lines, open: year.open, top: foot.1 });
                continue;
            };
            let dot = (x_of(*month), y_of(*share));
            if year.open {
                // How far ahead of the calendar, or behind it.
                let calendar = y_of(month.clamp(0.0, 12.0) / 12.0 * 100.0);
                canvas.path("c-mark", &format!("M{} {}V{}", num(dot.0), num(dot.1), num(calendar)));
                canvas.circle("c-dot s2 open", dot.0, dot.1, OPEN);
                canvas.hatch(&format!("M{} {}a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", num(dot.0 - OPEN), num(dot.1)));
            } else {
                canvas.circle("c-end s1", dot.0, dot.1, DOT);
            }
            let tall = LINE * lines.len() as f64;
            notes.push(Note { dot, lines, open: year.open, top: dot.1 - tall / 2.0 });
        }
        canvas.overlay();
        let bottom = self.notes(&mut canvas, notes, top, right);
        let end = self.name_of_the_line(&mut canvas, end.max(bottom));
        canvas.finish("c-pace", "img", end + MARGIN)
    }

    /// The months below the plot, as many as have room. Returns their bottom.
    fn axis(
        &self,
        canvas: &mut Canvas,
        floor: f64,
        (left, right): (f64, f64),
        x_of: &dyn Fn(f64) -> f64,
        zero: f64,
    ) -> f64 {
        let mut d = format!("M{} {}H{}", num(left), num(zero), num(right));
        for month in 0..=12 {
            let _ = write!(d, "M{} {}v4", num(x_of(f64::from(month))), num(zero));
        }
        canvas.path("c-axis", &d);
        if self.months.len() != 12 {
            return floor + 6.0;
        }
        let slot = (right - left) / 12.0;
        let widest = self.months.iter().map(|m| text_width(m, FONT)).fold(1.0, f64::max);
        let step = ((widest + 1.0) / slot).ceil().clamp(1.0, 12.0) as usize;
        for (i, month) in self.months.iter().enumerate().filter(|(i, _)| i.is_multiple_of(step)) {
            if text_width(month, FONT) < 60.0 {
                canvas.text_within(x_of(i as f64 + 0.5), floor + 18.0, "c-tick", month, (0.0, WIDTH));
            }
        }
        floor + 6.0 + LINE
    }

    /// Names beside the plot, each as near its dot as the others allow, joined to it. Returns their bottom.
    fn notes(&self, canvas: &mut Canvas, mut notes: Vec<Note>, top: f64, right: f64) -> f64 {
        notes.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut from = top;
        for note in &mut notes {
            note.top = note.top.max(from);
            from = note.top + LINE * note.lines.len() as f64 + 1.0;
        }
        // Those that were pushed too far down push back.
        let mut to = (top + HIGH + 22.0).max(from.min(top + HIGH + 22.0));
        for note in notes.iter_mut().rev() {
            let tall = LINE * note.lines.len() as f64 + 1.0;
            note.top = note.top.min(to - tall);
            to = note.top;
        }
        let mut from = top;
        for note in &mut notes {
            note.top = note.top.max(from);
            from = note.top + LINE * note.lines.len() as f64 + 1.0;
        }
        let x = right + 14.0;
        let mut leaders = String::new();
        for note in &notes {
            let middle = note.top + LINE / 2.0;
            let start = note.dot.0 + if note.open { OPEN + 2.0 } else { DOT + 2.0 };
            if start < x - 3.0 && note.dot.1 < top + 8.0 + HIGH {
                let bend = (right + 5.0).max(start);
                let _ = write!(leaders, "M{} {}L{} {}", num(start), num(note.dot.1), num(bend), num(note.dot.1));
                let _ = write!(leaders, "L{} {}", num(x - 3.0), num(middle));
            }
            let class = if note.open { "c-value hl" } else { "c-value" };
            canvas.lines(x, note.top, class, &note.lines);
        }
        canvas.path("c-grid", &leaders);
        notes.last().map_or(top, |note| note.top + LINE * note.lines.len() as f64)
    }

    /// What the straight line is, below the plot.
    fn name_of_the_line(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let lines = wrap(&self.calendar, WIDTH - 2.0 * MARGIN - 30.0, FONT);
        if lines.is_empty() {
            return top;
        }
        canvas.path("c-track", &format!("M{} {}h24", num(MARGIN), num(top + 8.0)));
        canvas.lines(MARGIN + 30.0, top, "c-label", &lines)
    }
}

/// The months that have a share, in order.
fn known(year: &PaceYear) -> Vec<(f64, f64, &str)> {
    let points = year.points.iter().filter(|point| point.month.is_finite());
    let mut points: Vec<_> =
        points.filter_map(|point| Some((point.month, finite(point.share)?, point.text.as_str()))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// The words beside a year's last point.
fn note(year: &PaceYear) -> String {
    let words = known(year).last().map(|(_, _, words)| words.trim().to_owned());
    let words = words.or_else(|| year.points.last().map(|point| point.text.trim().to_owned())).unwrap_or_default();
    let label = year.label.trim();
    if words.is_empty() { label.to_owned() } else { format!("{label}: {words}") }
}
