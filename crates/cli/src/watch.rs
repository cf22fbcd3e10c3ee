//! Says when one of some files may have changed. Reads the system's file notifications, feeds `check`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use notify::event::{MetadataKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::report::Failure;

/// A watch on files. It is set on their folders, because an editor that saves may put another file in the place of
/// the first, and because a file that is gone may come back.
pub(crate) struct Watch {
    changes: Receiver<notify::Result<()>>,
    /// Ends the watch when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch. What changes from now on is told, also before [`Watch::wait`].
    ///
    /// # Errors
    /// When the folder of a file does not exist, or the system refuses the watch.
    pub(crate) fn start(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut places = BTreeSet::new();
        for file in files {
            places.insert(place(file)?);
            // What a link leads to changes without the link.
            places.extend(file.canonicalize());
        }
        let folders: BTreeSet<PathBuf> =
            places.iter().filter_map(|place| place.parent().map(Path::to_owned)).collect();
        let (sender, changes) = channel();
        let watcher = notify::recommended_watcher(move |event| forward(event, &places, &sender));
        let mut watcher = watcher.map_err(Failure::Watch)?;
        for folder in &folders {
            watcher.watch(folder, RecursiveMode::NonRecursive).map_err(Failure::Watch)?;
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits until a file may have changed. All that was told by then is one change.
    ///
    /// # Errors
    /// When the system stops to tell of changes.
    pub(crate) fn wait(&self) -> Result<(), Failure> {
        let Ok(first) = self.changes.recv() else {
            return Err(Failure::Watch(notify::Error::generic("the watcher has ended")));
        };
        first.map_err(Failure::Watch)?;
        for next in self.changes.try_iter() {
            next.map_err(Failure::Watch)?;
        }
        Ok(())
    }
}

/// The path by which the system names the file in its events, whether it exists or not.
fn place(file: &Path) -> Result<PathBuf, Failure> {
    let refused = |source| Failure::file("watch", file, source);
    let name = file.file_name().ok_or_else(|| refused(std::io::ErrorKind::InvalidInput.into()))?;
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    Ok(folder.canonicalize().map_err(refused)?.join(name))
}

fn forward(event: notify::Result<Event>, places: &BTreeSet<PathBuf>, changes: &Sender<notify::Result<()>>) {
    let told = match event {
        Ok(event) if concerns(&event, places) => Ok(()),
        Ok(_) => return,
        Err(error) => Err(error),
    };
    // Without a receiver the program is over, and nobody is left to tell.
    let _ = changes.send(told);
}

/// Whether one of the files may hold something else than before. Events may be missing before one that asks to look again.
fn concerns(event: &Event, places: &BTreeSet<PathBuf>) -> bool {
    let changes = match event.kind {
        // The check itself reads the files.
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => false,
        EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Any
        | EventKind::Other => true,
    };
    event.need_rescan() || changes && event.paths.iter().any(|path| places.contains(path))
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(path.into())
    }

    #[test]
    fn a_change_of_a_file_counts_and_one_beside_it_does_not() {
        let places = BTreeSet::from([PathBuf::from("/a/x.cstack")]);
        let modified = EventKind::Modify(ModifyKind::Data(DataChange::Any));

        assert!(concerns(&event(modified, "/a/x.cstack"), &places));
        assert!(concerns(&event(EventKind::Create(CreateKind::File), "/a/x.cstack"), &places));
        assert!(concerns(&event(EventKind::Remove(RemoveKind::File), "/a/x.cstack"), &places));
        assert!(!concerns(&event(modified, "/a/y.cstack"), &places));
    }

    #[test]
    fn a_read_is_no_change() {
        let places = BTreeSet::from([PathBuf::from("/a/x.cstack")]);
        let read = EventKind::Access(AccessKind::Open(AccessMode::Read));

        assert!(!concerns(&event(read, "/a/x.cstack"), &places));
    }

    #[test]
    fn events_that_were_lost_may_have_been_a_change() {
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);

        assert!(concerns(&lost, &BTreeSet::new()));
    }

    #[test]
    fn a_file_in_a_folder_that_is_not_there_cannot_be_watched() {
        let started = Watch::start(&[PathBuf::from("no/such/folder/x.cstack")]);

        assert!(matches!(started, Err(Failure::File { verb: "watch", .. })));
    }
}
