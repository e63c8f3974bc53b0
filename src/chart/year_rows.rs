use super::{Anchor, Area, Canvas, FONT, Frame, Group, LINE, MARGIN, Scale, WIDTH, finite};
use super::{num, text_width, wrap};
use std::fmt::Write as _;

/// Amounts by class over years: a row of columns for each class, the years in line below one another.
///
/// All rows have one scale, so a class can be compared over the years and with the others, and a
/// row is as high as its greatest amount; each column has its amount above it, in few letters and in the chart's unit, which stands at the top.
/// Made for three to eight years and five to ten classes; where amounts have no room above all
/// columns of a row, they stand above the first, the last and the extreme ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct YearRows {
    /// Names and words. The title should name the first and the last year.
    pub frame: Frame,
    /// The unit of all amounts, shown at the top ("millones de quetzales"). May be empty.
    pub unit: String,
    /// The years, in order.
    pub years: Vec<String>,
    /// The classes from top to bottom, with a cell for each year. Of a cell's texts the short one is
    /// shown, if it has one.
    pub rows: Vec<Group>,
}

/// Height of the highest column, of words above columns, and space after a row.
const HIGH: f64 = 64.0;
const WORDS: f64 = 16.0;
const AFTER: f64 = 12.0;
/// Columns are no wider than this part of their slot, and no wider than this at all.
const PART: f64 = 0.62;
const WIDEST: f64 = 44.0;

impl YearRows {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let mut canvas = Canvas::new(&self.frame, id, WIDTH);
        let mut y = canvas.head();
        if self.rows.is_empty() || self.years.is_empty() {
            y = canvas.nothing(y);
            return canvas.finish("c-years", "img", y);
        }
        let room = WIDTH - 2.0 * MARGIN;
        let slot = room / self.years.len() as f64;
        y = canvas.lines(MARGIN, y, "c-tick", &wrap(&self.unit, room, FONT));
        let years = self.axis(slot);
        y = write_years(&mut canvas, y + 2.0, &years) + 8.0;

        let values = || self.rows.iter().flat_map(|row| self.cells(row)).filter_map(|(v, _)| v);
        let low = values().fold(0.0, f64::min);
        let high = values().fold(0.0, f64::max);
        let scale = Scale::around(low, high);

        let mut axis = String::new();
        for row in &self.rows {
            y = canvas.lines(MARGIN, y, "c-label hl", &wrap(&row.label, room / super::BOLD, FONT));
            let cells = self.cells(row);
            let reach = |toward: fn(f64, f64) -> f64| {
                let ends = cells.iter().filter_map(|(v, _)| *v).fold(0.0, toward);
                HIGH * scale.share(ends).abs()
            };
            let (above, below) = (reach(f64::max), reach(f64::min));
            let zero = y + WORDS + above;
            let foot = zero + if below > 0.0 { below + WORDS } else { 0.0 };
            let shown = shown(&cells, slot);
            for (i, (value, words)) in cells.iter().enumerate() {
                let middle = MARGIN + slot * (i as f64 + 0.5);
                let Some(v) = value else {
                    canvas.gap(middle, zero - 7.0, Some(&self.gap_title(row, i)));
                    continue;
                };
                let length = HIGH * scale.share(*v);
                let wide = (slot * PART).min(WIDEST);
                let area = Area { x: middle - wide / 2.0, y: zero.min(zero - length), w: wide, h: length.abs() };
                let kind = if *v < 0.0 { "c-bar neg" } else { "c-bar" };
                canvas.bar(area, kind, 0, false, None);
                if shown.get(i).is_some_and(|shown| *shown) {
                    let base = if *v < 0.0 { zero - length + 13.0 } else { zero - length - 3.5 };
                    canvas.text_within(middle, base, "c-value", words, (0.0, WIDTH));
                }
            }
            let _ = write!(axis, "M{} {}h{}", num(MARGIN), num(zero), num(room));
            y = foot + AFTER;
        }
        canvas.overlay();
        canvas.path("c-axis", &axis);
        let mut end = write_years(&mut canvas, y - AFTER + 2.0, &years);
        if self.rows.iter().any(|row| self.cells(row).iter().any(|(v, _)| v.is_none())) {
            end = canvas.keys(end + 2.0, &[(super::Key::Gap, &self.frame.missing, "c-label c-missing")]);
        }
        canvas.finish("c-years", "img", end + MARGIN)
    }

    /// Value and words of each year of a row.
    fn cells<'a>(&'a self, row: &'a Group) -> Vec<(Option<f64>, &'a str)> {
        (0..self.years.len())
            .map(|i| {
                let Some(cell) = row.cells.get(i) else { return (None, "") };
                (finite(cell.value), if cell.short.trim().is_empty() { &*cell.text } else { &*cell.short })
            })
            .collect()
    }

    /// What a gap says when it is pointed at.
    fn gap_title(&self, row: &Group, i: usize) -> String {
        let cell = row.cells.get(i);
        let words = self.frame.words(cell.and_then(|c| c.value), cell.map_or("", |c| &c.text));
        format!("{}, {}: {words}", row.label.trim(), self.years.get(i).map_or("", String::as_str))
    }

    /// The years that have room, each with its middle: all, or every second, third ..., the last one always.
    fn axis(&self, slot: f64) -> Vec<(f64, &str)> {
        let widest = self.years.iter().map(|year| text_width(year, FONT)).fold(1.0, f64::max);
        let step = ((widest + 6.0) / slot).ceil().max(1.0) as usize;
        let last = self.years.len().saturating_sub(1);
        let years = self.years.iter().enumerate().filter(|(i, _)| (last - i).is_multiple_of(step));
        years.map(|(i, year)| (MARGIN + slot * (i as f64 + 0.5), year.as_str())).collect()
    }
}

/// Which columns of a row show their words: all if they fit, else the first, the last, the greatest and the least, as
/// far as those keep clear of one another.
fn shown(cells: &[(Option<f64>, &str)], slot: f64) -> Vec<bool> {
    let width = |words: &str| text_width(words, FONT);
    let known = || cells.iter().enumerate().filter_map(|(i, (v, words))| Some((i, (*v)?, *words)));
    if known().all(|(_, _, words)| width(words) <= slot - 1.0) {
        return vec![true; cells.len()];
    }
    let order = |a: &(usize, f64, &str), b: &(usize, f64, &str)| a.1.total_cmp(&b.1);
    let wanted = [known().next_back(), known().next(), known().max_by(order), known().min_by(order)];
    let mut shown = vec![false; cells.len()];
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (i, _, words) in wanted.into_iter().flatten() {
        let (middle, half) = (MARGIN + slot * (i as f64 + 0.5), width(words) / 2.0 + 2.0);
        let middle = middle.min(WIDTH - half).max(half);
        if half * 2.0 <= WIDTH && taken.iter().all(|(from, to)| middle + half <= *from || middle - half >= *to) {
            taken.push((middle - half, middle + half));
            if let Some(shown) = shown.get_mut(i) {
                *shown = true;
            }
        }
    }
    shown
}

fn write_years(canvas: &mut Canvas, top: f64, years: &[(f64, &str)]) -> f64 {
    for (x, year) in years {
        if text_width(year, FONT) <= WIDTH {
            let half = text_width(year, FONT) * super::BOLD / 2.0;
            canvas.text(x.min(WIDTH - half).max(half), top + 12.0, "c-tick", Anchor::Middle, year);
        }
    }
    top + LINE
}
