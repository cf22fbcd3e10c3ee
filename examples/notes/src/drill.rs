//! A function of the app's own beside the generated stores, and what becomes of a fault in one.

use std::sync::Arc;

use larder::ModelDelegate;
use larder::ffi::{Scope, StoreError};

use crate::cratestack_schema::{CreateTagInput, Database, TAG_MODEL};

/// Writes a tag and then panics, so that an app can see what a fault in its core looks like: an error, nothing
/// written, and a database that works on.
///
/// # Errors
/// Always `StoreError::Panicked`.
#[uniffi::export]
#[expect(clippy::panic, reason = "this is what the drill is for")]
pub fn panic_drill(database: Arc<Database>) -> Result<(), StoreError> {
    Scope::Database(Arc::clone(database.runtime())).run(|target| {
        let larder::Target::Runtime(runtime) = target else { return Ok(()) };
        runtime.transaction(|transaction| {
            let tag = CreateTagInput::builder().label("never-seen").build();
            ModelDelegate::new(transaction, &TAG_MODEL).create(tag).run()?;
            panic!("this is a drill")
        })
    })
}
