use super::{Anchor, Area, BOLD, Canvas, Datum, FONT, Frame, MARGIN, Scale, WIDTH, finite};
use super::{num, text_width, wrap};
use std::fmt::Write as _;

/// Horizontal bars of one series, each with its label above it and its value at its end.
///
/// All bars start at zero and their lengths are proportional to their values; those below zero go
/// to the left. Rows keep the order they are given in. Height grows with the number of rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// Names and words.
    pub frame: Frame,
    /// The rows, from top to bottom. Labels may be of any length: they go over several lines.
    pub data: Vec<Datum>,
    /// The value at which a bar is as long as can be, so that several charts can be compared, or a
    /// percentage is seen as a part of 100. Greater values in the data take its place.
    pub full: Option<f64>,
    /// Row to single out, counted from zero: its marks get the class `hl`.
    pub highlight: Option<usize>,
}

/// Thickness of a bar, and space after it.
const THICK: f64 = 15.0;
const AFTER: f64 = 9.0;
/// Space between a bar and its value.
const PAD: f64 = 5.0;
/// Values wider than this stand on a line of their own.
const WIDEST: f64 = 170.0;

impl Bars {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let mut canvas = Canvas::new(frame, id, WIDTH);
        let mut y = canvas.head();
        if self.data.is_empty() {
            y = canvas.nothing(y);
            return canvas.finish("c-bars", "img", y);
        }

        let mut low = 0f64;
        let mut high = finite(self.full).unwrap_or(0.0).max(0.0);
        // Room that words need at the left of bars below zero and at the right of the others.
        // Words for a missing value begin at zero and may use the room of the bars.
        let (mut before, mut after, mut none) = (0f64, 0f64, 0f64);
        for (i, datum) in self.data.iter().enumerate() {
            let value = finite(datum.value);
            let words = frame.words(datum.value, &datum.text);
            let bold = if self.highlight == Some(i) { BOLD } else { 1.0 };
            let wide = text_width(words, FONT) * bold;
            match value {
                Some(v) if v < 0.0 => {
                    low = low.min(v);
                    before = before.max(wide + PAD);
                }
                Some(v) => {
                    high = high.max(v);
                    after = after.max(wide + PAD);
                }
                None => none = none.max(wide + PAD),
            }
        }
        let scale = Scale::around(low, high);
        let all = WIDTH - 2.0 * MARGIN;
        if none > after + (all - before - after) * (1.0 - scale.below()) {
            after = none;
        }
        let apart = before + after > WIDEST;
        if apart {
            (before, after) = (0.0, 0.0);
        }
        let room = all - before - after;
        let zero = MARGIN + before + room * scale.below();

        let mut axis = String::new();
        for (i, datum) in self.data.iter().enumerate() {
            let hl = self.highlight == Some(i);
            let (extra, bold) = if hl { (" hl", BOLD) } else { ("", 1.0) };
            let space = all / bold;
            let label = wrap(&datum.label, space, FONT);
            y = canvas.lines(MARGIN, y, &format!("c-label{extra}"), &label);
            let words = frame.words(datum.value, &datum.text);
            let value = finite(datum.value);
            let class = match value {
                Some(_) => format!("c-value{extra}"),
                None => format!("c-value c-missing{extra}"),
            };
            if apart {
                y = canvas.lines(MARGIN, y, &class, &wrap(words, space, FONT));
            }
            y += 1.0;
            let length = room * scale.share(value.unwrap_or(0.0));
            let end = zero + length;
            if let Some(v) = value {
                let neg = if v < 0.0 { " neg" } else { "" };
                let area = Area { x: zero.min(end), y, w: length.abs(), h: THICK };
                canvas.bar(area, &format!("c-bar{neg}{extra}"), 0, false, None);
            }
            let _ = write!(axis, "M{} {}v{}", num(zero), num(y - 2.0), num(THICK + 4.0));
            if !apart {
                let base = y + 12.0;
                if value.is_some_and(|v| v < 0.0) {
                    canvas.text(end - PAD, base, &class, Anchor::End, words);
                } else {
                    canvas.text(end + PAD, base, &class, Anchor::Start, words);
                }
            }
            y += THICK + AFTER;
        }
        canvas.overlay();
        canvas.path("c-axis", &axis);
        canvas.finish("c-bars", "img", y - AFTER + MARGIN)
    }
}
