//! The third scene: the notes app in Rust, Kotlin and Swift, one after the other on one database file.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::heading;
use crate::cargo::{cargo, target};
use crate::hosts::{self, Core};
use crate::step::succeed;

/// Runs the scene and gives the database file.
///
/// # Errors
/// When a program cannot be built or fails.
pub(super) fn show() -> Result<PathBuf> {
    heading("One notes database, three languages");
    let core = Core::build()?;
    // Below the target folder, where a Swift that lives in a root of its own can see it.
    let folder = target().join("hosts").join("tour");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let database = folder.join("notes.db");

    let mut rust = cargo(["run", "--quiet", "--package", "notes", "--example", "tour", "--"]);
    rust.arg(&database);
    succeed(rust)?;
    hosts::kotlin::tour(&core, &database)?;
    hosts::swift::tour(&core, &database)?;
    Ok(database)
}
