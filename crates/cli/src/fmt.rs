//! `larder fmt`: writes schemas in their canonical layout.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use larder_schema::format;

use crate::report::{Failure, Outcome, print, read, show};

/// The arguments of `larder fmt`.
#[derive(Args)]
pub(crate) struct Fmt {
    /// The schemas to rewrite in place.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Changes nothing; names the files that are not in the layout and exits with 1 when there are any.
    #[arg(long, conflicts_with = "stdout")]
    check: bool,
    /// Changes nothing; writes the result to standard output.
    #[arg(long)]
    stdout: bool,
}

impl Fmt {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::Clean;
        for path in &self.files {
            outcome = outcome.and(self.one(path)?);
        }
        Ok(outcome)
    }

    fn one(&self, path: &Path) -> Result<Outcome, Failure> {
        let formatted = read(path)?.and_then(|source| match format(&source) {
            Ok(text) => Ok((source, text)),
            Err(found) => Err((source, found)),
        });
        let (source, text) = match formatted {
            Ok(formatted) => formatted,
            Err((source, found)) => {
                show(&found, &source);
                return Ok(Outcome::Refused);
            }
        };
        let changed = text != source.text();
        if self.stdout {
            print(&text)?;
        } else if self.check && changed {
            print(&format!("{}\n", path.display()))?;
            return Ok(Outcome::Refused);
        } else if changed && !self.check {
            replace(path, &text)?;
        }
        Ok(Outcome::Clean)
    }
}

/// Puts a text in the place of a file. The file is the old one or the new one at any moment, whatever fails.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || {
        // Behind a link, the file itself is replaced and the link stays.
        let path = path.canonicalize()?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let permissions = std::fs::metadata(&path)?.permissions();
        let mut file = tempfile::Builder::new().prefix(".larder-").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(permissions)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(())
    };
    write().map_err(|error| Failure::file("write", path, error))
}
