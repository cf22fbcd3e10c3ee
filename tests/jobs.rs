//! A job runs once at a time, when it is due, and its end is known whatever becomes of it.
#![cfg(feature = "tokio")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod world;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use larder::{
    EventBridge, Job, JobContext, JobOutcome, JobProgress, JobSignal, RusqliteError, RusqliteRuntime,
};
use world::World;

/// What does not come to its end in this time hangs.
const LONG: Duration = Duration::from_secs(30);

/// Longer than any test.
const HOURS: Duration = Duration::from_secs(3_600);

const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

fn world() -> World {
    World::new(|_| Ok(()))
}

/// A body that says when it is inside, and waits there until it is let go.
struct Gate {
    entered: Receiver<()>,
    leave: Sender<()>,
}

fn gated() -> (Gate, impl Fn(&JobContext<'_>) -> Result<(), RusqliteError> + Send + Sync) {
    let ((enter, entered), (leave, leaves)) = (mpsc::channel(), mpsc::channel());
    let (enter, leaves) = (Mutex::new(enter), Mutex::new(leaves));
    let body = move |_: &JobContext<'_>| {
        enter.lock().unwrap().send(()).unwrap();
        leaves.lock().unwrap().recv_timeout(LONG).map_err(RusqliteError::aborted)
    };
    (Gate { entered, leave }, body)
}

fn run_endlessly(run: &JobContext<'_>) -> Result<(), RusqliteError> {
    run.runtime().query_as::<i64>(ENDLESS, ()).map(drop)
}

#[test]
fn a_run_has_the_runtime_a_progress_and_an_end_that_outlives_the_program() {
    let mut world = world();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    let job = Job::options("count")
        .on_progress(move |progress| hears.lock().unwrap().push(progress))
        .start(&world, |run| {
            run.runtime().with_connection(|c| Ok(c.execute_batch("CREATE TABLE t (a)")?))?;
            (1..=2).for_each(|done| run.progress(done, 2));
            Ok(())
        })
        .unwrap();
    assert_eq!((job.status().last, job.status().next_in), (None, None));

    let first = job.run_within(LONG).unwrap();
    let second = job.run_within(LONG).unwrap();
    world.reopen();
    let again = Job::options("count").start(&world, |_| Ok(())).unwrap();

    assert_eq!(first.outcome, JobOutcome::Done);
    assert_eq!(heard.lock().unwrap()[..2], [1, 2].map(|done| JobProgress { done, total: 2 }));
    let JobOutcome::Failed(error) = &second.outcome else { panic!("{second:?}") };
    assert!(error.contains("already exists"), "{error}");
    assert!(first.began_at <= first.ended_at && first.ended_at <= second.began_at);
    assert_eq!((again.status().last, again.status().failures), (Some(second), 1));
}

#[test]
fn a_job_runs_once_at_a_time_and_once_more_when_it_is_asked_meanwhile() {
    let world = world();
    let (gate, body) = gated();
    let (inside, most) = (AtomicU32::new(0), Arc::new(AtomicU32::new(0)));
    let seen = Arc::clone(&most);
    let job = Job::options("one")
        .start(&world, move |run| {
            seen.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let ended = body(run);
            inside.fetch_sub(1, Ordering::SeqCst);
            ended
        })
        .unwrap();

    job.run_now().unwrap();
    gate.entered.recv_timeout(LONG).unwrap();
    (0..10).for_each(|_| job.run_now().unwrap());
    gate.leave.send(()).unwrap();
    gate.entered.recv_timeout(LONG).unwrap();
    gate.leave.send(()).unwrap();
    gate.leave.send(()).unwrap();
    let last = job.run_within(LONG).unwrap();

    assert_eq!(last.outcome, JobOutcome::Done);
    assert_eq!((gate.entered.try_iter().count(), most.load(Ordering::SeqCst)), (1, 1));
}

#[test]
fn a_cancelled_run_stops_in_the_database_and_leaves_nothing() {
    let world = world();
    world.execute("CREATE TABLE t (a)");
    let (enter, entered) = mpsc::channel();
    let enter = Mutex::new(enter);
    let job = Job::options("endless")
        .start(&world, move |run| {
            run.runtime().transaction(|tx| {
                tx.connection().execute_batch("INSERT INTO t VALUES (1)")?;
                enter.lock().unwrap().send(()).unwrap();
                tx.query_as::<i64>(ENDLESS, ()).map(drop)
            })
        })
        .unwrap();
    assert!(!job.cancel());
    job.run_now().unwrap();
    entered.recv_timeout(LONG).unwrap();

    assert!(job.status().is_running);
    assert!(job.cancel());
    let by_deadline = job.run_within(Duration::from_secs(2)).unwrap();

    assert_eq!(by_deadline.outcome, JobOutcome::Cancelled);
    assert_eq!(world.number("SELECT count(*) FROM t"), 0);
    assert_eq!((job.status().is_running, job.status().failures), (false, 0));
}

#[test]
fn failures_are_tried_again_with_growing_pauses() {
    let world = world();
    let (send, tries) = mpsc::channel();
    let send = Mutex::new(send);
    let tried = AtomicU32::new(0);
    let job = Job::options("flaky")
        .every(HOURS, Duration::ZERO)
        .backoff(Duration::from_millis(1), Duration::from_millis(2))
        .start(&world, move |_| {
            let number = tried.fetch_add(1, Ordering::SeqCst);
            send.lock().unwrap().send(number).unwrap();
            match number {
                0 => Err(RusqliteError::aborted("no network")),
                1 => panic!("a body's own"),
                _ => Ok(()),
            }
        })
        .unwrap();

    let seen: Vec<u32> = (0..3).map(|_| tries.recv_timeout(LONG).unwrap()).collect();
    let ended = job.run_within(LONG).unwrap();

    assert_eq!((seen, ended.outcome, job.status().failures), (vec![0, 1, 2], JobOutcome::Done, 0));
    assert!(job.status().next_in.is_some_and(|next| next > HOURS / 2));
}

#[test]
fn a_period_goes_on_where_it_was() {
    let mut world = world();
    let ran = Arc::new(AtomicU32::new(0));
    let start = |world: &World, period: Duration| {
        let runs = Arc::clone(&ran);
        let body = move |_: &JobContext<'_>| {
            runs.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        Job::options("often").every(period, Duration::ZERO).start(world, body).unwrap()
    };
    let job = start(&world, HOURS);
    while job.status().last.is_none() {
        thread::yield_now();
    }
    drop(job);
    world.reopen();

    let job = start(&world, HOURS);
    assert!(job.status().next_in.is_some_and(|next| next > HOURS / 2), "{:?}", job.status());
    let overdue = start(&world, Duration::from_nanos(1));
    while ran.load(Ordering::SeqCst) < 3 {
        thread::yield_now();
    }

    assert!(overdue.status().last.is_some());
}

#[test]
fn a_signal_lets_those_run_that_wait_for_it() {
    let world = world();
    let job = Job::options("sync").on_signal(JobSignal::Online).start(&world, |_| Ok(())).unwrap();

    job.signal(JobSignal::Foreground).unwrap();
    assert_eq!(job.status().last, None);
    job.signal(JobSignal::Online).unwrap();
    while job.status().last.is_none() {
        thread::yield_now();
    }
}

#[test]
fn a_run_that_does_not_look_is_not_waited_for_for_ever() {
    let world = world();
    let (gate, body) = gated();
    let job = Job::options("deaf").start(&world, body).unwrap();

    let ended = job.run_within(Duration::from_millis(1));

    assert!(matches!(ended, Err(RusqliteError::Locked { .. })), "{ended:?}");
    gate.leave.send(()).unwrap();
}

#[test]
fn a_shutdown_ends_jobs_before_the_bridges_that_they_send_to() {
    let world = world();
    let runtime = Arc::new(RusqliteRuntime::open(world.path()).unwrap());
    let handled = Arc::new(AtomicU32::new(0));
    let handles = Arc::clone(&handled);
    let bridge = EventBridge::options("events")
        .start(&runtime, move |_, events: &[u32]| {
            handles.fetch_add(events.iter().sum(), Ordering::SeqCst);
            Ok(())
        })
        .unwrap();
    let (enter, entered) = mpsc::channel();
    let (enter, sends) = (Mutex::new(enter), bridge.clone());
    let job = Job::options("endless")
        .start(&runtime, move |run| {
            enter.lock().unwrap().send(()).unwrap();
            let ended = run_endlessly(run);
            sends.submit(7)?;
            ended
        })
        .unwrap();
    job.run_now().unwrap();
    entered.recv_timeout(LONG).unwrap();

    let shutdown = runtime.shutdown(Duration::from_secs(4)).unwrap();

    assert_eq!((shutdown.jobs_cancelled, shutdown.events_left), (1, 0));
    assert_eq!(handled.load(Ordering::SeqCst), 7);
    assert!(matches!(job.run_now(), Err(RusqliteError::Closed)));
    assert_eq!(world.number("SELECT count(*) FROM larder_jobs WHERE outcome = 'cancelled'"), 1);
}

#[test]
fn no_time_is_too_long() {
    let world = world();
    let job = Job::options("rare")
        .every(Duration::MAX, Duration::MAX)
        .backoff(Duration::MAX, Duration::MAX)
        .start(&world, |_| Err(RusqliteError::aborted("never")))
        .unwrap();

    let ended = job.run_within(Duration::MAX).unwrap();

    assert!(matches!(ended.outcome, JobOutcome::Failed(_)), "{ended:?}");
    assert!(job.status().next_in.is_some_and(|next| next > HOURS));
}

#[test]
fn a_job_that_could_not_rest_is_refused() {
    let world = world();

    let refused = Job::options("busy").every(Duration::ZERO, HOURS).start(&world, |_| Ok(()));

    assert!(
        matches!(&refused, Err(RusqliteError::Validation { subject, .. }) if subject == "Job \"busy\""),
        "{refused:?}"
    );
}
