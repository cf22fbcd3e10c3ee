//! `Int` and `BigInt`: INTEGER, all 64 bits.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_kept() {
        for number in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(i64::from_stored(ValueRef::Integer(number)), Ok(number));
            assert_eq!(number.into_stored(), Ok(Value::Integer(number)));
        }
    }
}
