//! Random programs against a model in memory: whatever is written, in whatever order, the database holds what plain
//! maps hold, and refuses what they refuse.
//!
//! The suite runs 10,000 steps. `PROPTEST_CASES=10000 cargo test --release --test model` runs a million.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

#[path = "model/oracle.rs"]
mod oracle;
#[path = "model/program.rs"]
mod program;
mod schema {
    larder::include_embedded_schema!("tests/schemas/model.cstack");
}
#[path = "model/subject.rs"]
mod subject;
mod world;

use larder::{RusqliteError, Target, Transaction};
use oracle::State;
use program::{Ending, Inner, Step, Write, programs};
use proptest::prelude::*;
use world::World;

const STEPS: usize = 100;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_database_does_what_plain_maps_do(steps in programs(STEPS)) {
        let mut world = World::new(schema::cratestack_schema::bootstrap);
        let mut state = State::default();

        for step in &steps {
            play(&mut world, &mut state, step);
            prop_assert_eq!(&subject::state(Target::from(&world)), &state, "after {:?}", step);
        }
    }
}

/// As many as make 10,000 steps, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

fn play(world: &mut World, state: &mut State, step: &Step) {
    match step {
        Step::Write(write) => same(Target::from(&*world), state, write),
        Step::Reopen => world.reopen(),
        Step::Transaction { steps, ending } => {
            let before = state.clone();
            let outcome = world.transaction(|tx| {
                steps.iter().try_for_each(|step| play_inside(tx, state, step))?;
                end(*ending)
            });
            settle(state, before, *ending, outcome);
        }
    }
}

fn play_inside(tx: &Transaction<'_>, state: &mut State, step: &Inner) -> Result<(), RusqliteError> {
    match step {
        Inner::Write(write) => same(Target::from(tx), state, write),
        Inner::Savepoint { writes, ending } => {
            let before = state.clone();
            let outcome = tx.savepoint(|sp| {
                writes.iter().for_each(|write| same(Target::from(sp), state, write));
                end(*ending)
            });
            settle(state, before, *ending, outcome);
        }
    }
    assert_eq!(&subject::state(Target::from(tx)), state, "inside, after {step:?}");
    Ok(())
}

fn same(target: Target<'_>, state: &mut State, write: &Write) {
    let given = subject::apply(target, write);
    assert_eq!(given, state.apply(write), "of {write:?}");
}

fn end(ending: Ending) -> Result<(), RusqliteError> {
    match ending {
        Ending::Kept => Ok(()),
        Ending::Undone => Err(RusqliteError::aborted("undone")),
    }
}

fn settle(state: &mut State, before: State, ending: Ending, outcome: Result<(), RusqliteError>) {
    match (ending, outcome) {
        (Ending::Kept, Ok(())) => {}
        (Ending::Undone, Err(RusqliteError::Aborted { .. })) => *state = before,
        (_, outcome) => panic!("{ending:?} gave {outcome:?}"),
    }
}
