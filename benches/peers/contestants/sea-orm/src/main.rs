//! `SeaORM`, on the pool of sqlx.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first failure")]

mod calls;
mod item;

use std::{hint::black_box, path::Path, time::Duration};

use calls::{clean, count, create, create_many, delete, page, read, scan, update};
use peers_course::{READERS, READS, file, serve, sql, timed, timed_open};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

fn main() {
    let (alone, workers) = (peers_tasks::alone(), peers_tasks::workers());
    let (path, to_open) = (file("sea-orm.db"), file("sea-orm-to-open.db"));
    let db = alone.block_on(made(&path));
    alone.block_on(async { made(&to_open).await.close().await.expect("the file closes") });
    let shared = workers.block_on(connect(&path));
    let version = Statement::from_string(db.get_database_backend(), "SELECT sqlite_version() AS version");
    let version = alone.block_on(db.query_one_raw(version)).expect("a row").expect("a version");
    let version: String = version.try_get("", "version").expect("text");
    serve(&version, |operation, times| match operation {
        "create" => timed(times, |n| drop(black_box(alone.block_on(create(&db, n))))),
        "create_10000" => timed(times, |_| alone.block_on(create_many(&db))),
        "point_read" => timed(times, |n| drop(black_box(alone.block_on(read(&db, n))))),
        "page_50" => timed(times, |n| drop(black_box(alone.block_on(page(&db, n))))),
        "scan_10000" => timed(times, |_| assert_eq!(black_box(alone.block_on(scan(&db))).len(), 10_000)),
        "update" => timed(times, |n| drop(black_box(alone.block_on(update(&db, n))))),
        "delete" => {
            let made: Vec<_> = (0..times).map(|n| alone.block_on(create(&db, n)).id).collect();
            let mut made = made.into_iter();
            timed(times, |_| {
                let id = made.next().expect("a row for each call");
                drop(black_box(alone.block_on(delete(&db, id))));
            })
        }
        "count" => timed(times, |n| {
            black_box(alone.block_on(count(&db, n)));
        }),
        "concurrent_reads" => {
            let reader = |_| {
                let db = shared.clone();
                move |n| {
                    let db = db.clone();
                    async move { drop(black_box(read(&db, n).await)) }
                }
            };
            let db = shared.clone();
            let writer = move |n| {
                let db = db.clone();
                async move { drop(black_box(create(&db, n).await)) }
            };
            peers_tasks::beside_a_writer(&workers, times, reader, writer)
        }
        "async_64" => peers_tasks::timed_tasks(&workers, |task| {
            let db = shared.clone();
            async move {
                for n in 0..READS {
                    drop(black_box(read(&db, task * READS + n).await));
                }
            }
        }),
        "open_to_first_row" => timed_open(
            times,
            |n| {
                alone.block_on(async {
                    let db = connect(&to_open).await;
                    drop(black_box(read(&db, n).await));
                    db
                })
            },
            |db| alone.block_on(db.close()).expect("the file closes"),
        ),
        "open_with_tables" => timed_open(
            times,
            |n| {
                alone.block_on(async {
                    let db = connect(&to_open).await;
                    make_tables(&db).await;
                    drop(black_box(read(&db, n).await));
                    db
                })
            },
            |db| alone.block_on(db.close()).expect("the file closes"),
        ),
        "clean" => timed(1, |_| alone.block_on(clean(&db))),
        _ => None,
    });
}

/// Opens one connection, and more when they are needed: one for each reader and one for the writer.
async fn connect(path: &Path) -> DatabaseConnection {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    let most = u32::try_from(READERS + 1).expect("few");
    options.max_connections(most).sqlx_logging(false).map_sqlx_sqlite_opts(|options| {
        options
            .busy_timeout(Duration::from_secs(5))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .pragma("cache_size", "-8192")
            .statement_cache_capacity(sql::STATEMENTS)
    });
    Database::connect(options).await.expect("the file opens")
}

async fn made(path: &Path) -> DatabaseConnection {
    let new = Database::connect(format!("sqlite://{}?mode=rwc", path.display())).await.expect("the file opens");
    new.execute_unprepared(sql::NEW_FILE).await.expect("a setting");
    new.close().await.expect("the file closes");
    let db = connect(path).await;
    make_tables(&db).await;
    create_many(&db).await;
    db.execute_unprepared(sql::OPTIMIZE).await.expect("statistics");
    db
}

async fn make_tables(db: &DatabaseConnection) {
    db.execute_unprepared(&sql::tables()).await.expect("the tables are there");
}
