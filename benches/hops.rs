//! What the way to tokio's blocking threads costs a read: in the task itself, one hop for each read, several reads a hop, on both
//! of tokio's runtimes and alone or in 64 tasks. Medians of interleaved rounds; nothing here is a test.
//!
//! `cargo bench --bench hops --features tokio`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at the first failure and prints"
)]

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use larder::{ModelDelegate, RuntimeOptions, RusqliteError, RusqliteRuntime};
use tokio::runtime::{Builder, Runtime};

mod items;
use items::{
    ROWS,
    cratestack_schema::{self as cs, ITEM_MODEL},
    input,
};

const READS: usize = 200;
const ROUNDS: usize = 15;

/// How a task reaches the database.
#[derive(Clone, Copy)]
enum Way {
    Inline,
    /// So many reads a hop.
    Hop(usize),
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Arc::new(RuntimeOptions::new().open(folder.path().join("bench.db")).unwrap());
    cs::bootstrap(&runtime).unwrap();
    let items = ModelDelegate::new(&runtime, &ITEM_MODEL);
    items.create_many((0..ROWS).map(input)).execute().unwrap();

    let hosts = [
        ("multi-thread, 2 workers", Builder::new_multi_thread().worker_threads(2).build().unwrap()),
        ("current-thread", Builder::new_current_thread().build().unwrap()),
    ];
    let ways = [("inline", Way::Inline), ("a hop each", Way::Hop(1)), ("10 reads a hop", Way::Hop(10))];
    println!("| host | tasks | way | a read | of inline |\n|---|---|---|---|---|");
    for (host, tokio) in &hosts {
        for tasks in [1, 64] {
            let mut took = [const { Vec::new() }; 3];
            for _ in 0..ROUNDS {
                for ((_, way), took) in ways.iter().zip(&mut took) {
                    took.push(round(tokio, &runtime, tasks, *way));
                }
            }
            let medians = took.map(median);
            for ((name, _), median) in ways.iter().zip(medians) {
                let ratio = median.as_secs_f64() / medians[0].as_secs_f64();
                println!("| {host} | {tasks} | {name} | {median:.2?} | {ratio:.1} |");
            }
        }
    }
}

/// Gives how long a read took, of so many tasks that read at once.
fn round(tokio: &Runtime, runtime: &Arc<RusqliteRuntime>, tasks: usize, way: Way) -> Duration {
    let begun = Instant::now();
    tokio.block_on(async {
        let running: Vec<_> =
            (0..tasks).map(|task| tokio.spawn(task_of(Arc::clone(runtime), task, way))).collect();
        for task in running {
            task.await.unwrap().unwrap();
        }
    });
    begun.elapsed() / u32::try_from(tasks * READS).unwrap()
}

async fn task_of(runtime: Arc<RusqliteRuntime>, task: usize, way: Way) -> Result<(), RusqliteError> {
    match way {
        Way::Inline => {
            for number in 0..READS {
                read(&runtime, task, number)?;
                // As a handler does that awaits its request between two.
                tokio::task::yield_now().await;
            }
        }
        Way::Hop(reads) => {
            for first in (0..READS).step_by(reads) {
                runtime
                    .run_blocking(move |rt| {
                        (first..first + reads).try_for_each(|number| read(rt, task, number))
                    })
                    .await?;
            }
        }
    }
    Ok(())
}

fn read(runtime: &RusqliteRuntime, task: usize, number: usize) -> Result<(), RusqliteError> {
    let row = (task * READS + number) * 7_919;
    let id = i64::try_from(row).unwrap() % ROWS + 1;
    black_box(ModelDelegate::new(runtime, &ITEM_MODEL).find_unique(id).run()?);
    Ok(())
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort();
    took[took.len() / 2]
}
