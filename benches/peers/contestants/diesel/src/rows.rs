//! The table and its rows, as diesel has them.

use diesel::prelude::*;
use peers_course::new_item;

diesel::table! {
    items {
        id -> BigInt,
        owner -> Text,
        title -> Text,
        body -> Text,
        rank -> BigInt,
        score -> Double,
        created_at -> Text,
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = items)]
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

#[derive(Insertable)]
#[diesel(table_name = items)]
pub(crate) struct NewRow {
    owner: String,
    title: String,
    body: String,
    rank: i64,
    score: f64,
    created_at: String,
}

pub(crate) fn row(n: i64) -> NewRow {
    let row = new_item(n);
    NewRow {
        owner: row.owner,
        title: row.title,
        body: row.body,
        rank: row.rank,
        score: row.score,
        created_at: row.created_at,
    }
}
