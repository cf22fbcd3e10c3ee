//! Files of the reference: they open and read, and what they cannot hold is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::path::PathBuf;

use larder::{
    Json, ModelDelegate, RusqliteError, RusqliteRuntime,
    rusqlite::Connection,
    rust_decimal::Decimal,
    serde_json::{self, json},
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema as cs;

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

/// Makes a file as another program does.
fn written(sql: &str) -> File {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    File { path, _folder: folder }
}

/// The reference declares every column without a type, or as BLOB, and no constraints.
const REFERENCE: &str = r#"
    CREATE TABLE scalarses (
        id BLOB, text BLOB, int BLOB, big BLOB, float BLOB, flag BLOB, at BLOB, decimal BLOB, json BLOB, bytes BLOB,
        uuid BLOB, cuid BLOB, maybe_text BLOB, maybe_big, maybe_at, added_later BLOB)"#;
const REFERENCE_ROW: &str = r#"
    INSERT INTO scalarses VALUES (
        7, 'Grüezi', -3, 9007199254740993, 1.5, 1, '2024-02-29T12:30:00+02:30', '100.50', '{"a":[1]}', x'00ff',
        '018f4c2e-0000-7000-8000-000000000001', 'tz4a98xxat96iws9zmbrgj3a', NULL, 5, NULL, 'x');"#;

#[test]
fn a_file_of_the_reference_opens_and_reads_with_every_scalar() {
    let file = written(&format!("{REFERENCE};{REFERENCE_ROW}"));
    let runtime = RusqliteRuntime::open(&file.path).unwrap();

    cs::bootstrap(&runtime).unwrap();
    let scalars = ModelDelegate::new(&runtime, &cs::SCALARS_MODEL);
    let read = scalars.find_unique(7).run().unwrap().unwrap();

    let expected = cs::Scalars {
        id: 7,
        text: "Grüezi".to_owned(),
        int: -3,
        big: 9_007_199_254_740_993,
        float: 1.5,
        flag: true,
        at: "2024-02-29T10:00:00Z".parse().unwrap(),
        decimal: "100.50".parse().unwrap(),
        json: Json(json!({ "a": [1] })),
        bytes: vec![0, 255],
        uuid: "018f4c2e-0000-7000-8000-000000000001".parse().unwrap(),
        cuid: "tz4a98xxat96iws9zmbrgj3a".to_owned(),
        maybe_text: None,
        maybe_big: Some(5),
        maybe_at: None,
    };
    assert_eq!(read, expected);
    let found = scalars.find_many().where_(cs::scalars::big().gt(9_007_199_254_740_992)).run().unwrap();
    assert_eq!(found, [expected]);
    let changed = scalars.update(7).set(cs::UpdateScalarsInput::builder().flag(false).build()).run().unwrap();
    assert_eq!((changed.flag, changed.text.as_str()), (false, "Grüezi"));
}

#[test]
fn a_row_that_a_file_of_the_reference_would_not_number_is_refused() {
    let file = written(&format!("{REFERENCE};{REFERENCE_ROW}"));
    let runtime = RusqliteRuntime::open(&file.path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let scalars = ModelDelegate::new(&runtime, &cs::SCALARS_MODEL);
    let row = scalars.find_unique(7).run().unwrap().unwrap();
    let input = |id| cs::CreateScalarsInput {
        id,
        ..serde_json::from_value(serde_json::to_value(&row).unwrap()).unwrap()
    };

    let refused = scalars.create(input(None)).run();

    assert_eq!(
        refused.unwrap_err().to_string(),
        "Scalars.id: the table of this file does not number its rows; give the field a value"
    );
    assert_eq!(scalars.count().run().unwrap(), 1);
    assert_eq!(scalars.create(input(Some(8))).run().unwrap().id, 8);
}

#[test]
fn a_file_of_the_reference_needs_every_column_and_none_that_must_be_given() {
    let columns = " needed BLOB NOT NULL, filled BLOB NOT NULL DEFAULT 1,";
    let file = written(&REFERENCE.replace(" json BLOB,", columns));

    let runtime = RusqliteRuntime::open(&file.path).unwrap();
    let refused = cs::bootstrap(&runtime);

    let Err(RusqliteError::SchemaDiffers { differences }) = refused else { panic!("{refused:?}") };
    let told: Vec<_> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "scalarses: the column json is missing: TEXT NOT NULL",
            "scalarses: the column needed is not in the schema: BLOB NOT NULL"
        ]
    );
}

#[test]
fn decimals_of_a_file_of_the_reference_compare_by_value() {
    let file = written(REFERENCE);
    let runtime = RusqliteRuntime::open(&file.path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let row = |id: i64, decimal: &str| {
        let values = REFERENCE_ROW.replace("VALUES (\n        7,", &format!("VALUES (\n        {id},"));
        values.replace("'100.50'", &format!("'{decimal}'"))
    };
    let rows: String = (1..).zip(["2.5", "9", "10", "100.50"]).map(|(id, text)| row(id, text)).collect();
    runtime.with_connection(|c| Ok(c.execute_batch(&rows)?)).unwrap();
    let scalars = ModelDelegate::new(&runtime, &cs::SCALARS_MODEL);
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    let ids = |filter| {
        let found = scalars.find_many().where_(filter).order_by(cs::scalars::decimal().desc()).run().unwrap();
        found.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };

    assert_eq!(ids(cs::scalars::decimal().gt(decimal("3"))), [4, 3, 2]);
    assert_eq!(ids(cs::scalars::decimal().eq(decimal("100.5"))), [4]);
    assert_eq!(ids(cs::scalars::decimal().in_([decimal("9.0"), decimal("2.50")])), [2, 1]);
    assert_eq!(scalars.delete_many().where_(cs::scalars::decimal().lt(decimal("3"))).run().unwrap(), 1);
}
