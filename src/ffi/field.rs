//! The fields of a model as data, and their values as one enum for all models, so that an app does not grow by a record for
//! each question. Generated code says which they are; `select` reads by them.

use crate::{
    error::RusqliteError,
    model::Column,
    query::{Measure, Place},
    value::{FieldValue, NumberKind, Value, ValueError, ValueRef},
};

type DateTime = chrono::DateTime<chrono::Utc>;
type Decimal = rust_decimal::Decimal;
type Json = crate::value::Json<serde_json::Value>;
type Uuid = uuid::Uuid;

/// A value of a field, by its type.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Scalar {
    /// Nothing.
    Null,
    /// Of an `Int` or a `BigInt`.
    Integer(i64),
    /// Of a `Float`.
    Float(f64),
    /// Of a `Decimal`.
    Decimal(Decimal),
    /// Of a `Boolean`.
    Boolean(bool),
    /// Of a `String` or a `Cuid`, and the name of an enum's variant.
    Text(String),
    /// Of a `DateTime`.
    DateTime(DateTime),
    /// Of a `Uuid`.
    Uuid(Uuid),
    /// Of `Bytes`.
    Bytes(Vec<u8>),
    /// Of a `Json`, a `type` or a list.
    Json(Json),
}

/// A field of a model, as what is read by itself needs it.
#[derive(Debug)]
pub struct Field {
    /// The model's name in the schema.
    pub model: &'static str,
    /// Its column.
    pub column: &'static Column,
    /// The name of its type in the schema.
    pub ty: &'static str,
    /// The collation of its type.
    pub collation: Option<&'static str>,
    /// What its values are to each other.
    pub kind: FieldKind,
    /// Reads one of them, which is not nothing.
    pub read: fn(ValueRef<'_>) -> Result<Scalar, ValueError>,
}

/// What the values of a field are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// They add up as integers.
    Integer,
    /// They add up as floats.
    Float,
    /// They add up as decimals.
    Decimal,
    /// They compare.
    Plain,
    /// They do not compare: a list, a `type`, a document.
    Whole,
}

/// Writes how the values of a scalar are read.
macro_rules! scalars {
    ($($ty:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$ty> for Scalar {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        })+
    };
}

scalars!(i64 => Integer, f64 => Float, Decimal => Decimal, bool => Boolean, String => Text, DateTime => DateTime,
    Uuid => Uuid, Vec<u8> => Bytes, Json => Json);

/// Reads a value of this type.
///
/// # Errors
/// When it is none.
pub fn scalar<T: FieldValue + Into<Scalar>>(stored: ValueRef<'_>) -> Result<Scalar, ValueError> {
    T::from_stored(stored).map(Into::into)
}

/// Reads a list or a `type`, which are stored as a document.
///
/// # Errors
/// When it is none.
pub fn document(stored: ValueRef<'_>) -> Result<Scalar, ValueError> {
    scalar::<Json>(stored)
}

impl Field {
    pub(super) fn place(&self) -> Place {
        Place::of(self.column)
    }

    /// The kind of its values, when they add up.
    pub(super) fn number(&self) -> Option<NumberKind> {
        match self.kind {
            FieldKind::Integer => Some(NumberKind::Integer),
            FieldKind::Float => Some(NumberKind::Float),
            FieldKind::Decimal => Some(NumberKind::Decimal),
            FieldKind::Plain | FieldKind::Whole => None,
        }
    }

    pub(super) fn refused(&self, rule: &str) -> RusqliteError {
        RusqliteError::rule(format!("{}.{}", self.model, self.column.field), rule)
    }

    pub(super) fn summed(&self, measure: fn(Place, NumberKind) -> Measure) -> Result<Measure, RusqliteError> {
        let number = self.number().ok_or_else(|| self.refused("a sum and an average need a number"))?;
        Ok(measure(self.place(), number))
    }

    pub(super) fn compared(&self) -> Result<Place, RusqliteError> {
        match self.kind {
            FieldKind::Integer | FieldKind::Float | FieldKind::Decimal | FieldKind::Plain => Ok(self.place()),
            FieldKind::Whole => Err(self.refused("its values do not compare")),
        }
    }

    /// Reads a value as one of this field, by `read`, or as nothing.
    pub(super) fn value(
        &self,
        read: fn(ValueRef<'_>) -> Result<Scalar, ValueError>,
        value: &Value,
    ) -> Result<Scalar, RusqliteError> {
        match value {
            Value::Null => Ok(Scalar::Null),
            value => read(ValueRef::from(value)).map_err(|source| RusqliteError::Unreadable {
                model: self.model,
                field: self.column.field,
                source,
            }),
        }
    }
}
