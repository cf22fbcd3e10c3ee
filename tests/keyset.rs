//! Keyset paging: every row on one page, in the order of the query, whatever is written meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    Cursor, FindMany, ModelDelegate, OrderBy, RusqliteError, RusqliteRuntime, rust_decimal::Decimal,
};
use proptest::{collection::vec, option, prelude::*};

mod schema {
    larder::include_embedded_schema!("tests/schemas/library.cstack");
}
use schema::cratestack_schema::{
    self as cs, AUTHOR_MODEL, BOOK_MODEL, Book, CreateAuthorInput, CreateBookInput, author, book,
};
use world::World;

type Query<'a> = FindMany<'a, Book, i64>;

fn fill(runtime: &RusqliteRuntime, rows: &[(&str, Option<i64>)]) {
    let inputs = rows.iter().enumerate().map(|(at, (title, price))| CreateBookInput {
        id: i64::try_from(at).unwrap() + 1,
        title: (*title).to_owned(),
        price: price.map(Decimal::from),
        author_id: None,
    });
    ModelDelegate::new(runtime, &BOOK_MODEL).create_many(inputs).execute().unwrap();
}

fn ids(items: &[Book]) -> Vec<i64> {
    items.iter().map(|book| book.id).collect()
}

/// Walks over all pages and gives their rows.
fn forwards<'a>(query: impl Fn() -> Query<'a>, limit: u64) -> Vec<i64> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = query().limit(limit).after(cursor).run().unwrap();
        seen.extend(ids(&page.items));
        match page.after {
            Some(after) => cursor = Some(after),
            None => return seen,
        }
    }
}

/// Walks from the last page to the first, and gives the rows from the first to the last.
fn backwards<'a>(query: impl Fn() -> Query<'a>, limit: u64) -> Vec<i64> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = query().limit(limit).before(cursor).run().unwrap();
        seen.splice(0..0, ids(&page.items));
        match page.before {
            Some(before) => cursor = Some(before),
            None => return seen,
        }
    }
}

#[test]
fn pages_follow_one_another_in_both_directions() {
    let world = World::new(cs::bootstrap);
    fill(&world, &[("c", Some(10)), ("a", None), ("b", Some(9)), ("a", Some(10)), ("b", None)]);
    let query =
        || ModelDelegate::new(&world, &BOOK_MODEL).find_many().order_by(book::price().desc()).limit(2);

    let first = query().after(None).run().unwrap();
    let second = query().after(first.after.clone()).run().unwrap();
    let third = query().after(second.after.clone()).run().unwrap();
    let back = query().before(third.before.clone()).run().unwrap();

    assert_eq!((ids(&first.items), first.before.is_none()), (vec![1, 4], true));
    assert_eq!((ids(&second.items), second.before.is_some()), (vec![3, 2], true));
    assert_eq!((ids(&third.items), third.after.is_none()), (vec![5], true));
    assert_eq!(ids(&back.items), [3, 2]);
    assert_eq!(back.after, second.after);
    let last = query().before(None).run().unwrap();
    assert_eq!((ids(&last.items), last.after.is_none()), (vec![2, 5], true));
}

#[test]
fn rows_that_come_and_go_move_no_other_row_to_another_page() {
    let world = World::new(cs::bootstrap);
    fill(&world, &[("a", None), ("c", None), ("e", None), ("g", None)]);
    let books = ModelDelegate::new(&world, &BOOK_MODEL);
    let query = || books.find_many().order_by(book::title().asc()).limit(2);

    let first = query().after(None).run().unwrap();
    let late =
        |id, title: &str| CreateBookInput { id, title: title.to_owned(), price: None, author_id: None };
    books.create_many(vec![late(10, "b"), late(11, "f")]).run().unwrap();
    // The row that the cursor was made from goes, too.
    books.delete(2).run().unwrap();
    let second = query().after(first.after).run().unwrap();

    assert_eq!(ids(&first.items), [1, 2]);
    assert_eq!(ids(&second.items), [3, 11]);
    assert_eq!(ids(&query().after(second.after).run().unwrap().items), [4]);
}

#[test]
fn an_order_over_a_relation_has_pages_too() {
    let world = World::new(cs::bootstrap);
    let authors = ModelDelegate::new(&world, &AUTHOR_MODEL);
    for (id, name) in [(1, "Zoe"), (2, "Ada")] {
        let input = CreateAuthorInput { id, name: name.to_owned(), born: None, mentor_id: None };
        authors.create(input).run().unwrap();
    }
    fill(&world, &[("a", None), ("b", None), ("c", None), ("d", None)]);
    world.execute("UPDATE books SET author_id = CASE id WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 1 END");
    let query = || {
        let books = ModelDelegate::new(&world, &BOOK_MODEL).find_many();
        books.where_(book::title().ne("x")).order_by(book::author().name().asc().nulls_last())
    };

    assert_eq!(forwards(query, 1), [2, 1, 3, 4]);
    assert_eq!(backwards(query, 3), [2, 1, 3, 4]);
    let of_zoe = || query().where_(book::author().is(author::name().eq("Zoe")));
    assert_eq!(forwards(of_zoe, 1), [1, 3]);
}

/// How SQLite reads the page after the first one, and the page before the last one.
fn plans<'a>(query: impl Fn() -> Query<'a>) -> [String; 2] {
    let after = query().after(None).run().unwrap().after;
    let before = query().before(None).run().unwrap().before;
    [query().after(after).explain(), query().before(before).explain()].map(|plan| plan.unwrap().to_string())
}

#[test]
fn a_page_begins_where_its_cursor_is_and_reads_nothing_before_it() {
    let world = World::new(cs::bootstrap);
    fill(&world, &[("a", Some(1)), ("b", Some(2)), ("b", None), ("c", Some(3))]);
    world.execute(
        "CREATE INDEX titles ON books (title); CREATE INDEX prices ON books (price COLLATE larder_decimal)",
    );
    let books = ModelDelegate::new(&world, &BOOK_MODEL);
    let by_title = || books.find_many().order_by(book::title().asc()).limit(2);
    let by_id = || books.find_many().order_by(book::id().desc()).limit(2);

    let [after, before] = plans(by_title);
    assert_eq!(after, "`--SEARCH books USING INDEX titles (title>?)\n");
    assert_eq!(before, "`--SEARCH books USING INDEX titles (title<?)\n");
    let [after, before] = plans(by_id);
    assert_eq!(after, "`--SEARCH books USING INTEGER PRIMARY KEY (rowid<?)\n");
    assert_eq!(before, "`--SEARCH books USING INTEGER PRIMARY KEY (rowid>?)\n");
}

#[test]
fn a_cursor_of_another_query_is_refused() {
    let world = World::new(cs::bootstrap);
    fill(&world, &[("a", Some(1)), ("b", Some(2)), ("c", None)]);
    let all = ModelDelegate::new(&world, &BOOK_MODEL);
    let by_title = || all.find_many().order_by(book::title().asc()).limit(1);
    let cursor = by_title().after(None).run().unwrap().after.unwrap();

    let told = |query: Query<'_>, cursor: &Cursor| match query.after(cursor.clone()).run() {
        Err(RusqliteError::Validation { subject, rule }) => format!("{subject}: {rule}"),
        other => panic!("{other:?}"),
    };
    let refused = "Book.keyset: the cursor is not one of this query";
    assert_eq!(told(all.find_many().order_by(book::title().desc()).limit(1), &cursor), refused);
    assert_eq!(told(by_title().where_(book::id().gt(0)), &cursor), refused);
    assert_eq!(told(by_title(), &"no cursor".parse().unwrap()), refused);
    let cheap = |price: i64| by_title().where_(book::price().lt(Decimal::from(price)));
    let cheap_cursor = cheap(9).after(None).run().unwrap().after.unwrap();
    assert_eq!(told(cheap(8), &cheap_cursor), refused);
    assert_eq!(
        told(by_title().offset(1), &cursor),
        "Book.keyset: takes its place from the cursor; the query must have no offset"
    );
    assert_eq!(told(by_title().limit(1001), &cursor), "Book.keyset: the limit must be from 1 to 1000");
    assert_eq!(
        told(all.find_many().search("a"), &cursor),
        "Book.keyset: a search needs an order of its own; its ranks change with every write"
    );
    assert!(!format!("{cursor:?}").contains(&cursor.to_string()));
}

#[test]
fn no_rows_are_one_page() {
    let world = World::new(cs::bootstrap);

    let page = ModelDelegate::new(&world, &BOOK_MODEL).find_many().after(None).run().unwrap();

    assert_eq!((page.items.len(), page.before, page.after), (0, None, None));
}

fn orders() -> impl Strategy<Value = Vec<(u8, bool, u8)>> {
    vec((0..3_u8, any::<bool>(), 0..3_u8), 0..3)
}

fn order((field, descends, nulls): (u8, bool, u8)) -> OrderBy<Book> {
    let order = match (field, descends) {
        (0, false) => book::price().asc(),
        (0, true) => book::price().desc(),
        (1, false) => book::title().asc(),
        (1, true) => book::title().desc(),
        (_, false) => book::author().name().asc(),
        (_, true) => book::author().name().desc(),
    };
    match nulls {
        0 => order,
        1 => order.nulls_first(),
        _ => order.nulls_last(),
    }
}

proptest! {
    #[test]
    fn all_pages_together_are_the_whole_query(
        rows in vec((prop::sample::select(&["a", "b", "c"][..]), option::of(0..4_i64)), 0..12),
        steps in orders(),
        limit in 1..5_u64,
    ) {
        let runtime = RusqliteRuntime::open_in_memory().unwrap();
        cs::bootstrap(&runtime).unwrap();
        let input = CreateAuthorInput { id: 1, name: "Ada".to_owned(), born: None, mentor_id: None };
        ModelDelegate::new(&runtime, &AUTHOR_MODEL).create(input).run().unwrap();
        fill(&runtime, &rows);
        runtime.with_connection(|c| Ok(c.execute_batch("UPDATE books SET author_id = 1 WHERE id % 3 = 0")?)).unwrap();
        let query = || {
            let books = ModelDelegate::new(&runtime, &BOOK_MODEL).find_many();
            steps.iter().fold(books, |books, step| books.order_by(order(*step)))
        };

        let whole = ids(&query().order_by(book::id().asc()).run().unwrap());

        prop_assert_eq!(forwards(query, limit), whole.clone());
        prop_assert_eq!(backwards(query, limit), whole);
    }
}
