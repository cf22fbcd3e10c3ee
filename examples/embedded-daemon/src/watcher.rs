//! Watches a folder. Reads the system's file notifications, feeds the channel that the daemon reads.

use std::io;
use std::path::{Path, PathBuf};

use notify::event::{CreateKind, MetadataKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::UnboundedSender;

use crate::{FileEvent, FileEventKind};

/// What SQLite puts behind the name of a database for the files beside it.
const DATABASE_SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// A folder under watch, with everything below it. Dropping it ends the watch; the channel then ends once the
/// watcher's own thread has handed over what it had seen.
///
/// The events come on a thread that tokio did not make, hence the unbounded channel: its `send` waits for nobody.
/// Files that are put into a new subfolder before the system's watch on it is set are not seen.
#[derive(Debug)]
pub struct FolderWatch {
    _watcher: RecommendedWatcher,
}

impl FolderWatch {
    /// Watches `folder`; leaves out the database at `database`, whose own writes would feed back for ever.
    /// Both must exist. Paths in the events are absolute.
    ///
    /// # Errors
    /// When either is missing or the system refuses the watch.
    pub fn start(folder: &Path, database: &Path, events: UnboundedSender<FileEvent>) -> io::Result<Self> {
        let folder = folder.canonicalize()?;
        let own = own_files(&database.canonicalize()?);
        let watch = || {
            let mut watcher = notify::recommended_watcher(move |observed| forward(observed, &own, &events))?;
            watcher.watch(&folder, RecursiveMode::Recursive)?;
            Ok(Self { _watcher: watcher })
        };
        watch().map_err(|error: notify::Error| io::Error::other(error))
    }
}

fn own_files(database: &Path) -> Vec<PathBuf> {
    let file = |suffix: &str| {
        let mut path = database.as_os_str().to_owned();
        path.push(suffix);
        path.into()
    };
    DATABASE_SUFFIXES.map(file).into()
}

fn forward(observed: notify::Result<Event>, own: &[PathBuf], events: &UnboundedSender<FileEvent>) {
    let event = match observed {
        Ok(event) => event,
        Err(error) => return tracing::error!(%error, "the watcher failed"),
    };
    if event.need_rescan() {
        tracing::warn!("the system dropped file events: some changes are not recorded");
    }
    for path in event.paths {
        if let Some(kind) = kind(event.kind, &path).filter(|_| !own.contains(&path)) {
            // Without a receiver the daemon is over, and nobody is left to tell.
            let _ = events.send(FileEvent { path, kind });
        }
    }
}

/// Gives what happened to the file; `None` for what changes no file: reads, folders, and the summary of a rename
/// whose two halves have come already.
fn kind(kind: EventKind, path: &Path) -> Option<FileEventKind> {
    match kind {
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => None,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
            Some(FileEventKind::Created)
        }
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
            Some(FileEventKind::Deleted)
        }
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => None,
        // macOS says that a rename touched the path, not which half this is.
        EventKind::Modify(ModifyKind::Name(RenameMode::Any | RenameMode::Other)) => {
            Some(if path.exists() { FileEventKind::Created } else { FileEventKind::Deleted })
        }
        EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => None,
        EventKind::Modify(_) | EventKind::Any => Some(FileEventKind::Modified),
        EventKind::Access(_) | EventKind::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, DataChange};
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;

    /// What comes out of the channel for these events in a folder whose database is `/w/app.db`.
    fn forwarded(
        events: impl IntoIterator<Item = (EventKind, &'static str)>,
    ) -> Vec<(FileEventKind, String)> {
        let (sender, mut receiver) = unbounded_channel();
        let own = own_files(Path::new("/w/app.db"));
        for (kind, path) in events {
            forward(Ok(Event::new(kind).add_path(path.into())), &own, &sender);
        }
        std::iter::from_fn(|| receiver.try_recv().ok())
            .map(|event| (event.kind, event.path.display().to_string()))
            .collect()
    }

    #[test]
    fn creates_writes_and_removes_keep_their_kind() {
        let seen = forwarded([
            (EventKind::Create(CreateKind::File), "/w/a"),
            (EventKind::Modify(ModifyKind::Data(DataChange::Any)), "/w/a"),
            (EventKind::Remove(RemoveKind::File), "/w/a"),
        ]);

        let kinds = [FileEventKind::Created, FileEventKind::Modified, FileEventKind::Deleted];
        assert_eq!(seen, kinds.map(|kind| (kind, "/w/a".to_owned())));
    }

    #[test]
    fn a_rename_is_a_delete_and_a_create_each_counted_once() {
        let seen = forwarded([
            (EventKind::Modify(ModifyKind::Name(RenameMode::From)), "/w/a"),
            (EventKind::Modify(ModifyKind::Name(RenameMode::To)), "/w/b"),
            (EventKind::Modify(ModifyKind::Name(RenameMode::Both)), "/w/b"),
        ]);

        assert_eq!(seen, [(FileEventKind::Deleted, "/w/a".into()), (FileEventKind::Created, "/w/b".into())]);
    }

    #[test]
    fn reads_and_folders_are_left_out() {
        let seen = forwarded([
            (EventKind::Access(AccessKind::Any), "/w/a"),
            (EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)), "/w/a"),
            (EventKind::Create(CreateKind::Folder), "/w/folder"),
            (EventKind::Remove(RemoveKind::Folder), "/w/folder"),
        ]);

        assert_eq!(seen, []);
    }

    #[test]
    fn the_database_and_its_companions_are_left_out_and_nothing_else() {
        let write = EventKind::Modify(ModifyKind::Any);
        let seen = forwarded([
            (write, "/w/app.db"),
            (write, "/w/app.db-wal"),
            (write, "/w/app.db-shm"),
            (write, "/w/app.db-journal"),
            (write, "/w/app.db.txt"),
            (write, "/w/sub/app.db"),
        ]);

        let kind = FileEventKind::Modified;
        assert_eq!(seen, [(kind, "/w/app.db.txt".into()), (kind, "/w/sub/app.db".into())]);
    }

    #[test]
    fn an_error_of_the_watcher_is_no_event() {
        let (sender, mut receiver) = unbounded_channel();

        forward(Err(notify::Error::generic("too many watches")), &[], &sender);

        assert!(receiver.try_recv().is_err());
    }
}
