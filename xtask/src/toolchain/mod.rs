//! The compilers of the bindings: found on the `PATH`, else installed or made in the cache.
//! `setup` makes them all ready and `test` asks for each; one that cannot be had is an error, never a skip.

mod apt;
pub(crate) mod java;
mod privilege;
mod program;
pub(crate) mod python;
mod root;
mod sources;
pub(crate) mod swift;
mod version;
