//! `larder check`: reports what is wrong with schemas, once or after each change.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use larder_schema::{Bindings, Diagnostic, Entry, Severity, Source, Span, compile_for, entries};

use crate::report::{Failure, Outcome, print, read, say, show};
use crate::watch::Watch;

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
    /// Checks again whenever a file changes, until it is interrupted; as JSON, each check is an array on one line.
    #[arg(long)]
    watch: bool,
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

/// A file and what was found in it.
#[derive(PartialEq)]
struct Checked {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        if self.watch { self.check_again() } else { self.check_once() }
    }

    fn check_once(&self) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::Clean;
        let mut found: Vec<Entry> = Vec::new();
        for path in &self.files {
            let checked = self.check(path)?;
            if checked.diagnostics.iter().any(Diagnostic::is_error) {
                outcome = Outcome::Refused;
            }
            match self.format {
                Format::Text => show(&checked.diagnostics, &checked.source),
                Format::Json => found.extend(entries(&checked.diagnostics, &checked.source)),
            }
        }
        if let Format::Json = self.format {
            print(&(serde_json::to_string_pretty(&found).map_err(unwritable)? + "\n"))?;
        }
        Ok(outcome)
    }

    /// Reports the files as they are, and whenever they are not as they were.
    fn check_again(&self) -> Result<Outcome, Failure> {
        let watch = Watch::start(&self.files)?;
        let mut last = Vec::new();
        loop {
            let checked: Vec<Checked> = self
                .files
                .iter()
                .map(|path| self.check(path).or_else(unreadable))
                .collect::<Result<_, _>>()?;
            if checked != last {
                self.report(&checked)?;
                last = checked;
            }
            watch.wait()?;
        }
    }

    fn check(&self, path: &Path) -> Result<Checked, Failure> {
        let bindings = match self.bindings {
            None => Bindings::None,
            Some(Generator::Uniffi) => Bindings::Uniffi,
        };
        Ok(match read(path)? {
            Ok(source) => {
                let diagnostics = match compile_for(&source, bindings) {
                    Ok(compiled) => compiled.warnings,
                    Err(found) => found,
                };
                Checked { source, diagnostics }
            }
            Err((source, diagnostics)) => Checked { source, diagnostics },
        })
    }

    fn report(&self, checked: &[Checked]) -> Result<(), Failure> {
        match self.format {
            Format::Text => {
                say(&format!("checking {}", counted(checked.len(), "file")))?;
                for one in checked {
                    show(&one.diagnostics, &one.source);
                }
                let found = || checked.iter().flat_map(|one| &one.diagnostics);
                let errors = found().filter(|diagnostic| diagnostic.is_error()).count();
                let warnings = found().count() - errors;
                say(&format!(
                    "checked {}: {}, {}",
                    counted(checked.len(), "file"),
                    counted(errors, "error"),
                    counted(warnings, "warning")
                ))
            }
            Format::Json => {
                let found: Vec<Entry> =
                    checked.iter().flat_map(|one| entries(&one.diagnostics, &one.source)).collect();
                print(&(serde_json::to_string(&found).map_err(unwritable)? + "\n"))
            }
        }
    }
}

/// Makes a file that cannot be read one with an error: while it is watched it may come back.
fn unreadable(failure: Failure) -> Result<Checked, Failure> {
    let Failure::File { path, source, .. } = failure else { return Err(failure) };
    let diagnostic = Diagnostic {
        severity: Severity::Error,
        code: "unreadable",
        message: format!("the file cannot be read: {source}"),
        help: None,
        span: Span::default(),
        related: Vec::new(),
    };
    Ok(Checked { source: Source::new(path.display().to_string(), ""), diagnostics: vec![diagnostic] })
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn unwritable(error: serde_json::Error) -> Failure {
    Failure::Output(error.into())
}
