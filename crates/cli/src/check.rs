//! `larder check`: reports what is wrong with schemas.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use larder_schema::{Diagnostic, Entry, Source, compile, entries};

use crate::report::{Failure, Outcome, print, read, show};

/// The arguments of `larder check`.
#[derive(Args)]
pub(crate) struct Check {
    /// The schemas; each is checked by itself.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How findings are written: as text to standard error, or as a JSON array to standard output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::Clean;
        let mut found: Vec<Entry> = Vec::new();
        for path in &self.files {
            let (source, diagnostics) = match read(path)? {
                Ok(source) => {
                    let diagnostics = findings(&source);
                    (source, diagnostics)
                }
                Err(rejected) => rejected,
            };
            if diagnostics.iter().any(Diagnostic::is_error) {
                outcome = Outcome::Refused;
            }
            match self.format {
                Format::Text => show(&diagnostics, &source),
                Format::Json => found.extend(entries(&diagnostics, &source)),
            }
        }
        if let Format::Json = self.format {
            print(&json(&found)?)?;
        }
        Ok(outcome)
    }
}

fn findings(source: &Source) -> Vec<Diagnostic> {
    match compile(source) {
        Ok(compiled) => compiled.warnings,
        Err(found) => found,
    }
}

fn json(found: &[Entry]) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(found).map_err(|error| Failure::Output(error.into()))?;
    Ok(text + "\n")
}
