//! Feature `tokio`: the seam between async code and the blocking runtime.

mod blocking;
mod bridge;
mod executor;

pub use bridge::{
    BridgeCounters, BridgeOptions, Event, EventBridge, Overflow, ParkedEvent, Refusal, Refused,
};

/// The blocks of the guide are examples like any other.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/async-hosts.md")]
struct AsyncHosts;
