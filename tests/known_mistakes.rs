//! Where the reference goes wrong on the device, one test for each: the numbers are those of the list.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

use std::{collections::BTreeSet, process::Command, time::Duration};

use larder::{
    FilterExpr, ModelDelegate, RuntimeOptions, RusqliteError, RusqliteRuntime, rust_decimal::Decimal,
    uuid::Uuid,
};

mod world;

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, *};
use world::World;

fn runtime() -> World {
    World::new(cs::bootstrap)
}

fn note(title: &str) -> CreateNoteInput {
    CreateNoteInput::builder().title(title).build()
}

fn priced(title: &str, price: &str) -> CreateNoteInput {
    CreateNoteInput::builder().title(title).price(price.parse::<Decimal>().unwrap()).build()
}

fn stored(runtime: &RusqliteRuntime, sql: &str) -> i64 {
    runtime.with_connection(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

#[test]
fn mistake_01_a_failed_create_leaves_no_row() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);

    let refused = notes.create(note("")).run();
    let created = notes.create(note("kept")).run().unwrap();
    let counted = counters.create(CreateCounterInput::builder().label("first").build()).run().unwrap();

    assert!(matches!(refused, Err(RusqliteError::Validation { .. })), "{refused:?}");
    assert_eq!(stored(&runtime, "SELECT count(*) FROM notes"), 1);
    assert_eq!((created.version, created.pinned, created.order, created.body.as_str()), (1, false, 0, ""));
    assert_eq!((counted.id, counted.hits), (1, 0));
    assert_eq!(notes.find_many().run().unwrap(), [created]);
}

#[test]
fn mistake_02_a_nan_is_refused_and_stores_nothing() {
    let runtime = runtime();
    let scalars = ModelDelegate::new(&runtime, &SCALARS_MODEL);
    let input = |float: f64| CreateScalarsInput { float, ..sample() };

    let refused = scalars.create(input(f64::NAN)).run();
    let kept = scalars.create(input(1.5)).run().unwrap();

    assert!(matches!(refused, Err(RusqliteError::InvalidValue { field: "float", .. })), "{refused:?}");
    assert_eq!(scalars.find_many().run().unwrap(), [kept]);
}

#[test]
fn mistake_03_a_soft_delete_is_readable_and_tombstones_are_left_alone() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let gone = notes.create(note("gone")).run().unwrap();
    let twice = notes.create(note("twice")).run().unwrap();

    assert_eq!(notes.delete_many().where_(cs::note::title().eq("gone")).run().unwrap(), 1);
    assert_eq!(notes.delete(twice.id).run().unwrap(), twice);
    let times = |runtime: &RusqliteRuntime| -> Vec<String> {
        runtime
            .with_connection(|c| {
                let mut rows =
                    c.prepare("SELECT deleted_at FROM notes WHERE deleted_at IS NOT NULL ORDER BY title")?;
                Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
            })
            .unwrap()
    };
    let first = times(&runtime);

    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|time| time.len() == 27 && time.ends_with('Z')), "{first:?}");
    let update = UpdateNoteInput { title: Some("edited".to_owned()), ..Default::default() };
    assert!(matches!(notes.update(gone.id).set(update.clone()).run(), Err(RusqliteError::NotFound { .. })));
    assert_eq!(notes.update_many().where_expr(FilterExpr::all([])).set(update).run().unwrap(), 0);
    assert!(matches!(notes.delete(twice.id).run(), Err(RusqliteError::NotFound { .. })));
    assert!(matches!(
        notes.upsert(CreateNoteInput { id: Some(gone.id), ..note("revived") }).run(),
        Err(RusqliteError::Deleted { .. })
    ));
    assert_eq!(times(&runtime), first);
    assert_eq!(notes.count().run().unwrap(), 0);
    assert_eq!(notes.find_unique(gone.id).run().unwrap(), None);
}

#[test]
fn mistake_04_decimals_compare_by_value() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    notes
        .create_many(["10", "100.50", "-5", "9", "2.5"].map(|price| priced("p", price)).to_vec())
        .run()
        .unwrap();
    let prices = |query: larder::FindMany<'_, Note, Uuid>| -> Vec<String> {
        query.run().unwrap().into_iter().map(|note| note.price.unwrap().to_string()).collect()
    };
    let dec = |text: &str| text.parse::<Decimal>().unwrap();

    assert_eq!(
        prices(notes.find_many().order_by(cs::note::price().asc())),
        ["-5", "2.5", "9", "10", "100.50"]
    );
    assert_eq!(prices(notes.find_many().where_(cs::note::price().eq(dec("100.5")))), ["100.50"]);
    assert_eq!(
        prices(notes.find_many().where_(cs::note::price().gt(dec("9.0"))).order_by(cs::note::price().desc())),
        ["100.50", "10"]
    );
    assert_eq!(prices(notes.find_many().where_(cs::note::price().in_([dec("9.00"), dec("7")]))), ["9"]);
    assert_eq!(
        prices(
            notes
                .find_many()
                .where_(cs::note::price().between(dec("-5.0"), dec("9")))
                .order_by(cs::note::price().asc())
        ),
        ["-5", "2.5", "9"]
    );
}

#[test]
fn mistake_04_decimals_add_up_exactly_and_the_greatest_is_so_by_value() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let prices = ["10", "100.50", "-5", "9", "2.5", "0.10", "0.20"];
    notes.create_many(prices.map(|price| priced("p", price)).to_vec()).run().unwrap();
    let price = cs::note::price;

    let (sum, least, greatest) =
        notes.aggregate().select((price().sum(), price().min(), price().max())).run().unwrap();

    assert_eq!(sum.to_string(), "117.30");
    assert_eq!(least.map(|price| price.to_string()).as_deref(), Some("-5"));
    assert_eq!(greatest.map(|price| price.to_string()).as_deref(), Some("100.50"));
}

#[test]
fn mistake_05_a_filter_over_a_self_relation_finds_its_rows() {
    mod library {
        larder::include_embedded_schema!("tests/schemas/library.cstack");
    }
    use library::cratestack_schema::{AUTHOR_MODEL, author};
    let world = World::new(library::cratestack_schema::bootstrap);
    world.execute("INSERT INTO authors (id, name, mentor_id) VALUES (1, 'Ada', NULL), (2, 'Bob', 1)");
    let found = |filter| {
        let found = ModelDelegate::new(&world, &AUTHOR_MODEL).find_many().where_(filter).run().unwrap();
        found.into_iter().map(|author| author.name).collect::<Vec<_>>()
    };

    assert_eq!(found(author::mentor().name().eq("Ada")), ["Bob"]);
    assert_eq!(found(author::students().some(author::name().eq("Bob"))), ["Ada"]);
}

#[test]
fn mistake_06_a_field_may_have_any_word_for_its_name() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    notes.create(CreateNoteInput::builder().title("b").order(2).build()).run().unwrap();
    notes.create(CreateNoteInput::builder().title("a").order(1).build()).run().unwrap();

    let titles: Vec<_> = notes.find_many().order_by(cs::note::order().asc()).run().unwrap();

    assert_eq!(titles.iter().map(|note| note.title.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn mistake_07_the_database_enforces_the_constraints() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let books = ModelDelegate::new(&runtime, &NOTEBOOK_MODEL);
    let slugged = |title: &str| CreateNoteInput::builder().title(title).slug("one").build();
    let first = notes.create(slugged("first")).run().unwrap();

    let duplicate = notes.create(slugged("second")).run().unwrap_err();
    let nowhere =
        notes.create(CreateNoteInput { notebook_id: Some(Uuid::nil()), ..note("lost") }).run().unwrap_err();
    let null_key = runtime
        .with_connection(|c| Ok(c.execute("INSERT INTO notebooks (id, name) VALUES (NULL, 'x')", [])?))
        .unwrap_err();
    let upserted = notes.upsert(slugged("third")).on_conflict(cs::note::slug()).run().unwrap();

    assert!(
        matches!(&duplicate, RusqliteError::UniqueViolation { table, columns } if table == "notes" && columns == &["slug"]),
        "{duplicate:?}"
    );
    assert!(
        matches!(&nowhere, RusqliteError::ForeignKeyViolation { table, columns, .. } if table == "notes" && columns == &["notebook_id"]),
        "{nowhere:?}"
    );
    assert!(matches!(null_key, RusqliteError::NotNullViolation { .. }), "{null_key:?}");
    assert_eq!((upserted.id, upserted.title.as_str(), upserted.version), (first.id, "third", 2));
    assert!(matches!(
        notes.upsert(note("x")).on_conflict(cs::note::title()).run(),
        Err(RusqliteError::Validation { .. })
    ));

    let book = books.create(CreateNotebookInput::builder().name("b").build()).run().unwrap();
    notes.create(CreateNoteInput { notebook_id: Some(book.id), ..note("inside") }).run().unwrap();
    books.delete(book.id).run().unwrap();
    assert!(!notes.exists().where_(cs::note::title().eq("inside")).run().unwrap());
}

#[test]
fn mistake_08_an_int_id_is_the_rowid() {
    let runtime = runtime();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    counters.create(CreateCounterInput { id: Some(41), label: "a".to_owned(), hits: None }).run().unwrap();
    let next = counters.create(CreateCounterInput::builder().label("b").build()).run().unwrap();

    assert_eq!(next.id, 42);
    assert_eq!(stored(&runtime, "SELECT count(*) FROM counters WHERE rowid = id"), 2);
    assert_eq!(stored(&runtime, "SELECT count(*) FROM pragma_index_list('counters')"), 0);
}

#[test]
fn mistake_09_a_panic_unlocks_and_re_entry_is_an_error() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _never = runtime.with_connection::<()>(|_| panic!("inside"));
    }));
    let inside = runtime.with_connection(|_| Ok(notes.count().run()));

    assert!(panicked.is_err());
    assert!(matches!(inside.unwrap(), Err(RusqliteError::Reentrant)));
    assert_eq!(notes.count().run().unwrap(), 0);
}

#[test]
fn mistake_11_durability_is_a_choice() {
    let folder = tempfile::tempdir().unwrap();
    let synchronous = |durability| {
        let runtime =
            larder::RuntimeOptions::new().durability(durability).open(folder.path().join("a.db")).unwrap();
        runtime
            .with_connection(|c| Ok(c.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0))?))
            .unwrap()
    };

    assert_eq!(synchronous(larder::Durability::Normal), 1);
    assert_eq!(synchronous(larder::Durability::Full), 2);
}

#[test]
fn mistake_12_a_read_does_not_wait_for_an_open_write() {
    let runtime = runtime();
    ModelDelegate::new(&runtime, &NOTE_MODEL).create(note("before")).run().unwrap();
    let count = || ModelDelegate::new(&runtime, &NOTE_MODEL).count().run().unwrap();

    let beside = runtime.transaction(|tx| {
        ModelDelegate::new(tx, &NOTE_MODEL).create(note("inside")).run()?;
        Ok(std::thread::scope(|scope| scope.spawn(count).join().unwrap()))
    });

    assert_eq!(beside.unwrap(), 1);
    assert_eq!(count(), 2);
}

#[test]
fn mistake_13_who_reads_and_then_writes_is_not_thrown_out() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let options = RuntimeOptions::new().busy_timeout(Duration::from_millis(1));
        options.open(folder.path().join("app.db")).unwrap()
    };
    let (one, other) = (open(), open());
    cs::bootstrap(&one).unwrap();
    let count = |runtime: &RusqliteRuntime| ModelDelegate::new(runtime, &NOTE_MODEL).count().run();

    one.transaction(|tx| {
        let notes = ModelDelegate::new(tx, &NOTE_MODEL);
        assert_eq!(notes.count().run()?, 0);
        let busy = ModelDelegate::new(&other, &NOTE_MODEL).create(note("late")).run();
        assert!(matches!(busy, Err(RusqliteError::Busy { .. })), "{busy:?}");
        notes.create(note("first")).run().map(drop)
    })
    .unwrap();

    ModelDelegate::new(&other, &NOTE_MODEL).create(note("second")).run().unwrap();
    assert_eq!((count(&one).unwrap(), count(&other).unwrap()), (2, 2));
}

#[test]
fn mistake_14_the_limits_are_ours() {
    let runtime = runtime();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let input = |number: i64| CreateCounterInput { id: Some(number), label: number.to_string(), hits: None };
    counters.create_many((0..5).map(input)).run().unwrap();
    let ids = |query: larder::FindMany<'_, Counter, i64>| -> Vec<i64> {
        query.order_by(counter::id().asc()).run().unwrap().into_iter().map(|counter| counter.id).collect()
    };

    assert_eq!(ids(counters.find_many().offset(3)), [3, 4]);
    assert_eq!(ids(counters.find_many().where_expr(FilterExpr::all([]))), [0, 1, 2, 3, 4]);
    assert_eq!(ids(counters.find_many().where_expr(FilterExpr::any([]))), [] as [i64; 0]);
    assert_eq!(ids(counters.find_many().where_(counter::id().in_(3..100_003))), [3, 4]);
    assert_eq!(ids(counters.find_many().where_(counter::id().in_(Vec::<i64>::new()))), [] as [i64; 0]);
    assert_eq!(ids(counters.find_many().where_(counter::id().not_in([0, 1, 2]))), [3, 4]);
    let empty = counters.update(1).set(UpdateCounterInput::default()).run();
    assert!(matches!(empty, Err(RusqliteError::Validation { .. })), "{empty:?}");
    assert!(matches!(counters.delete_many().run(), Err(RusqliteError::Validation { .. })));
    assert!(matches!(counters.find_many().limit(u64::MAX).run(), Err(RusqliteError::Validation { .. })));
}

#[test]
fn mistake_15_text_takes_no_wildcards() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    notes
        .create_many(["100% sure", "1000 sure", "a_b", "ab", "it's", "Äpfel"].map(note).to_vec())
        .run()
        .unwrap();
    let titles = |filter: FilterExpr<Note>| -> Vec<String> {
        let found = notes.find_many().where_(filter).order_by(cs::note::title().asc()).run().unwrap();
        found.into_iter().map(|note| note.title).collect()
    };

    assert_eq!(titles(cs::note::title().starts_with("100%")), ["100% sure"]);
    assert_eq!(titles(cs::note::title().contains("_")), ["a_b"]);
    assert_eq!(titles(cs::note::title().ends_with("'s")), ["it's"]);
    assert_eq!(titles(cs::note::title().starts_with_ignore_case("äPF")), ["Äpfel"]);
    assert_eq!(titles(cs::note::title().contains("SURE")), [] as [&str; 0]);
}

#[test]
fn mistake_15_a_key_of_a_document_may_have_quotes_and_numbers_are_found() {
    let runtime = runtime();
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
    let document = larder::Json(larder::serde_json::json!({ "it's \"10\"": 10 }));
    let made = notes.create(CreateNoteInput { meta: Some(document), ..note("a") }).run().unwrap();

    let key = || cs::note::meta().json_get_text("it's \"10\"");

    assert_eq!(notes.find_many().where_(key().eq(10)).run().unwrap(), [made]);
    assert_eq!(notes.count().where_(key().eq("10")).run().unwrap(), 0);
}

#[test]
fn mistake_16_validators_run_on_every_write_path() {
    let runtime = runtime();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let hits = |hits: i64| CreateCounterInput { id: Some(1), label: "x".to_owned(), hits: Some(hits) };
    let set = |hits: i64| UpdateCounterInput { hits: Some(hits), ..Default::default() };
    counters.create(hits(1)).run().unwrap();

    let refusals = [
        counters.create(CreateCounterInput { id: None, ..hits(-1) }).run().map(drop),
        counters
            .create_many(vec![
                CreateCounterInput { id: None, ..hits(2) },
                CreateCounterInput { id: None, ..hits(-1) },
            ])
            .run()
            .map(drop),
        counters.upsert(hits(1_000_001)).run().map(drop),
        counters.update(1).set(set(-1)).run().map(drop),
        counters.update_many().where_expr(FilterExpr::all([])).set(set(-1)).run().map(drop),
    ];

    for refusal in refusals {
        let text = refusal.unwrap_err().to_string();
        assert!(text.starts_with("Counter.hits: must be at "), "{text}");
    }
    assert_eq!(counters.find_many().run().unwrap(), [Counter { id: 1, label: "x".to_owned(), hits: 1 }]);
}

#[test]
fn mistake_10_a_statement_is_prepared_once() {
    let runtime = World::of_one_connection(cs::bootstrap);
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    counters.create(CreateCounterInput::builder().label("a").build()).run().unwrap();

    // Reprepares are counted on the very statement that the cache keeps for the look-up.
    let text = counters.find_unique(1).preview_sql().unwrap();
    for _ in 0..3 {
        assert_eq!(counters.find_unique(1).run().unwrap().unwrap().label, "a");
    }

    let runs = runtime
        .with_connection(|c| Ok(c.prepare_cached(&text)?.get_status(larder::rusqlite::StatementStatus::Run)))
        .unwrap();
    assert_eq!(runs, 3);
}

#[test]
fn mistake_17_writes_stay_together_and_a_file_can_be_closed() {
    let runtime = runtime();

    let undone = runtime.transaction(|tx| {
        ModelDelegate::new(tx, &NOTE_MODEL).create(note("a")).run()?;
        let inner = tx.savepoint(|sp| ModelDelegate::new(sp, &NOTE_MODEL).create(note("")).run());
        assert!(inner.is_err());
        Err::<(), _>(RusqliteError::aborted("never mind"))
    });

    assert!(matches!(undone, Err(RusqliteError::Aborted { .. })));
    assert_eq!(stored(&runtime, "SELECT count(*) FROM notes"), 0);
    runtime.close().unwrap();
    assert!(matches!(runtime.with_connection(|_| Ok(())), Err(RusqliteError::Closed)));
}

#[test]
fn mistake_18_an_app_gets_few_crates_and_no_network() {
    /// The reference brings 198.
    const MOST_CRATES: usize = 60;
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "larder", "--edges", "normal", "--prefix", "none", "--format", "{lib}"])
        .args(["--no-dedupe", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));

    let crates: BTreeSet<&str> = std::str::from_utf8(&tree.stdout).unwrap().lines().collect();

    assert!(
        crates.contains("rusqlite") && crates.len() <= MOST_CRATES,
        "{} crates: {crates:?}",
        crates.len()
    );
    for absent in ["tokio", "hyper", "rustls", "openssl_sys", "reqwest", "uniffi"] {
        assert!(!crates.contains(absent), "{absent}");
    }
}

fn sample() -> CreateScalarsInput {
    CreateScalarsInput::builder()
        .text("")
        .int(0)
        .big(0)
        .float(0.0)
        .flag(false)
        .at(larder::chrono::DateTime::UNIX_EPOCH)
        .decimal(Decimal::ZERO)
        .json(larder::Json(larder::serde_json::json!({})))
        .bytes(Vec::new())
        .uuid(Uuid::nil())
        .cuid("abcdefghijklmnopqrstuvwx")
        .build()
}
