//! Tests of what lends connections, outside its files: they are compiled a second time under a scheduler of the tests' own.

mod call;
mod holder;
mod interleavings;
mod seats;
