//! Borders that stay shared: rings are cut where more than two of them meet, and each piece is simplified in itself.
//!
//! The method is that of TopoJSON (Bostock): cut at junctions, simplify by Visvalingam and Whyatt (1993), put together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A point of the grid.
pub(super) type Cell = (i32, i32);
/// A closed line; its last point is followed by its first.
pub(super) type Ring = Vec<Cell>;

/// The borders of many areas.
pub(super) struct Topology {
    /// Each different piece of border once, in one of its two directions.
    arcs: Vec<Vec<Cell>>,
    /// The rings of each area: the numbers of its pieces, and whether each is taken backwards.
    areas: Vec<Vec<Vec<(usize, bool)>>>,
}

impl Topology {
    pub(super) fn of(areas: &[Vec<Ring>]) -> Topology {
        let clean: Vec<Vec<Ring>> =
            areas.iter().map(|rings| rings.iter().filter_map(|ring| cleaned(ring)).collect()).collect();
        let junctions = junctions(&clean);
        let mut numbers: BTreeMap<Vec<Cell>, usize> = BTreeMap::new();
        let mut arcs: Vec<Vec<Cell>> = Vec::new();
        let mut number = |arc: Vec<Cell>| {
            let (arc, backwards) = directed(arc);
            let next = arcs.len();
            let number = *numbers.entry(arc.clone()).or_insert(next);
            if number == next {
                arcs.push(arc);
            }
            (number, backwards)
        };
        let areas = clean
            .into_iter()
            .map(|rings| {
                rings.into_iter().map(|ring| cut(ring, &junctions).into_iter().map(&mut number).collect()).collect()
            })
            .collect();
        Topology { arcs, areas }
    }

    /// The path of each area, simplified: points go whose triangle with their neighbours has less than half the
    /// tolerance, an area in square units of the grid. No area vanishes: the pieces of one that would keep their detail.
    pub(super) fn paths(&self, tolerance: i64) -> Vec<String> {
        let mut whole: BTreeSet<usize> = BTreeSet::new();
        loop {
            let simple: Vec<Vec<Cell>> = self
                .arcs
                .iter()
                .enumerate()
                .map(|(n, arc)| if whole.contains(&n) { arc.clone() } else { simplified(arc, tolerance) })
                .collect();
            let rings: Vec<Vec<Ring>> =
                self.areas.iter().map(|rings| rings.iter().map(|ring| joined(ring, &simple)).collect()).collect();
            let before = whole.len();
            for (area, rings) in self.areas.iter().zip(&rings) {
                // Islets may go, an area's largest part may not.
                if rings.iter().all(|ring| doubled_area(ring) == 0) {
                    whole.extend(area.iter().flatten().map(|(n, _)| *n));
                }
            }
            if whole.len() == before {
                return rings.iter().map(|rings| path(rings)).collect();
            }
        }
    }
}

/// A ring without points said twice in a row and without spikes; `None` if nothing is left.
fn cleaned(ring: &[Cell]) -> Option<Ring> {
    let mut out: Ring = Vec::with_capacity(ring.len());
    for &cell in ring {
        match out.as_slice() {
            [.., last] if *last == cell => {}
            [.., before, _] if *before == cell => {
                out.pop();
            }
            _ => out.push(cell),
        }
    }
    // The same across the end.
    loop {
        match out.as_slice() {
            [first, .., last] if first == last => {
                out.pop();
            }
            [first, .., before, _] if first == before && out.len() > 2 => {
                out.truncate(out.len() - 2);
                if let Some(&cell) = ring.first()
                    && out.first() != Some(&cell)
                {
                    out.push(cell);
                }
            }
            [_, second, .., last] if second == last && out.len() > 2 => {
                out.remove(0);
            }
            _ => break,
        }
    }
    (out.len() >= 3).then_some(out)
}

/// Points where borders part: those that do not always have the same two neighbours.
fn junctions(areas: &[Vec<Ring>]) -> BTreeSet<Cell> {
    let mut neighbours: BTreeMap<Cell, (Cell, Cell)> = BTreeMap::new();
    let mut junctions = BTreeSet::new();
    for ring in areas.iter().flatten() {
        for (i, &cell) in ring.iter().enumerate() {
            let before = ring.get((i + ring.len() - 1) % ring.len()).copied().unwrap_or(cell);
            let after = ring.get((i + 1) % ring.len()).copied().unwrap_or(cell);
            let pair = (before.min(after), before.max(after));
            if *neighbours.entry(cell).or_insert(pair) != pair {
                junctions.insert(cell);
            }
        }
    }
    junctions
}

/// A ring cut at its junctions. A ring without any begins at its least point, wherever it began.
fn cut(mut ring: Ring, junctions: &BTreeSet<Cell>) -> Vec<Vec<Cell>> {
    let start = ring.iter().position(|cell| junctions.contains(cell));
    let least = || ring.iter().enumerate().min_by_key(|(_, cell)| **cell).map(|(i, _)| i);
    let start = start.or_else(least).unwrap_or(0);
    ring.rotate_left(start);
    ring.extend(ring.first().copied());
    let mut arcs = Vec::new();
    let mut arc: Vec<Cell> = Vec::new();
    for cell in ring {
        arc.push(cell);
        if arc.len() > 1 && junctions.contains(&cell) {
            arcs.push(std::mem::replace(&mut arc, vec![cell]));
        }
    }
    if arc.len() > 1 {
        arcs.push(arc);
    }
    arcs
}

/// An arc in the direction that is the same from both sides, and whether that is backwards.
fn directed(arc: Vec<Cell>) -> (Vec<Cell>, bool) {
    let back: Vec<Cell> = arc.iter().rev().copied().collect();
    if back < arc { (back, true) } else { (arc, false) }
}

/// Twice the area of a triangle.
fn triangle(a: Cell, b: Cell, c: Cell) -> i64 {
    let side = |p: Cell, q: Cell| (i64::from(q.0) - i64::from(p.0), i64::from(q.1) - i64::from(p.1));
    let ((ux, uy), (vx, vy)) = (side(a, b), side(a, c));
    (ux * vy - uy * vx).abs()
}

/// Twice the area of a ring.
fn doubled_area(ring: &[Cell]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let cross = |(a, b): (&Cell, &Cell)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1);
    ring.iter().zip(next).map(cross).sum::<i64>().abs()
}

/// An arc with its least important points left out; its ends stay, and of a closed one a triangle.
fn simplified(arc: &[Cell], tolerance: i64) -> Vec<Cell> {
    let last = arc.len().saturating_sub(1);
    let least = if arc.first() == arc.get(last) { 4 } else { 2 };
    let mut before: Vec<usize> = (0..arc.len()).map(|i| i.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (1..=arc.len()).collect();
    let mut kept = vec![true; arc.len()];
    let mut left = arc.len();
    let area = |before: &[usize], after: &[usize], i: usize| {
        let cell = |n: Option<&usize>| n.and_then(|n| arc.get(*n)).copied().unwrap_or_default();
        triangle(cell(before.get(i)), arc.get(i).copied().unwrap_or_default(), cell(after.get(i)))
    };
    let mut areas: Vec<i64> = (0..arc.len()).map(|i| area(&before, &after, i)).collect();
    let mut queue: BTreeSet<(i64, usize)> = (1..last).map(|i| (areas.get(i).copied().unwrap_or(0), i)).collect();
    while left > least
        && let Some((smallest, i)) = queue.pop_first()
        && smallest < tolerance
    {
        left -= 1;
        let (p, n) = (before.get(i).copied().unwrap_or(0), after.get(i).copied().unwrap_or(last));
        let set = |list: &mut [usize], at: usize, to: usize| {
            if let Some(entry) = list.get_mut(at) {
                *entry = to;
            }
        };
        set(&mut after, p, n);
        set(&mut before, n, p);
        if let Some(kept) = kept.get_mut(i) {
            *kept = false;
        }
        for neighbour in [p, n] {
            let Some(old) = areas.get(neighbour).copied().filter(|_| neighbour > 0 && neighbour < last) else {
                continue;
            };
            // Never less than what has gone already: a corner does not become unimportant by losing its neighbours.
            let new = area(&before, &after, neighbour).max(smallest);
            queue.remove(&(old, neighbour));
            queue.insert((new, neighbour));
            if let Some(entry) = areas.get_mut(neighbour) {
                *entry = new;
            }
        }
    }
    arc.iter().zip(kept).filter(|(_, kept)| *kept).map(|(cell, _)| *cell).collect()
}

/// The ring that pieces make.
fn joined(pieces: &[(usize, bool)], arcs: &[Vec<Cell>]) -> Ring {
    let mut ring = Ring::new();
    for (n, backwards) in pieces {
        let Some(arc) = arcs.get(*n) else { continue };
        // The first point of each piece is the last of the one before; that of the first closes the ring.
        if *backwards {
            ring.extend(arc.iter().rev().skip(1));
        } else {
            ring.extend(arc.iter().skip(1));
        }
    }
    ring
}

/// Rings as SVG, in relative steps. Rings without area are left out.
fn path(rings: &[Ring]) -> String {
    let mut d = String::new();
    for ring in rings.iter().filter(|ring| doubled_area(ring) > 0) {
        let Some((first, rest)) = ring.split_first() else { continue };
        let _ = write!(d, "M{} {}l", first.0, first.1);
        let mut at = *first;
        let mut open = true;
        for &cell in rest {
            for step in [cell.0 - at.0, cell.1 - at.1] {
                if !open && step >= 0 {
                    d.push(' ');
                }
                let _ = write!(d, "{step}");
                open = false;
            }
            at = cell;
        }
        d.push('z');
    }
    d
}

#[cfg(test)]
pub(super) fn points_of(path: &str) -> Vec<Cell> {
    let mut points: Vec<Cell> = Vec::new();
    for ring in path.split('z').filter(|ring| !ring.is_empty()) {
        let (start, steps) = ring.trim_start_matches('M').split_once('l').unwrap();
        let (x, y) = start.split_once(' ').unwrap();
        let mut at: Cell = (x.parse().unwrap(), y.parse().unwrap());
        points.push(at);
        let steps: Vec<i32> = steps.replace('-', " -").split_whitespace().map(|n| n.parse().unwrap()).collect();
        for step in steps.chunks(2) {
            at = (at.0 + step[0], at.1 + step[1]);
            points.push(at);
        }
    }
    points
}
