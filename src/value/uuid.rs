//! `Uuid`: TEXT, lowercase and hyphenated. Every form that the `uuid` crate parses is read.

use uuid::Uuid;

use super::{FieldValue, Value, ValueError, ValueRef, text::text};

impl FieldValue for Uuid {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        Ok(Value::Text(self.hyphenated().to_string()))
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        Uuid::try_parse(text("Uuid", stored)?).map_err(|error| ValueError::new("Uuid", error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_lowercase_and_hyphenated() {
        let id = Uuid::from_u128(0x6BA7_B810_9DAD_11D1_80B4_00C0_4FD4_30C8);

        assert_eq!(id.into_stored(), Ok(Value::Text("6ba7b810-9dad-11d1-80b4-00c04fd430c8".to_owned())));
        assert_eq!(Uuid::from_stored(ValueRef::Text(b"6BA7B8109DAD11D180B400C04FD430C8")), Ok(id));
        assert!(Uuid::from_stored(ValueRef::Text(b"6ba7")).is_err());
    }
}
