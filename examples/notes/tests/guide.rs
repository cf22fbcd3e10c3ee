//! The examples of `docs/guide/queries.md`: the Rust ones are here and run; those of Swift and Kotlin are in the tests of
//! their bindings. The guide shows them word for word.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its world breaks")]

mod guide {
    mod excerpts;
    mod queries;
}
