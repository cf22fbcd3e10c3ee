//! Brings a file to the schema: today its tables and indexes are made, or checked when they are there.

mod bootstrap;
mod view;

pub(crate) use bootstrap::bootstrap;
