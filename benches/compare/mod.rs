//! What every benchmark does: ours and raw rusqlite in turn, on one connection, and the medians of both.

use std::time::Instant;

use larder::{RusqliteRuntime, rusqlite::Connection};

/// Prints the heads of the columns.
pub(crate) fn heading() {
    println!("{:<22}{:>14}{:>14}{:>9}", "", "larder", "rusqlite", "ratio");
}

/// Runs raw SQL on the connection of the runtime.
pub(crate) fn raw(runtime: &RusqliteRuntime, work: impl FnOnce(&Connection)) {
    runtime
        .with_connection(|c| {
            work(c);
            Ok(())
        })
        .unwrap();
}

/// Runs both in turn, many short rounds, and prints the medians of the rounds.
pub(crate) fn compare(name: &str, calls: i64, mut ours: impl FnMut(i64), mut theirs: impl FnMut(i64)) {
    const ROUNDS: usize = 41;
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    for _ in 0..ROUNDS {
        for (times, work) in times.iter_mut().zip([&mut ours as &mut dyn FnMut(i64), &mut theirs]) {
            let begun = Instant::now();
            (0..calls).for_each(&mut *work);
            times.push(begun.elapsed() / u32::try_from(calls).unwrap());
        }
    }
    let [ours, theirs] = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2]
    });
    println!(
        "{name:<22}{:>14}{:>14}{:>8.2}x",
        format!("{ours:.2?}"),
        format!("{theirs:.2?}"),
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}
