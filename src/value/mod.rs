//! Each scalar of the schema and its one storage form. The bottom of the house: everything that binds a
//! parameter or reads a column comes through [`FieldValue`].
//!
//! One file per scalar; each says in its first line what it stores. Other tools can read the file.

mod boolean;
mod bytes;
mod change;
mod cuid;
mod date_time;
mod decimal;
mod decimal_total;
mod exact_json;
mod float;
mod integer;
mod json;
mod list;
mod number;
mod text;
mod uuid;

pub use change::given;
pub(crate) use cuid::{is_cuid, new_cuid};
pub(crate) use date_time::now;
pub(crate) use decimal::{
    COLLATION as DECIMAL_COLLATION, compare_text as compare_decimal_text, to_text as decimal_to_text,
};
pub(crate) use decimal_total::DecimalTotal;
pub use exact_json::{exact, exact_change};
pub use float::finite_json;
pub use json::{Json, load_json, store_json};
pub use list::{ListElement, from_element, to_element};
pub(crate) use number::NumberKind;
pub use number::Numeric;
pub use rusqlite::types::{Value, ValueRef};

/// A value that has no place in its field, or a stored one that cannot be read as its field's type.
///
/// The message names the rule; it never carries the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {expected}: {reason}")]
pub struct ValueError {
    /// The scalar that was asked for, by its name in the schema.
    pub expected: &'static str,
    /// The rule that the value breaks.
    pub reason: String,
}

impl ValueError {
    /// Makes the error that `expected` was broken by `reason`.
    pub fn new(expected: &'static str, reason: impl Into<String>) -> Self {
        Self { expected, reason: reason.into() }
    }

    #[cold]
    fn storage(expected: &'static str, stored: ValueRef<'_>) -> Self {
        Self::new(expected, format!("the column holds {}", stored.data_type()))
    }
}

/// A Rust type that a field can have: how it is stored and how it is read back.
///
/// Generated enums and `type` structs implement it too. Storing makes the canonical form, so that what is
/// written is what is read; both directions refuse what the form cannot hold.
///
/// ```
/// use larder::{FieldValue, Value};
///
/// assert_eq!(true.into_stored(), Ok(Value::Integer(1)));
/// assert!(f64::NAN.into_stored().is_err());
/// ```
pub trait FieldValue: Sized {
    /// The type of the value itself: `T` for both `T` and `Option<T>`.
    type Base: FieldValue<Base = Self::Base>;

    /// The collation by which its stored texts compare.
    #[doc(hidden)]
    const COLLATION: Option<&'static str> = None;

    /// Gives the value in its storage form.
    ///
    /// # Errors
    /// When the form cannot hold the value: a NaN, a year outside 0000-9999.
    fn into_stored(self) -> Result<Value, ValueError>;

    /// Reads the value from what a column holds.
    ///
    /// # Errors
    /// When the column holds another type, or text that is not of this form.
    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError>;
}

impl<T: FieldValue<Base = T>> FieldValue for Option<T> {
    type Base = T;

    fn into_stored(self) -> Result<Value, ValueError> {
        self.map_or(Ok(Value::Null), T::into_stored)
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        match stored {
            ValueRef::Null => Ok(None),
            other => T::from_stored(other).map(Some),
        }
    }
}

/// What an operator of a field with the type `T` takes: `T` itself, or something that plainly means one.
///
/// A field of type `String` takes `&str`; an optional field takes the bare value or an `Option`.
pub trait IntoFieldValue<T> {
    /// Gives the value.
    fn into_field_value(self) -> T;
}

impl<T: FieldValue> IntoFieldValue<T> for T {
    fn into_field_value(self) -> T {
        self
    }
}

impl<T: FieldValue<Base = T>> IntoFieldValue<Option<T>> for T {
    fn into_field_value(self) -> Option<T> {
        Some(self)
    }
}

impl IntoFieldValue<String> for &str {
    fn into_field_value(self) -> String {
        self.to_owned()
    }
}

impl IntoFieldValue<String> for &String {
    fn into_field_value(self) -> String {
        self.clone()
    }
}

impl IntoFieldValue<Option<String>> for &str {
    fn into_field_value(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoFieldValue<Option<String>> for &String {
    fn into_field_value(self) -> Option<String> {
        Some(self.clone())
    }
}

/// A type whose stored order is the order of its values, so that `lt`, `between` and the like mean the value.
#[diagnostic::on_unimplemented(
    message = "fields of type `{Self}` have no order: `lt`, `gt`, `between`, `min`, `max` do not apply"
)]
pub trait Ordered: FieldValue {}

impl Ordered for String {}
impl Ordered for i64 {}
impl Ordered for f64 {}
impl Ordered for chrono::DateTime<chrono::Utc> {}
impl Ordered for rust_decimal::Decimal {}
impl Ordered for ::uuid::Uuid {}
impl Ordered for Vec<u8> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_null_both_ways() {
        assert_eq!(None::<String>.into_stored(), Ok(Value::Null));
        assert_eq!(Option::<String>::from_stored(ValueRef::Null), Ok(None));
    }

    #[test]
    fn an_error_names_the_type_that_the_column_holds() {
        let error = i64::from_stored(ValueRef::Text(b"secret")).unwrap_err();

        assert_eq!(error.to_string(), "not a valid Int: the column holds Text");
    }
}
