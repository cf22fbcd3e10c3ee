//! What each verb promises, on the schema with one of everything and on composite keys.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    Json, ModelDelegate, RusqliteError, RusqliteRuntime,
    serde_json::{self, json},
};

mod everything {
    larder::include_embedded_schema!("crates/codegen/tests/schemas/everything.cstack");
}
mod hostile {
    larder::include_embedded_schema!("crates/codegen/tests/schemas/hostile.cstack");
}
mod notes {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use everything::cratestack_schema::{
    Address, CreateThingInput, Priority, Shade, THING_MODEL, Thing, UpdateThingInput, thing,
};
use notes::cratestack_schema::{
    self as cs, COUNTER_MODEL, CreateCounterInput, CreateMembershipInput, CreateNoteInput, MEMBERSHIP_MODEL,
    MembershipKey, NOTE_MODEL, NOTEBOOK_MODEL, UpdateCounterInput, UpdateMembershipInput, UpdateNoteInput,
};

use world::World;

fn things() -> World {
    World::new(everything::cratestack_schema::bootstrap)
}

fn world() -> World {
    World::new(cs::bootstrap)
}

fn thing_called(title: &str) -> CreateThingInput {
    CreateThingInput::builder().title(title).origin(title).build()
}

#[test]
fn a_create_fills_every_default() {
    let runtime = things();
    let all = ModelDelegate::new(&runtime, &THING_MODEL);
    let input = CreateThingInput::builder()
        .title("A thing")
        .origin("here")
        .home(Address { street: "S".to_owned(), lines: vec!["1".to_owned()], height: Some(1.5) })
        .add_marks(7)
        .set_build("b")
        .build();

    let made = all.create(input).run().unwrap();

    assert_eq!((made.order, made.big, made.ratio, made.done), (7, 9_007_199_254_740_993, 0.5, false));
    assert_eq!(made.since.to_rfc3339(), "2024-02-29T10:00:00+00:00");
    assert_eq!((made.price.to_string().as_str(), made.meta.clone()), ("100.50", Json(json!({}))));
    assert_eq!((made.priority, made.shade, made.version), (Priority::NORMAL, Shade::DARK, 1));
    assert_eq!((made.tags.len(), made.marks.clone(), made.build.as_deref()), (0, vec![7], Some("b")));
    assert_eq!((made.code.len(), made.id.get_version_num()), (24, 7));
    assert_eq!(made.created_at, made.updated_at);
    assert_eq!(all.find_first().where_(thing::order().eq(7)).run().unwrap(), Some(made));
}

#[test]
fn the_ddl_defaults_are_the_same_as_ours() {
    let runtime = things();
    let all = ModelDelegate::new(&runtime, &THING_MODEL);
    let made = all.create(thing_called("ours")).run().unwrap();

    runtime
        .with_connection(|c| {
            Ok(c.execute_batch(
                r#"INSERT INTO "all things" (created_at, updated_at, id, code, title, marks, origin, version)
                   SELECT created_at, updated_at, '00000000-0000-7000-8000-000000000000', 'abc', title, marks, 'sql', 1
                   FROM "all things""#,
            )?)
        })
        .unwrap();

    let by_sql = all.find_first().where_(thing::origin().eq("sql")).run().unwrap().unwrap();
    assert_eq!(by_sql, Thing { id: by_sql.id, code: "abc".to_owned(), origin: "sql".to_owned(), ..made });
}

#[test]
fn an_update_changes_what_it_is_given_and_nothing_else() {
    let runtime = things();
    let all = ModelDelegate::new(&runtime, &THING_MODEL);
    let made = all
        .create(CreateThingInput { email: Some("a@b.example".to_owned()), ..thing_called("x") })
        .run()
        .unwrap();

    let cleared =
        all.update(made.id).set(UpdateThingInput::builder().email(None).done(true).build()).run().unwrap();

    let expected =
        Thing { email: None, done: true, version: 2, updated_at: cleared.updated_at, ..made.clone() };
    assert_eq!(cleared, expected);
    assert!(cleared.updated_at >= made.updated_at);
    assert_eq!(all.find_unique(made.id).run().unwrap(), Some(cleared));
}

#[test]
fn a_lost_race_is_a_conflict_and_changes_nothing() {
    let runtime = things();
    let all = ModelDelegate::new(&runtime, &THING_MODEL);
    let made = all.create(thing_called("x")).run().unwrap();
    let set = |order| UpdateThingInput::builder().order(order).build();
    let won = all.update(made.id).set(set(1)).if_match(made.version).run().unwrap();

    let lost = all.update(made.id).set(set(2)).if_match(made.version).run();
    let missing = all.update(larder::uuid::Uuid::nil()).set(set(2)).if_match(1).run();

    assert!(matches!(lost, Err(RusqliteError::Conflict { model: "Thing", expected: 1 })), "{lost:?}");
    assert!(matches!(missing, Err(RusqliteError::NotFound { model: "Thing" })), "{missing:?}");
    assert_eq!(all.find_unique(made.id).run().unwrap(), Some(won));
}

#[test]
fn an_upsert_keeps_the_key_the_readonly_and_what_is_not_given() {
    let runtime = things();
    let all = ModelDelegate::new(&runtime, &THING_MODEL);
    let made = all.create(CreateThingInput { order: Some(42), ..thing_called("first") }).run().unwrap();

    let input = CreateThingInput { id: Some(made.id), done: Some(true), ..thing_called("second") };
    let changed = all.upsert(input).run().unwrap();

    let expected =
        Thing { title: "second".to_owned(), done: true, version: 2, updated_at: changed.updated_at, ..made };
    assert_eq!(changed, expected);
    assert_eq!((changed.order, changed.origin.as_str()), (42, "first"));
}

#[test]
fn create_many_is_all_or_nothing() {
    let runtime = world();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let input = |id| CreateCounterInput { id: Some(id), label: "x".to_owned(), hits: None };

    let refused = counters.create_many(vec![input(1), input(2), input(1)]).run();

    assert!(matches!(refused, Err(RusqliteError::UniqueViolation { .. })), "{refused:?}");
    assert_eq!(counters.count().run().unwrap(), 0);
    assert_eq!(counters.create_many(vec![input(2), input(1)]).run().unwrap().len(), 2);
    let counted = counters.create_many((3..6).map(input)).execute();
    let refused = counters.create_many((6..9).chain([5]).map(input)).execute();
    assert!(matches!(refused, Err(RusqliteError::UniqueViolation { .. })), "{refused:?}");
    assert_eq!((counted.unwrap(), counters.count().run().unwrap()), (3, 5));
}

#[test]
fn an_iterator_is_told_of_its_calls_and_leaves_no_row_when_it_panics() {
    let runtime = world();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let input = |id| CreateCounterInput { id: Some(id), label: "x".to_owned(), hits: None };
    let mut told = Vec::new();

    let asking = (1..3).map(|id| {
        told.push(matches!(counters.count().run(), Err(RusqliteError::Reentrant)));
        input(id)
    });
    let made = counters.create_many(asking).execute();
    let panicking = (3..6).map(|id| if id == 5 { panic!("in the iterator") } else { input(id) });
    let panicked =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| counters.create_many(panicking).execute()));

    assert_eq!((made.unwrap(), told), (2, vec![true, true]));
    assert!(panicked.is_err());
    assert_eq!(counters.count().run().unwrap(), 2);
}

#[test]
fn a_composite_key_finds_updates_and_deletes() {
    let runtime = world();
    let members = ModelDelegate::new(&runtime, &MEMBERSHIP_MODEL);
    let key = |user_id, group_id| MembershipKey { user_id, group_id };
    for (user, group) in [(1, 1), (1, 2), (2, 1)] {
        members.create(CreateMembershipInput::builder().user_id(user).group_id(group).build()).run().unwrap();
    }

    let promoted =
        members.update(key(1, 2)).set(UpdateMembershipInput::builder().role("owner").build()).run().unwrap();
    let left = members.delete(key(2, 1)).run().unwrap();

    assert_eq!((promoted.user_id, promoted.group_id, promoted.role.as_str()), (1, 2, "owner"));
    assert_eq!((left.user_id, left.role.as_str()), (2, "member"));
    assert_eq!(members.find_unique(key(2, 1)).run().unwrap(), None);
    assert_eq!(members.count().run().unwrap(), 2);
}

#[test]
fn a_delegate_works_the_same_in_a_transaction_and_a_savepoint() {
    let runtime = world();
    let input = |label: &str| CreateCounterInput::builder().label(label).build();

    let outcome = runtime.transaction(|tx| {
        let counters = ModelDelegate::new(tx, &COUNTER_MODEL);
        counters.create(input("kept")).run()?;
        let undone = tx.savepoint(|sp| {
            ModelDelegate::new(sp, &COUNTER_MODEL).create(input("undone")).run()?;
            Err::<(), _>(RusqliteError::aborted("no"))
        });
        assert!(undone.is_err());
        let refused = counters.create(CreateCounterInput { hits: Some(-1), ..input("refused") }).run();
        assert!(matches!(refused, Err(RusqliteError::Validation { .. })));
        counters.find_many().run()
    });

    let labels: Vec<String> = outcome.unwrap().into_iter().map(|counter| counter.label).collect();
    assert_eq!(labels, ["kept"]);
}

#[test]
fn a_foreign_key_in_the_way_of_a_delete_is_named_by_its_table() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let set = UpdateNoteInput { notebook_id: Some(Some(larder::uuid::Uuid::nil())), ..Default::default() };
    let note = notes.create(CreateNoteInput::builder().title("a").build()).run().unwrap();

    let refused = notes.update(note.id).set(set).run();

    assert!(
        matches!(&refused, Err(RusqliteError::ForeignKeyViolation { table, columns, .. }) if table == "notes" && columns == &["notebook_id"]),
        "{refused:?}"
    );
    assert_eq!(notes.find_unique(note.id).run().unwrap(), Some(note));
}

#[test]
fn null_safe_filters_are_complements() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    for slug in [Some("a"), Some("b"), None] {
        notes
            .create(CreateNoteInput {
                slug: slug.map(str::to_owned),
                ..CreateNoteInput::builder().title("t").build()
            })
            .run()
            .unwrap();
    }
    let count = |filter| notes.count().where_(filter).run().unwrap();

    assert_eq!(count(cs::note::slug().eq("a")), 1);
    assert_eq!(count(cs::note::slug().ne("a")), 2);
    assert_eq!(count(cs::note::slug().eq(None)), 1);
    assert_eq!(count(cs::note::slug().is_not_null()), 2);
    assert_eq!(count(cs::note::slug().not_in(["a"])), 2);
    assert_eq!(count(!cs::note::slug().gt("a")), 2);
    assert_eq!(count(cs::note::slug().gt("a").or(cs::note::slug().is_null())), 2);
    let ordered = notes.find_many().order_by(cs::note::slug().asc().nulls_last()).run().unwrap();
    assert_eq!(
        ordered.iter().map(|note| note.slug.as_deref()).collect::<Vec<_>>(),
        [Some("a"), Some("b"), None]
    );
}

#[test]
fn json_names_are_those_of_the_schema_and_a_patch_knows_null_from_absent() {
    let patch: UpdateNoteInput = serde_json::from_value(json!({ "slug": null, "title": "t" })).unwrap();
    assert_eq!(
        patch,
        UpdateNoteInput { slug: Some(None), title: Some("t".to_owned()), ..Default::default() }
    );

    let runtime = things();
    let made = ModelDelegate::new(&runtime, &THING_MODEL).create(thing_called("x")).run().unwrap();
    let document = serde_json::to_value(&made).unwrap();
    assert_eq!(document["big"], "9007199254740993");
    assert!(document.get("createdAt").is_some() && document.get("secret").is_none());
}

#[test]
fn a_null_in_a_patch_is_a_value_or_an_error_and_never_lost() {
    let patch: UpdateThingInput = serde_json::from_value(json!({ "meta": null })).unwrap();
    assert_eq!(patch, UpdateThingInput { meta: Some(Json(serde_json::Value::Null)), ..Default::default() });

    for field in ["title", "order", "big", "price", "done", "since", "priority", "shade", "tags"] {
        let refused =
            serde_json::from_value::<UpdateThingInput>(json!({ field: null })).unwrap_err().to_string();
        let is_told =
            refused.contains("invalid type: null") || refused == "expected a number, or a string with one";
        assert!(is_told, "{field}: {refused}");
    }
}

#[test]
fn debug_hides_what_is_sensitive() {
    let input = CreateNoteInput::builder().title("seen").owner("planted secret").build();
    let runtime = world();
    let note = ModelDelegate::new(&runtime, &NOTE_MODEL).create(input.clone()).run().unwrap();

    let shown = format!("{input:?} {note:?} {:?}", cs::note::owner().eq("planted secret"));

    assert!(
        shown.contains("seen") && shown.contains("<redacted>") && !shown.contains("planted secret"),
        "{shown}"
    );
}

#[test]
fn bootstrap_is_safe_at_each_start_and_refuses_another_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let open = || {
        let runtime = RusqliteRuntime::open(&path).unwrap();
        cs::bootstrap(&runtime).map(|()| runtime)
    };
    let book = cs::CreateNotebookInput::builder().name("kept").build();
    let kept = ModelDelegate::new(&open().unwrap(), &NOTEBOOK_MODEL).create(book).run().unwrap();

    let runtime = open().unwrap();
    assert_eq!(ModelDelegate::new(&runtime, &NOTEBOOK_MODEL).find_many().run().unwrap(), [kept]);
    runtime
        .with_connection(|c| Ok(c.execute_batch("ALTER TABLE counters RENAME COLUMN hits TO strikes")?))
        .unwrap();
    drop(runtime);

    let refused = open();
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the file is not as the schema says: counters: the column hits is missing: INTEGER NOT NULL DEFAULT 0; \
         counters: the column strikes is not in the schema: INTEGER NOT NULL DEFAULT 0"
    );
}

#[test]
fn an_update_with_a_version_on_a_model_without_one_is_refused() {
    let runtime = world();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);

    let refused =
        counters.update(1).set(UpdateCounterInput { hits: Some(1), ..Default::default() }).if_match(1).run();

    assert!(matches!(refused, Err(RusqliteError::Validation { .. })), "{refused:?}");
}

#[test]
fn a_stored_value_that_cannot_be_read_is_told_from_one_that_cannot_be_stored() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let scalars = ModelDelegate::new(&runtime, &cs::SCALARS_MODEL);
    notes.create(CreateNoteInput::builder().title("a").build()).run().unwrap();
    runtime.with_connection(|c| Ok(c.execute_batch("UPDATE notes SET created_at = 'never'")?)).unwrap();

    let unreadable = notes.find_first().run();
    let unstorable = scalars.find_many().where_(cs::scalars::float().lt(f64::NAN)).run();

    assert!(
        matches!(unreadable, Err(RusqliteError::Unreadable { model: "Note", field: "createdAt", .. })),
        "{unreadable:?}"
    );
    assert!(
        matches!(unstorable, Err(RusqliteError::InvalidValue { model: "Scalars", field: "float", .. })),
        "{unstorable:?}"
    );
}

#[test]
fn what_was_written_and_cannot_be_given_back_is_not_written() {
    let runtime = world();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let id = notes.create(CreateNoteInput::builder().title("before").build()).run().unwrap().id;
    let counter = counters.create(CreateCounterInput::builder().label("a").build()).run().unwrap().id;
    let damage = "UPDATE notes SET created_at = 'never'; UPDATE counters SET label = CAST(x'ff' AS TEXT)";
    runtime.with_connection(|c| Ok(c.execute_batch(damage)?)).unwrap();
    let after = || UpdateNoteInput { title: Some("after".to_owned()), ..Default::default() };

    let updated = notes.update(id).set(after()).run().map(drop);
    let upserted = notes.upsert(CreateNoteInput::builder().id(id).title("after").build()).run().map(drop);
    let deleted = counters.delete(counter).run().map(drop);
    let (title, left) = runtime
        .transaction(|tx| {
            let kept = ModelDelegate::new(tx, &NOTE_MODEL);
            kept.create(CreateNoteInput::builder().title("kept").build()).run()?;
            assert!(kept.update(id).set(after()).run().is_err());
            Ok(tx.connection().query_row(
                "SELECT (SELECT title FROM notes WHERE title <> 'kept'), (SELECT count(*) FROM counters)",
                [],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
            )?)
        })
        .unwrap();

    for refused in [updated, upserted, deleted] {
        assert!(matches!(refused, Err(RusqliteError::Unreadable { .. })), "{refused:?}");
    }
    assert_eq!((title.as_str(), left), ("before", 1));
    assert_eq!(notes.count().run().unwrap(), 2);
}

#[test]
fn hostile_names_and_a_private_key_work() {
    use hostile::cratestack_schema as names;
    let runtime = World::new(names::bootstrap);
    names::bootstrap(&runtime).unwrap();
    let all = ModelDelegate::new(&runtime, &names::VEC__MODEL);
    let key = names::Vec_Key { ssn: "planted secret".to_owned(), n: 1 };
    let input = names::CreateVec_Input::builder()
        .ssn("planted secret")
        .n(1)
        .f0(names::F0::Self_)
        .result(names::Result::Err)
        .add_kinds(names::OptionKind::None)
        .add_more(names::OptionKind::Default)
        .build();

    let made = all.create(input).run().unwrap();

    assert_eq!(
        (made.kinds.as_slice(), made.more.as_slice()),
        (&[names::OptionKind::None][..], &[names::OptionKind::Default][..])
    );
    assert_eq!(
        (made.result, made.price.to_string().as_str(), made.document.to_string().as_str()),
        (names::Result::Err, "0.50", r#"{"a":1}"#)
    );
    assert!(made.ratio.is_sign_positive());
    assert!(!format!("{key:?} {made:?}").contains("planted secret"));
    assert_eq!(all.find_unique(key).run().unwrap(), Some(made));
}

#[test]
fn a_bootstrap_that_is_refused_creates_nothing() {
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    runtime
        .with_connection(|c| Ok(c.execute_batch("CREATE TABLE notes (id TEXT PRIMARY KEY NOT NULL) STRICT")?))
        .unwrap();

    let refused = cs::bootstrap(&runtime);

    let Err(RusqliteError::SchemaDiffers { differences }) = refused else { panic!("{refused:?}") };
    assert!(differences.iter().all(|difference| difference.table == "notes"), "{differences:?}");
    let tables: i64 = runtime
        .with_connection(|c| {
            Ok(c.query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0))?)
        })
        .unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn a_call_after_the_end_of_its_transaction_writes_nothing() {
    let runtime = world();

    let outcome = runtime.transaction(|tx| {
        tx.connection().execute_batch("ROLLBACK")?;
        let counters = ModelDelegate::new(tx, &COUNTER_MODEL);
        let late = counters.create(CreateCounterInput::builder().label("late").build()).run();
        assert!(matches!(late, Err(RusqliteError::Validation { .. })), "{late:?}");
        Ok(())
    });

    assert!(outcome.is_err());
    assert_eq!(ModelDelegate::new(&runtime, &COUNTER_MODEL).count().run().unwrap(), 0);
}
