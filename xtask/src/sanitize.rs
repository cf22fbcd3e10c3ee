//! `cargo xtask sanitize`: the tests of many threads under the sanitizer of threads, which tells of two threads that touch the same memory
//! unordered. The standard library is built with it, from sources that rustup gives.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{cargo, target};
use crate::step::{step, succeed};

/// The tests in which threads meet, beside those in the library itself. SQLite is not instrumented; its locks are seen.
const TESTS: [&str; 9] =
    ["async_hosts", "bridge", "cancel", "hostile", "jobs", "live", "readers", "runtime", "suspend"];

/// Builds the tests with the sanitizer and runs them.
///
/// # Errors
/// When rustup has no sources of the standard library, or a test fails or has a race.
pub(crate) fn run() -> Result<ExitCode> {
    let mut sources = Command::new("rustup");
    sources.args(["component", "add", "rust-src"]);
    step("the sources of the standard library", || succeed(sources))?;
    let host = host()?;
    let mut tests = cargo([
        "test",
        "-Zbuild-std",
        "--target",
        &host,
        "--package",
        "larder",
        "--features",
        "tokio",
        "--lib",
    ]);
    tests.args(TESTS.iter().flat_map(|test| ["--test", test]));
    // The pinned compiler is a stable one, which is let do this here and nowhere else.
    tests.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=thread");
    tests.env("CARGO_TARGET_DIR", target().join("sanitized"));
    step("the tests of many threads under the sanitizer of threads", || succeed(tests))?;
    Ok(ExitCode::SUCCESS)
}

fn host() -> Result<String> {
    let output =
        Command::new("rustc").args(["--print", "host-tuple"]).output().context("cannot start rustc")?;
    ensure!(output.status.success(), "rustc --print host-tuple: {}", output.status);
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
