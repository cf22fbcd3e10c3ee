//! A Debian root of its own for a compiler that this machine's release does not carry: made once, in the
//! cache, and entered with the folders that a command needs. Used by `swift`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::privilege::{as_root, group, user};
use super::{apt, sources};
use crate::cache;
use crate::step::{step, succeed};

/// What a root holds.
pub(super) struct Recipe {
    /// The root's name in the cache.
    pub(super) name: &'static str,
    /// The Debian release.
    pub(super) release: &'static str,
    /// The packages, with what they depend on and nothing that they only recommend.
    pub(super) packages: &'static [&'static str],
}

/// A finished root.
pub(super) struct Root {
    path: PathBuf,
}

/// Left out of a root: nobody reads there.
const EXCLUDED: &[&str] = &["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*"];

/// Runs in a mount namespace of its own, so that nothing stays mounted when its last process ends.
/// Its arguments are the root, the folders to show in it, `--`, and what to run there.
const ENTER: &str = r#"
set -eu
root=$1
shift
mount -t tmpfs tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$1" != -- ]; do
    mkdir -p "$root$1"
    mount --rbind "$1" "$root$1"
    shift
done
shift
exec chroot "$@"
"#;

impl Root {
    /// Gives the root of `recipe`, made first when the cache has none.
    ///
    /// # Errors
    /// When we may not mount, a package for making it is missing, or Debian cannot be reached.
    pub(super) fn ready(recipe: &Recipe) -> Result<Self> {
        let path = cache::folder()?.join(recipe.name);
        if !path.exists() {
            let _lock = cache::lock(recipe.name)?;
            if !path.exists() {
                step(&format!("make a Debian {} root in {}", recipe.release, path.display()), || {
                    make(recipe, &path)
                })?;
            }
        }
        Ok(Self { path })
    }

    /// Gives the root's folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives a command that runs `program` in `folder` of the root, as the user that we are, and with these
    /// variables only. Arguments added to it go to the program; variables added to it do not reach it.
    ///
    /// The root sees `shown` of this machine at the same absolute paths, so that paths in messages hold here.
    pub(super) fn command(
        &self,
        program: &str,
        folder: &Path,
        shown: &[&Path],
        variables: &[(&str, &str)],
    ) -> Command {
        let mut command = in_own_namespace();
        command.args(["sh", "-c", ENTER, "enter"]).arg(&self.path).args(outermost(shown)).arg("--");
        command.arg(format!("--userspec={}:{}", user(), group())).arg(&self.path);
        command.args(["env", "-i", "-C"]).arg(folder).args(["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]);
        command.args(variables.iter().map(|(name, value)| format!("{name}={value}"))).arg(program);
        command
    }
}

/// Makes the root below another name, so that one under its own name is always whole.
fn make(recipe: &Recipe, path: &Path) -> Result<()> {
    ensure_may_mount()?;
    apt::ensure(&["mmdebstrap", "debian-archive-keyring"])?;
    let partial = path.with_extension("partial");
    remove(&partial)?;
    let mut command = in_own_namespace();
    command.args(["mmdebstrap", "--variant=apt"]).arg(format!("--include={}", recipe.packages.join(",")));
    command.arg("--aptopt=APT::Install-Recommends \"false\"");
    command.args(EXCLUDED.iter().map(|pattern| format!("--dpkgopt=path-exclude={pattern}")));
    command.arg(recipe.release).arg(&partial).arg(sources::mirror());
    succeed(command)?;
    fs::rename(&partial, path).with_context(|| format!("cannot rename {}", partial.display()))
}

/// Removes what an interrupted run left. Its mounts ended with its namespace.
fn remove(partial: &Path) -> Result<()> {
    if !partial.exists() {
        return Ok(());
    }
    let mut command = as_root("rm");
    command.args(["-r", "--one-file-system"]).arg(partial);
    succeed(command)
}

/// Asks before the download and not after it.
fn ensure_may_mount() -> Result<()> {
    let output = in_own_namespace().args(["mount", "-t", "tmpfs", "tmpfs", "/tmp"]).output();
    let output = output.context("cannot start unshare or sudo, which a Debian root needs")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "a Debian root needs the right to mount: root with CAP_SYS_ADMIN, or sudo without a password: {}",
        said.trim()
    );
    Ok(())
}

fn in_own_namespace() -> Command {
    let mut command = as_root("unshare");
    command.args(["--mount", "--propagation", "private"]);
    command
}

/// Leaves out the folders that another one holds.
fn outermost<'a>(shown: &[&'a Path]) -> Vec<&'a Path> {
    let mut folders = shown.to_vec();
    folders.sort_unstable();
    folders.dedup_by(|inner, outer| inner.starts_with(outer));
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_inside_another_one_is_shown_once() {
        let shown = ["/src/larder/target", "/src/larder", "/src/larder-2", "/src/larder", "/cache/home"];

        let folders = outermost(&shown.map(Path::new));

        assert_eq!(folders, ["/cache/home", "/src/larder", "/src/larder-2"].map(Path::new));
    }

    #[test]
    fn a_command_in_a_root_takes_further_arguments() {
        let root = Root { path: "/cache/root".into() };

        let mut command =
            root.command("swift", Path::new("/src/app"), &[Path::new("/src")], &[("HOME", "/h")]);
        command.args(["test", "--quiet"]);

        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
        let expected = ["env", "-i", "-C", "/src/app", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/h"];
        assert!(words.ends_with(&["swift".into(), "test".into(), "--quiet".into()]));
        assert!(words.windows(expected.len()).any(|part| part == expected));
        assert!(words.windows(4).any(|part| part == ["enter", "/cache/root", "/src", "--"]));
    }
}
