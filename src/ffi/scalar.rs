//! How the scalars that are no built-in types of the border cross it. `uniffi.toml` says what each one is in
//! Swift, Kotlin and Python; both files together keep every value exact.

use super::StoreError;
use crate::value::{self, FieldValue, ValueError, ValueRef};

type Uuid = uuid::Uuid;
type DateTime = chrono::DateTime<chrono::Utc>;
type Decimal = rust_decimal::Decimal;
type Json = value::Json<serde_json::Value>;

uniffi::custom_type!(
    /// A UUID.
    Uuid, String, {
        remote,
        lower: |id| id.hyphenated().to_string(),
        try_lift: |text| read(&text),
    }
);

uniffi::custom_type!(
    /// An instant, to the microsecond. It crosses as microseconds since 1970, in UTC.
    DateTime, i64, {
        remote,
        lower: |instant| instant.timestamp_micros(),
        try_lift: |micros| DateTime::from_timestamp_micros(micros).ok_or_else(|| {
            StoreError::from(ValueError::new("DateTime", "the year is outside 0000-9999")).into()
        }),
    }
);

uniffi::custom_type!(
    /// An exact decimal number of at most 28 digits. It crosses as its digits.
    Decimal, String, {
        remote,
        lower: |number| number.to_string(),
        try_lift: |text| read(&text),
    }
);

uniffi::custom_type!(
    /// A JSON document, as its text.
    Json, String, {
        remote,
        lower: |document| document.0.to_string(),
        try_lift: |text| read(&text),
    }
);

/// Reads a scalar from its text as a column would; what it refuses is the call's own error, not an internal one.
fn read<T: FieldValue>(text: &str) -> uniffi::Result<T> {
    T::from_stored(ValueRef::Text(text.as_bytes())).map_err(|error| StoreError::from(error).into())
}
