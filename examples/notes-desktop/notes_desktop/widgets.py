"""The parts of the main screen: the list, the note beside it, and the line below them."""

from __future__ import annotations

from uuid import UUID

from notes_core import Note, Priority
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import DataTable, Label, ProgressBar, Static

from notes_desktop.importer import Progress

MARKS = {Priority.LOW: "low", Priority.NORMAL: "", Priority.HIGH: "high"}


class NoteTable(DataTable[Text]):
    """The notes, one a row; the cursor stays on its note when the rows change."""

    def __init__(self) -> None:
        super().__init__(id="notes", cursor_type="row", zebra_stripes=True)
        self._notes: list[Note] = []

    def on_mount(self) -> None:
        """Makes the columns."""
        self.add_column("", width=1)
        self.add_column("Title", width=38)
        self.add_column("Priority", width=8)
        self.add_column("Due", width=10)

    @property
    def selected(self) -> Note | None:
        """The note under the cursor."""
        return self._notes[self.cursor_row] if 0 <= self.cursor_row < len(self._notes) else None

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor stands on the last row."""
        return self.cursor_row >= len(self._notes) - 1

    def show(self, notes: list[Note]) -> None:
        """Shows these notes instead of those before."""
        if notes == self._notes:
            return
        selected, row = self.selected, self.cursor_row
        self.clear()
        self._notes = notes
        for note in notes:
            self.add_row(*_cells(note), key=str(note.id))
        if selected and notes:
            self.move_cursor(row=self._row_of(selected.id, row), animate=False)

    def select(self, note_id: UUID) -> None:
        """Puts the cursor on a note, when it is shown."""
        self.move_cursor(row=self._row_of(note_id, self.cursor_row), animate=False)

    def _row_of(self, note_id: UUID, otherwise: int) -> int:
        rows = (row for row, note in enumerate(self._notes) if note.id == note_id)
        return next(rows, min(otherwise, len(self._notes) - 1))


class Preview(VerticalScroll):
    """The note under the cursor, in full."""

    can_focus = False

    def compose(self) -> ComposeResult:
        """Gives the text's place."""
        yield Static(id="text")

    def show(self, note: Note | None) -> None:
        """Shows a note, or how to begin when there is none."""
        text = _text(note) if note else Text("Press n for a new note.", "dim")
        self.query_one("#text", Static).update(text)


class StatusBar(Horizontal):
    """How many notes there are, and how far an import is."""

    def compose(self) -> ComposeResult:
        """Gives the line's parts; the bar is hidden until an import runs."""
        yield Label(id="count")
        yield ProgressBar(id="progress", show_eta=False)

    def show_count(self, shown: int, total: int, text: str) -> None:
        """Says how many notes meet the search, and how many of them are in the list."""
        notes = "1 note" if total == 1 else f"{total:,} notes"
        found = f" with “{text}”" if text else ""
        more = f", the first {shown:,} shown" if shown < total else ""
        self.query_one("#count", Label).update(Text(notes + found + more))

    def show_progress(self, progress: Progress | None) -> None:
        """Shows how far the import is; hides the bar without one."""
        bar = self.query_one("#progress", ProgressBar)
        bar.set_class(progress is not None, "importing")
        if progress:
            bar.update(total=progress.total, progress=progress.done)


def _cells(note: Note) -> tuple[Text, Text, Text, Text]:
    priority = Text(MARKS[note.priority], "bold red" if note.priority is Priority.HIGH else "dim")
    due = Text(f"{note.due_at:%Y-%m-%d}" if note.due_at else "", "cyan")
    return Text("★" if note.pinned else "", "yellow"), Text(note.title), priority, due


def _text(note: Note) -> Text:
    text = Text()
    text.append(note.title, "bold")
    text.append(f"\n{note.priority.name.lower()} priority", "dim")
    if note.due_at:
        text.append(f", due {note.due_at:%A, %d %B %Y}", "dim")
    text.append(f", version {note.version}\n\n", "dim")
    text.append(note.body)
    return text
