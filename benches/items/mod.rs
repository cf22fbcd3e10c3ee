//! The rows that several benchmarks read and write.

use larder::uuid::Uuid;

larder::include_embedded_schema!("benches/bench.cstack");
use cratestack_schema::CreateItemInput;

/// How many of them there are.
pub(crate) const ROWS: i64 = 10_000;

/// Gives the row of a number.
pub(crate) fn input(row: i64) -> CreateItemInput {
    CreateItemInput::builder()
        .owner(Uuid::from_u128(u128::try_from(row % 50).unwrap()))
        .title(format!("title {row}"))
        .body("a text of some length, as a note has it ".repeat(4))
        .rank(row % 1_000)
        .score(row as f64 / 7.0)
        .build()
}
