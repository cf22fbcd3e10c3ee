"""What the user does with notes: each test looks at the screen and into the file."""

from pathlib import Path

import pytest
from conftest import Desk
from notes_core import Database, Priority, StoreError, UpdateNoteInput
from textual.widgets import Input, TextArea

from notes_desktop.app import NotesApp
from notes_desktop.widgets import NoteTable


async def test_a_new_note_is_in_the_file_and_on_the_screen(desk: Desk) -> None:
    await desk.press("n", *"Milk", "tab", "tab", *"two", "ctrl+s")

    (stored,) = desk.stored()
    assert (stored.title, stored.body, stored.priority) == ("Milk", "two", Priority.NORMAL)
    assert desk.titles() == ["Milk"]
    assert "two" in desk.text("#text")
    assert desk.text("#count") == "1 note"


async def test_a_note_without_a_title_is_refused_and_the_editor_stays(desk: Desk) -> None:
    await desk.press("n", "ctrl+s")

    assert desk.text("#warning").startswith("Note.title: ")
    assert desk.stored() == []


async def test_an_edit_changes_the_note(desk: Desk) -> None:
    desk.store("Old")
    await desk.until(lambda: desk.titles() == ["Old"])

    await desk.press("e", "end", *"er", "ctrl+s")

    (stored,) = desk.stored()
    assert (stored.title, stored.version) == ("Older", 2)
    assert desk.titles() == ["Older"]


async def test_a_conflict_shows_the_newest_and_keeps_the_users_text(desk: Desk) -> None:
    (note,) = desk.store("Old")
    await desk.until(lambda: desk.titles() == ["Old"])
    await desk.press("e", "end", *"er")
    desk.database.notes().update(note.id, UpdateNoteInput(title="Theirs", body="body"), if_match=1)

    await desk.press("ctrl+s")

    title = desk.app.screen.query_one("#title", Input)
    assert desk.text("#warning").startswith("Somebody else changed this note.")
    assert (title.value, desk.app.screen.query_one("#body", TextArea).text) == ("Theirs", "body")
    assert [(stored.title, stored.version) for stored in desk.stored()] == [("Theirs", 2)]

    await desk.press("ctrl+y")
    assert title.value == "Older"
    await desk.press("ctrl+s")

    assert [(stored.title, stored.version) for stored in desk.stored()] == [("Older", 3)]
    assert desk.titles() == ["Older"]


async def test_a_pin_brings_the_note_to_the_top(desk: Desk) -> None:
    desk.store("First", "Second")
    await desk.until(lambda: desk.titles() == ["Second", "First"])

    await desk.press("down", "p")

    assert [stored.pinned for stored in desk.stored()] == [True, False]
    assert desk.titles() == ["First", "Second"]
    table = desk.app.query_one(NoteTable)
    assert str(table.get_row_at(0)[0]) == "★"
    assert table.selected is not None
    assert table.selected.title == "First"

    await desk.press("p")

    assert [stored.pinned for stored in desk.stored()] == [False, False]


async def test_a_pin_of_a_note_that_changed_meanwhile_is_a_conflict(desk: Desk) -> None:
    (note,) = desk.store("Old")
    await desk.until(lambda: desk.titles() == ["Old"])
    desk.database.notes().update(note.id, UpdateNoteInput(title="Theirs"))

    await desk.press("p")

    assert [(stored.title, stored.pinned) for stored in desk.stored()] == [("Theirs", False)]
    assert desk.titles() == ["Theirs"]
    assert desk.notices() == ["Somebody else changed this note. Shown is the newest."]


async def test_a_deleted_note_comes_back_with_undo(desk: Desk) -> None:
    desk.store("First", "Second")
    await desk.until(lambda: desk.titles() == ["Second", "First"])

    await desk.press("d", "d")

    assert desk.stored() == []
    assert desk.titles() == []
    assert desk.text("#text") == "Press n for a new note."

    await desk.press("u")
    assert [stored.title for stored in desk.stored()] == ["First"]
    await desk.press("u")

    assert [stored.title for stored in desk.stored()] == ["First", "Second"]
    assert sorted(desk.titles()) == ["First", "Second"]
    await desk.press("u")
    assert desk.notices()[-1] == "Nothing to undo."


async def test_a_file_that_is_no_database_ends_the_app_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "not.db"
    file.write_text("no database" * 100)
    app = NotesApp(file)

    async with app.run_test():
        pass

    assert app.return_code == 1


@pytest.mark.parametrize("title", ["[red]no markup[/]", "漢字 😀", "a\tb"])
async def test_a_title_is_shown_as_it_is(desk: Desk, title: str) -> None:
    desk.store(title)
    await desk.until(lambda: desk.titles() == [title])

    await desk.press("d")

    assert desk.notices() == [f"Deleted “{title}”. Press u to undo."]


async def test_the_app_closes_its_database(file: Path, database: Database) -> None:
    app = NotesApp(file)
    async with app.run_test() as pilot:
        await pilot.press("q")

    with pytest.raises(StoreError.Closed):
        app.repository._database.notes().count()
