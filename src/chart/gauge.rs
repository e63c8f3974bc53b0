use super::{Anchor, Area, BOLD, Band, Canvas, FONT, Frame, Grade, LINE, MARGIN, WIDTH, bands, finite};
use super::{num, text_width};

/// An indicator's value in its bands: a mark on a scale whose stretches differ in height and have
/// their names below them.
///
/// The better a band, the higher its stretch; the one that holds the value is filled, and its shape
/// and name stand beside the value's words. Which band holds a value is the caller's to say, because
/// that is decided on exact figures. Without bands, as with figures too old to be judged, there is
/// the scale alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gauge {
    /// Names and words.
    pub frame: Frame,
    /// The magnitude; `None` is missing.
    pub value: Option<f64>,
    /// The magnitude in words. When `value` is `None` it may say why.
    pub text: String,
    /// Least value of the scale, in the unit of `value`, and its words. Lesser ones take its place.
    pub low: super::Tick,
    /// Greatest value of the scale, and its words.
    pub high: super::Tick,
    /// The bands, from the least value to the greatest.
    pub bands: Vec<Band>,
    /// The band that holds the value, counted from zero.
    pub held: Option<usize>,
}

/// Height of the highest stretch.
const HIGH: f64 = 20.0;

impl Gauge {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let mut canvas = Canvas::new(&self.frame, id, WIDTH);
        let top = canvas.head();
        let value = finite(self.value);
        let ends = [self.low.value, self.high.value].into_iter();
        let Some((low, high)) = bands::extent(&self.bands, ends) else {
            let end = canvas.nothing(top);
            return canvas.finish("c-gauge", "img", end);
        };
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        // Halves, because the difference of two great numbers may not be one.
        let half = high / 2.0 - low / 2.0;
        let at = |v: f64| {
            let share = if half > 0.0 { ((v / 2.0 - low / 2.0) / half).clamp(0.0, 1.0) } else { 0.5 };
            left + (right - left) * share
        };
        let stretch = |band: &Band| (at(band.from.unwrap_or(low)), at(band.to.unwrap_or(high)));

        let held = self.held.filter(|_| value.is_some());
        let grade = held.and_then(|i| self.bands.get(i)).map_or(Grade::Plain, |band| band.grade);
        let words = self.spoken(held);
        let mut y = top;
        // The value's words above its mark, as far as they have room; the shape before them.
        let wide = text_width(&words, FONT) * BOLD + grade.room();
        if value.is_some() && wide <= right - left {
            let x = (at(value.unwrap_or(low)) - wide / 2.0).min(right - wide).max(left);
            canvas.shape(x, y + 8.0, grade);
            canvas.text(x + grade.room(), y + 12.5, "c-value hl", Anchor::Start, &words);
            y += LINE + 2.0;
        } else {
            let class = if value.is_some() { "c-value hl" } else { "c-value c-missing" };
            canvas.shape(left, y + 8.0, grade);
            let lines = super::wrap(&words, (right - left - grade.room()) / BOLD, FONT);
            y = canvas.lines(left + grade.room(), y, class, &lines) + 2.0;
        }
        let base = y + 9.0 + HIGH;
        for (i, band) in self.bands.iter().enumerate() {
            let (from, to) = stretch(band);
            let h = HIGH * band.grade.height();
            let area = Area { x: from + 0.5, y: base - h, w: (to - from - 1.0).max(0.0), h };
            if held == Some(i) {
                canvas.bar(area, "c-bar", 0, false, None);
            } else if area.w > 0.0 {
                let (x, y, w) = (num(area.x), num(area.y), num(area.w));
                canvas.path("c-outline", &format!("M{x} {y}h{w}v{}h{}z", num(h), num(-area.w)));
            }
        }
        canvas.overlay();
        canvas.path("c-axis", &format!("M{} {}H{}", num(left), num(base), num(right)));
        if let Some(v) = value {
            // A pointer with a line to the foot of the scale: it can be told from any edge of a band.
            let x = at(v);
            let tip = x.clamp(left + 5.0, right - 5.0);
            canvas.path("c-solid", &format!("M{} {}h10l-5 7z", num(tip - 5.0), num(y)));
            canvas.path("c-mark", &format!("M{} {}V{}", num(x), num(y + 7.0), num(base)));
        }
        let mut end = base + 4.0;
        let (first, last) = (self.low.text.trim(), self.high.text.trim());
        if !first.is_empty() || !last.is_empty() {
            canvas.text(left, end + 12.0, "c-tick", Anchor::Start, first);
            canvas.text(right, end + 12.0, "c-tick", Anchor::End, last);
            end += LINE;
        }
        end = canvas.band_names(end, &self.bands, held, &stretch);
        canvas.finish("c-gauge", "img", end + MARGIN)
    }

    /// The value's words and the name of its band.
    fn spoken(&self, held: Option<usize>) -> String {
        let words = self.frame.words(self.value, &self.text).trim();
        match held.and_then(|i| self.bands.get(i)).map(|band| band.word.trim()) {
            Some(word) if !word.is_empty() => format!("{words} · {word}"),
            _ => words.to_owned(),
        }
    }
}
