//! How far a figure may be trusted.

use super::closed_list;

closed_list! {
    /// The honesty of data. Ordered from worst to best: a derived value has the worst status of its inputs.
    pub enum Status {
        /// Invented for teaching; only under fictitious municipalities.
        Demo = "demo",
        /// From a named source, validated by nobody.
        Provisional = "provisional",
        /// A closed year with source, retrieval date and file hash.
        Official = "official",
    }
}
