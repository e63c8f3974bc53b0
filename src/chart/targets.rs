use super::{Anchor, Area, Canvas, FONT, Frame, LINE, MARGIN, Scale, WIDTH, finite, num, text_width};
use std::fmt::Write as _;

/// Results over periods against a target and a minimum, both of which may change from one period to the next: a column
/// for each result, a full line for the target, a broken one for the minimum.
///
/// Values' words, with a sign for how each stands to its target, stand below their columns, where no line crosses them; where there is no room for all of them, every
/// second, third ... has its own, the last one always. Meant for up to about twelve periods.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets {
    /// Names and words.
    pub frame: Frame,
    /// From the oldest to the newest.
    pub steps: Vec<TargetStep>,
}

/// A period of [`Targets`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TargetStep {
    /// Its name, short: "T1 26".
    pub label: String,
    /// What was measured; `None` is missing.
    pub value: Option<f64>,
    /// What was measured, in words.
    pub text: String,
    /// A sign for how it stands to the target, above its words: "✓". May be empty.
    pub sign: String,
    pub target: Option<f64>,
    /// Words beside the target's line: "meta 6". Those of the last period are shown.
    pub target_text: String,
    pub minimum: Option<f64>,
    pub minimum_text: String,
}

/// Height of the plot.
const HIGH: f64 = 100.0;
/// Columns are no wider than this.
const WIDEST: f64 = 34.0;
/// Words beside the lines that need more room than this are left out.
const SIDE: f64 = 110.0;
/// Least distance between the baselines of words beside the lines.
const APART: f64 = 15.0;

impl Targets {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let mut canvas = Canvas::new(&self.frame, id, WIDTH);
        let head = canvas.head();
        if self.steps.iter().all(|step| finite(step.value).is_none()) {
            let end = canvas.nothing(head);
            return canvas.finish("c-targets", "img", end);
        }
        let known = self.steps.iter().flat_map(|step| [step.value, step.target, step.minimum]);
        let (low, high) =
            known.filter_map(finite).fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
        let scale = Scale::around(low, high);
        let top = head + 8.0;
        let bottom = top + HIGH;
        let zero = bottom - HIGH * scale.below();
        let at = |v: f64| zero - HIGH * scale.share(v);

        let names = self.names();
        let widest = names.iter().map(|(words, _)| text_width(words, FONT)).fold(0.0, f64::max);
        let side = if widest > 0.0 && widest <= SIDE { widest + 6.0 } else { 0.0 };
        let (left, right) = (MARGIN, WIDTH - MARGIN - side);
        let slot = (right - left) / self.steps.len() as f64;
        let wide = (slot * 0.6).min(WIDEST);
        let middle = |i: usize| left + slot * (i as f64 + 0.5);
        let mut gaps = Vec::new();
        for (i, step) in self.steps.iter().enumerate() {
            match finite(step.value) {
                Some(value) => {
                    let end = at(value);
                    let (y, h) = (zero.min(end), (zero - end).abs());
                    let area = Area { x: middle(i) - wide / 2.0, y, w: wide, h };
                    canvas.bar(area, "c-bar", 0, false, None);
                }
                None => gaps.push(middle(i)),
            }
        }
        canvas.overlay();
        for x in gaps {
            canvas.gap(x, zero - 7.0, None);
        }
        canvas.path("c-axis", &format!("M{} {}H{}", num(left), num(zero), num(right)));
        canvas.path("c-track", &line(self.steps.iter().map(|step| step.minimum), left, slot, &at));
        canvas.path("c-mark", &line(self.steps.iter().map(|step| step.target), left, slot, &at));
        if side > 0.0 {
            let mut placed: Option<f64> = None;
            for (words, value) in names {
                // The words of two lines that are near each other keep apart, the target's where it is.
                let mut y = at(value) + 4.5;
                if let Some(other) = placed.filter(|other| (other - y).abs() < APART) {
                    y = if y < other { other - APART } else { other + APART };
                }
                placed = Some(y);
                canvas.text(right + 6.0, y, "c-label", Anchor::Start, words);
            }
        }
        let end = self.below(&mut canvas, bottom + 4.0, slot, (0.0, right + side), &middle);
        canvas.finish("c-targets", "img", end + MARGIN)
    }

    /// What the lines are called, and where they end: the target first.
    fn names(&self) -> Vec<(&str, f64)> {
        let target = |step: &'_ TargetStep| finite(step.target);
        let minimum = |step: &'_ TargetStep| finite(step.minimum);
        let last = self.steps.last();
        let of_target = last.and_then(|step| Some((step.target_text.trim(), target(step)?)));
        let of_minimum = last.and_then(|step| Some((step.minimum_text.trim(), minimum(step)?)));
        of_target.into_iter().chain(of_minimum).filter(|(words, _)| !words.is_empty()).collect()
    }

    /// Values and names of the periods. Returns their bottom.
    fn below(&self, canvas: &mut Canvas, top: f64, slot: f64, edges: (f64, f64), middle: &dyn Fn(usize) -> f64) -> f64 {
        let signs = self.steps.iter().any(|step| !step.sign.trim().is_empty());
        let rows = |step: &TargetStep| {
            let text = self.frame.words(step.value, &step.text).trim().to_owned();
            [step.sign.trim().to_owned(), text, step.label.trim().to_owned()]
        };
        let all: Vec<[String; 3]> = self.steps.iter().map(rows).collect();
        let wide = |words: &[String; 3]| words.iter().map(|w| text_width(w, FONT)).fold(1.0, f64::max);
        let every = ((all.iter().map(wide).fold(1.0, f64::max) + 4.0) / slot).ceil().max(1.0) as usize;
        let last = all.len() - 1;
        let first = if signs { top } else { top - LINE };
        for (i, words) in all.iter().enumerate().filter(|(i, _)| (last - i).is_multiple_of(every)) {
            let class = match finite(self.steps[i].value) {
                Some(_) => "c-value",
                None => "c-value c-missing",
            };
            if wide(words) <= edges.1 - edges.0 {
                for (row, (class, words)) in ["c-value hl", class, "c-tick"].into_iter().zip(words).enumerate() {
                    canvas.text_within(middle(i), first + 12.0 + LINE * row as f64, class, words, edges);
                }
            }
        }
        first + 3.0 * LINE + 1.0
    }
}

/// A line in steps: level within a period, upright where the next one has another value, broken where it has none.
fn line(values: impl Iterator<Item = Option<f64>>, left: f64, slot: f64, at: &dyn Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut open: Option<f64> = None;
    let mut end = left;
    for value in values {
        match (open, finite(value)) {
            (Some(before), Some(value)) if before == value => {}
            (Some(_), Some(value)) => {
                let _ = write!(path, "H{}V{}", num(end), num(at(value)));
            }
            (None, Some(value)) => {
                let _ = write!(path, "M{} {}", num(end), num(at(value)));
            }
            (Some(_), None) => {
                let _ = write!(path, "H{}", num(end));
            }
            (None, None) => {}
        }
        open = finite(value);
        end += slot;
    }
    if open.is_some() {
        let _ = write!(path, "H{}", num(end));
    }
    path
}
