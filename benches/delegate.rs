//! Ours beside raw rusqlite with cached statements, on the same file, schema and work, interleaved in one run.
//! Prints medians and the ratio; nothing here is a test.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::hint::black_box;

use larder::{
    ModelDelegate, RusqliteRuntime,
    chrono::{DateTime, SecondsFormat, Utc},
    rusqlite::{Row, params},
    rust_decimal::Decimal,
    uuid::Uuid,
};

mod compare;
mod schema {
    larder::include_embedded_schema!("benches/bench.cstack");
}
use compare::{compare, heading, raw};
use schema::cratestack_schema::{self as cs, CreateAccountInput, CreateItemInput, Item, item};

const ROWS: i64 = 10_000;
const COLUMNS: &str = r#""id", "owner", "title", "body", "rank", "score", "created_at""#;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = RusqliteRuntime::open(folder.path().join("bench.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let items = ModelDelegate::new(&runtime, &cs::ITEM_MODEL);
    items.create_many((0..ROWS).map(input)).execute().unwrap();

    heading();
    let mut key = 0;
    let mut next = move || {
        key = (key + 7_919) % ROWS;
        key + 1
    };
    compare(
        "find_unique",
        2_000,
        |_| {
            black_box(items.find_unique(next()).run().unwrap().unwrap());
        },
        |round| {
            let id = (round * 7_919) % ROWS + 1;
            raw(&runtime, |c| {
                let mut found =
                    c.prepare_cached(&format!("SELECT {COLUMNS} FROM items WHERE id = ?1")).unwrap();
                black_box(found.query_row([id], read).unwrap());
            });
        },
    );
    compare(
        "create",
        500,
        |round| {
            black_box(items.create(input(round)).run().unwrap());
        },
        |round| {
            let row = input(round);
            raw(&runtime, |c| {
                let mut insert = c
                .prepare_cached(&format!("INSERT INTO items ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING {COLUMNS}"))
                .unwrap();
                let created = Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true);
                let owner = row.owner.to_string();
                let mut rows = insert
                    .query(params![None::<i64>, owner, row.title, row.body, row.rank, row.score, created])
                    .unwrap();
                black_box(read(rows.next().unwrap().unwrap()).unwrap());
                assert!(rows.next().unwrap().is_none());
            });
        },
    );
    let accounts = ModelDelegate::new(&runtime, &cs::ACCOUNT_MODEL);
    compare(
        "create with rules",
        500,
        |round| {
            black_box(accounts.create(account(round)).run().unwrap());
        },
        |round| {
            let row = account(round);
            raw(&runtime, |c| {
                let mut insert = c.prepare_cached(INSERT_ACCOUNT).unwrap();
                let now = Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true);
                let id = Uuid::now_v7().to_string();
                let balance = row.balance.to_string();
                insert
                    .execute(params![
                        id, row.email, row.name, row.code, row.rank, balance, "free", true, 1, now, now
                    ])
                    .unwrap();
            });
        },
    );
    compare(
        "find_many of 50",
        200,
        |_| {
            let page = items
                .find_many()
                .where_(item::rank().gte(50))
                .order_by(item::id().asc())
                .limit(50)
                .run()
                .unwrap();
            assert_eq!(black_box(page).len(), 50);
        },
        |_| {
            raw(&runtime, |c| {
                let sql = format!("SELECT {COLUMNS} FROM items WHERE rank >= ?1 ORDER BY id LIMIT ?2");
                let mut page = c.prepare_cached(&sql).unwrap();
                let page: Vec<Item> =
                    page.query_map(params![50, 50], read).unwrap().collect::<Result<_, _>>().unwrap();
                assert_eq!(black_box(page).len(), 50);
            });
        },
    );
    compare(
        "scan of 10,000",
        5,
        |_| {
            let all = items.find_many().limit(ROWS.unsigned_abs()).run().unwrap();
            assert_eq!(black_box(all).len(), 10_000);
        },
        |_| {
            raw(&runtime, |c| {
                let mut all = c.prepare_cached(&format!("SELECT {COLUMNS} FROM items LIMIT ?1")).unwrap();
                let all: Vec<Item> = all.query_map([ROWS], read).unwrap().collect::<Result<_, _>>().unwrap();
                assert_eq!(black_box(all).len(), 10_000);
            });
        },
    );
}

fn input(number: i64) -> CreateItemInput {
    CreateItemInput::builder()
        .owner(Uuid::from_u128(number.unsigned_abs().into()))
        .title(format!("Item number {number}"))
        .body("A body of some length, as a note or a message has it in an app.")
        .rank(number % 100)
        .score(0.5)
        .build()
}

/// The same SQL, and no rule is checked.
const INSERT_ACCOUNT: &str = r#"INSERT INTO "accounts" ("id", "email", "name", "code", "rank", "balance", "plan", "active", "version", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#;

fn account(number: i64) -> CreateAccountInput {
    CreateAccountInput::builder()
        .email(format!("person{number}@example.com"))
        .name(format!("Person number {number}"))
        .code("AB1234")
        .rank(number % 100)
        .balance(Decimal::new(10_050, 2))
        .build()
}

fn read(row: &Row<'_>) -> larder::rusqlite::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        owner: Uuid::try_parse(row.get_ref(1)?.as_str()?).unwrap(),
        title: row.get(2)?,
        body: row.get(3)?,
        rank: row.get(4)?,
        score: row.get(5)?,
        created_at: DateTime::parse_from_rfc3339(row.get_ref(6)?.as_str()?).unwrap().to_utc(),
    })
}
