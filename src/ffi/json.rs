//! What a filter from Swift, Kotlin or Python can ask of a value inside a document.

use crate::query::{FilterExpr, JsonRef, JsonScalar, OrderBy};

use super::SortOrder;

/// A value that one inside a document is compared with.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum JsonValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// Asks something of a value inside a document. A comparison is typed: where the document holds a value of another type, or
/// none, it is false.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum JsonCondition {
    /// There is a value, null as well.
    Exists,
    /// The value is null.
    IsNull,
    /// The value is this one.
    Eq(JsonValue),
    /// The value is not this one; true as well where it is of another type, or is not there.
    Ne(JsonValue),
    /// The value is less than this one, which is no boolean.
    Lt(JsonValue),
    /// The value is this one or less.
    Lte(JsonValue),
    /// The value is greater than this one.
    Gt(JsonValue),
    /// The value is this one or greater.
    Gte(JsonValue),
    /// The value is a text that contains this one.
    Contains(String),
    /// The value is a text that begins with this one.
    StartsWith(String),
    /// The value is a text that ends with this one.
    EndsWith(String),
}

impl JsonCondition {
    /// Asks it of a value.
    pub(super) fn on<M>(self, place: JsonRef<M>) -> FilterExpr<M> {
        match self {
            Self::Exists => place.exists(),
            Self::IsNull => place.is_json_null(),
            Self::Eq(value) => place.eq(value),
            Self::Ne(value) => place.ne(value),
            Self::Lt(value) => place.compare_scalar(value.into(), JsonRef::lt),
            Self::Lte(value) => place.compare_scalar(value.into(), JsonRef::lte),
            Self::Gt(value) => place.compare_scalar(value.into(), JsonRef::gt),
            Self::Gte(value) => place.compare_scalar(value.into(), JsonRef::gte),
            Self::Contains(text) => place.contains(text),
            Self::StartsWith(text) => place.starts_with(text),
            Self::EndsWith(text) => place.ends_with(text),
        }
    }
}

impl From<JsonValue> for JsonScalar {
    fn from(value: JsonValue) -> Self {
        match value {
            JsonValue::Text(text) => Self::Text(text),
            JsonValue::Integer(number) => Self::Integer(number),
            JsonValue::Number(number) => Self::Float(number),
            JsonValue::Boolean(value) => Self::Boolean(value),
        }
    }
}

impl SortOrder {
    /// Orders by a value inside a document.
    pub fn by_json<M>(self, place: JsonRef<M>) -> OrderBy<M> {
        match self {
            Self::Ascending => place.asc(),
            Self::Descending => place.desc(),
            Self::AscendingNullsLast => place.asc().nulls_last(),
            Self::DescendingNullsFirst => place.desc().nulls_first(),
        }
    }
}
