//! A contestant: a program that is built apart, because SQLite can be linked once, and told line by line what to do.

use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A program to compare.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The folder of its package.
    package: &'static str,
    program: &'static str,
}

pub(crate) const KINDS: [Kind; 6] = [
    Kind { name: "larder", package: "larder", program: "larder" },
    Kind { name: "rusqlite", package: "larder", program: "rusqlite" },
    Kind { name: "diesel", package: "diesel", program: "peer-diesel" },
    Kind { name: "tokio-rusqlite", package: "tokio-rusqlite", program: "peer-tokio-rusqlite" },
    Kind { name: "sqlx", package: "sqlx", program: "peer-sqlx" },
    Kind { name: "sea-orm", package: "sea-orm", program: "peer-sea-orm" },
];

/// The one that the others are compared with.
pub(crate) const RAW: usize = 1;

/// A running program.
pub(crate) struct Contestant {
    kind: &'static Kind,
    /// Of the library and of SQLite.
    versions: [String; 2],
    program: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// Builds every program.
pub(crate) fn build() -> Result<(), Box<dyn Error>> {
    for Kind { package, .. } in KINDS.iter().filter(|kind| kind.name != "rusqlite") {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--release", "--manifest-path"]).arg(folder(package).join("Cargo.toml"));
        command.arg("--target-dir").arg(target()).current_dir(env!("CARGO_MANIFEST_DIR"));
        // SQLite with everything that it has by default: some need parts that Larder's own builds leave out.
        let status = command.env("LIBSQLITE3_FLAGS", "").status()?;
        if !status.success() {
            return Err(format!("{package} does not build").into());
        }
    }
    Ok(())
}

impl Contestant {
    pub(crate) fn start(kind: &'static Kind, files: &Path) -> Result<Self, Box<dyn Error>> {
        let mut program = Command::new(target().join("release").join(kind.program))
            .arg(files)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (input, output) = (program.stdin.take(), program.stdout.take());
        let (Some(input), Some(output)) = (input, output) else { return Err("no pipes".into()) };
        let versions = [locked(kind)?, String::new()];
        let mut contestant = Self { kind, versions, program, input, output: BufReader::new(output) };
        contestant.versions[1] = contestant.line()?;
        Ok(contestant)
    }

    pub(crate) fn title(&self) -> String {
        let [library, sqlite] = &self.versions;
        format!("{} {library} (SQLite {sqlite})", self.kind.name)
    }

    /// Gives what it answers; nothing when it does not have the operation.
    pub(crate) fn run(&mut self, operation: &str, times: u32) -> Result<Vec<f64>, Box<dyn Error>> {
        writeln!(self.input, "{operation} {times}")?;
        self.input.flush()?;
        let line = self.line()?;
        if line == "-" {
            return Ok(Vec::new());
        }
        let figures = line.split(' ').map(str::parse).collect::<Result<_, _>>();
        figures.map_err(|_| format!("{}: {operation} gave {line:?}", self.kind.name).into())
    }

    fn line(&mut self) -> Result<String, Box<dyn Error>> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(format!("{} ended", self.kind.name).into());
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Contestant {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Gives the version of the library in its package's lock file.
fn locked(kind: &Kind) -> Result<String, Box<dyn Error>> {
    let lock = fs::read_to_string(folder(kind.package).join("Cargo.lock"))?;
    let entry = format!("name = \"{}\"\nversion = \"", kind.name);
    let version = lock.split_once(&entry).and_then(|(_, rest)| rest.split_once('"'));
    Ok(version.ok_or_else(|| format!("{} is not in the lock file", kind.name))?.0.to_owned())
}

fn folder(package: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("contestants").join(package)
}

/// One folder for all of them, in that of the repository.
fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peers")
}
