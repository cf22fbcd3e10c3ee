"""Reads notes from a file of JSON lines and writes them in chunks. Runs on a thread of the repository.

Each chunk is a transaction: short enough that a search between two of them hardly waits, and what is written
stays when the import is stopped.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from notes_core import CreateNoteInput, Database, Priority

CHUNK = 200
"""Notes in one transaction: some milliseconds of writing."""


@dataclass(frozen=True)
class Progress:
    """How far an import is, in notes."""

    done: int
    total: int


Report = Callable[[Progress], None]


class UnreadableLine(Exception):
    """A line of the file is no note."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")


def run(database: Database, path: Path, report: Report, stop: threading.Event) -> int:
    """Adds the notes of the file, tells of each chunk, and gives how many were added. Blocks."""
    total = _lines(path)
    done = 0
    notes = _notes(path)
    report(Progress(done, total))
    while not stop.is_set() and (chunk := list(islice(notes, CHUNK))):
        database.notes().create_many(chunk)
        done += len(chunk)
        report(Progress(done, total))
    return done


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _notes(path: Path) -> Iterator[CreateNoteInput]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield _note(line)
            except (ValueError, KeyError, TypeError) as error:
                raise UnreadableLine(number, str(error)) from error


def _note(line: str) -> CreateNoteInput:
    fields = json.loads(line)
    due_at = fields.get("dueAt")
    return CreateNoteInput(
        title=fields["title"],
        body=fields.get("body", ""),
        pinned=fields.get("pinned", False),
        priority=Priority[fields.get("priority", "NORMAL")],
        due_at=datetime.fromisoformat(due_at) if due_at else None,
    )
