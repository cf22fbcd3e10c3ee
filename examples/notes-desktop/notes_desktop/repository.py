"""The app's only way to the database: each method runs its store calls on a thread of its own pool.

Store calls block. The event loop awaits them here, so that the screen never waits for the disk.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from notes_core import CreateNoteInput, Database, Note, PageInput, Priority, UpdateNoteInput

from notes_desktop import importer, queries

T = TypeVar("T")

THREADS = 4
"""Enough that a search need not queue behind the import; writes take turns, and reads wait for none."""


@dataclass(frozen=True)
class Draft:
    """What the user can write in a note."""

    title: str
    body: str = ""
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True)
class Stamp:
    """What changes when any process writes a note: how many there are, and when the last one was written."""

    count: int
    updated_at: datetime | None


@dataclass(frozen=True)
class Page:
    """The first notes that meet a search, and how many meet it."""

    notes: list[Note]
    total: int
    stamp: Stamp


class Repository:
    """The notes of one database file."""

    def __init__(self, database: Database, threads: ThreadPoolExecutor) -> None:
        self._database = database
        self._threads = threads

    @classmethod
    async def open(cls, path: Path) -> Repository:
        """Opens the file, or makes it; its folder must exist."""
        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        loop = asyncio.get_running_loop()
        return cls(await loop.run_in_executor(threads, Database.open, path), threads)

    async def close(self) -> None:
        """Waits for the calls that run and shuts the database down."""
        await self._run(lambda database: database.shutdown())
        self._threads.shutdown(wait=False)

    async def page(self, text: str, limit: int) -> Page:
        """Gives the first notes that contain the text, pinned ones first, then the newest."""

        def work(database: Database) -> Page:
            # The stamp comes first: a write between the two is seen at the next look.
            stamp = queries.stamp(database)
            page = database.notes().paginate(queries.search(text), PageInput(limit=limit))
            return Page(page.items, page.total_count, Stamp(*stamp))

        return await self._run(work)

    async def stamp(self) -> Stamp:
        """Gives the stamp as it is now."""
        return Stamp(*await self._run(queries.stamp))

    async def find(self, note_id: UUID) -> Note | None:
        """Gives the note as it is now; nothing when it is deleted."""
        return await self._run(lambda database: database.notes().find_unique(note_id))

    async def add(self, draft: Draft) -> Note:
        """Adds a note."""
        note = CreateNoteInput(title=draft.title, body=draft.body, priority=draft.priority)
        return await self._run(lambda database: database.notes().create(note))

    async def save(self, note: Note, draft: Draft) -> Note:
        """Changes the note; raises `StoreError.Conflict` when somebody else did since it was read."""
        change = UpdateNoteInput(title=draft.title, body=draft.body, priority=draft.priority)
        return await self._update(note, change)

    async def pin(self, note: Note) -> Note:
        """Pins the note, or takes the pin away; raises `StoreError.Conflict` as `save` does."""
        return await self._update(note, UpdateNoteInput(pinned=not note.pinned))

    async def delete(self, note_id: UUID) -> Note:
        """Deletes the note so that it can be restored."""
        return await self._run(lambda database: database.notes().delete(note_id))

    async def restore(self, note_id: UUID) -> Note:
        """Brings a deleted note back."""
        return await self._run(lambda database: database.notes().restore(note_id))

    async def import_file(self, path: Path, report: importer.Report, stop: threading.Event) -> int:
        """Adds the notes of a file and gives their count.

        `report` is called on the thread of the import. `stop` ends it after the chunk that is being written.
        """
        return await self._run(lambda database: importer.run(database, path, report, stop))

    async def _update(self, note: Note, change: UpdateNoteInput) -> Note:
        return await self._run(
            lambda database: database.notes().update(note.id, change, if_match=note.version)
        )

    async def _run(self, work: Callable[[Database], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, self._database)
