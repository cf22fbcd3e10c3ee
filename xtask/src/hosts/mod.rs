//! The languages that apps are written in: the tests of their bindings, and what a call across the border costs.
//! Each takes the library of the reference app and the `larder` program, both built before.

pub(crate) mod swift;
