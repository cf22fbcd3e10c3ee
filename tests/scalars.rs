//! Two ways for every scalar: what is written is what is read, on a real file, and `create` already returns it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{
    Json, ModelDelegate, RusqliteError,
    chrono::{DateTime, TimeZone, Utc},
    rust_decimal::Decimal,
    serde_json::{self, json},
    uuid::Uuid,
};
use proptest::prelude::*;

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, CreateScalarsInput, Scalars, UpdateScalarsInput};

struct World {
    runtime: world::World,
}

impl World {
    fn new() -> Self {
        Self { runtime: world::World::new(cs::bootstrap) }
    }

    fn rows(&self) -> ModelDelegate<'_, Scalars, i64> {
        ModelDelegate::new(&self.runtime, &cs::SCALARS_MODEL)
    }

    /// Writes, reads back, and gives the row, which is the same from both.
    fn keep(&self, input: CreateScalarsInput) -> Scalars {
        let created = self.rows().create(input).run().unwrap();
        assert_eq!(self.rows().find_unique(created.id).run().unwrap().as_ref(), Some(&created));
        created
    }
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

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn every_scalar_reads_back_what_was_written() {
    let world = World::new();
    let micros = -62_167_219_200_000_000_i64..=253_402_300_799_999_999;
    let strategy = (
        (any::<String>(), any::<i64>(), any::<i64>(), any::<f64>(), any::<bool>()),
        (
            micros,
            any::<i64>(),
            0..=28_u32,
            json_value(),
            prop::collection::vec(any::<u8>(), 0..200),
            any::<u128>(),
        ),
    );
    let mut runner = prop::test_runner::TestRunner::default();

    runner
        .run(
            &strategy,
            |((text, int, big, float, flag), (micros, mantissa, scale, document, bytes, uuid))| {
                prop_assume!(!float.is_nan());
                let at = DateTime::from_timestamp_micros(micros).unwrap();
                let decimal = Decimal::from_i128_with_scale(i128::from(mantissa), scale);
                let input = CreateScalarsInput {
                    text: text.clone(),
                    int,
                    big,
                    float,
                    flag,
                    at,
                    decimal,
                    json: Json(document.clone()),
                    bytes: bytes.clone(),
                    uuid: Uuid::from_u128(uuid),
                    ..plain()
                };

                let row = world.keep(input);

                prop_assert_eq!(row.text, text);
                prop_assert_eq!((row.int, row.big, row.flag), (int, big, flag));
                prop_assert_eq!(row.float.to_bits(), (float + 0.0).to_bits());
                prop_assert_eq!(row.at, at);
                prop_assert_eq!((row.decimal, row.decimal.scale()), (decimal, decimal.scale()));
                prop_assert_eq!(row.json.0, document);
                prop_assert_eq!(row.bytes, bytes);
                prop_assert_eq!(row.uuid.as_u128(), uuid);
                Ok(())
            },
        )
        .unwrap();
}

#[test]
fn the_edges_of_every_scalar_are_kept() {
    let world = World::new();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let edges = [
        CreateScalarsInput { text: "𝒳 \0 'é\" %_".to_owned(), ..plain() },
        CreateScalarsInput { int: i64::MIN, big: i64::MIN, ..plain() },
        CreateScalarsInput { int: i64::MAX, big: i64::MAX, ..plain() },
        CreateScalarsInput { float: f64::INFINITY, ..plain() },
        CreateScalarsInput { float: f64::MIN_POSITIVE / 2.0, ..plain() },
        CreateScalarsInput { at: at("0000-01-01T00:00:00Z"), ..plain() },
        CreateScalarsInput { at: at("9999-12-31T23:59:59.999999Z"), ..plain() },
        CreateScalarsInput { at: at("2024-02-29T12:00:00.000001Z"), ..plain() },
        CreateScalarsInput { decimal: Decimal::from_scientific("1e5").unwrap(), ..plain() },
        CreateScalarsInput { decimal: "1234567890.123456789012345678".parse().unwrap(), ..plain() },
        CreateScalarsInput { decimal: Decimal::MIN, ..plain() },
        CreateScalarsInput { decimal: "100.50".parse().unwrap(), ..plain() },
    ];

    for input in edges {
        let row = world.keep(input.clone());

        assert_eq!(
            (row.text, row.int, row.big, row.float, row.at, row.decimal.to_string()),
            (input.text, input.int, input.big, input.float, input.at, input.decimal.to_string())
        );
    }
}

#[test]
fn negative_zero_is_zero_and_times_are_cut_to_microseconds() {
    let world = World::new();
    let nanos = Utc.timestamp_opt(1, 123_456_789).unwrap();

    let row = world.keep(CreateScalarsInput { float: -0.0, at: nanos, ..plain() });

    assert!(row.float.is_sign_positive());
    assert_eq!(row.at, Utc.timestamp_opt(1, 123_456_000).unwrap());
}

#[test]
fn ten_megabytes_of_text_and_bytes_are_kept() {
    let world = World::new();
    let text = "é".repeat(5 * 1024 * 1024);
    let bytes: Vec<u8> = (0..10 * 1024 * 1024_u32).map(|at| at.to_le_bytes()[0]).collect();

    let row = world.keep(CreateScalarsInput { text: text.clone(), bytes: bytes.clone(), ..plain() });

    assert!(row.text == text && row.bytes == bytes);
}

#[test]
fn what_the_form_cannot_hold_is_refused_by_create_and_update() {
    let world = World::new();
    let kept = world.keep(plain());
    let late = Utc.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).unwrap();

    let refusals = [
        (world.rows().create(CreateScalarsInput { float: f64::NAN, ..plain() }).run(), "float"),
        (world.rows().create(CreateScalarsInput { at: late, ..plain() }).run(), "at"),
        (
            world
                .rows()
                .update(kept.id)
                .set(UpdateScalarsInput { float: Some(f64::NAN), ..Default::default() })
                .run(),
            "float",
        ),
    ];

    for (refusal, expected) in refusals {
        assert!(
            matches!(refusal, Err(RusqliteError::InvalidValue { field, .. }) if field == expected),
            "{expected}"
        );
    }
    let wrong = world.rows().create(CreateScalarsInput { cuid: "Not A Cuid".to_owned(), ..plain() }).run();
    assert!(matches!(wrong, Err(RusqliteError::Validation { subject, .. }) if subject == "Scalars.cuid"));
    assert_eq!(world.rows().find_many().run().unwrap(), [kept]);
}
