//! The folder that outlives a checkout: tools, toolchains and environments that a fresh clone reuses.
//! Used by `tool` and by everything in `toolchain`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::cargo::root;

/// Gives the cache folder, made when it is missing: `LARDER_CACHE`, or the user's cache folder for Larder.
///
/// # Errors
/// When no variable says where it is, or it cannot be made.
pub(crate) fn folder() -> Result<PathBuf> {
    let chosen = choose(std::env::consts::OS, |name| std::env::var_os(name));
    let folder = root().join(chosen.context("set LARDER_CACHE to a folder for downloads: there is no HOME")?);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Waits until no other process makes `name` in the cache, and keeps others waiting while the file lives.
///
/// # Errors
/// When the lock's file cannot be opened or locked.
pub(crate) fn lock(name: &str) -> Result<File> {
    let path = folder()?.join(format!("{name}.lock"));
    let lock = File::create(&path).with_context(|| format!("cannot open {}", path.display()))?;
    lock.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(lock)
}

fn choose(os: &str, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let path = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let own = path("LARDER_CACHE");
    // The XDG rules tell programs to ignore a relative path.
    let xdg =
        || path("XDG_CACHE_HOME").filter(|folder| folder.is_absolute()).map(|folder| folder.join("larder"));
    let home =
        || Some(path("HOME")?.join(if os == "macos" { "Library/Caches/larder" } else { ".cache/larder" }));
    own.or_else(xdg).or_else(home)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(os: &str, variables: &[(&str, &str)]) -> Option<PathBuf> {
        choose(os, |name| Some(variables.iter().find(|(known, _)| *known == name)?.1.into()))
    }

    #[test]
    fn our_own_variable_wins_over_xdg_and_xdg_wins_over_home() {
        let home = ("HOME", "/home/ada");
        let xdg = ("XDG_CACHE_HOME", "/var/cache/ada");

        assert_eq!(chosen("linux", &[home, xdg, ("LARDER_CACHE", "/big")]), Some("/big".into()));
        assert_eq!(chosen("linux", &[home, xdg]), Some("/var/cache/ada/larder".into()));
        assert_eq!(chosen("linux", &[home]), Some("/home/ada/.cache/larder".into()));
        assert_eq!(chosen("macos", &[home]), Some("/home/ada/Library/Caches/larder".into()));
        assert_eq!(chosen("linux", &[]), None);
    }

    #[test]
    fn an_empty_variable_and_a_relative_xdg_folder_count_as_unset() {
        let home = ("HOME", "/home/ada");
        let expected = Some("/home/ada/.cache/larder".into());

        assert_eq!(chosen("linux", &[home, ("LARDER_CACHE", ""), ("XDG_CACHE_HOME", "")]), expected);
        assert_eq!(chosen("linux", &[home, ("XDG_CACHE_HOME", "cache")]), expected);
    }
}
