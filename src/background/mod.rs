//! Feature `tokio`: the seam between async code and the blocking runtime.

mod blocking;
