//! Maven and the JDK that it runs on: of the `PATH`, else Debian's. Builds and tests the Kotlin bindings.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::apt;
use super::program::{find, said};
use super::version::Version;

const MAVEN_FLOOR: &[u32] = &[3, 8];
const JDK_FLOOR: &[u32] = &[17];

/// Debian's default JDK is 17 in bookworm and newer in each release after it.
const PACKAGES: &[&str] = &["default-jdk-headless", "maven"];

/// A Maven that was seen to run on a JDK.
pub(crate) struct Maven {
    program: PathBuf,
    version: Version,
    jdk: Version,
}

impl Maven {
    /// Gives Maven 3.8 or newer on JDK 17 or newer; installs both when the `PATH` lacks one of them.
    ///
    /// # Errors
    /// When one is missing or too old and cannot be installed here.
    pub(crate) fn ready() -> Result<Self> {
        let missing =
            "missing here: Maven 3.8 or newer that runs on JDK 17 or newer; put both on the PATH, or";
        if let Some(found) = on_path().filter(Self::is_new_enough) {
            return Ok(found);
        }
        apt::ensure(PACKAGES).context(missing)?;
        let found = on_path().context("`mvn --version` or `javac -version` fails").context(missing)?;
        ensure!(found.is_new_enough(), "{missing} set JAVA_HOME: it is now {found}");
        Ok(found)
    }

    /// Gives the command `mvn` in `folder`, without prompts and progress; goals may be added to it.
    ///
    /// It keeps what it fetches in the user's own repository, where the next clone finds it.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["-B", "-ntp"]).current_dir(folder);
        command
    }

    fn is_new_enough(&self) -> bool {
        self.version.is_at_least(MAVEN_FLOOR) && self.jdk.is_at_least(JDK_FLOOR)
    }
}

impl fmt::Display for Maven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Maven {} on JDK {} in {}", self.version, self.jdk, self.program.display())
    }
}

/// Asks Maven which Java it runs on, and whether there is a compiler beside it: a JRE has none.
fn on_path() -> Option<Maven> {
    let program = find("mvn")?;
    let text = said(Command::new(&program).arg("--version"))?;
    let jdk = Version::after("Java version: ", &text)?;
    said(Command::new("javac").arg("-version"))?;
    Some(Maven { version: Version::after("Apache Maven ", &text)?, jdk, program })
}
