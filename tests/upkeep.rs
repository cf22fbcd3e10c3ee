//! What a runtime does for its file before it closes it, and what databases in memory share.
#![allow(clippy::unwrap_used, reason = "a test stops where its world breaks")]

mod world;

use std::{
    fs,
    time::{Duration, Instant},
};

use larder::{FilterExpr, ModelDelegate, RuntimeOptions, RusqliteError, RusqliteRuntime, Target};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{
    self as cs, COUNTER_MODEL, Counter, CreateCounterInput, CreateNoteInput, NOTE_MODEL, note,
};
use world::World;

const SECOND: Duration = Duration::from_secs(1);

fn counters<'a>(target: impl Into<Target<'a>>) -> ModelDelegate<'a, Counter, i64> {
    ModelDelegate::new(target, &COUNTER_MODEL)
}

fn counter(label: &str) -> CreateCounterInput {
    CreateCounterInput::builder().label(label).build()
}

#[test]
fn a_file_that_is_mostly_empty_becomes_smaller_when_it_is_suspended() {
    let world = World::new(cs::bootstrap);
    let rows = (0..400).map(|_| counter(&"x".repeat(8_000)));
    counters(&world).create_many(rows).run().unwrap();
    world.suspend(SECOND).unwrap();
    let full = fs::metadata(world.path()).unwrap().len();
    world.resume().unwrap();
    counters(&world).delete_many().where_(FilterExpr::all([])).run().unwrap();

    world.suspend(SECOND).unwrap();

    let rest = fs::metadata(world.path()).unwrap().len();
    assert!(full > 3_000_000 && rest < full / 4, "{full} bytes, then {rest}");
    world.resume().unwrap();
    assert_eq!(world.number("PRAGMA freelist_count"), 0);
}

#[test]
fn without_time_the_file_is_left_as_it_is_and_nothing_is_lost() {
    let world = World::new(cs::bootstrap);
    counters(&world).create(counter("one")).run().unwrap();
    let before = fs::metadata(world.path()).unwrap().len();

    world.suspend(Duration::ZERO).unwrap();

    let log = fs::metadata(world.path().with_extension("db-wal")).unwrap().len();
    assert!(log > 0 && fs::metadata(world.path()).unwrap().len() == before);
    world.resume().unwrap();
    assert_eq!(counters(&world).count().run().unwrap(), 1);
}

#[test]
fn a_suspend_waits_for_no_other_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let patient = RuntimeOptions::new().busy_timeout(60 * SECOND).open(&path).unwrap();
    cs::bootstrap(&patient).unwrap();
    let rows = (0..2_000).map(|row| CreateNoteInput::builder().title(format!("t{row}")).build());
    ModelDelegate::new(&patient, &NOTE_MODEL).create_many(rows).run().unwrap();
    let other = larder::rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();

    patient.suspend(SECOND).unwrap();

    assert!(begun.elapsed() < 30 * SECOND);
    other.execute_batch("ROLLBACK").unwrap();
    patient.resume().unwrap();
    assert_eq!(ModelDelegate::new(&patient, &NOTE_MODEL).count().run().unwrap(), 2_000);
}

#[test]
fn the_planner_learns_of_tables_that_have_grown() {
    let world = World::new(cs::bootstrap);
    let rows = (0..2_000).map(|row| CreateNoteInput::builder().title(format!("t{row}")).build());
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    notes.create_many(rows).run().unwrap();
    let found = |_| notes.find_many().where_(note::title().eq("t7")).run().unwrap().len();
    assert_eq!(found(()), 1);

    world.suspend(SECOND).unwrap();
    world.resume().unwrap();

    assert_eq!(found(()), 1);
    let learned =
        world.query_as::<String>("SELECT stat FROM sqlite_stat1 WHERE idx = ?", ("notes_title_idx",));
    assert_eq!(learned.unwrap(), ["2000 1"]);
}

#[test]
fn databases_in_memory_are_shared_by_name_and_by_nothing_else() {
    let open = |name| RuntimeOptions::new().open_in_memory_as(name);
    let bootstrapped = |name| {
        let runtime = open(name).unwrap();
        cs::bootstrap(&runtime).unwrap();
        runtime
    };
    let (one, two, other) = (bootstrapped("upkeep-a"), bootstrapped("upkeep-a"), bootstrapped("upkeep-b"));
    let unnamed = RusqliteRuntime::open_in_memory().unwrap();
    cs::bootstrap(&unnamed).unwrap();

    std::thread::scope(|scope| {
        for runtime in [&one, &two] {
            scope.spawn(move || {
                for _ in 0..200 {
                    counters(runtime).create(counter("x")).run().unwrap();
                }
            });
        }
    });

    let count = |runtime: &RusqliteRuntime| counters(runtime).count().run().unwrap();
    assert_eq!((count(&one), count(&two), count(&other), count(&unnamed)), (400, 400, 0, 0));
    one.close().unwrap();
    two.suspend(SECOND).unwrap();
    two.resume().unwrap();
    assert_eq!(count(&two), 400);
    two.close().unwrap();
    assert_eq!(count(&bootstrapped("upkeep-a")), 0);
    for name in ["", "a b", "a?mode=ro", "ä"] {
        assert!(matches!(open(name), Err(RusqliteError::Validation { .. })), "{name}");
    }
}
