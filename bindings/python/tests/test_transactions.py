"""Transactions: all of the writes or none, and the body's own error comes back as itself."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from notes_core import CreateTagInput, Database, DatabaseTransaction, StoreError

LIMIT_SECONDS = 60.0
"""After which a test that waits for another thread fails."""


def labels(database: Database) -> list[str]:
    return sorted(tag.label for tag in database.tags().find_many())


def add(scope: Any, label: str) -> int:
    tag_id: int = scope.tags().create(CreateTagInput(label=label)).id
    return tag_id


def test_a_body_that_returns_commits_and_its_value_comes_out(database: Database) -> None:
    value = database.transaction(lambda tx: [add(tx, "a"), add(tx, "b")])

    assert value == [1, 2]
    assert labels(database) == ["a", "b"]


def test_a_body_that_returns_nothing_gives_nothing(database: Database) -> None:
    assert database.transaction(lambda tx: None) is None


def test_the_bodys_own_error_rolls_back_and_comes_back_as_itself(database: Database) -> None:
    error = KeyError("mine")

    def body(tx: DatabaseTransaction) -> None:
        add(tx, "a")
        raise error

    with pytest.raises(KeyError) as raised:
        database.transaction(body)

    assert raised.value is error
    assert error.__context__ is None
    assert labels(database) == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_is_no_exception_rolls_back_as_well(database: Database, kind: type[BaseException]) -> None:
    def body(tx: DatabaseTransaction) -> None:
        add(tx, "a")
        raise kind

    with pytest.raises(kind):
        database.transaction(body)

    assert labels(database) == []


def test_an_error_of_a_store_rolls_back_and_keeps_its_kind(database: Database) -> None:
    def body(tx: DatabaseTransaction) -> None:
        add(tx, "a")
        add(tx, "a")

    with pytest.raises(StoreError.UniqueViolation) as raised:
        database.transaction(body)

    assert raised.value.columns == ["label"]
    assert labels(database) == []


def test_an_error_of_a_store_that_the_body_handles_does_not_roll_back(database: Database) -> None:
    def body(tx: DatabaseTransaction) -> None:
        add(tx, "a")
        with pytest.raises(StoreError.UniqueViolation):
            add(tx, "a")

    database.transaction(body)

    assert labels(database) == ["a"]


def test_the_databases_own_stores_are_refused_inside(database: Database) -> None:
    with pytest.raises(StoreError.Reentrant):
        database.transaction(lambda tx: add(database, "a"))
    with pytest.raises(StoreError.Reentrant):
        database.transaction(lambda tx: database.transaction(lambda inner: None))

    assert labels(database) == []


def test_a_transaction_that_is_kept_past_its_end_writes_nothing(database: Database) -> None:
    kept = database.transaction(lambda tx: tx)

    with pytest.raises(StoreError.Validation) as raised:
        add(kept, "late")

    assert raised.value.subject == "transaction"
    assert labels(database) == []


def test_an_async_body_is_refused(database: Database) -> None:
    async def body(tx: DatabaseTransaction) -> None:
        add(tx, "never")

    with pytest.raises(TypeError, match="cannot be async"):
        database.transaction(body)

    assert labels(database) == []


def test_a_write_of_another_thread_waits_for_the_end(database: Database) -> None:
    def write() -> list[str]:
        add(database, "c")
        return labels(database)

    with ThreadPoolExecutor(1) as threads:

        def body(tx: DatabaseTransaction) -> Future[list[str]]:
            add(tx, "a")
            written = threads.submit(write)
            add(tx, "b")
            return written

        written = database.transaction(body)

        assert written.result(LIMIT_SECONDS) == ["a", "b", "c"]


def test_a_read_of_another_thread_waits_for_nothing(database: Database) -> None:
    with ThreadPoolExecutor(1) as threads:

        def body(tx: DatabaseTransaction) -> list[str]:
            add(tx, "a")
            return threads.submit(labels, database).result(LIMIT_SECONDS)

        assert database.transaction(body) == []

    assert labels(database) == ["a"]


def test_a_body_is_not_kept_alive(database: Database) -> None:
    class Large:
        pass

    value = Large()
    database.transaction(lambda tx, value=value: add(tx, "a"))

    assert sys.getrefcount(value) == 2
