//! Batches: an outcome for each item, and the whole call fails only for what is no item's fault.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::time::Duration;

use larder::{
    Batch, BatchErrorCode, BatchResult, BatchSummary, BatchUpdate, ModelDelegate, RuntimeOptions,
    RusqliteError,
    serde_json::{self, json},
    uuid::Uuid,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{
    self as cs, COUNTER_MODEL, CreateCounterInput, CreateMembershipInput, CreateNoteInput, MEMBERSHIP_MODEL,
    MembershipKey, NOTE_MODEL, Note, UpdateMembershipInput, UpdateNoteInput,
};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn note(title: &str) -> CreateNoteInput {
    CreateNoteInput::builder().title(title).build()
}

fn titled(title: &str) -> UpdateNoteInput {
    UpdateNoteInput::builder().title(title).build()
}

/// The title of each row, or the code of the error.
fn outcomes(batch: &Batch<Note>) -> Vec<Result<&str, BatchErrorCode>> {
    batch.results.iter().map(outcome).collect()
}

fn outcome(result: &BatchResult<Note>) -> Result<&str, BatchErrorCode> {
    match result {
        BatchResult::Ok { value } => Ok(&value.title),
        BatchResult::Error { code, .. } => Err(*code),
    }
}

#[test]
fn the_items_that_can_be_done_are_done_in_their_order() {
    let world = world();
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let slugged = |title: &str| CreateNoteInput { slug: Some("same".to_owned()), ..note(title) };

    let batch =
        notes.batch_create(vec![note("a"), note(""), slugged("b"), slugged("c"), note("d")]).run().unwrap();

    use BatchErrorCode::{Conflict, ValidationError};
    assert_eq!(outcomes(&batch), [Ok("a"), Err(ValidationError), Ok("b"), Err(Conflict), Ok("d")]);
    assert_eq!(batch.summary, BatchSummary { total: 5, succeeded: 3, failed: 2 });
    assert_eq!(world.number("SELECT count(*) FROM notes"), 3);
}

#[test]
fn each_verb_has_the_errors_of_its_single_form() {
    let world = world();
    let notes = ModelDelegate::new(&world, &NOTE_MODEL);
    let made = notes.create_many(vec![note("a"), note("b"), note("c")]).run().unwrap();
    let [a, b, c] = [made[0].id, made[1].id, made[2].id];
    let nobody = Uuid::nil();
    use BatchErrorCode::{Conflict, NotFound, ValidationError};

    let updated = notes
        .batch_update(vec![
            BatchUpdate::new(a, titled("A")).if_match(1),
            BatchUpdate::new(nobody, titled("x")),
            BatchUpdate::new(b, titled("B")).if_match(7),
            BatchUpdate::new(c, UpdateNoteInput::default()),
        ])
        .run()
        .unwrap();
    assert_eq!(outcomes(&updated), [Ok("A"), Err(NotFound), Err(Conflict), Err(ValidationError)]);

    let deleted = notes.batch_delete(vec![b, nobody]).run().unwrap();
    assert_eq!(outcomes(&deleted), [Ok("b"), Err(NotFound)]);

    let found = notes.batch_get(vec![c, b, a]).run().unwrap();
    assert_eq!(outcomes(&found), [Ok("c"), Err(NotFound), Ok("A")]);

    let given = |id, title: &str| CreateNoteInput { id: Some(id), ..note(title) };
    let upserted = notes.batch_upsert(vec![given(a, "AA"), given(b, "revived"), note("new")]).run().unwrap();
    assert_eq!(outcomes(&upserted), [Ok("AA"), Err(Conflict), Ok("new")]);
    assert_eq!(world.number("SELECT count(*) FROM notes WHERE title = 'revived'"), 0);
}

#[test]
fn a_key_that_stands_twice_or_too_many_items_are_refused_before_anything_is_done() {
    let world = world();
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    let input = |id| CreateCounterInput { id, ..CreateCounterInput::builder().label("x").build() };

    let twice = counters.batch_create(vec![input(None), input(Some(7)), input(None), input(Some(7))]).run();
    assert!(matches!(twice, Err(RusqliteError::DuplicateBatchKey { model: "Counter", first: 1, second: 3 })));
    assert!(matches!(counters.batch_get(vec![1, 2, 1]).run(), Err(RusqliteError::DuplicateBatchKey { .. })));
    let many = counters.batch_create(vec![input(None); 1001]).run();
    assert!(matches!(many, Err(RusqliteError::BatchTooLarge { items: 1001, limit: 1000, .. })));
    assert_eq!(world.number("SELECT count(*) FROM counters"), 0);
    assert_eq!(counters.batch_create(vec![input(None); 1000]).run().unwrap().summary.succeeded, 1000);
    assert_eq!(counters.batch_delete(vec![]).run().unwrap().summary, BatchSummary::default());
}

#[test]
fn composite_keys_are_compared_whole() {
    let world = world();
    let members = ModelDelegate::new(&world, &MEMBERSHIP_MODEL);
    let input =
        |user_id, group_id| CreateMembershipInput::builder().user_id(user_id).group_id(group_id).build();
    let key = |user_id, group_id| MembershipKey { user_id, group_id };

    let made = members.batch_create(vec![input(1, 1), input(1, 2), input(2, 1)]).run().unwrap();
    assert_eq!(made.summary.succeeded, 3);
    let role = |role: &str| UpdateMembershipInput::builder().role(role).build();
    let updated = members
        .batch_update(vec![
            BatchUpdate::new(key(1, 2), role("owner")),
            BatchUpdate::new(key(2, 2), role("x")),
        ])
        .run()
        .unwrap();
    assert_eq!(updated.summary, BatchSummary { total: 2, succeeded: 1, failed: 1 });
    assert_eq!(world.number("SELECT group_id FROM memberships WHERE role = 'owner'"), 2);
}

#[test]
fn a_batch_is_a_part_of_the_transaction_that_it_runs_in() {
    let world = world();

    let undone = world.transaction(|tx| {
        let batch = ModelDelegate::new(tx, &NOTE_MODEL).batch_create(vec![note("a"), note("")]).run()?;
        assert_eq!(batch.summary.succeeded, 1);
        Err::<(), _>(RusqliteError::aborted("never mind"))
    });

    assert!(undone.is_err());
    assert_eq!(world.number("SELECT count(*) FROM notes"), 0);
}

#[test]
fn a_busy_database_fails_the_call_once() {
    let world = world();
    let other = RuntimeOptions::new().busy_timeout(Duration::from_millis(1)).open(world.path()).unwrap();

    world
        .transaction(|_| {
            let busy = ModelDelegate::new(&other, &NOTE_MODEL).batch_create(vec![note("a"), note("b")]).run();
            assert!(matches!(busy, Err(RusqliteError::Busy { .. })), "{busy:?}");
            let read = ModelDelegate::new(&other, &NOTE_MODEL).batch_get(vec![Uuid::nil()]).run().unwrap();
            assert_eq!(read.summary.failed, 1);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_json_names_the_status_of_each_item() {
    let world = world();
    let counters = ModelDelegate::new(&world, &COUNTER_MODEL);
    counters.create(CreateCounterInput::builder().label("x").build()).run().unwrap();

    let batch = counters.batch_get(vec![1, 2]).run().unwrap();

    assert_eq!(
        serde_json::to_value(batch).unwrap(),
        json!({
            "results": [
                { "status": "ok", "value": { "id": 1, "label": "x", "hits": 0 } },
                { "status": "error", "code": "NOT_FOUND", "message": "Counter: no such row" },
            ],
            "summary": { "total": 2, "succeeded": 1, "failed": 1 },
        })
    );
}
