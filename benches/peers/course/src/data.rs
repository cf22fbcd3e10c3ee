//! The rows, the keys that are read, and how much is read.

/// How many rows a file has.
pub const ROWS: i64 = 10_000;

/// The least rank of a page.
pub const PAGE_RANK: i64 = 100;

/// How many rows a page has at the most.
pub const PAGE: i64 = 50;

/// How many tasks read at once in the operations `async_64`.
pub const TASKS: i64 = 64;

/// How often each of them reads.
pub const READS: i64 = 50;

/// A row to write.
pub struct NewItem {
    pub owner: String,
    pub title: String,
    pub body: String,
    pub rank: i64,
    pub score: f64,
    pub created_at: String,
}

/// Gives the row of a number.
pub fn new_item(number: i64) -> NewItem {
    NewItem {
        owner: owner(number),
        title: format!("title {number}"),
        body: "a text of some length, as a note has it ".repeat(4),
        rank: number % 1_000,
        score: number as f64 / 7.0,
        created_at: format!("2026-01-31T23:59:59.{:06}Z", number % 1_000_000),
    }
}

/// Gives one of fifty owners, each with about 200 rows of all ranks.
pub fn owner(number: i64) -> String {
    format!("owner {}", number / 7 % 50)
}

/// Gives the key of a row for a number, in no order of the table.
pub fn key(number: i64) -> i64 {
    number * 7_919 % ROWS + 1
}
