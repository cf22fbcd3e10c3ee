//! Cargo tools at a pinned version: found where cargo keeps them, else installed in the cache.
//! Used by `test`, `fuzz` and `setup`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::cache;
use crate::cargo::cargo;
use crate::step::{step, succeed};

/// A cargo tool and the one version of it that this repository is checked with.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Checks licences, bans and sources by `deny.toml`.
pub(crate) const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };
/// Builds and runs the targets in `fuzz/`.
pub(crate) const CARGO_FUZZ: Tool = Tool { name: "cargo-fuzz", version: "0.13.2" };

impl Tool {
    /// Gives the path of the tool's program; installs it first when the pinned version is nowhere.
    ///
    /// A copy of another version in cargo's own folder stays as it is: ours goes to the cache, one folder a version.
    ///
    /// # Errors
    /// When the tool cannot be installed.
    pub(crate) fn path(&self) -> Result<PathBuf> {
        let own_root = cache::folder()?.join("tools").join(format!("{}-{}", self.name, self.version));
        let own = own_root.join("bin").join(self.name).with_extension(std::env::consts::EXE_EXTENSION);
        if let Some(found) = [PathBuf::from(self.name), own.clone()].into_iter().find(|p| self.is_at(p)) {
            return Ok(found);
        }
        step(&format!("install {self}"), || {
            let mut install = cargo(["install", "--locked", self.name, "--version"]);
            install.arg(format!("={}", self.version)).arg("--root").arg(&own_root);
            succeed(install)
        })?;
        Ok(own)
    }

    fn is_at(&self, program: &Path) -> bool {
        let Ok(output) = Command::new(program).arg("--version").output() else { return false };
        let said = String::from_utf8_lossy(&output.stdout);
        output.status.success() && said.split_whitespace().nth(1) == Some(self.version)
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}
