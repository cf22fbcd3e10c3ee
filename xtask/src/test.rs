//! `cargo xtask test`: what CI runs, the quick checks first. The last line is the count of tests.

use std::io::BufReader;
use std::process::{ExitCode, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::api;
use crate::cargo::cargo;
use crate::hosts::{self, Core};
use crate::size;
use crate::step::{name, step, succeed};
use crate::tally::Tally;
use crate::tool::CARGO_DENY;

/// How to run the checks.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run the remaining steps after one failed, so that one run shows everything.
    #[arg(long, env = "XTASK_KEEP_GOING")]
    keep_going: bool,

    /// Run the one step whose heading begins with this, whatever the case: `--only swift`.
    #[arg(long)]
    only: Option<String>,
}

impl Options {
    fn wants(&self, heading: &str) -> bool {
        let begins = |only: &String| heading.to_lowercase().starts_with(&only.to_lowercase());
        self.only.as_ref().is_none_or(begins)
    }
}

type Step = (&'static str, fn(&mut Tally) -> Result<()>);

/// In the order that shows a mistake soonest. Licences come last: they change rarely, and on a new
/// machine that step may have to build its tool first.
const STEPS: [Step; 10] = [
    ("format", format),
    ("lints, every feature", lints_of_every_feature),
    ("lints, default features", lints_of_default_features),
    ("tests", tests),
    ("notes core: its size, its API", core),
    ("Python", python),
    ("Kotlin", kotlin),
    ("Swift", swift),
    ("documentation", documentation),
    ("licences, bans, sources", licences),
];

/// Runs the steps and prints `N passed, N failed` as the last line.
///
/// A step that fails without a failed test of its own counts as one failure, so that the last line
/// never says `0 failed` for a run that failed.
///
/// # Errors
/// When no step is wanted. Each step's error is printed and becomes the exit code.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let wanted = || STEPS.iter().filter(|(heading, _)| options.wants(heading));
    ensure!(wanted().next().is_some(), "the steps are: {}", STEPS.map(|(heading, _)| heading).join("; "));
    let mut tally = Tally::default();
    let mut errors = Vec::new();
    for (heading, work) in wanted() {
        let failed_before = tally.failed;
        if let Err(error) = step(heading, || work(&mut tally)) {
            if tally.failed == failed_before {
                tally.failed += 1;
            }
            errors.push(error);
            if !options.keep_going {
                break;
            }
        }
    }
    println!();
    for error in &errors {
        println!("failed: {error:#}");
    }
    println!("{tally}");
    Ok(if errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format(_: &mut Tally) -> Result<()> {
    succeed(cargo(["fmt", "--all", "--check"]))
}

fn lints_of_every_feature(_: &mut Tally) -> Result<()> {
    succeed(cargo(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
}

/// The runtime as most apps build it. The whole workspace would switch features on for it.
fn lints_of_default_features(_: &mut Tally) -> Result<()> {
    succeed(cargo(["clippy", "--package", "larder", "--", "-D", "warnings"]))
}

fn tests(tally: &mut Tally) -> Result<()> {
    let mut command = cargo(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo test")?;
    let output = child.stdout.take().context("cargo test has no output")?;
    tally.stream(BufReader::new(output), std::io::stdout())?;
    let status = child.wait()?;
    ensure!(status.success(), "{} ended with {status}", name(&command));
    Ok(())
}

fn core(_: &mut Tally) -> Result<()> {
    size::check(&Core::build_small()?)?;
    let core = Core::build()?;
    size::print(&core)?;
    api::check(&core)
}

fn python(tally: &mut Tally) -> Result<()> {
    hosts::python::test(tally, &Core::build()?)
}

fn kotlin(tally: &mut Tally) -> Result<()> {
    hosts::kotlin::test(tally, &Core::build()?)
}

fn swift(tally: &mut Tally) -> Result<()> {
    hosts::swift::test(tally, &Core::build()?)
}

fn documentation(_: &mut Tally) -> Result<()> {
    let mut command = cargo(["doc", "--workspace", "--no-deps", "--all-features"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    succeed(command)
}

fn licences(_: &mut Tally) -> Result<()> {
    let mut command = std::process::Command::new(CARGO_DENY.path()?);
    command
        .args(["--workspace", "--all-features", "check", "licenses", "bans", "sources"])
        .current_dir(crate::cargo::root());
    succeed(command)
}
