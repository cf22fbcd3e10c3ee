//! `query_as`: rows of a statement of one's own, as models, tuples, single values and structs; what it refuses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    FieldValue, FromRow, ModelDelegate, QueryError, RusqliteError, Value,
    chrono::{DateTime, Utc},
    rust_decimal::Decimal,
    uuid::Uuid,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
mod views {
    larder::include_embedded_schema!("tests/schemas/views.cstack");
}
use schema::cratestack_schema::{
    Address, COUNTER_MODEL, Counter, CreateCounterInput, CreateNoteInput, NOTE_MODEL, Note, Priority, Shade,
    bootstrap,
};
use world::World;

fn world() -> World {
    World::new(bootstrap)
}

fn notes(world: &World) -> Vec<Note> {
    let notes = ModelDelegate::new(world, &NOTE_MODEL);
    let address = Address { street: "Main".to_owned(), zip: None };
    let first = CreateNoteInput::builder().title("first").price(Decimal::new(10050, 2)).address(address);
    let first = first.priority(Priority::HIGH).shade(Shade::DARK).build();
    let second = CreateNoteInput::builder().title("second").build();
    notes.create_many([first, second]).run().unwrap()
}

/// What `query_as` refuses.
fn refused<T: FromRow + std::fmt::Debug>(world: &World, sql: &str) -> QueryError {
    let outcome = world.query_as::<T>(sql, ());
    let Err(RusqliteError::Query { source }) = outcome else { panic!("{sql}: {outcome:?}") };
    source
}

#[test]
fn a_model_is_read_by_the_names_of_its_columns_whatever_stands_beside_and_in_any_order() {
    let world = world();
    let made = notes(&world);

    let plain = world.query_as::<Note>("SELECT * FROM notes ORDER BY title", ()).unwrap();
    let shuffled = world.query_as::<Note>(
        "WITH n AS (SELECT 1 AS extra, version, title, * FROM notes)
         SELECT extra, deleted_at, tags, n.id, title, body, pinned, priority, shade, slug, \"order\", price, meta,
                address, owner, version, notebook_id, CREATED_AT, updated_at
         FROM n WHERE title = ?",
        ("first",),
    );

    assert_eq!(plain, made);
    assert_eq!(shuffled.unwrap(), made[..1]);
}

#[test]
fn a_view_is_a_row_type_as_well() {
    use views::cratestack_schema as cs;
    let world = World::new(cs::bootstrap);
    let input = cs::CreateCustomerInput::builder().name("Ada").build();
    let ada = ModelDelegate::new(&world, &cs::CUSTOMER_MODEL).create(input).run().unwrap();
    let order = cs::CreateOrderInput::builder().customer_id(ada.id).amount(Decimal::new(250, 2)).build();
    ModelDelegate::new(&world, &cs::ORDER_MODEL).create(order).run().unwrap();

    let totals = world.query_as::<cs::OrderTotal>("SELECT * FROM order_totals", ()).unwrap();
    let amounts = world.query_as::<cs::Amount>("SELECT * FROM amounts", ()).unwrap();

    assert_eq!((totals[0].name.as_str(), totals[0].orders), ("Ada", 1));
    assert_eq!(amounts[0].amount, Decimal::new(250, 2));
}

#[test]
fn values_cross_in_their_storage_forms_both_ways() {
    let world = world();
    let made = notes(&world);
    let (at, id) = (made[0].created_at, made[0].id);

    let by_all = "SELECT id, created_at, price, pinned, priority FROM notes
                  WHERE created_at = ?1 AND id = ?2 AND price = ?3 AND pinned = ?4 AND priority = ?5";
    let found = world.query_as::<(Uuid, DateTime<Utc>, Option<Decimal>, bool, Priority)>(
        by_all,
        (at, id, "100.5".parse::<Decimal>().unwrap(), false, Priority::HIGH),
    );
    let echoed = world.query_as::<(String, Vec<u8>, f64, Option<i64>, Value8)>(
        "SELECT ?, ?, ?, ?, ?",
        ("'; DROP TABLE notes; --", vec![0_u8, 255], 0.5, None::<i64>, Value8(8)),
    );
    let dynamic = world.query_as::<i64>("SELECT ? + ?", vec![Value::Integer(1), Value::Integer(2)]);

    let [row] = &found.unwrap()[..] else { panic!() };
    assert_eq!((row.0, row.1, row.2.unwrap().to_string()), (id, at, "100.50".to_owned()));
    assert_eq!((row.3, row.4), (false, Priority::HIGH));
    let expected = ("'; DROP TABLE notes; --".to_owned(), vec![0, 255], 0.5, None, Value8(8));
    assert_eq!(echoed.unwrap(), [expected]);
    assert_eq!(dynamic.unwrap(), [3]);
}

/// A field's type of the test's own.
#[derive(Debug, PartialEq)]
struct Value8(i64);

impl FieldValue for Value8 {
    type Base = Self;

    fn into_stored(self) -> Result<Value, larder::ValueError> {
        self.0.into_stored()
    }

    fn from_stored(stored: larder::ValueRef<'_>) -> Result<Self, larder::ValueError> {
        i64::from_stored(stored).map(Self)
    }
}

#[test]
fn single_values_and_the_longest_tuple_are_rows() {
    let world = world();
    notes(&world);

    assert_eq!(world.query_as::<i64>("SELECT count(*) FROM notes", ()).unwrap(), [2]);
    assert_eq!(
        world.query_as::<Option<String>>("VALUES ('a'), (NULL)", ()).unwrap(),
        [Some("a".to_owned()), None]
    );
    assert_eq!(world.query_as::<i64>("SELECT 1 WHERE FALSE", ()).unwrap(), [] as [i64; 0]);
    type Eight = (i64, i64, i64, i64, i64, i64, i64, i64);
    let eight = (1, 2, 3, 4, 5, 6, 7, 8);
    assert_eq!(
        world.query_as::<Eight>("SELECT ?8, ?7, ?6, ?5, ?4, ?3, ?2, ?1", eight).unwrap(),
        [(8, 7, 6, 5, 4, 3, 2, 1)]
    );
}

#[derive(Debug, PartialEq)]
struct PerPriority {
    r#type: Priority,
    notes: i64,
}
larder::from_row!(PerPriority { r#type, notes });

#[test]
fn a_struct_of_ones_own_is_read_by_the_names_of_its_fields() {
    let world = world();
    notes(&world);

    let sql = "SELECT count(*) AS notes, priority AS type FROM notes GROUP BY 2 ORDER BY 2";
    let found = world.query_as::<PerPriority>(sql, ()).unwrap();

    let high = PerPriority { r#type: Priority::HIGH, notes: 1 };
    assert_eq!(found, [high, PerPriority { r#type: Priority::NORMAL, notes: 1 }]);
}

#[derive(Debug, PartialEq)]
struct Pair {
    a: String,
    b: String,
}

larder::from_row!(Pair { a, b });

#[test]
fn columns_that_changed_their_names_are_read_by_the_new_ones_at_once() {
    let world = world();
    world.execute("CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES ('1', '2')");
    let read = || world.query_as::<Pair>("SELECT * FROM t", ()).unwrap();
    let pair = |a: &str, b: &str| vec![Pair { a: a.to_owned(), b: b.to_owned() }];

    let before = read();
    world.execute(
        "ALTER TABLE t RENAME COLUMN a TO c; ALTER TABLE t RENAME COLUMN b TO a; ALTER TABLE t RENAME COLUMN c TO b",
    );

    assert_eq!([before, read()], [pair("1", "2"), pair("2", "1")]);
}

#[test]
fn a_transaction_reads_what_it_wrote_and_the_runtime_is_reentrant_inside_it() {
    let world = world();

    let seen = world.transaction(|tx| {
        let input = CreateCounterInput::builder().label("a").build();
        let made = ModelDelegate::new(tx, &COUNTER_MODEL).create(input).run()?;
        assert!(matches!(world.query_as::<i64>("SELECT 1", ()), Err(RusqliteError::Reentrant)));
        assert_eq!(tx.query_as::<Counter>("SELECT * FROM counters", ())?, [made]);
        tx.savepoint(|sp| sp.query_as::<String>("SELECT label FROM counters", ()))
    });

    assert_eq!(seen.unwrap(), ["a"]);
}

#[test]
fn whatever_would_write_or_change_a_setting_is_refused_and_does_nothing() {
    let world = world();
    notes(&world);

    for sql in [
        "DELETE FROM notes",
        "DELETE FROM notes RETURNING id",
        "WITH n AS (SELECT 1) DELETE FROM notes RETURNING title",
        "INSERT INTO counters (label, hits) VALUES ('a', 1)",
        "CREATE TABLE t (a)",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA user_version = 7",
        "PRAGMA busy_timeout = 7",
        "ATTACH ':memory:' AS other",
        "BEGIN",
        "VACUUM",
        "EXPLAIN SELECT 1",
        "-- nothing",
        "",
    ] {
        assert_eq!(refused::<String>(&world, sql), QueryError::NotARead, "{sql}");
    }
    let within = world.transaction(|tx| {
        let ended = tx.query_as::<i64>("COMMIT", ());
        assert!(matches!(ended, Err(RusqliteError::Query { source: QueryError::NotARead })), "{ended:?}");
        tx.query_as::<i64>("SELECT count(*) FROM notes", ())
    });

    assert_eq!(within.unwrap(), [2]);
    assert_eq!(world.number("PRAGMA foreign_keys"), 1);
    assert_eq!(world.number("PRAGMA user_version"), 0);
    // The runtime waits by a handler of its own.
    assert_eq!(world.number("PRAGMA busy_timeout"), 0);
    assert_eq!(world.number("SELECT count(*) FROM sqlite_schema WHERE name = 't'"), 0);
}

#[test]
fn several_statements_are_refused_and_a_semicolon_at_the_end_is_not() {
    let world = world();
    notes(&world);

    let several = QueryError::SeveralStatements;
    assert_eq!(refused::<i64>(&world, "SELECT 1; DELETE FROM notes"), several);
    assert_eq!(refused::<i64>(&world, "SELECT 1; SELECT 2"), several);
    // SQLite turns them off when it compiles this.
    assert_eq!(refused::<i64>(&world, "SELECT ';'; PRAGMA foreign_keys = OFF"), several);
    assert_eq!(world.number("PRAGMA foreign_keys"), 1);
    assert_eq!(world.query_as::<i64>("SELECT 1; -- done", ()).unwrap(), [1]);
    assert_eq!(world.number("SELECT count(*) FROM notes"), 2);
}

#[test]
fn columns_that_are_not_those_of_the_row_are_named() {
    let world = world();
    notes(&world);

    let columns = |column: &str| column.to_owned();
    assert_eq!(
        refused::<Counter>(&world, "SELECT id, label FROM counters"),
        QueryError::MissingColumn { column: columns("hits") }
    );
    assert_eq!(
        refused::<Counter>(&world, "SELECT a.*, b.id FROM counters a JOIN counters b"),
        QueryError::AmbiguousColumn { column: columns("id") }
    );
    assert_eq!(
        refused::<PerPriority>(&world, "SELECT priority AS type FROM notes"),
        QueryError::MissingColumn { column: columns("notes") }
    );
    let count = |expected, found| QueryError::ColumnCount { expected, found };
    assert_eq!(refused::<(i64, i64)>(&world, "SELECT 1"), count(2, 1));
    assert_eq!(refused::<i64>(&world, "SELECT 1, 2"), count(1, 2));
}

#[test]
fn a_cell_of_another_type_is_an_error_with_its_column_and_without_its_value() {
    let world = world();
    notes(&world);

    let tuple = world.query_as::<(i64, i64)>("SELECT 1, 'secret' AS hits", ()).unwrap_err();
    let model = world.query_as::<Counter>("SELECT 1 AS id, 'a' AS label, 'secret' AS hits", ()).unwrap_err();
    let own = world.query_as::<PerPriority>("SELECT 1 AS notes, 'secret' AS type", ()).unwrap_err();
    let null = world.query_as::<i64>("SELECT NULL AS empty", ()).unwrap_err();

    let source = |error: &RusqliteError| match error {
        RusqliteError::Query { source: QueryError::UnreadableColumn { column, .. } } => column.clone(),
        error => panic!("{error:?}"),
    };
    assert_eq!([source(&tuple), source(&own), source(&null)], ["hits", "type", "empty"]);
    assert_eq!(source(&model), "hits");
    for error in [tuple, model, own] {
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

#[test]
fn parameters_that_do_not_fit_are_refused_before_anything_runs() {
    let world = world();

    let count = world.query_as::<i64>("SELECT ? + ?", (1,)).unwrap_err();
    let nan = world.query_as::<f64>("SELECT ? + ?", (1.0, f64::NAN)).unwrap_err();
    let missing = world.query_as::<i64>("SELECT a FROM nowhere", ()).unwrap_err();

    let RusqliteError::Query { source: QueryError::ParameterCount { expected: 2, found: 1 } } = count else {
        panic!("{count:?}")
    };
    let RusqliteError::Query { source: QueryError::InvalidParameter { position: 2, .. } } = nan else {
        panic!("{nan:?}")
    };
    assert!(matches!(missing, RusqliteError::Sqlite(_)), "{missing:?}");
}
