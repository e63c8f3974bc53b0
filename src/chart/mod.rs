//! Charts as accessible, themable SVG text.
//!
//! Every chart is a plain struct with public fields and one method, `svg(&self, id)`, which returns
//! one `<svg>` element to be written into a page. The same input always gives the same bytes.
//!
//! What a chart promises:
//!
//! * **Numbers are never formatted here.** A magnitude ([`Datum::value`]) decides lengths and
//!   positions; the words beside it ([`Datum::text`]) are the caller's, in the caller's language.
//! * **Missing is not zero.** `None` and values that are not finite are never drawn as a length;
//!   the words of [`Frame::missing`] (or the datum's own text) stand in their place.
//! * **No colours and no `style` attributes.** Everything carries class names, listed below; only
//!   geometry, among it the font size, is in the markup.
//! * **Legible on a phone.** The view box is [`WIDTH`] units wide and text is at least [`FONT`]
//!   units, that is 12.2 px when the chart is shown 320 px wide ([`Spark`] is narrower still).
//! * **Not by colour alone.** Several series differ by pattern as well, and always in the same
//!   order: plain, dots, lines, bars, grid, squares. After six they begin again.
//!
//! Which chart for what: [`YearRows`] revenue by class over years; [`Purposes`] spending by purpose
//! against its budget; [`Pace`] execution against the calendar; [`PeerStrip`] a place among its
//! peers; [`Gauge`] an indicator in its bands; [`Timeline`] projects, planned and actual;
//! [`Spark`] a trend in a table; [`Targets`] results against a promise; [`TerritoryMap`] municipalities,
//! as points or with the [`boundaries`] of a file; [`Stacked`] whatever else.
//!
//! Classes: `c-svg` with the chart's own (`c-stacked`, `c-gauge` ...) on the root, and `c-demo` when
//! the data are invented; `c-bar`, `c-part`, `c-dot`, `c-line`, `c-end`, `c-area` (marks) with `s1`
//! to `s6`, `neg` (below zero), `hl` (singled out) and `open` (still under way); `c-key` (swatch of
//! a legend), `c-label`, `c-value`, `c-tick`, `c-missing`, `c-tag`, `c-watermark` (text); `c-axis`,
//! `c-grid`, `c-track`, `c-frame`, `c-gap`, `c-ring`, `c-hit`, `c-outline`, `c-solid`, `c-range`,
//! `c-mark`, `c-fill`, `c-pat`, `c-pat-dot`, `c-hatch`.

mod bands;
pub mod boundaries;
#[cfg(test)]
mod gallery;
mod gauge;
mod map;
mod pace;
mod peers;
mod projection;
mod purposes;
mod spark;
mod stacked;
mod targets;
#[cfg(test)]
mod tests;
mod timeline;
mod year_rows;

pub use bands::{Band, Grade};
pub use gauge::Gauge;
pub use map::{CLASSES, FIGURES, Figure, MAP_HIGH, MAP_WIDE, Place, TerritoryMap};
pub use pace::{Pace, PacePoint, PaceYear};
pub use peers::PeerStrip;
pub use projection::{Bounds, Projection};
pub use purposes::{Purpose, Purposes};
pub use spark::Spark;
pub use stacked::Stacked;
pub use targets::{TargetStep, Targets};
pub use timeline::{Project, Span, Timeline};
pub use year_rows::YearRows;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// Width of the view box, in units. All charts but [`Spark`] are exactly this wide.
pub const WIDTH: f64 = 340.0;
/// Size of ordinary text, in units. No text in any chart is smaller.
pub const FONT: f64 = 13.0;

/// Distance between baselines of text that goes over several lines.
const LINE: f64 = 16.0;
/// Free space at the left and right edge.
const MARGIN: f64 = 4.0;
/// How many series have a class and a pattern of their own.
const KINDS: usize = 6;
/// Bold letters are this much wider than regular ones.
const BOLD: f64 = 1.1;

/// What every chart needs besides its data: its names and the words for what is not there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// Name of the chart, read first by a screen reader. Should say what is measured, where, when.
    pub title: String,
    /// The conclusion in a sentence, made from the data: what a person sees who sees the chart.
    pub desc: String,
    /// Words for a value that is missing, such as "sin dato".
    pub missing: String,
    /// Words shown instead of a chart without a single value; `missing` is used if it is empty.
    pub empty: String,
    /// The data are invented for teaching: marks are hatched and the watermark is shown and spoken.
    pub demo: bool,
    /// Words of the watermark, such as "DATOS DE EJEMPLO". Only used when `demo` is set.
    pub watermark: String,
}

/// One labelled magnitude.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Datum {
    /// What is measured: a row's name, a point's name.
    pub label: String,
    /// The magnitude, in any unit that is the same all over the chart. `None` is missing.
    pub value: Option<f64>,
    /// The magnitude in words, ready to be shown ("Q1,234.50", "85.0 %"). When `value` is `None`
    /// it may say why ("menos de 5"); if it is empty then, [`Frame::missing`] is shown.
    pub text: String,
}

impl Datum {
    /// A datum from its parts.
    pub fn new(label: impl Into<String>, value: Option<f64>, text: impl Into<String>) -> Self {
        Self { label: label.into(), value, text: text.into() }
    }

    /// A datum from a whole magnitude, such as centavos. Exact up to 2^53.
    pub fn whole(label: impl Into<String>, value: Option<i64>, text: impl Into<String>) -> Self {
        Self::new(label, value.map(|v| v as f64), text)
    }
}

/// One magnitude of a [`Group`]. Its name is that of the series it belongs to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// The magnitude; `None` is missing.
    pub value: Option<f64>,
    /// The magnitude in words, as in [`Datum::text`].
    pub text: String,
    /// The same in fewer letters ("24.4"), used by [`YearRows`]. May be empty.
    pub short: String,
}

impl Cell {
    /// A cell without a shorter text.
    pub fn new(value: Option<f64>, text: impl Into<String>) -> Self {
        Self { value, text: text.into(), short: String::new() }
    }

    /// The same cell with a shorter text.
    pub fn short(mut self, short: impl Into<String>) -> Self {
        self.short = short.into();
        self
    }
}

/// Magnitudes that stand together: the parts of a bar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Name of the group: a year, a municipality.
    pub label: String,
    /// One cell for each series, in the order of the series. Cells that are not there are missing.
    pub cells: Vec<Cell>,
}

impl Group {
    /// A group from its parts.
    pub fn new(label: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { label: label.into(), cells }
    }
}

/// A mark on a scale, with its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tick {
    /// Where it is, in the unit of the chart's values.
    pub value: f64,
    /// Its words.
    pub text: String,
}

impl Frame {
    /// The words for a value: its text, or the words for a missing one.
    fn words<'a>(&'a self, value: Option<f64>, text: &'a str) -> &'a str {
        match value {
            Some(v) if v.is_finite() => text,
            // A number that is not one was formatted into a text nobody should see.
            Some(_) => &self.missing,
            None if text.trim().is_empty() => &self.missing,
            None => text,
        }
    }

    /// The words for a chart without values.
    fn nothing(&self) -> &str {
        if self.empty.trim().is_empty() { &self.missing } else { &self.empty }
    }
}

/// A magnitude that can be drawn.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite())
}

/// A linear scale from values to lengths that cannot overflow: values are divided by the greatest
/// magnitude before anything else.
#[derive(Debug, Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
    unit: f64,
}

impl Scale {
    /// The scale that holds `low`, `high` and zero.
    fn around(low: f64, high: f64) -> Self {
        let (low, high) = (low.min(0.0), high.max(0.0));
        let unit = high.max(-low);
        let unit = if unit > 0.0 { unit } else { 1.0 };
        Self { low: low / unit, high: high / unit, unit }
    }

    /// Share of the whole range that lies between zero and `value`, signed.
    fn share(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        if span > 0.0 { (value / self.unit).clamp(self.low, self.high) / span } else { 0.0 }
    }

    /// Share of the range that lies below zero.
    fn below(&self) -> f64 {
        -self.share(self.low * self.unit)
    }
}

/// Rounded to one decimal.
fn round(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}

/// A coordinate as text: whole or with one decimal.
fn num(value: f64) -> Coordinate {
    Coordinate((value * 10.0).round())
}

/// A coordinate in tenths of a unit.
#[derive(Clone, Copy)]
struct Coordinate(f64);

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whole tenths within these bounds are written digit by digit: the general way costs a hundred times as much.
        const EXACT: f64 = 1e15;
        if !(-EXACT..EXACT).contains(&self.0) {
            let units = self.0 / 10.0;
            return if units.is_finite() { write!(f, "{units}") } else { f.write_str("0") };
        }
        let mut digits = [0; 18];
        let mut at = digits.len();
        let mut push = |byte: u8| {
            at -= 1;
            digits[at] = byte;
            at
        };
        let tenths = self.0.abs() as u64;
        if !tenths.is_multiple_of(10) {
            push(b'0' + (tenths % 10) as u8);
            push(b'.');
        }
        let mut whole = tenths / 10;
        let start = loop {
            let start = push(b'0' + (whole % 10) as u8);
            whole /= 10;
            if whole == 0 {
                break start;
            }
        };
        if self.0 < 0.0 {
            f.write_str("-")?;
        }
        f.write_str(std::str::from_utf8(&digits[start..]).unwrap_or_default())
    }
}

/// Whether an address is relative or of the web, so that data cannot bring a script.
fn harmless(href: &str) -> bool {
    let href = href.trim();
    if href.is_empty() || href.chars().any(char::is_control) {
        return false;
    }
    let scheme = href
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme {
        None => true,
        Some(scheme) => scheme == "http" || scheme == "https",
    }
}

/// Text for an attribute or between tags. Characters that XML forbids are left out.
fn escape(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A caller's prefix made fit for an id and for `url(#...)`.
fn safe_id(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 1);
    for c in id.chars() {
        out.push(if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' });
    }
    if !out.starts_with(|c: char| c.is_ascii_alphabetic()) {
        out.insert(0, 'c');
    }
    out
}

/// Widths of the printable ASCII characters in hundredths of the font size. They are those of a
/// wide screen font (DejaVu Sans), so that text in a usual one takes less room than is set aside.
const ASCII: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69,
    62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64,
    60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/// Width of a text in units, on the safe side.
fn text_width(text: &str, size: f64) -> f64 {
    let hundredths: f64 = text.chars().map(char_width).sum();
    hundredths * size / 100.0
}

fn char_width(c: char) -> f64 {
    let code = c as u32;
    match c {
        ' '..='~' => ASCII.get((code - 32) as usize).map_or(64.0, |w| f64::from(*w)),
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        '\u{a0}' | '\u{202f}' | '·' | '‘' | '’' | 'ʼ' | 'ꞌ' | 'í' | 'ì' | 'ï' | 'î' => 33.0,
        '\u{a1}'..='\u{bf}' | '“' | '”' | '–' => 55.0,
        '\u{c0}'..='\u{de}' => 80.0,
        '\u{df}'..='\u{24f}' => 65.0,
        '\u{250}'..='\u{10ff}' => 75.0,
        _ => 100.0,
    }
}

/// Breaks a text into lines no wider than `width`: between words, and inside a word only where one
/// alone is too long. Nothing is cut off. A text of spaces gives no line.
fn wrap(text: &str, width: f64, size: f64) -> Vec<String> {
    let breaks = |c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    let space = text_width(" ", size);
    for word in text.split(breaks).filter(|w| !w.is_empty()) {
        let wide = text_width(word, size);
        if !line.is_empty() && used + space + wide <= width {
            line.push(' ');
            line.push_str(word);
            used += space + wide;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        for c in word.chars() {
            let w = char_width(c) * size / 100.0;
            if used + w > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += w;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A rectangle, for finding out what covers what.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Area {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

impl Area {
    fn meets(&self, other: &Area) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// Which end of a text its x coordinate means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// The picture beside a legend's words.
#[derive(Debug, Clone, Copy)]
enum Key {
    /// A swatch of a series.
    Series(usize),
    /// An empty swatch.
    Outline,
    /// An upright line.
    Mark,
    /// The mark of a missing value.
    Gap,
}

/// The SVG text of one chart while it is being made.
struct Canvas<'a> {
    frame: &'a Frame,
    id: String,
    width: f64,
    body: String,
    /// Outlines that get a series' pattern, by the number of the pattern.
    patterned: BTreeMap<usize, String>,
    /// Outlines that get the hatching of invented data.
    hatched: String,
    /// Where words stand.
    words: Vec<Area>,
}

impl<'a> Canvas<'a> {
    fn new(frame: &'a Frame, id: &str, width: f64) -> Self {
        Self {
            frame,
            id: safe_id(id),
            width,
            body: String::new(),
            patterned: BTreeMap::new(),
            hatched: String::new(),
            words: Vec::new(),
        }
    }

    /// Writes the words that say that the data are invented, and returns where the chart begins.
    fn head(&mut self) -> f64 {
        if !self.frame.demo {
            return MARGIN;
        }
        let frame = self.frame;
        let room = (self.width - 2.0 * MARGIN) / BOLD;
        let lines = wrap(&frame.watermark, room, FONT);
        let end = self.lines(MARGIN, MARGIN, "c-tag", &lines);
        if lines.is_empty() { end } else { end + 4.0 }
    }

    /// Text at a baseline.
    fn text(&mut self, x: f64, y: f64, class: &str, anchor: Anchor, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let wide = text_width(text, FONT) * BOLD;
        let before = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => wide / 2.0,
            Anchor::End => wide,
        };
        self.words.push(Area { x: x - before, y: y - 11.0, w: wide, h: 14.5 });
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>{}</text>",
            num(x),
            num(y),
            escape(text)
        );
    }

    /// Lines of text whose first one begins below `top`; returns the bottom of the last.
    fn lines(&mut self, x: f64, top: f64, class: &str, lines: &[String]) -> f64 {
        let mut y = top;
        for line in lines {
            self.text(x, y + 12.0, class, Anchor::Start, line);
            y += LINE;
        }
        y
    }

    /// A bar. `kind` is its class, `series` counts from zero; with `pattern` the series' pattern
    /// is laid over it. Edges are rounded one by one, so that neighbours meet without a gap.
    fn bar(&mut self, area: Area, kind: &str, series: usize, pattern: bool, title: Option<&str>) {
        let (x, y) = (round(area.x), round(area.y));
        let (w, h) = (round(area.x + area.w) - x, round(area.y + area.h) - y);
        let series = series % KINDS;
        let _ = write!(
            self.body,
            "<rect class=\"{kind} s{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            series + 1,
            num(x),
            num(y),
            num(w),
            num(h)
        );
        match title {
            Some(title) => {
                let _ = write!(self.body, "><title>{}</title></rect>", escape(title));
            }
            None => self.body.push_str("/>"),
        }
        if round(w) <= 0.0 || round(h) <= 0.0 {
            return;
        }
        let path = format!("M{} {}h{}v{}h{}z", num(x), num(y), num(w), num(h), num(-w));
        if self.frame.demo {
            self.hatched.push_str(&path);
        }
        if pattern && series > 0 {
            self.patterned.entry(series).or_default().push_str(&path);
        }
    }

    /// A path of strokes.
    fn path(&mut self, class: &str, d: &str) {
        if !d.is_empty() {
            let _ = write!(self.body, "<path class=\"{class}\" d=\"{d}\"/>");
        }
    }

    /// The mark of a missing value, centred on a point.
    fn gap(&mut self, x: f64, y: f64, title: Option<&str>) {
        let d = format!("M{} {}l6 6m0-6l-6 6", num(x - 3.0), num(y - 3.0));
        match title {
            Some(title) => {
                let _ = write!(self.body, "<path class=\"c-gap\" d=\"{d}\"><title>{}</title></path>", escape(title));
            }
            None => self.path("c-gap", &d),
        }
    }

    /// Pictures and words, the latter with their class, one after the other, over as many lines as
    /// they need. Returns the bottom.
    fn keys(&mut self, top: f64, items: &[(Key, &str, &str)]) -> f64 {
        let right = self.width - MARGIN;
        let (mut x, mut y) = (MARGIN, top);
        let mut row = 0.0;
        for (key, words, class) in items {
            let (wide, high) = match key {
                Key::Series(_) | Key::Outline | Key::Gap => (18.0, LINE),
                Key::Mark => (8.0, LINE),
            };
            let size = if class.ends_with(" hl") { FONT * BOLD } else { FONT };
            let lines = wrap(words, right - MARGIN - wide, size);
            let used = lines.iter().map(|l| text_width(l, size)).fold(0.0, f64::max);
            if x > MARGIN && x + wide + used > right {
                x = MARGIN;
                y += row;
                row = 0.0;
            }
            let middle = y + high / 2.0;
            match key {
                Key::Series(i) => {
                    let area = Area { x, y: middle - 6.0, w: 13.0, h: 12.0 };
                    self.bar(area, "c-key", *i, true, None);
                }
                Key::Outline => {
                    self.path("c-outline", &format!("M{} {}h13v12h-13z", num(x), num(middle - 6.0)));
                }
                Key::Mark => self.path("c-mark", &format!("M{} {}v14", num(x + 1.0), num(middle - 7.0))),
                Key::Gap => self.gap(x + 6.0, middle, None),
            }
            let first = middle - LINE / 2.0;
            let bottom = self.lines(x + wide, first, class, &lines);
            row = row.max(high).max(bottom - y + 1.0);
            x += wide + used + 14.0;
        }
        y + row
    }

    /// Text whose middle is at `x`, moved as little as needed to stay between two edges.
    fn text_within(&mut self, x: f64, y: f64, class: &str, text: &str, (left, right): (f64, f64)) {
        let bold = if class.ends_with(" hl") { BOLD } else { 1.0 };
        let half = text_width(text, FONT) * bold / 2.0;
        self.text(x.min(right - half).max(left + half), y, class, Anchor::Middle, text);
    }

    /// A circle.
    fn circle(&mut self, class: &str, x: f64, y: f64, r: f64) {
        let _ = write!(self.body, "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", num(x), num(y), num(r));
    }

    /// Marks an outline as invented, where the data are.
    fn hatch(&mut self, d: &str) {
        if self.frame.demo {
            self.hatched.push_str(d);
        }
    }

    /// The words for a chart without values; returns its bottom.
    fn nothing(&mut self, top: f64) -> f64 {
        let words = wrap(self.frame.nothing(), self.width - 2.0 * MARGIN, FONT);
        self.lines(MARGIN, top, "c-value c-missing", &words) + MARGIN
    }

    /// Lays the patterns over what was drawn so far.
    fn overlay(&mut self) {
        for (series, d) in &self.patterned {
            let _ = write!(
                self.body,
                "<path class=\"c-fill\" fill=\"url(#{}-p{})\" pointer-events=\"none\" d=\"{d}\"/>",
                self.id,
                series + 1
            );
        }
        if !self.hatched.is_empty() {
            let _ = write!(
                self.body,
                "<path class=\"c-fill\" fill=\"url(#{}-demo)\" pointer-events=\"none\" d=\"{}\"/>",
                self.id, self.hatched
            );
        }
    }

    /// Large words over the chart, once for about every 240 units of its height: where they cross no other words, as
    /// large as there is room for. Where there is none, the words of [`Canvas::head`] and the hatching say the same.
    fn watermark(&mut self, height: f64) {
        const LARGEST: f64 = 40.0;
        const LEAST: f64 = 20.0;
        let words = self.frame.watermark.trim();
        let em = text_width(words, 1.0) * BOLD;
        if !self.frame.demo || em <= 0.0 || (self.width - 16.0) / em < LEAST {
            return;
        }
        let count = (height / 240.0).floor().clamp(1.0, 12.0);
        let part = height / count;
        for i in 0..count as usize {
            let top = part * i as f64;
            let mut size = ((self.width - 16.0) / em).min(LARGEST).floor();
            while size >= LEAST {
                if let Some((x, y, slanted)) = self.free_place(em * size, size, top, part) {
                    let turn = if slanted {
                        format!(" transform=\"rotate(-16 {} {})\"", num(x), num(y))
                    } else {
                        String::new()
                    };
                    let _ = write!(
                        self.body,
                        "<text class=\"c-watermark\" x=\"{}\" y=\"{}\" text-anchor=\"middle\" \
                         font-size=\"{}\" pointer-events=\"none\"{turn}>{}</text>",
                        num(x),
                        num(y + size * 0.35),
                        num(size),
                        escape(words)
                    );
                    break;
                }
                size -= 4.0;
            }
        }
    }

    /// The middle of a place for words `wide` and `size` high in a strip of the chart, nearest to the strip's middle,
    /// and whether they are slanted there.
    fn free_place(&self, wide: f64, size: f64, top: f64, high: f64) -> Option<(f64, f64, bool)> {
        const STEP: f64 = 8.0;
        let (middle_x, middle_y) = (self.width / 2.0, top + high / 2.0);
        let mut best: Option<(f64, (f64, f64, bool))> = None;
        for slanted in [true, false] {
            let (sin, cos) = if slanted { (0.28, 0.96) } else { (0.0, 1.0) };
            let steps = (wide / size).ceil().max(1.0);
            let (half_x, half_y) = (wide / 2.0 * cos + size / 2.0 * sin, wide / 2.0 * sin + size / 2.0);
            let mut y = top + half_y;
            while y + half_y <= top + high {
                let mut x = half_x + MARGIN;
                while x + half_x <= self.width - MARGIN {
                    let far = (x - middle_x).hypot(y - middle_y) + if slanted { 0.0 } else { 0.5 };
                    let free = || {
                        (0..=steps as usize).all(|k| {
                            let along = wide * (k as f64 / steps - 0.5);
                            let (cx, cy) = (x + along * cos, y - along * sin);
                            let (w, h) = (wide / steps, size * 0.8 + wide / steps * sin);
                            let letters = Area { x: cx - w / 2.0, y: cy - h / 2.0, w, h };
                            !self.words.iter().any(|words| words.meets(&letters))
                        })
                    };
                    if best.is_none_or(|(least, _)| far < least) && free() {
                        best = Some((far, (x, y, slanted)));
                    }
                    x += STEP;
                }
                y += STEP;
            }
        }
        best.map(|(_, place)| place)
    }

    /// The definition of a pattern.
    fn pattern(&self, series: usize) -> String {
        let (side, drawing) = match series {
            1 => (5, "<circle class=\"c-pat-dot\" cx=\"2.5\" cy=\"2.5\" r=\"1.2\"/>"),
            2 => (5, "<path class=\"c-pat\" d=\"M0 2.5H5\"/>"),
            3 => (5, "<path class=\"c-pat\" d=\"M2.5 0V5\"/>"),
            4 => (6, "<path class=\"c-pat\" d=\"M0 3H6M3 0V6\"/>"),
            _ => (8, "<path class=\"c-pat-dot\" d=\"M0 0h4v4H0zM4 4h4v4H4z\"/>"),
        };
        format!(
            "<pattern id=\"{}-p{}\" width=\"{side}\" height=\"{side}\" \
             patternUnits=\"userSpaceOnUse\">{drawing}</pattern>",
            self.id,
            series + 1
        )
    }

    /// The finished element, watermark and all. `kind` is the chart's class; `role` is "group" when
    /// there are links inside, which "img" would hide.
    fn finish(mut self, kind: &str, role: &str, height: f64) -> String {
        self.watermark(height);
        self.close(kind, role, height)
    }

    /// The finished element.
    fn close(self, kind: &str, role: &str, height: f64) -> String {
        let frame = self.frame;
        let mut defs = String::new();
        for series in self.patterned.keys() {
            defs.push_str(&self.pattern(*series));
        }
        if !self.hatched.is_empty() {
            let _ = write!(
                defs,
                "<pattern id=\"{}-demo\" width=\"11\" height=\"11\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><path class=\"c-hatch\" d=\"M5.5 0V11\"/></pattern>",
                self.id
            );
        }
        if !defs.is_empty() {
            defs = format!("<defs>{defs}</defs>");
        }
        let spoken = match (frame.demo, frame.watermark.trim(), frame.desc.trim()) {
            (true, mark, "") => mark.to_owned(),
            (true, mark, desc) if !mark.is_empty() => format!("{mark}. {desc}"),
            (_, _, desc) => desc.to_owned(),
        };
        let id = &self.id;
        let mut names = format!("{id}-t");
        let mut desc = String::new();
        if !spoken.is_empty() {
            let _ = write!(names, " {id}-d");
            desc = format!("<desc id=\"{id}-d\">{}</desc>", escape(&spoken));
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"c-svg {kind}{demo}\" \
             viewBox=\"0 0 {w} {h}\" font-size=\"{font}\" role=\"{role}\" \
             aria-labelledby=\"{names}\">\
             <title id=\"{id}-t\">{title}</title>{desc}{defs}{body}</svg>",
            demo = if frame.demo { " c-demo" } else { "" },
            w = num(self.width),
            h = num(height.ceil()),
            font = num(FONT),
            title = escape(&frame.title),
            body = self.body,
        )
    }
}
