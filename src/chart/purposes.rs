use super::{Anchor, Area, BOLD, Canvas, FONT, Frame, LINE, MARGIN, Scale, WIDTH, finite};
use super::{num, text_width, wrap};

/// Spending by purpose: a bar for what was accrued inside the outline of what the budget allows.
///
/// The greatest accrued amount is first, those without one are last, and what gathers the small ones
/// is below all. Bars and outlines have one scale and begin at zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Purposes {
    /// Names and words.
    pub frame: Frame,
    /// The purposes, in any order.
    pub rows: Vec<Purpose>,
    /// What the bar means ("devengado"), for the legend.
    pub accrued: String,
    /// What the outline means ("presupuesto vigente"), for the legend.
    pub current: String,
}

/// One purpose of [`Purposes`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Purpose {
    /// Its name.
    pub label: String,
    /// What was accrued; `None` is missing.
    pub accrued: Option<f64>,
    /// The budget as it is in force; `None` is missing and has no outline.
    pub current: Option<f64>,
    /// Amount and share in words: "Q12.3 M · 24.1 %".
    pub text: String,
    /// It stands for several small ones: the last row, whatever its amount.
    pub rest: bool,
}

/// Thickness of an outline, how much thinner the bar in it is at each side, and space after a row.
const THICK: f64 = 14.0;
const INSET: f64 = 3.0;
const AFTER: f64 = 11.0;

impl Purposes {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let mut canvas = Canvas::new(frame, id, WIDTH);
        let mut y = canvas.head();
        if self.rows.is_empty() {
            y = canvas.nothing(y);
            return canvas.finish("c-purposes", "img", y);
        }
        y = self.legend(&mut canvas, y);

        let amounts = self.rows.iter().flat_map(|row| [finite(row.accrued), finite(row.current)]).flatten();
        let (low, high) = amounts.fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
        let scale = Scale::around(low, high);
        let room = WIDTH - 2.0 * MARGIN;
        let zero = MARGIN + room * scale.below();
        let mut axis = String::new();
        for row in self.in_order() {
            let accrued = finite(row.accrued);
            let words = frame.words(row.accrued, &row.text);
            let class = if accrued.is_some() { "c-value hl" } else { "c-value c-missing" };
            let wide = text_width(words, FONT) * BOLD;
            // The amount stands at the right end of the name's last line if there is room, else below it.
            let mut lines = wrap(&row.label, room, FONT);
            if let Some(last) = lines.last()
                && text_width(last, FONT) + wide + 12.0 > room
            {
                let narrow = wrap(&row.label, room - wide - 12.0, FONT);
                let whole = narrow.iter().all(|l| text_width(l, FONT) + wide + 12.0 <= room);
                if whole && narrow.len() <= lines.len() + 1 && wide < room / 2.0 {
                    lines = narrow;
                }
            }
            let beside = lines.last().is_some_and(|last| text_width(last, FONT) + wide + 12.0 <= room);
            y = canvas.lines(MARGIN, y, "c-label", &lines);
            if beside {
                canvas.text(WIDTH - MARGIN, y - LINE + 12.0, class, Anchor::End, words);
            } else {
                for line in wrap(words, room / BOLD, FONT) {
                    canvas.text(WIDTH - MARGIN, y + 12.0, class, Anchor::End, &line);
                    y += LINE;
                }
            }
            y += 2.0;
            if let Some(v) = accrued {
                let length = room * scale.share(v);
                let neg = if v < 0.0 { "c-bar neg" } else { "c-bar" };
                let area = Area { x: zero.min(zero + length), y: y + INSET, w: length.abs(), h: THICK - 2.0 * INSET };
                canvas.bar(area, neg, 0, false, None);
            }
            if let Some(v) = finite(row.current) {
                let length = room * scale.share(v);
                let d = format!("M{} {}h{}v{}h{}z", num(zero), num(y), num(length), num(THICK), num(-length));
                canvas.path("c-outline", &d);
            }
            axis.push_str(&format!("M{} {}v{}", num(zero), num(y - 1.0), num(THICK + 2.0)));
            y += THICK + AFTER;
        }
        canvas.overlay();
        canvas.path("c-axis", &axis);
        canvas.finish("c-purposes", "img", y - AFTER + MARGIN)
    }

    /// A bar in its outline, as in the rows, and what both mean.
    fn legend(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let (accrued, current) = (self.accrued.trim(), self.current.trim());
        if accrued.is_empty() && current.is_empty() {
            return top;
        }
        let keys = [(super::Key::Series(0), accrued, "c-label"), (super::Key::Outline, current, "c-label")];
        let keys: Vec<_> = keys.into_iter().filter(|(_, words, _)| !words.is_empty()).collect();
        canvas.keys(top, &keys) + 6.0
    }

    fn in_order(&self) -> Vec<&Purpose> {
        let mut rows: Vec<&Purpose> = self.rows.iter().collect();
        rows.sort_by(|a, b| {
            let amount = |row: &Purpose| finite(row.accrued);
            a.rest.cmp(&b.rest).then_with(|| match (amount(a), amount(b)) {
                (Some(a), Some(b)) => b.total_cmp(&a),
                (a, b) => b.is_some().cmp(&a.is_some()),
            })
        });
        rows
    }
}
