//! What is computed over rows: by the field's type, exactly or not at all, over all rows and group by group.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

#[path = "aggregates/groups.rs"]
mod groups;
mod world;

use larder::{
    Json, ModelDelegate, RusqliteError, ViewDelegate, ViewDelegateNoUnique,
    chrono::{DateTime, Utc},
    count,
    rust_decimal::Decimal,
    serde_json::json,
    uuid::Uuid,
};
use proptest::prelude::*;

mod notes {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
mod views {
    larder::include_embedded_schema!("tests/schemas/views.cstack");
}
mod search {
    larder::include_embedded_schema!("tests/schemas/search.cstack");
}
use notes::cratestack_schema::{
    self as cs, CreateNoteInput, CreateScalarsInput, NOTE_MODEL, Note, Priority, SCALARS_MODEL, Scalars,
    note, scalars,
};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn rows(world: &World) -> ModelDelegate<'_, Scalars, i64> {
    ModelDelegate::new(world, &SCALARS_MODEL)
}

fn all_notes(world: &World) -> ModelDelegate<'_, Note, Uuid> {
    ModelDelegate::new(world, &NOTE_MODEL)
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn plain() -> CreateScalarsInput {
    CreateScalarsInput::builder()
        .text("")
        .int(0)
        .big(0)
        .float(0.0)
        .flag(false)
        .at(DateTime::UNIX_EPOCH)
        .decimal(Decimal::ZERO)
        .json(Json(json!(null)))
        .bytes(Vec::new())
        .uuid(Uuid::nil())
        .cuid("abcdefghijklmnopqrstuvwx")
        .build()
}

/// Three rows of every type; the middle one is the least.
fn three_rows(world: &World) {
    let inputs = [
        CreateScalarsInput {
            text: "b".to_owned(),
            int: 2,
            big: i64::MAX,
            float: 0.5,
            at: at("2024-02-29T12:00:00Z"),
            decimal: dec("9"),
            bytes: vec![1, 2],
            uuid: Uuid::from_u128(2),
            maybe_text: Some("x".to_owned()),
            maybe_big: Some(4),
            ..plain()
        },
        CreateScalarsInput {
            text: "a".to_owned(),
            int: -3,
            big: i64::MIN,
            float: -0.25,
            at: at("2024-02-29T11:59:59.999999Z"),
            decimal: dec("-5.50"),
            bytes: vec![1],
            uuid: Uuid::from_u128(1),
            ..plain()
        },
        CreateScalarsInput {
            text: "ä".to_owned(),
            int: 5,
            big: 3,
            float: 1.0,
            at: at("2024-03-01T00:00:00Z"),
            decimal: dec("10"),
            bytes: vec![2],
            uuid: Uuid::from_u128(3),
            maybe_big: Some(1),
            ..plain()
        },
    ];
    rows(world).create_many(inputs.to_vec()).run().unwrap();
}

/// Notes with a title, an order, a priority and perhaps a price.
fn priced(world: &World, notes: &[(&str, i64, Priority, Option<&str>)]) {
    let inputs = notes.iter().map(|&(title, order, priority, price)| CreateNoteInput {
        price: price.map(dec),
        ..CreateNoteInput::builder().title(title).order(order).priority(priority).build()
    });
    all_notes(world).create_many(inputs.collect::<Vec<_>>()).run().unwrap();
}

fn shop(world: &World) {
    use Priority::{HIGH, LOW, NORMAL};
    priced(
        world,
        &[
            ("a", 1, LOW, Some("10")),
            ("b", 2, LOW, Some("9.50")),
            ("c", 1, NORMAL, Some("100")),
            ("d", 3, NORMAL, None),
            ("e", 1, HIGH, None),
        ],
    );
}

#[test]
fn a_sum_has_the_type_of_its_field() {
    let world = world();
    three_rows(&world);

    let int: i64 = rows(&world).aggregate().sum(scalars::int()).run().unwrap();
    let big: i64 = rows(&world).aggregate().sum(scalars::big()).run().unwrap();
    let float: f64 = rows(&world).aggregate().sum(scalars::float()).run().unwrap();
    let decimal: Decimal = rows(&world).aggregate().sum(scalars::decimal()).run().unwrap();

    assert_eq!((int, big), (4, 2));
    assert_eq!(float.to_bits(), 1.25_f64.to_bits());
    assert_eq!(decimal.to_string(), "13.50");
}

#[test]
fn an_average_is_a_float_of_numbers_and_a_decimal_of_decimals() {
    let world = world();
    three_rows(&world);

    let int: Option<f64> = rows(&world).aggregate().avg(scalars::int()).run().unwrap();
    let float: Option<f64> = rows(&world).aggregate().avg(scalars::float()).run().unwrap();
    let decimal: Option<Decimal> = rows(&world).aggregate().avg(scalars::decimal()).run().unwrap();
    rows(&world).create(CreateScalarsInput { decimal: dec("1"), ..plain() }).run().unwrap();
    rows(&world).create(CreateScalarsInput { decimal: dec("-0.50"), ..plain() }).run().unwrap();
    rows(&world).create(CreateScalarsInput { decimal: dec("6"), ..plain() }).run().unwrap();
    let sixth = rows(&world).aggregate().avg(scalars::decimal()).run().unwrap();

    assert_eq!(int.map(f64::to_bits), Some((4.0_f64 / 3.0).to_bits()));
    assert_eq!(float.map(f64::to_bits), Some((1.25_f64 / 3.0).to_bits()));
    assert_eq!(decimal.unwrap().to_string(), "4.50");
    assert_eq!(sixth.unwrap().to_string(), "3.3333333333333333333333333333");
}

#[test]
fn the_least_and_the_greatest_are_found_in_every_ordered_type() {
    let world = world();
    three_rows(&world);
    let all = || rows(&world).aggregate();

    let (text, int, big, float) = all()
        .select((scalars::text().min(), scalars::int().min(), scalars::big().min(), scalars::float().min()))
        .run()
        .unwrap();
    assert_eq!((text.as_deref(), int, big, float), (Some("a"), Some(-3), Some(i64::MIN), Some(-0.25)));
    let (text, int, big, float) = all()
        .select((scalars::text().max(), scalars::int().max(), scalars::big().max(), scalars::float().max()))
        .run()
        .unwrap();
    assert_eq!((text.as_deref(), int, big, float), (Some("ä"), Some(5), Some(i64::MAX), Some(1.0)));
    let least = all()
        .select((
            scalars::at().min(),
            scalars::decimal().min(),
            scalars::uuid().min(),
            scalars::bytes().min(),
        ))
        .run()
        .unwrap();
    assert_eq!(
        least,
        (
            Some(at("2024-02-29T11:59:59.999999Z")),
            Some(dec("-5.50")),
            Some(Uuid::from_u128(1)),
            Some(vec![1])
        )
    );
    assert_eq!(all().max(scalars::at()).run().unwrap(), Some(at("2024-03-01T00:00:00Z")));
    assert_eq!(all().max(scalars::decimal()).run().unwrap(), Some(dec("10")));
    assert_eq!(all().max(scalars::uuid()).run().unwrap(), Some(Uuid::from_u128(3)));
    assert_eq!(all().max(scalars::bytes()).run().unwrap(), Some(vec![2]));
    assert_eq!(all().min(scalars::decimal()).run().unwrap(), Some(dec("-5.50")));
}

#[test]
fn fields_that_hold_nothing_are_left_out() {
    let world = world();
    three_rows(&world);

    let values = rows(&world)
        .aggregate()
        .select((
            count(),
            scalars::maybe_big().sum(),
            scalars::maybe_big().avg(),
            scalars::maybe_big().min(),
            scalars::maybe_text().max(),
            scalars::maybe_at().min(),
        ))
        .run()
        .unwrap();

    assert_eq!(values, (3, 5, Some(2.5), Some(1), Some("x".to_owned()), None));
}

#[test]
fn over_no_rows_a_sum_is_zero_and_the_rest_is_none() {
    let world = world();
    let none = || rows(&world).aggregate();

    let sums = none()
        .select((count(), scalars::int().sum(), scalars::float().sum(), scalars::decimal().sum()))
        .run()
        .unwrap();
    let averages = none()
        .select((scalars::int().avg(), scalars::float().avg(), scalars::decimal().avg()))
        .run()
        .unwrap();
    let ends = none().select((scalars::text().min(), scalars::decimal().max())).run().unwrap();

    assert_eq!(sums, (0, 0, 0.0, Decimal::ZERO));
    assert_eq!(averages, (None, None, None));
    assert_eq!(ends, (None, None));
    assert_eq!(none().count().group_by(scalars::text()).run().unwrap(), []);
}

#[test]
fn a_sum_that_does_not_fit_is_an_error_with_its_field() {
    let world = world();
    let most = dec("79228162514264337593543950335");
    let large =
        CreateScalarsInput { int: i64::MAX, big: i64::MIN, float: f64::INFINITY, decimal: most, ..plain() };
    rows(&world).create(large.clone()).run().unwrap();
    let small = CreateScalarsInput {
        int: 1,
        big: -1,
        float: f64::NEG_INFINITY,
        decimal: dec("0.5"),
        text: "small".to_owned(),
        ..plain()
    };
    rows(&world).create(small).run().unwrap();
    let field = |outcome: Result<(), RusqliteError>| match outcome {
        Err(RusqliteError::SumOutOfRange { model: "Scalars", field }) => field,
        other => panic!("{other:?}"),
    };
    let all = || rows(&world).aggregate();

    assert_eq!(field(all().sum(scalars::int()).run().map(drop)), "int");
    assert_eq!(field(all().sum(scalars::big()).run().map(drop)), "big");
    assert_eq!(field(all().sum(scalars::float()).run().map(drop)), "float");
    assert_eq!(field(all().avg(scalars::float()).run().map(drop)), "float");
    assert_eq!(field(all().sum(scalars::decimal()).run().map(drop)), "decimal");
    let several = all().select((count(), scalars::text().max(), scalars::big().sum()));
    assert_eq!(field(several.run().map(drop)), "big");
    let hidden = all().count().group_by(scalars::flag()).having(scalars::decimal().sum().gt(Decimal::ONE));
    assert_eq!(field(hidden.run().map(drop)), "decimal");

    let groups = all().select((scalars::int().sum(), scalars::decimal().sum())).group_by(scalars::text());
    let ordered = groups.order_by(scalars::text().asc()).run().unwrap();
    assert_eq!(ordered, [(String::new(), (i64::MAX, most)), ("small".to_owned(), (1, dec("0.5")))]);
}

#[test]
fn a_sum_that_fits_is_found_whatever_the_rows_on_the_way() {
    let world = world();
    let most = dec("79228162514264337593543950335");
    for (int, decimal) in [(i64::MAX, most), (i64::MAX, most), (-i64::MAX, -most), (7, dec("7"))] {
        rows(&world).create(CreateScalarsInput { int, decimal, ..plain() }).run().unwrap();
    }
    let later = rows(&world).aggregate().where_(scalars::id().gt(1));

    let sums = later.select((scalars::int().sum(), scalars::decimal().sum())).run().unwrap();

    assert_eq!(sums, (7, dec("7")));
    let half = rows(&world).aggregate().where_(scalars::id().lte(2)).avg(scalars::decimal());
    assert_eq!(half.run().unwrap(), Some(most));
}

#[test]
fn several_aggregates_are_one_statement() {
    let world = world();
    shop(&world);

    let query = all_notes(&world).aggregate().where_(note::order().lt(3)).select((
        note::price().sum(),
        note::price().max(),
        count(),
    ));

    assert_eq!(
        query.preview_sql().unwrap(),
        "SELECT larder_sum_decimal(\"price\" COLLATE larder_decimal, 0), max(\"price\" COLLATE larder_decimal), count(*) FROM \"notes\" \
         WHERE \"deleted_at\" IS NULL AND \"order\" < ?"
    );
    assert_eq!(query.run().unwrap(), (dec("119.50"), Some(dec("100")), 4));
}

#[test]
fn deleted_rows_are_left_out_unless_they_are_asked_for() {
    let world = world();
    shop(&world);
    all_notes(&world).delete_many().where_(note::title().in_(["a", "d"])).run().unwrap();
    let asked = || all_notes(&world).aggregate();
    let both = || (count(), note::price().sum());

    assert_eq!(asked().select(both()).run().unwrap(), (3, dec("109.50")));
    assert_eq!(asked().with_deleted().select(both()).run().unwrap(), (5, dec("119.50")));
    assert_eq!(asked().only_deleted().select(both()).run().unwrap(), (2, dec("10")));
    let no_tombstones = rows(&world).aggregate().with_deleted().count().run();
    assert!(matches!(no_tombstones, Err(RusqliteError::Validation { .. })), "{no_tombstones:?}");
}

#[test]
fn filters_say_which_rows() {
    let world = world();
    shop(&world);
    let sum = |filter| all_notes(&world).aggregate().where_optional(filter).sum(note::order()).run().unwrap();

    assert_eq!(sum(Some(note::price().is_null())), 4);
    assert_eq!(sum(Some(note::priority().eq(Priority::LOW).or(note::title().eq("d")))), 6);
    assert_eq!(sum(None), 8);
    let few = all_notes(&world).aggregate().where_(note::order().gte(1)).where_expr(note::title().lt("c"));
    assert_eq!(few.count().run().unwrap(), 2);
}

#[test]
fn a_value_that_is_no_number_is_an_error_with_its_field() {
    let world = world();
    shop(&world);
    world.execute("UPDATE notes SET price = 'ten' WHERE title = 'a'");
    let field = |outcome: Result<(), RusqliteError>| match outcome {
        Err(RusqliteError::Unreadable { model: "Note", field, source }) => (field, source.expected),
        other => panic!("{other:?}"),
    };
    let all = || all_notes(&world).aggregate();

    assert_eq!(field(all().sum(note::price()).run().map(drop)), ("price", "Decimal"));
    assert_eq!(field(all().select((count(), note::price().avg())).run().map(drop)), ("price", "Decimal"));
    assert_eq!(field(all().max(note::price()).run().map(drop)), ("price", "Decimal"));
    assert_eq!(all().where_(note::title().ne("a")).sum(note::price()).run().unwrap(), dec("109.50"));
}

#[test]
fn a_search_says_which_rows_and_the_values_stay_out_of_debug() {
    use search::cratestack_schema::{self as cs, ARTICLE_MODEL, CreateArticleInput, article};
    let world = World::new(cs::bootstrap);
    for (title, draft) in [("fresh milk", true), ("old milk", false), ("bread", false)] {
        let input = CreateArticleInput::builder().title(title).draft(draft).build();
        ModelDelegate::new(&world, &ARTICLE_MODEL).create(input).run().unwrap();
    }
    let found = || ModelDelegate::new(&world, &ARTICLE_MODEL).aggregate().search("milk");

    let groups = found()
        .select((count(), article::title().min()))
        .group_by(article::draft())
        .having(article::title().max().ne("secret"))
        .order_by(article::draft().desc());

    let shown = format!("{groups:?} {:?}", article::title().max().ne("secret"));
    assert_eq!(shown, "GroupBy { on: ModelDelegate(\"Article\"), .. } NotEqual(Greatest(title))");
    let expected = [(true, (1, Some("fresh milk".to_owned()))), (false, (1, Some("old milk".to_owned())))];
    assert_eq!(groups.run().unwrap(), expected);
    assert_eq!(found().count().run().unwrap(), 2);
}

#[test]
fn a_transaction_sees_what_it_has_written() {
    let world = world();
    shop(&world);

    let undone = world.transaction(|tx| {
        let notes = ModelDelegate::new(tx, &NOTE_MODEL);
        notes.create(CreateNoteInput::builder().title("f").order(10).build()).run()?;
        assert_eq!(notes.aggregate().sum(note::order()).run()?, 18);
        Err::<(), _>(RusqliteError::aborted("never mind"))
    });

    assert!(matches!(undone, Err(RusqliteError::Aborted { .. })));
    assert_eq!(all_notes(&world).aggregate().sum(note::order()).run().unwrap(), 8);
}

#[test]
fn a_view_is_added_up_as_a_table_is() {
    use views::cratestack_schema::{self as cs, *};
    let world = World::new(cs::bootstrap);
    let names = ["Ada", "Bob"].map(|name| CreateCustomerInput::builder().name(name).build());
    ModelDelegate::new(&world, &CUSTOMER_MODEL).create_many(names.to_vec()).run().unwrap();
    for (customer, amount) in [(1, "9"), (1, "10"), (2, "2.50")] {
        let input = CreateOrderInput::builder().customer_id(customer).amount(dec(amount)).build();
        ModelDelegate::new(&world, &ORDER_MODEL).create(input).run().unwrap();
    }

    let amounts = ViewDelegateNoUnique::new(&world, &AMOUNT_VIEW);
    let all =
        amounts.aggregate().select((amount::amount().sum(), amount::amount().min(), amount::amount().max()));
    assert_eq!(all.run().unwrap(), (dec("21.50"), Some(dec("2.50")), Some(dec("10"))));
    let dear =
        amounts.aggregate().count().group_by(amount::amount()).having(amount::amount().max().gt(dec("9.0")));
    assert_eq!(dear.run().unwrap(), [(dec("10"), 1)]);
    let totals = ViewDelegate::new(&world, &ORDER_TOTAL_VIEW);
    assert_eq!(totals.aggregate().sum(order_total::orders()).run().unwrap(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn aggregates_of_decimals_are_those_of_the_numbers(
        numbers in prop::collection::vec(prop::option::weighted(0.9, (any::<i64>(), 0..=9_u32)), 0..30)
    ) {
        let world = world();
        let decimals: Vec<Option<Decimal>> = numbers
            .into_iter()
            .map(|number| number.map(|(mantissa, scale)| Decimal::new(mantissa, scale)))
            .collect();
        let inputs = decimals.iter().map(|price| CreateNoteInput {
            price: *price,
            ..CreateNoteInput::builder().title("p").build()
        });
        all_notes(&world).create_many(inputs.collect::<Vec<_>>()).run().unwrap();

        let price = note::price;
        let found = all_notes(&world)
            .aggregate()
            .select((count(), price().sum(), price().avg(), price().min(), price().max()))
            .run()
            .unwrap();

        let held: Vec<Decimal> = decimals.iter().copied().flatten().collect();
        // With nine digits after the point none of these sums is rounded.
        let sum: Decimal = held.iter().sum();
        let average = (!held.is_empty()).then(|| sum / Decimal::from(held.len()));
        let (count, found_sum, found_average, least, greatest) = found;
        prop_assert_eq!(count, i64::try_from(decimals.len()).unwrap());
        prop_assert_eq!((found_sum, found_sum.scale()), (sum, sum.scale()));
        prop_assert_eq!(found_average, average);
        prop_assert_eq!(least, held.iter().min().copied());
        prop_assert_eq!(greatest, held.iter().max().copied());
    }
}
