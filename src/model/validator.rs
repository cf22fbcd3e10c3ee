//! The rules of `@length`, `@range`, `@regex`, `@email`, `@uri` and `@iso4217`, over stored values.

use std::cmp::Ordering;

use once_cell::sync::OnceCell;
use regex::Regex;

use crate::value::{Value, compare_decimal_text, is_cuid};

/// A rule for the values of a column. `None` of a nullable column breaks no rule.
#[derive(Debug)]
pub enum Validator {
    /// Bounds of the count of characters of a text, or of bytes.
    Length {
        /// The least count.
        min: Option<u64>,
        /// The greatest count.
        max: Option<u64>,
    },
    /// Bounds of a number, both included, as decimal digits.
    Range {
        /// The least value.
        min: Option<&'static str>,
        /// The greatest value.
        max: Option<&'static str>,
    },
    /// A pattern that some part of the text matches.
    Regex(&'static Pattern),
    /// A test of the text, and the rule in words. A function pointer, so that an app has the code of those tests
    /// alone that its schema names.
    Text {
        /// Whether the text meets the rule.
        holds: fn(&str) -> bool,
        /// What is said when it does not.
        rule: &'static str,
    },
}

impl Validator {
    /// An e-mail address.
    pub const EMAIL: Self =
        Self::Text { holds: email_address::EmailAddress::is_valid, rule: "must be an e-mail address" };
    /// An absolute URI (RFC 3986).
    pub const URI: Self = Self::Text {
        holds: |text| iri_string::types::UriStr::new(text).is_ok(),
        rule: "must be an absolute URI",
    };
    /// An ISO 4217 currency code.
    pub const ISO_4217: Self = Self::Text {
        holds: |text| iso_currency::Currency::from_code(text).is_some(),
        rule: "must be an ISO 4217 currency code",
    };
    /// The form of a cuid; every `Cuid` field has this rule.
    pub const CUID: Self =
        Self::Text { holds: is_cuid, rule: "must be a cuid: lowercase letters and digits, a letter first" };
}

/// A regular expression of the schema, compiled at its first use.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceCell<Regex>,
    /// Reached through a pointer alone: an app without a pattern has no code for them.
    is_match: fn(&Self, &str) -> Result<bool, String>,
}

impl Pattern {
    /// Keeps the source of a pattern that the schema's checks have compiled once.
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceCell::new(), is_match: Self::compile_and_match }
    }

    fn compile_and_match(&self, text: &str) -> Result<bool, String> {
        self.compiled
            .get_or_try_init(|| Regex::new(self.source))
            .map(|pattern| pattern.is_match(text))
            .map_err(|error| error.to_string())
    }
}

impl Validator {
    /// Checks a stored value.
    ///
    /// # Errors
    /// The rule that it breaks, in words that hold no part of the value.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        let text = match value {
            Value::Null => return Ok(()),
            Value::Text(text) => text.as_str(),
            Value::Integer(_) | Value::Real(_) | Value::Blob(_) => "",
        };
        match self {
            Self::Length { min, max } => check_length(value, *min, *max),
            Self::Range { min, max } => check_range(value, *min, *max),
            Self::Regex(pattern) => {
                met((pattern.is_match)(pattern, text)?, || format!("must match /{}/", pattern.source))
            }
            Self::Text { holds, rule } => met(holds(text), || (*rule).to_owned()),
        }
    }
}

fn met(holds: bool, rule: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(rule()) }
}

fn check_length(value: &Value, min: Option<u64>, max: Option<u64>) -> Result<(), String> {
    let (count, unit) = match value {
        Value::Text(text) => (text.chars().count(), "characters"),
        Value::Blob(bytes) => (bytes.len(), "bytes"),
        Value::Null | Value::Integer(_) | Value::Real(_) => return Ok(()),
    };
    let count = count as u64;
    met(min.is_none_or(|min| count >= min), || {
        format!("must have at least {} {unit}", min.unwrap_or_default())
    })?;
    met(max.is_none_or(|max| count <= max), || {
        format!("must have at most {} {unit}", max.unwrap_or_default())
    })
}

fn check_range(value: &Value, min: Option<&str>, max: Option<&str>) -> Result<(), String> {
    let digits = match value {
        Value::Integer(number) => number.to_string(),
        // Without an exponent the text shows the exact value; infinity, which it cannot show, is beyond any bound.
        Value::Real(number) if number.is_finite() => format!("{number}"),
        Value::Real(number) => {
            let bound = if *number > 0.0 { max } else { min };
            return met(bound.is_none(), || "must be finite".to_owned());
        }
        Value::Text(digits) => digits.clone(),
        Value::Null | Value::Blob(_) => return Ok(()),
    };
    let order = |bound: &str| compare_decimal_text(&digits, bound);
    met(min.is_none_or(|min| order(min) != Ordering::Less), || {
        format!("must be at least {}", min.unwrap_or_default())
    })?;
    met(max.is_none_or(|max| order(max) != Ordering::Greater), || {
        format!("must be at most {}", max.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn length_counts_characters_of_text_and_bytes_of_blobs() {
        let rule = Validator::Length { min: Some(2), max: Some(3) };

        assert_eq!(rule.check(&text("𝒳é")), Ok(()));
        assert_eq!(rule.check(&text("é")), Err("must have at least 2 characters".to_owned()));
        assert_eq!(rule.check(&text("abcd")), Err("must have at most 3 characters".to_owned()));
        assert_eq!(rule.check(&Value::Blob(vec![0; 4])), Err("must have at most 3 bytes".to_owned()));
        assert_eq!(rule.check(&Value::Null), Ok(()));
    }

    #[test]
    fn range_compares_by_value_and_includes_its_bounds() {
        let rule = Validator::Range { min: Some("-1.5"), max: Some("10") };

        for inside in [Value::Integer(10), Value::Real(-1.5), text("9.99"), text("10.00")] {
            assert_eq!(rule.check(&inside), Ok(()), "{inside:?}");
        }
        assert_eq!(rule.check(&Value::Integer(11)), Err("must be at most 10".to_owned()));
        assert_eq!(rule.check(&text("-1.51")), Err("must be at least -1.5".to_owned()));
        assert_eq!(rule.check(&Value::Real(f64::INFINITY)), Err("must be finite".to_owned()));
        assert_eq!(rule.check(&Value::Real(1e-320)), Ok(()));
    }

    #[test]
    fn the_text_rules_hold() {
        static PATTERN: Pattern = Pattern::new("^[a-z]+$");

        assert_eq!(Validator::Regex(&PATTERN).check(&text("abc")), Ok(()));
        assert_eq!(Validator::Regex(&PATTERN).check(&text("aB")), Err("must match /^[a-z]+$/".to_owned()));
        assert_eq!(Validator::EMAIL.check(&text("a@example.com")), Ok(()));
        assert!(Validator::EMAIL.check(&text("example.com")).is_err());
        assert_eq!(Validator::URI.check(&text("https://example.com/a?b#c")), Ok(()));
        assert!(Validator::URI.check(&text("/relative")).is_err());
        assert_eq!(Validator::ISO_4217.check(&text("EUR")), Ok(()));
        assert!(Validator::ISO_4217.check(&text("EURO")).is_err());
    }
}
