//! `cargo xtask bless`: runs the golden tests so that they accept what they produce now.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::cargo::{cargo, root};
use crate::step::{step, succeed};

/// Which golden tests to accept.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only tests whose name contains this.
    filter: Option<String>,
}

/// The packages that hold golden files: snapshots of insta and expected compiler output of trybuild.
const GOLDEN_PACKAGES: &[&str] = &["larder-schema", "larder-codegen", "larder"];

/// Runs the tests in accepting mode, then names the golden files that changed.
///
/// # Errors
/// When a test fails for another reason than its golden file.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    step("golden tests", || accept(options.filter.as_deref()))?;
    step("changed golden files", changed)?;
    Ok(ExitCode::SUCCESS)
}

fn accept(filter: Option<&str>) -> Result<()> {
    let mut command = cargo(["test", "--tests", "--all-features", "--no-fail-fast"]);
    command.args(GOLDEN_PACKAGES.iter().flat_map(|package| ["--package", package])).args(filter);
    command.env("INSTA_UPDATE", "always").env("TRYBUILD", "overwrite");
    succeed(command)
}

fn changed() -> Result<()> {
    let mut command = Command::new("git");
    command.args(["status", "--short", "--", "*.snap", "*.stderr", "*/golden/*"]).current_dir(root());
    succeed(command)
}
