//! Runs a program with root's rights. Used by `apt` and `root`.

use std::ffi::OsStr;
use std::process::Command;

/// Gives a command for `program` as root: as it is when we are root, else through `sudo` without a prompt.
///
/// Variables set on the command do not pass `sudo`; give them as arguments to `env`.
pub(super) fn as_root(program: impl AsRef<OsStr>) -> Command {
    if user() == "0" {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg("-n").arg(program);
    command
}

/// Gives the number of the user that we run as, as `id` prints it.
pub(super) fn user() -> String {
    id("-u")
}

/// Gives the number of the group that we run as, as `id` prints it.
pub(super) fn group() -> String {
    id("-g")
}

fn id(kind: &str) -> String {
    let output = Command::new("id").arg(kind).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
