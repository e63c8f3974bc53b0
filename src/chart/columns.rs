use super::{Anchor, Area, Canvas, FONT, Frame, Group, Key, LINE, MARGIN, Scale, Tick, WIDTH};
use super::{finite, nice_ticks, num, text_width, wrap};
use std::fmt::Write as _;

/// Vertical columns in groups, one group for each year (or other step), one column in it for each
/// series: initial, current and accrued budget, say.
///
/// Meant for up to four series and about eight groups; more of them become thin but stay inside.
/// Values' words stand at their columns' ends if all of them fit there without touching anything,
/// else all in their short form, else those of whole series, else those of the last, the greatest
/// and the least column; a column whose words are left out has them as a tooltip, and the page's
/// table has them all. Names of groups that are too long for their place are listed below.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// Names and words.
    pub frame: Frame,
    /// Names of the series, for the legend, in the order of the cells. There is no legend for a
    /// single series without a name.
    pub series: Vec<String>,
    /// The groups, from left to right.
    pub groups: Vec<Group>,
    /// Marks of the vertical scale. Without them only the line of zero is drawn. See
    /// [`Columns::tick_values`].
    pub ticks: Vec<Tick>,
}

/// Height of the plot, without the room for words above and below.
const HIGH: f64 = 160.0;
/// Room for a value's words.
const WORDS: f64 = 17.0;
/// Columns are no wider than this.
const WIDEST: f64 = 40.0;
/// Words of the scale that need more room than this are left out.
const SCALE: f64 = 120.0;
/// Names up to this width are thinned out where there are too many: years, months.
const SHORT: f64 = 64.0;

/// A column with a value.
struct Column<'a> {
    area: Area,
    series: usize,
    below: bool,
    text: &'a str,
    short: &'a str,
    title: String,
}

impl Columns {
    /// Round values that suit the data, for the caller to put into words and give back as
    /// [`Columns::ticks`].
    pub fn tick_values(&self) -> Vec<f64> {
        let (low, high) = self.extent();
        if low == high {
            return vec![0.0];
        }
        nice_ticks(low, high, 4)
    }

    /// The same chart with words for its round values, made by `words`.
    pub fn with_ticks(mut self, words: impl Fn(f64) -> String) -> Self {
        self.ticks = self.tick_values().into_iter().map(|value| Tick { value, text: words(value) }).collect();
        self
    }

    /// Least and greatest value, zero among them.
    fn extent(&self) -> (f64, f64) {
        self.groups
            .iter()
            .flat_map(|g| &g.cells)
            .filter_map(|c| finite(c.value))
            .fold((0.0, 0.0), |(low, high), v| (v.min(low), v.max(high)))
    }

    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let mut canvas = Canvas::new(frame, id, WIDTH);
        let mut y = canvas.head();
        let cells = self.groups.iter().map(|g| g.cells.len()).max().unwrap_or(0);
        let count = cells.max(self.series.len());
        if self.groups.is_empty() || count == 0 {
            y = canvas.nothing(y);
            return canvas.finish("c-columns", "img", y);
        }
        let name = |s: usize| self.series.get(s).map_or("", String::as_str);
        let holes =
            self.groups.iter().any(|g| (0..count).any(|s| g.cells.get(s).and_then(|c| finite(c.value)).is_none()));

        let mut legend: Vec<(Key, &str, &str)> = Vec::new();
        if count > 1 || !name(0).trim().is_empty() {
            legend.extend((0..count).map(|s| (Key::Series(s), name(s), "c-label")));
        }
        if holes {
            legend.push((Key::Gap, &frame.missing, "c-label c-missing"));
        }
        if !legend.is_empty() {
            y = canvas.keys(y, &legend) + 4.0;
        }

        // The vertical scale.
        let (mut low, mut high) = self.extent();
        let ticks: Vec<&Tick> = self.ticks.iter().filter(|t| t.value.is_finite()).collect();
        for tick in &ticks {
            low = low.min(tick.value);
            high = high.max(tick.value);
        }
        let scale = Scale::around(low, high);
        let below = self.groups.iter().flat_map(|g| &g.cells).any(|c| finite(c.value).is_some_and(|v| v < 0.0));
        let top = y + WORDS;
        let zero = top + HIGH * (1.0 - scale.below());
        let bottom = top + HIGH + if below { WORDS } else { 0.0 };
        let at = |v: f64| zero - HIGH * scale.share(v);

        let widest = ticks.iter().map(|t| text_width(&t.text, FONT)).fold(0.0, f64::max);
        let speak = widest <= SCALE;
        let left = if speak && widest > 0.0 { MARGIN + widest + 6.0 } else { MARGIN };
        let right = WIDTH - MARGIN;
        self.grid(&mut canvas, &ticks, speak, (left, right), &at);

        // The columns.
        let slot = (right - left) / self.groups.len() as f64;
        let inner = (slot * 0.82).max(slot - 14.0);
        let wide = (inner / count as f64).min(WIDEST);
        let gap = if wide > 6.0 { 1.0 } else { 0.0 };
        let mut columns: Vec<Column> = Vec::new();
        let mut gaps: Vec<(f64, String)> = Vec::new();
        for (g, group) in self.groups.iter().enumerate() {
            let start = left + slot * (g as f64 + 0.5) - wide * count as f64 / 2.0;
            for s in 0..count {
                let cell = group.cells.get(s);
                let value = cell.and_then(|c| c.value);
                let words = frame.words(value, cell.map_or("", |c| c.text.as_str()));
                let parts = [group.label.trim(), name(s).trim(), words.trim()];
                let title = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
                let x = start + wide * s as f64;
                let Some(v) = finite(value) else {
                    gaps.push((x + wide / 2.0, title));
                    continue;
                };
                let end = at(v);
                columns.push(Column {
                    area: Area { x, y: zero.min(end), w: wide - gap, h: (zero - end).abs() },
                    series: s,
                    below: v < 0.0,
                    text: words,
                    short: cell.map_or("", |c| c.short.as_str()),
                    title,
                });
            }
        }

        let marks: Vec<Area> = gaps.iter().map(|(x, _)| Area { x: x - 4.0, y: zero - 12.0, w: 8.0, h: 12.0 }).collect();
        let limits = Area { x: left, y, w: right - left, h: bottom - y };
        let labels = place(&columns, &marks, limits);
        for (column, label) in columns.iter().zip(&labels) {
            let kind = if column.below { "c-bar neg" } else { "c-bar" };
            let title = label.is_none().then_some(column.title.as_str());
            canvas.bar(column.area, kind, column.series, count > 1, title);
        }
        canvas.overlay();
        for (x, title) in &gaps {
            canvas.gap(*x, zero - 7.0, Some(title));
        }
        canvas.path("c-axis", &format!("M{} {}H{}", num(left), num(zero), num(right)));
        for (x, base, words) in labels.into_iter().flatten() {
            canvas.text(x, base, "c-value", Anchor::Middle, words);
        }
        let end = self.names(&mut canvas, left, slot, bottom + 4.0);
        canvas.finish("c-columns", "img", end + MARGIN)
    }

    /// Lines and words of the vertical scale. Words that would touch are left out, zero never.
    fn grid(
        &self,
        canvas: &mut Canvas,
        ticks: &[&Tick],
        speak: bool,
        (left, right): (f64, f64),
        at: &dyn Fn(f64) -> f64,
    ) {
        let mut order: Vec<&Tick> = ticks.to_vec();
        order.sort_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
        let mut taken: Vec<f64> = Vec::new();
        let mut lines = String::new();
        for tick in order {
            let y = at(tick.value);
            if taken.iter().any(|t| (t - y).abs() < LINE - 2.0) {
                continue;
            }
            taken.push(y);
            if tick.value != 0.0 {
                let _ = write!(lines, "M{} {}H{}", num(left), num(y), num(right));
            }
            if speak {
                canvas.text(left - 6.0, y + 4.5, "c-tick", Anchor::End, &tick.text);
            }
        }
        canvas.path("c-grid", &lines);
    }

    /// Names of the groups below the plot; returns their bottom. They go over up to four lines;
    /// where even that is not enough, long ones are numbered and listed, and of short ones, such as
    /// years, every second, third ... one is shown, the last one always.
    fn names(&self, canvas: &mut Canvas, left: f64, slot: f64, top: f64) -> f64 {
        let last = self.groups.len().saturating_sub(1);
        let mut step = 1;
        let names = loop {
            let names = self.spread(step, left, slot);
            let whole = names.iter().all(|n| n.whole && n.lines.len() <= 4);
            let apart = names.windows(2).all(|n| match n {
                [a, b] => a.middle + a.wide / 2.0 + 4.0 <= b.middle - b.wide / 2.0,
                _ => true,
            });
            if step > last || (whole && apart) {
                break names;
            }
            let long = |g: &Group| text_width(g.label.trim(), FONT) > SHORT;
            if self.groups.iter().any(long) && slot > text_width("00", FONT) {
                return self.list(canvas, left, slot, top);
            }
            step += 1;
        };
        let mut end = top;
        for name in &names {
            let mut y = top;
            for line in &name.lines {
                canvas.text(name.middle, y + 12.0, "c-label", Anchor::Middle, line);
                y += LINE;
            }
            end = end.max(y);
        }
        end
    }

    /// Numbers below the plot and, below them, the names they stand for.
    fn list(&self, canvas: &mut Canvas, left: f64, slot: f64, top: f64) -> f64 {
        let indent = text_width("00", FONT) + 8.0;
        let mut y = top + LINE + 4.0;
        for (i, group) in self.groups.iter().enumerate() {
            let number = (i + 1).to_string();
            let middle = left + slot * (i as f64 + 0.5);
            canvas.text(middle, top + 12.0, "c-label hl", Anchor::Middle, &number);
            canvas.text(MARGIN, y + 12.0, "c-label hl", Anchor::Start, &number);
            let lines = wrap(&group.label, WIDTH - 2.0 * MARGIN - indent, FONT);
            y = canvas.lines(MARGIN + indent, y, "c-label", &lines).max(y + LINE);
        }
        y
    }

    /// Every `step`th name, counted from the last one, each where it would stand.
    fn spread(&self, step: usize, left: f64, slot: f64) -> Vec<Name> {
        let last = self.groups.len().saturating_sub(1);
        let room = (slot * step as f64 - 4.0).clamp(FONT, WIDTH - 2.0 * MARGIN);
        self.groups
            .iter()
            .enumerate()
            .filter(|(i, _)| (last - i).is_multiple_of(step))
            .map(|(i, group)| {
                let lines = wrap(&group.label, room, FONT);
                let width = |text: &str| text_width(text, FONT);
                let wide = lines.iter().map(|l| width(l)).fold(0.0, f64::max);
                let centre = left + slot * (i as f64 + 0.5);
                // The outer names of a crowded chart may be wider than their columns.
                let most = WIDTH - MARGIN - wide / 2.0;
                Name {
                    middle: centre.min(most).max(MARGIN + wide / 2.0),
                    wide,
                    whole: group.label.split_whitespace().all(|w| width(w) <= room),
                    lines,
                }
            })
            .collect()
    }
}

/// The name of a group where it would stand.
struct Name {
    middle: f64,
    wide: f64,
    lines: Vec<String>,
    /// No word had to be broken.
    whole: bool,
}

/// Where a column's words go: their middle, their baseline, and the words.
type Place<'a> = Option<(f64, f64, &'a str)>;

/// Places the words of all columns, or else their short forms; or else those of whole series, the
/// last ones first; or else those of the last column, the greatest and the least.
fn place<'a>(columns: &[Column<'a>], marks: &[Area], limits: Area) -> Vec<Place<'a>> {
    let mut room = Room { columns, taken: marks.to_vec(), limits, found: vec![None; columns.len()] };
    let every: Vec<usize> = (0..columns.len()).rev().collect();
    if room.all(&every, |c| c.text) || room.all(&every, Column::brief) {
        return room.found;
    }
    let series = columns.iter().map(|c| c.series).max().unwrap_or(0);
    let mut some = false;
    for s in (0..=series).rev().filter(|_| series > 0) {
        let of = |i: &usize| columns.get(*i).is_some_and(|c| c.series == s);
        let these: Vec<usize> = every.iter().copied().filter(of).collect();
        some |= room.all(&these, |c| c.text) || room.all(&these, Column::brief);
    }
    if !some {
        let edge = |c: &Column| {
            if c.below { c.area.y + c.area.h } else { c.area.y }
        };
        let order = |a: &&usize, b: &&usize| {
            let edge = |i: &usize| columns.get(*i).map_or(0.0, edge);
            edge(a).total_cmp(&edge(b))
        };
        let ends = [every.first(), every.iter().min_by(order), every.iter().max_by(order)];
        for i in ends.into_iter().flatten() {
            room.all(&[*i], Column::brief);
        }
    }
    room.found
}

impl<'a> Column<'a> {
    fn brief(&self) -> &'a str {
        if self.short.trim().is_empty() { self.text } else { self.short }
    }
}

/// The plot while words are being placed in it.
struct Room<'a, 'c> {
    columns: &'c [Column<'a>],
    taken: Vec<Area>,
    limits: Area,
    found: Vec<Place<'a>>,
}

impl<'a> Room<'a, '_> {
    /// Places the words of all these columns where they touch nothing, or of none of them.
    fn all(&mut self, which: &[usize], words: impl Fn(&Column<'a>) -> &'a str) -> bool {
        let before = self.taken.len();
        for i in which {
            if let Some(column) = self.columns.get(*i)
                && !self.one(*i, column, words(column))
            {
                self.taken.truncate(before);
                for i in which {
                    if let Some(found) = self.found.get_mut(*i) {
                        *found = None;
                    }
                }
                return false;
            }
        }
        !which.is_empty()
    }

    fn one(&mut self, index: usize, column: &Column<'a>, words: &'a str) -> bool {
        if words.trim().is_empty() {
            return true;
        }
        if self.found.get(index).is_some_and(Option::is_some) {
            return true;
        }
        let (limits, wide) = (self.limits, text_width(words, FONT));
        let room = limits.w - wide;
        let centre = column.area.x + column.area.w / 2.0;
        let x = (centre - wide / 2.0).min(limits.x + room).max(limits.x);
        let y = if column.below { column.area.y + column.area.h + 2.0 } else { column.area.y - 16.0 };
        let area = Area { x: x - 1.0, y, w: wide + 2.0, h: 14.0 };
        let free = room >= 0.0
            && area.y >= limits.y
            && area.y + area.h <= limits.y + limits.h
            && !self.taken.iter().any(|t| t.meets(&area))
            && !self.columns.iter().any(|c| c.area.meets(&area));
        if free {
            self.taken.push(area);
            if let Some(found) = self.found.get_mut(index) {
                *found = Some((x + wide / 2.0, y + 11.5, words));
            }
        }
        free
    }
}
