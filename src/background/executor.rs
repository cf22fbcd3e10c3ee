//! Where background work runs: a tokio runtime of the library's own, made when it is first needed.

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::RusqliteError;

/// A phone has few cores, and the screen needs one.
const WORKERS: usize = 2;

/// So many calls of the background wait for the disk at once.
const BLOCKING: usize = 16;

/// Gives the runtime of the process. It is never dropped, so that nothing of it ends on a thread where it must not.
///
/// # Errors
/// [`RusqliteError::Aborted`] when the system gives no threads; a later call tries again.
pub(super) fn own() -> Result<Handle, RusqliteError> {
    static OWN: OnceCell<Runtime> = OnceCell::new();
    let make = || {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(WORKERS).max_blocking_threads(BLOCKING).thread_name("larder-background");
        builder.enable_time().build().map_err(RusqliteError::aborted)
    };
    OWN.get_or_try_init(make).map(|runtime| runtime.handle().clone())
}
