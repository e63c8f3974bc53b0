use super::{Area, Canvas, FONT, Frame, Group, Key, MARGIN, WIDTH, finite, num, wrap};

/// Bars of equal length, one for each row, divided into parts that make up its whole.
///
/// The length of a part is its share of the row's sum, so values may be amounts or percentages.
/// All values stand below the bar, in the order of the parts, each with its part's swatch. A row
/// of which a part is missing or below zero, or whose sum is zero, has no shares: its bar is an
/// empty outline, and its words are shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stacked {
    /// Names and words.
    pub frame: Frame,
    /// Names of the parts, for the legend, in the order of the cells. Up to six can be told apart.
    pub parts: Vec<String>,
    /// The rows, from top to bottom.
    pub rows: Vec<Group>,
}

/// Thickness of a bar, and space after a row.
const THICK: f64 = 20.0;
const AFTER: f64 = 10.0;

impl Stacked {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let mut canvas = Canvas::new(frame, id, WIDTH);
        let mut y = canvas.head();
        let cells = self.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let count = cells.max(self.parts.len());
        if self.rows.is_empty() || count == 0 {
            y = canvas.nothing(y);
            return canvas.finish("c-stacked", "img", y);
        }
        let legend: Vec<(Key, &str, &str)> = (0..count)
            .map(|p| {
                let name = self.parts.get(p).map_or("", String::as_str);
                (Key::Series(p), name, "c-label")
            })
            .collect();
        y = canvas.keys(y, &legend) + 8.0;

        let long = WIDTH - 2.0 * MARGIN;
        for row in &self.rows {
            y = canvas.lines(MARGIN, y, "c-label hl", &wrap(&row.label, long / super::BOLD, FONT));
            y += 1.0;
            let values: Vec<Option<f64>> = (0..count).map(|p| row.cells.get(p).and_then(|c| finite(c.value))).collect();
            match shares(&values) {
                Some(shares) => {
                    let mut x = MARGIN;
                    for (p, share) in shares.iter().enumerate() {
                        let area = Area { x, y, w: long * share, h: THICK };
                        if *share > 0.0 {
                            canvas.bar(area, "c-part", p, true, None);
                        }
                        x += long * share;
                    }
                }
                None => canvas.path(
                    "c-track",
                    &format!("M{} {}h{}v{}h{}z", num(MARGIN), num(y), num(long), num(THICK), num(-long)),
                ),
            }
            y += THICK + 3.0;
            let words: Vec<(Key, &str, &str)> = (0..count)
                .map(|p| {
                    let cell = row.cells.get(p);
                    let text = cell.map_or("", |c| c.text.as_str());
                    let value = cell.and_then(|c| c.value);
                    let class = match finite(value) {
                        Some(_) => "c-value",
                        None => "c-value c-missing",
                    };
                    (Key::Series(p), frame.words(value, text), class)
                })
                .collect();
            y = canvas.keys(y, &words) + AFTER;
        }
        canvas.overlay();
        canvas.finish("c-stacked", "img", y - AFTER + MARGIN)
    }
}

/// Shares of the sum, or `None` when there are none to speak of.
pub(super) fn shares(values: &[Option<f64>]) -> Option<Vec<f64>> {
    let known: Vec<f64> = values.iter().copied().collect::<Option<_>>()?;
    let most = known.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 || known.iter().any(|v| *v < 0.0) {
        return None;
    }
    let sum: f64 = known.iter().map(|v| v / most).sum();
    Some(known.iter().map(|v| v / most / sum).collect())
}
