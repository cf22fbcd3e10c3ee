"""The screens above the main one: writing a note, and choosing a file to import."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from notes_core import Note, Priority, StoreError
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Label, Select, TextArea

from notes_desktop.problems import CONFLICT, explain
from notes_desktop.repository import Draft

Save = Callable[[Note | None, Draft], Awaitable[Note]]
Find = Callable[[Note], Awaitable[Note | None]]


class Editor(ModalScreen[Note | None]):
    """Writes a note, new or old, and gives it as it was saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+s", "save", "Save"),
        ("ctrl+y", "mine", "My text back"),
        ("escape", "dismiss", "Close"),
    ]

    def __init__(self, note: Note | None, save: Save, find: Find) -> None:
        super().__init__()
        self._note = note
        self._save = save
        self._find = find
        self._mine: Draft | None = None

    def compose(self) -> ComposeResult:
        """Gives a field for each part of a note."""
        with Vertical(classes="window") as window:
            window.border_title = "Edit a note" if self._note else "A new note"
            yield Label(id="warning")
            yield Input(placeholder="Title", id="title")
            choices = [(priority.name.capitalize(), priority) for priority in Priority]
            yield Select(choices, value=Priority.NORMAL, allow_blank=False, id="priority")
            yield TextArea(id="body")
        yield Footer()

    def on_mount(self) -> None:
        """Fills the fields."""
        if self._note:
            self._fill(_draft(self._note))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offers the user's own text only after a conflict took it away."""
        return self._mine is not None if action == "mine" else True

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Saves and closes; stays open with a warning when that fails."""
        draft = self._written()
        try:
            saved = await self._save(self._note, draft)
        except CONFLICT as error:
            await self._show_newest(draft)
            self._warn(explain(error) + " ctrl+y brings your text back.")
        except StoreError as error:
            self._warn(explain(error))
        else:
            self.dismiss(saved)

    def action_mine(self) -> None:
        """Puts the text back that a conflict replaced."""
        if self._mine:
            self._fill(self._mine)

    async def _show_newest(self, draft: Draft) -> None:
        newest = await self._find(self._note) if self._note else None
        if newest:
            self._note, self._mine = newest, draft
            self._fill(_draft(newest))
            self.refresh_bindings()

    def _written(self) -> Draft:
        priority = self.query_one("#priority", Select).value
        return Draft(
            title=self.query_one("#title", Input).value,
            body=self.query_one("#body", TextArea).text,
            priority=priority if isinstance(priority, Priority) else Priority.NORMAL,
        )

    def _fill(self, draft: Draft) -> None:
        self.query_one("#title", Input).value = draft.title
        self.query_one("#priority", Select).value = draft.priority
        self.query_one("#body", TextArea).text = draft.body

    def _warn(self, text: str) -> None:
        warning = self.query_one("#warning", Label)
        warning.update(text)
        warning.display = True


class ImportFile(ModalScreen[Path | None]):
    """Asks which file to import."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """Gives a field for the path."""
        with Vertical(classes="window small") as window:
            window.border_title = "Import notes"
            yield Label("A file with one note a line, as JSON.")
            yield Input(placeholder="notes.jsonl", id="path")
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Gives the path that was written."""
        self.dismiss(Path(event.value).expanduser() if event.value else None)


def _draft(note: Note) -> Draft:
    return Draft(note.title, note.body, note.priority)
