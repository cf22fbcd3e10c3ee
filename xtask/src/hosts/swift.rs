//! The Swift bindings: writes their sources into the package `ios`, then tests or measures them.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::{Core, figures, lines, spoken};
use crate::cargo::{root, target};
use crate::step::name;
use crate::tally::Tally;
use crate::toolchain::swift::{Swift, Verb};

/// Tests the package on the built core and adds up what passed and failed.
///
/// # Errors
/// When Swift cannot be had, the sources cannot be written, there is a warning, or a test fails.
pub(crate) fn test(tally: &mut Tally, core: &Core) -> Result<()> {
    let command = package(Verb::Test, core)?;
    let program = name(&command);
    let mut counted = Tally::default();
    let outcome = lines(command, |line| {
        println!("{line}");
        count(&mut counted, line);
    });
    tally.passed += counted.passed;
    tally.failed += counted.failed;
    outcome?;
    ensure!(counted.passed > 0, "{program} ran no test");
    Ok(())
}

/// Measures calls through the generated API and gives a line of JSON for each operation.
///
/// # Errors
/// As `test`; when the program fails.
pub(crate) fn cost(core: &Core) -> Result<Vec<String>> {
    let mut command = package(Verb::Run, core)?;
    command.args(["-c", "release", "cost"]);
    figures(command)
}

/// Runs the tour of the notes app on a database file in cargo's target folder; its lines go to the terminal.
///
/// # Errors
/// As [`cost`].
pub(crate) fn tour(core: &Core, database: &Path) -> Result<()> {
    let mut command = package(Verb::Run, core)?;
    command.arg("tour").arg(database);
    lines(command, spoken)
}

/// Writes the sources beside the package and moves in what has changed, so that Swift compiles only that.
fn generate(core: &Core) -> Result<()> {
    let fresh = target().join("hosts").join("swift");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).with_context(|| format!("cannot remove {}", fresh.display()))?;
    }
    core.write("swift", &fresh)?;
    mirror(&fresh, &folder().join("Generated"))
}

/// Makes `to` hold what `from` holds; a file that is the same keeps its time.
fn mirror(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for name in names(to)? {
        let (old, new) = (to.join(&name), from.join(&name));
        if old.is_dir() && !new.is_dir() {
            fs::remove_dir_all(&old).with_context(|| format!("cannot remove {}", old.display()))?;
        } else if old.is_file() && !new.is_file() {
            fs::remove_file(&old).with_context(|| format!("cannot remove {}", old.display()))?;
        }
    }
    for name in names(from)? {
        let (new, old) = (from.join(&name), to.join(&name));
        if new.is_dir() {
            mirror(&new, &old)?;
            continue;
        }
        let text = fs::read(&new).with_context(|| format!("cannot read {}", new.display()))?;
        if fs::read(&old).ok().as_ref() != Some(&text) {
            fs::write(&old, text).with_context(|| format!("cannot write {}", old.display()))?;
        }
    }
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<OsString>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<_>>()?)
}

fn package(verb: Verb, core: &Core) -> Result<Command> {
    generate(core)?;
    let place = core.folder().to_str().context("the library's folder is not Unicode")?;
    let mut command = Swift::ready()?.package(verb, &folder(), &[])?;
    command.args(linker_arguments(place));
    Ok(command)
}

/// Where the library is when the package is linked, and when its programs run.
fn linker_arguments(place: &str) -> Vec<String> {
    let words = [format!("-L{place}"), "-rpath".to_owned(), place.to_owned()];
    words.into_iter().flat_map(|word| ["-Xlinker".to_owned(), word]).collect()
}

fn folder() -> PathBuf {
    root().join("ios")
}

/// Counts a line such as `✔ Test aNoteKeepsItsTitle() passed after 0.002 seconds.`; the sign differs by terminal.
fn count(tally: &mut Tally, line: &str) {
    let Some((_, said)) = line.split_once(' ') else { return };
    if !said.starts_with("Test ") || said.starts_with("Test run ") || said.starts_with("Test case ") {
        return;
    }
    if said.contains(" passed after ") {
        tally.passed += 1;
    } else if said.contains(" failed after ") {
        tally.failed += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_a_test_counts() {
        let lines = [
            "◇ Test bothBooleansComeBack() started.",
            "✔ Test bothBooleansComeBack() passed after 3.963 seconds.",
            "✘ Test everyStep() recorded an issue at ScenarioTests.swift:15:21: Issue recorded",
            "✘ Test everyStep() failed after 3.973 seconds with 4 issues.",
            "✘ Suite DateTests failed after 3.984 seconds with 6 issues.",
            "✘ Test run with 35 tests failed after 4.028 seconds with 10 issues.",
            "Test Suite 'All tests' passed at 2026-11-25 23:35:37.291",
        ];

        let mut tally = Tally::default();
        for line in lines {
            count(&mut tally, line);
        }

        assert_eq!(tally, Tally { passed: 1, failed: 1 });
    }

    #[test]
    fn a_mirror_writes_what_differs_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("ffi")).unwrap();
        fs::create_dir_all(to.join("old")).unwrap();
        for (file, text) in [("from/a", "same"), ("from/b", "new"), ("from/ffi/c", "c"), ("to/a", "same")] {
            fs::write(folder.path().join(file), text).unwrap();
        }
        for (file, text) in [("to/b", "old"), ("to/gone", "gone"), ("to/old/file", "gone")] {
            fs::write(folder.path().join(file), text).unwrap();
        }
        let written = fs::metadata(to.join("a")).unwrap().modified().unwrap();

        mirror(&from, &to).unwrap();

        let text = |file: &str| fs::read_to_string(to.join(file)).unwrap();
        assert_eq!([text("a"), text("b"), text("ffi/c")], ["same", "new", "c"]);
        assert_eq!(names(&to).unwrap().len(), 3);
        assert_eq!(fs::metadata(to.join("a")).unwrap().modified().unwrap(), written);
    }

    #[test]
    fn the_library_is_found_by_the_linker_and_by_the_programs() {
        let words = linker_arguments("/target/release");

        assert_eq!(
            words,
            ["-Xlinker", "-L/target/release", "-Xlinker", "-rpath", "-Xlinker", "/target/release"]
        );
    }
}
