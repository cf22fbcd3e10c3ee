//! The Kotlin bindings on a JVM: writes their sources, then tests or measures them with Maven.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::{Core, figures, lines, spoken};
use crate::cargo::{root, target};
use crate::tally::Tally;
use crate::toolchain::java::Maven;

/// Tests the bindings and adds up what passed and failed.
///
/// # Errors
/// When Maven cannot be had, the sources cannot be written or do not compile, or a test fails.
pub(crate) fn test(tally: &mut Tally, core: &Core) -> Result<()> {
    let mut command = maven(core)?;
    command.arg("test");
    lines(command, |line| {
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
pub(crate) fn cost(core: &Core) -> Result<Vec<String>> {
    figures(program(core, "CostKt", "")?)
}

/// Runs the tour of the notes app on a database file; its lines go to the terminal.
///
/// # Errors
/// As [`cost`].
pub(crate) fn tour(core: &Core, database: &Path) -> Result<()> {
    lines(program(core, "TourKt", &database.display().to_string())?, spoken)
}

/// Builds and runs a program that lies beside the tests.
fn program(core: &Core, class: &str, argument: &str) -> Result<Command> {
    let mut command = maven(core)?;
    command.args(["-q", "-Prun", "-DskipTests", "test"]);
    command.arg(format!("-Dlarder.program={class}")).arg(format!("-Dlarder.argument={argument}"));
    Ok(command)
}

/// Writes the sources and gives a Maven that knows where they and the library are.
fn maven(core: &Core) -> Result<Command> {
    let maven = Maven::ready()?;
    let generated = target().join("hosts").join("kotlin");
    core.write("kotlin", &generated)?;
    let mut command = maven.command(&root().join("bindings").join("kotlin"));
    command
        .arg(format!("-Dlarder.generated={}", generated.display()))
        .arg(format!("-Djna.library.path={}", core.folder().display()));
    Ok(command)
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
