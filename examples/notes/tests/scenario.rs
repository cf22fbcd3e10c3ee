//! Plays `tests/scenario/notes.json` through the Rust API: the same steps and values as in every other language.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where its world breaks, and says how far it came"
)]

use serde_json::Value;

mod scenario {
    pub(crate) mod agreement;
    pub(crate) mod error;
    pub(crate) mod filters;
    pub(crate) mod forms;
    pub(crate) mod live;
    pub(crate) mod models;
    pub(crate) mod player;
    pub(crate) mod questions;
    pub(crate) mod verbs;
}

use scenario::player::Player;

/// What the scenario must at least cover, so that a cut file does not pass.
const LEAST_STEPS: usize = 60;

#[test]
fn rust_answers_the_scenario_as_every_language_does() {
    let steps: Vec<Value> = serde_json::from_str(include_str!("../../../tests/scenario/notes.json")).unwrap();
    let mut player = Player::open();

    for step in &steps {
        player.play(step);
    }

    let failures = player.failures();
    println!("{} of {} steps agree", player.agreed(), player.agreed() + failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(steps.len() >= LEAST_STEPS, "the scenario has {} steps only", steps.len());
}
