//! `Bytes`: BLOB, as it is. Inside a list it is lowercase hexadecimal text.

use std::fmt::Write;

use super::{FieldValue, Value, ValueError, ValueRef};

impl FieldValue for Vec<u8> {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        Ok(Value::Blob(self))
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        match stored {
            ValueRef::Blob(bytes) => Ok(bytes.to_vec()),
            other => Err(ValueError::storage("Bytes", other)),
        }
    }
}

/// Writes bytes as lowercase hexadecimal.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// Reads hexadecimal of either case.
pub(super) fn from_hex(text: &str) -> Result<Vec<u8>, ValueError> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    match digits {
        #[expect(clippy::cast_possible_truncation, reason = "two hexadecimal digits are one byte")]
        Some(digits) if digits.len() % 2 == 0 => {
            Ok(digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect())
        }
        _ => Err(ValueError::new("Bytes", "in a list, bytes are an even number of hexadecimal digits")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_reads_what_it_writes_and_refuses_the_rest() {
        let bytes: Vec<u8> = (0..=255).collect();

        assert_eq!(from_hex(&to_hex(&bytes)), Ok(bytes));
        assert_eq!(to_hex(&[0, 255]), "00ff");
        assert!(from_hex("0").is_err());
        assert!(from_hex("zz").is_err());
    }
}
