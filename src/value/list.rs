//! `T[]`: TEXT of a compact JSON array, its items in their canonical JSON form.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Document;
use uuid::Uuid;

use super::{
    FieldValue, Json, Value, ValueError, ValueRef, bytes, date_time, decimal, float, json, load_json,
    store_json, text::text,
};

/// A type that a list field can hold, and its form inside the JSON array.
///
/// Generated enums and `type` structs implement it; every scalar does.
pub trait ListElement: Sized {
    /// Gives the item's JSON.
    ///
    /// # Errors
    /// When the item has no JSON form, such as an infinite float.
    fn to_element(&self) -> Result<Document, ValueError>;

    /// Reads the item from its JSON.
    ///
    /// # Errors
    /// When the JSON is of another shape.
    fn from_element(document: Document) -> Result<Self, ValueError>;
}

impl<T: ListElement> FieldValue for Vec<T> {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        let items: Vec<Document> = self.iter().map(T::to_element).collect::<Result<_, _>>()?;
        store_json("list", &items)
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        let items: Vec<Document> = load_json("list", stored)?;
        items.into_iter().map(T::from_element).collect()
    }
}

/// Gives the JSON of an item that serde describes: the [`ListElement`] of a generated `type`.
///
/// # Errors
/// When a value in it has no JSON form.
pub fn to_element<T: Serialize>(expected: &'static str, item: &T) -> Result<Document, ValueError> {
    serde_json::to_value(item).map_err(|error| json::json_error(expected, &error))
}

/// Reads an item that serde describes.
///
/// # Errors
/// When the JSON is of another shape.
pub fn from_element<T: DeserializeOwned>(
    expected: &'static str,
    document: Document,
) -> Result<T, ValueError> {
    serde_json::from_value(document).map_err(|error| json::json_error(expected, &error))
}

macro_rules! element_as_serde {
    ($($type:ty => $name:literal),* $(,)?) => {$(
        impl ListElement for $type {
            fn to_element(&self) -> Result<Document, ValueError> {
                to_element($name, self)
            }

            fn from_element(document: Document) -> Result<Self, ValueError> {
                from_element($name, document)
            }
        }
    )*};
}

element_as_serde! { String => "String", i64 => "Int", bool => "Boolean", Uuid => "Uuid" }

impl<T: Serialize + DeserializeOwned> ListElement for Json<T> {
    fn to_element(&self) -> Result<Document, ValueError> {
        to_element("Json", self)
    }

    fn from_element(document: Document) -> Result<Self, ValueError> {
        from_element("Json", document)
    }
}

impl ListElement for f64 {
    fn to_element(&self) -> Result<Document, ValueError> {
        float::finite(*self).map(Document::from)
    }

    fn from_element(document: Document) -> Result<Self, ValueError> {
        from_element("Float", document)
    }
}

/// An item whose JSON is the text that a column of the same scalar holds.
macro_rules! element_as_text {
    ($($type:ty => $name:literal, $write:expr, $read:expr);* $(;)?) => {$(
        impl ListElement for $type {
            fn to_element(&self) -> Result<Document, ValueError> {
                $write(self).map(Document::String)
            }

            fn from_element(document: Document) -> Result<Self, ValueError> {
                let held: String = from_element($name, document)?;
                $read(text($name, ValueRef::Text(held.as_bytes()))?)
            }
        }
    )*};
}

element_as_text! {
    DateTime<Utc> => "DateTime", date_time::to_text, date_time::from_text;
    Decimal => "Decimal", |number: &Decimal| Ok(decimal::to_text(*number)), decimal::from_text;
    Vec<u8> => "Bytes", |held: &Vec<u8>| Ok(bytes::to_hex(held)), bytes::from_hex;
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    fn stored_as<T: ListElement + PartialEq + Debug + Clone>(items: Vec<T>, expected: &str) {
        let stored = items.clone().into_stored().unwrap();

        assert_eq!(stored, Value::Text(expected.to_owned()));
        assert_eq!(Vec::<T>::from_stored(ValueRef::from(&stored)), Ok(items));
    }

    #[test]
    fn a_list_is_a_json_array_of_canonical_items() {
        stored_as(Vec::<String>::new(), "[]");
        stored_as(vec!["a\"b".to_owned(), String::new()], r#"["a\"b",""]"#);
        stored_as(vec![i64::MIN, i64::MAX], "[-9223372036854775808,9223372036854775807]");
        stored_as(vec![0.1, 1e300], "[0.1,1e+300]");
        stored_as(vec![DateTime::<Utc>::UNIX_EPOCH], r#"["1970-01-01T00:00:00.000000Z"]"#);
        stored_as(vec![Decimal::new(10050, 2)], r#"["100.50"]"#);
        stored_as(vec![vec![0_u8, 255]], r#"["00ff"]"#);
    }

    #[test]
    fn a_number_that_json_cannot_hold_is_refused() {
        assert_eq!(vec![1.0, f64::INFINITY].into_stored().unwrap_err().expected, "Float");
    }

    #[test]
    fn a_list_of_another_type_is_refused() {
        let error = Vec::<i64>::from_stored(ValueRef::Text(b"[1,\"two\"]")).unwrap_err();

        assert_eq!(error.expected, "Int");
    }
}
