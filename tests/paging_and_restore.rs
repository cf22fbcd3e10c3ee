//! A page is what it says of itself, and a restored row is as good as any other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    ModelDelegate, Page, PageInfo, PageInput, RuntimeOptions, RusqliteError, RusqliteRuntime,
    serde_json::{self, json},
    uuid::Uuid,
};

mod everything {
    larder::include_embedded_schema!("crates/codegen/tests/schemas/everything.cstack");
}
mod notes {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use everything::cratestack_schema::{CreateThingInput, THING_MODEL};
use notes::cratestack_schema::{
    self as cs, COUNTER_MODEL, Counter, CreateCounterInput, CreateNoteInput, NOTE_MODEL, Note, counter, note,
};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn number(runtime: &RusqliteRuntime, sql: &str) -> i64 {
    runtime.with_connection(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

/// Makes counters with the hits 0, 1, ...
fn count_up_to(runtime: &RusqliteRuntime, count: i64) {
    let input = |hits| CreateCounterInput::builder().label(format!("number {hits}")).hits(hits).build();
    ModelDelegate::new(runtime, &COUNTER_MODEL).create_many((0..count).map(input)).run().unwrap();
}

fn page(runtime: &RusqliteRuntime, limit: Option<i64>, offset: Option<i64>) -> Page<Counter> {
    ModelDelegate::new(runtime, &COUNTER_MODEL)
        .find_many()
        .where_(counter::hits().gte(2))
        .order_by(counter::hits().asc())
        .paginate(PageInput { limit, offset })
        .run()
        .unwrap()
}

fn hits(page: &Page<Counter>) -> Vec<i64> {
    page.items.iter().map(|counter| counter.hits).collect()
}

#[test]
fn pages_tile_the_rows_and_know_their_neighbours() {
    let runtime = world();
    count_up_to(&runtime, 7);
    let info = |limit, offset, has_previous_page, has_next_page| PageInfo {
        limit,
        offset,
        has_next_page,
        has_previous_page,
    };

    let first = page(&runtime, Some(2), None);
    let second = page(&runtime, Some(2), Some(2));
    let last = page(&runtime, Some(2), Some(4));
    let exact = page(&runtime, Some(5), Some(0));
    let beyond = page(&runtime, Some(2), Some(i64::MAX));

    assert_eq!((hits(&first), first.total_count), (vec![2, 3], 5));
    assert_eq!(first.page_info, info(2, 0, false, true));
    assert_eq!((hits(&second), second.total_count), (vec![4, 5], 5));
    assert_eq!(second.page_info, info(2, 2, true, true));
    assert_eq!((hits(&last), last.total_count), (vec![6], 5));
    assert_eq!(last.page_info, info(2, 4, true, false));
    assert_eq!((hits(&exact), exact.page_info), (vec![2, 3, 4, 5, 6], info(5, 0, false, false)));
    assert_eq!((hits(&beyond), beyond.total_count), (vec![], 5));
    assert_eq!(beyond.page_info, info(2, i64::MAX, true, false));
}

#[test]
fn a_page_of_no_stated_limit_has_a_thousand_rows() {
    let runtime = world();
    count_up_to(&runtime, 1003);

    let page = page(&runtime, None, None);

    assert_eq!((page.items.len(), page.total_count, page.page_info.limit), (1000, 1001, 1000));
    assert!(page.page_info.has_next_page);
}

#[test]
fn a_page_counts_live_rows_only() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let made = notes.create(CreateNoteInput::builder().title("a").build()).run().unwrap();
    notes.create(CreateNoteInput::builder().title("b").build()).run().unwrap();
    notes.delete(made.id).run().unwrap();

    let page = notes.find_many().paginate(PageInput::default()).run().unwrap();

    assert_eq!((page.items.len(), page.total_count), (1, 1));
}

#[test]
fn a_page_beyond_the_rules_is_refused_by_name() {
    let runtime = world();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let refused = |limit, offset| {
        let page = counters.find_many().paginate(PageInput { limit, offset }).run();
        page.unwrap_err().to_string()
    };

    for limit in [0, -1, 1001, i64::MIN, i64::MAX] {
        assert_eq!(refused(Some(limit), None), "Counter.paginate: the limit must be from 1 to 1000");
    }
    assert_eq!(refused(None, Some(-1)), "Counter.paginate: the offset must not be negative");
    for query in [counters.find_many().limit(1), counters.find_many().offset(0)] {
        let outcome = query.paginate(PageInput::default()).run();
        assert!(
            matches!(&outcome, Err(RusqliteError::Validation { rule, .. }) if rule.contains("the query must have none")),
            "{outcome:?}"
        );
    }
}

#[test]
fn a_page_inside_a_transaction_sees_its_writes() {
    let runtime = world();

    let page = runtime
        .transaction(|tx| {
            let counters = ModelDelegate::new(tx, &COUNTER_MODEL);
            counters.create(CreateCounterInput::builder().label("a").build()).run()?;
            tx.savepoint(|sp| {
                ModelDelegate::new(sp, &COUNTER_MODEL).find_many().paginate(PageInput::default()).run()
            })
        })
        .unwrap();

    assert_eq!((page.items.len(), page.total_count), (1, 1));
}

#[test]
fn a_page_waits_for_no_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let writer = RusqliteRuntime::open(&path).unwrap();
    cs::bootstrap(&writer).unwrap();
    count_up_to(&writer, 3);
    let options = RuntimeOptions::new().busy_timeout(std::time::Duration::from_millis(30));
    let reader = options.open(&path).unwrap();

    let seen = writer
        .transaction(|tx| {
            tx.connection().execute_batch("DELETE FROM counters")?;
            Ok(page(&reader, None, None))
        })
        .unwrap();

    assert_eq!((hits(&seen), seen.total_count), (vec![2], 1));
}

#[test]
fn a_page_in_json_has_the_names_of_the_schema_language() {
    let runtime = world();
    count_up_to(&runtime, 4);

    let seen = page(&runtime, Some(1), Some(1));
    let text = serde_json::to_value(&seen).unwrap();

    let expected = json!({
        "items": [{ "id": 4, "label": "number 3", "hits": 3 }],
        "totalCount": 2,
        "pageInfo": { "limit": 1, "offset": 1, "hasNextPage": false, "hasPreviousPage": true },
    });
    assert_eq!(text, expected);
    assert_eq!(serde_json::from_value::<Page<Counter>>(text).unwrap(), seen);
    assert_eq!(serde_json::from_value::<PageInput>(json!({})).unwrap(), PageInput::default());
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
    let runtime = World::new(everything::cratestack_schema::bootstrap);
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
