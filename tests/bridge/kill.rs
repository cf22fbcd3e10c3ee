//! A process that is killed loses no event that a durable bridge accepted, and in transactions writes none twice.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use larder::{BridgeOptions, EventBridge, RusqliteError, RusqliteRuntime};

use super::{Click, LONG, World, click, cs, record, recorded, transactional};

/// Tells a process that it is the one to be killed, which file it writes, and from which number on.
const PATH: &str = "LARDER_KILLED_FILE";
const FROM: &str = "LARDER_KILLED_FROM";

const KILLS: i64 = 200;

/// So many events of one process have numbers of their own.
const EACH: i64 = 1_000_000 / KILLS;

type Start = fn(BridgeOptions<Click>, &Arc<RusqliteRuntime>) -> Result<EventBridge<Click>, RusqliteError>;

#[test]
fn no_event_that_was_accepted_is_lost_by_a_kill() {
    let start: Start = |options, runtime| options.start(runtime, record);

    let Some((accepted, handled)) = killed("no_event_that_was_accepted_is_lost_by_a_kill", start) else {
        return;
    };

    assert_eq!(
        accepted.difference(&handled.into_iter().collect()).collect::<Vec<_>>(),
        <[&i64; 0]>::default()
    );
}

#[test]
fn in_transactions_each_event_is_written_once_whatever_is_killed() {
    let start: Start = |options, runtime| options.start_transactional(runtime, transactional::record);

    let name = "in_transactions_each_event_is_written_once_whatever_is_killed";
    let Some((accepted, handled)) = killed(name, start) else { return };

    let once: BTreeSet<i64> = handled.iter().copied().collect();
    assert_eq!(once.len(), handled.len());
    assert_eq!(accepted.difference(&once).collect::<Vec<_>>(), <[&i64; 0]>::default());
}

/// Kills processes that send, and gives which numbers they said were accepted, and which were written when all is over. In a
/// process that is to be killed it gives nothing, when it is not.
fn killed(test: &str, start: Start) -> Option<(BTreeSet<i64>, Vec<i64>)> {
    if let (Some(path), Ok(from)) = (std::env::var_os(PATH), std::env::var(FROM)) {
        send(Path::new(&path), from.parse().unwrap(), start);
        return None;
    }
    let world = World::new(cs::bootstrap);

    let mut accepted = BTreeSet::new();
    for kill in 0..KILLS {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("kill::{test}"), "--quiet", "--nocapture"])
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
    assert!(accepted.len() >= 200);
    let bridge = start(EventBridge::options("clicks").durable(), &world).unwrap();
    assert_eq!(bridge.close(LONG).unwrap(), 0);
    Some((accepted, recorded(&world).into_iter().map(|click| click.at).collect()))
}

/// Sends numbers, and says each that was accepted.
fn send(path: &Path, from: i64, start: Start) {
    let runtime = Arc::new(RusqliteRuntime::open(path).unwrap());
    let options = EventBridge::options("clicks").durable().batch(10, Duration::from_millis(1));
    let bridge = start(options, &runtime).unwrap();
    let mut out = std::io::stdout().lock();
    for number in from..from + EACH {
        bridge.submit(click("a", number)).unwrap();
        writeln!(out, "accepted {number}").unwrap();
        out.flush().unwrap();
    }
}
