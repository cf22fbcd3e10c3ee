//! Groups: what makes one, which are kept, in which order they come.

use larder::{ModelDelegate, RusqliteError, count};

use crate::{
    all_notes, dec,
    notes::cratestack_schema::{Priority, Shade, note, scalars},
    priced, rows, shop, world,
    world::World,
};

#[test]
fn groups_have_the_values_of_their_field() {
    let world = world();
    shop(&world);

    let groups = all_notes(&world)
        .aggregate()
        .select((count(), note::price().sum(), note::price().avg()))
        .group_by(note::priority())
        .order_by(note::price().sum().desc())
        .run()
        .unwrap();

    assert_eq!(
        groups,
        [
            (Priority::NORMAL, (2, dec("100"), Some(dec("100")))),
            (Priority::LOW, (2, dec("19.50"), Some(dec("9.75")))),
            (Priority::HIGH, (1, dec("0"), None)),
        ]
    );
}

#[test]
fn a_group_is_made_of_up_to_three_fields() {
    let world = world();
    shop(&world);
    let grouped = || all_notes(&world).aggregate().count();

    let two = grouped()
        .group_by((note::priority(), note::order()))
        .order_by(note::order().desc())
        .order_by(note::priority().asc());
    assert_eq!(
        two.run().unwrap(),
        [
            ((Priority::NORMAL, 3), 1),
            ((Priority::LOW, 2), 1),
            ((Priority::HIGH, 1), 1),
            ((Priority::LOW, 1), 1),
            ((Priority::NORMAL, 1), 1)
        ]
    );
    let three = grouped().group_by((note::shade(), note::pinned(), note::owner())).having(count().eq(5));
    assert_eq!(three.run().unwrap(), [((Shade::LIGHT, false, None), 5)]);
}

#[test]
fn rows_without_a_value_are_a_group_and_equal_decimals_are_one() {
    let world = world();
    let prices = [Some("1.5"), None, Some("1.50"), Some("10"), None, Some("9")];
    priced(&world, &prices.map(|price| ("p", 1, Priority::LOW, price)));
    let groups = || all_notes(&world).aggregate().count().group_by(note::price());

    let ascending = groups().order_by(note::price().asc()).run().unwrap();
    let last = groups().order_by(note::price().asc().nulls_last()).run().unwrap();

    let expected = [(None, 2), (Some(dec("1.5")), 2), (Some(dec("9")), 1), (Some(dec("10")), 1)];
    assert_eq!(ascending, expected);
    assert_eq!(last[..3], expected[1..]);
    assert_eq!(last[3], expected[0]);
}

#[test]
fn having_compares_by_value() {
    let world = world();
    shop(&world);
    let kept = |condition| -> Vec<Priority> {
        let groups = all_notes(&world).aggregate().count().group_by(note::priority()).having(condition);
        groups
            .order_by(count().desc())
            .order_by(note::priority().asc())
            .run()
            .unwrap()
            .into_iter()
            .map(|(of, _)| of)
            .collect()
    };
    use Priority::{HIGH, LOW, NORMAL};

    assert_eq!(kept(note::price().sum().gt(dec("9"))), [LOW, NORMAL]);
    assert_eq!(kept(note::price().sum().eq(dec("19.5"))), [LOW]);
    assert_eq!(kept(note::price().max().lt(dec("11.0"))), [LOW]);
    assert_eq!(kept(note::price().max().lt(dec("11.0")).not()), [NORMAL, HIGH]);
    assert_eq!(kept(!note::price().avg().between(dec("9.75"), dec("99"))), [NORMAL, HIGH]);
    assert_eq!(kept(note::price().min().eq(None)), [HIGH]);
    assert_eq!(kept(note::price().min().ne(dec("9.500"))), [NORMAL, HIGH]);
    assert_eq!(kept(count().gte(2).and(note::order().sum().lte(3))), [LOW]);
    assert_eq!(kept(count().lt(2).or(note::title().min().eq("c"))), [NORMAL, HIGH]);
    assert_eq!(kept(note::order().avg().gt(1.5)), [NORMAL]);
}

#[test]
fn groups_are_ordered_limited_and_passed_over() {
    let world = world();
    shop(&world);
    let groups = || all_notes(&world).aggregate().count().group_by(note::priority());
    let names = |found: Vec<(Priority, i64)>| found.into_iter().map(|(of, _)| of).collect::<Vec<_>>();
    use Priority::{HIGH, LOW, NORMAL};

    let by_price = || groups().order_by(note::price().max().asc());
    assert_eq!(names(by_price().run().unwrap()), [HIGH, LOW, NORMAL]);
    assert_eq!(names(by_price().limit(1).offset(1).run().unwrap()), [LOW]);
    assert_eq!(names(by_price().offset(2).run().unwrap()), [NORMAL]);
    assert_eq!(
        names(groups().order_by(note::price().max().asc().nulls_last()).run().unwrap()),
        [LOW, NORMAL, HIGH]
    );
    assert_eq!(
        names(groups().order_by(note::price().max().desc().nulls_first()).limit(2).run().unwrap()),
        [HIGH, NORMAL]
    );
    assert!(matches!(by_price().limit(u64::MAX).run(), Err(RusqliteError::Validation { .. })));
}

#[test]
fn a_grouped_query_is_one_statement_with_every_value_bound() {
    let world = world();

    let query = all_notes(&world)
        .aggregate()
        .where_(note::title().ne("x"))
        .select((count(), note::price().avg()))
        .group_by((note::notebook_id(), note::order()))
        .having(note::price().min().gt(dec("1")))
        .having(count().gt(2).not())
        .order_by(note::price().sum().desc().nulls_last())
        .order_by(note::order().asc())
        .limit(3);

    assert_eq!(
        query.preview_sql().unwrap(),
        "SELECT \"notebook_id\", \"order\", count(*), larder_avg_decimal(\"price\" COLLATE larder_decimal, 1) FROM \"notes\" \
         WHERE \"deleted_at\" IS NULL AND \"title\" <> ? GROUP BY \"notebook_id\", \"order\" \
         HAVING (min(\"price\" COLLATE larder_decimal) COLLATE larder_decimal > ? AND (count(*) > ?) IS NOT TRUE) \
         ORDER BY larder_sum_decimal(\"price\" COLLATE larder_decimal, 1) COLLATE larder_decimal DESC NULLS LAST, \"order\" LIMIT ?"
    );
    assert_eq!(query.run().unwrap(), []);
}

#[test]
fn what_cannot_be_asked_is_refused_before_it_runs() {
    let world = world();
    let groups = || rows(&world).aggregate().count().group_by(scalars::text());

    let other_field = groups().order_by(scalars::int().asc()).run();
    assert!(
        matches!(&other_field, Err(RusqliteError::Validation { subject, .. }) if subject == "Scalars.int"),
        "{other_field:?}"
    );
    let nan = groups().having(scalars::float().sum().lt(f64::NAN)).preview_sql();
    assert!(matches!(nan, Err(RusqliteError::InvalidValue { field: "float", .. })), "{nan:?}");
}

mod library {
    larder::include_embedded_schema!("tests/schemas/library.cstack");
}

/// Ada wrote two books, Bob one, Dee is gone, and one has no author.
fn books() -> World {
    let world = World::new(library::cratestack_schema::bootstrap);
    world.execute(
        "INSERT INTO authors (id, name, born, mentor_id, deleted_at) VALUES
            (1, 'Ada', 1815, NULL, NULL), (2, 'Bob', NULL, 1, NULL), (4, 'Dee', 1950, 2, '2024-01-01T00:00:00.000000Z');
         INSERT INTO books (id, title, price, author_id) VALUES
            (1, 'Engines', '9', 1), (2, 'Notes', '10.50', 1), (3, 'Letters', NULL, 2), (5, 'Orphan', '2', NULL), (6, 'Lost', '3', 4);
         INSERT INTO reviews VALUES (1, 1, 5, 'good'), (2, 1, 1, NULL), (3, 2, 5, 'fine');",
    );
    world
}

#[test]
fn rows_are_grouped_by_a_field_of_the_related_row_or_by_its_absence() {
    use library::cratestack_schema::{BOOK_MODEL, book};
    let world = books();
    let name = || book::author().name().optional();
    let asked = || ModelDelegate::new(&world, &BOOK_MODEL).aggregate();
    let totals = || asked().select((count(), book::price().sum()));

    let by_author = totals().group_by(name()).order_by(name().asc()).run().unwrap();
    let by_mentor = asked()
        .where_(book::author().is_some())
        .select((count(), book::price().sum()))
        .group_by((book::author().mentor().name().optional(), book::author().id().optional()))
        .order_by(book::author().mentor().name().optional().asc());

    let named = |name: &str| Some(name.to_owned());
    assert_eq!(
        by_author,
        [(None, (2, dec("5"))), (named("Ada"), (2, dec("19.50"))), (named("Bob"), (1, dec("0")))]
    );
    assert_eq!(
        by_mentor.run().unwrap(),
        [((None, Some(1)), (2, dec("19.50"))), ((named("Ada"), Some(2)), (1, dec("0")))]
    );
    let required = totals().group_by(book::author().name()).run();
    assert!(
        matches!(&required, Err(RusqliteError::Validation { subject, .. }) if subject == "Book.author.name"),
        "{required:?}"
    );
}

#[test]
fn what_is_computed_can_be_of_the_related_row_and_so_can_its_error() {
    use library::cratestack_schema::{BOOK_MODEL, REVIEW_MODEL, book, review};
    let world = books();
    let reviews = || ModelDelegate::new(&world, &REVIEW_MODEL).aggregate();
    let fives = review::stars().eq(5);

    let found = reviews().where_(fives.clone()).select((
        count(),
        review::book().price().sum(),
        review::book().author().name().max(),
    ));
    assert_eq!(found.run().unwrap(), (2, dec("19.50"), Some("Ada".to_owned())));
    let read = ModelDelegate::new(&world, &BOOK_MODEL).aggregate().where_(book::reviews().some(fives));
    let authors = read.count().group_by(book::author_id()).having(book::author().born().min().eq(1815));
    assert_eq!(authors.run().unwrap(), [(Some(1), 2)]);

    world.execute("UPDATE books SET price = 'nine' WHERE id = 1");
    let unreadable = reviews().select((count(), review::book().price().avg())).run();
    assert!(
        matches!(unreadable, Err(RusqliteError::Unreadable { model: "Book", field: "price", .. })),
        "{unreadable:?}"
    );
    let greatest = reviews().max(review::book().price()).run();
    assert!(
        matches!(greatest, Err(RusqliteError::Unreadable { model: "Book", field: "price", .. })),
        "{greatest:?}"
    );
}
