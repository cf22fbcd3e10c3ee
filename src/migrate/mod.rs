//! Brings a file to the schema: today its tables and indexes are made, or checked when they are there.

mod bootstrap;

pub(crate) use bootstrap::bootstrap;
