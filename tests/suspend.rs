//! A suspended runtime has no file open and keeps no lock, and nothing that was acknowledged is lost on the way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]
#![cfg(target_os = "linux")]

mod world;

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::Path,
    sync::{
        Barrier, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use larder::{ModelDelegate, Priority, RuntimeOptions, RusqliteError, RusqliteRuntime, Target};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self as cs, COUNTER_MODEL, Counter, CreateCounterInput};
use world::assert_sound;

const SECOND: Duration = Duration::from_secs(1);

/// Runs until it is interrupted.
const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

fn counters<'a>(target: impl Into<Target<'a>>) -> ModelDelegate<'a, Counter, i64> {
    ModelDelegate::new(target, &COUNTER_MODEL)
}

fn create<'a>(target: impl Into<Target<'a>>, label: &str) -> Result<Counter, RusqliteError> {
    counters(target).create(CreateCounterInput::builder().label(label).build()).run()
}

fn opened(path: &Path, options: RuntimeOptions) -> RusqliteRuntime {
    let runtime = options.open(path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    runtime
}

/// How many descriptors of this process lead to a file of the folder.
fn open_files(folder: &Path) -> usize {
    let descriptors = fs::read_dir("/proc/self/fd").unwrap().flatten();
    // One that was closed meanwhile leads nowhere.
    descriptors.filter(|entry| fs::read_link(entry.path()).is_ok_and(|file| file.starts_with(folder))).count()
}

/// How many locks there are on files of the folder, whoever has them.
fn locks(folder: &Path) -> usize {
    let files = fs::read_dir(folder).unwrap().flatten();
    let inodes: Vec<String> = files.map(|entry| entry.metadata().unwrap().ino().to_string()).collect();
    let table = fs::read_to_string("/proc/locks").unwrap();
    // `1: POSIX ADVISORY WRITE 4711 08:02:1234 0 EOF`
    let inode = |line: &str| line.split_whitespace().nth(5)?.rsplit(':').next().map(str::to_owned);
    table.lines().filter(|line| inode(line).is_some_and(|inode| inodes.contains(&inode))).count()
}

#[test]
fn a_suspended_file_is_closed_and_a_resumed_one_has_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = opened(&path, RuntimeOptions::new());
    create(&runtime, "before").unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
    assert!(open_files(folder.path()) >= 4, "a reader and the writer, each with its log");
    let locked = runtime.transaction(|_| Ok(locks(folder.path()))).unwrap();
    assert!(locked > 0, "an open transaction has a lock");

    runtime.suspend(SECOND).unwrap();

    assert_eq!((open_files(folder.path()), locks(folder.path())), (0, 0));
    assert!(!path.with_extension("db-wal").exists(), "the log moved into the file");
    assert!(matches!(create(&runtime, "x"), Err(RusqliteError::Suspended)));
    assert!(matches!(counters(&runtime).count().run(), Err(RusqliteError::Suspended)));
    assert!(matches!(runtime.read(|_| Ok(())), Err(RusqliteError::Suspended)));
    runtime.suspend(SECOND).unwrap();
    runtime.resume().unwrap();
    runtime.resume().unwrap();
    create(&runtime, "after").unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 2);
    assert_sound(&runtime);
}

#[test]
fn a_file_that_is_only_read_takes_one_connection() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    create(&opened(&path, RuntimeOptions::new()), "before").unwrap();
    assert_eq!(open_files(folder.path()), 0);

    let runtime = opened(&path, RuntimeOptions::new());
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
    assert_eq!(open_files(folder.path()), 3, "the file, its log and the log's index");
    create(&runtime, "one that writes").unwrap();
    assert_eq!(open_files(folder.path()), 5, "two connections have one index of the log");
    runtime.suspend(SECOND).unwrap();
    assert_eq!(open_files(folder.path()), 0);

    let unused = RuntimeOptions::new().open(&path).unwrap();
    assert!(open_files(folder.path()) > 0);
    unused.suspend(SECOND).unwrap();
    assert_eq!(open_files(folder.path()), 0);
    unused.resume().unwrap();
    assert_eq!(counters(&unused).count().run().unwrap(), 2);
    unused.close().unwrap();
    assert_eq!((open_files(folder.path()), locks(folder.path())), (0, 0));
}

#[test]
fn a_log_that_was_left_moves_into_the_file_when_there_is_time_though_nobody_writes() {
    let folder = tempfile::tempdir().unwrap();
    let crashed = folder.path().join("crashed.db");
    let writing = opened(&crashed, RuntimeOptions::new());
    create(&writing, "in the log").unwrap();
    let [path, log] = ["app.db", "app.db-wal"].map(|name| folder.path().join(name));
    fs::copy(&crashed, &path).unwrap();
    fs::copy(folder.path().join("crashed.db-wal"), &log).unwrap();
    let runtime = RuntimeOptions::new().open(&path).unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);

    runtime.suspend(Duration::ZERO).unwrap();
    assert!(fs::metadata(&log).unwrap().len() > 0, "without time the log stays");
    runtime.resume().unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
    runtime.suspend(SECOND).unwrap();

    assert!(!log.exists(), "with time the last connection moves it");
    runtime.resume().unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
}

#[test]
fn a_call_waits_for_the_resume_when_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = opened(&folder.path().join("app.db"), RuntimeOptions::new().wait_for_resume(true));
    runtime.suspend(SECOND).unwrap();

    thread::scope(|scope| {
        let waiting =
            [scope.spawn(|| create(&runtime, "late").map(drop)), scope.spawn(|| runtime.read(|_| Ok(())))];
        while runtime.health().waiting < 2 {
            thread::yield_now();
        }
        assert_eq!(open_files(folder.path()), 0);
        runtime.resume().unwrap();
        for thread in waiting {
            thread.join().unwrap().unwrap();
        }
    });

    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
    let impatient = RuntimeOptions::new().wait_for_resume(true).busy_timeout(Duration::from_millis(20));
    let runtime = opened(&folder.path().join("other.db"), impatient);
    runtime.suspend(SECOND).unwrap();
    assert!(matches!(create(&runtime, "x"), Err(RusqliteError::Suspended)));
}

#[test]
fn what_is_not_done_by_the_deadline_is_interrupted_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = opened(&folder.path().join("app.db"), RuntimeOptions::new());
    let begun = Barrier::new(3);

    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            runtime.transaction(|tx| {
                create(tx, "undone")?;
                begun.wait();
                tx.query_as::<i64>(ENDLESS, ())
            })
        });
        let reader = scope.spawn(|| {
            begun.wait();
            runtime.query_as::<i64>(ENDLESS, ())
        });
        begun.wait();
        while runtime.health().readers_in_use == 0 {
            thread::yield_now();
        }
        runtime.suspend(Duration::ZERO).unwrap();
        for outcome in [writer.join().unwrap(), reader.join().unwrap()] {
            assert!(matches!(outcome, Err(RusqliteError::Interrupted { .. })), "{outcome:?}");
        }
    });

    assert_eq!((open_files(folder.path()), locks(folder.path())), (0, 0));
    runtime.resume().unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 0);
    assert_eq!(create(&runtime, "one").unwrap().label, "one");
}

#[test]
fn a_closure_that_does_not_return_leaves_the_runtime_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = opened(&folder.path().join("app.db"), RuntimeOptions::new());
    let (begun, goes_on) = (Barrier::new(2), Barrier::new(2));

    thread::scope(|scope| {
        let stuck = scope.spawn(|| {
            runtime.transaction(|tx| {
                begun.wait();
                goes_on.wait();
                create(tx, "in time")
            })
        });
        begun.wait();
        let refused = runtime.suspend(Duration::from_millis(1));
        assert!(matches!(refused, Err(RusqliteError::Locked { .. })), "{refused:?}");
        assert_eq!(counters(&runtime).count().run().unwrap(), 0);
        goes_on.wait();
        assert_eq!(stuck.join().unwrap().unwrap().label, "in time");
    });
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);

    let within = runtime.transaction(|_| Ok((runtime.suspend(SECOND), runtime.close_within(SECOND))));
    let (suspended, closed) = within.unwrap();
    assert!(matches!(suspended, Err(RusqliteError::Reentrant)));
    assert!(matches!(closed, Err(RusqliteError::Reentrant)));
    let within = runtime.read(|_| Ok(runtime.suspend(SECOND)));
    assert!(matches!(within, Ok(Err(RusqliteError::Reentrant))));
}

#[test]
fn a_close_is_for_good_from_every_state() {
    let folder = tempfile::tempdir().unwrap();
    for is_suspended in [false, true] {
        let runtime = opened(&folder.path().join("app.db"), RuntimeOptions::new());
        if is_suspended {
            runtime.suspend(SECOND).unwrap();
        }

        runtime.close_within(SECOND).unwrap();

        assert_eq!((open_files(folder.path()), locks(folder.path())), (0, 0));
        assert!(matches!(runtime.resume(), Err(RusqliteError::Closed)));
        assert!(matches!(runtime.suspend(SECOND), Err(RusqliteError::Closed)));
        assert!(matches!(create(&runtime, "x"), Err(RusqliteError::Closed)));
        runtime.close_within(SECOND).unwrap();
        runtime.close().unwrap();
    }
}

#[test]
fn a_file_that_is_gone_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = opened(&path, RuntimeOptions::new());
    runtime.suspend(SECOND).unwrap();
    let kept = folder.path().join("kept.db");
    fs::rename(&path, &kept).unwrap();
    runtime.resume().unwrap();

    assert!(matches!(create(&runtime, "x"), Err(RusqliteError::CannotOpen { .. })));
    assert!(matches!(counters(&runtime).count().run(), Err(RusqliteError::CannotOpen { .. })));
    assert!(!path.exists());

    fs::rename(&kept, &path).unwrap();
    create(&runtime, "back").unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
}

#[test]
fn what_is_in_memory_stays_there() {
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    cs::bootstrap(&runtime).unwrap();
    create(&runtime, "one").unwrap();

    runtime.suspend(SECOND).unwrap();
    assert!(matches!(create(&runtime, "x"), Err(RusqliteError::Suspended)));
    runtime.resume().unwrap();

    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
}

/// Whether a suspend that had no more time ended the call: while it ran, or while it waited for another connection's lock.
fn is_cut_off(error: &RusqliteError) -> bool {
    matches!(error, RusqliteError::Interrupted { .. } | RusqliteError::Busy { .. })
}

/// Numbers in an order that is the same at each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn two_thousand_cycles_under_load_lose_nothing_and_leave_nothing_open() {
    const CYCLES: usize = 2_000;
    /// No thread writes more, whatever becomes of the cycles: on a busy machine a large table would make each of them long.
    const MOST: usize = 1_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = opened(&path, RuntimeOptions::new().wait_for_resume(true));
    let done = AtomicBool::new(false);
    let acknowledged = Mutex::new(0_usize);
    let goes_on = || !done.load(Ordering::Relaxed);
    let write = |writer: usize| {
        let mut written = 0;
        for row in 0..MOST {
            if !goes_on() {
                break;
            }
            match create(&runtime, &format!("{writer} {row}")) {
                Ok(_) => written += 1,
                Err(error) => assert!(is_cut_off(&error), "a write: {error}"),
            }
        }
        *acknowledged.lock().unwrap() += written;
    };
    let read = || {
        while goes_on() {
            let sums = runtime.read(|snapshot| {
                let counted = counters(snapshot).count().run()?;
                let listed = snapshot.query_as::<i64>("SELECT count(*) FROM counters", ())?;
                Ok((i64::try_from(counted).unwrap(), listed[0]))
            });
            match sums {
                Ok((counted, listed)) => assert_eq!(counted, listed),
                Err(error) => assert!(is_cut_off(&error), "a read: {error}"),
            }
        }
    };
    // Long statements, of which a suspend without time interrupts some.
    let scan = || {
        Priority::Background.scope(|| {
            while goes_on() {
                let scanned = runtime.query_as::<f64>(
                    "SELECT total(a.id % 7) FROM counters a, (VALUES (1), (2), (3), (4)) b",
                    (),
                );
                assert!(scanned.as_ref().err().is_none_or(is_cut_off), "a scan: {scanned:?}");
            }
        });
    };

    thread::scope(|scope| {
        for writer in 0..8 {
            scope.spawn(move || write(writer));
        }
        for _ in 0..4 {
            scope.spawn(read);
        }
        scope.spawn(scan);
        let mut numbers = Numbers(0x5eed);
        for cycle in 0..CYCLES {
            let deadline = [0, 0, 1, 50, 500][usize::try_from(numbers.below(5)).unwrap()];
            runtime.suspend(Duration::from_millis(deadline)).unwrap();
            assert_eq!((open_files(folder.path()), locks(folder.path())), (0, 0), "cycle {cycle}");
            runtime.resume().unwrap();
            for _ in 0..numbers.below(20) {
                thread::yield_now();
            }
        }
        done.store(true, Ordering::Relaxed);
    });

    let acknowledged = u64::try_from(acknowledged.into_inner().unwrap()).unwrap();
    assert_eq!(counters(&runtime).count().run().unwrap(), acknowledged);
    assert!(acknowledged > 1_000, "{acknowledged} writes");
    assert_sound(&runtime);
}

/// Runs what ends the runtime, or resumes it, while a call has the connection, and lets the call go.
fn beside_a_call(runtime: &RusqliteRuntime, ends: [&(dyn Fn() + Sync); 2]) {
    let (has_it, goes) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| {
            runtime
                .with_connection(|_| {
                    has_it.wait();
                    goes.wait();
                    Ok(())
                })
                .unwrap();
        });
        has_it.wait();
        for end in ends {
            scope.spawn(end);
        }
        goes.wait();
    });
}

#[test]
fn what_is_closed_beside_a_suspend_stays_closed() {
    for _ in 0..50 {
        let folder = tempfile::tempdir().unwrap();
        let runtime = opened(&folder.path().join("app.db"), RuntimeOptions::new());

        beside_a_call(&runtime, [&|| drop(runtime.suspend(5 * SECOND)), &|| runtime.close().unwrap()]);

        let calls = [
            runtime.resume(),
            runtime.with_connection(|_| Ok(())),
            runtime.query_as::<i64>("SELECT 1", ()).map(drop),
        ];
        assert!(calls.iter().all(|call| matches!(call, Err(RusqliteError::Closed))), "{calls:?}");
        assert_eq!(open_files(folder.path()), 0);
    }
}

#[test]
fn a_resume_beside_a_suspend_leaves_nothing_half_open() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = opened(&folder.path().join("app.db"), RuntimeOptions::new());
    for _ in 0..300 {
        beside_a_call(&runtime, [&|| runtime.suspend(5 * SECOND).unwrap(), &|| runtime.resume().unwrap()]);

        let reads = runtime.query_as::<i64>("SELECT 1", ()).is_ok();
        let writes = runtime.with_connection(|_| Ok(())).is_ok();
        assert_eq!(reads, writes);
        assert!(reads || open_files(folder.path()) == 0);
        runtime.resume().unwrap();
    }
}
