//! Many observers, many writers, many comings and goings.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use larder::{FilterExpr, RusqliteError, Subscription};
use parking_lot::Mutex;

use super::{Counter, World, counter, counters, create, cs, set_hits, settled};

const COMMITS: u64 = 200_000;
const WRITERS: u64 = 4;
const ROWS: i64 = 200;
/// What only rows hold that are rolled back.
const NEVER: i64 = 999_999;

/// A row of digits that looks random, the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % sides).unwrap()
    }
}

type Rows = Box<dyn Fn() -> Vec<Counter>>;

/// The last answer of an observer, and what the same query gives now.
struct Observed {
    last: Rows,
    now: Rows,
    _subscription: Subscription,
}

fn range(of: i64) -> FilterExpr<Counter> {
    FilterExpr::all([counter::hits().gte(of * 10), counter::hits().lt(of * 10 + 10)])
}

fn kept(last: &Arc<Mutex<Vec<Counter>>>) -> (impl FnMut(Vec<Counter>) + Send + use<>, Rows) {
    let (heard, last) = (Arc::clone(last), Arc::clone(last));
    let hear = move |rows: Vec<Counter>| {
        assert!(rows.iter().all(|row| row.hits != NEVER), "a delivery of what was rolled back");
        *heard.lock() = rows;
    };
    (hear, Box::new(move || last.lock().clone()))
}

fn by_key(world: &World, id: i64) -> Observed {
    let (mut hear, last) = kept(&Arc::default());
    let subscription =
        counters(world).find_unique(id).observe(move |row| hear(row.unwrap().into_iter().collect())).unwrap();
    let runtime = Arc::clone(world);
    let now = move || counters(&runtime).find_unique(id).run().unwrap().into_iter().collect();
    Observed { last, now: Box::new(now), _subscription: subscription }
}

fn by_range(world: &World, of: i64) -> Observed {
    let (mut hear, last) = kept(&Arc::default());
    let query = counters(world).find_many().where_(range(of)).order_by(counter::id().asc());
    let subscription = query.observe(move |change| hear(change.unwrap().rows.to_vec())).unwrap();
    let runtime = Arc::clone(world);
    let now =
        move || counters(&runtime).find_many().where_(range(of)).order_by(counter::id().asc()).run().unwrap();
    Observed { last, now: Box::new(now), _subscription: subscription }
}

fn greatest(world: &World) -> Observed {
    let (mut hear, last) = kept(&Arc::default());
    let query = |world: &Arc<larder::RusqliteRuntime>| {
        let rows = counters(world).find_many().order_by(counter::hits().desc()).order_by(counter::id().asc());
        rows.limit(10).run().unwrap()
    };
    let observed = counters(world).find_many().order_by(counter::hits().desc()).order_by(counter::id().asc());
    let subscription = observed.limit(10).observe(move |change| hear(change.unwrap().rows.to_vec())).unwrap();
    let runtime = Arc::clone(world);
    Observed { last, now: Box::new(move || query(&runtime)), _subscription: subscription }
}

/// One commit, or one that is given up.
fn write(world: &World, dice: &mut Dice) {
    let id = dice.roll(ROWS.unsigned_abs()) + 1;
    match dice.roll(20) {
        0 => {
            let given_up = world.transaction(|tx| {
                set_hits(tx, id, NEVER);
                Err::<(), _>(RusqliteError::aborted("never mind"))
            });
            assert!(matches!(given_up, Err(RusqliteError::Aborted { .. })), "{given_up:?}");
        }
        1 => {
            // A row comes, and another goes, in one commit.
            world
                .transaction(|tx| {
                    let made = create(tx, "passing").id;
                    set_hits(tx, made, dice.roll(1_000));
                    counters(tx).delete(made).run().map(drop)
                })
                .unwrap();
        }
        _ => drop(set_hits(world, id, dice.roll(1_000))),
    }
}

#[test]
fn a_hundred_observers_have_the_last_state_after_200_000_commits() {
    let world = World::new(cs::bootstrap);
    (0..ROWS).for_each(|row| drop(create(&world, &row.to_string())));
    let observers: Vec<Observed> = (0..40)
        .map(|n| by_key(&world, n * 5 + 1))
        .chain((0..50).map(|n| by_range(&world, n * 2)))
        .chain((0..10).map(|_| greatest(&world)))
        .collect();

    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let world = &world;
            scope.spawn(move || {
                let mut dice = Dice(writer + 1);
                (0..COMMITS / WRITERS).for_each(|_| write(world, &mut dice));
            });
        }
    });
    settled(&world);

    for (number, observer) in observers.iter().enumerate() {
        assert_eq!((observer.last)(), (observer.now)(), "observer {number}");
    }
}

#[test]
fn rows_of_no_concern_are_not_asked_for() {
    let world = World::new(cs::bootstrap);
    (0..ROWS).for_each(|row| drop(create(&world, &row.to_string())));
    let subscriptions: Vec<Subscription> =
        (1..=100).map(|id| counters(&world).find_unique(id).observe(|_| {}).unwrap()).collect();
    settled(&world);

    let mut dice = Dice(7);
    for _ in 0..5_000 {
        set_hits(&world, dice.roll(100) + 101, dice.roll(1_000));
    }
    settled(&world);

    assert_eq!(subscriptions.iter().map(Subscription::asked).max(), Some(1));
}

#[test]
fn ten_thousand_comings_and_goings_leave_nothing() {
    let world = World::new(cs::bootstrap);
    create(&world, "a");
    let held = Arc::new(());
    let heard = AtomicUsize::new(0);

    thread::scope(|scope| {
        for seed in 1..=8 {
            let (world, held, heard) = (&world, &held, &heard);
            scope.spawn(move || {
                let mut dice = Dice(seed);
                for _ in 0..1_250 {
                    let (kept, (send, first)) = (Arc::clone(held), std::sync::mpsc::channel());
                    let subscription = counters(world)
                        .count()
                        .observe(move |_| {
                            let _kept = &kept;
                            // Whoever waited for the first only is gone.
                            let _ = send.send(());
                        })
                        .unwrap();
                    match dice.roll(4) {
                        0 => subscription.cancel(),
                        1 => drop(subscription),
                        2 => {
                            first.recv().unwrap();
                            heard.fetch_add(1, Ordering::Relaxed);
                            drop(subscription);
                        }
                        _ => {
                            set_hits(world, 1, dice.roll(100));
                            thread::spawn(move || subscription.cancel()).join().unwrap();
                        }
                    }
                }
            });
        }
    });
    settled(&world);

    assert!(heard.into_inner() > 1_000);
    assert_eq!(Arc::strong_count(&held), 1);
}
