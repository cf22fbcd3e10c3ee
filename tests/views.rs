//! Views: made by bootstrap, held against their fields, read as tables are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    ModelDelegate, RusqliteError, RusqliteRuntime, ViewDelegate, ViewDelegateNoUnique, rust_decimal::Decimal,
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/views.cstack");
}
use schema::cratestack_schema::{
    self as cs, AMOUNT_VIEW, Amount, CUSTOMER_MODEL, CreateCustomerInput, CreateOrderInput, ORDER_MODEL,
    ORDER_TOTAL_VIEW, OrderTotal, amount, order_total,
};
use world::World;

/// Ada ordered for 9 and 10, Bob for 2.50, Cy not at all.
fn world() -> World {
    let world = World::new(cs::bootstrap);
    let names = ["Ada", "Bob", "Cy"].map(|name| CreateCustomerInput::builder().name(name).build());
    ModelDelegate::new(&world, &CUSTOMER_MODEL).create_many(names.to_vec()).run().unwrap();
    for (customer, amount) in [(1, "9"), (1, "10"), (2, "2.50")] {
        let amount: Decimal = amount.parse().unwrap();
        let input = CreateOrderInput::builder().customer_id(customer).amount(amount).build();
        ModelDelegate::new(&world, &ORDER_MODEL).create(input).run().unwrap();
    }
    world
}

#[test]
fn a_view_with_an_id_is_read_as_a_table_is() {
    let world = world();
    let totals = ViewDelegate::new(&world, &ORDER_TOTAL_VIEW);

    let ada = totals.find_unique(1).run().unwrap().unwrap();
    assert_eq!((ada.name.as_str(), ada.orders, ada.largest), ("Ada", 2, Some(10.into())));
    assert!(ada.last_at.is_some());
    assert_eq!(totals.find_unique(9).run().unwrap(), None);
    assert_eq!(totals.count().run().unwrap(), 3);
    assert!(totals.exists().where_(order_total::orders().eq(0)).run().unwrap());
    let names = |found: Vec<OrderTotal>| found.into_iter().map(|total| total.name).collect::<Vec<_>>();
    let ordered =
        totals.find_many().where_(order_total::orders().gt(0)).order_by(order_total::orders().asc());
    assert_eq!(names(ordered.run().unwrap()), ["Bob", "Ada"]);
    let page =
        totals.find_many().order_by(order_total::name().asc()).paginate(Default::default()).run().unwrap();
    assert_eq!((page.total_count, names(page.items)), (3, ["Ada", "Bob", "Cy"].map(str::to_owned).to_vec()));
}

#[test]
fn a_view_follows_its_tables_and_leaves_tombstones_to_its_sql() {
    let world = world();
    ModelDelegate::new(&world, &ORDER_MODEL).delete(2).run().unwrap();

    let ada = ViewDelegate::new(&world, &ORDER_TOTAL_VIEW).find_unique(1).run().unwrap().unwrap();
    assert_eq!((ada.orders, ada.largest), (1, Some(9.into())));
    assert_eq!(ViewDelegateNoUnique::new(&world, &AMOUNT_VIEW).count().run().unwrap(), 3);
}

#[test]
fn decimals_that_sql_computes_compare_by_value() {
    let world = world();
    let amounts = ViewDelegateNoUnique::new(&world, &AMOUNT_VIEW);

    let texts = |found: Vec<Amount>| found.into_iter().map(|row| row.amount.to_string()).collect::<Vec<_>>();
    assert_eq!(
        texts(amounts.find_many().order_by(amount::amount().asc()).run().unwrap()),
        ["2.50", "9", "10"]
    );
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!(texts(amounts.find_many().where_(amount::amount().gt(decimal("9"))).run().unwrap()), ["10"]);
    assert_eq!(
        texts(amounts.find_many().where_(amount::amount().eq(decimal("2.5"))).run().unwrap()),
        ["2.50"]
    );
    let either = [decimal("2.5"), decimal("10.0")];
    assert_eq!(amounts.count().where_(amount::amount().in_(either)).run().unwrap(), 2);
    assert_eq!(
        amounts
            .find_first()
            .where_(amount::amount().between(decimal("5"), decimal("9.5")))
            .run()
            .unwrap()
            .unwrap()
            .name,
        "Ada"
    );
}

#[test]
fn a_view_is_read_inside_a_transaction() {
    let world = world();

    let seen = world.transaction(|tx| {
        ModelDelegate::new(tx, &ORDER_MODEL).delete(1).run()?;
        ViewDelegate::new(tx, &ORDER_TOTAL_VIEW).find_unique(1).run()
    });

    assert_eq!(seen.unwrap().unwrap().orders, 1);
}

#[test]
fn sql_that_does_not_give_the_fields_is_refused_by_bootstrap_and_makes_nothing() {
    mod lacking {
        larder::include_embedded_schema!("tests/schemas/broken_view.cstack");
    }
    let runtime = RusqliteRuntime::open_in_memory().unwrap();

    let refused = lacking::cratestack_schema::bootstrap(&runtime);

    assert_eq!(
        refused.unwrap_err().to_string(),
        "view Broken: its SQL gives the columns id, wrong; its fields need id, right"
    );
    let made: i64 = runtime
        .with_connection(|c| Ok(c.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(made, 0);
}

#[test]
fn rows_without_a_key_have_no_pages_by_a_cursor() {
    let world = world();
    let amounts = ViewDelegateNoUnique::new(&world, &AMOUNT_VIEW);

    let page = amounts.find_many().order_by(amount::name().asc()).limit(1).after(None).run();

    assert!(
        matches!(&page, Err(RusqliteError::Validation { subject, .. }) if subject == "Amount.keyset"),
        "{page:?}"
    );
}

#[test]
fn rows_of_a_view_are_one_by_their_values() {
    let world = world();
    let input = CreateOrderInput::builder().customer_id(2).amount("2.5".parse::<Decimal>().unwrap()).build();
    ModelDelegate::new(&world, &ORDER_MODEL).create(input).run().unwrap();

    let bobs = ViewDelegateNoUnique::new(&world, &AMOUNT_VIEW).find_many().where_(amount::name().eq("Bob"));

    assert_eq!(bobs.distinct().run().unwrap().len(), 1);
}
