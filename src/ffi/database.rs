//! A database as what runs beside its stores takes it: bridges and jobs, which are the same for every app.

use std::sync::Arc;

use crate::runtime::RusqliteRuntime;

/// A database for what runs beside its stores. It keeps the database open.
#[derive(Debug, uniffi::Object)]
pub struct DatabaseCore {
    #[cfg_attr(
        not(feature = "tokio"),
        expect(dead_code, reason = "only what runs in the background takes it")
    )]
    pub(super) runtime: Arc<RusqliteRuntime>,
}

/// Makes it.
pub fn core(runtime: &Arc<RusqliteRuntime>) -> Arc<DatabaseCore> {
    Arc::new(DatabaseCore { runtime: Arc::clone(runtime) })
}
