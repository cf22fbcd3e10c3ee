//! What a write or a computation shows is what it runs, word for word, and showing runs nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod world;

use larder::{
    BatchUpdate, ModelDelegate, QueryPlan, RusqliteError, count, rusqlite::StatementStatus, uuid::Uuid,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
mod tombstones {
    larder::include_embedded_schema!("tests/schemas/tombstones.cstack");
}
use schema::cratestack_schema::{
    COUNTER_MODEL, CreateCounterInput, CreateNoteInput, NOTE_MODEL, UpdateCounterInput, UpdateNoteInput,
    bootstrap, counter, note,
};
use tombstones::cratestack_schema::{self as parcels, PARCEL_MODEL};
use world::World;

/// How often each of the statements, which stand on lines of their own, has run on the connection.
fn runs(world: &World, statements: &str) -> Vec<i32> {
    let run = |text: &str| {
        world.with_connection(|c| Ok(c.prepare_cached(text)?.get_status(StatementStatus::Run))).unwrap()
    };
    statements.split(";\n").map(run).collect()
}

/// Looks at a call twice, then makes it: every statement that it showed has run once more, in an order that is its own.
fn shows_what_runs<C>(
    world: &World,
    call: C,
    preview: impl Fn(&C) -> Result<String, RusqliteError>,
    explain: impl Fn(&C) -> Result<QueryPlan, RusqliteError>,
    run: impl FnOnce(C),
) -> String {
    let text = preview(&call).unwrap();
    explain(&call).unwrap();
    let before = runs(world, &text);

    run(call);

    let after = runs(world, &text);
    let once_more: Vec<i32> = before.iter().map(|runs| runs + 1).collect();
    assert_eq!(after, once_more, "{text}");
    text
}

/// Writes a case: a builder, and that it shows what it runs.
macro_rules! shown {
    ($world:expr, $call:expr) => {
        shows_what_runs(
            $world,
            $call,
            |call| call.preview_sql(),
            |call| call.explain(),
            |call| {
                call.run().unwrap();
            },
        )
    };
}

#[test]
fn writes_of_a_row_show_what_they_run() {
    let world = World::of_one_connection(bootstrap);
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let one = counters.create(CreateCounterInput::builder().label("one").build()).run().unwrap();
    let milk = notes.create(CreateNoteInput::builder().title("Milk").build()).run().unwrap();
    let hits = || UpdateCounterInput::builder().hits(3).build();
    let pinned = || UpdateNoteInput::builder().pinned(true).build();

    let update = shown!(&world, counters.update(one.id).set(hits()));
    let at_version = shown!(&world, notes.update(milk.id).set(pinned()).if_match(milk.version));
    let upsert = shown!(&world, counters.upsert(CreateCounterInput::builder().id(1).label("two").build()));
    let delete = shown!(&world, counters.delete(one.id));
    let tombstone = shown!(&world, notes.delete(milk.id));
    let restore = notes.restore(milk.id).preview_sql().unwrap();
    notes.restore(milk.id).run().unwrap();

    assert_eq!(update, r#"UPDATE "counters" SET "hits" = ? WHERE "id" = ? RETURNING "id", "label", "hits""#);
    assert!(at_version.contains(r#"AND "version" = ?"#), "{at_version}");
    assert!(upsert.contains("ON CONFLICT"), "{upsert}");
    assert_eq!(delete, r#"DELETE FROM "counters" WHERE "id" = ? RETURNING "id", "label", "hits""#);
    assert_eq!(tombstone.split(";\n").count(), 2, "{tombstone}");
    assert_eq!(runs(&world, restore.split(";\n").next().unwrap()), [1], "{restore}");
}

#[test]
fn writes_of_many_rows_show_what_they_run() {
    let world = World::of_one_connection(bootstrap);
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);

    let hits = UpdateCounterInput::builder().hits(3).build();
    let update = shown!(&world, counters.update_many().where_(counter::hits().lt(3)).set(hits));
    let delete = shown!(&world, counters.delete_many().where_(counter::label().eq("x")));
    let tombstones = shown!(&world, notes.delete_many().where_(note::pinned().is_true()));

    assert_eq!(update, r#"UPDATE "counters" SET "hits" = ? WHERE "hits" < ?"#);
    assert_eq!(delete, r#"DELETE FROM "counters" WHERE "label" = ?"#);
    assert!(tombstones.starts_with(r#"UPDATE "notes" SET "deleted_at" = ?"#), "{tombstones}");
}

#[test]
fn computations_show_what_they_run() {
    let world = World::of_one_connection(bootstrap);
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let fresh = || World::of_one_connection(bootstrap);

    shown!(&world, notes.aggregate().select((count(), note::price().sum())));
    let groups = shown!(&world, notes.aggregate().sum(note::order()).group_by(note::priority()));
    assert!(groups.contains("GROUP BY"), "{groups}");

    // On a connection that has computed nothing yet, too.
    let world = fresh();
    let plan = ModelDelegate::new(&world, &NOTE_MODEL).aggregate().sum(note::price()).explain().unwrap();
    assert_eq!(plan.scanned(), ["notes"]);
}

#[test]
fn a_purge_shows_what_it_runs() {
    let world = World::of_one_connection(parcels::bootstrap);

    let purge = shown!(&world, ModelDelegate::new(&world, &PARCEL_MODEL).purge_expired());

    assert_eq!(purge, r#"DELETE FROM "parcels" WHERE "deleted_at" < ?"#);
}

#[test]
fn batches_show_what_their_items_run_and_what_they_share_once() {
    let world = World::of_one_connection(bootstrap);
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    let input = |label: &str| CreateCounterInput::builder().label(label).build();
    let hits = |id| BatchUpdate::new(id, UpdateCounterInput::builder().hits(1).build());
    let label = |id| BatchUpdate::new(id, UpdateCounterInput::builder().label("x").build());

    let updates = counters.batch_update(vec![hits(1), label(2), hits(3)]);
    let upserts = counters.batch_upsert(vec![input("a"), input("b")]);

    assert_eq!(updates.preview_sql().unwrap().split(";\n").count(), 2);
    assert_eq!(upserts.preview_sql().unwrap().split(";\n").count(), 1);
    assert_eq!(
        counters.batch_create(vec![input("a")]).preview_sql().unwrap(),
        counters.create(input("a")).preview_sql()
    );
    assert_eq!(
        counters.batch_get(vec![1, 2]).preview_sql().unwrap(),
        counters.find_unique(1).preview_sql().unwrap()
    );
    assert_eq!(
        counters.batch_delete(vec![1]).preview_sql().unwrap(),
        counters.delete(1).preview_sql().unwrap()
    );
    assert_eq!(updates.explain().unwrap().steps.len(), 2);
    assert_eq!(counters.count().run().unwrap(), 0);
}

#[test]
fn what_a_call_refuses_it_does_not_show() {
    let world = World::of_one_connection(bootstrap);
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let nothing = UpdateCounterInput::default();

    let refused = |outcome: Result<String, RusqliteError>| {
        let error = outcome.unwrap_err();
        let RusqliteError::Validation { subject, .. } = error else { panic!("{error}") };
        subject
    };
    assert_eq!(refused(counters.update(1).set(nothing.clone()).preview_sql()), "Counter.update");
    assert_eq!(refused(counters.update_many().set(nothing).preview_sql()), "Counter.update_many");
    assert_eq!(refused(counters.delete_many().preview_sql()), "Counter.delete_many");
    assert_eq!(refused(counters.restore(1).preview_sql()), "Counter.restore");
    assert_eq!(refused(notes.purge_expired().preview_sql()), "Note.purge_expired");
    let many = vec![Uuid::nil(); 1001];
    assert!(matches!(notes.batch_get(many).preview_sql(), Err(RusqliteError::BatchTooLarge { .. })));
}
