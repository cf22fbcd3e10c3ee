//! tokio-rusqlite: a thread with the connection, to which each call is sent.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first failure")]

mod calls;

use std::{hint::black_box, path::Path};

use calls::{count, create, create_many, delete, page, read, scan, update};
use peers_course::{READERS, READS, ROWS, file, serve, sql, timed, timed_open};
use tokio_rusqlite::Connection;

fn main() {
    let (alone, workers) = (peers_tasks::alone(), peers_tasks::workers());
    let (path, to_open) = (file("tokio-rusqlite.db"), file("tokio-rusqlite-to-open.db"));
    let c = alone.block_on(made(&path));
    alone.block_on(async { made(&to_open).await.close().await.expect("the file closes") });
    let several: Vec<_> = (0..READERS).map(|_| alone.block_on(connect(&path))).collect();
    let version = c.call(|c| c.query_row("SELECT sqlite_version()", [], |row| row.get::<_, String>(0)));
    let version = alone.block_on(version).expect("a version");
    serve(&version, |operation, times| match operation {
        "create" => timed(times, |n| drop(black_box(alone.block_on(create(&c, n))))),
        "create_10000" => timed(times, |_| alone.block_on(create_many(&c))),
        "point_read" => timed(times, |n| drop(black_box(alone.block_on(read(&c, n))))),
        "page_50" => timed(times, |n| drop(black_box(alone.block_on(page(&c, n))))),
        "scan_10000" => timed(times, |_| assert_eq!(black_box(alone.block_on(scan(&c))).len(), 10_000)),
        "update" => timed(times, |n| drop(black_box(alone.block_on(update(&c, n))))),
        "delete" => {
            let made: Vec<_> = (0..times).map(|n| alone.block_on(create(&c, n)).id).collect();
            let mut made = made.into_iter();
            timed(times, |_| {
                let id = made.next().expect("a row for each call");
                drop(black_box(alone.block_on(delete(&c, id))));
            })
        }
        "count" => timed(times, |n| {
            black_box(alone.block_on(count(&c, n)));
        }),
        "concurrent_reads" => {
            let reader = |number: usize| {
                let c = several[number].clone();
                move |n| {
                    let c = c.clone();
                    async move { drop(black_box(read(&c, n).await)) }
                }
            };
            let c = c.clone();
            let writer = move |n| {
                let c = c.clone();
                async move { drop(black_box(create(&c, n).await)) }
            };
            peers_tasks::beside_a_writer(&workers, times, reader, writer)
        }
        "async_64" => peers_tasks::timed_tasks(&workers, |task| {
            // As many connections as the others have, and each task with one of them.
            let c = several[task as usize % READERS].clone();
            async move {
                for n in 0..READS {
                    drop(black_box(read(&c, task * READS + n).await));
                }
            }
        }),
        "open_to_first_row" => timed_open(
            times,
            |n| {
                alone.block_on(async {
                    let c = connect(&to_open).await;
                    drop(black_box(read(&c, n).await));
                    c
                })
            },
            |c| alone.block_on(c.close()).expect("the file closes"),
        ),
        "open_with_tables" => timed_open(
            times,
            |n| {
                alone.block_on(async {
                    let c = connect(&to_open).await;
                    c.call(|c| c.execute_batch(&sql::tables())).await.expect("the tables are there");
                    drop(black_box(read(&c, n).await));
                    c
                })
            },
            |c| alone.block_on(c.close()).expect("the file closes"),
        ),
        "clean" => timed(1, |_| {
            alone.block_on(c.call(|c| c.execute(sql::CLEAN, [ROWS]))).expect("a count");
        }),
        _ => None,
    });
}

async fn connect(path: &Path) -> Connection {
    let c = Connection::open(path).await.expect("the file opens");
    let settings = c.call(|c| {
        c.set_prepared_statement_cache_capacity(sql::STATEMENTS);
        c.execute_batch(sql::PRAGMAS)
    });
    settings.await.expect("pragmas");
    c
}

async fn made(path: &Path) -> Connection {
    let new = Connection::open(path).await.expect("the file opens");
    new.call(|c| c.execute_batch(sql::NEW_FILE)).await.expect("a setting");
    new.close().await.expect("the file closes");
    let c = connect(path).await;
    c.call(|c| c.execute_batch(&sql::tables())).await.expect("the tables are made");
    create_many(&c).await;
    c.call(|c| c.execute_batch(sql::OPTIMIZE)).await.expect("statistics");
    c
}
