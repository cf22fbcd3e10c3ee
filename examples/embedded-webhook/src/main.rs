//! The service as a program: opens the database, serves until Ctrl-C or SIGTERM, shuts the database down.

mod shutdown;

use std::{
    future::IntoFuture as _,
    io::{self, IsTerminal as _, Write as _},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use anyhow::Context as _;
use axum::Router;
use clap::Parser;
use cratestack_rusqlite::{Durability, RuntimeOptions, Shutdown};
use embedded_webhook::{build_router, cratestack_schema};
use tokio::{net::TcpListener, sync::oneshot, time::sleep};
use tracing_subscriber::{EnvFilter, filter::LevelFilter, fmt::format::FmtSpan};

use shutdown::{CLOSE, GRACE, Signals};

/// Receives webhooks into its own SQLite. `RUST_LOG` chooses what is logged.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The database file; made when it is not there.
    #[arg(long, value_name = "PATH", default_value = "webhooks.db")]
    db: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    log_to_stderr();
    // A sender forgets a webhook once we answer 201, so the answer waits for the disk.
    let database = RuntimeOptions::new().durability(Durability::Full).open(&arguments.db)?;
    cratestack_schema::bootstrap(&database)?;
    let database = Arc::new(database);

    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = threads.block_on(serve(arguments.bind, build_router(Arc::clone(&database))));
    // Requests that were cut off may still write: they end or are interrupted here, and the log goes into the file.
    let Shutdown { events_left, jobs_cancelled, .. } =
        database.shutdown(CLOSE).context("the database does not close")?;
    tracing::info!(events_left, jobs_cancelled, "the database is closed");
    served
}

/// Spans are logged as they close, with their fields and durations.
fn log_to_stderr() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
}

async fn serve(address: SocketAddr, router: Router) -> anyhow::Result<()> {
    let signals = Signals::listen()?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    announce(listener.local_addr()?)?;

    let (ending, ended) = oneshot::channel();
    let until_signal = async move {
        let signal = signals.first().await;
        tracing::info!(signal, "stopping: requests that are being served may end");
        let _ = ending.send(());
    };
    let out_of_grace = async move {
        let _ = ended.await;
        sleep(GRACE).await;
    };
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(until_signal).into_future() => served?,
        () = out_of_grace => tracing::warn!(grace = ?GRACE, "a request did not end in time and is cut off"),
    }
    Ok(())
}

/// Says where we listen, for people and for programs that gave port 0.
fn announce(address: SocketAddr) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "listening on http://{address}")?;
    output.flush()
}
