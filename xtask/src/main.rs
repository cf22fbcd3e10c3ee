//! `cargo xtask`: what people and CI run, as typed Rust. One file a command, one function a step.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to its terminal")]

mod api;
mod bless;
mod cache;
mod cargo;
mod cost;
mod demo;
mod fuzz;
mod hosts;
mod sanitize;
mod setup;
mod size;
mod step;
mod tally;
mod test;
mod tool;
mod toolchain;
mod xcframework;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything that CI runs: format, lints, tests, documentation, licences.
    Test(test::Options),
    /// Makes ready the Swift, Java and Python toolchains that the tests need.
    Setup,
    /// Accepts what the golden tests produce now; the change shows in `git diff`.
    Bless(bless::Options),
    /// Runs each fuzz target for a while (needs a nightly toolchain).
    Fuzz(fuzz::Options),
    /// Runs the tests of many threads under the sanitizer of threads (needs rustup and Linux).
    Sanitize,
    /// Builds and runs the examples: real HTTP requests, real files, one database in three languages.
    Demo,
    /// Accepts the public API of the notes core in Swift and Kotlin; the change shows in `git diff`.
    Api,
    /// Weighs the stripped library of the notes core.
    Size,
    /// Measures the same calls in Rust, Swift and Kotlin.
    Cost,
    /// Packs the notes core for iPhones and simulators (needs macOS with Xcode).
    Xcframework,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Test(options) => test::run(&options),
        Command::Setup => setup::run(),
        Command::Bless(options) => bless::run(&options),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Sanitize => sanitize::run(),
        Command::Demo => demo::run(),
        Command::Api => api::run(),
        Command::Size => size::run(),
        Command::Cost => cost::run(),
        Command::Xcframework => xcframework::run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
