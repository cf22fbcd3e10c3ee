//! Turns a checked schema into Rust tokens and into DDL. Reads `larder-schema`, feeds the macro and the CLI;
//! pure functions, covered by golden files.

mod accessors;
mod builders;
mod columns;
mod crossing;
mod ddl;
mod enums;
mod expand;
mod foreign;
mod inputs;
mod literals;
mod models;
mod relations;
mod rust_types;
mod types;
mod views;

pub use ddl::{DdlObject, ddl};
pub use expand::{Embedded, expand};
