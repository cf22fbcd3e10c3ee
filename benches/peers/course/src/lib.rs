//! What every contestant shares: the tables, the rows, the settings of SQLite, and how it is told what to do.

mod beside;
mod data;
mod serve;
pub mod sql;

pub use beside::{READERS, beside_a_writer, rate_and_p99};
pub use data::{NewItem, PAGE, PAGE_RANK, READS, ROWS, TASKS, key, new_item, owner};
pub use serve::{Answer, file, serve, timed, timed_open};
