//! Related rows that come along, beside two queries that are written by hand and joined in Rust, on the same file and
//! interleaved in one run. Prints medians and the ratio; nothing here is a test.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::{collections::HashMap, hint::black_box, rc::Rc};

use larder::{
    ModelDelegate, RusqliteRuntime,
    chrono::DateTime,
    rusqlite::{Connection, Row, types::Value},
};

mod compare;
mod schema {
    larder::include_embedded_schema!("benches/bench.cstack");
}
use compare::{compare, heading, raw};
use schema::cratestack_schema::{
    self as cs, Box as Case, CreateBoxInput, CreateShelfInput, Shelf, r#box, shelf,
};

const SHELVES: i64 = 1_000;
const BOXES_EACH: i64 = 10;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = RusqliteRuntime::open(folder.path().join("bench.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let (shelves, boxes) =
        (ModelDelegate::new(&runtime, &cs::SHELF_MODEL), ModelDelegate::new(&runtime, &cs::BOX_MODEL));
    shelves.create_many((0..SHELVES).map(a_shelf)).execute().unwrap();
    boxes.create_many((0..SHELVES * BOXES_EACH).map(a_box)).execute().unwrap();

    heading();
    compare(
        "1,000 with 10 each",
        2,
        |_| {
            let found = shelves.find_many().include(shelf::boxes().as_include()).run().unwrap();
            assert_eq!(black_box(found).len(), 1_000);
        },
        |_| raw(&runtime, |c| assert_eq!(black_box(shelves_with_boxes(c)).len(), 1_000)),
    );
    compare(
        "10,000 with their one",
        2,
        |_| {
            let found = boxes.find_many().include(r#box::shelf().as_include()).run().unwrap();
            assert_eq!(black_box(found).len(), 10_000);
        },
        |_| raw(&runtime, |c| assert_eq!(black_box(boxes_with_shelf(c)).len(), 10_000)),
    );
}

fn shelves_with_boxes(c: &Connection) -> Vec<(Shelf, Vec<Case>)> {
    let mut all = c.prepare_cached("SELECT id, name, place FROM shelfs").unwrap();
    let all: Vec<Shelf> = all.query_map([], read_shelf).unwrap().collect::<Result<_, _>>().unwrap();
    let mut related = c
        .prepare_cached("SELECT id, shelf_id, label, content, weight, created_at FROM boxs WHERE shelf_id IN (SELECT value FROM rarray(?1))")
        .unwrap();
    let keys = Rc::new(all.iter().map(|shelf| Value::from(shelf.id)).collect::<Vec<_>>());
    let mut of_shelf: HashMap<i64, Vec<Case>> = HashMap::with_capacity(all.len());
    let mut rows = related.query([keys]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let found = read_box(row).unwrap();
        of_shelf.entry(found.shelf_id).or_default().push(found);
    }
    all.into_iter()
        .map(|shelf| {
            let boxes = of_shelf.remove(&shelf.id).unwrap_or_default();
            (shelf, boxes)
        })
        .collect()
}

/// To one row a hand writes one join.
fn boxes_with_shelf(c: &Connection) -> Vec<(Case, Option<Shelf>)> {
    let mut joined = c
        .prepare_cached(
            "SELECT b.id, b.shelf_id, b.label, b.content, b.weight, b.created_at, s.id, s.name, s.place
             FROM boxs b LEFT JOIN shelfs s ON s.id = b.shelf_id",
        )
        .unwrap();
    let rows = joined.query_map([], |row| {
        let shelf = match row.get(6)? {
            Some(id) => Some(Shelf { id, name: row.get(7)?, place: row.get(8)? }),
            None => None,
        };
        Ok((read_box(row)?, shelf))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn read_shelf(row: &Row<'_>) -> larder::rusqlite::Result<Shelf> {
    Ok(Shelf { id: row.get(0)?, name: row.get(1)?, place: row.get(2)? })
}

fn read_box(row: &Row<'_>) -> larder::rusqlite::Result<Case> {
    Ok(Case {
        id: row.get(0)?,
        shelf_id: row.get(1)?,
        label: row.get(2)?,
        content: row.get(3)?,
        weight: row.get(4)?,
        created_at: DateTime::parse_from_rfc3339(row.get_ref(5)?.as_str()?).unwrap().to_utc(),
    })
}

fn a_shelf(number: i64) -> CreateShelfInput {
    CreateShelfInput::builder().name(format!("Shelf {number}")).place("Second floor, on the left").build()
}

fn a_box(number: i64) -> CreateBoxInput {
    CreateBoxInput::builder()
        .shelf_id(number % SHELVES + 1)
        .label(format!("Box number {number}"))
        .content("Screws, nuts and what else was left over.")
        .weight(1.5)
        .build()
}
