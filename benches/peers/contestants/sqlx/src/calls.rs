//! The calls: the SQL of the others, and rows by `derive(FromRow)`.

use peers_course::{PAGE, PAGE_RANK, ROWS, key, new_item, owner, sql};
use sqlx::{FromRow, sqlite::SqlitePool};

#[derive(FromRow)]
#[expect(dead_code, reason = "it is read, and not looked at")]
pub(crate) struct Item {
    pub(crate) id: i64,
    owner: String,
    title: String,
    body: String,
    rank: i64,
    score: f64,
    created_at: String,
}

pub(crate) async fn read(pool: &SqlitePool, n: i64) -> Item {
    sqlx::query_as(sql::READ).bind(key(n)).fetch_one(pool).await.expect("a row")
}

pub(crate) async fn page(pool: &SqlitePool, n: i64) -> Vec<Item> {
    let rows = sqlx::query_as(sql::PAGE).bind(owner(n)).bind(PAGE_RANK).bind(PAGE);
    rows.fetch_all(pool).await.expect("a page")
}

pub(crate) async fn scan(pool: &SqlitePool) -> Vec<Item> {
    sqlx::query_as(sql::SCAN).fetch_all(pool).await.expect("rows")
}

pub(crate) async fn create(pool: &SqlitePool, n: i64) -> Item {
    let row = new_item(n);
    let insert = sqlx::query_as(sql::CREATE).bind(row.owner).bind(row.title).bind(row.body);
    written(insert.bind(row.rank).bind(row.score).bind(row.created_at).fetch_all(pool).await)
}

/// Gives the row of a write. `fetch_one` would not step to the end, where SQLite moves its log into the file.
fn written(rows: sqlx::Result<Vec<Item>>) -> Item {
    rows.expect("rows").pop().expect("a row")
}

pub(crate) async fn create_many(pool: &SqlitePool) {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.expect("BEGIN");
    for n in 0..ROWS {
        let row = new_item(n);
        let insert = sqlx::query(sql::INSERT).bind(row.owner).bind(row.title).bind(row.body);
        let insert = insert.bind(row.rank).bind(row.score).bind(row.created_at);
        insert.execute(&mut *transaction).await.expect("a row");
    }
    transaction.commit().await.expect("COMMIT");
}

pub(crate) async fn update(pool: &SqlitePool, n: i64) -> Item {
    written(sqlx::query_as(sql::UPDATE).bind(n % 1_000).bind(key(n)).fetch_all(pool).await)
}

pub(crate) async fn delete(pool: &SqlitePool, id: i64) -> Item {
    written(sqlx::query_as(sql::DELETE).bind(id).fetch_all(pool).await)
}

pub(crate) async fn count(pool: &SqlitePool, n: i64) -> i64 {
    sqlx::query_scalar(sql::COUNT).bind(owner(n)).fetch_one(pool).await.expect("a count")
}
