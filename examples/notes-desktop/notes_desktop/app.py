"""The app: turns keys into calls of the repository, and what they give into what the screen shows."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from notes_core import Note, StoreError
from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import DataTable, Footer, Header, Input

from notes_desktop.importer import Progress, UnreadableLine
from notes_desktop.problems import explain
from notes_desktop.repository import Draft, Repository, Stamp
from notes_desktop.screens import Editor, ImportFile
from notes_desktop.widgets import NoteTable, Preview, StatusBar

PAGE = 100
"""How many notes the list gets at a time: more than a screenful, and few enough to be drawn at once."""

DEBOUNCE_SECONDS = 0.15
"""How long typing must pause before a search begins."""

FOLLOW_SECONDS = 1.0
"""How often the app looks for what other processes wrote."""


class NotesApp(App[None]):
    """Shows the notes of a database file, and follows it."""

    TITLE = "Notes"
    CSS_PATH = "notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("n", "add", "New"),
        ("e", "edit", "Edit"),
        ("p", "pin", "Pin"),
        ("d", "delete", "Delete"),
        ("u", "undo", "Undo"),
        ("slash", "search", "Search"),
        ("i", "import", "Import"),
        ("x", "stop_import", "Stop"),
        ("q", "quit", "Quit"),
    ]

    class Imported(Message):
        """An import wrote a chunk. Sent from its thread."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.sub_title = path.name
        self._path = path
        self._repository: Repository | None = None
        self._text = ""
        self._limit = PAGE
        self._total = 0
        self._stamp: Stamp | None = None
        self._deleted: list[UUID] = []
        self._stop: threading.Event | None = None

    @property
    def repository(self) -> Repository:
        """The open database."""
        if self._repository is None:
            raise RuntimeError("the database is not open yet")
        return self._repository

    def compose(self) -> ComposeResult:
        """Gives the main screen."""
        yield Header(icon="✎")
        yield Input(placeholder="Search", id="search")
        with Horizontal():
            yield NoteTable()
            yield Preview()
        yield StatusBar()
        yield Footer()

    async def on_mount(self) -> None:
        """Opens the database, or ends with what is wrong with it."""
        try:
            self._repository = await Repository.open(self._path)
        except StoreError as error:
            self.exit(return_code=1, message=explain(error))
            return
        self.query_one(NoteTable).focus()
        self.reload()
        self.set_interval(FOLLOW_SECONDS, self.follow)

    async def on_unmount(self) -> None:
        """Closes the database. The worker of an import has ended before, and stopped its thread."""
        if self._repository:
            await self._repository.close()

    @work(exclusive=True, group="reload")
    async def reload(self, wait_seconds: float = 0, then_select: UUID | None = None) -> None:
        """Shows what the database holds now; a later call ends one that still waits."""
        await asyncio.sleep(wait_seconds)
        text = self._text
        try:
            page = await self.repository.page(text, self._limit)
        except StoreError as error:
            self.notify(explain(error), severity="error")
            return
        self._stamp, self._total = page.stamp, page.total
        table = self.query_one(NoteTable)
        table.show(page.notes)
        if then_select:
            table.select(then_select)
        self.query_one(Preview).show(table.selected)
        self.query_one(StatusBar).show_count(len(page.notes), page.total, text)

    @work(exclusive=True, group="follow")
    async def follow(self) -> None:
        """Shows the notes anew when any process wrote one."""
        try:
            stamp = await self.repository.stamp()
        except StoreError:
            return  # Busy, most likely: the next look tells.
        if stamp != self._stamp:
            self.reload()

    @on(Input.Changed, "#search")
    def search_changed(self, event: Input.Changed) -> None:
        """Searches once the typing pauses."""
        self._text, self._limit = event.value.strip(), PAGE
        self.reload(DEBOUNCE_SECONDS)

    @on(Input.Submitted, "#search")
    def search_submitted(self) -> None:
        """Goes on to the list."""
        self.query_one(NoteTable).focus()

    @on(DataTable.RowHighlighted)
    def row_highlighted(self) -> None:
        """Shows the note in full, and gets more rows at the end of the list."""
        table = self.query_one(NoteTable)
        self.query_one(Preview).show(table.selected)
        if table.is_at_end and table.row_count == self._limit < self._total:
            self._limit += PAGE
            self.reload()

    @on(DataTable.RowSelected)
    def row_selected(self) -> None:
        """Edits the note on Enter."""
        self.action_edit()

    def action_search(self) -> None:
        """Goes to the search."""
        self.query_one("#search", Input).focus()

    def action_add(self) -> None:
        """Writes a new note."""
        self.push_screen(Editor(None, self._save, self._find), self._saved)

    def action_edit(self) -> None:
        """Edits the note under the cursor."""
        if note := self.query_one(NoteTable).selected:
            self.push_screen(Editor(note, self._save, self._find), self._saved)

    @work
    async def action_pin(self) -> None:
        """Pins the note under the cursor, or takes its pin away."""
        if note := self.query_one(NoteTable).selected:
            try:
                await self.repository.pin(note)
            except StoreError as error:
                self.notify(explain(error), severity="warning")
            self.reload(then_select=note.id)

    @work
    async def action_delete(self) -> None:
        """Deletes the note under the cursor."""
        if note := self.query_one(NoteTable).selected:
            try:
                await self.repository.delete(note.id)
            except StoreError as error:
                self.notify(explain(error), severity="warning")
            else:
                self._deleted.append(note.id)
                self.notify(f"Deleted “{note.title}”. Press u to undo.", markup=False)
            self.reload()

    @work
    async def action_undo(self) -> None:
        """Brings back the note that was deleted last."""
        if not self._deleted:
            self.notify("Nothing to undo.")
            return
        note_id = self._deleted.pop()
        try:
            await self.repository.restore(note_id)
        except StoreError as error:
            self._deleted.append(note_id)
            self.notify(explain(error), severity="warning")
        self.reload(then_select=note_id)

    def action_import(self) -> None:
        """Asks for a file and imports it."""
        if self._stop:
            self.notify("An import is running. Press x to stop it.")
        else:
            self.push_screen(ImportFile(), self._chosen)

    def action_stop_import(self) -> None:
        """Stops the import after the chunk that it writes."""
        if self._stop:
            self._stop.set()

    @work(exclusive=True, group="import")
    async def import_file(self, path: Path) -> None:
        """Imports a file on a thread, with a bar that tells how far it is."""
        self._stop = stop = threading.Event()
        try:
            count = await self.repository.import_file(path, self._report, stop)
        except StoreError as error:
            self.notify(explain(error), severity="error")
        except (OSError, UnreadableLine) as error:
            self.notify(f"Cannot import {path.name}: {error}", severity="error", markup=False)
        else:
            self.notify(f"{'Stopped after' if stop.is_set() else 'Imported'} {count:,} notes.")
        finally:
            stop.set()  # The end of the app cancels this worker, and that alone does not reach the thread.
            self._stop = None
            self.query_one(StatusBar).show_progress(None)
            self.reload()

    @on(Imported)
    def imported(self, event: Imported) -> None:
        """Moves the bar."""
        self.query_one(StatusBar).show_progress(event.progress if self._stop else None)

    def _report(self, progress: Progress) -> None:
        self.post_message(self.Imported(progress))

    async def _save(self, note: Note | None, draft: Draft) -> Note:
        if note is None:
            return await self.repository.add(draft)
        return await self.repository.save(note, draft)

    async def _find(self, note: Note) -> Note | None:
        newest = await self.repository.find(note.id)
        self.reload(then_select=note.id)
        return newest

    def _chosen(self, path: Path | None) -> None:
        if path:
            self.import_file(path)

    def _saved(self, note: Note | None) -> None:
        self.reload(then_select=note.id if note else None)
