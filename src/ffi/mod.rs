//! What crosses the border to Swift, Kotlin and Python, whatever the schema: scalars, errors, filters, options.
//! Feature `uniffi`. Generated code adds the records and stores of one schema on top of it.

#[cfg(feature = "tokio")]
mod background;
mod batch;
mod change;
mod database;
mod error;
mod field;
mod filter;
mod foreign;
mod health;
mod include;
mod json;
mod live;
mod options;
mod order;
mod page;
mod query;
mod reads;
mod rows;
mod scalar;
mod scope;
mod search;
mod select;
mod sql;
#[cfg(feature = "telemetry")]
mod telemetry;

#[cfg(feature = "tokio")]
pub use background::{
    BackgroundJob, EventBridge, EventBridgeCounters, EventBridgeOptions, EventHandler, EventOverflow,
    JobBody, JobContext, JobObserver, JobOptions, JobOutcome, JobProgress, JobRun, JobSignal, JobStatus,
    ParkedEvent, ShutdownReport,
};
pub use batch::{BatchErrorCode, BatchSummary};
pub use change::{
    BoolChange, BytesChange, DateTimeChange, DecimalChange, FloatChange, IntChange, JsonChange, TextChange,
    UuidChange,
};
pub use database::{DatabaseCore, core};
pub use error::StoreError;
pub use field::{Field, FieldKind, Scalar, document, scalar};
pub use filter::{
    BoolFilter, BytesFilter, DateTimeFilter, DecimalFilter, FloatFilter, IntFilter, JsonFilter,
    OptionalBoolFilter, OptionalBytesFilter, OptionalDateTimeFilter, OptionalDecimalFilter,
    OptionalFloatFilter, OptionalIntFilter, OptionalJsonFilter, OptionalTextFilter, OptionalUuidFilter,
    TextFilter, UuidFilter,
};
pub use foreign::shutdown_all;
pub use health::{DatabaseHealth, health};
pub use include::Related;
pub use json::{JsonCondition, JsonValue};
pub use live::{LiveBody, LiveObserver, LiveSubscription, observe};
pub use options::{DatabaseOptions, Durability};
pub use order::SortOrder;
pub use page::{PageInfo, PageInput};
pub use query::{PageStart, Query, count, gathered, update, upsert};
pub use rows::{Rows, rows};
pub use scope::{Scope, close, open, open_in_memory, resume, snapshot, suspend, transaction};
pub use search::{DeletedRows, SnippetOptions, TextSearch};
pub use select::{ColumnCondition, ColumnOrder, NumberFilter, SelectColumn, SelectOptions};
pub use sql::QueryPlan;
#[cfg(feature = "telemetry")]
pub use telemetry::{
    LogLevel, LogRecord, LogSink, Telemetry, TelemetryCounters, TelemetryOptions, init_telemetry,
};

// Makes `UniFfiTag`, by which uniffi tells the types of this crate from those of an app.
uniffi::setup_scaffolding!();
