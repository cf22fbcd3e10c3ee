//! Larder: an offline-first data core. One schema file gives typed models over one SQLite file.
//!
//! [`include_embedded_schema!`] turns a schema into models and descriptors; [`RusqliteRuntime`] owns the database;
//! a [`ModelDelegate`] puts a model's verbs on it. Calls are synchronous; feature `tokio` adds the seam for async hosts.

#![cfg_attr(
    test,
    allow(clippy::duplicate_mod, reason = "`db/tests` compiles files again, under a scheduler")
)]

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "tokio")]
mod background;
mod db;
mod delegate;
mod error;
#[cfg(feature = "uniffi")]
pub mod ffi;
mod migrate;
mod model;
mod native;
mod observe;
mod query;
mod runtime;
mod sql;
#[cfg(feature = "telemetry")]
pub mod telemetry;
mod value;

pub use chrono;
pub use rusqlite;
pub use rust_decimal;
pub use serde_json;
pub use uuid;

#[cfg(feature = "tokio")]
pub use background::{
    BridgeCounters, BridgeOptions, Event, EventBridge, Job, JobContext, JobOptions, JobOutcome, JobProgress,
    JobRun, JobSignal, JobStatus, Overflow, ParkedEvent, Refusal, Refused,
};
pub use db::{CancelToken, Durability, Priority, RuntimeOptions, Snapshot, Transaction, log_slow_statements};
pub use delegate::{
    Aggregate, AggregateSelect, BatchCreate, BatchDelete, BatchGet, BatchUpdate, BatchUpdates, BatchUpsert,
    Count, Create, CreateMany, Delete, DeleteMany, Exists, FindFirst, FindMany, FindUnique, GroupBy, Include,
    Includes, Keyset, ModelDelegate, Paginate, PurgeExpired, Restore, Select, Snippets, Target, Update,
    UpdateMany, UpdateManySet, UpdateSet, Upsert, ViewDelegate, ViewDelegateNoUnique,
};
pub use error::{QueryError, RusqliteError, SchemaAspect, SchemaDifference};
#[cfg(feature = "uniffi")]
#[doc(hidden)]
pub use ffi::UniFfiTag;
pub use model::{
    Changes, CreateInput, FromRow, Key, ModelDescriptor, NewRow, QueryParam, QueryParams, Row, RowColumns,
    UpdateInput, ViewDescriptor,
};
pub use observe::{Change, Diff, Latest, Moved, Subscription};
pub use query::{
    AggregateExpr, Aggregates, Batch, BatchErrorCode, BatchResult, BatchSummary, ConflictTarget, Cursor,
    FieldRef, Fields, FilterExpr, Found, GroupFilter, GroupOrder, IncludeList, IncludeMany, IncludeOne,
    JsonOrdered, JsonRef, JsonScalar, KeysetPage, OrderBy, Page, PageInfo, PageInput, PlanStep, QueryPlan,
    SnippetOptions, TextSearch, ToMany, ToOne, coalesce, count,
};
pub use runtime::{Health, RusqliteRuntime, Shutdown};
pub use value::{
    FieldValue, IntoFieldValue, Json, ListElement, Numeric, Ordered, Value, ValueError, ValueRef,
};

/// Emits `pub mod cratestack_schema` from a schema file: models, inputs, descriptors, field accessors, `bootstrap`.
///
/// The path is relative to the crate's `Cargo.toml`. Editing the file rebuilds the crate. It works under any name
/// that the dependency is given. Every mistake in the schema is a compile error with its place in the file.
///
/// ```
/// larder::include_embedded_schema!("tests/schemas/notes.cstack");
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// cratestack_schema::bootstrap(&runtime)?;
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! include_embedded_schema {
    ($($input:tt)*) => {
        $crate::__private::include_embedded_schema! { ($crate) $($input)* }
    };
}

/// Makes a struct a row of [`query_as`](RusqliteRuntime::query_as): each field that is named is read from the column of
/// the same name. All of the struct's fields must be named.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// struct Sum {
///     label: String,
///     hits: Option<i64>,
/// }
/// larder::from_row!(Sum { label, hits });
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// let sums = runtime.query_as::<Sum>("SELECT NULL AS hits, ?1 AS label", ("a",))?;
/// assert_eq!(sums, [Sum { label: "a".to_owned(), hits: None }]);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! from_row {
    ($row:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::FromRow for $row {
            const COLUMNS: $crate::RowColumns = $crate::RowColumns::Named(&[$(stringify!($field)),+]);

            fn from_row(row: &$crate::Row<'_>) -> ::core::result::Result<Self, $crate::RusqliteError> {
                let mut position = 0..;
                Ok(Self { $($field: row.get(position.next().unwrap_or_default())?),+ })
            }
        }
    };
}
