//! sqlx, its pool of connections with cached statements.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first failure")]

mod calls;

use std::{hint::black_box, path::Path, time::Duration};

use calls::{count, create, create_many, delete, page, read, scan, update};
use peers_course::{READERS, READS, ROWS, file, serve, sql, timed, timed_open};
use sqlx::{
    AssertSqlSafe, Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

fn main() {
    let (alone, workers) = (peers_tasks::alone(), peers_tasks::workers());
    let (path, to_open) = (file("sqlx.db"), file("sqlx-to-open.db"));
    let pool = alone.block_on(made(&path));
    alone.block_on(async { made(&to_open).await.close().await });
    let shared = workers.block_on(connect(&path));
    let version = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&pool);
    let version: String = alone.block_on(version).expect("a version");
    serve(&version, |operation, times| match operation {
        "create" => timed(times, |n| drop(black_box(alone.block_on(create(&pool, n))))),
        "create_10000" => timed(times, |_| alone.block_on(create_many(&pool))),
        "point_read" => timed(times, |n| drop(black_box(alone.block_on(read(&pool, n))))),
        "page_50" => timed(times, |n| drop(black_box(alone.block_on(page(&pool, n))))),
        "scan_10000" => timed(times, |_| assert_eq!(black_box(alone.block_on(scan(&pool))).len(), 10_000)),
        "update" => timed(times, |n| drop(black_box(alone.block_on(update(&pool, n))))),
        "delete" => {
            let made: Vec<_> = (0..times).map(|n| alone.block_on(create(&pool, n)).id).collect();
            let mut made = made.into_iter();
            timed(times, |_| {
                let id = made.next().expect("a row for each call");
                drop(black_box(alone.block_on(delete(&pool, id))));
            })
        }
        "count" => timed(times, |n| {
            black_box(alone.block_on(count(&pool, n)));
        }),
        "concurrent_reads" => {
            let reader = |_| {
                let pool = shared.clone();
                move |n| {
                    let pool = pool.clone();
                    async move { drop(black_box(read(&pool, n).await)) }
                }
            };
            let pool = shared.clone();
            let writer = move |n| {
                let pool = pool.clone();
                async move { drop(black_box(create(&pool, n).await)) }
            };
            peers_tasks::beside_a_writer(&workers, times, reader, writer)
        }
        "async_64" => peers_tasks::timed_tasks(&workers, |task| {
            let pool = shared.clone();
            async move {
                for n in 0..READS {
                    drop(black_box(read(&pool, task * READS + n).await));
                }
            }
        }),
        "open_to_first_row" => timed_open(
            times,
            |n| {
                alone.block_on(async {
                    let pool = connect(&to_open).await;
                    drop(black_box(read(&pool, n).await));
                    pool
                })
            },
            |pool| alone.block_on(pool.close()),
        ),
        "open_with_tables" => timed_open(
            times,
            |n| {
                alone.block_on(async {
                    let pool = connect(&to_open).await;
                    make_tables(&pool).await;
                    drop(black_box(read(&pool, n).await));
                    pool
                })
            },
            |pool| alone.block_on(pool.close()),
        ),
        "clean" => timed(1, |_| {
            alone.block_on(sqlx::query(sql::CLEAN).bind(ROWS).execute(&pool)).expect("a count");
        }),
        _ => None,
    });
}

/// Opens one connection, and more when they are needed: one for each reader and one for the writer.
async fn connect(path: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .busy_timeout(Duration::from_secs(5))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .pragma("cache_size", "-8192")
        .statement_cache_capacity(sql::STATEMENTS);
    let most = u32::try_from(READERS + 1).expect("few");
    SqlitePoolOptions::new().max_connections(most).connect_with(options).await.expect("the file opens")
}

async fn made(path: &Path) -> SqlitePool {
    let new = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut new = SqliteConnection::connect_with(&new).await.expect("the file opens");
    sqlx::raw_sql(sql::NEW_FILE).execute(&mut new).await.expect("a setting");
    new.close().await.expect("the file closes");
    let pool = connect(path).await;
    make_tables(&pool).await;
    create_many(&pool).await;
    sqlx::raw_sql(sql::OPTIMIZE).execute(&pool).await.expect("statistics");
    pool
}

async fn make_tables(pool: &SqlitePool) {
    sqlx::raw_sql(AssertSqlSafe(sql::tables())).execute(pool).await.expect("the tables are there");
}
