//! Tests the Python bindings and the terminal app on them: makes the package, checks types, runs pytest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::{Core, lines};
use crate::cargo::{root, target};
use crate::step::{name, succeed};
use crate::tally::Tally;
use crate::toolchain::python::Python;

/// What the tests call the package of the notes core.
const PACKAGE: &str = "notes_core";
const APP: &str = "examples/notes-desktop";

/// Generates the package from the built core and runs every Python test on it.
///
/// # Errors
/// When the package cannot be made, a type does not hold or a test fails; later tests run all the same.
pub(crate) fn test(tally: &mut Tally, core: &Core) -> Result<()> {
    let folder = generate(core)?;
    let python = Python::ready()?.venv(&root().join(APP).join("requirements.txt"))?;
    let types = succeed(module(&python, "mypy", APP, &folder));
    let bindings = pytest(tally, &python, "bindings/python", &folder);
    let app = pytest(tally, &python, APP, &folder);
    types.and(bindings).and(app)
}

/// Writes the package into a new folder and gives the folder that it is in.
fn generate(core: &Core) -> Result<PathBuf> {
    let folder = target().join("hosts/python");
    let package = folder.join(PACKAGE);
    if package.exists() {
        fs::remove_dir_all(&package).with_context(|| format!("cannot remove {}", package.display()))?;
    }
    core.write("python", &package)?;
    Ok(folder)
}

fn pytest(tally: &mut Tally, python: &Path, place: &str, packages: &Path) -> Result<()> {
    let mut command = module(python, "pytest", place, packages);
    command.args(["-q", "--color=no", "-p", "no:cacheprovider", "tests"]);
    let program = name(&command);
    let mut counts = Tally::default();
    let outcome = lines(command, |line| {
        println!("{line}");
        counts = counted(line).unwrap_or(counts);
    });
    tally.passed += counts.passed;
    tally.failed += counts.failed;
    outcome?;
    ensure!(counts.passed > 0, "{program} in {place} ran no test");
    Ok(())
}

/// Gives a command that runs a Python module in a folder of the repository and leaves no file there.
fn module(python: &Path, module: &str, place: &str, packages: &Path) -> Command {
    let place = root().join(place);
    let mut command = Command::new(python);
    command.args(["-m", module]).current_dir(&place);
    let path = std::env::join_paths([packages, &place]).unwrap_or_else(|_| packages.into());
    command.env("PYTHONPATH", path).env("MYPYPATH", packages);
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("MYPY_CACHE_DIR", packages.join("mypy"));
    command
}

/// Reads `1 failed, 148 passed, 2 warnings in 8.06s`; nothing when the line is another one.
fn counted(line: &str) -> Option<Tally> {
    let (counts, seconds) = line.trim_matches(['=', ' ']).split_once(" in ")?;
    seconds.split(' ').next()?.strip_suffix('s')?.parse::<f64>().ok()?;
    let mut tally = Tally::default();
    for count in counts.split(", ") {
        let (number, word) = count.split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match word {
            "passed" | "xfailed" => tally.passed += number,
            "failed" | "xpassed" | "error" | "errors" => tally.failed += number,
            _ => {}
        }
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_line_of_pytest_counts() {
        let lines = [
            "...F",
            "a test printed: 9 failed in 1.0s",
            "FAILED test_a.py::test_b - assert 1 == 2",
            "2 failed, 148 passed, 1 warning, 1 error in 68.06s (0:01:08)",
        ];

        let counts = lines.map(counted);

        assert_eq!(counts, [None, None, None, Some(Tally { passed: 148, failed: 3 })]);
    }

    #[test]
    fn a_line_with_a_frame_is_counted_too() {
        assert_eq!(counted("====== 3 passed in 0.12s ======"), Some(Tally { passed: 3, failed: 0 }));
        assert_eq!(counted("no tests ran in 0.01s"), None);
    }
}
