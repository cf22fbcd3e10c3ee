//! The paths that generated code names. No part of the public API: they change with the code generator.

use std::{fmt, str::FromStr};

pub use std::marker::PhantomData;

pub use chrono;
pub use larder_macros::include_embedded_schema;
pub use rust_decimal;
pub use serde;
pub use serde_json;
pub use uuid;

pub use crate::{
    error::RusqliteError,
    model::{
        Changes, Column, CreateInput, DefaultValue, FixedSql, ForeignKey, FromRow, FulltextIndex, Key,
        ModelDescriptor, NewRow, Pattern, Relation, Row, RowColumns, Ruled, SchemaDescriptor, SchemaObject,
        Table, Update, UpdateInput, Validator, ViewDescriptor, check_field, stored,
    },
    query::{FieldRef, ToMany, ToOne},
    runtime::RusqliteRuntime,
    value::{
        FieldValue, IntoFieldValue, Json, ListElement, Ordered, Value, ValueError, ValueRef, exact,
        exact_change, finite_json, from_element, given, load_json, store_json, to_element,
    },
};

#[cfg(feature = "uniffi")]
pub use crate::{
    delegate::{BatchUpdate, ModelDelegate},
    ffi::*,
    query::{
        Batch, BatchResult, ConflictTarget, FilterExpr, Found, GroupFilter, GroupOrder, KeysetPage, OrderBy,
        Page,
    },
};

/// Keeps what bindings need besides the records, when the feature for them is on.
#[cfg(feature = "uniffi")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_bindings {
    ($($items:tt)*) => { $($items)* };
}

/// Says which feature bindings need.
#[cfg(not(feature = "uniffi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_bindings {
    ($($items:tt)*) => {
        ::core::compile_error!("`bindings = uniffi` needs the feature `uniffi` of the crate larder");
    };
}

pub use __with_bindings as with_bindings;

/// Creates what the schema has and the file has not, and makes indexes, views and triggers that differ anew; safe to
/// call at each start, which writes nothing when nothing is missing.
///
/// # Errors
/// [`RusqliteError::SchemaDiffers`] when a table that is there is not as the schema says; nothing was written.
pub fn bootstrap(runtime: &RusqliteRuntime, schema: &'static SchemaDescriptor) -> Result<(), RusqliteError> {
    runtime.bootstrap(schema)
}

/// Stands in a builder for a required field that is not set yet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unset;

/// Stands in `Debug` for a value that must not be seen.
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// A text that names no variant of an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a variant of {enum_name}")]
pub struct UnknownVariant {
    /// The enum.
    pub enum_name: &'static str,
}

/// Reads a variant from its stored name.
///
/// # Errors
/// When the column holds no text, or no variant's name.
pub fn enum_from_text<T: FromStr>(expected: &'static str, stored: ValueRef<'_>) -> Result<T, ValueError> {
    let text = String::from_stored(stored).map_err(|error| ValueError { expected, ..error })?;
    text.parse().map_err(|_| ValueError::new(expected, "the column holds the name of no variant"))
}

/// Reads a variant from its stored ordinal.
///
/// # Errors
/// When the column holds no integer, or no variant's ordinal.
pub fn enum_from_ordinal<T: Copy>(
    expected: &'static str,
    stored: ValueRef<'_>,
    ordinals: &[(i64, T)],
) -> Result<T, ValueError> {
    let held = i64::from_stored(stored).map_err(|error| ValueError { expected, ..error })?;
    let variant = ordinals.iter().find(|(ordinal, _)| *ordinal == held);
    variant
        .map(|(_, variant)| *variant)
        .ok_or_else(|| ValueError::new(expected, "the column holds no variant's ordinal"))
}
