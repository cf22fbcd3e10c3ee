//! The core of a notes app for Swift, Kotlin and Python: a schema and two lines.

mod drill;

uniffi::setup_scaffolding!();
larder::include_embedded_schema!("schema.cstack", bindings = uniffi);

pub use drill::{empty_call, panic_drill};
