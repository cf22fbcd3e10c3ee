"""Live queries as iterators."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import notes_core
import pytest
from notes_core import CreateTagInput, Database, StoreError


def create(database: Database, label: str) -> None:
    database.tags().create(CreateTagInput(label=label))


def test_values_come_at_once_and_after_each_change() -> None:
    database = Database.in_memory()

    with database.live(lambda stores: [tag.label for tag in stores.tags().find_many()]) as labels:
        first = next(labels)
        create(database, "home")
        second = next(labels)

    assert (first, second) == ([], ["home"])
    assert next(labels, None) is None


def test_who_takes_late_takes_the_latest() -> None:
    database = Database.in_memory()
    with database.live(lambda stores: stores.tags().count()) as counts:
        assert next(counts) == 0
        for label in ["a", "b", "c"]:
            create(database, label)
        last = 0
        while last < 3:
            count = next(counts)
            assert count > last
            last = count


def test_what_the_reading_raises_is_raised_where_it_is_awaited() -> None:
    database = Database.in_memory()
    own = KeyError("own")

    def read(stores: object) -> int:
        raise own

    with database.live(read) as values:
        with pytest.raises(KeyError) as raised:
            next(values)
        assert raised.value is own
        assert next(values, None) is None


def test_a_write_inside_the_reading_is_refused() -> None:
    database = Database.in_memory()
    with database.live(lambda stores: stores.tags().create(CreateTagInput(label="no"))) as values:
        with pytest.raises(StoreError.ReadOnly):
            next(values)


def test_a_program_may_end_with_a_live_query_open() -> None:
    program = """
        from notes_core import *
        database = Database.in_memory()
        counts = database.live(lambda stores: stores.tags().count())
        assert next(counts) == 0
        for at in range(200):
            database.tags().create(CreateTagInput(label=str(at)))
    """
    packages = str(Path(notes_core.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": packages}
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_whoever_waits_is_told_of_the_end() -> None:
    database = Database.in_memory()
    values = database.live(lambda stores: stores.tags().count())
    assert next(values) == 0
    ended = threading.Thread(target=lambda: list(values))
    ended.start()

    database.shutdown()

    ended.join(30)
    assert not ended.is_alive()
    with pytest.raises(StoreError.Closed):
        database.live(lambda stores: 0)
