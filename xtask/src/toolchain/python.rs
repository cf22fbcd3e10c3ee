//! Python 3.11 or newer: of the `PATH`, else Debian's. Gives environments with what the bindings' tests need.

use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::apt;
use super::program::said;
use super::version::Version;
use crate::cache;
use crate::step::{step, succeed};

const FLOOR: &[u32] = &[3, 11];
const PACKAGES: &[&str] = &["python3", "python3-venv"];

/// Debian's own, which another `python3` on the `PATH` may hide.
const DEBIAN_PYTHON: &str = "/usr/bin/python3";

/// Succeeds only where Python can make environments; Debian packs that apart.
const ASK: &str = "import ensurepip, platform, sys, venv; \
    print('Python', platform.python_version()); print(sys.executable)";

/// A Python that was seen to run and can make environments.
pub(crate) struct Python {
    program: PathBuf,
    version: Version,
}

impl Python {
    /// Gives Python 3.11 or newer; installs it when the `PATH` has none.
    ///
    /// # Errors
    /// When there is none and none can be installed here.
    pub(crate) fn ready() -> Result<Self> {
        let missing = "missing here: Python 3.11 or newer with venv; put one on the PATH, or";
        if let Some(found) = ask("python3") {
            return Ok(found);
        }
        apt::ensure(PACKAGES).context(missing)?;
        ask(DEBIAN_PYTHON).with_context(|| format!("{DEBIAN_PYTHON} is too old")).context(missing)
    }

    /// Gives the Python of an environment that holds what the file `requirements` lists.
    ///
    /// The environment is made once for a content of that file and a Python, in the cache.
    ///
    /// # Errors
    /// When the file cannot be read or something in it cannot be installed.
    pub(crate) fn venv(&self, requirements: &Path) -> Result<PathBuf> {
        let wanted =
            fs::read(requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
        let name = self.environment(&wanted);
        let folder = cache::folder()?.join(&name);
        let program = folder.join("bin/python");
        // Scripts in an environment hold its path, so it cannot be made elsewhere and renamed.
        let complete = folder.join("complete");
        if !complete.exists() {
            let _lock = cache::lock(&name)?;
            if !complete.exists() {
                step(&format!("make {}", folder.display()), || self.make(&folder, &program, requirements))?;
                fs::write(&complete, "").with_context(|| format!("cannot write {}", complete.display()))?;
            }
        }
        ensure!(program.exists(), "{} lost its Python: remove that folder", folder.display());
        Ok(program)
    }

    fn make(&self, folder: &Path, program: &Path, requirements: &Path) -> Result<()> {
        let mut make = Command::new(&self.program);
        make.args(["-m", "venv", "--clear"]).arg(folder);
        succeed(make)?;
        let mut install = Command::new(program);
        install.args(["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]);
        install.arg("--requirement").arg(requirements);
        succeed(install)
    }

    /// Names an environment. A hash that changes with the toolchain costs one more environment, no more.
    fn environment(&self, requirements: &[u8]) -> String {
        let mut hasher = DefaultHasher::new();
        (requirements, &self.program).hash(&mut hasher);
        format!("python-{}-{:016x}", self.version, hasher.finish())
    }
}

impl fmt::Display for Python {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Python {} in {}", self.version, self.program.display())
    }
}

fn ask(program: &str) -> Option<Python> {
    let found = understood(&said(Command::new(program).args(["-c", ASK]))?)?;
    found.version.is_at_least(FLOOR).then_some(found)
}

fn understood(answer: &str) -> Option<Python> {
    let version = Version::after("Python ", answer)?;
    Some(Python { version, program: answer.lines().nth(1)?.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_has_one_name_for_one_content_and_one_python() {
        let python = understood("Python 3.11.7\n/usr/bin/python3\n").unwrap();
        let newer = understood("Python 3.12.0\n/usr/bin/python3\n").unwrap();

        let name = python.environment(b"pytest==8.4.2\n");

        assert!(name.starts_with("python-3.11.7-"), "{name}");
        assert_eq!(name, python.environment(b"pytest==8.4.2\n"));
        assert_ne!(name, python.environment(b"pytest==8.4.1\n"));
        assert_ne!(name, newer.environment(b"pytest==8.4.2\n"));
        assert_eq!(python.to_string(), "Python 3.11.7 in /usr/bin/python3");
    }
}
