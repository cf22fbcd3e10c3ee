//! Random queries over random rows: whatever is asked, the database answers what a walk over plain vectors answers.
//!
//! A recipe is data. It makes a typed query by the generated accessors, and it is evaluated over vectors of the generated
//! structs by code that knows nothing of SQL. A failure shrinks to a small recipe and few rows.
//!
//! The suite asks 5,000 queries. `PROPTEST_CASES=40000 cargo test --release --test differential` asks a million.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

#[path = "differential/changes.rs"]
mod changes;
#[path = "differential/condition.rs"]
mod condition;
#[path = "differential/data.rs"]
mod data;
#[path = "differential/document.rs"]
mod document;
#[path = "differential/fields.rs"]
mod fields;
#[path = "differential/filter.rs"]
mod filter;
#[path = "differential/include.rs"]
mod include;
#[path = "differential/order.rs"]
mod order;
#[path = "differential/pick.rs"]
mod pick;
#[path = "differential/pool.rs"]
mod pool;
#[path = "differential/query.rs"]
mod query;
#[path = "differential/reads.rs"]
mod reads;
#[path = "differential/relations.rs"]
mod relations;
mod schema {
    larder::include_embedded_schema!("tests/schemas/differential.cstack");
}
#[path = "differential/total.rs"]
mod total;
mod world;

use filter::AllFilters;
use order::AllSteps;
use proptest::{collection::vec, prelude::*};
use query::Question;

/// The most queries that are asked of a database. There are half as many on average; a failure shrinks to one.
const QUERIES: usize = 50;

/// Gives questions of every kind.
fn questions() -> BoxedStrategy<Box<dyn Question>> {
    let (filters, steps) = (AllFilters::new(), AllSteps::new());
    prop_oneof![
        6 => reads::questions(&filters.node, &steps.node),
        1 => reads::questions(&filters.team, &steps.team),
        1 => reads::questions(&filters.label, &steps.label),
        2 => reads::questions(&filters.link, &steps.link),
        1 => reads::questions(&filters.mark, &steps.mark),
        3 => include::questions(&filters, &steps),
        2 => pick::questions(&filters, &steps),
        3 => total::questions(&filters, &steps),
        1 => changes::questions(&filters),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn the_database_answers_what_plain_vectors_answer(
        db in data::databases(),
        questions in vec(questions(), 1..QUERIES),
    ) {
        let world = db.write();

        for question in &questions {
            question.ask(&world, &db)?;
        }
    }
}

/// As many as make more than 5,000 queries, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(220)
}
