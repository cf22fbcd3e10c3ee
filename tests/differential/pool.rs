//! The values that rows hold and that queries ask for. They are few, so that they meet, tie and miss often.

use larder::{
    Json,
    chrono::{DateTime, Utc},
    rust_decimal::Decimal,
    serde_json::{Value, json},
    uuid::Uuid,
};
use proptest::{prelude::*, sample::select};

use crate::schema::cratestack_schema::{Mood, Size};

fn texts() -> BoxedStrategy<String> {
    let texts = vec![
        "", "a", "A", "ab", "aB", "Ab", "b", "%", "_", "a%b", "a_b", "axb", "é", "É", "e\u{301}", "ß", "ẞ",
        "İ", "ΑΣ", "ας", "ж", "Ж", "😀", "a\0b", "'", "\"", "\\", "ba",
    ];
    select(texts).prop_map(str::to_owned).boxed()
}

/// Mostly the few that are equal often, also but for their case.
pub(crate) fn names() -> BoxedStrategy<String> {
    prop_oneof![3 => select(&["a", "A", "ab", "b", "é", "É"][..]).prop_map(str::to_owned), 2 => texts()]
        .boxed()
}

pub(crate) fn ints() -> BoxedStrategy<i64> {
    prop_oneof![8 => -2..=3_i64, 1 => Just(i64::from(i32::MAX) + 1)].boxed()
}

pub(crate) fn bigs() -> BoxedStrategy<i64> {
    select(&[i64::MIN, -1, 0, 1, 9_007_199_254_740_992, 9_007_199_254_740_993, i64::MAX][..]).boxed()
}

/// Their sums are exact in any order.
pub(crate) fn floats() -> BoxedStrategy<f64> {
    select(&[-1024.5, -0.25, -0.0, 0.0, 0.25, 0.5, 1.0, 3.0, 4_294_967_296.0][..]).boxed()
}

pub(crate) fn decimals() -> BoxedStrategy<Decimal> {
    let digits = vec![
        "-10",
        "-9.5",
        "-2",
        "-0.01",
        "0",
        "0.00",
        "0.5",
        "1.5",
        "1.50",
        "2",
        "9",
        "10",
        "10.00",
        "100.5",
        "10000000000000000000000",
    ];
    select(digits).prop_map(|digits| digits.parse().unwrap()).boxed()
}

pub(crate) fn times() -> BoxedStrategy<DateTime<Utc>> {
    let times = vec![
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "2024-02-29T12:00:00.5Z",
        "2024-02-29T12:00:00.500001Z",
        "9999-12-31T23:59:59Z",
    ];
    select(times).prop_map(|time| time.parse().unwrap()).boxed()
}

pub(crate) fn moods() -> BoxedStrategy<Mood> {
    select(&[Mood::LOUD, Mood::CALM, Mood::ODD][..]).boxed()
}

pub(crate) fn sizes() -> BoxedStrategy<Size> {
    select(&[Size::SMALL, Size::LARGE, Size::HUGE][..]).boxed()
}

pub(crate) fn codes() -> BoxedStrategy<Uuid> {
    select(&[0_u128, 1, 0xa << 124, u128::MAX][..]).prop_map(Uuid::from_u128).boxed()
}

pub(crate) fn blobs() -> BoxedStrategy<Vec<u8>> {
    select(vec![vec![], vec![0], vec![0, 1], vec![0, 255], vec![255], vec![97_u8]]).boxed()
}

pub(crate) fn documents() -> BoxedStrategy<Json<Value>> {
    let documents = vec![
        json!(null),
        json!(5),
        json!("a"),
        json!([1, "z"]),
        json!({}),
        json!({ "a": 1 }),
        json!({ "a": 1.5 }),
        json!({ "a": -2 }),
        json!({ "a": "1" }),
        json!({ "a": "x%" }),
        json!({ "a": true }),
        json!({ "a": false }),
        json!({ "a": null }),
        json!({ "a": { "b": 2 }, "k.q": "v" }),
        json!({ "a": [1, "z", 1.5], "k\"q": 7 }),
        json!({ "a": [], "k.q": 1 }),
    ];
    select(documents).prop_map(Json).boxed()
}
