//! `Boolean`: INTEGER 0 or 1; the table checks it, and so does the reader.

use super::{FieldValue, Value, ValueError, ValueRef};

impl FieldValue for bool {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        Ok(Value::Integer(i64::from(self)))
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        match stored {
            ValueRef::Integer(0) => Ok(false),
            ValueRef::Integer(1) => Ok(true),
            ValueRef::Integer(_) => Err(ValueError::new("Boolean", "the column holds neither 0 nor 1")),
            other => Err(ValueError::storage("Boolean", other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_zero_and_one_are_booleans() {
        assert_eq!(bool::from_stored(ValueRef::Integer(0)), Ok(false));
        assert_eq!(bool::from_stored(ValueRef::Integer(1)), Ok(true));
        assert!(bool::from_stored(ValueRef::Integer(2)).is_err());
        assert!(bool::from_stored(ValueRef::Text(b"true")).is_err());
    }
}
