//! Addresses within the site.

use std::sync::Arc;

/// A path from the site's root without a leading `/`: a folder (`""`, `cartas/`) or a file (`robots.txt`). A copy shares
/// its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// The folder made of these segments; without any the home page of the main language.
    pub fn folder(segments: &[&str]) -> Address {
        let mut path = String::with_capacity(segments.iter().map(|segment| segment.len() + 1).sum());
        for segment in segments.iter().filter(|segment| !segment.is_empty()) {
            path.push_str(segment);
            path.push('/');
        }
        Address(path.into())
    }

    pub fn file(path: &str) -> Address {
        Address(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that is served at this address, below the output folder.
    pub fn to_file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.to_string() }
    }

    /// Whether another address has the same file; what [`Address::to_file`] says without making it.
    pub fn has_file_of(&self, other: &Address) -> bool {
        let folder = |address: &Address| address.0.is_empty() || address.0.ends_with('/');
        match (folder(self), folder(other)) {
            (true, false) => other.0.strip_suffix("index.html") == Some(&*self.0),
            (false, true) => self.0.strip_suffix("index.html") == Some(&*other.0),
            _ => self.0 == other.0,
        }
    }

    /// The way from the page at this address to another, without a host: works below any path and from a disk.
    pub fn to(&self, other: &Address) -> String {
        let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
        let (from, target) = (&self.0[..folder(&self.0)], &other.0[..folder(&other.0)]);
        let same = from.bytes().zip(target.bytes()).take_while(|(a, b)| a == b).count();
        let shared = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let up = from.as_bytes()[shared..].iter().filter(|byte| **byte == b'/').count();
        let mut link = String::with_capacity(3 * up + other.0.len() - shared);
        for _ in 0..up {
            link.push_str("../");
        }
        link.push_str(&other.0[shared..]);
        if link.is_empty() { "./".to_owned() } else { link }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn links_are_relative() {
        let home = Address::folder(&[]);
        let tool = Address::folder(&["en", "tools", "water-tariff"]);
        assert_eq!(tool.as_str(), "en/tools/water-tariff/");
        assert_eq!(tool.to(&Address::folder(&["en", "tools", "arrears"])), "../arrears/");
        assert_eq!(tool.to(&Address::folder(&["herramientas"])), "../../../herramientas/");
        assert_eq!(tool.to(&tool), "./");
        assert_eq!(tool.to(&Address::folder(&["en", "toolbox"])), "../../toolbox/");
        assert_eq!(tool.to(&Address::folder(&["en", "tools", "water"])), "../water/");
        assert_eq!(tool.to(&home), "../../../");
        assert_eq!(home.to(&Address::file("assets/site.css")), "assets/site.css");
        assert_eq!(Address::file("404.html").to(&Address::folder(&["cartas"])), "cartas/");
        assert_eq!(home.to_file(), "index.html");
    }

    #[test]
    fn two_addresses_can_have_one_file() {
        let all = ["", "index.html", "a/", "a/index.html", "a/b", "aindex.html", "a"].map(Address::file);
        for one in &all {
            for other in &all {
                assert_eq!(one.has_file_of(other), one.to_file() == other.to_file(), "{one:?} {other:?}");
            }
        }
    }
}
