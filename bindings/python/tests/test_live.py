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
from notes_core import CreateTagInput, Database, DatabaseTransaction, LiveObserver, StoreError, TransactionBody


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
    ran = run(
        """
        from notes_core import *
        database = Database.in_memory()
        counts = database.live(lambda stores: stores.tags().count())
        assert next(counts) == 0
        for at in range(200):
            database.tags().create(CreateTagInput(label=str(at)))
        """
    )
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


def test_an_observer_that_raises_ends_itself_alone(database: Database) -> None:
    class Observer(TransactionBody, LiveObserver):
        def __init__(self, raises: bool) -> None:
            self._raises = raises
            self.delivered_once, self.was_ended = threading.Event(), threading.Event()
            self.counts: list[int] = []

        def run(self, transaction: DatabaseTransaction) -> None:
            self.counts.append(transaction.tags().count())

        def delivered(self, failure: StoreError | None) -> bool:
            self.delivered_once.set()
            if self._raises:
                raise RuntimeError("an observer")
            return True

        def ended(self) -> None:
            self.was_ended.set()

    raising, quiet = Observer(True), Observer(False)
    broken = database.observe(raising, raising)
    sound = database.observe(quiet, quiet)
    assert raising.was_ended.wait(30)
    assert quiet.delivered_once.wait(30)
    quiet.delivered_once.clear()

    create(database, "home")

    assert quiet.delivered_once.wait(30)
    assert (raising.counts, quiet.counts) == ([0], [0, 1])
    assert (broken.is_active(), sound.is_active()) == (False, True)
    sound.cancel()
    assert quiet.was_ended.wait(30)


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    with Database.open(path) as database, database.live(lambda stores: stores.tags().count()) as counts:
        assert next(counts) == 0
        ran = run(
            f"""
            from notes_core import *
            with Database.open({str(path)!r}) as database:
                database.tags().create(CreateTagInput(label="theirs"))
            """
        )
        assert ran.returncode == 0, ran.stderr
        assert next(counts) == 1


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program in a process of its own."""
    packages = str(Path(notes_core.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": packages},
        capture_output=True,
        text=True,
    )


def test_values_that_cannot_be_compared_end_the_query_with_their_error(database: Database) -> None:
    class Ambiguous:
        def __init__(self, count: int) -> None:
            self.count = count

        def __eq__(self, other: object) -> bool:
            raise ValueError("ambiguous")

    values = database.live(lambda stores: Ambiguous(stores.tags().count()))
    assert next(values).count == 0

    create(database, "home")

    with pytest.raises(ValueError, match="ambiguous"):
        next(values)
