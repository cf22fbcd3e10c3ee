//! Functions of the app's own beside the generated stores: what a crossing costs, and what becomes of a fault.

use std::sync::Arc;

use larder::ModelDelegate;
use larder::ffi::{Scope, StoreError};

use crate::cratestack_schema::{CreateTagInput, Database, TAG_MODEL};

/// Does nothing: what it takes is the border's own cost.
#[uniffi::export]
pub fn empty_call() {}

/// Writes a tag and then panics, so that an app can see what a fault in its core looks like: an error, nothing
/// written, and a database that works on.
///
/// # Errors
/// Always `StoreError::Panicked`.
#[uniffi::export]
#[expect(clippy::panic, reason = "this is what the drill is for")]
pub fn panic_drill(database: &Database) -> Result<(), StoreError> {
    Scope::Database(Arc::clone(database.runtime())).run(|target| {
        let larder::Target::Runtime(runtime) = target else { return Ok(()) };
        runtime.transaction(|transaction| {
            let tag = CreateTagInput::builder().label("never-seen").build();
            ModelDelegate::new(transaction, &TAG_MODEL).create(tag).run()?;
            panic!("this is a drill")
        })
    })
}
