//! Swift 6: of the `PATH`, else on Linux of a Debian root in the cache. Builds and tests Swift packages.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::program::{find, said};
use super::root::{Recipe, Root};
use super::version::Version;
use crate::cache;
use crate::cargo::{root, target};

/// The oldest Swift that reads our packages: the first with the Swift 6 language mode.
const FLOOR: &[u32] = &[6];

/// Trixie is the first Debian with Swift. Its package manager does not start without git.
const RECIPE: Recipe = Recipe {
    name: "swift-trixie",
    release: "trixie",
    packages: &["swiftlang", "git", "libc6-dev", "ca-certificates"],
};

/// A Swift that was seen to run.
pub(crate) struct Swift {
    place: Place,
    version: Version,
}

enum Place {
    Path(PathBuf),
    Root(Root),
}

/// What to do with a Swift package.
#[derive(Clone, Copy)]
pub(crate) enum Verb {
    Test,
    /// Builds a program of it and runs it; the arguments say which.
    Run,
}

impl Swift {
    /// Gives Swift 6 or newer; on Linux it makes a root for it first when the `PATH` has none.
    ///
    /// # Errors
    /// When there is none and none can be made here.
    pub(crate) fn ready() -> Result<Self> {
        if let Some(found) = on_path() {
            return Ok(found);
        }
        if std::env::consts::OS != "linux" {
            bail!("missing here: Swift 6 or newer on the PATH; on a Mac, install Xcode 16 or newer");
        }
        in_root()
            .context("missing here: Swift 6 or newer; put one on the PATH (https://swift.org/install), or")
    }

    /// Gives a command that tests the package in `folder` or runs a program of it, where a warning is an error.
    ///
    /// Its products go to cargo's target folder. Arguments may be added to the command; variables added to it
    /// do not pass a root, so give them here.
    ///
    /// # Errors
    /// When Swift's home in the cache cannot be made.
    pub(crate) fn package(&self, verb: Verb, folder: &Path, variables: &[(&str, &str)]) -> Result<Command> {
        let mut command = self.command(folder, variables)?;
        command.arg(match verb {
            Verb::Test => "test",
            Verb::Run => "run",
        });
        command.arg("--scratch-path").arg(scratch(&root(), &target(), folder));
        // Here and not in the package's manifest: a package with such flags cannot be a dependency.
        command.args(["-Xswiftc", "-warnings-as-errors"]);
        Ok(command)
    }

    /// Gives the command `swift`, in `folder`, with these variables; arguments may be added to it.
    ///
    /// In a root it sees `folder`, the checkout and cargo's target folder, each at its own path.
    ///
    /// # Errors
    /// When Swift's home in the cache cannot be made.
    pub(crate) fn command(&self, folder: &Path, variables: &[(&str, &str)]) -> Result<Command> {
        match &self.place {
            Place::Path(program) => {
                let mut command = Command::new(program);
                command.current_dir(folder).envs(variables.iter().copied());
                Ok(command)
            }
            Place::Root(place) => in_place(place, folder, variables),
        }
    }
}

impl fmt::Display for Swift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match &self.place {
            Place::Path(program) => program,
            Place::Root(root) => root.path(),
        };
        write!(f, "Swift {} in {}", self.version, place.display())
    }
}

fn on_path() -> Option<Swift> {
    let program = find("swift")?;
    let version = version(Command::new(&program))?;
    version.is_at_least(FLOOR).then_some(Swift { place: Place::Path(program), version })
}

fn in_root() -> Result<Swift> {
    let place = Root::ready(&RECIPE)?;
    let version = version(in_place(&place, &root(), &[])?).with_context(|| {
        let path = place.path().display();
        format!("swift does not run in {path}: unshare and chroot need root, or sudo without a password")
    })?;
    Ok(Swift { place: Place::Root(place), version })
}

fn in_place(place: &Root, folder: &Path, variables: &[(&str, &str)]) -> Result<Command> {
    let home = cache::folder()?.join("swift-home");
    // Cargo makes its folder with the first build; a mount needs it now.
    for needed in [&home, &target()] {
        fs::create_dir_all(needed).with_context(|| format!("cannot make {}", needed.display()))?;
    }
    let home_variable = home.to_str().context("the cache folder's name is not Unicode")?;
    let all = [&[("HOME", home_variable)], variables].concat();
    Ok(place.command("swift", folder, &[folder, &root(), &target(), &home], &all))
}

fn version(mut swift: Command) -> Option<Version> {
    Version::after("Swift version ", &said(swift.arg("--version"))?)
}

/// Gives each package a build folder of its own in the checkout's target folder.
fn scratch(root: &Path, target: &Path, package: &Path) -> PathBuf {
    let inside = package.strip_prefix(root).unwrap_or(package);
    let names: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    target.join("swift").join(names.join("-").trim_start_matches(['/', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_one_name_build_in_folders_of_their_own() {
        let scratch = |package| scratch(Path::new("/src/larder"), Path::new("/target"), Path::new(package));

        assert_eq!(scratch("/src/larder/bindings/swift"), Path::new("/target/swift/bindings-swift"));
        assert_eq!(scratch("/src/larder/examples/app/swift"), Path::new("/target/swift/examples-app-swift"));
        assert_eq!(scratch("/tmp/probe"), Path::new("/target/swift/tmp-probe"));
    }
}
