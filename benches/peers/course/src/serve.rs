//! How a contestant is told what to do, and how it times it.
//!
//! It prints SQLite's version, then answers each line `operation times` of its input with the nanoseconds that so many calls
//! took together, with `reads_per_second p99_us`, or with `-` for an operation that it does not have.

use std::{
    fmt::Display,
    io::{self, BufRead, Write},
    path::PathBuf,
    time::{Duration, Instant},
};

/// The line that answers an operation.
pub struct Answer(String);

impl Answer {
    pub(crate) fn of(line: impl Display) -> Self {
        Self(line.to_string())
    }
}

impl From<Duration> for Answer {
    fn from(took: Duration) -> Self {
        Self::of(took.as_nanos())
    }
}

/// Gives the path of a file of this contestant, in the folder that it is given.
pub fn file(name: &str) -> PathBuf {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    folder.unwrap_or_else(std::env::temp_dir).join(name)
}

/// Times so many calls, numbered from 0, the same in each round.
pub fn timed(times: i64, call: impl FnMut(i64)) -> Option<Answer> {
    let begun = Instant::now();
    (0..times).for_each(call);
    Some(begun.elapsed().into())
}

/// Times how so many files are opened and read, and not how they are closed.
pub fn timed_open<T>(times: i64, mut open: impl FnMut(i64) -> T, mut close: impl FnMut(T)) -> Option<Answer> {
    let mut took = Duration::ZERO;
    for number in 0..times {
        let begun = Instant::now();
        let opened = open(number);
        took += begun.elapsed();
        close(opened);
    }
    Some(took.into())
}

/// Answers every line of the input.
pub fn serve(version: &str, mut run: impl FnMut(&str, i64) -> Option<Answer>) {
    let mut output = io::stdout().lock();
    let mut say = |text: &str| {
        writeln!(output, "{text}").expect("the runner reads");
        output.flush().expect("the runner reads");
    };
    say(version);
    for line in io::stdin().lock().lines() {
        let line = line.expect("the runner writes lines");
        let (operation, times) = line.split_once(' ').expect("an operation and how often");
        let answer = run(operation, times.parse().expect("a number"));
        say(answer.as_ref().map_or("-", |answer| &answer.0));
    }
}
