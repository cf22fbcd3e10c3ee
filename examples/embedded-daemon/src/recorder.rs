//! The bridge from the loop to the database: takes bursts that are over, brings them in batches to [`persist_batch`] on a
//! blocking thread.
//!
//! Bursts wait in memory. A `durable` bridge would write each into the same file before it takes it: it takes none while the
//! database is busy or full, needs a transaction for each, and may record one twice after a kill. As it is, a kill loses
//! what is not recorded yet: what has not settled, and what waits for the database.

use std::sync::Arc;

use cratestack_rusqlite::{EventBridge, RusqliteError, RusqliteRuntime};
use tokio::runtime::Handle;

use crate::cratestack_schema::FileChange;
use crate::{Settled, persist_batch};

/// By this name the next start finds the bursts that are left.
const BRIDGE: &str = "settled bursts";

/// Starts the bridge, with what earlier runs left and what they could not record. Each row is shown to `recorded`, on the
/// thread that wrote it, once it is in the database.
///
/// A batch is one transaction, and one that failed leaves nothing: each burst becomes one row. A burst that waited in the table
/// since an earlier run may become two by a kill, and one whose `recorded` does not return by an end of the daemon at the next start.
pub(crate) fn start(
    runtime: &Arc<RusqliteRuntime>,
    recorded: impl Fn(&FileChange) + Send + Sync + 'static,
) -> Result<EventBridge<Settled>, RusqliteError> {
    let record = move |runtime: &RusqliteRuntime, bursts: &[Settled]| {
        let rows = persist_batch(runtime, bursts).inspect_err(|error| {
            let bursts = bursts.len();
            tracing::warn!(%error, bursts, "not recorded: tried again, and kept for the next start if that is in vain");
        })?;
        rows.iter().for_each(&recorded);
        Ok(())
    };
    let bridge = EventBridge::options(BRIDGE).unbounded().on(Handle::current()).start(runtime, record)?;
    let bursts = bridge.replay()?;
    if bursts > 0 {
        tracing::warn!(bursts, "an earlier run could not record these; they are tried again");
    }
    Ok(bridge)
}
