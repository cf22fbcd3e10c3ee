//! Reads beside a writer, beside each other and beside a long write of the background: how many, and how long the slowest of a
//! hundred takes. Ours beside raw rusqlite with a connection for each thread on the same file, interleaved in one run; nothing here is
//! a test.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::{
    hint::black_box,
    ops::Range,
    path::Path,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use larder::{
    ModelDelegate, Priority, RuntimeOptions, RusqliteRuntime,
    rusqlite::{Connection, params},
};

mod items;
use items::{
    ROWS,
    cratestack_schema::{self as cs, ITEM_MODEL},
    input,
};

/// How long the threads of a round read.
const ROUND: Duration = Duration::from_millis(300);
const ROUNDS: usize = 7;
/// What the long write writes, and how much of it in one transaction.
const LONG: i64 = 200_000;
const CHUNK: i64 = 500;

/// Who writes meanwhile, without a pause.
#[derive(Clone, Copy)]
enum Beside {
    Nobody,
    /// A row a transaction.
    Rows,
    /// As many rows a transaction as the long write.
    Import,
}

impl Beside {
    fn words(self) -> &'static str {
        match self {
            Self::Nobody => "",
            Self::Rows => " beside a writer of rows",
            Self::Import => " beside an import",
        }
    }

    /// Writes until it is told to stop, in a pool of rows, so that the file does not grow while it is read.
    fn write(self, rows: impl Fn(Range<i64>), stop: &AtomicBool) {
        let at_once = match self {
            Self::Nobody => return,
            Self::Rows => 1,
            Self::Import => CHUNK,
        };
        for first in (0..ROWS).step_by(usize::try_from(at_once).unwrap()).cycle() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            rows(first..first + at_once);
        }
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.db");
    let runtime = RuntimeOptions::new().readers(4).open(&file).unwrap();
    cs::bootstrap(&runtime).unwrap();
    ModelDelegate::new(&runtime, &ITEM_MODEL).create_many((0..ROWS).map(input)).execute().unwrap();

    println!("| reads | ours/s | p99 | raw/s | p99 | ours : raw |\n|---|---|---|---|---|---|");
    let beside = [Beside::Nobody, Beside::Rows, Beside::Import];
    for (threads, beside) in [1, 2, 4].into_iter().flat_map(|threads| beside.map(|beside| (threads, beside)))
    {
        let mut figures = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            figures[0].push(round(
                threads,
                |stop| beside.write(|rows| write(&runtime, rows), stop),
                || {
                    |id| {
                        drop(black_box(
                            ModelDelegate::new(&runtime, &ITEM_MODEL).find_unique(id).run().unwrap(),
                        ));
                    }
                },
            ));
            figures[1].push(round(
                threads,
                |stop| {
                    let connection = connect(&file);
                    beside.write(|rows| write_raw(&connection, rows), stop);
                },
                || {
                    let connection = connect(&file);
                    move |id| read_raw(&connection, id)
                },
            ));
        }
        let [ours, raw] = figures.map(median);
        let ratio = ours.0 / raw.0;
        println!(
            "| {threads} threads{} | {:.0} | {:?} | {:.0} | {:?} | {ratio:.2} |",
            beside.words(),
            ours.0,
            ours.1,
            raw.0,
            raw.1,
        );
    }
    beside_a_long_write(&runtime);
}

/// Lets so many threads read at once for a while; gives how many reads a second they made together and the p99 of one.
fn round<R: Fn(i64)>(
    threads: usize,
    writer: impl FnOnce(&AtomicBool) + Send,
    reader: impl Fn() -> R + Sync,
) -> (f64, Duration) {
    let stop = AtomicBool::new(false);
    let (start, is_over) = (Barrier::new(threads + 1), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| writer(&stop));
        let read = || {
            let one = reader();
            one(1);
            let mut took = Vec::with_capacity(1 << 20);
            start.wait();
            for row in 0.. {
                let begun = Instant::now();
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                one((row * 7_919) % ROWS + 1);
                took.push(begun.elapsed());
            }
            took
        };
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(read)).collect();
        start.wait();
        let begun = Instant::now();
        thread::sleep(ROUND);
        is_over.store(true, Ordering::Relaxed);
        let elapsed = begun.elapsed();
        let took: Vec<Duration> = running.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        stop.store(true, Ordering::Relaxed);
        (took.len() as f64 / elapsed.as_secs_f64(), p99(took))
    })
}

/// Changes rows in one transaction.
fn write(runtime: &RusqliteRuntime, rows: Range<i64>) {
    let change = |row| cs::UpdateItemInput::builder().rank(row).build();
    let outcome = runtime.transaction(|tx| {
        let items = ModelDelegate::new(tx, &ITEM_MODEL);
        rows.into_iter().try_for_each(|row| items.update(row + 1).set(change(row)).run().map(drop))
    });
    outcome.unwrap();
}

fn write_raw(connection: &Connection, rows: Range<i64>) {
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for row in rows {
        let text = "UPDATE items SET rank = ?1 WHERE id = ?2 RETURNING id, owner, title, body, rank, score, created_at";
        let mut statement = connection.prepare_cached(text).unwrap();
        black_box(statement.query_row(params![row, row + 1], |row| row.get::<_, String>(3)).unwrap());
    }
    connection.execute_batch("COMMIT").unwrap();
}

fn connect(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.busy_timeout(Duration::from_secs(5)).unwrap();
    connection.pragma_update(None, "synchronous", "NORMAL").unwrap();
    connection.pragma_update(None, "cache_size", -8192).unwrap();
    connection
}

fn read_raw(connection: &Connection, id: i64) {
    let text = "SELECT id, owner, title, body, rank, score, created_at FROM items WHERE id = ?1";
    let mut statement = connection.prepare_cached(text).unwrap();
    let cells = |row: &larder::rusqlite::Row<'_>| {
        let texts = (row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?);
        Ok((
            row.get::<_, i64>(0)?,
            texts,
            row.get::<_, i64>(4)?,
            row.get::<_, f64>(5)?,
            row.get::<_, String>(6)?,
        ))
    };
    black_box(statement.query_row([id], cells).unwrap());
}

/// Reads and writes as a user does while the background writes 200,000 rows in many transactions.
fn beside_a_long_write(runtime: &RusqliteRuntime) {
    let (done, items) = (AtomicBool::new(false), || ModelDelegate::new(runtime, &ITEM_MODEL));
    let (reads, writes, took) = thread::scope(|scope| {
        let background = scope.spawn(|| {
            let begun = Instant::now();
            Priority::Background.scope(|| {
                for first in (0..LONG).step_by(usize::try_from(CHUNK).unwrap()) {
                    items().create_many((first..first + CHUNK).map(input)).execute().unwrap();
                }
            });
            done.store(true, Ordering::Relaxed);
            begun.elapsed()
        });
        let user = |work: &dyn Fn(i64)| {
            let mut took = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                work(i64::try_from(took.len()).unwrap());
                took.push(begun.elapsed());
                // As often as a user looks and taps.
                thread::sleep(Duration::from_millis(2));
            }
            took
        };
        let reads = scope.spawn(move || {
            user(&|row| drop(black_box(items().find_unique((row * 7_919) % ROWS + 1).run().unwrap())))
        });
        let writes = scope.spawn(move || user(&|row| drop(items().create(input(row)).run().unwrap())));
        (reads.join().unwrap(), writes.join().unwrap(), background.join().unwrap())
    });
    println!("\nWhile the background writes {LONG} rows, {CHUNK} a transaction, in {took:?}:");
    println!(
        "{} reads, p99 {:?}; {} writes, p99 {:?}",
        reads.len(),
        p99(reads.clone()),
        writes.len(),
        p99(writes.clone())
    );
}

fn p99(mut took: Vec<Duration>) -> Duration {
    took.sort();
    took.get(took.len() * 99 / 100).copied().unwrap_or_default()
}

fn median(mut figures: Vec<(f64, Duration)>) -> (f64, Duration) {
    figures.sort_by(|one, other| one.0.total_cmp(&other.0));
    let middle = figures[figures.len() / 2].0;
    figures.sort_by_key(|figure| figure.1);
    (middle, figures[figures.len() / 2].1)
}
