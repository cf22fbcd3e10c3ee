//! Filters and orders that reach other rows: one statement, whatever the path.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{FilterExpr, ModelDelegate, OrderBy, rust_decimal::Decimal};

mod schema {
    larder::include_embedded_schema!("tests/schemas/library.cstack");
}
use schema::cratestack_schema::{
    self as cs, AUTHOR_MODEL, Author, BOOK_MODEL, BOOK_TAG_MODEL, Book, TAG_MODEL, Tag, UpdateBookInput,
    author, book, book_tag, profile, review, tag, tag_note,
};
use world::World;

/// Ada taught Bob, who taught Cy and Dee; Dee is gone. `Gone` is a deleted book, `Orphan` has no author.
fn world() -> World {
    let world = World::new(cs::bootstrap);
    world.execute(
        "INSERT INTO authors (id, name, born, mentor_id, deleted_at) VALUES
            (1, 'Ada', 1815, NULL, NULL), (2, 'Bob', NULL, 1, NULL), (3, 'Cy', 1900, 2, NULL),
            (4, 'Dee', 1950, 2, '2024-01-01T00:00:00.000000Z'), (5, 'Eve', 1990, 4, NULL);
         INSERT INTO profiles VALUES (1, 1, 'onward'), (2, 3, 'upward');
         INSERT INTO books (id, title, price, author_id, deleted_at) VALUES
            (1, 'Engines', '9', 1, NULL), (2, 'Notes', '10.50', 1, NULL), (3, 'Letters', NULL, 2, NULL),
            (4, 'Gone', '1', 3, '2024-01-01T00:00:00.000000Z'), (5, 'Orphan', '2', NULL, NULL), (6, 'Lost', '3', 4, NULL);
         INSERT INTO reviews VALUES (1, 1, 5, 'good'), (2, 1, 1, NULL), (3, 2, 5, 'fine'), (4, 4, 5, 'x'), (5, 6, 2, 'y');
         INSERT INTO tags VALUES (1, 'math'), (2, 'prose'), (3, 'unused');
         INSERT INTO book_tags VALUES (1, 1), (2, 1), (2, 2), (4, 2);
         INSERT INTO tag_notes VALUES (1, 2, 2, 'why'), (2, 1, 1, 'of course');",
    );
    world
}

fn books(world: &World, filter: FilterExpr<Book>) -> Vec<String> {
    let found = ModelDelegate::new(world, &BOOK_MODEL).find_many().where_(filter).order_by(book::id().asc());
    found.run().unwrap().into_iter().map(|book| book.title).collect()
}

fn authors(world: &World, filter: FilterExpr<Author>) -> Vec<String> {
    let found =
        ModelDelegate::new(world, &AUTHOR_MODEL).find_many().where_(filter).order_by(author::id().asc());
    found.run().unwrap().into_iter().map(|author| author.name).collect()
}

fn none() -> [&'static str; 0] {
    []
}

#[test]
fn a_filter_reaches_the_one_related_row_over_any_number_of_steps() {
    let world = world();

    assert_eq!(books(&world, book::author().name().eq("Ada")), ["Engines", "Notes"]);
    assert_eq!(books(&world, book::author().born().is_null()), ["Letters", "Orphan", "Lost"]);
    assert_eq!(books(&world, book::author().mentor().name().eq("Ada")), ["Letters"]);
    assert_eq!(books(&world, book::author().profile().motto().contains("ward")), ["Engines", "Notes"]);
    assert_eq!(
        books(&world, book::author().is(author::name().eq("Bob").or(author::born().lt(1850)))),
        ["Engines", "Notes", "Letters"]
    );
    assert_eq!(authors(&world, author::mentor().mentor().mentor().name().eq("Ada")), none());
    assert_eq!(authors(&world, author::mentor().mentor().name().starts_with("A")), ["Cy"]);
    assert_eq!(authors(&world, author::profile().motto().eq("upward")), ["Cy"]);
}

#[test]
fn a_related_row_that_is_not_there_holds_nothing_and_not_is_the_complement() {
    let world = world();
    let every: Vec<String> = books(&world, FilterExpr::all([]));

    for filter in [
        book::author().name().eq("Ada"),
        book::author().name().ne("Ada"),
        book::author().born().gt(1000),
        book::author().name().in_(["Ada", "Bob"]),
        book::author().mentor().name().contains_ignore_case("a"),
        book::author().is(author::name().eq("Ada").not()),
        book::reviews().some(review::stars().eq(5)),
        book::reviews().every(review::text().is_not_null()),
    ] {
        let mut both = books(&world, filter.clone());
        both.extend(books(&world, filter.clone().not()));
        both.sort();
        let mut all = every.clone();
        all.sort();
        assert_eq!(both, all, "{filter:?}");
    }
    assert_eq!(books(&world, book::author().name().ne("Ada")), ["Letters", "Orphan", "Lost"]);
}

#[test]
fn some_every_and_none_ask_of_the_many_related_rows() {
    let world = world();

    assert_eq!(books(&world, book::reviews().some(review::stars().eq(5))), ["Engines", "Notes"]);
    assert_eq!(books(&world, book::reviews().every(review::stars().eq(5))), ["Notes", "Letters", "Orphan"]);
    assert_eq!(books(&world, book::reviews().none(review::stars().lt(3))), ["Notes", "Letters", "Orphan"]);
    assert_eq!(books(&world, book::reviews().none(FilterExpr::all([]))), ["Letters", "Orphan"]);
    // Nothing is less than three, so that not every text is known to be good.
    assert_eq!(books(&world, book::reviews().every(review::text().eq("good"))), ["Letters", "Orphan"]);
    assert_eq!(authors(&world, author::books().some(book::reviews().some(review::stars().eq(1)))), ["Ada"]);
    assert_eq!(authors(&world, author::books().some(book::author().name().eq("Bob"))), ["Bob"]);
}

#[test]
fn a_model_is_related_to_itself() {
    let world = world();

    assert_eq!(authors(&world, author::students().some(author::name().eq("Cy"))), ["Bob"]);
    assert_eq!(authors(&world, author::mentor().name().eq("Ada")), ["Bob"]);
    let grandmother = author::students().some(author::students().some(author::name().eq("Cy")));
    assert_eq!(authors(&world, grandmother), ["Ada"]);
    assert_eq!(authors(&world, author::mentor().students().some(author::name().eq("Bob"))), ["Bob"]);
}

#[test]
fn many_to_many_goes_through_its_join_model() {
    let world = world();
    let tagged = |word: &str| book::tags().some(book_tag::tag().word().eq(word));

    assert_eq!(books(&world, tagged("math")), ["Engines", "Notes"]);
    assert_eq!(books(&world, tagged("math").and(tagged("prose"))), ["Notes"]);
    let tags = ModelDelegate::new(&world, &TAG_MODEL);
    let words = |found: Vec<Tag>| found.into_iter().map(|tag| tag.word).collect::<Vec<_>>();
    let of_ada = tag::books().some(book_tag::book().author().name().eq("Ada"));
    assert_eq!(
        words(tags.find_many().where_(of_ada).order_by(tag::id().asc()).run().unwrap()),
        ["math", "prose"]
    );
    let noted = ModelDelegate::new(&world, &BOOK_TAG_MODEL)
        .find_many()
        .where_(book_tag::notes().some(tag_note::text().eq("why")))
        .run()
        .unwrap();
    assert_eq!(noted.iter().map(|pair| (pair.book_id, pair.tag_id)).collect::<Vec<_>>(), [(2, 2)]);
}

#[test]
fn soft_deleted_rows_are_related_to_nobody() {
    let world = world();

    assert_eq!(books(&world, book::author().name().eq("Dee")), none());
    assert_eq!(books(&world, book::id().eq(6).and(book::author().is_none())), ["Lost"]);
    assert_eq!(authors(&world, author::books().some(book::title().eq("Gone"))), none());
    assert_eq!(authors(&world, author::mentor().name().eq("Dee")), none());
    let gone = ModelDelegate::new(&world, &BOOK_MODEL).find_many().only_deleted();
    let found = gone.where_(book::author().name().eq("Cy")).run().unwrap();
    assert_eq!(found.into_iter().map(|book| book.title).collect::<Vec<_>>(), ["Gone"]);
}

#[test]
fn an_order_follows_a_path() {
    let world = world();
    let ordered = |order: OrderBy<Book>| {
        let query =
            ModelDelegate::new(&world, &BOOK_MODEL).find_many().order_by(order).order_by(book::id().asc());
        query.run().unwrap().into_iter().map(|book| book.id).collect::<Vec<_>>()
    };

    assert_eq!(ordered(book::author().name().asc()), [5, 6, 1, 2, 3]);
    assert_eq!(ordered(book::author().name().desc()), [3, 1, 2, 5, 6]);
    assert_eq!(ordered(book::author().name().asc().nulls_last()), [1, 2, 3, 5, 6]);
    assert_eq!(ordered(book::author().mentor().name().desc()), [3, 1, 2, 5, 6]);
}

#[test]
fn decimals_of_related_rows_compare_by_value() {
    let world = world();
    let ten: Decimal = "10".parse().unwrap();

    assert_eq!(authors(&world, author::books().some(book::price().gt(ten))), ["Ada"]);
    assert_eq!(authors(&world, author::books().every(book::price().lte(ten))), ["Cy", "Eve"]);
    let reviews = ModelDelegate::new(&world, &cs::REVIEW_MODEL);
    let costly =
        reviews.find_many().where_(review::book().price().between("9.0".parse::<Decimal>().unwrap(), ten));
    assert_eq!(costly.run().unwrap().iter().map(|review| review.id).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn counts_pages_searches_and_writes_take_the_same_filters() {
    let world = world();
    let all = ModelDelegate::new(&world, &BOOK_MODEL);
    let of_ada = || book::author().name().eq("Ada");

    assert_eq!(all.count().where_(of_ada()).run().unwrap(), 2);
    assert!(all.exists().where_(of_ada()).run().unwrap());
    let page =
        all.find_many().where_(of_ada()).order_by(book::author().name().asc()).order_by(book::title().asc());
    let page = page.paginate(larder::PageInput { limit: Some(1), offset: None }).run().unwrap();
    assert_eq!((page.total_count, page.items[0].title.as_str()), (2, "Engines"));
    let found = all.find_many().search("notes").where_(of_ada()).run().unwrap();
    assert_eq!(found.iter().map(|book| book.id).collect::<Vec<_>>(), [2]);

    let dear = UpdateBookInput::builder().price("99".parse::<Decimal>().unwrap()).build();
    assert_eq!(all.update_many().where_(of_ada()).set(dear).run().unwrap(), 2);
    assert_eq!(world.number("SELECT count(*) FROM books WHERE price = '99'"), 2);
    assert_eq!(
        all.delete_many().where_(of_ada().and(book::reviews().some(review::stars().eq(1)))).run().unwrap(),
        1
    );
    assert_eq!(books(&world, FilterExpr::all([])), ["Notes", "Letters", "Orphan", "Lost"]);
    let pairs = ModelDelegate::new(&world, &BOOK_TAG_MODEL);
    world.execute("DELETE FROM tag_notes");
    assert_eq!(pairs.delete_many().where_(book_tag::tag().word().eq("prose")).run().unwrap(), 2);
    assert_eq!(world.number("SELECT count(*) FROM book_tags"), 2);
}

#[test]
fn one_statement_joins_a_path_once() {
    let world = world();
    let query = ModelDelegate::new(&world, &BOOK_MODEL)
        .find_many()
        .where_(book::author().name().eq("Ada").and(book::author().born().gt(1800)))
        .where_(book::author().mentor().is_none())
        .order_by(book::author().name().asc());

    let sql = query.preview_sql().unwrap();

    assert_eq!(sql.matches("JOIN").count(), 2, "{sql}");
    assert_eq!(query.run().unwrap().len(), 2);
    let plain =
        ModelDelegate::new(&world, &BOOK_MODEL).find_many().where_(book::id().eq(1)).preview_sql().unwrap();
    assert!(!plain.contains(" AS "), "{plain}");
}

#[test]
fn a_shape_is_shown_without_values() {
    let filter = book::author().name().eq("planted").and(book::reviews().some(review::text().eq("planted")));

    assert_eq!(format!("{filter:?}"), "All([Equal(author.name), Some(reviews, Equal(text))])");
    assert_eq!(
        format!("{:?}", book::author().profile().motto().asc()),
        "Ascending(author.profile.motto, nulls Natural)"
    );
    assert_eq!(format!("{:?}", profile::author().books()), r#"["author", "books"]"#);
}

#[test]
fn a_filter_that_nests_too_deep_is_refused_by_a_rule() {
    let world = world();
    let authors = ModelDelegate::new(&world, &AUTHOR_MODEL);
    let negated = |times| (0..times).fold(author::id().eq(1), |filter, _| filter.not());
    let related = |times| (0..times).fold(author::id().eq(1), |filter, _| author::students().some(filter));

    assert_eq!(authors.count().where_(negated(98)).run().unwrap(), 1);
    assert_eq!(authors.count().where_(related(10)).run().unwrap(), 0);
    for filter in [negated(100), negated(1_500), related(200)] {
        let refused = authors.count().where_(filter).run();
        assert_eq!(refused.unwrap_err().to_string(), "Author.filter: nests deeper than 100 levels");
    }
    // A list of conditions does not nest, however long it is.
    let listed = (0..2_000).fold(author::id().eq(1), |filter, id| filter.or(author::id().eq(id)));
    assert_eq!(authors.count().where_(listed).run().unwrap(), 4);
}
