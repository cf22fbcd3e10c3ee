//! `larder check`: reports what is wrong with schemas.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use larder_schema::{Bindings, Diagnostic, Entry, Source, compile_for, entries};

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
    /// Checks also what an app needs that asks for these bindings: names that stand in Swift, Kotlin and Python.
    #[arg(long, value_enum)]
    bindings: Option<Generator>,
}

/// What writes the bindings of an app.
#[derive(Clone, Copy, ValueEnum)]
enum Generator {
    Uniffi,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let bindings = match self.bindings {
            None => Bindings::None,
            Some(Generator::Uniffi) => Bindings::Uniffi,
        };
        let mut outcome = Outcome::Clean;
        let mut found: Vec<Entry> = Vec::new();
        for path in &self.files {
            let (source, diagnostics) = match read(path)? {
                Ok(source) => {
                    let diagnostics = findings(&source, bindings);
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

fn findings(source: &Source, bindings: Bindings) -> Vec<Diagnostic> {
    match compile_for(source, bindings) {
        Ok(compiled) => compiled.warnings,
        Err(found) => found,
    }
}

fn json(found: &[Entry]) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(found).map_err(|error| Failure::Output(error.into()))?;
    Ok(text + "\n")
}
