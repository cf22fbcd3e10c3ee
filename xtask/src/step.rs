//! One step of a command: a heading, its work, how long it took. Used by `test`, `bless` and `fuzz`.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

/// Runs `work` below a heading and prints its duration.
///
/// # Errors
/// Gives back the error of `work`, named by the heading.
pub(crate) fn step<T>(heading: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n==> {heading}");
    let start = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { "ok" } else { "FAILED" };
    println!("    {mark} in {:.1} s", start.elapsed().as_secs_f64());
    outcome.with_context(|| heading.to_owned())
}

/// Runs a program to its end; its output goes to the terminal.
///
/// # Errors
/// When the program cannot be started or ends with anything but success.
pub(crate) fn succeed(mut command: Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", name(&command)))?;
    ensure!(status.success(), "{} ended with {status}", name(&command));
    Ok(())
}

/// Gives the program's name and its arguments as one would type them.
pub(crate) fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(std::ffi::OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
