//! The connection to the file: how it opens, who holds it, and how statements run on it.

mod call;
mod execute;
mod explain;
mod feed;
mod foreign_keys;
mod holder;
mod log;
mod open;
mod options;
#[cfg(feature = "uniffi")]
mod owned;
mod patience;
mod query_as;
mod rowid;
mod slow;
mod snapshot;
mod sync;
#[cfg(test)]
mod tests;
mod tidy;
mod transaction;
mod written;

pub use call::{CancelToken, Priority};
pub(crate) use execute::{
    Repeated, Take, Visit, each_row, every_row, execute, first_row, query_cell, query_cell_maybe, written_row,
};
pub(crate) use explain::explain;
pub(crate) use feed::{Feed, News, note_own_sql, others, own_statements};
pub(crate) use foreign_keys::foreign_keys;
pub(crate) use holder::{Deadline, Ending, Holder, Lease, State};
pub(crate) use log::Log;
pub(crate) use open::{Connections, Location, open};
pub use options::{Durability, RuntimeOptions};
#[cfg(feature = "uniffi")]
pub(crate) use owned::OwnedTransaction;
pub(crate) use query_as::query_as;
pub(crate) use rowid::{is_rowid, rowid};
pub use slow::log_slow_statements;
pub(crate) use slow::watched;
pub use snapshot::Snapshot;
pub(crate) use snapshot::read;
pub(crate) use tidy::{leave, tidy};
pub use transaction::Transaction;
pub(crate) use transaction::{immediate, savepoint, snapshot};
pub(crate) use written::{Rows, Written};
