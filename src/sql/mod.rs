//! Turns a table and a query into a statement. Reads `model` and `query`, feeds `db`; pure, without a connection.
//!
//! One file per verb. Every identifier is quoted and every value bound.

mod aggregate;
mod aliases;
mod count;
mod delete;
mod filter;
mod find;
mod foreign_key;
mod functions;
mod include;
mod insert;
mod outline;
mod scope;
mod search;
mod statement;
mod update;
mod upsert;

pub(crate) use aggregate::aggregate;
pub(crate) use count::{any_of_rows, count, exists, has_more_than, is_table, rowids};
pub(crate) use delete::{delete, delete_many, purge, restore, tombstone, tombstone_many};
pub(crate) use find::{find, find_unique, is_live};
pub(crate) use foreign_key::{
    KeyAction, Reach, Rows, Step, StoredKey, Tie, Written, any, differs, is_there, is_tied, names_nothing,
};
pub(crate) use functions::{explained, provide_totals, register};
pub(crate) use include::include;
pub(crate) use insert::insert;
pub(crate) use outline::{Outline, outline};
pub(crate) use statement::Statement;
use statement::{Param, Values};
pub(crate) use update::{update, update_many};
pub(crate) use upsert::{upsert, upsert_sets};
