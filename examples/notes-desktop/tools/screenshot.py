"""`python tools/screenshot.py FILE.svg`: takes the picture of the guide, with an import under way."""

import asyncio
import re
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from notes_core import CreateNoteInput, Database, Priority

import samples
from notes_desktop.app import NotesApp
from notes_desktop.importer import Progress
from notes_desktop.widgets import NoteTable, StatusBar

IMPORTED = 6_400
"""How far the import of the picture is."""

LOW, NORMAL, HIGH = Priority.LOW, Priority.NORMAL, Priority.HIGH

SHOPPING = """\
For Saturday, when Ada and Grace come:

  - two loaves of rye bread
  - oat milk, the one without sugar
  - 500 g of strawberries
  - coffee

The market opens at eight. Take the basket."""

NOTES = [
    ("Train to Vienna", "Seat 61, coach 24.", NORMAL, False, (2026, 5, 2)),
    ("Ideas for the garden", "Beans on the south wall.", LOW, False, None),
    ("Read: “The Art of Unix Programming”", "Chapter 4 again.", LOW, False, None),
    ("Call the plumber", "The tap in the kitchen drips.", HIGH, False, (2026, 4, 14)),
    ("Birthday of Aunt Zoë", "She likes 漢字 calligraphy.", NORMAL, False, (2026, 6, 21)),
    ("Questions for the tax office", "Which form is it this year?", HIGH, False, (2026, 4, 30)),
    ("Recipe: lentil soup", "Red lentils, cumin, lemon.", NORMAL, False, None),
    ("Passport", "Valid until next March.", NORMAL, True, (2027, 3, 1)),
    ("Shopping for Saturday", SHOPPING, HIGH, True, (2026, 4, 18)),
]


async def picture() -> str:
    """Gives the app's screen as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "app.db"
        fill(file)
        app = NotesApp(file)
        async with app.run_test(size=(112, 26)) as pilot:
            await app.workers.wait_for_complete()
            app.query_one(NoteTable).focus()
            app.query_one(StatusBar).show_progress(Progress(IMPORTED, 10_000))
            await pilot.pause()
            return app.export_screenshot(title="Notes")


def fill(file: Path) -> None:
    """Writes the notes of the picture."""
    with Database.open(file) as database:
        imported = [
            CreateNoteInput(title=note["title"], body=note["body"], priority=Priority[note["priority"]])
            for note in samples.notes(IMPORTED)
        ]
        for start in range(0, IMPORTED, 200):
            database.notes().create_many(imported[start : start + 200])
        for title, body, priority, pinned, day in NOTES:
            due_at = datetime(*day, tzinfo=timezone.utc) if day else None
            note = CreateNoteInput(title=title, body=body, priority=priority, pinned=pinned, due_at=due_at)
            database.notes().create(note)


def offline(svg: str) -> str:
    """Takes out the fonts that a viewer would fetch, and the numbers that differ from run to run."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "Fira Code, DejaVu Sans Mono, Menlo, Consolas, monospace")
    return re.sub(r"terminal-\d+", "terminal", svg)


Path(sys.argv[1]).write_text(offline(asyncio.run(picture())), encoding="utf-8")
