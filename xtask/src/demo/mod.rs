//! `cargo xtask demo`: the two example programs at work, with real HTTP requests and real files.
//!
//! `build` makes the programs, `webhooks` talks to the first, `files` watches the second at work.
//! `program` starts, reads and stops one; `http` sends one request and shows both sides of it.

mod build;
mod files;
mod http;
mod program;
mod webhooks;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// How long one awaited line or answer may take before the demo gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs both scenes in a new temporary folder and leaves the databases there.
///
/// # Errors
/// When a program cannot be built, answers otherwise than shown, or does not stop cleanly.
pub(crate) fn run() -> Result<ExitCode> {
    println!("Building the examples (the first time compiles SQLite as well)");
    let programs = build::build(["embedded-webhook", "embedded-daemon"])?;
    let folder = tempfile::Builder::new().prefix("larder-demo-").tempdir()?.keep();
    let start = Instant::now();

    let webhooks = folder.join("webhooks.db");
    webhooks::show(programs.path("embedded-webhook")?, &webhooks).context("the webhook service")?;
    let files = folder.join("files.db");
    files::show(programs.path("embedded-daemon")?, &folder.join("watched"), &files).context("the daemon")?;

    heading(&format!("Done in {:.1} s", start.elapsed().as_secs_f64()));
    println!("The databases are yours to look at:\n  {}\n  {}", webhooks.display(), files.display());
    Ok(ExitCode::SUCCESS)
}

fn heading(text: &str) {
    println!("\n== {text}");
}
