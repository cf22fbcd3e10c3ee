//! `String`: TEXT, as it is.

use std::str::Utf8Error;

use super::{FieldValue, Value, ValueError, ValueRef};

impl FieldValue for String {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        Ok(Value::Text(self))
    }

    // Most cells of an app are texts: each is read without a call between.
    #[inline]
    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        text("String", stored).map(str::to_owned)
    }
}

/// Borrows the text of a column, for every form that is kept as text.
#[inline]
pub(super) fn text<'v>(expected: &'static str, stored: ValueRef<'v>) -> Result<&'v str, ValueError> {
    let ValueRef::Text(bytes) = stored else { return Err(ValueError::storage(expected, stored)) };
    std::str::from_utf8(bytes).map_err(|error| not_unicode(expected, error))
}

#[cold]
fn not_unicode(expected: &'static str, error: Utf8Error) -> ValueError {
    ValueError::new(expected, format!("the text is not UTF-8: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_utf8_is_refused() {
        let error = String::from_stored(ValueRef::Text(b"ab\xff")).unwrap_err();

        assert_eq!(error.expected, "String");
        assert!(error.reason.starts_with("the text is not UTF-8"), "{error}");
    }

    #[test]
    fn a_string_is_kept_as_it_is() {
        for text in ["", "a\0b", "𝒳 é", "' \" \\"] {
            let stored = text.to_owned().into_stored().unwrap();

            assert_eq!(stored, Value::Text(text.to_owned()));
            assert_eq!(String::from_stored(ValueRef::from(&stored)), Ok(text.to_owned()));
        }
    }
}
