//! The languages that apps are written in: the tests of their bindings, and what a call across the border costs.
//! One file a language; each takes the [`Core`], which is built once for all of them.

pub(crate) mod kotlin;
pub(crate) mod python;
pub(crate) mod swift;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{cargo, root, target};
use crate::step::{name, succeed};

/// The notes core as it ships, and the program that writes its bindings.
pub(crate) struct Core {
    pub(crate) library: PathBuf,
    larder: PathBuf,
}

/// What the core of the tests has beside that of a small app.
const EVERYTHING: &str = "background,telemetry";

impl Core {
    /// Builds both, the core with everything that it can have.
    ///
    /// # Errors
    /// When they do not build.
    pub(crate) fn build() -> Result<Self> {
        Self::build_with(&["--features", EVERYTHING])
    }

    /// Builds both, the core with its default features.
    ///
    /// # Errors
    /// When they do not build.
    pub(crate) fn build_small() -> Result<Self> {
        Self::build_with(&[])
    }

    fn build_with(features: &[&str]) -> Result<Self> {
        succeed(cargo(["build", "--package", "larder-cli"]))?;
        // As `larder bindings` builds it: a crate that is a Rust library as well gets no link-time optimisation.
        let core = ["rustc", "--release", "--package", "notes", "--lib", "--crate-type", "cdylib"];
        succeed(cargo(core.iter().chain(features)))?;
        let file =
            |name: &str| format!("{}{name}", std::env::consts::DLL_PREFIX) + std::env::consts::DLL_SUFFIX;
        Ok(Self {
            library: target().join("release").join(file("notes")),
            larder: target().join("debug").join(format!("larder{}", std::env::consts::EXE_SUFFIX)),
        })
    }

    /// Writes the sources of one language.
    ///
    /// # Errors
    /// When the bindings cannot be made.
    pub(crate) fn write(&self, language: &str, out: &Path) -> Result<()> {
        let mut command = Command::new(&self.larder);
        command.args(["bindings", "--crate", "examples/notes", "--language", language]);
        command.args(["--features", EVERYTHING]);
        command.arg("--out").arg(out).current_dir(root());
        succeed(command)
    }

    /// Writes the Swift and the Kotlin sources into a new folder, one below the other, and gives the folder.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub(crate) fn write_api(&self) -> Result<PathBuf> {
        let folder = target().join("hosts").join("api");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        for language in ["swift", "kotlin"] {
            self.write(language, &folder.join(language))?;
        }
        Ok(folder)
    }

    /// The folder that the library is in.
    fn folder(&self) -> &Path {
        self.library.parent().unwrap_or(&self.library)
    }
}

/// Runs a program to its end and hands over each line of its output.
///
/// # Errors
/// When it cannot be started or ends with anything but success.
fn lines(mut command: Command, mut each: impl FnMut(&str)) -> Result<()> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", name(&command)))?;
    let output = child.stdout.take().with_context(|| format!("{} has no output", name(&command)))?;
    for line in BufReader::new(output).split(b'\n') {
        // Maven begins the output of a program that it runs with the end of a color.
        each(String::from_utf8_lossy(&line?).trim_start_matches("\u{1b}[0m"));
    }
    let status = child.wait()?;
    ensure!(status.success(), "{} ended with {status}", name(&command));
    Ok(())
}

/// Shows a line that a tour says; the rest is the builder's talk.
fn spoken(line: &str) {
    if line.starts_with("  ") {
        println!("{line}");
    }
}

/// Runs a program that measures and gives its figures, a line of JSON for each operation.
pub(crate) fn figures(command: Command) -> Result<Vec<String>> {
    let mut figures = Vec::new();
    let program = name(&command);
    lines(command, |line| {
        if line.starts_with("{\"operation\"") {
            figures.push(line.to_owned());
        }
    })?;
    ensure!(!figures.is_empty(), "{program} printed no figure");
    Ok(figures)
}
