//! A running example program: its lines as they come, its end by a signal. Killed when dropped early.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use super::PATIENCE;

/// The two ways in which a person or a service manager asks a program to end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stop {
    /// SIGTERM, as from a service manager.
    Terminate,
    /// SIGINT, as from Ctrl-C.
    Interrupt,
}

/// A child process whose lines of output can be awaited.
pub(super) struct Program {
    name: String,
    child: Child,
    lines: Receiver<String>,
}

impl Program {
    /// Starts `path`. Its output arrives line by line; its log goes to our terminal.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start<I>(path: &Path, arguments: I) -> Result<Self>
    where
        I: IntoIterator<Item: AsRef<std::ffi::OsStr>>,
    {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut command = Command::new(path);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped());
        println!("$ {}", crate::step::name(&command));
        let mut child = command.spawn().with_context(|| format!("cannot start {}", path.display()))?;
        let output = child.stdout.take().context("the program has no output")?;
        let (sender, lines) = channel();
        // The reader ends with the program's output, so it needs no stop of its own.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { name, child, lines })
    }

    /// Waits for the next line in which `find` sees something, prints the lines on the way.
    ///
    /// # Errors
    /// When the program ends first, or nothing is found in time.
    pub(super) fn wait_for<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    println!("  {} | {line}", self.name);
                    if let Some(found) = find(&line) {
                        return Ok(found);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    bail!("{} did not say {what} within {PATIENCE:?}", self.name)
                }
                Err(RecvTimeoutError::Disconnected) => bail!("{} ended before it said {what}", self.name),
            }
        }
    }

    /// Sends the signal, waits for the end, prints the remaining lines and the exit code.
    ///
    /// # Errors
    /// When the program does not end in time, or ends with anything but 0.
    pub(super) fn stop(mut self, how: Stop) -> Result<()> {
        send(how, self.child.id())?;
        let status = self.wait_for_end()?;
        for line in &self.lines {
            println!("  {} | {line}", self.name);
        }
        let code = status.code().with_context(|| format!("{} was ended by {status}", self.name))?;
        println!("  {how:?}: {} stopped with exit code {code}", self.name);
        ensure!(code == 0, "{} ended with {status}", self.name);
        Ok(())
    }

    /// Looks for the end again and again: the standard library has no wait with a limit.
    fn wait_for_end(&mut self) -> Result<ExitStatus> {
        const PAUSE: Duration = Duration::from_millis(10);
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            ensure!(Instant::now() < deadline, "{} did not stop within {PATIENCE:?}", self.name);
            thread::sleep(PAUSE);
        }
    }
}

impl Drop for Program {
    /// Leaves no process behind when the demo fails half-way. After `stop` both calls do nothing.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn send(how: Stop, process: u32) -> Result<()> {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    let signal = match how {
        Stop::Terminate => Signal::SIGTERM,
        Stop::Interrupt => Signal::SIGINT,
    };
    kill(Pid::from_raw(i32::try_from(process)?), signal).context("cannot send the signal")
}

#[cfg(not(unix))]
fn send(how: Stop, _: u32) -> Result<()> {
    bail!("the demo ends its programs by signals ({how:?}), which this system does not have")
}
