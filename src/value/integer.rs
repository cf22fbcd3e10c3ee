//! `Int` and `BigInt`: INTEGER, all 64 bits. A `BigInt` is a string in JSON, which holds only 53.

use super::{FieldValue, Value, ValueError, ValueRef};

impl FieldValue for i64 {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        Ok(Value::Integer(self))
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        match stored {
            ValueRef::Integer(number) => Ok(number),
            other => Err(ValueError::storage("Int", other)),
        }
    }
}

/// Writes a `BigInt` as a JSON string and reads it from a string or a number: the `serde(with)` of generated code.
pub mod bigint {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    /// The shapes in which a generated struct holds a `BigInt`.
    pub trait BigInt: Sized {
        /// The same shape with text in the place of the number.
        type Text: Serialize + for<'de> Deserialize<'de>;
        /// Gives the text.
        fn to_text(&self) -> Self::Text;
        /// Reads the text.
        fn from_text(text: Self::Text) -> Result<Self, String>;
    }

    /// A string, or a number from a writer that has 64 bits.
    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    pub enum StringOrNumber {
        /// The canonical form.
        String(String),
        /// Read, never written.
        Number(i64),
    }

    impl BigInt for i64 {
        type Text = StringOrNumber;

        fn to_text(&self) -> Self::Text {
            StringOrNumber::String(self.to_string())
        }

        fn from_text(text: Self::Text) -> Result<Self, String> {
            match text {
                StringOrNumber::String(digits) => {
                    digits.parse().map_err(|error| format!("not a BigInt: {error}"))
                }
                StringOrNumber::Number(number) => Ok(number),
            }
        }
    }

    impl<T: BigInt> BigInt for Option<T> {
        type Text = Option<T::Text>;

        fn to_text(&self) -> Self::Text {
            self.as_ref().map(T::to_text)
        }

        fn from_text(text: Self::Text) -> Result<Self, String> {
            text.map(T::from_text).transpose()
        }
    }

    impl<T: BigInt> BigInt for Vec<T> {
        type Text = Vec<T::Text>;

        fn to_text(&self) -> Self::Text {
            self.iter().map(T::to_text).collect()
        }

        fn from_text(text: Self::Text) -> Result<Self, String> {
            text.into_iter().map(T::from_text).collect()
        }
    }

    /// Writes the number as a string.
    pub fn serialize<T: BigInt, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.to_text().serialize(serializer)
    }

    /// Reads a string or a number.
    pub fn deserialize<'de, T: BigInt, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::from_text(T::Text::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The same for a nullable `BigInt`, a string in JSON: the `with` of its field.
pub mod bigint_change {
    use serde::{Deserializer, Serializer};

    use super::bigint;

    /// Writes null for `Some(None)`; a `None` is skipped before it comes here.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<S: Serializer>(change: &Option<Option<i64>>, serializer: S) -> Result<S::Ok, S::Error> {
        bigint::serialize(&change.flatten(), serializer)
    }

    /// Reads null as `Some(None)`.
    ///
    /// # Errors
    /// When it is neither null nor a `BigInt`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
        bigint::deserialize(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Row {
        #[serde(with = "bigint")]
        one: i64,
        #[serde(with = "bigint", default)]
        maybe: Option<i64>,
        #[serde(with = "bigint", default)]
        many: Vec<i64>,
    }

    #[test]
    fn a_big_int_is_a_string_in_json() {
        let row = Row { one: i64::MAX, maybe: Some(-1), many: vec![i64::MIN] };

        let json = serde_json::to_string(&row).unwrap();

        assert_eq!(json, r#"{"one":"9223372036854775807","maybe":"-1","many":["-9223372036854775808"]}"#);
        assert_eq!(serde_json::from_str::<Row>(&json).unwrap(), row);
    }

    #[test]
    fn a_number_is_read_and_a_word_is_refused() {
        assert_eq!(
            serde_json::from_str::<Row>(r#"{"one":7}"#).unwrap(),
            Row { one: 7, maybe: None, many: vec![] }
        );
        assert!(serde_json::from_str::<Row>(r#"{"one":"seven"}"#).is_err());
    }

    #[test]
    fn the_limits_are_kept() {
        for number in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(i64::from_stored(ValueRef::Integer(number)), Ok(number));
            assert_eq!(number.into_stored(), Ok(Value::Integer(number)));
        }
    }
}
