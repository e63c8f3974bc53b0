use super::{Canvas, Datum, Frame, Key, MARGIN, Tick, WIDTH, escape, finite, num};
use std::fmt::Write as _;

/// Places as dots where they are, north at the top. The area of a dot is proportional to its value.
///
/// There are no boundaries: it says where and how much, and the page's list says the rest. Values
/// below zero are as large as their magnitude and carry the class `neg`; dots have a least size, so
/// that zero can be seen and pressed; a missing value is a small hollow ring. Large dots are drawn
/// first. A map with links has the role `group`, because the role `img` would hide them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DotMap {
    /// Names and words.
    pub frame: Frame,
    /// The places.
    pub points: Vec<Point>,
    /// What the map shows, so that several maps can be compared. Without it, what the points need.
    pub bounds: Option<Bounds>,
    /// Place to single out, counted from zero: it is drawn last, in a ring, and named below.
    pub highlight: Option<usize>,
    /// Sizes to explain below the map: values and their words.
    pub sizes: Vec<Tick>,
}

/// One place of a [`DotMap`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// Name, magnitude and the magnitude in words.
    pub datum: Datum,
    /// Longitude in degrees, negative in the west.
    pub lon: f64,
    /// Latitude in degrees, negative in the south.
    pub lat: f64,
    /// Address of the place's page: relative, or http(s). Others are left out.
    pub href: Option<String>,
}

/// A part of the Earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

/// Least and greatest height of the map.
const LOW: f64 = 120.0;
const HIGH: f64 = 400.0;
/// Least radius of a dot, and that of a missing value.
const LEAST: f64 = 2.0;
const HOLLOW: f64 = 3.0;
/// Radius of the area that can be pressed, where the neighbours leave room: 24 px when the map is
/// 320 px wide.
const PRESS: f64 = 12.8;

/// A point on the map.
struct Placed<'a> {
    index: usize,
    point: &'a Point,
    x: f64,
    y: f64,
    r: f64,
}

impl Point {
    fn on_earth(&self) -> bool {
        (-180.0..=180.0).contains(&self.lon) && (-90.0..=90.0).contains(&self.lat)
    }
}

impl Bounds {
    fn holds(&self, point: &Point) -> bool {
        (self.west..=self.east).contains(&point.lon) && (self.south..=self.north).contains(&point.lat)
    }

    fn valid(&self) -> bool {
        let corner = |lon, lat| Point { lon, lat, ..Point::default() };
        self.west <= self.east
            && self.south <= self.north
            && corner(self.west, self.south).on_earth()
            && corner(self.east, self.north).on_earth()
    }
}

impl DotMap {
    /// How many points have no place on the map: their coordinates are not on Earth or are outside
    /// the bounds. The page should say so.
    pub fn unplaced(&self) -> usize {
        let frame = self.frame_of_reference();
        self.points.iter().filter(|p| !frame.is_some_and(|b| p.on_earth() && b.holds(p))).count()
    }

    /// The bounds given, or those of the points; `None` if there is no point to be placed.
    fn frame_of_reference(&self) -> Option<Bounds> {
        if let Some(bounds) = self.bounds.filter(Bounds::valid) {
            return Some(bounds);
        }
        self.points.iter().filter(|p| p.on_earth()).fold(None, |so_far: Option<Bounds>, p| {
            let b = so_far.unwrap_or(Bounds { west: p.lon, south: p.lat, east: p.lon, north: p.lat });
            Some(Bounds {
                west: b.west.min(p.lon),
                south: b.south.min(p.lat),
                east: b.east.max(p.lon),
                north: b.north.max(p.lat),
            })
        })
    }

    /// The chart as an `<svg>` element. `id` is the prefix of all ids inside, unique in the page.
    pub fn svg(&self, id: &str) -> String {
        let frame = &self.frame;
        let mut canvas = Canvas::new(frame, id, WIDTH);
        let top = canvas.head();
        let bounds = self.frame_of_reference();
        let shown: Vec<(usize, &Point)> = self
            .points
            .iter()
            .enumerate()
            .filter(|(_, p)| bounds.is_some_and(|b| p.on_earth() && b.holds(p)))
            .collect();
        let Some(bounds) = bounds.filter(|_| !shown.is_empty()) else {
            let end = canvas.nothing(top);
            return canvas.finish("c-dotmap", "img", end);
        };

        // Sizes.
        let most = shown
            .iter()
            .filter_map(|(_, p)| finite(p.datum.value))
            .chain(self.sizes.iter().map(|t| t.value).filter(|v| v.is_finite()))
            .fold(0f64, |m, v| m.max(v.abs()));
        let great = (120.0 / (shown.len() as f64).sqrt()).clamp(7.0, 16.0);
        let radius = |value: f64| {
            if most > 0.0 { (great * (value.abs() / most).sqrt()).max(LEAST) } else { LEAST }
        };

        // Places. One degree of longitude is shorter the farther it is from the equator.
        let pad = MARGIN + great + 4.0;
        let shrink = ((bounds.south + bounds.north) / 2.0).to_radians().cos().max(0.05);
        let across = (bounds.east - bounds.west) * shrink;
        let along = bounds.north - bounds.south;
        let room = WIDTH - 2.0 * pad;
        let unit = match (across > 1e-9, along > 1e-9) {
            (true, true) => (room / across).min((HIGH - 2.0 * pad) / along),
            (true, false) => room / across,
            (false, true) => (HIGH - 2.0 * pad) / along,
            (false, false) => 0.0,
        };
        let high = (along * unit + 2.0 * pad).max(LOW);
        let (cx, cy) = (WIDTH / 2.0, top + high / 2.0);
        let mut places: Vec<Placed> = shown
            .iter()
            .map(|(index, point)| {
                let east = (point.lon - bounds.west) * shrink - across / 2.0;
                let north = (point.lat - bounds.south) - along / 2.0;
                Placed {
                    index: *index,
                    point,
                    x: cx + east * unit,
                    y: cy - north * unit,
                    r: finite(point.datum.value).map_or(HOLLOW, radius),
                }
            })
            .collect();
        let presses: Vec<f64> = places.iter().map(|p| press(p, &places)).collect();
        let mut order: Vec<(Placed, f64)> = places.drain(..).zip(presses).collect();
        let last = |p: &Placed| self.highlight == Some(p.index);
        order.sort_by(|(a, _), (b, _)| last(a).cmp(&last(b)).then(b.r.total_cmp(&a.r)).then(a.index.cmp(&b.index)));

        let _ = write!(
            canvas.body,
            "<rect class=\"c-frame\" x=\"1\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            num(top),
            num(WIDTH - 2.0),
            num(high)
        );
        let mut linked = false;
        let mut chosen = None;
        for (place, press) in &order {
            linked |= self.dot(&mut canvas, place, *press, last(place));
            if last(place) {
                chosen = Some(place.point);
            }
        }
        canvas.overlay();

        let mut keys: Vec<(Key, &str, &str)> = Vec::new();
        let spoken;
        if let Some(point) = chosen {
            spoken = describe(frame, point);
            keys.push((Key::Dot(6.0, "c-ring"), &spoken, "c-label hl"));
        }
        for size in self.sizes.iter().filter(|t| t.value.is_finite()) {
            keys.push((Key::Dot(radius(size.value), "c-dot s1"), &size.text, "c-label"));
        }
        if shown.iter().any(|(_, p)| finite(p.datum.value).is_none()) {
            keys.push((Key::Dot(HOLLOW, "c-dot c-missing"), &frame.missing, "c-label c-missing"));
        }
        let mut end = top + high;
        if !keys.is_empty() {
            end = canvas.keys(end + 6.0, &keys);
        }
        let role = if linked { "group" } else { "img" };
        canvas.finish("c-dotmap", role, end + MARGIN)
    }

    /// Draws a dot; returns whether it is a link.
    fn dot(&self, canvas: &mut Canvas, place: &Placed, press: f64, chosen: bool) -> bool {
        let (x, y, r) = (num(place.x), num(place.y), num(place.r));
        let point = place.point;
        let value = finite(point.datum.value);
        let mut class = String::from("c-dot");
        class.push_str(match value {
            Some(v) if v < 0.0 => " s1 neg",
            Some(_) => " s1",
            None => " c-missing",
        });
        if chosen {
            class.push_str(" hl");
        }
        let title = format!("<title>{}</title>", escape(&describe(&self.frame, point)));
        let href = point.href.as_deref().filter(|h| harmless(h));
        let body = &mut canvas.body;
        match href {
            Some(href) => {
                let _ = write!(body, "<a href=\"{}\">{title}", escape(href.trim()));
                if press > place.r {
                    let hit = num(press);
                    let _ = write!(body, "<circle class=\"c-hit\" cx=\"{x}\" cy=\"{y}\" r=\"{hit}\"/>");
                }
                let _ = write!(body, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/></a>");
            }
            None => {
                let _ = write!(body, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\">{title}</circle>");
            }
        }
        if chosen {
            let ring = num(place.r + 3.5);
            let _ =
                write!(body, "<circle class=\"c-ring\" cx=\"{x}\" cy=\"{y}\" r=\"{ring}\" pointer-events=\"none\"/>");
        }
        if self.frame.demo && value.is_some() {
            let (left, wide) = (num(place.x - place.r), num(2.0 * place.r));
            let back = num(-2.0 * place.r);
            let _ = write!(canvas.hatched, "M{left} {y}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0 {back} 0z");
        }
        href.is_some()
    }
}

/// A point's name and value.
fn describe(frame: &Frame, point: &Point) -> String {
    let words = frame.words(point.datum.value, &point.datum.text);
    match (point.datum.label.trim(), words.trim()) {
        (label, "") => label.to_owned(),
        ("", words) => words.to_owned(),
        (label, words) => format!("{label}: {words}"),
    }
}

/// Radius of the area that can be pressed: half the way to the nearest other point at most.
fn press(place: &Placed, all: &[Placed]) -> f64 {
    all.iter()
        .filter(|other| other.index != place.index)
        .map(|other| (other.x - place.x).hypot(other.y - place.y) / 2.0)
        .fold(PRESS, f64::min)
}

/// Whether an address is relative or of the web, so that data cannot bring a script.
pub(super) fn harmless(href: &str) -> bool {
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
