"""Live queries: what is read now, and again whenever it is another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Generic, Optional, Self, TypeVar

from . import core as _core
from . import larder as _larder

T = TypeVar("T")


class LiveValues(Generic[T]):
    """The values of a live query, each when it is asked for: the latest one, after which there is no older.

    Iterating blocks until there is a next value, and ends when the query is closed or the database is shut down. What
    the reading raised is raised there, and ends it. As a context manager the query is closed at the end of the `with` block.
    """

    def __init__(self, database: _core.Database, read: Callable[[_core.DatabaseTransaction], T]) -> None:
        self._place = _Place[T]()
        reading = _Reading(read, self._place)
        self._subscription = database.observe(reading, reading)

    def close(self) -> None:
        """Ends the live query, and the wait of whoever iterates; what it reads at this moment is read to its end."""
        self._subscription.finish()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return self._place.take()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()


class _Place(Generic[T]):
    """Where the latest value waits to be taken."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._values: list[T] = []
        self._raised: Optional[BaseException] = None
        self._is_over = False

    def put(self, value: T) -> bool:
        with self._changed:
            self._values = [value]
            self._changed.notify()
            return not self._is_over

    def end(self, raised: Optional[BaseException] = None) -> None:
        with self._changed:
            if not self._is_over:
                self._raised, self._is_over = raised, True
            self._changed.notify_all()

    def take(self) -> T:
        with self._changed:
            self._changed.wait_for(lambda: self._values or self._is_over)
            if self._values:
                return self._values.pop()
            raised, self._raised = self._raised, None
        raise StopIteration if raised is None else raised


class _Reading(_core.TransactionBody, _larder.LiveObserver, Generic[T]):
    """A live query as the core calls it: `run` and `delivered` on one thread, one after the other."""

    def __init__(self, read: Callable[[_core.DatabaseTransaction], T], place: _Place[T]) -> None:
        self._read = read
        self._place = place
        self._outcome: list[T] = []
        self._last: list[T] = []
        self._raised: Optional[BaseException] = None

    def run(self, transaction: _core.DatabaseTransaction) -> None:
        self._outcome, self._raised = [], None
        try:
            self._outcome.append(self._read(transaction))
        except BaseException as error:
            self._raised = error
            if isinstance(error, _larder.StoreError):
                raise
        if self._raised is not None:
            raise _Raised

    def delivered(self, failure: Optional[_larder.StoreError]) -> bool:
        raised = self._raised or failure
        if raised is not None:
            self._place.end(raised)
            return False
        try:
            is_same = self._outcome == self._last
        except Exception as error:
            self._place.end(error)
            return False
        if is_same:
            return True
        self._last = self._outcome
        return self._place.put(self._outcome[0])

    def ended(self) -> None:
        self._place.end()


class _Raised(Exception):
    """Tells the core that the reading raised; the error waits in `_Reading`."""
