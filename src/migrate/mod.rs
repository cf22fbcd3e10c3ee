//! Brings a file to the schema: what is missing is made, what differs is told, and a file that is as it should be is
//! not written.

mod bootstrap;
mod checks;
mod difference;
mod shape;
mod view;

pub(crate) use bootstrap::{bootstrap, is_complete};
