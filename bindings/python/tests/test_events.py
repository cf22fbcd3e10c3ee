"""Events of foreign threads, brought to the database by a bridge."""

from __future__ import annotations

import ctypes
import subprocess
import threading
from pathlib import Path
from typing import Callable, Optional

import notes_core
import pytest
from notes_core import (
    CreateTagInput,
    Database,
    EventBridge,
    EventBridgeOptions,
    EventHandler,
    EventOverflow,
    StoreError,
)

HERE = Path(__file__).parent
PATIENCE = 30_000


class Writing(EventHandler):
    """Writes a tag for each event."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def handle(self, events: list[str]) -> None:
        self._database.tags().create_many([CreateTagInput(label=event) for event in events])


class Held(EventHandler):
    """Keeps each batch until it is let go, and what it was given."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.batches: list[list[str]] = []

    def handle(self, events: list[str]) -> None:
        self.begun.set()
        self.go.wait(30)
        self.batches.append(events)


class Failing(EventHandler):
    """Fails as long as it is told to."""

    def __init__(self) -> None:
        self.fails = True
        self.handled: list[str] = []

    def handle(self, events: list[str]) -> None:
        if self.fails:
            raise ValueError("not today")
        self.handled += events


def labels(database: Database) -> set[str]:
    return {tag.label for tag in database.tags().find_many()}


def on_threads(count: int, work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=[at]) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_events_of_any_thread_are_handled_before_the_end(database: Database) -> None:
    bridge = EventBridge.start(database.core(), "clicks", Writing(database))

    on_threads(4, lambda thread: [bridge.submit(f"{thread}:{at}") for at in range(50)] and None)

    assert bridge.finish(PATIENCE) == 0
    assert labels(database) == {f"{thread}:{at}" for thread in range(4) for at in range(50)}
    counters = bridge.counters()
    assert (counters.accepted, counters.handled, counters.waiting) == (200, 200, 0)
    with pytest.raises(StoreError.Closed):
        bridge.submit("late")


def test_events_beyond_the_bound_are_refused_and_the_same_key_takes_the_place(database: Database) -> None:
    held = Held()
    options = EventBridgeOptions(capacity=2, overflow=EventOverflow.REJECT, coalesces=True, batch_size=1)
    bridge = EventBridge.start(database.core(), "places", held, options)
    bridge.submit("first")
    assert held.begun.wait(30)

    bridge.submit("old", "a")
    bridge.submit("other", "b")
    bridge.submit("new", "a")
    with pytest.raises(StoreError.Validation):
        bridge.submit("too many", "c")
    held.go.set()

    assert bridge.finish(PATIENCE) == 0
    assert held.batches == [["first"], ["new"], ["other"]]
    assert (bridge.counters().merged, bridge.counters().refused) == (1, 1)


def test_what_a_handler_refuses_is_parked_and_replayed(database: Database) -> None:
    failing = Failing()
    options = EventBridgeOptions(attempts=2, pause_millis=1, batch_size=1)
    bridge = EventBridge.start(database.core(), "parked", failing, options)
    bridge.submit("one")
    wait_until(lambda: bridge.counters().parked == 1)

    [parked] = bridge.parked()
    failing.fails = False
    replayed = bridge.replay()

    assert (parked.event, parked.attempts, parked.error) == ("one", 2, "ValueError('not today')")
    assert replayed == 1
    assert bridge.finish(PATIENCE) == 0
    assert (failing.handled, bridge.parked()) == (["one"], [])


def test_a_durable_bridge_hands_on_what_another_one_accepted(tmp_path: Path) -> None:
    path = tmp_path / "durable.db"
    with Database.open(path) as database:
        failing = Failing()
        options = EventBridgeOptions(durable=True, pause_millis=60_000)
        bridge = EventBridge.start(database.core(), "kept", failing, options)
        bridge.submit("one")
        assert database.core().shutdown(500).events_left == 1

    with Database.open(path) as database:
        later = Failing()
        later.fails = False
        assert EventBridge.start(database.core(), "kept", later).finish(PATIENCE) == 0
        assert later.handled == ["one"]


def test_options_and_keys_without_meaning_are_refused(database: Database) -> None:
    def start(options: EventBridgeOptions) -> EventBridge:
        return EventBridge.start(database.core(), "wrong", Failing(), options)

    for options in [
        EventBridgeOptions(capacity=-1),
        EventBridgeOptions(batch_size=0),
        EventBridgeOptions(batch_window_millis=-1),
        EventBridgeOptions(durable=True, coalesces=True),
    ]:
        with pytest.raises(StoreError.Validation):
            start(options)
    with pytest.raises(StoreError.Validation, match="coalesces"):
        start(EventBridgeOptions()).submit("one", "a key")


def test_threads_of_c_send_as_well(database: Database, tmp_path: Path) -> None:
    library = compiled(tmp_path)
    bridge = EventBridge.start(database.core(), "of c", Writing(database))

    accepted = library.send_from_threads(bridge.native_number(), 100)

    assert accepted == 400
    assert bridge.finish(PATIENCE) == 0
    assert labels(database) == {f"{thread}:{at}" for thread in range(4) for at in range(100)}


def test_c_is_told_what_became_of_its_event(database: Database, tmp_path: Path) -> None:
    library = compiled(tmp_path)
    held = Held()
    options = EventBridgeOptions(capacity=1, batch_size=1)
    bridge: Optional[EventBridge] = EventBridge.start(database.core(), "outcomes", held, options)
    assert bridge is not None
    number = bridge.native_number()

    accepted = library.send_one(number, "ä".encode(), 2)
    assert held.begun.wait(30)
    empty = library.send_one(number, None, 0)
    full = library.send_one(number, b"x", 1)
    held.go.set()
    not_unicode = library.send_one(number, b"\xff", 1)
    bridge.finish(PATIENCE)
    closed = library.send_one(number, b"x", 1)
    bridge = None
    gone = library.send_one(number, b"x", 1)

    assert (accepted, empty, full, not_unicode, closed, gone) == (0, 0, 1, 3, 2, 2)
    assert held.batches == [["ä"], [""]]


def compiled(folder: Path) -> ctypes.CDLL:
    """Compiles `events.c` against the header and the library of the package."""
    package = Path(notes_core.__file__).parent
    [core] = package.glob("libnotes.*")
    library = folder / "events.so"
    strict = ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread"]
    paths = [f"-I{HERE.parents[1] / 'c'}", str(HERE / "events.c"), str(core), f"-Wl,-rpath,{package}"]
    subprocess.run([*strict, *paths, "-o", str(library)], check=True)
    loaded = ctypes.CDLL(str(library))
    loaded.send_from_threads.argtypes = [ctypes.c_uint64, ctypes.c_int]
    loaded.send_one.argtypes = [ctypes.c_uint64, ctypes.c_char_p, ctypes.c_size_t]
    return loaded


def wait_until(is_so: Callable[[], bool]) -> None:
    ended = threading.Event()
    for _ in range(3_000):
        if is_so():
            return
        ended.wait(0.01)
    raise AssertionError("it never was")
