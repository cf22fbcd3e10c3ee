//! Where a page of keyset paging ends: the values of its last row in the order of the query, as text that a caller
//! keeps and gives back.

use std::{
    fmt::{self, Write},
    str::FromStr,
};

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// A place between two rows of a query. Opaque: its text may change with a release, and it belongs to the query that
/// gave it, with the same filters and the same order.
///
/// It holds the values that the query orders by. Do not show it where those must not be seen.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

/// What stands in the text of a cursor.
#[derive(Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Which query it belongs to.
    query: u64,
    /// The values of the row, in the order of the query's steps.
    values: Vec<Cell>,
}

/// A stored value in JSON, with its type.
#[derive(Serialize, Deserialize)]
enum Cell {
    #[serde(rename = "n")]
    Null,
    #[serde(rename = "i")]
    Integer(i64),
    /// Its bits, which JSON keeps exactly.
    #[serde(rename = "r")]
    Real(u64),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "b")]
    Blob(Vec<u8>),
}

impl Cursor {
    /// Makes the cursor of a row for the query with this [`fingerprint`].
    pub(crate) fn new(query: u64, values: Vec<Value>) -> Option<Self> {
        let values = values.into_iter().map(Cell::from).collect();
        serde_json::to_string(&Mark { query, values }).ok().map(|text| Self(hex(&text)))
    }

    /// Gives the values, when the cursor is one of the query with this [`fingerprint`] and so many steps.
    pub(crate) fn values(&self, query: u64, steps: usize) -> Option<Vec<Value>> {
        let mark: Mark = serde_json::from_str(&String::from_utf8(bytes(&self.0)?).ok()?).ok()?;
        let fits = mark.query == query && mark.values.len() == steps;
        fits.then(|| mark.values.into_iter().map(Value::from).collect())
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(number) => Self::Integer(number),
            Value::Real(number) => Self::Real(number.to_bits()),
            Value::Text(text) => Self::Text(text),
            Value::Blob(bytes) => Self::Blob(bytes),
        }
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Integer(number) => Self::Integer(number),
            Cell::Real(bits) => Self::Real(f64::from_bits(bits)),
            Cell::Text(text) => Self::Text(text),
            Cell::Blob(bytes) => Self::Blob(bytes),
        }
    }
}

/// Tells one text from another. FNV-1a, the same in every release of ours and of Rust. Source:
/// <https://datatracker.ietf.org/doc/html/rfc9923>.
pub(crate) fn fingerprint(text: fmt::Arguments<'_>) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    // It takes every text.
    let _ = hash.write_fmt(text);
    hash.0
}

struct Fnv(u64);

impl fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        self.0 = text.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
        Ok(())
    }
}

fn hex(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = String::with_capacity(text.len() * 2);
    for digit in text.bytes().flat_map(|byte| [byte >> 4, byte & 0xf]) {
        hex.push(DIGITS[usize::from(digit)].into());
    }
    hex
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| u8::try_from(char::from(letter).to_digit(16)?).ok();
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    if rest.is_empty() { bytes.collect() } else { None }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.0
    }
}

/// Any text is taken; whether it is a cursor shows when a query is given it.
impl FromStr for Cursor {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// Its text has values of a row in it.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cursor").finish_non_exhaustive()
    }
}

/// Rows of a query beside a cursor, and where the pages before and after them begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeysetPage<M> {
    /// The rows, in the order of the query.
    pub items: Vec<M>,
    /// For `before`: the page that ends with the row before these; none when these begin with the first, as far as the
    /// query looked.
    pub before: Option<Cursor>,
    /// For `after`: the page that begins with the row after these; none when these end with the last, as far as the
    /// query looked.
    pub after: Option<Cursor>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_to_its_own_query_alone() {
        let values = vec![
            Value::Null,
            Value::Integer(i64::MIN),
            Value::Real(-0.1),
            Value::Text("a\0\"é".to_owned()),
            Value::Blob(vec![0, 255]),
        ];

        let cursor = Cursor::new(1, values.clone()).unwrap();

        let sent: Cursor = cursor.to_string().parse().unwrap();
        assert_eq!(sent.values(1, 5), Some(values));
        assert_eq!(sent.values(2, 5), None);
        assert_eq!(sent.values(1, 4), None);
        for broken in ["", "zz", "abc", "7b7d", "é"] {
            assert_eq!(Cursor(broken.to_owned()).values(1, 5), None, "{broken}");
        }
    }

    #[test]
    fn the_fingerprint_is_the_one_of_the_standard() {
        assert_eq!(fingerprint(format_args!("")), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(format_args!("a")), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fingerprint(format_args!("foo{}", "bar")), 0x8594_4171_f739_67e8);
    }
}
