//! What a long write costs in memory. Alone in its program: the allocator counts for all of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod world;

use larder::{ModelDelegate, RuntimeOptions, RusqliteError, RusqliteRuntime};
use peak_alloc::PeakAlloc;

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, CreateNoteInput, NOTE_MODEL};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Rust's part: a row on its way, and the statements.
const CEILING: usize = 16 * 1024;
/// What two runs may differ by.
const NOISE: usize = 1024;
/// SQLite's page cache, in bytes, and what it may have in all. It refuses to allocate beyond that, in this program.
const CACHE: usize = 1024 * 1024;
const SQLITE_CEILING: i64 = 4 * 1024 * 1024;

fn world(path: &std::path::Path) -> RusqliteRuntime {
    let runtime = RuntimeOptions::new().cache_size(CACHE).open(path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let limit = format!("PRAGMA hard_heap_limit = {SQLITE_CEILING}");
    let set = runtime.with_connection(|c| Ok(c.query_row(&limit, [], |row| row.get::<_, i64>(0))?));
    assert_eq!(set.unwrap(), SQLITE_CEILING);
    runtime
}

fn input(number: u32) -> CreateNoteInput {
    CreateNoteInput::builder().title(format!("note {number}")).body("some words ".repeat(20)).build()
}

/// Writes so many rows and gives by how much the peak of the memory grew.
fn growth(runtime: &RusqliteRuntime, rows: u32) -> usize {
    let notes = ModelDelegate::new(runtime, &NOTE_MODEL);
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.peak_usage();

    let made = notes.create_many((0..rows).map(input)).execute().unwrap();

    assert_eq!(made, u64::from(rows));
    ALLOCATOR.peak_usage() - before
}

#[test]
fn a_hundred_thousand_rows_take_no_more_memory_than_ten_thousand() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = world(&folder.path().join("app.db"));
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let first = growth(&runtime, 10);
    let ten_thousand = growth(&runtime, 10_000);
    let hundred_thousand = growth(&runtime, 100_000);
    let refused = notes
        .create_many((0..50_000).map(|number| CreateNoteInput {
            title: if number == 49_999 { String::new() } else { number.to_string() },
            ..input(number)
        }))
        .execute();

    assert!(hundred_thousand <= ten_thousand + NOISE, "{hundred_thousand} B above {ten_thousand} B");
    assert!(first.max(hundred_thousand) <= CEILING, "{first} B, {hundred_thousand} B");
    assert!(matches!(refused, Err(RusqliteError::Validation { .. })), "{refused:?}");
    assert_eq!(notes.count().run().unwrap(), 110_010);
    world::assert_sound(&runtime);
}
