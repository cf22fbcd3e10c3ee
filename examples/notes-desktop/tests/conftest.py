"""The app under test with its screen, and a second handle on its file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from notes_core import CreateNoteInput, Database, Note, NoteOrder, NoteQuery, SortOrder
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from notes_desktop.app import NotesApp
from notes_desktop.widgets import NoteTable

LIMIT_SECONDS = 30.0
"""After which a test that waits for something fails."""


@dataclass
class Desk:
    """The app, its keys and its screen."""

    app: NotesApp
    pilot: Pilot[None]
    database: Database

    async def until(self, holds: Callable[[], Any]) -> None:
        """Waits, event by event, until something holds."""
        async with asyncio.timeout(LIMIT_SECONDS):
            while not holds():
                await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Presses keys and waits until what they began is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Waits until all messages are handled and no worker runs. One that a later call replaced is done."""
        await self.pilot.pause()
        async with asyncio.timeout(LIMIT_SECONDS):
            while running := [worker for worker in self.app.workers if not worker.is_finished]:
                with suppress(WorkerCancelled):
                    await running[0].wait()
        await self.pilot.pause()

    def titles(self) -> list[str]:
        """Gives the titles on the screen, top down."""
        table = self.app.query_one(NoteTable)
        return [str(table.get_row_at(row)[1]) for row in range(table.row_count)]

    def text(self, selector: str) -> str:
        """Gives what a label on the main screen or the one above it says."""
        return str(self.app.screen.query_one(selector).visual)  # type: ignore[attr-defined]

    def notices(self) -> list[str]:
        """Gives the notices that the app shows."""
        return [notice.message for notice in self.app._notifications]

    def stored(self) -> list[Note]:
        """Gives the notes in the file, by their titles."""
        return self.database.notes().find_many(NoteQuery(order_by=[NoteOrder.TITLE(SortOrder.ASCENDING)]))

    def count(self) -> int:
        """Gives how many notes are in the file."""
        return self.database.notes().count()

    def store(self, *titles: str) -> list[Note]:
        """Writes notes past the app."""
        return [self.database.notes().create(CreateNoteInput(title=title)) for title in titles]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    with Database.open(file) as database:
        yield database


@pytest.fixture
async def desk(file: Path, database: Database) -> AsyncIterator[Desk]:
    app = NotesApp(file)
    async with app.run_test(size=(110, 32)) as pilot:
        desk = Desk(app, pilot, database)
        await desk.settle()
        yield desk
