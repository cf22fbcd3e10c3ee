//! `cargo xtask xcframework`: the notes core for iPhones and simulators, as Xcode and `SwiftPM` take it.
//!
//! Needs macOS with Xcode. Writes `ios/NotesFFI.xcframework` and a zip of it with its checksum.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{cargo, root, target};
use crate::step::{step, succeed};

/// The triple of iPhones and iPads.
const DEVICE: &str = "aarch64-apple-ios";
/// The triples of simulators, on Apple's own processors and on Intel's.
const SIMULATORS: [&str; 2] = ["aarch64-apple-ios-sim", "x86_64-apple-ios"];
/// The oldest iOS of `ios/Package.swift`.
const OLDEST_IOS: &str = "16.0";
/// What the static library of the core is called.
const LIBRARY: &str = "libnotes.a";
const FRAMEWORK: &str = "NotesFFI.xcframework";

/// Builds the framework, zips it and prints the checksum that a `binaryTarget` names.
///
/// # Errors
/// On another system than macOS, without Xcode, or when a step fails.
pub(crate) fn run() -> Result<ExitCode> {
    ensure_xcode(std::env::consts::OS)?;
    let framework = root().join("ios").join(FRAMEWORK);
    let simulators = target().join("ios-simulators").join(LIBRARY);
    let headers = root().join("ios").join("Generated");
    step("add the targets to Rust", add_targets)?;
    for triple in [DEVICE].into_iter().chain(SIMULATORS) {
        step(&format!("compile the core for {triple}"), || compile(triple))?;
    }
    step("join the simulators' libraries", || join(&simulators))?;
    step("write the Swift sources and headers", || generate(&headers))?;
    step("assemble the framework", || assemble(&framework, &simulators, &headers.join("ffi")))?;
    let zip = framework.with_extension("xcframework.zip");
    step("zip the framework", || succeed(command("ditto", zip_arguments(&framework, &zip))))?;
    step("compute the checksum", || {
        succeed(command(
            "swift",
            ["package", "compute-checksum"].map(Into::into).into_iter().chain([text(&zip)]),
        ))
    })?;
    println!("{}\n{}", framework.display(), zip.display());
    Ok(ExitCode::SUCCESS)
}

fn ensure_xcode(system: &str) -> Result<()> {
    ensure!(system == "macos", "xcframework needs macOS with Xcode; this is {system}");
    let found = Command::new("xcodebuild").arg("-version").output();
    ensure!(
        found.is_ok_and(|output| output.status.success()),
        "xcframework needs Xcode: `xcodebuild -version` does not run; the command line tools alone do not suffice"
    );
    Ok(())
}

fn add_targets() -> Result<()> {
    let words = ["target", "add", DEVICE].into_iter().chain(SIMULATORS);
    let mut rustup = command("rustup", words.map(Into::into));
    rustup.current_dir(root());
    succeed(rustup)
}

fn compile(triple: &str) -> Result<()> {
    let mut build = cargo(compile_arguments(triple));
    // SQLite is compiled for it, too.
    build.env("IPHONEOS_DEPLOYMENT_TARGET", OLDEST_IOS);
    succeed(build)
}

fn join(simulators: &Path) -> Result<()> {
    let folder = simulators.parent().context("the joined library lies in no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    succeed(command("lipo", join_arguments(&target(), simulators)))
}

fn generate(out: &Path) -> Result<()> {
    let mut larder = cargo(["run", "--package", "larder-cli", "--", "bindings", "--language", "swift"]);
    larder.args(["--crate", "examples/notes", "--out"]).arg(out);
    succeed(larder)
}

fn assemble(framework: &Path, simulators: &Path, headers: &Path) -> Result<()> {
    if framework.exists() {
        fs::remove_dir_all(framework).with_context(|| format!("cannot remove {}", framework.display()))?;
    }
    let device = built(&target(), DEVICE);
    succeed(command("xcodebuild", assemble_arguments(&[&device, simulators], headers, framework)))
}

fn compile_arguments(triple: &str) -> [&str; 7] {
    ["build", "--release", "--lib", "--package", "notes", "--target", triple]
}

fn join_arguments(target: &Path, simulators: &Path) -> Vec<String> {
    let mut words = vec!["-create".to_owned()];
    words.extend(SIMULATORS.map(|triple| text(&built(target, triple))));
    words.extend(["-output".to_owned(), text(simulators)]);
    words
}

fn assemble_arguments(libraries: &[&Path], headers: &Path, framework: &Path) -> Vec<String> {
    let mut words = vec!["-create-xcframework".to_owned()];
    for library in libraries {
        words.extend(["-library".to_owned(), text(library), "-headers".to_owned(), text(headers)]);
    }
    words.extend(["-output".to_owned(), text(framework)]);
    words
}

fn zip_arguments(framework: &Path, zip: &Path) -> Vec<String> {
    let mut words = ["-c", "-k", "--sequesterRsrc", "--keepParent"].map(str::to_owned).to_vec();
    words.extend([text(framework), text(zip)]);
    words
}

fn built(target: &Path, triple: &str) -> PathBuf {
    target.join(triple).join("release").join(LIBRARY)
}

fn command(program: &str, arguments: impl IntoIterator<Item = String>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_system_is_told_what_is_needed() {
        let refused = ensure_xcode("linux").unwrap_err();

        assert_eq!(refused.to_string(), "xcframework needs macOS with Xcode; this is linux");
    }

    #[test]
    fn the_core_is_compiled_as_it_ships() {
        let words = compile_arguments(DEVICE).join(" ");

        assert_eq!(words, "build --release --lib --package notes --target aarch64-apple-ios");
    }

    #[test]
    fn the_simulators_of_both_processors_become_one_library() {
        let words = join_arguments(Path::new("/t"), Path::new("/t/sim/libnotes.a")).join(" ");

        assert_eq!(
            words,
            "-create /t/aarch64-apple-ios-sim/release/libnotes.a /t/x86_64-apple-ios/release/libnotes.a \
             -output /t/sim/libnotes.a"
        );
    }

    #[test]
    fn the_framework_has_headers_for_each_library() {
        let libraries = [Path::new("/d.a"), Path::new("/s.a")];

        let words = assemble_arguments(&libraries, Path::new("/ffi"), Path::new("/N.xcframework")).join(" ");

        assert_eq!(
            words,
            "-create-xcframework -library /d.a -headers /ffi -library /s.a -headers /ffi -output /N.xcframework"
        );
    }

    #[test]
    fn the_zip_holds_the_framework_as_a_folder() {
        let words = zip_arguments(Path::new("/N.xcframework"), Path::new("/N.xcframework.zip")).join(" ");

        assert_eq!(words, "-c -k --sequesterRsrc --keepParent /N.xcframework /N.xcframework.zip");
    }
}
