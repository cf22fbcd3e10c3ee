//! `cargo xtask size`: how large the notes core is as it ships, and whether that is too much.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};

use crate::hosts::Core;
use crate::step::succeed;

/// What the stripped library of the notes core may weigh, in bytes.
const BUDGET: u64 = 2_500_000;

/// Builds the core and weighs it.
///
/// # Errors
/// When it does not build or is over its budget.
pub(crate) fn run() -> Result<ExitCode> {
    check(&Core::build_small()?)?;
    print(&Core::build()?)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the size of the library without its symbols.
///
/// # Errors
/// When it is over its budget.
pub(crate) fn check(core: &Core) -> Result<()> {
    let bytes = weigh(core)?;
    println!("    the notes core: {bytes} bytes of {BUDGET}");
    ensure!(bytes < BUDGET, "the notes core is too large: {bytes} bytes, {BUDGET} are allowed");
    Ok(())
}

/// Prints the size of the library with every feature.
///
/// # Errors
/// When it cannot be weighed.
pub(crate) fn print(core: &Core) -> Result<()> {
    println!("    with background work and telemetry: {} bytes", weigh(core)?);
    Ok(())
}

/// Gives the size of the library without its symbols.
fn weigh(core: &Core) -> Result<u64> {
    let stripped = core.library.with_extension("stripped");
    fs::copy(&core.library, &stripped).with_context(|| format!("cannot copy {}", core.library.display()))?;
    let mut strip = Command::new("strip");
    strip.arg(&stripped);
    succeed(strip)?;
    Ok(fs::metadata(&stripped)?.len())
}
