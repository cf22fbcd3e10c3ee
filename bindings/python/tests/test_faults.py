"""Faults: each is an error of its own, and the database works on where it can. Threads lose nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from notes_core import (
    CreateNoteInput,
    CreateTagInput,
    Database,
    DatabaseOptions,
    Durability,
    StoreError,
    UpdateNoteInput,
    panic_drill,
)

THREADS = 8
WRITES = 50


def test_a_panic_is_an_error_and_the_database_works_on(database: Database) -> None:
    with pytest.raises(StoreError.Panicked) as raised:
        panic_drill(database)

    assert raised.value.reason == "this is a drill"
    assert database.tags().count() == 0
    assert database.tags().create(CreateTagInput(label="after")).label == "after"


def test_after_a_shutdown_every_call_is_refused(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "notes.db")
    store = database.tags()
    database.shutdown()
    database.shutdown()

    with pytest.raises(StoreError.Closed):
        store.count()
    with pytest.raises(StoreError.Closed):
        database.transaction(lambda tx: None)


def test_the_end_of_a_with_block_shuts_down_and_the_file_stays(tmp_path: Path) -> None:
    with Database.open(tmp_path / "notes.db", DatabaseOptions(durability=Durability.FULL)) as database:
        database.tags().create(CreateTagInput(label="kept"))

    with pytest.raises(StoreError.Closed):
        database.tags().count()
    with Database.open(str(tmp_path / "notes.db")) as again:
        assert again.tags().count() == 1


def test_a_file_that_is_no_database_is_corrupt_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(b"this is no database at all, but long enough to be read as one" * 20)
    before = file.read_bytes()

    with pytest.raises(StoreError.Corrupt):
        Database.open(file)

    assert file.read_bytes() == before


def test_a_folder_that_does_not_exist_is_told_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "notes.db"

    with pytest.raises(StoreError.CannotOpen) as raised:
        Database.open(path)

    assert raised.value.path == str(path)


def test_an_option_below_zero_is_refused() -> None:
    with pytest.raises(StoreError.Validation) as raised:
        Database.in_memory(DatabaseOptions(busy_timeout_millis=-1))

    assert raised.value.subject == "DatabaseOptions.busy_timeout_millis"


def test_many_threads_that_write_lose_nothing(database: Database) -> None:
    def write(thread: int) -> None:
        for number in range(WRITES):
            database.tags().create(CreateTagInput(label=f"{thread}-{number}"))

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(write, range(THREADS)))

    written = {tag.label for tag in database.tags().find_many()}
    assert written == {f"{thread}-{number}" for thread in range(THREADS) for number in range(WRITES)}


def test_many_threads_that_count_in_transactions_lose_no_step(database: Database) -> None:
    note = database.notes().create(CreateNoteInput(title="counter")).id

    def step(_: int) -> None:
        def body(tx: object) -> None:
            store = tx.notes()  # type: ignore[attr-defined]
            store.update(note, UpdateNoteInput(word_count=store.find_unique(note).word_count + 1))

        database.transaction(body)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(step, range(THREADS * 20)))

    found = database.notes().find_unique(note)
    assert found is not None
    assert (found.word_count, found.version) == (THREADS * 20, THREADS * 20 + 1)


def test_of_two_writers_with_one_version_one_is_told_of_the_conflict(database: Database) -> None:
    store = database.notes()
    note = store.create(CreateNoteInput(title="old"))
    store.update(note.id, UpdateNoteInput(title="theirs"), if_match=note.version)

    with pytest.raises(StoreError.Conflict) as raised:
        store.update(note.id, UpdateNoteInput(title="ours"), if_match=note.version)

    assert (raised.value.model, raised.value.expected) == ("Note", 1)
    found = store.find_unique(note.id)
    assert found is not None
    assert found.title == "theirs"
