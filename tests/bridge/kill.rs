//! A process that is killed loses no event that a durable bridge accepted.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use larder::{EventBridge, RusqliteRuntime};

use super::{Click, LONG, World, click, cs, record, recorded};

/// Tells a process that it is the one to be killed, which file it writes, and from which number on.
const PATH: &str = "LARDER_KILLED_FILE";
const FROM: &str = "LARDER_KILLED_FROM";

const KILLS: i64 = 200;

/// So many events of one process have numbers of their own.
const EACH: i64 = 1_000_000 / KILLS;

#[test]
fn no_event_that_was_accepted_is_lost_by_a_kill() {
    if let (Some(path), Ok(from)) = (std::env::var_os(PATH), std::env::var(FROM)) {
        return send(Path::new(&path), from.parse().unwrap());
    }
    let world = World::new(cs::bootstrap);

    let mut accepted = BTreeSet::new();
    for kill in 0..KILLS {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::no_event_that_was_accepted_is_lost_by_a_kill", "--quiet", "--nocapture"])
            .env(PATH, world.path())
            .env(FROM, (kill * EACH).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // At another place of its work each time.
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut heard = lines.map_while(|line| {
            line.unwrap().strip_prefix("accepted ").map(str::to_owned).or(Some(String::new()))
        });
        let wanted = usize::try_from(kill * 7 % 97).unwrap() + 1;
        let mut said: Vec<String> = heard.by_ref().filter(|line| !line.is_empty()).take(wanted).collect();
        process.kill().unwrap();
        process.wait().unwrap();
        said.extend(heard.filter(|line| !line.is_empty()));
        assert!(said.len() >= wanted, "process {kill} said {}", said.len());
        accepted.extend(said.iter().filter_map(|number| number.parse::<i64>().ok()));
    }
    let bridge = EventBridge::options("clicks").durable().start(&world, record).unwrap();
    assert_eq!(bridge.close(LONG).unwrap(), 0);

    let handled: BTreeSet<i64> = recorded(&world).into_iter().map(|click| click.at).collect();
    let lost: Vec<_> = accepted.difference(&handled).collect();
    assert!(lost.is_empty(), "of {} accepted events {lost:?} are lost", accepted.len());
    assert!(accepted.len() >= 200);
}

/// Sends numbers, and says each that was accepted.
fn send(path: &Path, from: i64) {
    let runtime = Arc::new(RusqliteRuntime::open(path).unwrap());
    let bridge = EventBridge::<Click>::options("clicks")
        .durable()
        .batch(10, Duration::from_millis(1))
        .start(&runtime, record)
        .unwrap();
    let mut out = std::io::stdout().lock();
    for number in from..from + EACH {
        bridge.submit(click("a", number)).unwrap();
        writeln!(out, "accepted {number}").unwrap();
        out.flush().unwrap();
    }
}
