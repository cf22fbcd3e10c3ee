//! Several processes on one file: no call is refused as busy, nothing is lost, and none waits long.
#![allow(clippy::unwrap_used, reason = "a test stops where its world breaks")]
#![allow(clippy::print_stdout, reason = "each process tells how long its calls took")]

mod world;

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use larder::{ModelDelegate, RusqliteRuntime, count};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, COUNTER_MODEL, CreateCounterInput, counter};
use world::World;

/// Tells a process that it is one of the three, and which file it writes.
const PATH: &str = "LARDER_SHARED_FILE";

/// How many rows each of them writes.
const ROWS: i64 = 20_000;

#[test]
fn three_processes_that_write_at_once_are_never_refused_and_lose_nothing() {
    if let Some(path) = std::env::var_os(PATH) {
        return write(Path::new(&path));
    }
    let world = World::new(cs::bootstrap);
    let one = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "three_processes_that_write_at_once_are_never_refused_and_lose_nothing"])
            .args(["--quiet", "--nocapture"])
            .env(PATH, world.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };

    let processes = [one(), one(), one()];

    for process in processes {
        let output = process.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}");
        said.lines().filter(|line| line.starts_with("process ")).for_each(|line| println!("{line}"));
    }
    let groups = ModelDelegate::new(&world, &COUNTER_MODEL)
        .aggregate()
        .select((count(), counter::hits().min(), counter::hits().max(), counter::hits().sum()))
        .group_by(counter::label())
        .run()
        .unwrap();
    let groups: BTreeMap<_, _> = groups.into_iter().collect();
    assert_eq!(groups.len(), 3);
    for (label, of_one) in groups {
        let all = (ROWS, Some(0), Some(ROWS - 1), ROWS * (ROWS - 1) / 2);
        assert_eq!(of_one, all, "process {label}");
    }
}

/// What each of the three does: a row a call, and a line about how long the calls took.
fn write(path: &Path) {
    let runtime = RusqliteRuntime::open(path).unwrap();
    let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    let label = std::process::id().to_string();
    let mut took: Vec<Duration> = (0..ROWS)
        .map(|hits| {
            let begun = Instant::now();
            counters.create(CreateCounterInput::builder().label(&*label).hits(hits).build()).run().unwrap();
            begun.elapsed()
        })
        .collect();
    took.sort();
    let part = |percent: usize| took[took.len() * percent / 100];
    println!(
        "process {label}: median {:?}, p99 {:?}, longest {:?}",
        part(50),
        part(99),
        took[took.len() - 1]
    );
}
