//! The two ways in which a person or a service manager asks the program to end. Feeds the daemon's shutdown.

use std::io;

/// Ctrl-C and SIGTERM, taken over from the moment this exists.
#[cfg(unix)]
pub(crate) struct StopSignal {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl StopSignal {
    /// Takes the signals over, so that they do not end the process any more.
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for the first of them.
    pub(crate) async fn received(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C, taken over from the moment this exists.
#[cfg(windows)]
pub(crate) struct StopSignal {
    interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(windows)]
impl StopSignal {
    /// Takes Ctrl-C over, so that it does not end the process any more.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits for it.
    pub(crate) async fn received(mut self) {
        self.interrupt.recv().await;
    }
}
