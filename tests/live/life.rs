//! How a live query is delivered, goes on and ends.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use larder::{Change, Latest, RusqliteError, RusqliteRuntime, Subscription};

use super::{Counter, World, counters, create, cs, heard, labels, next, set_hits, settled};

#[test]
fn an_observer_that_panics_ends_itself_alone() {
    let world = World::new(cs::bootstrap);
    let held = Arc::new(());
    let kept = Arc::clone(&held);
    let broken = counters(&world)
        .find_many()
        .observe(move |_| {
            let _kept = &kept;
            panic!("an observer's own");
        })
        .unwrap();
    let (lists, _subscription) = heard(|observer| counters(&world).find_many().observe(observer));
    next(&lists);

    create(&world, "a");

    assert_eq!(labels(&next(&lists)), ["a"]);
    assert!(!broken.is_active());
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn an_observer_uses_the_runtime_and_cancels_itself() {
    let world = World::new(cs::bootstrap);
    let runtime = Arc::downgrade(&*world);
    let (send, receive) = mpsc::channel();
    let own: Arc<std::sync::Mutex<Option<Subscription>>> = Arc::default();
    let inside = Arc::clone(&own);
    let subscription = counters(&world)
        .count()
        .observe(move |count| {
            let count = count.unwrap();
            if count < 3 {
                create(&runtime.upgrade().unwrap(), "another");
            } else {
                inside.lock().unwrap().take().unwrap().cancel();
            }
            send.send(count).unwrap();
        })
        .unwrap();
    *own.lock().unwrap() = Some(subscription);

    let counts: Vec<u64> = receive.iter().collect();

    assert_eq!(counts, [0, 1, 2, 3]);
}

#[test]
fn an_error_is_told_and_the_query_goes_on() {
    let world = World::new(cs::bootstrap);
    create(&world, "a");
    let (send, receive) = mpsc::channel();
    let _subscription = counters(&world)
        .find_many()
        .observe(move |answer| send.send(answer.map(|change| change.rows.len())).unwrap())
        .unwrap();
    let first = next(&receive);

    world.execute("UPDATE counters SET label = CAST(x'ff' AS TEXT)");
    let broken = next(&receive);
    world.execute("UPDATE counters SET label = 'mended'");
    let mended = next(&receive);

    assert!(matches!(first, Ok(1)), "{first:?}");
    assert!(matches!(broken, Err(RusqliteError::Unreadable { field: "label", .. })), "{broken:?}");
    assert!(matches!(mended, Ok(1)), "{mended:?}");
}

#[test]
fn a_transaction_and_a_closed_runtime_refuse() {
    let world = World::new(cs::bootstrap);

    let inside = world.transaction(|tx| Ok(counters(tx).count().observe(|_| {}).map(drop))).unwrap();
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    runtime.close().unwrap();
    let closed = counters(&runtime).count().observe(|_| {});

    assert!(
        matches!(inside, Err(RusqliteError::Validation { ref subject, .. }) if subject == "observe"),
        "{inside:?}"
    );
    assert!(matches!(closed, Err(RusqliteError::Closed)), "{closed:?}");
}

#[test]
fn answers_are_taken_one_by_one_until_the_runtime_is_closed() {
    let world = World::new(cs::bootstrap);
    let mut answers = counters(&world).find_many().live().unwrap();
    let first = answers.next().unwrap().unwrap();
    let taker = thread::spawn(move || {
        let lists: Vec<Change<Counter>> = answers.map(Result::unwrap).collect();
        lists
    });

    for label in ["a", "b", "c"] {
        create(&world, label);
    }
    settled(&world);
    world.close().unwrap();
    let lists = taker.join().unwrap();

    assert_eq!(first.rows.len(), 0);
    assert_eq!(labels(lists.last().unwrap()), ["a", "b", "c"]);
    // Each is told beside the one that was taken before it, whatever was passed over.
    let taken = std::iter::once(&first).chain(&lists).map(|list| &list.rows[..]);
    assert!(taken.zip(&lists).all(|(before, list)| *before == *list.previous));
}

#[test]
fn a_runtime_that_is_dropped_ends_its_live_queries_and_closes_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let runtime = RusqliteRuntime::open(&path).unwrap();
    cs::bootstrap(&runtime).unwrap();
    let mut answers: Latest<u64> = counters(&runtime).count().live().unwrap();
    let first = answers.next().unwrap().unwrap();

    drop(runtime);

    assert_eq!(first, 0);
    assert!(answers.next().is_none());
    assert!(!answers.subscription().is_active());
}

#[test]
fn a_suspend_holds_deliveries_back_until_the_runtime_goes_on() {
    let world = World::new(cs::bootstrap);
    let (counts, _subscription) = heard(|observer| counters(&world).count().observe(observer));
    next(&counts);

    for round in 1..=20 {
        create(&world, "a");
        world.suspend(Duration::from_secs(5)).unwrap();
        // What another program writes meanwhile is seen afterwards, too.
        create(&RusqliteRuntime::open(world.path()).unwrap(), "b");
        world.resume().unwrap();
        let expected = round * 2;
        let mut last = 0;
        while last < expected {
            last = next(&counts);
        }
        assert_eq!(last, expected);
    }
}

#[test]
fn bursts_come_as_their_last_state() {
    let world = World::new(cs::bootstrap);
    let a = create(&world, "a").id;
    let gate = Arc::new(AtomicBool::new(false));
    let (send, receive) = mpsc::channel();
    let (entered, enters) = mpsc::channel();
    let (leave, leaves) = mpsc::channel::<()>();
    let is_first = Arc::clone(&gate);
    let _subscription = counters(&world)
        .find_unique(a)
        .observe(move |row| {
            send.send(row.unwrap().unwrap().hits).unwrap();
            if !is_first.swap(true, Ordering::Relaxed) {
                entered.send(()).unwrap();
                leaves.recv().unwrap();
            }
        })
        .unwrap();
    enters.recv().unwrap();

    for hits in 1..=100 {
        set_hits(&world, a, hits);
    }
    leave.send(()).unwrap();

    assert_eq!((next(&receive), next(&receive)), (0, 100));
    settled(&world);
    assert!(receive.try_recv().is_err());
}
