//! What a long read costs in memory. Alone in its program: the allocator counts for all of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod world;

use std::ops::ControlFlow;

use larder::{ModelDelegate, RuntimeOptions, RusqliteRuntime};
use peak_alloc::PeakAlloc;

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, COUNTER_MODEL, counter};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const ROWS: u64 = 1_000_000;
/// Rust's part: a row on its way, and the statement.
const CEILING: usize = 4 * 1024;
/// What two runs may differ by.
const NOISE: usize = 256;
/// SQLite's page cache, in bytes, and what it may have in all. It refuses to allocate beyond that, in this program.
const CACHE: usize = 1024 * 1024;
const SQLITE_CEILING: i64 = 4 * 1024 * 1024;

/// Reads so many rows and gives by how much the peak of the memory grew.
fn growth(runtime: &RusqliteRuntime, rows: u64) -> usize {
    let query = ModelDelegate::new(runtime, &COUNTER_MODEL).find_many().order_by(counter::id().asc());
    let (mut hits, mut letters) = (0, 0);
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.peak_usage();

    let read = query.limit(rows).stream(|counter| {
        hits += counter.hits;
        letters += counter.label.len();
        Ok(ControlFlow::Continue(()))
    });

    let growth = ALLOCATOR.peak_usage() - before;
    assert_eq!(read.unwrap(), rows);
    assert_eq!((hits, letters as u64), (7 * rows as i64, 50 * rows));
    growth
}

#[test]
fn a_million_rows_take_no_more_memory_than_a_thousand() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = RuntimeOptions::new().cache_size(CACHE).open(folder.path().join("app.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let fill = format!(
        "PRAGMA hard_heap_limit = {SQLITE_CEILING};
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         INSERT INTO counters (label, hits) SELECT printf('%050d', i), 7 FROM n"
    );
    runtime.with_connection(|c| Ok(c.execute_batch(&fill)?)).unwrap();

    let first = growth(&runtime, 10);
    let thousand = growth(&runtime, 1000);
    let million = growth(&runtime, ROWS);

    assert!(million <= thousand + NOISE, "{million} B above {thousand} B");
    assert!(first.max(million) <= CEILING, "{first} B, {million} B");
    world::assert_sound(&runtime);
}
