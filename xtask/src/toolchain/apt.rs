//! Debian packages: which are missing, and how they get here. Used by every toolchain that `PATH` lacks.

use std::process::Command;

use anyhow::{Context as _, Result};

use super::privilege::as_root;
use super::program::find;
use crate::step::{step, succeed};

/// Installs those of `packages` that are missing, without what they only recommend.
///
/// # Errors
/// When a package is missing and this machine has no apt, or we have no right to use it.
pub(super) fn ensure(packages: &[&str]) -> Result<()> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    step(&format!("install {names}"), || install(&missing))
        .with_context(|| format!("as root, apt-get install --no-install-recommends {names}"))
}

fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]).args(packages);
    // It fails when it does not know one of the packages, and still lists the others.
    let listed = query.output().map(|output| output.stdout).unwrap_or_default();
    not_installed(packages, &String::from_utf8_lossy(&listed))
}

fn not_installed<'a>(packages: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed = |package: &str| listed.lines().any(|line| line == format!("{package} installed"));
    packages.iter().copied().filter(|package| !installed(package)).collect()
}

fn install(packages: &[&str]) -> Result<()> {
    find("apt-get").context("there is no apt-get")?;
    // The JDK's packages link manual pages into this folder and fail without it; slim images leave it out.
    let mut manuals = as_root("mkdir");
    manuals.args(["-p", "/usr/share/man/man1"]);
    succeed(manuals)?;
    // One source of many may be down while ours are not: the installation tells.
    let updated = succeed(apt_get("update"));
    let mut install = apt_get("install");
    install.args(["--yes", "--no-install-recommends"]).args(packages);
    succeed(install).or_else(|error| updated.and(Err(error)))
}

fn apt_get(verb: &str) -> Command {
    let mut command = as_root("env");
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", verb]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_missing_when_dpkg_does_not_know_it_or_holds_only_its_configuration() {
        let listed = "git installed\nmaven config-files\nopenjdk-17-jdk installed\n";

        let missing = not_installed(&["git", "maven", "openjdk-17", "mmdebstrap"], listed);

        assert_eq!(missing, ["maven", "openjdk-17", "mmdebstrap"]);
    }
}
