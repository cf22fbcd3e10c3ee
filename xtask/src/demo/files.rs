//! The second scene: a daemon watches a folder and records what settles there, a burst as one row.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::heading;
use super::program::{Program, Stop};
use crate::step::succeed;

/// How often the burst writes to its file.
const BURST: u32 = 25;

/// Runs the scene in the new folder `watched` with a database at `db`.
///
/// # Errors
/// When the daemon does not record what happened in time, or does not stop cleanly.
pub(super) fn show(program: &Path, watched: &Path, db: &Path) -> Result<()> {
    heading("A daemon that records what happens to files");
    fs::create_dir(watched)?;
    let daemon = Program::start(program, [Path::new("--watch"), watched, "--db".as_ref(), db])?;
    daemon.wait_for("that it watches", |line| line.contains("watching ").then_some(()))?;

    println!("\nCreate notes.txt");
    fs::write(watched.join("notes.txt"), "first\n")?;
    recorded(&daemon, "created", "notes.txt")?;
    println!("\nWrite {BURST} times to draft.md: a burst");
    burst(&watched.join("draft.md"))?;
    recorded(&daemon, "created", "draft.md")?;
    println!("\nDelete notes.txt");
    fs::remove_file(watched.join("notes.txt"))?;
    recorded(&daemon, "deleted", "notes.txt")?;

    heading("Stop the daemon");
    daemon.stop(Stop::Interrupt)?;
    heading("The rows that it recorded");
    let mut list = Command::new(program);
    list.arg("--db").arg(db).arg("--list");
    succeed(list)
}

fn burst(path: &Path) -> Result<()> {
    for line in 0..BURST {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
        writeln!(file, "line {line}").context("cannot write the burst")?;
    }
    Ok(())
}

/// Waits for the daemon's own line `recorded KIND PATH xCOUNT`: the row is in the database by then.
fn recorded(daemon: &Program, kind: &str, file: &str) -> Result<()> {
    let said = format!("recorded {kind} ");
    daemon.wait_for(&format!("that it recorded {file}"), |line| {
        (line.contains(&said) && line.contains(file)).then_some(())
    })
}
