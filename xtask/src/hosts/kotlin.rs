//! The Kotlin bindings on a JVM: writes their sources, then tests or measures them with Maven.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{root, target};
use crate::step::{name, succeed};
use crate::tally::Tally;
use crate::toolchain::java::Maven;

/// Tests the bindings and adds up what passed and failed.
///
/// # Errors
/// When Maven cannot be had, the sources cannot be written or do not compile, or a test fails.
pub(crate) fn test(tally: &mut Tally, library: &Path, larder: &Path) -> Result<()> {
    let mut command = maven(library, larder)?;
    command.arg("test");
    run(&mut command, |line| {
        println!("{line}");
        if let Some(suite) = summary(line) {
            tally.passed += suite.passed;
            tally.failed += suite.failed;
        }
    })
}

/// Measures calls through the generated API and gives a line of JSON for each operation.
///
/// # Errors
/// When Maven cannot be had, the sources cannot be written or do not compile, or the program fails.
pub(crate) fn cost(library: &Path, larder: &Path) -> Result<Vec<String>> {
    let mut command = maven(library, larder)?;
    command.args(["-Pcost", "-DskipTests", "test"]);
    let mut lines = Vec::new();
    run(&mut command, |line| {
        if line.starts_with("{\"operation\"") {
            lines.push(line.to_owned());
        } else if line.contains("ERROR") {
            println!("{line}");
        }
    })?;
    ensure!(!lines.is_empty(), "the Kotlin benchmark printed no figure");
    Ok(lines)
}

/// Writes the sources and gives a Maven that knows where they and the library are.
fn maven(library: &Path, larder: &Path) -> Result<Command> {
    let maven = Maven::ready()?;
    let folder = library.canonicalize().with_context(|| format!("no library {}", library.display()))?;
    let folder = folder.parent().context("the library lies in no folder")?;
    let generated = generate(library, larder)?;
    let mut command = maven.command(&root().join("bindings").join("kotlin"));
    command
        .arg(format!("-Dlarder.generated={}", generated.display()))
        .arg(format!("-Djna.library.path={}", folder.display()));
    Ok(command)
}

fn generate(library: &Path, larder: &Path) -> Result<PathBuf> {
    let out = target().join("bindings").join("kotlin");
    let mut command = Command::new(larder);
    command.args(["bindings", "--language", "kotlin", "--crate"]).arg(root().join("examples").join("notes"));
    command.arg("--library").arg(library).arg("--out").arg(&out);
    succeed(command)?;
    Ok(out)
}

fn run(command: &mut Command, mut each: impl FnMut(&str)) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start Maven")?;
    let output = child.stdout.take().context("Maven has no output")?;
    for line in BufReader::new(output).lines() {
        each(&line?);
    }
    let status = child.wait()?;
    ensure!(status.success(), "{} ended with {status}", name(command));
    Ok(())
}

/// Reads the line in which Maven adds up the tests of a module; the line of a class tells a time, too.
fn summary(line: &str) -> Option<Tally> {
    let counts = line.split_once("] Tests run: ")?.1;
    let mut numbers = counts.split(", ").map(|part| part.rsplit(' ').next()?.parse::<u64>().ok());
    let (run, failures, errors, skipped) =
        (numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??);
    if numbers.next().is_some() {
        return None;
    }
    let failed = failures + errors;
    Some(Tally { passed: run.saturating_sub(failed + skipped), failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sum_of_a_module_counts() {
        let class = "[INFO] Tests run: 7, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 2.506 s -- in a.FaultTest";
        let module = "[ERROR] Tests run: 59, Failures: 1, Errors: 2, Skipped: 3";
        let other = "[INFO] Results:";

        let counted = [class, module, other].map(summary);

        assert_eq!(counted, [None, Some(Tally { passed: 53, failed: 3 }), None]);
    }
}
