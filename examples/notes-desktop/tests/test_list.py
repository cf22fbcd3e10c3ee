"""The list: search, more rows at its end, and what other processes write. No store call blocks the screen."""

import asyncio
import sys
import threading
from typing import Any

import pytest
from conftest import LIMIT_SECONDS, Desk
from notes_core import CreateNoteInput, Note, notes
from textual.widgets import Input

from notes_desktop import app as app_module
from notes_desktop.repository import Page, Repository
from notes_desktop.widgets import NoteTable

WRITE = """
import sys
from notes_core import CreateNoteInput, Database
with Database.open(sys.argv[1]) as database:
    database.notes().create(CreateNoteInput(title="From elsewhere"))
"""


async def test_a_search_finds_titles_and_bodies_in_any_case(desk: Desk) -> None:
    desk.store("Buy milk", "Call Ada")
    desk.database.notes().create(CreateNoteInput(title="List", body="more MILK, 100%"))

    await desk.press("slash", *"milk")
    assert sorted(desk.titles()) == ["Buy milk", "List"]
    assert desk.text("#count") == "2 notes with “milk”"

    await desk.press(*" 100%")
    assert desk.titles() == []

    desk.app.query_one("#search", Input).value = "0%"
    await desk.settle()
    assert desk.titles() == ["List"]

    desk.app.query_one("#search", Input).value = ""
    await desk.settle()
    assert len(desk.titles()) == 3


async def test_of_two_searches_the_latest_wins_whichever_ends_last(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.store("slow", "fast")
    release = asyncio.Event()
    begun = asyncio.Event()
    page = Repository.page

    async def held(self: Repository, text: str, limit: int) -> Page:
        found = await page(self, text, limit)
        if text == "slow":
            begun.set()
            await release.wait()
        return found

    monkeypatch.setattr(Repository, "page", held)
    search = desk.app.query_one("#search", Input)
    search.value = "slow"
    async with asyncio.timeout(LIMIT_SECONDS):
        await begun.wait()
    search.value = "fast"
    await desk.until(lambda: desk.titles() == ["fast"])
    release.set()
    await desk.settle()

    assert desk.titles() == ["fast"]


async def test_a_burst_of_typing_is_one_search(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    page = Repository.page

    async def counted(self: Repository, text: str, limit: int) -> Page:
        searched.append(text)
        return await page(self, text, limit)

    monkeypatch.setattr(Repository, "page", counted)
    search = desk.app.query_one("#search", Input)
    for text in ("m", "mi", "mil", "milk"):
        search.value = text
    await desk.until(lambda: searched)
    await desk.settle()

    assert searched == ["milk"]


async def test_what_another_process_writes_appears(desk: Desk) -> None:
    writer = await asyncio.create_subprocess_exec(sys.executable, "-c", WRITE, str(desk.app._path))
    assert await writer.wait() == 0

    await desk.until(lambda: desk.titles() == ["From elsewhere"])

    assert [stored.title for stored in desk.stored()] == ["From elsewhere"]


async def test_the_cursor_stays_on_its_note_when_others_come(desk: Desk) -> None:
    desk.store("First", "Second")
    await desk.until(lambda: len(desk.titles()) == 2)
    await desk.press("down")

    desk.store("Third")
    await desk.until(lambda: desk.titles() == ["Third", "Second", "First"])

    selected = desk.app.query_one(NoteTable).selected
    assert selected is not None
    assert selected.title == "First"


async def test_the_end_of_the_list_brings_more_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "PAGE", 10)
    desk.app._limit = 10
    desk.database.notes().create_many([CreateNoteInput(title=f"{number}") for number in range(25)])
    await desk.until(lambda: len(desk.titles()) == 10)
    assert desk.text("#count") == "25 notes, the first 10 shown"

    await desk.press("ctrl+end")
    await desk.until(lambda: len(desk.titles()) == 20)
    await desk.press("ctrl+end")
    await desk.until(lambda: len(desk.titles()) == 25)

    assert desk.text("#count") == "25 notes"


async def test_no_store_call_runs_on_the_screens_thread(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    call = notes._uniffi_rust_call_with_error

    def watched(converter: Any, function: Any, *arguments: Any) -> Any:
        if "_fn_method_" in function.__name__ or "_fn_constructor_" in function.__name__:
            threads.append(threading.current_thread().name)
        return call(converter, function, *arguments)

    monkeypatch.setattr(notes, "_uniffi_rust_call_with_error", watched)
    await desk.press("n", *"Milk", "ctrl+s", "e", "end", *"!", "ctrl+s", "p", "slash", *"milk", "enter")
    await desk.press("d", "u")

    assert desk.titles() == ["Milk!"]
    names = set(threads)
    assert names
    assert all(name.startswith("store") for name in names), names
    found: list[Note] = desk.stored()
    assert [note.title for note in found] == ["Milk!"]
