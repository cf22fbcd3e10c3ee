//! `larder bindings`: builds an app core and writes its Swift, Kotlin or Python sources.
//!
//! The exported interface is read from the library that cargo built, so the app needs no generator of its own.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{CrateType, Message, Metadata, MetadataCommand};
use clap::{Args, ValueEnum};
use uniffi_bindgen::{
    BindgenPaths, BindgenPathsLayer,
    bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths},
};

use crate::{
    report::{Failure, Outcome},
    sugar,
};

/// The arguments of `larder bindings`.
#[derive(Args)]
pub(crate) struct Bindings {
    /// The folder of the app core: a crate with `include_embedded_schema!(.., bindings = uniffi)`.
    #[arg(long = "crate", value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The language to write.
    #[arg(long, value_enum)]
    language: Language,
    /// The folder to write to; what is generated there before is replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Reads this library instead of building the crate.
    #[arg(long, value_name = "FILE")]
    library: Option<PathBuf>,
}

/// A language that apps are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Sources for a SwiftPM or Xcode target, and a folder `ffi` with the C headers and their module map.
    Swift,
    /// Sources below the folders of their packages.
    Kotlin,
    /// A package with the library in it; its folder gives it its name.
    Python,
}

impl Bindings {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let metadata = MetadataCommand::new()
            .current_dir(&self.folder)
            .exec()
            .map_err(|error| failed("read the crate", &self.folder, error))?;
        let library = match &self.library {
            Some(library) => library.clone(),
            None => build(&self.folder)?,
        };
        let (library, out) = (utf8(&library)?, utf8(&self.out)?);
        let options = GenerateOptions {
            languages: vec![self.language.target()],
            source: library.clone(),
            out_dir: out.clone(),
            ..GenerateOptions::default()
        };
        let mut paths = BindgenPaths::default();
        paths.add_layer(Roots::of(&metadata));
        generate_with_bindgen_paths(options, paths)
            .map_err(|error| Failure::Bindings(format!("cannot write the bindings: {error:#}")))?;
        match self.language {
            Language::Swift => {
                gather_headers(&out)?;
                sugar::swift(&out)?;
            }
            Language::Kotlin => sugar::kotlin(&out)?,
            Language::Python => sugar::python(&out, &module(&metadata)?, &library)?,
        }
        Ok(Outcome::Clean)
    }
}

impl Language {
    fn target(self) -> TargetLanguage {
        match self {
            Self::Swift => TargetLanguage::Swift,
            Self::Kotlin => TargetLanguage::Kotlin,
            Self::Python => TargetLanguage::Python,
        }
    }
}

/// Builds the crate as it ships and gives its dynamic library.
fn build(folder: &Path) -> Result<PathBuf, Failure> {
    let manifest = folder.join("Cargo.toml");
    let manifest = manifest.canonicalize().map_err(|error| Failure::file("read", &manifest, error))?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--release", "--lib", "--message-format", "json-render-diagnostics"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed("run cargo in", folder, error))?;
    let mut library = None;
    if let Some(output) = cargo.stdout.take() {
        for message in Message::parse_stream(io::BufReader::new(output)) {
            let message = message.map_err(|error| failed("read cargo's output in", folder, error))?;
            if let Message::CompilerArtifact(artifact) = message
                && artifact.manifest_path == manifest
                && artifact.target.crate_types.contains(&CrateType::CDyLib)
            {
                let is_dynamic =
                    |file: &&Utf8PathBuf| matches!(file.extension(), Some("so" | "dylib" | "dll"));
                library =
                    artifact.filenames.iter().find(is_dynamic).map(|file| file.as_std_path().to_owned());
            }
        }
    }
    let status = cargo.wait().map_err(|error| failed("run cargo in", folder, error))?;
    if !status.success() {
        return Err(Failure::Bindings(format!("cargo could not build {}", folder.display())));
    }
    library.ok_or_else(|| {
        Failure::Bindings(format!(
            "{} makes no dynamic library: give its `[lib]` the line `crate-type = [\"cdylib\", \"staticlib\", \"lib\"]`",
            manifest.display()
        ))
    })
}

/// What the generated module of the app is called: as its crate.
fn module(metadata: &Metadata) -> Result<String, Failure> {
    let package = metadata.root_package();
    let library = package.and_then(|package| {
        package.targets.iter().find(|target| target.crate_types.contains(&CrateType::CDyLib))
    });
    let module = library.map(|target| target.name.replace('-', "_"));
    module.ok_or_else(|| Failure::Bindings("the crate makes no dynamic library".to_owned()))
}

/// Where each crate with a `uniffi.toml` lies.
struct Roots(HashMap<String, Utf8PathBuf>);

impl Roots {
    fn of(metadata: &Metadata) -> Self {
        let libraries = metadata.packages.iter().flat_map(|package| {
            let root = package.manifest_path.parent().map(Utf8Path::to_owned);
            let names = package.targets.iter().filter(|target| {
                target.crate_types.iter().any(|kind| {
                    matches!(
                        kind,
                        CrateType::Lib | CrateType::RLib | CrateType::CDyLib | CrateType::StaticLib
                    )
                })
            });
            names.filter_map(move |target| Some((target.name.replace('-', "_"), root.clone()?)))
        });
        Self(libraries.collect())
    }
}

impl BindgenPathsLayer for Roots {
    fn get_crate_root(&self, crate_name: &str) -> Option<Utf8PathBuf> {
        self.0.get(crate_name).cloned()
    }
}

/// Puts the C headers into a folder of their own with one module map, as SwiftPM and Xcode want them.
fn gather_headers(out: &Utf8Path) -> Result<(), Failure> {
    let folder = out.join("ffi");
    fs::create_dir_all(&folder).map_err(|error| Failure::file("make", folder.as_std_path(), error))?;
    let mut maps = Vec::new();
    for file in files(out)? {
        match file.extension() {
            Some("h") => {
                let to = folder.join(file.file_name().unwrap_or_default());
                fs::rename(&file, &to).map_err(|error| Failure::file("move", file.as_std_path(), error))?;
            }
            Some("modulemap") => {
                let text = fs::read_to_string(&file);
                maps.push(text.map_err(|error| Failure::file("read", file.as_std_path(), error))?);
                fs::remove_file(&file).map_err(|error| Failure::file("remove", file.as_std_path(), error))?;
            }
            _ => {}
        }
    }
    let map = folder.join("module.modulemap");
    fs::write(&map, maps.concat()).map_err(|error| Failure::file("write", map.as_std_path(), error))
}

/// The files of a folder, in order of their names.
pub(crate) fn files(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Failure> {
    let entries = folder.read_dir_utf8().and_then(|entries| {
        entries.map(|entry| entry.map(camino::Utf8DirEntry::into_path)).collect::<Result<Vec<_>, _>>()
    });
    let mut files = entries.map_err(|error| Failure::file("read", folder.as_std_path(), error))?;
    files.sort();
    Ok(files)
}

fn utf8(path: &Path) -> Result<Utf8PathBuf, Failure> {
    Utf8PathBuf::from_path_buf(path.to_owned())
        .map_err(|path| Failure::Bindings(format!("{} is no UTF-8 path", path.display())))
}

fn failed(verb: &str, folder: &Path, error: impl std::fmt::Display) -> Failure {
    Failure::Bindings(format!("cannot {verb} {}: {error}", folder.display()))
}
