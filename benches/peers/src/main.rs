//! Runs Larder, raw rusqlite and other libraries over SQLite on the same work, in turn, and compares the medians.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml`; `-- --rounds 5 --only create --svg FILE` runs fewer rounds,
//! one operation, and draws.
#![allow(clippy::print_stdout, reason = "it prints its outcome")]

mod contestant;
mod operations;
mod plot;
mod table;

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use contestant::{Contestant, KINDS};
use operations::{Line, OPERATIONS, Operation};

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read()?;
    let files = std::env::temp_dir().join(format!("peers-{}", std::process::id()));
    fs::create_dir_all(&files)?;
    let outcome = compare(&options, &files);
    fs::remove_dir_all(&files)?;
    outcome
}

fn compare(options: &Options, files: &Path) -> Result<(), Box<dyn Error>> {
    contestant::build()?;
    let mut contestants: Vec<Contestant> =
        KINDS.iter().map(|kind| Contestant::start(kind, files)).collect::<Result<_, _>>()?;
    let mut lines = Vec::new();
    for operation in OPERATIONS.iter().filter(|operation| options.runs(operation.name)) {
        lines.extend(measure(&mut contestants, operation, options.rounds)?);
    }
    println!("{}", table::markdown(&contestants, &lines));
    if let Some(file) = &options.svg {
        fs::write(file, plot::svg(&lines))?;
    }
    Ok(())
}

/// Runs the rounds, each contestant in each. The first round warms up, and each one begins with another contestant.
fn measure(
    contestants: &mut [Contestant],
    operation: &Operation,
    rounds: usize,
) -> Result<Vec<Line>, Box<dyn Error>> {
    let mut lines = operation.lines(contestants.len());
    for round in 0..=rounds {
        for turn in 0..contestants.len() {
            let at = (round + turn) % contestants.len();
            let answer = contestants[at].run(operation.name, operation.times)?;
            if operation.adds {
                contestants[at].run("clean", 1)?;
            }
            if round > 0 {
                for (line, figure) in lines.iter_mut().zip(operation.figures(&answer)) {
                    line.figures[at].push(figure);
                }
            }
        }
    }
    Ok(lines)
}

/// What the command line says.
struct Options {
    rounds: usize,
    only: Option<String>,
    svg: Option<PathBuf>,
}

impl Options {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut options = Self { rounds: 21, only: None, svg: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} takes a value"))?;
            match word.as_str() {
                "--rounds" => options.rounds = value.parse()?,
                "--only" => options.only = Some(value),
                "--svg" => options.svg = Some(value.into()),
                _ => return Err(format!("there is no {word}").into()),
            }
        }
        if !OPERATIONS.iter().any(|operation| options.runs(operation.name)) {
            return Err("there is no such operation".into());
        }
        Ok(options)
    }

    fn runs(&self, operation: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == operation)
    }
}
