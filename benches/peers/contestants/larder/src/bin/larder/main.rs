//! Larder's delegates.
#![allow(clippy::expect_used, reason = "a benchmark stops at the first failure")]

mod tasks;

use std::{hint::black_box, path::Path, sync::Arc};

use larder::{FilterExpr, ModelDelegate, RuntimeOptions, RusqliteRuntime};
use peers_course::{
    PAGE, PAGE_RANK, READERS, ROWS, beside_a_writer, file, key, new_item, owner, serve, timed, timed_open,
};

mod schema {
    larder::include_embedded_schema!("schema.cstack");
}
use schema::cratestack_schema::{self as cs, CreateItemInput, ITEM_MODEL, Item, UpdateItemInput, item};

fn main() {
    let runtime = Arc::new(made(&file("larder.db")));
    let to_open = file("larder-to-open.db");
    drop(made(&to_open));
    let version = runtime.query_as::<String>("SELECT sqlite_version()", ()).expect("a version").remove(0);
    let workers = peers_tasks::workers();
    serve(&version, |operation, times| match operation {
        "create" => timed(times, |n| drop(black_box(create(&runtime, n)))),
        "create_10000" => timed(times, |_| create_many(&runtime)),
        "point_read" => timed(times, |n| drop(black_box(read(&runtime, n)))),
        "page_50" => timed(times, |n| drop(black_box(page(&runtime, n)))),
        "scan_10000" => timed(times, |_| {
            let rows = items(&runtime).find_many().run().expect("rows");
            assert_eq!(black_box(rows).len(), 10_000);
        }),
        "update" => timed(times, |n| {
            let change = UpdateItemInput { rank: Some(n % 1_000), ..Default::default() };
            drop(black_box(items(&runtime).update(key(n)).set(change).run().expect("a row")));
        }),
        "delete" => {
            let mut made = (0..times).map(|n| create(&runtime, n).id).collect::<Vec<_>>().into_iter();
            timed(times, |_| {
                let id = made.next().expect("a row for each call");
                drop(black_box(items(&runtime).delete(id).run().expect("a row")));
            })
        }
        "count" => timed(times, |n| {
            black_box(items(&runtime).count().where_(item::owner().eq(owner(n))).run().expect("a count"));
        }),
        "concurrent_reads" => beside_a_writer(
            times,
            || |n| drop(black_box(read(&runtime, n))),
            || |n| drop(black_box(create(&runtime, n))),
        ),
        "async_64" => tasks::timed(&workers, &runtime, tasks::Way::Hop(1)),
        "async_64_10_a_hop" => tasks::timed(&workers, &runtime, tasks::Way::Hop(10)),
        "async_64_inline" => tasks::timed(&workers, &runtime, tasks::Way::Inline),
        "open_to_first_row" => timed_open(
            times,
            |n| {
                let runtime = open(&to_open);
                drop(black_box(read(&runtime, n)));
                runtime
            },
            drop,
        ),
        "open_with_tables" => timed_open(
            times,
            |n| {
                let runtime = open(&to_open);
                cs::bootstrap(&runtime).expect("the tables are there");
                drop(black_box(read(&runtime, n)));
                runtime
            },
            drop,
        ),
        "clean" => timed(1, |_| {
            items(&runtime).delete_many().where_(item::id().gt(ROWS)).run().expect("a count");
        }),
        _ => None,
    });
}

fn open(path: &Path) -> RusqliteRuntime {
    RuntimeOptions::new().readers(READERS).open(path).expect("the file opens")
}

fn made(path: &Path) -> RusqliteRuntime {
    let runtime = open(path);
    cs::bootstrap(&runtime).expect("the tables are made");
    create_many(&runtime);
    runtime
}

fn items(runtime: &RusqliteRuntime) -> ModelDelegate<'_, Item, i64> {
    ModelDelegate::new(runtime, &ITEM_MODEL)
}

fn read(runtime: &RusqliteRuntime, n: i64) -> Item {
    items(runtime).find_unique(key(n)).run().expect("a read").expect("a row")
}

fn page(runtime: &RusqliteRuntime, n: i64) -> Vec<Item> {
    let filter = FilterExpr::all([item::owner().eq(owner(n)), item::rank().gte(PAGE_RANK)]);
    let rows =
        items(runtime).find_many().where_(filter).order_by(item::rank().asc()).order_by(item::id().asc());
    rows.limit(PAGE.unsigned_abs()).run().expect("a page")
}

fn create(runtime: &RusqliteRuntime, n: i64) -> Item {
    items(runtime).create(input(n)).run().expect("a row")
}

fn create_many(runtime: &RusqliteRuntime) {
    items(runtime).create_many((0..ROWS).map(input)).execute().expect("rows");
}

fn input(n: i64) -> CreateItemInput {
    let row = new_item(n);
    CreateItemInput::builder()
        .owner(row.owner)
        .title(row.title)
        .body(row.body)
        .rank(row.rank)
        .score(row.score)
        .created_at(row.created_at)
        .build()
}
