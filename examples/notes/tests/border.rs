//! What Swift, Kotlin and Python call, called from Rust: the stores, the database and the body of a transaction.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

use std::sync::{Arc, Mutex};

use larder::{
    PageInput,
    ffi::{DecimalChange, OptionalDecimalFilter, SortOrder, StoreError, TextChange, TextFilter},
};
use notes::cratestack_schema::{
    CreateNoteInput, CreateNoteTagInput, CreateTagInput, Database, DatabaseTransaction, Hue, Priority,
    bindings::{
        NoteOrder, NoteQuery, NoteWhere, OptionalHueFilter, PriorityFilter, TagConflict, TagQuery, TagWhere,
        TransactionBody, UpdateNoteInput,
    },
};

type Outcome = Result<(), StoreError>;

/// A body that is a closure.
struct Body<F>(F);

impl<F: Fn(Arc<DatabaseTransaction>) -> Outcome + Send + Sync> TransactionBody for Body<F> {
    fn run(&self, transaction: Arc<DatabaseTransaction>) -> Outcome {
        (self.0)(transaction)
    }
}

fn run(
    database: &Database,
    body: impl Fn(Arc<DatabaseTransaction>) -> Outcome + Send + Sync + 'static,
) -> Outcome {
    database.run_transaction(Arc::new(Body(body)))
}

fn world() -> Arc<Database> {
    Database::in_memory(None).unwrap()
}

fn note(title: &str) -> CreateNoteInput {
    CreateNoteInput::builder().title(title).build()
}

fn tag(label: &str) -> CreateTagInput {
    CreateTagInput::builder().label(label).build()
}

fn titles(database: &Database, query: NoteQuery) -> Vec<String> {
    database.notes().find_many(query).unwrap().into_iter().map(|note| note.title).collect()
}

fn every_note() -> NoteQuery {
    NoteQuery {
        r#where: None,
        search: None,
        deleted: None,
        order_by: vec![NoteOrder::Title(SortOrder::Ascending)],
        limit: None,
        offset: None,
    }
}

/// Three notes: `a` costs 9, `b` costs 10 and is `HIGH`, `c` costs nothing.
fn three_notes() -> Arc<Database> {
    let database = world();
    let costs = |title, cost: i64| CreateNoteInput { cost: Some(cost.into()), ..note(title) };
    let dear = CreateNoteInput { priority: Some(Priority::HIGH), ..costs("b", 10) };
    assert_eq!(database.notes().create_many(vec![costs("a", 9), dear, note("c")]), Ok(3));
    database
}

#[test]
fn a_filter_an_order_a_limit_and_an_offset_reach_the_query() {
    let database = three_notes();
    let not_dear = NoteWhere::Not(Box::new(NoteWhere::And(vec![
        NoteWhere::Priority(PriorityFilter::Eq(Priority::HIGH)),
        NoteWhere::Cost(OptionalDecimalFilter::Gt(9.into())),
    ])));
    let by_cost = |limit, offset| NoteQuery {
        r#where: None,
        search: None,
        deleted: None,
        order_by: vec![NoteOrder::Cost(SortOrder::DescendingNullsFirst)],
        limit,
        offset,
    };

    assert_eq!(titles(&database, NoteQuery { r#where: Some(not_dear), ..every_note() }), ["a", "c"]);
    assert_eq!(titles(&database, by_cost(None, None)), ["c", "b", "a"]);
    assert_eq!(titles(&database, by_cost(Some(1), Some(1))), ["b"]);
    assert_eq!(database.notes().count(Some(NoteWhere::Or(vec![]))), Ok(0));
    assert_eq!(
        database.notes().exists(Some(NoteWhere::Title(TextFilter::ContainsIgnoreCase("C".to_owned())))),
        Ok(true)
    );
}

#[test]
fn a_limit_that_is_none_is_refused_by_name() {
    let database = three_notes();
    let notes = database.notes();
    let rule = |subject: &str, rule: &str| StoreError::Validation {
        subject: subject.to_owned(),
        rule: rule.to_owned(),
    };

    let below = notes.find_many(NoteQuery { limit: Some(-1), ..every_note() });
    let first = notes.find_first(NoteQuery { offset: Some(1), ..every_note() });
    let twice = notes.paginate(NoteQuery { limit: Some(1), ..every_note() }, PageInput::default());

    assert_eq!(below, Err(rule("limit", "must not be below zero")));
    assert_eq!(first, Err(rule("find_first", "takes no limit and no offset")));
    let both = "takes its limit and offset from its input; the query must have none";
    assert_eq!(twice.map(|page| page.total_count), Err(rule("Note.paginate", both)));
}

#[test]
fn a_page_knows_where_it_stands() {
    let database = three_notes();

    let page =
        database.notes().paginate(every_note(), PageInput { limit: Some(2), offset: Some(1) }).unwrap();

    let titles: Vec<&str> = page.items.iter().map(|note| note.title.as_str()).collect();
    assert_eq!((titles.as_slice(), page.total_count), (&["b", "c"][..], 3));
    assert_eq!((page.page_info.limit, page.page_info.offset), (2, 1));
    assert!(page.page_info.has_previous_page && !page.page_info.has_next_page);
}

#[test]
fn a_patch_sets_clears_and_keeps() {
    let database = world();
    let notes = database.notes();
    let made = notes
        .create(CreateNoteInput { cost: Some(9.into()), body: Some("kept".to_owned()), ..note("a") })
        .unwrap();
    let patch = UpdateNoteInput {
        summary: Some(TextChange::Set("new".to_owned())),
        cost: Some(DecimalChange::Clear),
        ..nothing()
    };

    let changed = notes.update(made.id, patch, Some(made.version)).unwrap();
    let late = notes.update(made.id, UpdateNoteInput { pinned: Some(true), ..nothing() }, Some(made.version));
    let empty = notes.update(made.id, nothing(), None);

    assert_eq!(
        (changed.summary.as_deref(), changed.cost, changed.body.as_str()),
        (Some("new"), None, "kept")
    );
    assert_eq!(late, Err(StoreError::Conflict { model: "Note".to_owned(), expected: 1 }));
    assert!(matches!(empty, Err(StoreError::Validation { subject, .. }) if subject == "Note.update"));
    assert_eq!(notes.find_unique(made.id), Ok(Some(changed)));
}

/// A patch that keeps everything.
fn nothing() -> UpdateNoteInput {
    UpdateNoteInput {
        notebook_id: None,
        title: None,
        body: None,
        summary: None,
        pinned: None,
        priority: None,
        position: None,
        word_count: None,
        due_at: None,
        cost: None,
        meta: None,
        place: None,
        keywords: None,
        created_at: None,
    }
}

#[test]
fn an_upsert_by_label_meets_the_tag() {
    let database = world();
    let tags = database.tags();
    let made = tags.create(tag("rail")).unwrap();

    let met = tags.upsert(CreateTagInput { hue: Some(Hue::RED), ..tag("rail") }, Some(TagConflict::Label));
    let refused = tags.upsert(tag("rail"), None);

    assert_eq!(met.map(|tag| (tag.id, tag.hue)), Ok((made.id, Some(Hue::RED))));
    assert!(matches!(refused, Err(StoreError::UniqueViolation { table, .. }) if table == "tags"));
    assert_eq!(tags.count(Some(TagWhere::Hue(OptionalHueFilter::IsNotNull))), Ok(1));
}

#[test]
fn a_transaction_keeps_all_or_nothing() {
    let database = world();

    let kept = run(&database, |transaction| transaction.notes().create(note("kept")).map(drop));
    let undone = run(&database, |transaction| {
        transaction.notes().create(note("undone"))?;
        Err(StoreError::Aborted { reason: "the body's own".to_owned() })
    });

    assert_eq!(kept, Ok(()));
    assert_eq!(undone, Err(StoreError::Aborted { reason: "the body's own".to_owned() }));
    assert_eq!(titles(&database, every_note()), ["kept"]);
}

#[test]
fn the_database_is_reentrant_inside_its_transaction_only() {
    let database = world();
    let inside = Arc::clone(&database);

    let outcome = run(&database, move |transaction| {
        assert_eq!(inside.notes().count(None), Err(StoreError::Reentrant));
        assert_eq!(run(&inside, |_| Ok(())), Err(StoreError::Reentrant));
        assert_eq!(inside.shutdown(None), Err(StoreError::Reentrant));
        transaction.notes().create(note("written")).map(drop)
    });

    assert_eq!((outcome, database.notes().count(None)), (Ok(()), Ok(1)));
}

#[test]
fn a_transaction_that_the_body_keeps_is_over() {
    let database = world();
    let kept: Arc<Mutex<Option<Arc<DatabaseTransaction>>>> = Arc::default();
    let keep = Arc::clone(&kept);
    run(&database, move |transaction| {
        *keep.lock().unwrap() = Some(transaction);
        Ok(())
    })
    .unwrap();

    let late = kept.lock().unwrap().take().unwrap().notes().create(note("late"));

    assert!(matches!(late, Err(StoreError::Validation { .. })), "{late:?}");
    assert_eq!(database.notes().count(None), Ok(0));
}

#[test]
fn a_panic_is_an_error_that_leaves_nothing_behind() {
    let database = world();

    let panicked = notes::panic_drill(&database);

    assert_eq!(panicked, Err(StoreError::Panicked { reason: "this is a drill".to_owned() }));
    let every_tag = TagQuery { r#where: None, order_by: vec![], limit: None, offset: None };
    assert_eq!(database.tags().find_many(every_tag), Ok(vec![]));
    assert_eq!(database.tags().create(tag("works")).map(|tag| tag.label), Ok("works".to_owned()));
}

#[test]
fn what_is_shut_down_stays_shut() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db").to_str().unwrap().to_owned();
    let database = Database::open(path.clone(), None).unwrap();
    let made = database.notes().create(note("a")).unwrap();

    assert_eq!((database.shutdown(None), database.shutdown(None)), (Ok(()), Ok(())));

    assert_eq!(database.notes().count(None), Err(StoreError::Closed));
    assert_eq!(run(&database, |_| Ok(())), Err(StoreError::Closed));
    let again = Database::open(path, None).unwrap();
    assert_eq!(again.notes().find_unique(made.id), Ok(Some(made)));
}

#[test]
fn a_transaction_that_defers_writes_in_any_order_and_names_the_key_that_its_end_breaks() {
    let database = world();
    let id = "018f4c2e-0000-7000-8000-000000000001".parse().unwrap();
    let tagged = move || CreateNoteTagInput::builder().note_id(id).tag_id(1).build();

    let kept = run(&database, move |transaction| {
        transaction.defer_foreign_keys()?;
        transaction.note_tags().create(tagged())?;
        transaction.tags().create(tag("later"))?;
        transaction.notes().create(CreateNoteInput { id: Some(id), ..note("later") }).map(drop)
    });
    let refused = run(&database, |transaction| {
        transaction.defer_foreign_keys()?;
        transaction.tags().delete(1)?;
        Ok(())
    });

    assert_eq!(kept, Ok(()));
    let broken = StoreError::ForeignKeyViolation {
        table: "note_tags".to_owned(),
        columns: vec!["tag_id".to_owned()],
        references_table: "tags".to_owned(),
        references_columns: vec!["id".to_owned()],
    };
    assert_eq!(refused, Err(broken));
    assert_eq!(database.tags().count(None), Ok(1));
}
