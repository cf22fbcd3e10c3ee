//! The program around the library: arguments, log, signals, standard output.

mod stop;

use std::error::Error;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use embedded_daemon::{Daemon, Ending, FolderWatch, Window, announce, list, open_database};
use stop::StopSignal;
use tokio::sync::mpsc::unbounded_channel;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{EnvFilter, fmt::format::FmtSpan};

/// How long bursts and calls of the database have to come to their end. A service manager kills after 10 s (Docker) or 90 s
/// (systemd), and a source that does not stop is waited for before.
const PATIENCE: Duration = Duration::from_secs(5);

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Watches a folder and records each burst of changes to a file as one row of a SQLite database.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder to watch, with everything below it.
    #[arg(long, value_name = "DIR", required_unless_present = "list")]
    watch: Option<PathBuf>,
    /// The database; it is made when there is none.
    #[arg(long, value_name = "PATH")]
    db: PathBuf,
    /// How long a file must be left alone before its changes are recorded, in milliseconds.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 200)]
    quiet_ms: u64,
    /// Prints the recorded rows as a table, and ends.
    #[arg(long, conflicts_with = "watch")]
    list: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr();
    let outcome = match &arguments.watch {
        Some(folder) => watch(folder, &arguments.db, Duration::from_millis(arguments.quiet_ms)).await,
        None => print_rows(&arguments.db),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// `RUST_LOG` chooses what is logged. Each call of larder is a span, shown with its duration when it closes.
fn log_to_stderr() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
}

async fn watch(folder: &Path, db: &Path, quiet: Duration) -> Outcome {
    let stop = StopSignal::listen()?;
    // Nothing else runs yet, so opening blocks nobody.
    let runtime = Arc::new(open_database(db)?);
    let (sender, events) = unbounded_channel();
    let source = FolderWatch::start(folder, db, sender)
        .map_err(|error| format!("cannot watch {}: {error}", folder.display()))?;
    let window = Window { quiet, max_wait: Window::default().max_wait.max(quiet) };
    writeln!(io::stdout(), "watching {}", folder.display())?;
    io::stdout().flush()?;
    let daemon = Daemon::start(runtime, source, events, window, |row| {
        // The row is safe; a reader that went away is no reason to stop recording.
        if let Err(error) = announce(&mut io::stdout(), row) {
            tracing::debug!(%error, "cannot print the row");
        }
    })?;

    let outcome = daemon.run(stop.received(), PATIENCE).await?;

    tracing::info!(events = outcome.observed, rows = outcome.rows, "stopped");
    if outcome.parked + outcome.left > 0 {
        tracing::warn!(
            parked = outcome.parked,
            left = outcome.left,
            "the next start records what is missing"
        );
    }
    match outcome.ending {
        Ending::Asked => Ok(()),
        Ending::SourceEnded => Err(format!("the watch on {} ended by itself", folder.display()).into()),
    }
}

fn print_rows(db: &Path) -> Outcome {
    if !db.exists() {
        return Err(format!("there is no database at {}", db.display()).into());
    }
    Ok(list(&open_database(db)?, &mut io::stdout().lock())?)
}
