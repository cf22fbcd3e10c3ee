"""The database of a test: a new file, shut down at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from notes_core import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "notes.db") as database:
        yield database
