//! A page is what it says of itself, and a restored row is as good as any other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

use larder::{ModelDelegate, RusqliteError, RusqliteRuntime, uuid::Uuid};

mod everything {
    larder::include_embedded_schema!("crates/codegen/tests/schemas/everything.cstack");
}
mod notes {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use everything::cratestack_schema::{CreateThingInput, THING_MODEL};
use notes::cratestack_schema::{
    self as cs, COUNTER_MODEL, CreateCounterInput, CreateNoteInput, NOTE_MODEL, Note, note,
};

fn world() -> RusqliteRuntime {
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    cs::bootstrap(&runtime).unwrap();
    runtime
}

fn number(runtime: &RusqliteRuntime, sql: &str) -> i64 {
    runtime.with_connection(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

#[test]
fn a_restored_row_is_live_and_counts_as_written() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let made = notes.create(CreateNoteInput::builder().title("a").build()).run().unwrap();
    notes.delete(made.id).run().unwrap();
    assert_eq!(notes.find_unique(made.id).run().unwrap(), None);

    let restored = notes.restore(made.id).run().unwrap();

    // The delete was a write as well.
    let expected = Note { version: 3, updated_at: restored.updated_at, ..made.clone() };
    assert_eq!(restored, expected);
    assert_eq!(restored.deleted_at, None);
    assert!(restored.updated_at >= made.updated_at);
    assert_eq!(notes.find_unique(made.id).run().unwrap(), Some(restored));
}

#[test]
fn a_tombstone_that_the_model_does_not_show_is_cleared() {
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    everything::cratestack_schema::bootstrap(&runtime).unwrap();
    let things = ModelDelegate::new(&runtime, &THING_MODEL);
    let made = things.create(CreateThingInput::builder().title("x").origin("x").build()).run().unwrap();
    things.delete(made.id).run().unwrap();

    let restored = things.restore(made.id).run().unwrap();

    assert_eq!((restored.id, restored.version), (made.id, 3));
    assert_eq!(number(&runtime, r#"SELECT count(*) FROM "all things" WHERE deleted_at IS NULL"#), 1);
}

#[test]
fn a_restore_of_a_live_row_writes_nothing() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let made = notes.create(CreateNoteInput::builder().title("a").build()).run().unwrap();
    let before = number(&runtime, "SELECT total_changes()");

    let restored = notes.restore(made.id).run().unwrap();

    assert_eq!(restored, made);
    assert_eq!(number(&runtime, "SELECT total_changes()"), before);
}

#[test]
fn a_restore_needs_a_row_and_a_soft_delete() {
    let runtime = world();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let counter = counters.create(CreateCounterInput::builder().label("a").build()).run().unwrap();

    let missing = ModelDelegate::new(&runtime, &NOTE_MODEL).restore(Uuid::nil()).run();
    let refused = counters.restore(counter.id).run();

    assert!(matches!(missing, Err(RusqliteError::NotFound { model: "Note" })), "{missing:?}");
    assert_eq!(
        refused.unwrap_err().to_string(),
        "Counter.restore: the model has no @@soft_delete; a deleted row is gone"
    );
}

#[test]
fn a_tombstone_keeps_its_unique_values_so_that_a_restore_breaks_none() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let slugged = || CreateNoteInput::builder().title("a").slug("s".to_owned()).build();
    let made = notes.create(slugged()).run().unwrap();
    notes.delete(made.id).run().unwrap();

    let taken = notes.create(slugged()).run();
    let restored = notes.restore(made.id).run().unwrap();

    assert!(matches!(taken, Err(RusqliteError::UniqueViolation { .. })), "{taken:?}");
    assert_eq!(restored.slug.as_deref(), Some("s"));
    assert_eq!(notes.find_many().where_(note::slug().eq("s".to_owned())).run().unwrap(), [restored]);
}

#[test]
fn a_restore_is_a_part_of_its_transaction() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let made = notes.create(CreateNoteInput::builder().title("a").build()).run().unwrap();
    notes.delete(made.id).run().unwrap();

    let outcome = runtime.transaction(|tx| {
        ModelDelegate::new(tx, &NOTE_MODEL).restore(made.id).run()?;
        Err::<(), _>(RusqliteError::aborted("no"))
    });

    assert!(outcome.is_err());
    assert_eq!(notes.find_unique(made.id).run().unwrap(), None);
}
