//! `cargo xtask fuzz`: runs each target of `fuzz/` for a while. Needs nightly, and says so.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail, ensure};

use crate::cargo::root;
use crate::step::{step, succeed};
use crate::tool::CARGO_FUZZ;

/// What to fuzz, and for how long.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Seconds for each target.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Only this target.
    target: Option<String>,
}

/// Runs the targets one after the other and stops at the first finding.
///
/// # Errors
/// When there is no nightly toolchain, no such target, or a target finds something.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    ensure_nightly()?;
    let program = CARGO_FUZZ.path()?;
    let known = targets(fuzz(&program))?;
    let chosen = match &options.target {
        None => known,
        Some(name) if known.contains(name) => vec![name.clone()],
        Some(name) => bail!("no fuzz target {name:?}; there are: {}", known.join(", ")),
    };
    for target in chosen {
        let heading = format!("fuzz {target} for {} s", options.seconds);
        step(&heading, || fuzz_one(fuzz(&program), &target, options.seconds))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs one target from its seeds and with its dictionary; what it learns goes to `fuzz/corpus`.
fn fuzz_one(mut command: Command, target: &str, seconds: u32) -> Result<()> {
    let folder = root().join("fuzz");
    let corpus = folder.join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    let seeds = folder.join("seeds").join(target);
    let dictionary = folder.join(format!("{target}.dict"));
    command.args(["run", target]).arg(corpus).args(seeds.exists().then_some(seeds));
    command.args(["--", &format!("-max_total_time={seconds}")]);
    command.args(dictionary.exists().then(|| format!("-dict={}", dictionary.display())));
    succeed(command)
}

fn ensure_nightly() -> Result<()> {
    let output = Command::new("rustup")
        .args(["toolchain", "list"])
        .output()
        .context("fuzzing needs rustup to choose the nightly toolchain")?;
    let installed = String::from_utf8_lossy(&output.stdout);
    ensure!(
        installed.lines().any(|line| line.starts_with("nightly")),
        "fuzzing needs a nightly toolchain and none is installed: rustup toolchain install nightly --profile minimal"
    );
    Ok(())
}

/// Gives cargo-fuzz under nightly; without `CARGO`, which would lead it back to the pinned toolchain.
fn fuzz(program: &std::path::Path) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly"]).arg(program).env_remove("CARGO").current_dir(root());
    command
}

fn targets(mut fuzz: Command) -> Result<Vec<String>> {
    let output = fuzz.arg("list").output().context("cannot start cargo-fuzz")?;
    ensure!(output.status.success(), "cargo fuzz list: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
