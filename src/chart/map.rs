use super::boundaries::{SUBUNITS, Shapes};
use super::projection::Projection;
use super::{Bounds, Canvas, Frame, MARGIN, WIDTH, escape, finite, num, safe_id};
use std::fmt::Write as _;

/// Municipalities on a map: points, or areas where there are boundaries, each of them a link.
///
/// The reader chooses which figure shades them, without any script: the choices are radio buttons
/// beside the map, each place carries the class of each figure, and the style sheet does the rest.
/// A browser that cannot do that shows the places unshaded with all explanations. Classes are steps
/// from light to dark, never ranks; a place without a value has an outline of dashes.
///
/// Links come in the order of the places, whatever lies upon what. The page's list says the same in
/// words; [`TerritoryMap::skip`] leads there past all the links.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TerritoryMap {
    /// Names and words.
    pub frame: Frame,
    /// The places in the order in which they are to be read.
    pub places: Vec<Place>,
    /// What can be shown, the first one without being asked. At most [`FIGURES`]; with a single one
    /// there is nothing to choose.
    pub figures: Vec<Figure>,
    /// Words of the choice: "Mostrar en el mapa".
    pub choose: String,
    /// Address and words of a link that leads past the map, to its list.
    pub skip: Option<(String, String)>,
    /// Boundaries by code. Places without one are points among them.
    pub shapes: Shapes,
}

/// A place of a [`TerritoryMap`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// Its code, by which its boundary is found.
    pub code: String,
    /// What a screen reader says and a mouse shows: its name and what the reader should know at
    /// once, such as its population. Figures of one's choice are in the list.
    pub label: String,
    /// Longitude and latitude of its seat in degrees, if known.
    pub seat: Option<(f64, f64)>,
    /// The area of its point is proportional to this: its population.
    pub size: Option<f64>,
    /// For each figure its class, from 1; `None` is missing. See [`Figure::class`].
    pub classes: Vec<Option<u8>>,
    /// Address of its page: relative, or http(s). Others are left out.
    pub href: Option<String>,
}

/// A figure that a [`TerritoryMap`] can show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// Its name, beside the button.
    pub name: String,
    /// Year, unit, source and for how many places it is known, below the map.
    pub note: String,
    /// Its classes in words, from 1: "menos de 10 %", "10 a 20 %". At most [`CLASSES`].
    pub classes: Vec<String>,
    /// Values at which the second and each later class begins, one fewer than classes.
    pub edges: Vec<f64>,
}

/// How many figures a map can offer.
pub const FIGURES: usize = 6;
/// How many classes a figure can have.
pub const CLASSES: usize = 5;

/// Width and greatest height of the map itself, for outlines that are made for it.
pub const MAP_WIDE: f64 = WIDTH - 2.0 * MARGIN;
pub const MAP_HIGH: f64 = HIGH;

const LETTERS: [char; FIGURES] = ['a', 'b', 'c', 'd', 'e', 'f'];
/// Greatest height of the map.
const HIGH: f64 = 400.0;
/// Least radius of a point, and that of one without a size.
const LEAST: f64 = 2.2;
const HOLLOW: f64 = 3.0;
/// Radius of what can be pressed, where neighbours leave room: 24 px on a map 320 px wide.
const PRESS: f64 = 12.8;

impl Figure {
    /// The class of a value: a value on the edge of two is in the upper one.
    pub fn class(&self, value: Option<f64>) -> Option<u8> {
        let value = finite(value)?;
        let above = self.edges.iter().filter(|edge| value >= **edge).count();
        u8::try_from(above.min(CLASSES - 1) + 1).ok()
    }

    /// The shade of a class, counted from zero: few classes are as far apart as many.
    pub(super) fn shade(&self, class: usize) -> usize {
        match self.classes.len() {
            0..=2 => 2 + 2 * class.min(1),
            3 => 1 + 2 * class.min(2),
            4 => 1 + class.min(3) + class.min(3) / 2,
            _ => 1 + class.min(CLASSES - 1),
        }
    }
}

/// A point on the map.
struct Dot<'a> {
    place: &'a Place,
    x: f64,
    y: f64,
    r: f64,
}

impl TerritoryMap {
    /// How many places have neither a boundary nor a seat on Earth. The page should say so.
    pub fn unplaced(&self) -> usize {
        self.places
            .iter()
            .filter(|place| !self.shapes.paths.contains_key(&place.code) && on_earth(place).is_none())
            .count()
    }

    /// The map with its choice and its explanations, as HTML. `id` is the prefix of all ids and of the buttons' name,
    /// unique in the page.
    pub fn html(&self, id: &str) -> String {
        let id = safe_id(id);
        let figures = self.figures.get(..FIGURES).unwrap_or(&self.figures);
        let mut html = String::from("<div class=\"c-map\">");
        if figures.len() > 1 {
            let _ = write!(html, "<fieldset><legend>{}</legend>", escape(&self.choose));
            for (i, (figure, letter)) in figures.iter().zip(LETTERS).enumerate() {
                let checked = if i == 0 { " checked" } else { "" };
                let _ = write!(
                    html,
                    "<label><input type=\"radio\" name=\"{id}-f\" value=\"{letter}\"{checked}> {}</label>",
                    escape(&figure.name)
                );
            }
            html.push_str("</fieldset>");
        }
        if let Some((href, words)) = self.skip.as_ref().filter(|(href, _)| super::harmless(href)) {
            let _ = write!(html, "<p class=\"skip\"><a href=\"{}\">{}</a></p>", escape(href.trim()), escape(words));
        }
        html.push_str(&self.svg(&id));
        for (i, (figure, letter)) in figures.iter().zip(LETTERS).enumerate() {
            let _ = write!(html, "<div class=\"c-keys k{letter}\">");
            if figures.len() > 1 {
                let _ = write!(html, "<p><b>{}</b></p>", escape(&figure.name));
            }
            html.push_str("<ul>");
            for (n, words) in figure.classes.iter().take(CLASSES).enumerate() {
                let _ = write!(html, "<li><i class=\"q{}\"></i>{}</li>", figure.shade(n), escape(words));
            }
            if self.places.iter().any(|place| place.classes.get(i).copied().flatten().is_none()) {
                let _ = write!(html, "<li><i class=\"c-missing\"></i>{}</li>", escape(&self.frame.missing));
            }
            html.push_str("</ul>");
            if !figure.note.trim().is_empty() {
                let _ = write!(html, "<p class=\"small\">{}</p>", escape(&figure.note));
            }
            html.push_str("</div>");
        }
        html.push_str("</div>");
        html
    }

    /// The map alone, as an `<svg>` element.
    pub fn svg(&self, id: &str) -> String {
        let mut canvas = Canvas::new(&self.frame, id, WIDTH);
        let top = canvas.head();
        let room = MAP_WIDE;
        let dots: Vec<&Place> =
            self.places.iter().filter(|p| !self.shapes.paths.contains_key(&p.code) && on_earth(p).is_some()).collect();
        let shaped = self.places.iter().any(|p| self.shapes.paths.contains_key(&p.code));
        let great = (120.0 / (dots.len().max(1) as f64).sqrt()).clamp(7.0, 16.0);
        let pad = if shaped { 0.0 } else { great + 4.0 };
        let placed = match (self.shapes.projection.filter(|_| shaped), bounds(&dots)) {
            (Some(projection), _) => Some((projection, self.shapes.width, self.shapes.height)),
            (None, Some(bounds)) => Some(Projection::fitting(bounds, room - 2.0 * pad, HIGH - 2.0 * pad)),
            (None, None) => None,
        };
        let Some((projection, width, height)) = placed else {
            let end = canvas.nothing(top);
            return canvas.finish("c-territory", "img", end);
        };
        let (left, above) = ((WIDTH - width.min(room)) / 2.0, top + pad);

        let most = dots.iter().filter_map(|p| finite(p.size)).fold(0f64, |m, v| m.max(v.abs()));
        let dots: Vec<Dot> = dots
            .into_iter()
            .filter_map(|place| {
                let (lon, lat) = on_earth(place)?;
                let (x, y) = projection.at(lon, lat);
                let r = finite(place.size).filter(|_| most > 0.0);
                let r = r.map_or(HOLLOW, |v| (great * (v.abs() / most).sqrt()).max(LEAST));
                Some(Dot { place, x: x + left, y: y + above, r })
            })
            .collect();

        let mut linked = false;
        if shaped {
            let _ = write!(
                canvas.body,
                "<g transform=\"translate({} {})scale({})\">",
                num(left),
                num(above),
                1.0 / SUBUNITS
            );
            for place in &self.places {
                if let Some(path) = self.shapes.paths.get(&place.code) {
                    let mark = format!("<path class=\"c-area{}\" d=\"{path}\"/>", self.classes(place));
                    linked |= link(&mut canvas.body, place, &mark);
                }
            }
            canvas.body.push_str("</g>");
        }
        // What is seen, the large below the small, and above it what is pressed, in the order of the places.
        let mut order: Vec<&Dot> = dots.iter().collect();
        order.sort_by(|a, b| b.r.total_cmp(&a.r));
        for dot in order {
            canvas.circle(&format!("c-dot{}", self.classes(dot.place)), dot.x, dot.y, dot.r);
            if self.frame.demo {
                let (r, wide) = (num(dot.r), num(2.0 * dot.r));
                canvas.hatch(&format!(
                    "M{} {}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0-{wide} 0z",
                    num(dot.x - dot.r),
                    num(dot.y)
                ));
            }
        }
        canvas.overlay();
        for (i, dot) in dots.iter().enumerate() {
            let nearest = dots
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != i)
                .map(|(_, other)| (other.x - dot.x).hypot(other.y - dot.y) / 2.0)
                .fold(PRESS, f64::min);
            let mark = format!(
                "<circle class=\"c-hit\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                num(dot.x),
                num(dot.y),
                num(nearest.max(LEAST))
            );
            linked |= link(&mut canvas.body, dot.place, &mark);
        }
        let role = if linked { "group" } else { "img" };
        canvas.finish("c-territory", role, above + height + pad + MARGIN)
    }

    /// The classes of all figures, such as ` a2 c5`: a figure that is not known has none.
    fn classes(&self, place: &Place) -> String {
        let mut classes = String::new();
        for ((letter, class), figure) in LETTERS.iter().zip(&place.classes).zip(&self.figures) {
            if let Some(class) = class.filter(|class| (1..=CLASSES).contains(&usize::from(*class))) {
                let _ = write!(classes, " {letter}{}", figure.shade(usize::from(class) - 1));
            }
        }
        classes
    }
}

/// A mark with its name, in a link if there is where to; returns whether there is.
fn link(body: &mut String, place: &Place, mark: &str) -> bool {
    let title = escape(place.label.trim());
    match place.href.as_deref().filter(|href| super::harmless(href)) {
        Some(href) => {
            let _ = write!(body, "<a href=\"{}\"><title>{title}</title>{mark}</a>", escape(href.trim()));
            true
        }
        None => {
            let _ = write!(body, "<g><title>{title}</title>{mark}</g>");
            false
        }
    }
}

fn on_earth(place: &Place) -> Option<(f64, f64)> {
    place.seat.filter(|(lon, lat)| (-180.0..=180.0).contains(lon) && (-90.0..=90.0).contains(lat))
}

fn bounds(places: &[&Place]) -> Option<Bounds> {
    places.iter().filter_map(|place| on_earth(place)).fold(None, |so_far: Option<Bounds>, (lon, lat)| {
        let b = so_far.unwrap_or(Bounds { west: lon, south: lat, east: lon, north: lat });
        Some(Bounds { west: b.west.min(lon), south: b.south.min(lat), east: b.east.max(lon), north: b.north.max(lat) })
    })
}
