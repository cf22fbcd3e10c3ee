"""What the app says about an error of the store."""

from __future__ import annotations

from typing import Any

from notes_core import StoreError

_kinds: Any = StoreError
CONFLICT: type[StoreError] = _kinds.Conflict
"""Somebody else wrote the note first."""


def explain(error: Any) -> str:
    """Gives a sentence for the user."""
    match type(error).__name__:
        case "Conflict":
            return "Somebody else changed this note. Shown is the newest."
        case "NotFound":
            return "This note was deleted meanwhile."
        case "Validation" | "InvalidValue":
            return f"{error.subject}: {error.rule}."
        case "Busy":
            return "The database is busy. Try again."
        case "DiskFull":
            return "The disk is full."
        case "ReadOnly":
            return "The database cannot be written."
        case "Corrupt":
            return "The file is damaged, or is not a database."
        case "CannotOpen":
            return f"Cannot open the file: {error.reason}."
    return f"The database says: {error!r}"
