//! Raw rusqlite: SQL by hand, prepared once and kept.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first failure")]

mod pool;
mod tasks;

use std::{hint::black_box, path::Path, sync::Arc};

use larder::rusqlite::{self, Connection, Params, Row, params};
use peers_course::{
    NewItem, PAGE, PAGE_RANK, ROWS, beside_a_writer, file, key, new_item, owner, serve, sql, timed,
    timed_open,
};
use pool::Pool;

struct Item {
    id: i64,
    _row: NewItem,
}

fn main() {
    let (path, to_open) = (file("rusqlite.db"), file("rusqlite-to-open.db"));
    let c = made(&path);
    drop(made(&to_open));
    let version: String = c.query_row("SELECT sqlite_version()", [], |row| row.get(0)).expect("a version");
    let pool = Arc::new(Pool::new(|| connect(&path)));
    let workers = peers_tasks::workers();
    serve(&version, |operation, times| match operation {
        "create" => timed(times, |n| drop(black_box(create(&c, n)))),
        "create_10000" => timed(times, |_| create_many(&c)),
        "point_read" => timed(times, |n| drop(black_box(read(&c, n)))),
        "page_50" => timed(times, |n| drop(black_box(page(&c, n)))),
        "scan_10000" => timed(times, |_| {
            let mut statement = c.prepare_cached(sql::SCAN).expect("SQL");
            let rows = statement.query_map([], item).expect("rows").collect::<Result<Vec<_>, _>>();
            assert_eq!(black_box(rows.expect("rows")).len(), 10_000);
        }),
        "update" => timed(times, |n| {
            drop(black_box(written(&c, sql::UPDATE, params![n % 1_000, key(n)])));
        }),
        "delete" => {
            let mut made = (0..times).map(|n| create(&c, n).id).collect::<Vec<_>>().into_iter();
            timed(times, |_| {
                let id = made.next().expect("a row for each call");
                drop(black_box(written(&c, sql::DELETE, [id])));
            })
        }
        "count" => timed(times, |n| {
            let mut statement = c.prepare_cached(sql::COUNT).expect("SQL");
            black_box(statement.query_row([owner(n)], |row| row.get::<_, i64>(0)).expect("a count"));
        }),
        "concurrent_reads" => {
            let connect = || connect(&path);
            beside_a_writer(
                times,
                || {
                    let c = connect();
                    move |n| drop(black_box(read(&c, n)))
                },
                || {
                    let c = connect();
                    move |n| drop(black_box(create(&c, n)))
                },
            )
        }
        "async_64" => tasks::timed(&workers, &pool, tasks::Way::Hop(1)),
        "async_64_10_a_hop" => tasks::timed(&workers, &pool, tasks::Way::Hop(10)),
        "async_64_inline" => tasks::timed(&workers, &pool, tasks::Way::Inline),
        "open_to_first_row" => timed_open(
            times,
            |n| {
                let c = connect(&to_open);
                drop(black_box(read(&c, n)));
                c
            },
            drop,
        ),
        "open_with_tables" => timed_open(
            times,
            |n| {
                let c = connect(&to_open);
                c.execute_batch(&sql::tables()).expect("the tables are there");
                drop(black_box(read(&c, n)));
                c
            },
            drop,
        ),
        "clean" => timed(1, |_| {
            c.execute(sql::CLEAN, [ROWS]).expect("a count");
        }),
        _ => None,
    });
}

fn connect(path: &Path) -> Connection {
    let c = Connection::open(path).expect("the file opens");
    c.execute_batch(sql::PRAGMAS).expect("pragmas");
    c.set_prepared_statement_cache_capacity(sql::STATEMENTS);
    c
}

fn made(path: &Path) -> Connection {
    Connection::open(path).expect("the file opens").execute_batch(sql::NEW_FILE).expect("a setting");
    let c = connect(path);
    c.execute_batch(&sql::tables()).expect("the tables are made");
    create_many(&c);
    c.execute_batch(sql::OPTIMIZE).expect("statistics");
    c
}

fn read(c: &Connection, n: i64) -> Item {
    c.prepare_cached(sql::READ).expect("SQL").query_row([key(n)], item).expect("a row")
}

fn page(c: &Connection, n: i64) -> Vec<Item> {
    let mut statement = c.prepare_cached(sql::PAGE).expect("SQL");
    let rows = statement.query_map(params![owner(n), PAGE_RANK, PAGE], item).expect("rows");
    rows.collect::<Result<_, _>>().expect("a page")
}

fn create(c: &Connection, n: i64) -> Item {
    let row = new_item(n);
    let values = params![row.owner, row.title, row.body, row.rank, row.score, row.created_at];
    written(c, sql::CREATE, values)
}

/// Reads the row of a write and steps to the end, where SQLite moves its log into the file when it is time; `query_row`
/// stops before, and the log grows.
fn written(c: &Connection, sql: &str, values: impl Params) -> Item {
    let mut statement = c.prepare_cached(sql).expect("SQL");
    statement.query_map(values, item).expect("rows").last().expect("a row").expect("its cells")
}

fn create_many(c: &Connection) {
    c.execute_batch("BEGIN IMMEDIATE").expect("BEGIN");
    let mut statement = c.prepare_cached(sql::INSERT).expect("SQL");
    for n in 0..ROWS {
        let row = new_item(n);
        let values = params![row.owner, row.title, row.body, row.rank, row.score, row.created_at];
        statement.execute(values).expect("a row");
    }
    c.execute_batch("COMMIT").expect("COMMIT");
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let (owner, title, body) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let (rank, score, created_at) = (row.get(4)?, row.get(5)?, row.get(6)?);
    Ok(Item { id: row.get(0)?, _row: NewItem { owner, title, body, rank, score, created_at } })
}
