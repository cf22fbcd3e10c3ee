//! `cargo xtask demo`: the examples at work, with real HTTP requests, real files and three languages.
//!
//! `build` makes the programs, `webhooks` talks to the first, `files` watches the second at work, `languages` opens
//! one database in Rust, Kotlin and Swift.
//! `program` starts, reads and stops one; `http` sends one request and shows both sides of it.

mod build;
mod files;
mod http;
mod languages;
mod program;
mod webhooks;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// How long one awaited line or answer may take before the demo gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs the scenes and leaves their databases.
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

    heading(&format!("The two took {:.1} s", start.elapsed().as_secs_f64()));
    let notes = languages::show().context("the notes app")?;

    println!("\nThe databases are yours to look at:");
    for database in [webhooks, files, notes] {
        println!("  {}", database.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn heading(text: &str) {
    println!("\n== {text}");
}
