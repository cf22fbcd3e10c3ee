//! Every attribute that says what is written, each by the values that it leaves in the file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    BatchResult, FilterExpr, Json, ModelDelegate, RusqliteError,
    rust_decimal::Decimal,
    serde_json::{self, json},
};

mod schema {
    larder::include_embedded_schema!("tests/schemas/attributes.cstack");
}
use schema::cratestack_schema::{
    self as cs, Color, CreateElsewhereInput, CreateFilledInput, CreateKeptInput, CreateRuledInput,
    ELSEWHERE_MODEL, FILLED_MODEL, KEPT_MODEL, Kept, Line, RULED_MODEL, Sheet, Size, UpdateKeptInput,
    UpdateRuledInput,
};
use world::World;

fn world() -> World {
    World::new(cs::bootstrap)
}

fn text(world: &World, sql: &str) -> String {
    world.with_connection(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

fn kept(id: i64) -> CreateKeptInput {
    CreateKeptInput::builder().id(id).origin("here").build()
}

#[test]
fn every_form_of_a_default_fills_what_the_input_leaves_out() {
    let world = world();
    let all = ModelDelegate::new(&world, &FILLED_MODEL);

    let made = all.create(CreateFilledInput::default()).run().unwrap();

    assert_eq!(
        (made.text.as_str(), made.flag, made.count, made.big),
        ("it's \"quoted\"", true, -7, 9_007_199_254_740_993)
    );
    assert_eq!((made.ratio, made.price.to_string().as_str()), (0.25, "100.50"));
    assert_eq!(
        (made.color, made.size, made.data.clone()),
        (Color::GREEN, Size::LARGE, Json(json!({ "a": [1] })))
    );
    assert_eq!(
        (made.since.to_rfc3339().as_str(), made.list.as_slice()),
        ("2024-02-29T10:00:00+00:00", &[] as &[i64])
    );
    assert_eq!((made.id.get_version_num(), made.code.len()), (7, 24));
    assert_eq!(made.created_at, made.updated_at);
    assert_eq!(all.find_unique(made.id).run().unwrap(), Some(made.clone()));
    // SQL of the app's own gets the literal ones from the table.
    world.execute(
        "INSERT INTO filleds (id, code, created_at, updated_at)
         SELECT '018f4c2e-7b1a-7c3d-9e5f-000000000001', code, created_at, updated_at FROM filleds",
    );
    let by_sql =
        all.find_unique("018f4c2e-7b1a-7c3d-9e5f-000000000001".parse().unwrap()).run().unwrap().unwrap();
    assert_eq!(cs::Filled { id: made.id, ..by_sql }, made);
}

#[test]
fn what_the_device_cannot_make_has_to_be_given() {
    let world = world();
    let all = ModelDelegate::new(&world, &ELSEWHERE_MODEL);
    let input = |serial: Option<&str>, owner: Option<&str>| CreateElsewhereInput {
        id: None,
        serial: serial.map(str::to_owned),
        owner: owner.map(str::to_owned),
    };

    let told = |input| match all.create(input).run() {
        Err(RusqliteError::InvalidValue { field, source, .. }) => (field, source.reason),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        told(input(None, Some("me"))),
        ("serial", "the device cannot make its default, dbgenerated(): give the field a value".to_owned())
    );
    assert_eq!(
        told(input(Some("1"), None)),
        ("owner", "the device cannot make its default, auth().userId: give the field a value".to_owned())
    );
    assert_eq!(world.number("SELECT count(*) FROM elsewheres"), 0);
    assert_eq!(all.create(input(Some("1"), Some("me"))).run().unwrap().owner, "me");
}

#[test]
fn enums_types_and_lists_are_stored_as_their_forms_say() {
    let world = world();
    let line = Line { text: "a".to_owned(), amount: Decimal::new(150, 2), color: Some(Color::RED) };
    let input = CreateKeptInput {
        color: Some(Color::GREEN),
        size: Some(Size::LARGE),
        lines: Some(vec![line.clone(), Line { color: None, ..line.clone() }]),
        first: Some(line),
        colors: Some(vec![Color::RED, Color::GREEN]),
        ..kept(1)
    };

    let made = ModelDelegate::new(&world, &KEPT_MODEL).create(input.clone()).run().unwrap();

    assert_eq!((Some(made.lines), made.first, Some(made.colors)), (input.lines, input.first, input.colors));
    let stored = |column: &str| text(&world, &format!("SELECT \"{column}\" FROM \"kept things\""));
    assert_eq!(stored("color"), "GREEN");
    assert_eq!(world.number("SELECT size FROM \"kept things\""), 30);
    assert_eq!(stored("colors"), r#"["RED","GREEN"]"#);
    assert_eq!(stored("first"), r#"{"text":"a","amount":"1.50","color":"RED"}"#);
    for (sql, check) in [("color = 'BLUE'", "color"), ("size = 2", "size"), ("lines = '['", "lines")] {
        let broken =
            world.with_connection(|c| Ok(c.execute(&format!("UPDATE \"kept things\" SET {sql}"), [])?));
        assert!(
            matches!(&broken, Err(RusqliteError::CheckViolation { table, constraint }) if table == "kept things" && constraint == check),
            "{broken:?}"
        );
    }
}

#[test]
fn the_rules_of_a_type_hold_wherever_its_values_stand() {
    let world = world();
    let all = ModelDelegate::new(&world, &KEPT_MODEL);
    let fits = || Line { text: "fits".to_owned(), amount: Decimal::ZERO, color: None };
    let long = || Line { text: "much too long".to_owned(), ..fits() };
    let debt = || Line { amount: Decimal::NEGATIVE_ONE, ..fits() };
    let sheet = |number, lines, title| Some(Sheet { number, lines, title });
    let row = all.create(CreateKeptInput { sheet: sheet(1, vec![fits()], None), ..kept(1) }).run().unwrap();

    let text = "not a valid Line: text must have at most 8 characters";
    let refused = [
        (CreateKeptInput { first: Some(long()), ..kept(2) }, format!("Kept.first: {text}")),
        (CreateKeptInput { lines: Some(vec![fits(), long()]), ..kept(2) }, format!("Kept.lines: {text}")),
        (CreateKeptInput { sheet: sheet(1, vec![long()], None), ..kept(2) }, format!("Kept.sheet: {text}")),
        (
            CreateKeptInput { sheet: sheet(1, vec![], Some(debt())), ..kept(2) },
            "Kept.sheet: not a valid Line: amount must be at least 0".to_owned(),
        ),
        (
            CreateKeptInput { sheet: sheet(0, vec![], None), ..kept(2) },
            "Kept.sheet: not a valid Sheet: number must be at least 1".to_owned(),
        ),
    ];
    for (input, told) in refused {
        assert_eq!(all.create(input).run().unwrap_err().to_string(), told);
    }
    let change = UpdateKeptInput::builder().first(long()).build();
    assert!(matches!(
        all.update(1).set(change).run(),
        Err(RusqliteError::InvalidValue { field: "first", .. })
    ));
    assert_eq!(all.find_many().run().unwrap(), [row]);
}

#[test]
fn an_update_leaves_what_is_readonly_and_counts_its_version() {
    let world = world();
    let all = ModelDelegate::new(&world, &KEPT_MODEL);
    let made = all.create(CreateKeptInput { secret: Some("mine".to_owned()), ..kept(1) }).run().unwrap();

    // `origin` and `secret` are no fields of the input of an update.
    let changed = all.update(1).set(UpdateKeptInput::builder().note("n").build()).if_match(1).run().unwrap();

    let expected =
        Kept { note: Some("n".to_owned()), version: 2, updated_at: changed.updated_at, ..made.clone() };
    assert_eq!(changed, expected);
    assert!(changed.updated_at > made.updated_at);
    assert_eq!(text(&world, "SELECT remark FROM \"kept things\""), "n");
    let json = serde_json::to_value(&changed).unwrap();
    assert_eq!((json.get("secret"), json["note"].as_str()), (None, Some("n")));
    let stale = all.update(1).set(UpdateKeptInput::builder().note("x").build()).if_match(1).run();
    assert!(matches!(stale, Err(RusqliteError::Conflict { model: "Kept", expected: 1 })), "{stale:?}");
}

#[test]
fn a_unique_constraint_of_two_fields_holds_for_both_together() {
    let world = world();
    let all = ModelDelegate::new(&world, &KEPT_MODEL);
    let input = |id, size| CreateKeptInput { note: Some("n".to_owned()), size, ..kept(id) };
    all.create(input(1, Some(Size::SMALL))).run().unwrap();
    all.create(input(2, Some(Size::LARGE))).run().unwrap();
    // Nothing is equal to nothing.
    all.create(input(3, None)).run().unwrap();
    all.create(input(4, None)).run().unwrap();

    let refused = all.create(input(5, Some(Size::SMALL))).run();

    let Err(RusqliteError::UniqueViolation { table, columns }) = refused else { panic!("{refused:?}") };
    assert_eq!((table.as_str(), columns), ("kept things", vec!["remark".to_owned(), "size".to_owned()]));
    assert_eq!(
        text(&world, "SELECT group_concat(name) FROM pragma_index_info('kept things_origin_color_idx')"),
        "origin,color"
    );
}

/// A value that breaks each rule, and what is said then.
fn broken() -> [(CreateRuledInput, UpdateRuledInput, &'static str); 11] {
    let given = |document: serde_json::Value, rule| {
        let read = |document: &serde_json::Value| serde_json::from_value(document.clone()).unwrap();
        (read(&document), serde_json::from_value(document).unwrap(), rule)
    };
    [
        given(json!({ "short": "a" }), "Ruled.short: must have at least 2 characters"),
        given(json!({ "bytes": [1, 2, 3, 4] }), "Ruled.bytes: must have at most 3 bytes"),
        given(json!({ "int": -1 }), "Ruled.int: must be at least 0"),
        given(json!({ "big": "9" }), "Ruled.big: must be at least 10"),
        given(json!({ "float": 1.6 }), "Ruled.float: must be at most 1.5"),
        given(json!({ "decimal": "0.099" }), "Ruled.decimal: must be at least 0.10"),
        given(json!({ "word": "Word" }), "Ruled.word: must match /^[a-z]+$/"),
        given(json!({ "mail": "nobody" }), "Ruled.mail: must be an e-mail address"),
        given(json!({ "link": "/here" }), "Ruled.link: must be an absolute URI"),
        given(json!({ "money": "EURO" }), "Ruled.money: must be an ISO 4217 currency code"),
        given(
            json!({ "cuid": "9a" }),
            "Ruled.cuid: must be a cuid: lowercase letters and digits, a letter first",
        ),
    ]
}

#[test]
fn every_validator_holds_on_every_way_of_writing() {
    let world = world();
    let all = ModelDelegate::new(&world, &RULED_MODEL);
    let fine = CreateRuledInput::default();
    let row = all.create(fine.clone()).run().unwrap();

    for (create, change, rule) in broken() {
        let told = |error: RusqliteError| assert_eq!(error.to_string(), rule);
        told(all.create(create.clone()).run().unwrap_err());
        told(all.create_many(vec![fine.clone(), create.clone()]).run().unwrap_err());
        told(all.upsert(CreateRuledInput { id: Some(row.id), ..create.clone() }).run().unwrap_err());
        told(all.update(row.id).set(change.clone()).run().unwrap_err());
        told(all.update_many().where_(FilterExpr::all([])).set(change.clone()).run().unwrap_err());
        let batches = [
            all.batch_create(vec![create.clone()]).run().unwrap(),
            all.batch_upsert(vec![create]).run().unwrap(),
            all.batch_update(vec![larder::BatchUpdate::new(row.id, change)]).run().unwrap(),
        ];
        for batch in batches {
            let [BatchResult::Error { message, .. }] = batch.results.as_slice() else { panic!("{batch:?}") };
            assert_eq!(message, rule);
        }
    }

    assert_eq!(all.find_many().run().unwrap(), [row]);
}
