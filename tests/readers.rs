//! A read waits for no write: it has a connection of its own and sees what was committed when it began.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod world;

use std::{
    ops::ControlFlow,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use larder::{ModelDelegate, PageInput, RuntimeOptions, RusqliteError, RusqliteRuntime, Target};

mod schema {
    larder::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{
    self as cs, COUNTER_MODEL, Counter, CreateCounterInput, CreateNoteInput, CreateNotebookInput, NOTE_MODEL,
    NOTEBOOK_MODEL, counter, notebook,
};
use world::World;

fn counters<'a>(target: impl Into<Target<'a>>) -> ModelDelegate<'a, Counter, i64> {
    ModelDelegate::new(target, &COUNTER_MODEL)
}

fn create<'a>(target: impl Into<Target<'a>>, label: &str) -> Counter {
    counters(target).create(CreateCounterInput::builder().label(label).build()).run().unwrap()
}

#[test]
fn a_read_of_another_thread_sees_the_state_before_an_open_transaction_and_after_it_the_new_one() {
    let world = World::new(cs::bootstrap);
    create(&world, "before");
    let count = || counters(&world).count().run().unwrap();

    let during = world.transaction(|tx| {
        create(tx, "inside");
        assert_eq!(counters(tx).count().run()?, 2);
        Ok(thread::scope(|scope| scope.spawn(count).join().unwrap()))
    });

    assert_eq!(during.unwrap(), 1);
    assert_eq!(count(), 2);
}

#[test]
fn every_verb_that_reads_waits_for_no_transaction() {
    let world = World::new(cs::bootstrap);
    let one = create(&world, "one");
    let read_all = || {
        let rows = counters(&world);
        assert_eq!(rows.find_unique(one.id).run().unwrap().as_ref(), Some(&one));
        assert_eq!(rows.find_many().run().unwrap().len(), 1);
        assert_eq!(rows.find_first().run().unwrap().as_ref(), Some(&one));
        assert!(rows.exists().run().unwrap());
        assert_eq!(rows.find_many().select(counter::hits()).run().unwrap(), [0]);
        assert_eq!(rows.aggregate().sum(counter::hits()).group_by(counter::label()).run().unwrap().len(), 1);
        assert_eq!(rows.find_many().paginate(PageInput::default()).run().unwrap().total_count, 1);
        assert_eq!(rows.find_many().after(None).run().unwrap().items.len(), 1);
        assert_eq!(rows.find_many().stream(|_| Ok(ControlFlow::Continue(()))).unwrap(), 1);
        assert_eq!(rows.batch_get(vec![one.id]).run().unwrap().summary.succeeded, 1);
        assert_eq!(world.query_as::<i64>("SELECT count(*) FROM counters", ()).unwrap(), [1]);
        assert!(rows.find_many().explain().unwrap().scans("counters"));
    };

    world
        .transaction(|tx| {
            create(tx, "two");
            thread::scope(|scope| scope.spawn(read_all).join().unwrap());
            Ok(())
        })
        .unwrap();

    assert_eq!(counters(&world).count().run().unwrap(), 2);
}

#[test]
fn what_a_call_has_written_every_thread_reads_once_it_has_returned() {
    let world = World::new(cs::bootstrap);

    for round in 1..=200 {
        let written = create(&world, "a");
        let read = |_| counters(&world).find_unique(written.id).run().unwrap();
        assert_eq!(read(()), Some(written.clone()));
        let elsewhere = thread::scope(|scope| scope.spawn(|| read(())).join().unwrap());
        assert_eq!(elsewhere, Some(written.clone()));
        assert_eq!(counters(&world).count().run().unwrap(), round);
    }
}

#[test]
fn every_answer_is_of_one_state_while_another_thread_writes() {
    let world = World::new(cs::bootstrap);
    let done = AtomicBool::new(false);
    let books = ModelDelegate::new(&world, &NOTEBOOK_MODEL);
    let book = books.create(CreateNotebookInput::builder().name("Home").build()).run().unwrap().id;
    // Two notes come at once: an odd count is a state that never was.
    let pairs = || {
        for _ in 0..500 {
            world
                .transaction(|tx| {
                    let notes = ModelDelegate::new(tx, &NOTE_MODEL);
                    let note = || CreateNoteInput::builder().title("t").notebook_id(book).build();
                    notes.create(note()).run()?;
                    notes.create(note()).run().map(drop)
                })
                .unwrap();
        }
        done.store(true, Ordering::Relaxed);
    };

    thread::scope(|scope| {
        scope.spawn(pairs);
        while !done.load(Ordering::Relaxed) {
            let notes = ModelDelegate::new(&world, &NOTE_MODEL);
            let page =
                notes.find_many().paginate(PageInput { limit: Some(1000), offset: None }).run().unwrap();
            assert_eq!(page.total_count % 2, 0);
            assert_eq!(page.items.len(), usize::try_from(page.total_count.min(1000)).unwrap());
            let found = books.find_many().include(notebook::notes().as_include()).run().unwrap();
            assert_eq!(found[0].1.len() % 2, 0);
        }
    });
}

#[test]
fn more_threads_than_readers_take_turns() {
    const THREADS: usize = 16;
    let folder = tempfile::tempdir().unwrap();
    let runtime = RuntimeOptions::new().readers(2).open(folder.path().join("app.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    create(&runtime, "one");
    let begin = Barrier::new(THREADS);

    let reads: u64 = thread::scope(|scope| {
        let read = || {
            begin.wait();
            (0..100).map(|_| counters(&runtime).count().run().unwrap()).sum::<u64>()
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(read)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });

    assert_eq!(reads, 1_600);
}

#[test]
fn a_call_from_inside_a_call_is_told_whether_it_reads_or_writes() {
    let world = World::new(cs::bootstrap);
    create(&world, "one");
    let read = || counters(&world).count().run().map(drop);
    let write = || {
        let input = CreateCounterInput::builder().label("two").build();
        counters(&world).create(input).run().map(drop)
    };
    let all_refused = || {
        for outcome in [read(), write(), world.close(), world.with_connection(|_| Ok(()))] {
            assert!(matches!(outcome, Err(RusqliteError::Reentrant)), "{outcome:?}");
        }
    };

    world
        .with_connection(|_| {
            all_refused();
            Ok(())
        })
        .unwrap();
    world
        .transaction(|_| {
            all_refused();
            Ok(())
        })
        .unwrap();
    let stream = counters(&world).find_many().stream(|_| {
        all_refused();
        Ok(ControlFlow::Continue(()))
    });

    assert_eq!(stream.unwrap(), 1);
    assert_eq!(counters(&world).count().run().unwrap(), 1);
}

/// Runs the read on a thread of its own while a transaction is open.
fn read_beside_a_transaction(runtime: &RusqliteRuntime) -> Result<u64, RusqliteError> {
    let read = || counters(runtime).count().run();
    runtime.transaction(|_| Ok(thread::scope(|scope| scope.spawn(read).join().unwrap()))).unwrap()
}

#[test]
fn with_one_connection_and_in_memory_a_read_waits_for_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let options = || RuntimeOptions::new().busy_timeout(Duration::from_millis(20));
    let one = options().readers(0).open(folder.path().join("one.db")).unwrap();
    let memory = options().open_in_memory().unwrap();

    for runtime in [one, memory] {
        cs::bootstrap(&runtime).unwrap();
        let waited = read_beside_a_transaction(&runtime);
        assert!(matches!(waited, Err(RusqliteError::Locked { .. })), "{waited:?}");
        assert_eq!(counters(&runtime).count().run().unwrap(), 0);
    }
}

#[test]
fn a_close_waits_for_readers_and_leaves_the_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = RuntimeOptions::new().busy_timeout(Duration::from_millis(50)).open(&path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    create(&runtime, "one");
    let close = || thread::scope(|scope| scope.spawn(|| runtime.close()).join().unwrap());

    let mut during = Ok(());
    counters(&runtime)
        .find_many()
        .stream(|_| {
            during = close();
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    assert!(matches!(during, Err(RusqliteError::Locked { .. })), "{during:?}");
    create(&runtime, "two");
    assert_eq!(counters(&runtime).count().run().unwrap(), 2);

    close().unwrap();
    assert!(matches!(counters(&runtime).count().run(), Err(RusqliteError::Closed)));
    assert!(!path.with_extension("db-wal").exists(), "the log is checkpointed into the file");
}

#[test]
fn several_reads_of_a_snapshot_are_of_one_state() {
    let world = World::new(cs::bootstrap);
    create(&world, "before");

    let seen = world.read(|snapshot| {
        let count = || counters(snapshot).count().run();
        let first = count()?;
        // Another thread writes and does not wait.
        thread::scope(|scope| drop(scope.spawn(|| create(&world, "meanwhile")).join().unwrap()));
        let listed = snapshot.query_as::<i64>("SELECT count(*) FROM counters", ())?;
        Ok((first, count()?, listed, counters(snapshot).find_many().run()?.len()))
    });

    assert_eq!(seen.unwrap(), (1, 1, vec![1], 1));
    assert_eq!(counters(&world).count().run().unwrap(), 2);
}

#[test]
fn nothing_is_written_in_a_snapshot_and_everything_after_it() {
    let memory = RusqliteRuntime::open_in_memory().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = RusqliteRuntime::open(folder.path().join("app.db")).unwrap();
    let one = RuntimeOptions::new().readers(0).open(folder.path().join("one.db")).unwrap();

    for runtime in [memory, file, one] {
        cs::bootstrap(&runtime).unwrap();
        let input = || CreateCounterInput::builder().label("x").build();
        let refused = runtime.read(|snapshot| counters(snapshot).create(input()).run());
        assert!(matches!(refused, Err(RusqliteError::ReadOnly { .. })), "{refused:?}");
        let nested = runtime.read(|_| Ok((runtime.read(|_| Ok(())), runtime.transaction(|_| Ok(())))));
        assert!(
            matches!(nested, Ok((Err(RusqliteError::Reentrant), Err(RusqliteError::Reentrant)))),
            "{nested:?}"
        );
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            runtime.read::<()>(|_| panic!("in a snapshot"))
        }));
        assert!(panicked.is_err());
        create(&runtime, "after");
        assert_eq!(counters(&runtime).count().run().unwrap(), 1);
    }
}

#[test]
fn a_read_that_keeps_the_log_too_long_is_interrupted_and_the_log_moves() {
    const LIMIT: u64 = 6 * 1024 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let runtime = RuntimeOptions::new().log_limit(LIMIT).open(folder.path().join("app.db")).unwrap();
    cs::bootstrap(&runtime).unwrap();
    create(&runtime, "one");
    let write = |times| {
        for _ in 0..times {
            let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);
            notes
                .create(CreateNoteInput::builder().title("t").body("b".repeat(200_000)).build())
                .run()
                .unwrap();
        }
    };
    let long =
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n, counters";

    let outcome = runtime.read(|snapshot| {
        assert_eq!(counters(snapshot).count().run()?, 1);
        // Less than the limit is nothing to interrupt.
        thread::scope(|scope| scope.spawn(|| write(10)).join().unwrap());
        assert_eq!(counters(snapshot).count().run()?, 1);
        thread::scope(|scope| scope.spawn(|| write(40)).join().unwrap());
        snapshot.query_as::<i64>(long, ())
    });
    assert!(matches!(outcome, Err(RusqliteError::Interrupted { .. })), "{outcome:?}");
    let grown = runtime.health();
    assert!(grown.log_bytes > LIMIT && grown.log_file_bytes > LIMIT, "{grown:?}");

    // The next read is another one.
    assert_eq!(counters(&runtime).count().run().unwrap(), 1);
    write(2);
    let after = runtime.health();
    assert!(after.checkpointed_at > grown.checkpointed_at && after.log_bytes < LIMIT, "{after:?}");
}

#[test]
fn the_health_of_a_runtime_is_what_its_calls_do() {
    let world = World::new(cs::bootstrap);
    create(&world, "one");
    counters(&world).count().run().unwrap();

    let during = thread::scope(|scope| {
        world.transaction(|_| {
            scope.spawn(|| world.transaction(|_| Ok(())).unwrap());
            let mut health = world.health();
            while health.waiting == 0 {
                health = world.health();
            }
            Ok(health)
        })
    });
    let reading = world.read(|_| Ok(world.health())).unwrap();
    let after = world.health();

    let during = during.unwrap();
    assert_eq!((during.writer_in_use, during.readers_in_use, during.readers_open), (true, 0, 1));
    assert_eq!((reading.writer_in_use, reading.readers_in_use), (false, 1));
    assert_eq!((after.waiting, after.waits, after.writer_in_use), (0, 1, false));
    assert!(
        after.cache_hits > 0 && after.log_bytes > 0 && after.log_file_bytes >= after.log_bytes,
        "{after:?}"
    );
}
