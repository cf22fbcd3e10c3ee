//! `Json` and `type` fields: TEXT of compact JSON, checked on the way in and out.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{FieldValue, Value, ValueError, ValueRef, text::text};

/// A JSON document in a field: `Json<serde_json::Value>` for the schema's `Json`.
///
/// ```
/// use larder::{FieldValue, Json, Value};
///
/// let settings = Json(serde_json::json!({ "theme": "dark" }));
/// assert_eq!(settings["theme"], "dark");
/// assert_eq!(settings.into_stored(), Ok(Value::Text(r#"{"theme":"dark"}"#.to_owned())));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(document: T) -> Self {
        Self(document)
    }
}

impl<T: Serialize + DeserializeOwned> FieldValue for Json<T> {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        store_json("Json", &self.0)
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        load_json("Json", stored).map(Json)
    }
}

/// Stores a document as compact JSON: the storage form of a generated `type`.
///
/// # Errors
/// When the document has no JSON form, or nests deeper than 127 levels, which nobody could read.
pub fn store_json<T: Serialize>(expected: &'static str, document: &T) -> Result<Value, ValueError> {
    stored(expected, serde_json::to_string(document))
}

/// Knows no type, so that its code is there once.
fn stored(expected: &'static str, json: serde_json::Result<String>) -> Result<Value, ValueError> {
    match json {
        Ok(json) if nests_too_deep(&json) => {
            Err(ValueError::new(expected, "it nests deeper than 127 levels"))
        }
        Ok(json) => Ok(Value::Text(json)),
        Err(error) => Err(json_error(expected, &error)),
    }
}

/// How deep a document may nest: so deep `serde_json` reads.
/// Source: <https://docs.rs/serde_json/1/serde_json/struct.Deserializer.html#method.disable_recursion_limit>.
const DEEPEST: usize = 127;

/// Whether JSON nests deeper than may be. It is well formed.
fn nests_too_deep(json: &str) -> bool {
    // Each level takes two brackets.
    if json.len() <= 2 * DEEPEST {
        return false;
    }
    let (mut depth, mut is_text, mut bytes) = (0, false, json.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => is_text = !is_text,
            b'\\' => drop(bytes.next()),
            b'[' | b'{' if !is_text => depth += 1,
            b']' | b'}' if !is_text => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Reads a document from JSON text.
///
/// # Errors
/// When the column holds no text, or text that is not such a document.
pub fn load_json<T: DeserializeOwned>(expected: &'static str, stored: ValueRef<'_>) -> Result<T, ValueError> {
    serde_json::from_str(text(expected, stored)?).map_err(|error| json_error(expected, &error))
}

/// Keeps the kind and the place of a JSON error; its text may quote the document.
pub(super) fn json_error(expected: &'static str, error: &serde_json::Error) -> ValueError {
    let (line, column) = (error.line(), error.column());
    let reason = match error.classify() {
        serde_json::error::Category::Data if line == 0 => "a value in it has no JSON form".to_owned(),
        serde_json::error::Category::Data => format!("a value at {line}:{column} has another shape"),
        serde_json::error::Category::Syntax => format!("a syntax error at {line}:{column}"),
        serde_json::error::Category::Eof => "the text ends early".to_owned(),
        serde_json::error::Category::Io => "a value in it has no JSON form".to_owned(),
    };
    ValueError::new(expected, reason)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_null_is_a_document_and_not_sql_null() {
        assert_eq!(Json(json!(null)).into_stored(), Ok(Value::Text("null".to_owned())));
        assert_eq!(
            Option::<Json<serde_json::Value>>::from_stored(ValueRef::Text(b"null")),
            Ok(Some(Json(json!(null))))
        );
    }

    #[test]
    fn text_that_is_not_json_is_refused_without_quoting_it() {
        let error =
            Json::<serde_json::Value>::from_stored(ValueRef::Text(b"{\"secret\": hunter2")).unwrap_err();

        assert_eq!(error.to_string(), "not a valid Json: a syntax error at 1:12");
    }
}
