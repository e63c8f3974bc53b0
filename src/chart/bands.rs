use super::{Anchor, BOLD, Canvas, FONT, LINE, MARGIN, WIDTH, text_width, wrap};

/// What a band means for the municipality, as a shape: the chart's colours say nothing more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grade {
    /// A full circle, and the highest stretch of a gauge.
    Good,
    /// A half circle.
    Mid,
    /// An empty circle, and the lowest stretch of a gauge.
    Low,
    /// No judgement: no shape, and all stretches of one height.
    #[default]
    Plain,
}

/// A stretch of an indicator's scale that has a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Band {
    /// Where it begins; `None` is the beginning of the scale.
    pub from: Option<f64>,
    /// Where it ends, which is where the next one begins; `None` is the end of the scale.
    pub to: Option<f64>,
    /// Its name: "alto", "en camino".
    pub word: String,
    /// Its bounds in words: "≥ 80 %", "65–80 %".
    pub range: String,
    /// What it means.
    pub grade: Grade,
}

/// Radius of the shape of a grade.
const SHAPE: f64 = 5.0;

impl Grade {
    /// Room that the shape takes before words.
    pub(super) fn room(self) -> f64 {
        if self == Grade::Plain { 0.0 } else { 2.0 * SHAPE + 5.0 }
    }

    /// How high a band's stretch is, of a whole.
    pub(super) fn height(self) -> f64 {
        match self {
            Grade::Good => 1.0,
            Grade::Mid | Grade::Plain => 0.66,
            Grade::Low => 0.33,
        }
    }
}

/// The least and the greatest value that the bands name, and those given.
pub(super) fn extent(bands: &[Band], values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let edges = bands.iter().flat_map(|band| [band.from, band.to]).flatten();
    let all = edges.chain(values).filter(|v| v.is_finite());
    all.fold(None, |so_far: Option<(f64, f64)>, v| {
        let (low, high) = so_far.unwrap_or((v, v));
        Some((low.min(v), high.max(v)))
    })
}

impl Canvas<'_> {
    /// The shape of a grade, its left edge at `x` and its middle at `y`.
    pub(super) fn shape(&mut self, x: f64, y: f64, grade: Grade) {
        let middle = x + SHAPE;
        match grade {
            Grade::Plain => return,
            Grade::Good => self.circle("c-outline c-solid", middle, y, SHAPE),
            Grade::Mid | Grade::Low => self.circle("c-outline", middle, y, SHAPE),
        }
        if grade == Grade::Mid {
            let (x, top) = (super::num(middle), super::num(y - SHAPE));
            self.path("c-solid", &format!("M{x} {top}a5 5 0 0 0 0 10z"));
        }
    }

    /// The names of bands below a scale: each below its stretch if all fit there, else one below the other. The one
    /// that holds the value is bold. Returns the bottom.
    pub(super) fn band_names(
        &mut self,
        top: f64,
        bands: &[Band],
        held: Option<usize>,
        stretch: &dyn Fn(&Band) -> (f64, f64),
    ) -> f64 {
        let bold = |i: usize| if held == Some(i) { (BOLD, " hl") } else { (1.0, "") };
        if let Some(middles) = beside_one_another(bands, held, stretch) {
            for (i, (band, middle)) in bands.iter().zip(middles).enumerate() {
                let extra = bold(i).1;
                self.text(middle, top + 12.0, &format!("c-label{extra}"), Anchor::Middle, band.word.trim());
                self.text(middle, top + LINE + 12.0, &format!("c-tick{extra}"), Anchor::Middle, band.range.trim());
            }
            return if bands.is_empty() { top } else { top + 2.0 * LINE };
        }
        let mut end = top;
        for (i, band) in bands.iter().enumerate() {
            let x = MARGIN + band.grade.room();
            self.shape(MARGIN, end + LINE / 2.0, band.grade);
            let words = match (band.word.trim(), band.range.trim()) {
                (word, "") => word.to_owned(),
                ("", range) => range.to_owned(),
                (word, range) => format!("{word}: {range}"),
            };
            let lines = wrap(&words, (WIDTH - MARGIN - x) / bold(i).0, FONT);
            end = self.lines(x, end, &format!("c-label{}", bold(i).1), &lines).max(end + LINE);
        }
        end
    }
}

/// Where the middles of the bands' names are when they stand beside one another, each over its stretch though not always
/// over the stretch's middle; `None` if they have no room.
fn beside_one_another(bands: &[Band], held: Option<usize>, stretch: &dyn Fn(&Band) -> (f64, f64)) -> Option<Vec<f64>> {
    const GAP: f64 = 8.0;
    const ASTRAY: f64 = 4.0;
    let halves: Vec<f64> = bands
        .iter()
        .enumerate()
        .map(|(i, band)| {
            let wide = text_width(band.word.trim(), FONT).max(text_width(band.range.trim(), FONT));
            wide * if held == Some(i) { BOLD } else { 1.0 } / 2.0
        })
        .collect();
    let mut middles: Vec<f64> = bands.iter().map(stretch).map(|(from, to)| (from + to) / 2.0).collect();
    let mut free = MARGIN;
    for (middle, half) in middles.iter_mut().zip(&halves) {
        *middle = middle.max(free + half);
        free = *middle + half + GAP;
    }
    let mut free = WIDTH - MARGIN;
    for (middle, half) in middles.iter_mut().zip(&halves).rev() {
        *middle = middle.min(free - half);
        free = *middle - half - GAP;
    }
    let inside = free + GAP >= MARGIN;
    let close = bands.iter().zip(&middles).all(|(band, middle)| {
        let (from, to) = stretch(band);
        (from - ASTRAY..=to + ASTRAY).contains(middle)
    });
    (inside && close).then_some(middles)
}
