//! What `bootstrap` does to a file that exists: nothing, what is missing, or one error that tells every difference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Barrier,
    time::Duration,
};

use larder::{
    __private::{self, SchemaDescriptor, SchemaObject},
    ModelDelegate, RuntimeOptions, RusqliteError, RusqliteRuntime, SchemaAspect, SchemaDifference,
    rusqlite::Connection,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema as cs;

const AUTHORS: SchemaObject = SchemaObject {
    name: "authors",
    sql: r#"CREATE TABLE "authors" ("id" INTEGER PRIMARY KEY NOT NULL, "name" TEXT NOT NULL) STRICT"#,
    fill: "",
};

const BOOKS: SchemaObject = SchemaObject {
    name: "books",
    sql: r#"CREATE TABLE "books" (
  "id" TEXT NOT NULL,
  "title" TEXT NOT NULL DEFAULT 'none',
  "price" TEXT COLLATE larder_decimal,
  "state" TEXT NOT NULL,
  "author_id" INTEGER,
  PRIMARY KEY ("id"),
  UNIQUE ("title", "state"),
  FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE CASCADE,
  CONSTRAINT "books.state" CHECK ("state" IN ('NEW', 'OLD'))
) STRICT"#,
    fill: "",
};

const LIBRARY: [SchemaObject; 2] = [AUTHORS, BOOKS];

fn descriptor(objects: impl IntoIterator<Item = SchemaObject>) -> &'static SchemaDescriptor {
    let objects: Vec<SchemaObject> = objects.into_iter().collect();
    Box::leak(Box::new(SchemaDescriptor { objects: objects.leak(), tables: &[], views: &[] }))
}

fn object(name: &'static str, sql: &'static str) -> SchemaObject {
    SchemaObject { name, sql, fill: "" }
}

/// A file; the folder goes with it.
struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Drop for File {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            world::assert_sound(&RusqliteRuntime::open(&self.path).unwrap());
        }
    }
}

fn file() -> File {
    let folder = tempfile::tempdir().unwrap();
    File { path: folder.path().join("app.db"), _folder: folder }
}

impl File {
    fn raw(&self, sql: &str) {
        let connection = Connection::open(&self.path).unwrap();
        connection.create_collation("larder_decimal", Ord::cmp).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    fn bootstrap(&self, schema: &'static SchemaDescriptor) -> Result<RusqliteRuntime, RusqliteError> {
        let runtime = RusqliteRuntime::open(&self.path)?;
        __private::bootstrap(&runtime, schema).map(|()| runtime)
    }

    /// Every object with its statement, as the file has them.
    fn objects(&self) -> Vec<(String, String)> {
        let connection = Connection::open(&self.path).unwrap();
        let mut rows = connection
            .prepare("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name")
            .unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    fn names(&self) -> Vec<String> {
        self.objects().into_iter().map(|(name, _)| name).collect()
    }
}

fn differences<T: std::fmt::Debug>(outcome: Result<T, RusqliteError>) -> Vec<SchemaDifference> {
    match outcome {
        Err(RusqliteError::SchemaDiffers { differences }) => differences,
        other => panic!("{other:?}"),
    }
}

/// What a file with this table `books` has otherwise than the library.
fn told(books: &str) -> Vec<String> {
    let file = file();
    file.raw(books);
    let refused = file.bootstrap(descriptor(LIBRARY));
    assert!(!file.names().contains(&"authors".to_owned()), "nothing is created");
    differences(refused).iter().map(ToString::to_string).collect()
}

/// The table of the library with some of its words changed.
fn changed(from: &str, to: &str) -> Vec<String> {
    assert!(BOOKS.sql.contains(from), "{from}");
    told(&BOOKS.sql.replace(from, to))
}

#[test]
fn a_file_that_is_as_it_should_be_is_not_written() {
    let file = file();
    let runtime = RusqliteRuntime::open(&file.path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let watcher = Connection::open(&file.path).unwrap();
    let version = || watcher.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0)).unwrap();
    let bytes = || {
        ["", "-wal"]
            .map(|suffix| std::fs::read(format!("{}{suffix}", file.path.display())).unwrap_or_default())
    };
    let before = (version(), bytes());

    cs::bootstrap(&runtime).unwrap();
    let second = RuntimeOptions::new().busy_timeout(Duration::ZERO).open(&file.path).unwrap();
    watcher.execute_batch("BEGIN IMMEDIATE").unwrap();
    cs::bootstrap(&second).unwrap();
    watcher.execute_batch("ROLLBACK").unwrap();

    assert!(before == (version(), bytes()));
}

#[test]
fn what_is_missing_is_created_and_what_is_there_stays() {
    let file = file();
    drop(file.bootstrap(descriptor([AUTHORS])).unwrap());
    file.raw(
        r#"INSERT INTO authors VALUES (1, 'kept');
           CREATE TABLE own (x); CREATE INDEX own_idx ON authors (name); CREATE VIEW own_view AS SELECT 1;
           CREATE TRIGGER own_trigger AFTER INSERT ON own BEGIN SELECT 1; END"#,
    );
    let index = object("books_title_idx", r#"CREATE INDEX "books_title_idx" ON "books" ("title")"#);

    let runtime = file.bootstrap(descriptor([AUTHORS, BOOKS, index])).unwrap();

    let kept: String = runtime
        .with_connection(|c| Ok(c.query_row("SELECT name FROM authors", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(kept, "kept");
    let expected = ["authors", "books", "books_title_idx", "own", "own_idx", "own_trigger", "own_view"];
    assert_eq!(file.names(), expected);
}

#[test]
fn an_index_a_view_and_a_trigger_that_differ_are_made_anew() {
    let file = file();
    let old = [
        AUTHORS,
        object("by_name", r#"CREATE INDEX "by_name" ON "authors" ("name")"#),
        object("names", r#"CREATE VIEW "names" AS SELECT name FROM authors"#),
        object("twice", r#"CREATE VIEW "twice" AS SELECT name FROM names"#),
        object("authors", r#"CREATE TRIGGER "authors" AFTER DELETE ON "authors" BEGIN SELECT 1; END"#),
    ];
    let new = || {
        [
            AUTHORS,
            object("by_name", r#"CREATE UNIQUE INDEX "by_name" ON "authors" ("name")"#),
            object("names", r#"CREATE VIEW "names" AS SELECT name || '!' AS name FROM authors"#),
            object("twice", r#"CREATE VIEW "twice" AS SELECT name, name FROM names"#),
            object("authors", r#"CREATE TRIGGER "authors" AFTER DELETE ON "authors" BEGIN SELECT 2; END"#),
        ]
    };
    drop(file.bootstrap(descriptor(old)).unwrap());
    file.raw("INSERT INTO authors VALUES (1, 'kept')");

    let runtime = file.bootstrap(descriptor(new())).unwrap();

    let seen: String = runtime
        .with_connection(|c| Ok(c.query_row("SELECT name FROM names", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(seen, "kept!");
    let mut expected: Vec<_> =
        new().iter().map(|object| (object.name.to_owned(), object.sql.to_owned())).collect();
    expected.sort();
    let mut found = file.objects();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_difference_of_every_table_is_told_at_once() {
    let file = file();
    file.raw(
        r#"CREATE TABLE authors (id INTEGER PRIMARY KEY NOT NULL, name TEXT) STRICT;
           CREATE VIEW books AS SELECT 1;"#,
    );
    let before = file.objects();

    let refused = file.bootstrap(descriptor([AUTHORS, BOOKS, object("more", "CREATE TABLE more (x)")]));

    let found = differences(refused);
    assert_eq!(
        found[0],
        SchemaDifference {
            table: "authors".to_owned(),
            aspect: SchemaAspect::Nullability { column: "name".to_owned() },
            declared: Some("NOT NULL".to_owned()),
            found: Some("NULL".to_owned()),
        }
    );
    assert_eq!((found[1].table.as_str(), &found[1].aspect, found.len()), ("books", &SchemaAspect::Table, 2));
    assert_eq!(found[1].found.as_deref(), Some("CREATE VIEW books AS SELECT 1"));
    assert_eq!(file.objects(), before);
}

#[test]
fn each_kind_of_difference_is_told_by_value() {
    let tests: [(&str, &str, &[&str]); 14] = [
        (r#""title" TEXT"#, r#""title" BLOB"#, &["books: the type of title is BLOB, not TEXT"]),
        (
            r#""state" TEXT NOT NULL"#,
            r#""state" TEXT"#,
            &["books: the nullability of state is NULL, not NOT NULL"],
        ),
        ("DEFAULT 'none'", "DEFAULT 'some'", &["books: the default of title is 'some', not 'none'"]),
        (" DEFAULT 'none'", "", &["books: the default of title is missing: 'none'"]),
        (" COLLATE larder_decimal", "", &["books: the collation of price is BINARY, not larder_decimal"]),
        (r#"  "price" TEXT COLLATE larder_decimal,"#, "", &["books: the column price is missing: TEXT"]),
        (
            r#"  "price" TEXT"#,
            r#"  "weight" REAL NOT NULL DEFAULT 1.5, "price" TEXT"#,
            &["books: the column weight is not in the schema: REAL NOT NULL DEFAULT 1.5"],
        ),
        (
            r#"PRIMARY KEY ("id")"#,
            r#"PRIMARY KEY ("id", "state")"#,
            &["books: the primary key is (id, state), not (id)"],
        ),
        (
            ") STRICT",
            ") STRICT, WITHOUT ROWID",
            &["books: the kind of table is WITHOUT ROWID, not with rowid"],
        ),
        (
            r#"UNIQUE ("title", "state")"#,
            r#"UNIQUE ("state")"#,
            &[
                "books: the unique constraint on title, state is missing: UNIQUE (title, state)",
                "books: the unique constraint on state is not in the schema: UNIQUE (state)",
            ],
        ),
        (
            "ON DELETE CASCADE",
            "ON DELETE SET NULL ON UPDATE CASCADE",
            &["books: the foreign key on author_id is \
               REFERENCES authors (id) ON DELETE SET NULL ON UPDATE CASCADE, \
               not REFERENCES authors (id) ON DELETE CASCADE ON UPDATE NO ACTION"],
        ),
        (
            r#"  FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE CASCADE,"#,
            r#"  FOREIGN KEY ("price") REFERENCES "books","#,
            &[
                "books: the foreign key on author_id is missing: \
                 REFERENCES authors (id) ON DELETE CASCADE ON UPDATE NO ACTION",
                "books: the foreign key on price is not in the schema: \
                 REFERENCES books (id) ON DELETE NO ACTION ON UPDATE NO ACTION",
            ],
        ),
        (
            "'NEW', 'OLD'",
            "'NEW'",
            &[r#"books: the check books.state is "state" IN ( 'NEW' ), not "state" IN ( 'NEW' , 'OLD' )"#],
        ),
        (
            r#"CONSTRAINT "books.state" CHECK ("state" IN ('NEW', 'OLD'))"#,
            r#"CHECK ("price" > 0)"#,
            &[
                r#"books: the check books.state is missing: "state" IN ( 'NEW' , 'OLD' )"#,
                r#"books: the check without a name is not in the schema: "price" > 0"#,
            ],
        ),
    ];

    for (from, to, expected) in tests {
        assert_eq!(changed(from, to), expected, "{from} -> {to}");
    }
}

#[test]
fn another_text_for_the_same_table_is_no_difference() {
    let file = file();
    file.raw(
        "CREATE TABLE BOOKS (ID text NOT NULL, author_id integer references AUTHORS (ID) on delete cascade,
         title TEXT default 'none' NOT NULL, price TEXT collate LARDER_decimal, state TEXT NOT NULL,
         constraint odd check (\"state\"IN('NEW','OLD')) -- as ours
         , primary key (id)) strict;
         CREATE UNIQUE INDEX own ON books (state, title)",
    );

    let runtime = file.bootstrap(descriptor(LIBRARY)).unwrap();

    let version =
        |c: &mut Connection| Ok(c.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0))?);
    let before = runtime.with_connection(version).unwrap();
    drop(file.bootstrap(descriptor(LIBRARY)).unwrap());
    assert_eq!(runtime.with_connection(version).unwrap(), before);
    assert_eq!(file.names(), ["BOOKS", "authors", "own"]);
}

#[test]
fn a_virtual_table_is_compared_by_its_text_and_made_anew() {
    let file = file();
    let index = |sql| object("words", sql);
    let made = r#"CREATE VIRTUAL TABLE "words" USING fts5(title)"#;
    let other = r#"CREATE VIRTUAL TABLE "words" USING fts5(title, body)"#;
    drop(file.bootstrap(descriptor([AUTHORS, index(made)])).unwrap());

    drop(file.bootstrap(descriptor([AUTHORS, index(other)])).unwrap());

    assert!(file.objects().contains(&("words".to_owned(), other.to_owned())));
}

#[test]
fn runtimes_that_bootstrap_the_same_new_file_at_once_all_succeed() {
    const RUNTIMES: usize = 4;
    for _ in 0..10 {
        let file = file();
        let barrier = Barrier::new(RUNTIMES);

        let outcomes: Vec<Result<(), RusqliteError>> = std::thread::scope(|scope| {
            let start = || {
                barrier.wait();
                cs::bootstrap(&RusqliteRuntime::open(&file.path)?)
            };
            let threads: Vec<_> = (0..RUNTIMES).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });

        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(file.names().len(), cs_objects());
    }
}

/// Set in a process of the test below: the file that it is to bootstrap.
const PATH: &str = "LARDER_TEST_BOOTSTRAP";

#[test]
fn processes_that_bootstrap_the_same_new_file_at_once_all_succeed() {
    if let Some(path) = std::env::var_os(PATH) {
        let runtime = RusqliteRuntime::open(Path::new(&path)).unwrap();
        cs::bootstrap(&runtime).unwrap();
        let book = cs::CreateNotebookInput::builder().name(std::process::id().to_string()).build();
        ModelDelegate::new(&runtime, &cs::NOTEBOOK_MODEL).create(book).run().unwrap();
        return;
    }
    let file = file();
    let one = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "processes_that_bootstrap_the_same_new_file_at_once_all_succeed", "--quiet"])
            .stdout(std::process::Stdio::null())
            .env(PATH, &file.path)
            .spawn()
            .unwrap()
    };

    let processes = [one(), one(), one()];
    let outcomes = processes.map(|process| process.wait_with_output().unwrap().status.success());

    assert_eq!(outcomes, [true; 3]);
    assert_eq!(file.names().len(), cs_objects());
    let count = |c: &mut Connection| {
        Ok(c.query_row("SELECT count(*) FROM notebooks", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(RusqliteRuntime::open(&file.path).unwrap().with_connection(count).unwrap(), 3);
}

/// The tables and the index of the schema.
fn cs_objects() -> usize {
    6
}
