//! The numbers by which C finds the bridges of the process. C keeps a number, which may outlive its bridge as no pointer could.

use std::{
    collections::HashMap,
    sync::{
        Arc, LazyLock, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use parking_lot::RwLock;

use super::EventBridge;
use crate::{
    background::Refusal,
    native::{self, Outcome},
};

static BRIDGES: LazyLock<RwLock<HashMap<u64, Weak<EventBridge>>>> = LazyLock::new(RwLock::default);

/// Makes a bridge that C finds by its number.
pub(super) fn numbered(make: impl FnOnce(u64) -> EventBridge) -> Arc<EventBridge> {
    static LAST: AtomicU64 = AtomicU64::new(0);
    native::on_event(take);
    let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    let bridge = Arc::new(make(number));
    BRIDGES.write().insert(number, Arc::downgrade(&bridge));
    bridge
}

/// Forgets a bridge that is gone.
pub(super) fn forget(number: u64) {
    BRIDGES.write().remove(&number);
}

/// Takes an event of C's.
fn take(number: u64, bytes: &[u8]) -> Outcome {
    let bridge = BRIDGES.read().get(&number).and_then(Weak::upgrade);
    let Some(bridge) = bridge else { return Outcome::Closed };
    let Ok(event) = str::from_utf8(bytes) else { return Outcome::NotUnicode };
    match bridge.submit_unkeyed(event.to_owned()) {
        Ok(()) => Outcome::Accepted,
        Err(Refusal::Full) => Outcome::Full,
        Err(Refusal::Closed) => Outcome::Closed,
        Err(Refusal::Kept(_)) => Outcome::NotKept,
    }
}
