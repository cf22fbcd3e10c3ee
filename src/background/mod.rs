//! Feature `tokio`: the seam between async code and the blocking runtime.

mod blocking;

/// The blocks of the guide are examples like any other.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/async-hosts.md")]
struct AsyncHosts;
