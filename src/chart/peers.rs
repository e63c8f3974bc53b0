use super::{Anchor, BOLD, Band, Canvas, Datum, FONT, Frame, LINE, MARGIN, Tick, WIDTH, bands, finite};
use super::{num, text_width, wrap};
use std::fmt::Write as _;

/// Where an indicator of one municipality stands among those of its peers.
///
/// A dot for each peer on the range they span, a line at their median, a large dot for the
/// municipality itself; the edges of the bands are ticks below, with the bands' names. There are no
/// ranks and no names of peers: who wants them finds the list in the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PeerStrip {
    /// Names and words. `empty` stands where there are no peers ("sin grupo").
    pub frame: Frame,
    /// The municipality: its name, its value, its value in words.
    pub own: Datum,
    /// The peers' values. Those that are not finite are left out.
    pub peers: Vec<f64>,
    /// The peers' median and its words ("mediana 70.1 %").
    pub median: Option<Tick>,
    /// The least and the greatest of the peers in words, to stand below the ends of their range.
    pub range: Option<(String, String)>,
    /// The indicator's bands, from the least value to the greatest; may be empty.
    pub bands: Vec<Band>,
    /// The band that holds the municipality's value, counted from zero.
    pub held: Option<usize>,
}

/// Radius of a peer's dot, of the municipality's, and the distance of dots that lie one on another.
const DOT: f64 = 4.0;
const OWN: f64 = 7.0;
const STACK: f64 = 9.0;
/// Dots are not stacked higher than this: more of them are drawn over one another.
const HIGHEST: usize = 6;

impl PeerStrip {
    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let mut canvas = Canvas::new(&self.frame, id, WIDTH);
        let top = canvas.head();
        let own = finite(self.own.value);
        let mut peers: Vec<f64> = self.peers.iter().copied().filter(|v| v.is_finite()).collect();
        peers.sort_by(f64::total_cmp);
        let median = self.median.as_ref().filter(|tick| tick.value.is_finite() && !peers.is_empty());
        let values = peers.iter().copied().chain(own).chain(median.map(|tick| tick.value));
        let Some((low, high)) = bands::extent(&self.bands, values) else {
            let end = canvas.nothing(top);
            return canvas.finish("c-peers", "img", end);
        };
        let (left, right) = (MARGIN + OWN + 1.0, WIDTH - MARGIN - OWN - 1.0);
        let half = high / 2.0 - low / 2.0;
        let at = |v: f64| {
            let share = if half > 0.0 { ((v / 2.0 - low / 2.0) / half).clamp(0.0, 1.0) } else { 0.5 };
            left + (right - left) * share
        };

        // Above: the municipality's own words.
        let words = self.frame.words(self.own.value, &self.own.text).trim();
        let name = match (self.own.label.trim(), words) {
            ("", words) => words.to_owned(),
            (name, words) => format!("{name}: {words}"),
        };
        let lines = wrap(&name, (WIDTH - 2.0 * MARGIN) / BOLD, FONT);
        let class = if own.is_some() { "c-value hl" } else { "c-value c-missing" };
        let mut y = top;
        for line in &lines {
            canvas.text_within(own.map_or(WIDTH / 2.0, at), y + 12.0, class, line, (MARGIN, WIDTH - MARGIN));
            y += LINE;
        }
        let words_end = y;

        // The dots, one on another where they would touch.
        let mut placed: Vec<(f64, usize)> = Vec::new();
        for value in &peers {
            let x = at(*value);
            let taken = |level: usize| placed.iter().rev().any(|(other, l)| *l == level && x - other < 2.0 * DOT + 0.6);
            let level = (0..HIGHEST).find(|level| !taken(*level)).unwrap_or(HIGHEST - 1);
            placed.push((x, level));
        }
        let levels = placed.iter().map(|(_, level)| *level).max().unwrap_or(0);
        let base = words_end + 6.0 + OWN + STACK * levels as f64;
        if let (Some(first), Some(last)) = (peers.first(), peers.last()) {
            let (from, to) = (at(*first), at(*last));
            canvas.path("c-range", &format!("M{} {}H{}", num(from), num(base), num(to)));
        }
        for (x, level) in &placed {
            canvas.circle("c-outline", *x, base - STACK * *level as f64, DOT);
        }
        let foot = base + OWN + 4.0;
        if let Some(median) = median {
            let from = base - STACK * levels as f64 - OWN;
            canvas.path("c-mark", &format!("M{} {}V{}", num(at(median.value)), num(from), num(foot)));
        }
        if let Some(value) = own {
            let x = at(value);
            canvas.path("c-mark", &format!("M{} {}V{}", num(x), num(words_end + 1.0), num(base)));
            canvas.circle("c-end s1", x, base, OWN);
            canvas.hatch(&format!("M{} {}a7 7 0 1 0 14 0a7 7 0 1 0-14 0z", num(x - OWN), num(base)));
        }
        canvas.overlay();

        let mut end = self.below(&mut canvas, foot + 2.0, &peers, median, &at);
        if peers.is_empty() {
            let lines = wrap(self.frame.nothing(), WIDTH - 2.0 * MARGIN, FONT);
            end = canvas.lines(MARGIN, end, "c-value c-missing", &lines);
        }
        if !self.bands.is_empty() {
            let stretch = |band: &Band| {
                let from = band.from.map_or(MARGIN, at);
                (from, band.to.map_or(WIDTH - MARGIN, at))
            };
            let axis = end + 7.0;
            let mut ticks = format!("M{} {}H{}", num(MARGIN), num(axis), num(WIDTH - MARGIN));
            for edge in self.bands.iter().filter_map(|band| band.from).filter(|v| v.is_finite()) {
                let _ = write!(ticks, "M{} {}v10", num(at(edge)), num(axis - 5.0));
            }
            canvas.path("c-axis", &ticks);
            end = canvas.band_names(axis + 6.0, &self.bands, self.held.filter(|_| own.is_some()), &stretch);
        }
        canvas.finish("c-peers", "img", end + MARGIN)
    }

    /// The median's words, and those of the ends of the range on the same line where they keep clear of them, else
    /// below. Returns the bottom.
    fn below(
        &self,
        canvas: &mut Canvas,
        top: f64,
        peers: &[f64],
        median: Option<&Tick>,
        at: &dyn Fn(f64) -> f64,
    ) -> f64 {
        let edges = (MARGIN, WIDTH - MARGIN);
        let mut end = top;
        let mut taken = (f64::INFINITY, f64::NEG_INFINITY);
        if let Some(median) = median {
            let x = at(median.value);
            let half = text_width(&median.text, FONT) / 2.0;
            if 2.0 * half <= edges.1 - edges.0 {
                canvas.text_within(x, top + 12.0, "c-label", &median.text, edges);
                let middle = x.min(edges.1 - half).max(edges.0 + half);
                taken = (middle - half - 8.0, middle + half + 8.0);
                end += LINE;
            } else {
                end = canvas.lines(MARGIN, top, "c-label", &wrap(&median.text, edges.1 - edges.0, FONT));
                taken = (edges.0, edges.1);
            }
        }
        let (Some((low, high)), Some(first), Some(last)) = (&self.range, peers.first(), peers.last()) else {
            return end;
        };
        let (wide_low, wide_high) = (text_width(low, FONT), text_width(high, FONT));
        let room = edges.1 - edges.0;
        if wide_low + wide_high + 16.0 > room {
            let lines = wrap(&format!("{low} – {high}"), room, FONT);
            return canvas.lines(MARGIN, end, "c-tick", &lines);
        }
        // Below the ends of the range, as far as both stay inside and apart.
        let from = (at(*first) - wide_low / 2.0).clamp(edges.0, edges.1 - wide_low - wide_high - 16.0);
        let to = (at(*last) + wide_high / 2.0).clamp(from + wide_low + 16.0 + wide_high, edges.1);
        let clear = from + wide_low <= taken.0 && to - wide_high >= taken.1;
        let y = if median.is_none() || clear { top } else { end };
        canvas.text(from, y + 12.0, "c-tick", Anchor::Start, low);
        canvas.text(to, y + 12.0, "c-tick", Anchor::End, high);
        end.max(y + LINE)
    }
}
