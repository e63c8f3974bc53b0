//! How far a figure may be trusted.

use serde::Deserialize;

/// The honesty of data. Ordered from worst to best: a derived value has the worst status of its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Invented for teaching; only under fictitious municipalities.
    Demo,
    /// From a named source, validated by nobody.
    Provisional,
    /// A closed year with source, retrieval date and file hash.
    Official,
}

impl Status {
    /// The key of the status in the theme's strings and style classes.
    pub fn id(self) -> &'static str {
        match self {
            Status::Demo => "demo",
            Status::Provisional => "provisional",
            Status::Official => "official",
        }
    }
}
