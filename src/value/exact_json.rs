//! `BigInt` and `Decimal` in JSON: a string, because a JSON number holds 53 bits in most programs. A number is read as
//! well. What has more digits than are kept is refused, never rounded.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ValueError, decimal};

/// A string, or a number from a writer that has no other.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a number, or a string with one")]
pub enum StringOrNumber {
    /// The canonical form.
    String(String),
    /// Read, never written.
    Number(serde_json::Number),
}

/// The shapes in which a generated struct holds such a number.
pub trait Exact: Sized {
    /// The same shape with text in the place of the number.
    type Text: Serialize + for<'de> Deserialize<'de>;

    /// Gives the text.
    fn to_text(&self) -> Self::Text;

    /// Reads the text.
    ///
    /// # Errors
    /// When it is no such number, or has more digits than are kept.
    fn from_text(text: Self::Text) -> Result<Self, ValueError>;
}

macro_rules! exact {
    ($number:ty, $write:expr, $read:expr) => {
        impl Exact for $number {
            type Text = StringOrNumber;

            fn to_text(&self) -> Self::Text {
                StringOrNumber::String($write(*self))
            }

            fn from_text(text: Self::Text) -> Result<Self, ValueError> {
                match text {
                    StringOrNumber::String(digits) => $read(&digits),
                    StringOrNumber::Number(number) => $read(&number.to_string()),
                }
            }
        }
    };
}

exact!(i64, |number: i64| number.to_string(), |digits: &str| {
    digits.parse().map_err(|error: std::num::ParseIntError| ValueError::new("BigInt", error.to_string()))
});
exact!(Decimal, decimal::to_text, decimal::from_text);

impl<T: Exact> Exact for Option<T> {
    type Text = Option<T::Text>;

    fn to_text(&self) -> Self::Text {
        self.as_ref().map(T::to_text)
    }

    fn from_text(text: Self::Text) -> Result<Self, ValueError> {
        text.map(T::from_text).transpose()
    }
}

impl<T: Exact> Exact for Vec<T> {
    type Text = Vec<T::Text>;

    fn to_text(&self) -> Self::Text {
        self.iter().map(T::to_text).collect()
    }

    fn from_text(text: Self::Text) -> Result<Self, ValueError> {
        text.into_iter().map(T::from_text).collect()
    }
}

/// The `serde(with)` of such a field.
pub mod exact {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::Exact;

    /// Writes the number as a string.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<T: Exact, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.to_text().serialize(serializer)
    }

    /// Reads a string or a number.
    ///
    /// # Errors
    /// When it is no such number, or has more digits than are kept.
    pub fn deserialize<'de, T: Exact, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::from_text(T::Text::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The `serde(with)` of such a field in an update input: absent keeps, null clears a nullable one.
pub mod exact_change {
    use serde::{Deserializer, Serialize, Serializer};

    use super::{Exact, exact};

    /// Writes null for what is cleared; what is kept is skipped before it comes here.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<T: Exact, S: Serializer>(change: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        change.to_text().serialize(serializer)
    }

    /// Reads what is there.
    ///
    /// # Errors
    /// When it is no such number, or null for a field that must have one.
    pub fn deserialize<'de, T: Exact, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        exact::deserialize(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Row {
        #[serde(with = "exact")]
        big: i64,
        #[serde(with = "exact")]
        price: Decimal,
        #[serde(with = "exact", default)]
        maybe: Option<Decimal>,
        #[serde(with = "exact", default)]
        many: Vec<i64>,
    }

    fn read(json: &str) -> Result<Row, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn such_a_number_is_a_string_in_json() {
        let row = Row { big: i64::MAX, price: Decimal::new(10_050, 2), maybe: None, many: vec![i64::MIN] };

        let json = serde_json::to_string(&row).unwrap();

        assert_eq!(
            json,
            r#"{"big":"9223372036854775807","price":"100.50","maybe":null,"many":["-9223372036854775808"]}"#
        );
        assert_eq!(read(&json), Ok(row));
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let row = read(r#"{"big":7,"price":0.1,"maybe":1e3}"#).unwrap();

        assert_eq!((row.big, row.price.to_string().as_str()), (7, "0.1"));
        assert_eq!(row.maybe, Some(Decimal::from(1000)));
    }

    #[test]
    fn nothing_is_rounded_and_no_word_is_a_number() {
        for refused in [
            r#"{"big":"seven","price":"1"}"#,
            r#"{"big":1.5,"price":"1"}"#,
            r#"{"big":"9223372036854775808","price":"1"}"#,
            r#"{"big":1,"price":"0.12345678901234567890123456789012"}"#,
            r#"{"big":1,"price":"one"}"#,
            r#"{"big":1,"price":true}"#,
        ] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }
}
