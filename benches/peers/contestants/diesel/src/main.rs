//! diesel, with its cache of prepared statements.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first failure")]

mod rows;

use std::{hint::black_box, path::Path};

use diesel::{connection::SimpleConnection as _, insert_into, prelude::*};
use peers_course::{PAGE, PAGE_RANK, ROWS, beside_a_writer, file, key, owner, serve, sql, timed, timed_open};
use rows::{Item, items, row};

diesel::define_sql_function! { fn sqlite_version() -> Text; }

fn main() {
    let (path, to_open) = (file("diesel.db"), file("diesel-to-open.db"));
    let mut c = made(&path);
    drop(made(&to_open));
    let version: String = diesel::select(sqlite_version()).get_result(&mut c).expect("a version");
    serve(&version, |operation, times| match operation {
        "create" => timed(times, |n| drop(black_box(create(&mut c, n)))),
        "create_10000" => timed(times, |_| create_many(&mut c)),
        "point_read" => timed(times, |n| drop(black_box(read(&mut c, n)))),
        "page_50" => timed(times, |n| {
            let rows = items::table
                .filter(items::owner.eq(owner(n)))
                .filter(items::rank.ge(PAGE_RANK))
                .order((items::rank.asc(), items::id.asc()))
                .limit(PAGE);
            drop(black_box(rows.select(Item::as_select()).load(&mut c).expect("a page")));
        }),
        "scan_10000" => timed(times, |_| {
            let rows = items::table.select(Item::as_select()).load(&mut c);
            assert_eq!(black_box(rows.expect("rows")).len(), 10_000);
        }),
        "update" => timed(times, |n| {
            let row = diesel::update(items::table.find(key(n))).set(items::rank.eq(n % 1_000));
            drop(black_box(written(row.returning(Item::as_returning()).get_results(&mut c))));
        }),
        "delete" => {
            let mut made = (0..times).map(|n| create(&mut c, n).id).collect::<Vec<_>>().into_iter();
            timed(times, |_| {
                let row = diesel::delete(items::table.find(made.next().expect("a row for each call")));
                drop(black_box(written(row.returning(Item::as_returning()).get_results(&mut c))));
            })
        }
        "count" => timed(times, |n| {
            let rows = items::table.filter(items::owner.eq(owner(n)));
            black_box(rows.count().get_result::<i64>(&mut c).expect("a count"));
        }),
        "concurrent_reads" => {
            let connect = || connect(&path);
            beside_a_writer(
                times,
                || {
                    let mut c = connect();
                    move |n| drop(black_box(read(&mut c, n)))
                },
                || {
                    let mut c = connect();
                    move |n| drop(black_box(create(&mut c, n)))
                },
            )
        }
        "open_to_first_row" => timed_open(
            times,
            |n| {
                let mut c = connect(&to_open);
                drop(black_box(read(&mut c, n)));
                c
            },
            drop,
        ),
        "open_with_tables" => timed_open(
            times,
            |n| {
                let mut c = connect(&to_open);
                c.batch_execute(&sql::tables()).expect("the tables are there");
                drop(black_box(read(&mut c, n)));
                c
            },
            drop,
        ),
        "clean" => timed(1, |_| {
            diesel::delete(items::table.filter(items::id.gt(ROWS))).execute(&mut c).expect("a count");
        }),
        _ => None,
    });
}

fn connect(path: &Path) -> SqliteConnection {
    let mut c = establish(path);
    c.batch_execute(sql::PRAGMAS).expect("pragmas");
    c
}

fn establish(path: &Path) -> SqliteConnection {
    SqliteConnection::establish(path.to_str().expect("UTF-8")).expect("the file opens")
}

fn made(path: &Path) -> SqliteConnection {
    establish(path).batch_execute(sql::NEW_FILE).expect("a setting");
    let mut c = connect(path);
    c.batch_execute(&sql::tables()).expect("the tables are made");
    create_many(&mut c);
    c.batch_execute(sql::OPTIMIZE).expect("statistics");
    c
}

/// Not by `first`, which adds a limit and was measured to take several times as long.
fn read(c: &mut SqliteConnection, n: i64) -> Item {
    items::table.find(key(n)).select(Item::as_select()).get_result(c).expect("a row")
}

fn create(c: &mut SqliteConnection, n: i64) -> Item {
    written(insert_into(items::table).values(row(n)).returning(Item::as_returning()).get_results(c))
}

/// Gives the row of a write. `get_result` would not step to the end, where SQLite moves its log into the file.
fn written(rows: QueryResult<Vec<Item>>) -> Item {
    rows.expect("rows").pop().expect("a row")
}

fn create_many(c: &mut SqliteConnection) {
    c.immediate_transaction(|c| {
        (0..ROWS).try_for_each(|n| insert_into(items::table).values(row(n)).execute(c).map(drop))
    })
    .expect("rows");
}
