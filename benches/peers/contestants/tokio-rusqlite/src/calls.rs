//! The calls, each one message to the thread of the connection.

use peers_course::{NewItem, PAGE, PAGE_RANK, ROWS, key, new_item, owner, sql};
use tokio_rusqlite::{
    Connection,
    rusqlite::{self, Params, Row, params},
};

pub(crate) struct Item {
    pub(crate) id: i64,
    _row: NewItem,
}

pub(crate) async fn read(c: &Connection, n: i64) -> Item {
    c.call(move |c| c.prepare_cached(sql::READ)?.query_row([key(n)], item)).await.expect("a row")
}

pub(crate) async fn page(c: &Connection, n: i64) -> Vec<Item> {
    let rows = c.call(move |c| {
        let mut statement = c.prepare_cached(sql::PAGE)?;
        statement.query_map(params![owner(n), PAGE_RANK, PAGE], item)?.collect::<rusqlite::Result<_>>()
    });
    rows.await.expect("a page")
}

pub(crate) async fn scan(c: &Connection) -> Vec<Item> {
    let rows = c.call(|c| c.prepare_cached(sql::SCAN)?.query_map([], item)?.collect::<rusqlite::Result<_>>());
    rows.await.expect("rows")
}

pub(crate) async fn create(c: &Connection, n: i64) -> Item {
    let row = c.call(move |c| {
        let row = new_item(n);
        let values = params![row.owner, row.title, row.body, row.rank, row.score, row.created_at];
        written(c, sql::CREATE, values)
    });
    row.await.expect("a row")
}

/// Reads the row of a write and steps to the end, where SQLite moves its log into the file; `query_row` stops before.
fn written(c: &rusqlite::Connection, sql: &str, values: impl Params) -> rusqlite::Result<Item> {
    c.prepare_cached(sql)?.query_map(values, item)?.last().expect("a row")
}

pub(crate) async fn create_many(c: &Connection) {
    let rows = c.call(|c| {
        c.execute_batch("BEGIN IMMEDIATE")?;
        let mut statement = c.prepare_cached(sql::INSERT)?;
        for n in 0..ROWS {
            let row = new_item(n);
            let values = params![row.owner, row.title, row.body, row.rank, row.score, row.created_at];
            statement.execute(values)?;
        }
        c.execute_batch("COMMIT")
    });
    rows.await.expect("rows");
}

pub(crate) async fn update(c: &Connection, n: i64) -> Item {
    let row = c.call(move |c| written(c, sql::UPDATE, params![n % 1_000, key(n)]));
    row.await.expect("a row")
}

pub(crate) async fn delete(c: &Connection, id: i64) -> Item {
    c.call(move |c| written(c, sql::DELETE, [id])).await.expect("a row")
}

pub(crate) async fn count(c: &Connection, n: i64) -> i64 {
    let count = c.call(move |c| c.prepare_cached(sql::COUNT)?.query_row([owner(n)], |row| row.get(0)));
    count.await.expect("a count")
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let (owner, title, body) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let (rank, score, created_at) = (row.get(4)?, row.get(5)?, row.get(6)?);
    Ok(Item { id: row.get(0)?, _row: NewItem { owner, title, body, rank, score, created_at } })
}
