//! The end of the program: the signals that ask for it, and how long open requests may hold it up.

use std::{io, time::Duration};

/// How long requests that are being served at the signal have until they are cut off. A service manager kills
/// after 10 s (Docker) or 90 s (systemd); the end of the database must come before.
pub(crate) const GRACE: Duration = Duration::from_secs(2);

/// How long calls of the database have after that until they are interrupted and undone.
pub(crate) const CLOSE: Duration = Duration::from_secs(1);

/// The signals that end the service. From here on they no longer kill the process.
#[cfg(unix)]
pub(crate) struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens for Ctrl-C and SIGTERM; within a tokio runtime.
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for the first of them and gives its name.
    pub(crate) async fn first(mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

/// The signals that end the service. From here on they no longer kill the process.
#[cfg(windows)]
pub(crate) struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(windows)]
impl Signals {
    /// Listens for Ctrl-C; within a tokio runtime.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits for it and gives its name.
    pub(crate) async fn first(mut self) -> &'static str {
        self.interrupt.recv().await;
        "Ctrl-C"
    }
}
