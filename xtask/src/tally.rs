//! Counts tests while cargo's output streams through. Used by `test`.

use std::fmt;
use std::io::{self, BufRead, Write};

/// How many tests passed and failed, over all test binaries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Copies `output` to `terminal` line by line and counts the `test result:` lines on the way.
    ///
    /// # Errors
    /// When reading or writing fails.
    pub(crate) fn stream(&mut self, mut output: impl BufRead, mut terminal: impl Write) -> io::Result<()> {
        let mut line = Vec::new();
        while output.read_until(b'\n', &mut line)? > 0 {
            terminal.write_all(&line)?;
            self.count(&String::from_utf8_lossy(&line));
            line.clear();
        }
        terminal.flush()
    }

    fn count(&mut self, line: &str) {
        let Some(summary) = line.strip_prefix("test result: ") else { return };
        self.passed += number_before(summary, " passed");
        self.failed += number_before(summary, " failed");
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Reads the number that stands right before `word`; 0 when there is none.
fn number_before(summary: &str, word: &str) -> u64 {
    let before = summary.split(word).next().unwrap_or_default();
    let digits = before.rsplit(' ').next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_all_binaries_add_up_and_the_output_passes_through() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            a test printed: test result: ok. 9 passed; 9 failed\n\
            test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n\
            no newline at the end";
        let mut terminal = Vec::new();
        let mut tally = Tally::default();

        tally.stream(output.as_bytes(), &mut terminal).unwrap();

        assert_eq!(tally, Tally { passed: 13, failed: 2 });
        assert_eq!(tally.to_string(), "13 passed, 2 failed");
        assert_eq!(terminal, output.as_bytes());
    }
}
