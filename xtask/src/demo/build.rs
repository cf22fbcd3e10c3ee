//! Builds the example programs and learns from cargo where they are.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::cargo::cargo;

/// The built programs by name.
pub(super) struct Programs(HashMap<String, PathBuf>);

impl Programs {
    /// Gives the file of the program called `name`.
    ///
    /// # Errors
    /// When the build made no such program.
    pub(super) fn path(&self, name: &str) -> Result<&Path> {
        self.0.get(name).map(PathBuf::as_path).with_context(|| format!("the build made no program {name}"))
    }
}

/// Builds `packages`; warnings and errors go to the terminal.
///
/// # Errors
/// When the build fails.
pub(super) fn build<const N: usize>(packages: [&str; N]) -> Result<Programs> {
    let mut command = cargo(["build", "--bins", "--message-format=json-render-diagnostics"]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo build")?;
    let output = child.stdout.take().context("cargo build has no output")?;
    let mut programs = HashMap::new();
    for line in BufReader::new(output).lines() {
        programs.extend(program_in(&line?));
    }
    let status = child.wait()?;
    ensure!(status.success(), "cargo build ended with {status}");
    Ok(Programs(programs))
}

/// Reads one message of cargo; gives a name and a path when it tells of a program.
fn program_in(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    let path = message["executable"].as_str()?;
    let name = message["target"]["name"].as_str()?;
    Some((name.to_owned(), path.into()))
}
