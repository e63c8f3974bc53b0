use super::{Anchor, BOLD, Canvas, FONT, Frame, LINE, finite, num, wrap};
use std::fmt::Write as _;

/// A tiny line to stand beside a figure or in a table: how a value moved, not how great it is.
///
/// The least value is at the bottom and the greatest at the top, so the line says nothing about
/// magnitude; it is for three or more steps in time. Steps without a value break the line and are
/// marked below it. The last value has a dot. Shown about 120 px wide; with words at its ends, which
/// then stand in columns of their own so that lines below one another agree, about 260 px.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spark {
    /// Names and words.
    pub frame: Frame,
    /// Values at equal steps in time, in any unit. `None` is missing.
    pub values: Vec<Option<f64>>,
    /// The first value in words, to stand before the line. May be empty.
    pub first: String,
    /// The last value in words, to stand after the line. May be empty.
    pub last: String,
}

const WIDE: f64 = 120.0;
const HIGH: f64 = 32.0;
const PAD: f64 = 5.0;
/// Room for words at each end.
const SIDE: f64 = 70.0;

impl Spark {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let known: Vec<f64> = self.values.iter().filter_map(|v| finite(*v)).collect();
        let worded = !self.first.trim().is_empty() || !self.last.trim().is_empty();
        let side = if worded && !known.is_empty() { SIDE } else { 0.0 };
        let mut canvas = Canvas::new(frame, id, WIDE + 2.0 * side);
        let mut height = HIGH;
        if known.is_empty() {
            let words = wrap(frame.nothing(), WIDE - 4.0, FONT);
            let top = (HIGH - LINE * words.len() as f64).max(0.0) / 2.0;
            height = height.max(canvas.lines(2.0, top, "c-value c-missing", &words));
        } else {
            self.line(&mut canvas, &known, (side, side + WIDE));
            for (x, anchor, words) in
                [(side - 4.0, Anchor::End, &self.first), (side + WIDE + 4.0, Anchor::Start, &self.last)]
            {
                let lines = wrap(words, side - 5.0, FONT);
                let mut y = ((HIGH - LINE * lines.len() as f64) / 2.0).max(0.0);
                for line in &lines {
                    canvas.text(x, y + 12.5, "c-value", anchor, line);
                    y += LINE;
                }
                height = height.max(y);
            }
        }
        if frame.demo {
            // The watermark is below: there is no room over the line.
            let words = wrap(&frame.watermark, (WIDE - 4.0) / BOLD, FONT);
            height = canvas.lines(side + 2.0, height, "c-tag", &words);
        }
        canvas.close(if side > 0.0 { "c-spark c-ends" } else { "c-spark" }, "img", height)
    }

    fn line(&self, canvas: &mut Canvas, known: &[f64], (left, right): (f64, f64)) {
        let low = known.iter().copied().fold(f64::INFINITY, f64::min);
        let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Halves, because the difference of two great numbers may not be one.
        let half = high / 2.0 - low / 2.0;
        let at = |v: f64| {
            let share = if half > 0.0 { (v / 2.0 - low / 2.0) / half } else { 0.5 };
            HIGH - PAD - (HIGH - 2.0 * PAD) * share
        };
        let step = match self.values.len() {
            0 | 1 => 0.0,
            n => (right - left - 2.0 * PAD) / (n - 1) as f64,
        };
        if low < 0.0 && high > 0.0 {
            let zero = format!("M{} {}H{}", num(left + PAD), num(at(0.0)), num(right - PAD));
            canvas.path("c-axis", &zero);
        }
        let (mut path, mut gaps) = (String::new(), String::new());
        let mut open = false;
        let mut lonely = None;
        let mut dots: Vec<(f64, f64)> = Vec::new();
        let mut last = None;
        for (i, value) in self.values.iter().enumerate() {
            let x = if step > 0.0 { left + PAD + step * i as f64 } else { (left + right) / 2.0 };
            let Some(v) = finite(*value) else {
                let _ = write!(gaps, "M{} {}v4", num(x), num(HIGH - 4.5));
                dots.extend(lonely.take());
                open = false;
                last = None;
                continue;
            };
            let y = at(v);
            let _ = write!(path, "{}{} {}", if open { 'L' } else { 'M' }, num(x), num(y));
            lonely = if open { None } else { Some((x, y)) };
            open = true;
            last = Some((x, y));
        }
        dots.extend(lonely.take().filter(|d| Some(*d) != last));
        canvas.path("c-line s1", &path);
        canvas.path("c-gap", &gaps);
        // A value between two missing ones makes no line.
        for (class, r, (x, y)) in
            dots.into_iter().map(|d| ("c-dot s1", 2.0, d)).chain(last.map(|d| ("c-end s1", 3.0, d)))
        {
            let _ =
                write!(canvas.body, "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", num(x), num(y), num(r));
        }
    }
}
