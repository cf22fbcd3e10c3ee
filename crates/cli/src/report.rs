//! How a command reads its schemas and how it ends: output, errors and exit code. Used by every command.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use larder_schema::{Diagnostic, Source, Style, compile, render, schema::Schema};

/// What a command found, when it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// Some schema has errors, or is not as it should be.
    Refused,
}

impl Outcome {
    /// The worse of two.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Clean, Self::Clean) => Self::Clean,
            (Self::Refused, _) | (_, Self::Refused) => Self::Refused,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file could not be read or written.
    File {
        /// What was tried, such as `read`.
        verb: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// Standard output or standard error could not be written.
    Output(io::Error),
    /// The system does not tell of changes.
    Watch(notify::Error),
    /// Bindings could not be built; the text says why.
    Bindings(String),
    /// The expansion is not Rust: a fault of ours.
    Expansion(syn::Error),
}

impl Failure {
    pub(crate) fn file(verb: &'static str, path: &Path, source: io::Error) -> Self {
        Self::File { verb, path: path.to_owned(), source }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { verb, path, source } => write!(f, "cannot {verb} {}: {source}", path.display()),
            Self::Bindings(reason) => f.write_str(reason),
            Self::Expansion(source) => write!(f, "the expansion is not Rust; please report it: {source}"),
            Self::Watch(source) => write!(f, "cannot watch: {source}"),
            Self::Output(source) => write!(f, "cannot write the output: {source}"),
        }
    }
}

/// Reads a schema; a file that is not UTF-8 is a schema with one error.
pub(crate) fn read(path: &Path) -> Result<Result<Source, (Source, Vec<Diagnostic>)>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file("read", path, error))?;
    let shown = path.display().to_string();
    Ok(Source::from_bytes(shown, &bytes).map_err(|rejected| (rejected.source, vec![rejected.diagnostic])))
}

/// Reads and compiles a schema; what is wrong with it is shown, and then there is none.
pub(crate) fn compiled(path: &Path) -> Result<Option<(Source, Schema)>, Failure> {
    let source = match read(path)? {
        Ok(source) => source,
        Err((source, diagnostics)) => {
            show(&diagnostics, &source);
            return Ok(None);
        }
    };
    match compile(&source) {
        Ok(compiled) => {
            show(&compiled.warnings, &source);
            Ok(Some((source, compiled.schema)))
        }
        Err(diagnostics) => {
            show(&diagnostics, &source);
            Ok(None)
        }
    }
}

/// Writes to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes()).and_then(|()| output.flush()).map_err(Failure::Output)
}

/// Writes a line about the work itself to standard error, where the findings are.
pub(crate) fn say(line: &str) -> Result<(), Failure> {
    writeln!(io::stderr().lock(), "{line}").map_err(Failure::Output)
}

/// Shows diagnostics on standard error, in color on a terminal.
pub(crate) fn show(diagnostics: &[Diagnostic], source: &Source) {
    let mut errors = io::stderr().lock();
    let colored = errors.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let style = if colored { Style::Color } else { Style::Plain };
    // There is no better place to say that this cannot be written.
    let _ = errors.write_all(render(diagnostics, source, style).as_bytes());
}

/// The exit code of a command. A reader that has closed its pipe has read enough, so that is no failure.
pub(crate) fn exit_code(outcome: Result<Outcome, Failure>) -> ExitCode {
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "larder: {failure}");
            ExitCode::from(2)
        }
    }
}
