//! Reads in tasks, on tokio's blocking threads or in the task itself.

use std::{hint::black_box, sync::Arc};

use larder::RusqliteRuntime;
use peers_course::{Answer, READS};
use peers_tasks::timed_tasks;
use tokio::{runtime::Runtime, task::yield_now};

use super::read;

/// How a task reaches the database.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Inline,
    /// So many reads a hop to the blocking threads.
    Hop(usize),
}

pub(crate) fn timed(workers: &Runtime, runtime: &Arc<RusqliteRuntime>, way: Way) -> Option<Answer> {
    timed_tasks(workers, |task| reads(Arc::clone(runtime), task * READS, way))
}

async fn reads(runtime: Arc<RusqliteRuntime>, from: i64, way: Way) {
    match way {
        Way::Inline => {
            for n in from..from + READS {
                drop(black_box(read(&runtime, n)));
                // As a handler does that awaits its request between two.
                yield_now().await;
            }
        }
        Way::Hop(of_hop) => {
            for first in (from..from + READS).step_by(of_hop) {
                let hop = runtime.run_blocking(move |runtime| {
                    (first..).take(of_hop).for_each(|n| drop(black_box(read(runtime, n))));
                    Ok(())
                });
                hop.await.expect("the hop");
            }
        }
    }
}
