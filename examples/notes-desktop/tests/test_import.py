"""The import of a file: all of it arrives, the screen stays alive meanwhile, and it can be stopped."""

import json
import threading
import time
from pathlib import Path

import pytest
from conftest import LIMIT_SECONDS, Desk
from textual.widgets import Input, ProgressBar

from notes_desktop.app import NotesApp
from notes_desktop.importer import CHUNK, Progress
from notes_desktop.widgets import NoteTable

NOTES = 10_000

TICK_SECONDS = 0.02
"""How often the clock of the test wants a turn of the event loop."""

LONGEST_GAP_SECONDS = 2.0
"""Longer than that is a frozen screen, also where other builds keep every core busy; 0.2 is usual."""


def write(file: Path, count: int) -> Path:
    lines = (json.dumps({"title": f"Note {number:05}", "body": "text " * 20}) for number in range(count))
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


async def begin(desk: Desk, file: Path) -> None:
    await desk.pilot.press("i")
    desk.app.screen.query_one("#path", Input).value = str(file)
    await desk.pilot.press("enter")


def bar(desk: Desk) -> ProgressBar:
    return desk.app.query_one("#progress", ProgressBar)


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Holds an import after its first chunk until the event is set."""
    report, event = NotesApp._report, threading.Event()

    def held(app: NotesApp, progress: Progress) -> None:
        report(app, progress)
        if progress.done == CHUNK:
            assert event.wait(LIMIT_SECONDS), "nobody let the import go on"

    monkeypatch.setattr(NotesApp, "_report", held)
    return event


class Clock:
    """Takes turns of the event loop and keeps when it got them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turns = [time.monotonic()]
        self.shares: set[float] = set()
        self._timer = desk.app.set_interval(TICK_SECONDS, self._turn)

    def longest_gap(self) -> float:
        """Stops, and gives the longest time between two turns."""
        self._timer.stop()
        self._turns.append(time.monotonic())
        gaps = [later - earlier for earlier, later in zip(self._turns, self._turns[1:])]
        print(f"{len(gaps)} turns, {max(gaps):.3f} s the longest gap, {len(self.shares)} shares shown")
        return max(gaps)

    def _turn(self) -> None:
        self._turns.append(time.monotonic())
        if bar(self._desk).has_class("importing"):
            self.shares.add(bar(self._desk).percentage or 0.0)


async def test_ten_thousand_notes_arrive_and_the_screen_never_freezes(desk: Desk, tmp_path: Path) -> None:
    file = write(tmp_path / "notes.jsonl", NOTES)
    clock = Clock(desk)

    await begin(desk, file)
    await desk.settle()

    assert clock.longest_gap() < LONGEST_GAP_SECONDS
    assert len(clock.shares) >= 5
    assert desk.count() == NOTES
    assert desk.text("#count") == "10,000 notes, the first 100 shown"
    assert "Imported 10,000 notes." in desk.notices()
    assert not bar(desk).has_class("importing")


async def test_keys_work_while_an_import_runs(
    desk: Desk, tmp_path: Path, go_on: threading.Event
) -> None:
    keys = 20
    desk.store(*(f"Keep {number:02}" for number in range(keys + 1)))
    await desk.press("slash", *"keep", "enter")
    table = desk.app.query_one(NoteTable)

    await begin(desk, write(tmp_path / "notes.jsonl", NOTES))
    await desk.until(lambda: bar(desk).has_class("importing"))
    for _ in range(keys):
        desk.app.simulate_key("down")
    await desk.until(lambda: table.cursor_row == keys)
    assert desk.app._stop is not None, "the keys had to wait for the end of the import"
    go_on.set()
    await desk.settle()

    assert len(desk.titles()) == keys + 1
    assert desk.count() == NOTES + keys + 1


async def test_an_import_that_is_stopped_keeps_whole_chunks(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(app: NotesApp, progress: Progress) -> None:
        if progress.done == 2 * CHUNK:
            app.action_stop_import()

    monkeypatch.setattr(NotesApp, "_report", stopped)

    await begin(desk, write(tmp_path / "notes.jsonl", NOTES))
    await desk.settle()

    assert desk.count() == 2 * CHUNK
    assert f"Stopped after {2 * CHUNK} notes." in desk.notices()
    assert not bar(desk).has_class("importing")


async def test_a_key_stops_the_import(desk: Desk, tmp_path: Path, go_on: threading.Event) -> None:
    await begin(desk, write(tmp_path / "notes.jsonl", NOTES))
    await desk.until(lambda: bar(desk).has_class("importing"))
    await desk.pilot.press("x")
    go_on.set()
    await desk.settle()

    assert desk.count() == CHUNK
    assert f"Stopped after {CHUNK} notes." in desk.notices()


async def test_a_line_that_is_no_note_is_named(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text('{"title": "Good"}\n{"body": "no title"}\n')

    await begin(desk, file)
    await desk.settle()

    assert desk.notices() == ["Cannot import notes.jsonl: line 2: 'title'"]
    assert desk.stored() == []


async def test_a_file_that_is_missing_is_named(desk: Desk, tmp_path: Path) -> None:
    await begin(desk, tmp_path / "nowhere.jsonl")
    await desk.settle()

    (notice,) = desk.notices()
    assert notice.startswith("Cannot import nowhere.jsonl: ")


async def test_the_app_can_end_while_it_imports(desk: Desk, tmp_path: Path, go_on: threading.Event) -> None:
    await begin(desk, write(tmp_path / "notes.jsonl", NOTES))
    await desk.until(lambda: bar(desk).has_class("importing"))
    stop = desk.app._stop
    assert stop

    await desk.pilot.press("q")
    await desk.until(stop.is_set)
    go_on.set()

    await desk.until(lambda: not desk.app.is_running)
    assert desk.count() == CHUNK
