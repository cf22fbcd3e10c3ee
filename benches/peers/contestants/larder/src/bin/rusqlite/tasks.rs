//! Reads in tasks, on tokio's blocking threads or in the task itself.

use std::{hint::black_box, sync::Arc};

use peers_course::{Answer, READS};
use peers_tasks::timed_tasks;
use tokio::{
    runtime::Runtime,
    task::{spawn_blocking, yield_now},
};

use super::{Pool, read};

/// How a task reaches the database.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Inline,
    /// So many reads a hop to the blocking threads.
    Hop(usize),
}

pub(crate) fn timed(workers: &Runtime, pool: &Arc<Pool>, way: Way) -> Option<Answer> {
    timed_tasks(workers, |task| reads(Arc::clone(pool), task * READS, way))
}

async fn reads(pool: Arc<Pool>, from: i64, way: Way) {
    match way {
        Way::Inline => {
            for n in from..from + READS {
                drop(black_box(pool.with(|c| read(c, n))));
                // As a handler does that awaits its request between two.
                yield_now().await;
            }
        }
        Way::Hop(of_hop) => {
            for first in (from..from + READS).step_by(of_hop) {
                let pool = Arc::clone(&pool);
                let hop = spawn_blocking(move || {
                    (first..).take(of_hop).for_each(|n| drop(black_box(pool.with(|c| read(c, n)))));
                });
                hop.await.expect("the hop");
            }
        }
    }
}
