//! Related rows that come along with the rows of a query: typed, one statement for each include, of one state.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    FilterExpr, ModelDelegate, PageInput, RusqliteError, SnippetOptions, rusqlite::StatementStatus,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/library.cstack");
}
use schema::cratestack_schema::{
    self as cs, AUTHOR_MODEL, Author, BOOK_MODEL, BOOK_TAG_MODEL, Book, CreateBookInput, Review, TAG_MODEL,
    author, book, book_tag, review, tag, tag_note,
};
use world::World;

/// Ada taught Bob, who taught Cy and Dee; Dee is gone. `Gone` is a deleted book, `Orphan` has no author.
fn world() -> World {
    let world = World::of_one_connection(cs::bootstrap);
    world.execute(
        "INSERT INTO authors (id, name, born, mentor_id, deleted_at) VALUES
            (1, 'Ada', 1815, NULL, NULL), (2, 'Bob', NULL, 1, NULL), (3, 'Cy', 1900, 2, NULL),
            (4, 'Dee', 1950, 2, '2024-01-01T00:00:00.000000Z'), (5, 'Eve', 1990, 4, NULL);
         INSERT INTO profiles VALUES (1, 1, 'onward'), (2, 3, 'upward');
         INSERT INTO books (id, title, price, author_id, deleted_at) VALUES
            (1, 'Engines', '9', 1, NULL), (2, 'Notes', '10.50', 1, NULL), (3, 'Letters', NULL, 2, NULL),
            (4, 'Gone', '1', 3, '2024-01-01T00:00:00.000000Z'), (5, 'Orphan', '2', NULL, NULL), (6, 'Lost', '3', 4, NULL);
         INSERT INTO reviews VALUES (1, 1, 5, 'good'), (2, 1, 1, NULL), (3, 2, 5, 'fine'), (4, 4, 5, 'x'), (5, 6, 2, 'y'),
            (6, 1, 3, 'so so');
         INSERT INTO tags VALUES (1, 'math'), (2, 'prose'), (3, 'unused');
         INSERT INTO book_tags VALUES (1, 1), (2, 1), (2, 2), (4, 2);
         INSERT INTO tag_notes VALUES (1, 2, 2, 'why'), (2, 1, 1, 'of course'), (3, 2, 2, 'because');",
    );
    world
}

/// How often each of these statements, which stand on lines of their own, has run.
fn runs(world: &World, statements: &str) -> Vec<i32> {
    let run = |statement: &str| {
        let text = statement.trim_end_matches(';');
        world.with_connection(|c| Ok(c.prepare_cached(text)?.get_status(StatementStatus::Run))).unwrap()
    };
    statements.lines().map(run).collect()
}

fn titles(books: &[Book]) -> Vec<&str> {
    books.iter().map(|book| book.title.as_str()).collect()
}

fn stars(reviews: &[Review]) -> Vec<i64> {
    reviews.iter().map(|review| review.stars).collect()
}

#[test]
fn a_row_comes_with_the_one_row_that_it_is_related_to() {
    let world = world();
    let books = ModelDelegate::new(&world, &BOOK_MODEL);

    let found =
        books.find_many().include(book::author().as_include()).order_by(book::id().asc()).run().unwrap();

    let found: Vec<_> = found
        .iter()
        .map(|(book, author)| (book.title.as_str(), author.as_ref().map(|author| author.name.as_str())))
        .collect();
    // Dee is soft-deleted: she is nobody's author.
    assert_eq!(
        found,
        [
            ("Engines", Some("Ada")),
            ("Notes", Some("Ada")),
            ("Letters", Some("Bob")),
            ("Orphan", None),
            ("Lost", None)
        ]
    );
}

#[test]
fn a_row_comes_with_the_many_rows_that_it_is_related_to() {
    let world = world();
    let authors = ModelDelegate::new(&world, &AUTHOR_MODEL);
    let dearest_first = author::books().as_include().order_by(book::price().desc());

    let found: Vec<(Author, Vec<Book>)> =
        authors.find_many().include(dearest_first).order_by(author::id().asc()).run().unwrap();

    let found: Vec<_> = found.iter().map(|(author, books)| (author.name.as_str(), titles(books))).collect();
    assert_eq!(
        found,
        [("Ada", vec!["Notes", "Engines"]), ("Bob", vec!["Letters"]), ("Cy", vec![]), ("Eve", vec![])]
    );
}

#[test]
fn filter_order_limit_and_offset_are_those_of_each_row() {
    let world = world();
    let books = ModelDelegate::new(&world, &BOOK_MODEL);
    let of_each = |include| {
        let found = books.find_many().include(include).order_by(book::id().asc()).limit(2).run().unwrap();
        found.iter().map(|(_, reviews): &(Book, Vec<Review>)| stars(reviews)).collect::<Vec<_>>()
    };
    let reviews = || book::reviews().as_include().order_by(review::stars().asc());

    assert_eq!(of_each(reviews()), [vec![1, 3, 5], vec![5]]);
    assert_eq!(of_each(reviews().limit(2)), [vec![1, 3], vec![5]]);
    assert_eq!(of_each(reviews().offset(1)), [vec![3, 5], vec![]]);
    assert_eq!(of_each(reviews().offset(1).limit(1)), [vec![3], vec![]]);
    assert_eq!(of_each(reviews().limit(0)), [vec![0; 0], vec![]]);
    assert_eq!(of_each(reviews().where_(review::text().is_not_null())), [vec![3, 5], vec![5]]);
    let by_author = reviews().where_(review::book().author().name().eq("Ada")).limit(1);
    assert_eq!(of_each(by_author), [vec![1], vec![5]]);
    assert_eq!(of_each(reviews().order_by(review::book().title().desc()).limit(9)), [vec![1, 3, 5], vec![5]]);
}

#[test]
fn includes_nest_and_each_is_one_statement() {
    let world = world();
    let authors = ModelDelegate::new(&world, &AUTHOR_MODEL);
    let with_all = || {
        let tags = book::tags().as_include().include(book_tag::tag().as_include());
        let reviews = book::reviews().as_include().order_by(review::stars().desc()).limit(1);
        let books = author::books().as_include().include(reviews).include(tags).order_by(book::id().asc());
        authors
            .find_many()
            .include(books)
            .include(author::mentor().as_include().include(author::profile().as_include()))
            .order_by(author::id().asc())
    };

    let found = with_all().run().unwrap();

    assert_eq!(runs(&world, &with_all().preview_sql().unwrap()), [1; 7]);
    let (ada, books, mentor) = &found[0];
    assert_eq!((ada.name.as_str(), mentor), ("Ada", &None));
    let shown: Vec<_> = books
        .iter()
        .map(|(book, reviews, tags)| {
            let words: Vec<_> =
                tags.iter().map(|(_, tag)| tag.as_ref().map_or("", |tag| tag.word.as_str())).collect();
            (book.title.as_str(), stars(reviews), words)
        })
        .collect();
    assert_eq!(shown, [("Engines", vec![5], vec!["math"]), ("Notes", vec![5], vec!["math", "prose"])]);
    let (bob, _, mentor) = &found[1];
    let (mentor, profile) = mentor.as_ref().unwrap();
    assert_eq!((bob.name.as_str(), mentor.name.as_str()), ("Bob", "Ada"));
    assert_eq!(profile.as_ref().unwrap().motto, "onward");

    for id in 100..400 {
        world.execute(&format!(
            "INSERT INTO authors (id, name) VALUES ({id}, 'a'); INSERT INTO books (id, title, author_id) VALUES ({id}, 'b', {id})"
        ));
    }
    assert_eq!(with_all().run().unwrap().len(), 304);
    assert_eq!(runs(&world, &with_all().preview_sql().unwrap()), [2; 7]);
}

#[test]
fn nothing_is_asked_about_no_rows_but_a_wrong_filter_is_told() {
    let world = world();
    let authors = ModelDelegate::new(&world, &AUTHOR_MODEL);
    let nobody = authors.find_many().where_(FilterExpr::any([]));
    let query = nobody.include(author::books().as_include().include(book::reviews().as_include()));
    let statements = query.preview_sql().unwrap();

    assert_eq!(query.run().unwrap(), []);

    assert_eq!(runs(&world, &statements), [1, 0, 0]);

    let wrong = author::books().as_include().include(book::reviews().as_include().limit(u64::MAX));
    let error = authors.find_many().where_(FilterExpr::any([])).include(wrong).run().unwrap_err();
    assert!(
        matches!(&error, RusqliteError::Validation { subject, .. } if subject == "Review.limit"),
        "{error}"
    );
}

#[test]
fn a_relation_to_its_own_model_over_several_columns_or_several_steps_is_included() {
    let world = world();
    let authors = ModelDelegate::new(&world, &AUTHOR_MODEL);

    let students = author::students().as_include().order_by(author::name().asc());
    let found = authors.find_many().include(students).order_by(author::id().asc()).run().unwrap();
    let names: Vec<Vec<_>> =
        found.iter().map(|(_, students)| students.iter().map(|student| &*student.name).collect()).collect();
    assert_eq!(names, [vec!["Bob"], vec!["Cy"], vec![], vec![]]);

    let grand = author::mentor().mentor().as_include();
    let found = authors.find_many().include(grand).order_by(author::id().asc()).run().unwrap();
    let names: Vec<_> = found.iter().map(|(_, grand)| grand.as_ref().map(|grand| &*grand.name)).collect();
    assert_eq!(names, [None, None, Some("Ada"), None]);

    let of_the_author = book::author().books().as_include().where_(book::id().ne(1));
    let one = ModelDelegate::new(&world, &BOOK_MODEL).find_unique(1).include(of_the_author).run().unwrap();
    assert_eq!(titles(&one.unwrap().1), ["Notes"]);

    let pairs = ModelDelegate::new(&world, &BOOK_TAG_MODEL);
    let notes = book_tag::notes().as_include().order_by(tag_note::id().asc());
    let found = pairs.find_many().include(notes).order_by(book_tag::book_id().asc());
    let found = found.order_by(book_tag::tag_id().asc()).run().unwrap();
    let texts: Vec<Vec<_>> =
        found.iter().map(|(_, notes)| notes.iter().map(|note| &*note.text).collect()).collect();
    assert_eq!(texts, [vec!["of course"], vec![], vec!["why", "because"], vec![]]);
    let notes = ModelDelegate::new(&world, &cs::TAG_NOTE_MODEL).find_many().order_by(tag_note::id().asc());
    let found = notes.include(tag_note::book_tag().as_include()).run().unwrap();
    let pairs: Vec<_> = found.iter().map(|(_, pair)| pair.as_ref().map(|p| (p.book_id, p.tag_id))).collect();
    assert_eq!(pairs, [Some((2, 2)), Some((1, 1)), Some((2, 2))]);
}

#[test]
fn every_verb_that_reads_rows_takes_includes() {
    let world = world();
    let books = ModelDelegate::new(&world, &BOOK_MODEL);
    let name = |author: &Option<Author>| author.as_ref().map(|author| author.name.clone());
    let ada = Some("Ada".to_owned());

    let (first, author) = books
        .find_first()
        .include(book::author().as_include())
        .order_by(book::title().asc())
        .run()
        .unwrap()
        .unwrap();
    assert_eq!((first.title.as_str(), name(&author)), ("Engines", ada.clone()));

    let one = books.find_unique(2).include(book::author().as_include()).run().unwrap().unwrap();
    assert_eq!((one.0.id, name(&one.1)), (2, ada.clone()));
    assert_eq!(books.find_unique(4).include(book::author().as_include()).run().unwrap(), None);

    let query = || books.find_many().include(book::author().as_include()).order_by(book::id().asc());
    let page = query().paginate(PageInput { limit: Some(2), offset: Some(1) }).run().unwrap();
    assert_eq!(page.total_count, 5);
    assert_eq!(
        page.items.iter().map(|(_, author)| name(author)).collect::<Vec<_>>(),
        [ada.clone(), Some("Bob".to_owned())]
    );

    let page = query().limit(2).after(None).run().unwrap();
    assert_eq!(
        page.items.iter().map(|(_, author)| name(author)).collect::<Vec<_>>(),
        [ada.clone(), ada.clone()]
    );
    let next = query().limit(2).after(page.after).run().unwrap();
    assert_eq!(
        next.items.iter().map(|(_, author)| name(author)).collect::<Vec<_>>(),
        [Some("Bob".to_owned()), None]
    );

    let marks = SnippetOptions { open: "<".to_owned(), close: ">".to_owned(), words: 4 };
    let found = query().search("engines").snippets(marks).run().unwrap();
    assert_eq!((found[0].snippet.as_str(), name(&found[0].item.1)), ("<Engines>", ada));
}

#[test]
fn includes_see_what_their_transaction_wrote() {
    let world = world();

    let found = world.transaction(|tx| {
        let books = ModelDelegate::new(tx, &BOOK_MODEL);
        books.create(CreateBookInput::builder().id(7).title("New").author_id(3).build()).run()?;
        let authors = ModelDelegate::new(tx, &AUTHOR_MODEL);
        authors.find_unique(3).include(author::books().as_include()).run()
    });

    assert_eq!(titles(&found.unwrap().unwrap().1), ["New"]);
}

#[test]
fn the_statements_of_includes_are_shown_and_explained() {
    let world = world();
    let tags = ModelDelegate::new(&world, &TAG_MODEL);
    let books = tag::books().as_include().limit(3).include(book_tag::book().as_include());
    let query = tags.find_many().where_(tag::word().eq("planted")).include(books);

    let sql = query.preview_sql().unwrap();

    let lines: Vec<_> = sql.lines().collect();
    assert_eq!(lines.len(), 3, "{sql}");
    assert_eq!(
        lines[2],
        "SELECT t1.\"id\", t1.\"title\", t1.\"price\", t1.\"author_id\", p1.rowid FROM rarray(?) AS p1 \
         CROSS JOIN \"books\" AS t1 ON t1.\"id\" = p1.value AND t1.\"deleted_at\" IS NULL"
    );
    assert!(lines[1].contains("row_number() OVER (PARTITION BY p1.rowid)"), "{sql}");
    let plan = query.explain().unwrap().to_string();
    let last = "|--SCAN p1 VIRTUAL TABLE INDEX 1:\n`--SEARCH t1 USING INTEGER PRIMARY KEY (rowid=?)";
    assert!(plan.trim_end().ends_with(last), "{plan}");
    assert_eq!(
        format!("{:?}", book::reviews().as_include().where_(review::text().eq("planted")))
            .matches("planted")
            .count(),
        0
    );
}

#[test]
fn eight_includes_stand_side_by_side() {
    let world = world();
    let of_rank = |stars: i64| book::reviews().as_include().where_(review::stars().eq(stars));

    let row = ModelDelegate::new(&world, &BOOK_MODEL)
        .find_unique(1)
        .include(of_rank(1))
        .include(of_rank(2))
        .include(of_rank(3))
        .include(of_rank(4))
        .include(of_rank(5))
        .include(book::author().as_include())
        .include(book::author().profile().as_include())
        .include(book::tags().as_include())
        .run()
        .unwrap();

    let (book, one, two, three, four, five, author, profile, tags) = row.unwrap();
    assert_eq!(book.title, "Engines");
    assert_eq!([one.len(), two.len(), three.len(), four.len(), five.len()], [1, 0, 1, 0, 1]);
    assert_eq!((author.unwrap().name.as_str(), profile.unwrap().motto.as_str()), ("Ada", "onward"));
    assert_eq!(tags.len(), 1);
}
