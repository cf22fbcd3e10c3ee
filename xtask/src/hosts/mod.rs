//! The languages that apps are written in, and their tests on the built core. Used by `test`, one file a language.

pub(crate) mod python;
