//! Versions as programs print them. Used by every toolchain.

use std::fmt;

/// A dotted version, ordered part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version(Vec<u32>);

impl Version {
    /// Reads the version that follows the first `label` in `text`, such as `Swift version `.
    pub(super) fn after(label: &str, text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(label)?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let parts = rest[..end].trim_end_matches('.').split('.').map(str::parse).collect::<Result<_, _>>();
        parts.ok().map(Self)
    }

    /// Tells whether this is `floor` or newer; parts that `floor` leaves out do not matter.
    pub(super) fn is_at_least(&self, floor: &[u32]) -> bool {
        self.0.as_slice() >= floor
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str, text: &str) -> Option<String> {
        Version::after(label, text).map(|version| version.to_string())
    }

    #[test]
    fn the_version_is_read_where_each_program_prints_it() {
        let maven = "\u{1b}[1mApache Maven 3.8.7\u{1b}[m\nJava version: 17.0.15, vendor: Debian";

        assert_eq!(read("Swift version ", "Swift version 6.0.3 (swift-6.0.3-RELEASE)"), Some("6.0.3".into()));
        assert_eq!(read("Swift version ", "Apple Swift version 6.1 (swiftlang-6.1)"), Some("6.1".into()));
        assert_eq!(read("Apache Maven ", maven), Some("3.8.7".into()));
        assert_eq!(read("Java version: ", maven), Some("17.0.15".into()));
        assert_eq!(read("javac ", "javac 21-ea"), Some("21".into()));
        assert_eq!(read("Python ", "Python 3.13.0rc1"), Some("3.13.0".into()));
        assert_eq!(read("Swift version ", "command not found"), None);
        assert_eq!(read("Swift version ", "Swift version unknown"), None);
    }

    #[test]
    fn versions_compare_as_numbers_and_missing_parts_of_the_floor_do_not_matter() {
        let version = |text: &str| Version::after("", text).unwrap();

        assert!(version("6.0.3").is_at_least(&[6]));
        assert!(version("6").is_at_least(&[6]));
        assert!(version("3.11").is_at_least(&[3, 11]));
        assert!(!version("3.9.20").is_at_least(&[3, 11]));
        assert!(!version("5.10").is_at_least(&[6]));
    }
}
