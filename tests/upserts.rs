//! Upserts: which row they meet, and what they leave as it is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{ConflictTarget, ModelDelegate, RusqliteError, rust_decimal::Decimal};

mod schema {
    larder::include_embedded_schema!("tests/schemas/upserts.cstack");
}
use schema::cratestack_schema::{
    self as cs, ACCOUNT_MODEL, Account, CreateAccountInput, CreateRateInput, RATE_MODEL, account,
};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn input(email: &str) -> CreateAccountInput {
    CreateAccountInput::builder().email(email).region("eu").number(1).origin("import").build()
}

fn upsert(world: &World, input: CreateAccountInput, on: impl Into<ConflictTarget<Account>>) -> Account {
    ModelDelegate::new(world, &ACCOUNT_MODEL).upsert(input).on_conflict(on).run().unwrap()
}

#[test]
fn a_row_that_is_there_keeps_what_the_input_leaves_out() {
    let world = world();
    let full = CreateAccountInput {
        nickname: Some("Al".to_owned()),
        plan: Some("gold".to_owned()),
        ..input("a@b.c")
    };
    let first = upsert(&world, full, account::email());

    let later = CreateAccountInput { origin: "other".to_owned(), ..input("a@b.c") };
    let second = upsert(&world, CreateAccountInput { number: 2, ..later }, account::email());

    assert_eq!((second.id, second.nickname.as_deref(), second.plan.as_str()), (first.id, Some("Al"), "gold"));
    assert_eq!((second.number, second.origin.as_str(), second.version), (2, "import", 2));
    assert!(second.updated_at > first.updated_at);
    assert_eq!(second.created_at, first.created_at);
}

#[test]
fn a_list_that_is_left_out_stays_and_one_that_is_given_is_set() {
    let world = world();
    let full = CreateAccountInput { tags: Some(vec!["a".to_owned()]), ..input("a@b.c") };
    let with = |tags: Option<Vec<String>>| CreateAccountInput { tags, ..input("a@b.c") };

    let made = upsert(&world, full, account::email()).tags;
    let left_out = upsert(&world, with(None), account::email()).tags;
    let emptied = upsert(&world, with(Some(vec![])), account::email()).tags;
    let other = upsert(&world, CreateAccountInput { number: 2, ..input("b@b.c") }, account::email()).tags;

    assert_eq!([made, left_out], [["a"], ["a"]]);
    assert_eq!([emptied, other], [[""; 0], [""; 0]]);
}

#[test]
fn decimals_of_one_value_are_one_key_of_a_batch() {
    let world = world();
    let rates = ModelDelegate::new(&world, &RATE_MODEL);
    let rate = |amount: &str| {
        CreateRateInput::builder().amount(amount.parse::<Decimal>().unwrap()).word(amount).build()
    };

    let twice = rates.batch_upsert(vec![rate("1.5"), rate("2"), rate("1.50")]).run();
    let once = rates.batch_upsert(vec![rate("1.5"), rate("15")]).run().unwrap();

    assert!(
        matches!(twice, Err(RusqliteError::DuplicateBatchKey { model: "Rate", first: 0, second: 2 })),
        "{twice:?}"
    );
    assert_eq!(once.summary.succeeded, 2);
}

#[test]
fn a_row_is_met_on_several_columns_in_any_order() {
    let world = world();
    let first = upsert(&world, input("a@b.c"), account::email());

    let second = upsert(&world, input("new@b.c"), (account::number(), account::region()));

    assert_eq!((second.id, second.email.as_str()), (first.id, "new@b.c"));
    assert_eq!(world.number("SELECT count(*) FROM accounts"), 1);
}

#[test]
fn a_unique_value_that_is_not_met_is_a_violation() {
    let world = world();
    upsert(&world, input("a@b.c"), account::email());
    let taken = CreateAccountInput { region: "us".to_owned(), ..input("a@b.c") };

    let refused = ModelDelegate::new(&world, &ACCOUNT_MODEL).upsert(taken).run();

    assert!(matches!(refused, Err(RusqliteError::UniqueViolation { columns, .. }) if columns == ["email"]));
}

#[test]
fn a_row_is_met_on_a_unique_index_of_a_part_of_the_rows() {
    let world = world();
    let live = || ConflictTarget::from(account::nickname()).where_(account::closed().is_false());
    let named =
        |email: &str, number| CreateAccountInput { nickname: Some("Al".to_owned()), number, ..input(email) };
    let all = ModelDelegate::new(&world, &ACCOUNT_MODEL);
    let unknown = all.upsert(named("a@b.c", 1)).on_conflict(live()).run();
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "Account.on_conflict: nickname and the condition must be those of a unique index"
    );
    world.execute("CREATE UNIQUE INDEX live_names ON accounts (nickname) WHERE closed = 0");
    let first = upsert(&world, named("a@b.c", 1), live());

    let second = upsert(&world, named("b@b.c", 2), live());
    assert_eq!((second.id, second.email.as_str()), (first.id, "b@b.c"));

    world.execute("UPDATE accounts SET closed = 1");
    let third = upsert(&world, named("c@b.c", 3), live());
    assert_ne!(third.id, first.id);
}

#[test]
fn validators_hold_for_a_row_that_is_there() {
    let world = world();
    let first = upsert(&world, input("a@b.c"), account::email());

    let refused = ModelDelegate::new(&world, &ACCOUNT_MODEL)
        .upsert(CreateAccountInput { number: -1, ..input("a@b.c") });

    assert_eq!(
        refused.on_conflict(account::email()).run().unwrap_err().to_string(),
        "Account.number: must be at least 0"
    );
    assert_eq!(ModelDelegate::new(&world, &ACCOUNT_MODEL).find_many().run().unwrap(), [first]);
}
