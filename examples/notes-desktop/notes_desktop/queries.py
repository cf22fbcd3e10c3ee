"""What the app asks the store: the search, its order, and the stamp that tells of changes.

The variants of generated enums are classes that only exist at run time: a type checker cannot see them.
The ignores for that stand in this file alone.
"""

from __future__ import annotations

from datetime import datetime

from notes_core import Database, NoteOrder, NoteQuery, NoteWhere, SortOrder, TextFilter


def search(text: str) -> NoteQuery:
    """Asks for the notes whose title or body contains the text, in any case; for all of them without one."""
    order = [
        NoteOrder.PINNED(SortOrder.DESCENDING),  # type: ignore[no-untyped-call]
        NoteOrder.UPDATED_AT(SortOrder.DESCENDING),  # type: ignore[no-untyped-call]
        NoteOrder.ID(SortOrder.ASCENDING),  # type: ignore[no-untyped-call]
    ]
    return NoteQuery(where=_containing(text), order_by=order)  # type: ignore[arg-type]


def stamp(database: Database) -> tuple[int, datetime | None]:
    """Gives the count of notes and the time of the last write. Blocks."""
    notes = database.notes()
    newest = [NoteOrder.UPDATED_AT(SortOrder.DESCENDING)]  # type: ignore[no-untyped-call]
    last = notes.find_first(NoteQuery(order_by=newest))  # type: ignore[arg-type]
    return notes.count(), last.updated_at if last else None


def _containing(text: str) -> NoteWhere | None:
    if not text:
        return None
    asked = TextFilter.CONTAINS_IGNORE_CASE(text)  # type: ignore[no-untyped-call]
    either = [NoteWhere.TITLE(asked), NoteWhere.BODY(asked)]  # type: ignore[no-untyped-call]
    return NoteWhere.OR(either)  # type: ignore[no-untyped-call, return-value]
