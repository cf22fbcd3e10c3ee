//! One column of a table, as the schema declares it.

use super::Validator;
use crate::value::Value;

/// A stored field: its two names and its rules.
#[derive(Debug)]
pub struct Column {
    /// The field, by its name in the schema.
    pub field: &'static str,
    /// The column in the database.
    pub name: &'static str,
    /// Whether it may hold nothing.
    pub nullable: bool,
    /// What a create gives it when the input says nothing.
    pub default: Option<DefaultValue>,
    /// What an update may do to it.
    pub update: Update,
    /// The collation that a comparison has to name: the column of a view, or of a table that another program made, has none of its
    /// own.
    pub collation: Option<&'static str>,
    /// The rules for its values.
    pub validators: &'static [Validator],
}

/// What fills a column that the input of a create leaves out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue {
    /// Text in its storage form.
    Text(&'static str),
    /// An integer, or a boolean as 0 or 1.
    Integer(i64),
    /// A float.
    Real(f64),
    /// Bytes.
    Blob(&'static [u8]),
    /// The instant of the write.
    Now,
    /// A new UUID, version 7: ordered by time.
    Uuid,
    /// A new cuid.
    Cuid,
    /// The rowid that SQLite assigns.
    AutoIncrement,
    /// Nothing on the device: another program fills it, by the words of the schema.
    Elsewhere(&'static str),
}

impl DefaultValue {
    /// The stored value of a literal.
    pub(crate) fn literal(self) -> Option<Value> {
        match self {
            Self::Text(text) => Some(Value::Text(text.to_owned())),
            Self::Integer(number) => Some(Value::Integer(number)),
            Self::Real(number) => Some(Value::Real(number)),
            Self::Blob(bytes) => Some(Value::Blob(bytes.to_vec())),
            Self::Now | Self::Uuid | Self::Cuid | Self::AutoIncrement | Self::Elsewhere(_) => None,
        }
    }
}

/// What an update does to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// The caller may set it.
    Free,
    /// It stays as it was created.
    Never,
    /// It takes the instant of the write (`@updatedAt`).
    Now,
    /// It grows by one (`@version`).
    Increment,
}
