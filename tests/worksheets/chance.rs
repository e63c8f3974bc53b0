//! What somebody might fill in, the same at each run.

use cabildo_worksheet::definition::{Field, Kind};
use cabildo_worksheet::value::Value;

/// Numbers by chance (xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: &str) -> Chance {
        Chance(
            seed.bytes()
                .fold(0x9E37_79B9_7F4A_7C15, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { ((self.next() >> 33) as usize) % limit }
    }

    pub fn is(&mut self, probability: f64) -> bool {
        ((self.next() >> 11) as f64 / (1u64 << 53) as f64) < probability
    }

    /// Something that a field takes, often on an edge.
    pub fn value(&mut self, field: &Field) -> Option<Value> {
        match field.kind {
            Kind::Number | Kind::Money | Kind::Percentage => {
                let typed = self.number(field);
                field.number(typed).ok()
            }
            // 2024-01-01 and three years on.
            Kind::Date => Some(Value::Day(19_723 + self.below(1_100) as i64)),
            Kind::Choice => field.options.get(self.below(field.options.len())).cloned().map(Value::Text),
            Kind::Text => {
                let texts = ["Pozo", "pozo", "Agua \"limpia\"", "Ñandú & Cía.", "A*", "¿Qué?", "10"];
                Some(Value::Text(texts[self.below(texts.len())].to_owned()))
            }
            Kind::YesNo => Some(Value::Flag(self.is(0.5))),
        }
    }

    /// As it is typed.
    fn number(&mut self, field: &Field) -> f64 {
        let range = &field.range;
        let low = range.min.or(range.above).unwrap_or(-500.0);
        let high = range.max.or(range.below).unwrap_or(if field.kind == Kind::Money { 900_000.0 } else { 5_000.0 });
        let wide = high - low;
        let plain = [0.0, 1.0, 0.5, 0.1, 12.0, 60.0, 75.0, 80.0, 100.0, 1000.0, 12_345.67];
        let typed = match self.below(6) {
            0 => low,
            1 => high,
            2 => plain[self.below(plain.len())],
            3 => (low + wide * self.below(21) as f64 / 20.0).round(),
            _ => low + wide * self.below(100_001) as f64 / 100_000.0,
        };
        let cents = (typed * 100.0).round() / 100.0;
        if range.whole { cents.round() } else { cents }
    }

    /// A number that a field does not take.
    pub fn wrong(&mut self, field: &Field) -> Option<f64> {
        let scale = match field.kind {
            Kind::Number | Kind::Money => 1.0,
            Kind::Percentage => 100.0,
            _ => return None,
        };
        let range = &field.range;
        let mut wrong = Vec::new();
        wrong.extend(range.min.map(|min| min - 1.0));
        wrong.extend(range.max.map(|max| max + 0.5));
        wrong.extend(range.above);
        wrong.extend(range.below);
        let at = self.below(wrong.len());
        wrong.get(at).map(|wrong| wrong / scale)
    }
}
