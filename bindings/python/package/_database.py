"""What the generated `Database` gets on top: transactions as callables, paths, `with`."""

from __future__ import annotations

import atexit
import inspect
import os
from types import TracebackType
from typing import Any, Callable, Generic, Optional, Self, TypeVar, cast

from . import core as _core
from . import larder as _larder
from ._live import LiveValues

T = TypeVar("T")

# So many milliseconds has what still runs when the program ends.
_AT_THE_END = 2_000


class Database(_core.Database):
    """A database file with the tables of the schema.

    Open it once and share it: any thread may call, and calls block until they are done. As a context manager
    it is shut down at the end of the `with` block.
    """

    @classmethod
    def open(  # type: ignore[override]
        cls, path: str | os.PathLike[str], options: Optional[_larder.DatabaseOptions] = None
    ) -> Self:
        """Opens the file, or makes it, and brings it to the schema; its folder must exist."""
        return cast(Self, super().open(os.fspath(path), options))

    @classmethod
    def in_memory(  # type: ignore[override]
        cls, options: Optional[_larder.DatabaseOptions] = None
    ) -> Self:
        """Opens a database that lives as long as this object and its stores."""
        return cast(Self, super().in_memory(options))

    def transaction(self, body: Callable[[_core.DatabaseTransaction], T]) -> T:
        """Runs the body in a transaction and gives what it returns.

        All of its writes are made, or none when it raises; what it raises comes back as itself. Blocks until it is
        done. The body runs on the calling thread and writes through the stores of the transaction that it is
        given; a call of the database's own stores inside it raises `StoreError.Reentrant`.
        """
        return _within(self.run_transaction, body)

    def read(self, body: Callable[[_core.DatabaseTransaction], T]) -> T:
        """Runs the body on one state of the database and gives what it returns.

        Several reads that belong together, whatever others write meanwhile. The body reads through the stores that it
        is given; a call that writes raises `StoreError.ReadOnly`. The write-ahead log grows while it runs, so do not wait
        in it for anything else.
        """
        return _within(self.run_snapshot, body)

    def live(self, read: Callable[[_core.DatabaseTransaction], T]) -> LiveValues[T]:
        """Gives what `read` returns, and then each value that is another one than before, whoever wrote what it is of.

        `read` reads one state of the database through the stores that it is given, on a thread of the core. It is called
        again for the rows that it read last, and those that would be among them; whatever it reads with `query` lets any
        write call it again. Nothing comes of what is rolled back.
        """
        return LiveValues(self, read)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.shutdown()


# What a fork copies is its parent's to shut down.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: atexit.unregister(_end))


@atexit.register
def _end() -> None:
    # A thread of the core that enters an interpreter at its end would take the process with it.
    _larder.shutdown_all(_AT_THE_END)


def _within(run: Callable[[_core.TransactionBody], None], body: Callable[[_core.DatabaseTransaction], T]) -> T:
    closure = _Body(body)
    try:
        run(closure)
    except _larder.StoreError:
        # The transaction's own error, unless the body raised: that one follows, without this as its context.
        if closure.raised is None:
            raise
    return closure.outcome()


class _Body(_core.TransactionBody, Generic[T]):
    """Carries a body over the border, and what became of it back."""

    def __init__(self, body: Callable[[_core.DatabaseTransaction], T]) -> None:
        self._body = body
        self._returned: list[T] = []
        self.raised: Optional[BaseException] = None

    def run(self, transaction: _core.DatabaseTransaction) -> None:
        # The border takes an `Exception` that it need not look into, and no other: it would commit after a
        # `KeyboardInterrupt`.
        try:
            self._returned.append(_finished(self._body(transaction)))
        except BaseException as error:
            self.raised = error
        if self.raised is not None:
            raise _RollBack

    def outcome(self) -> T:
        if self.raised is not None:
            try:
                raise self.raised
            finally:
                self.raised = None  # An error that knows its frames must not be kept by one of them.
        if not self._returned:
            aborted: Any = _larder.StoreError.Aborted  # type: ignore[attr-defined]
            raise aborted(reason="the body did not run")
        return self._returned[0]


class _RollBack(Exception):
    """Tells the border to undo everything; the body's own error waits in `_Body`."""


def _finished(value: T) -> T:
    """Refuses what has not run yet when the transaction ends."""
    if inspect.iscoroutine(value):
        value.close()
        raise TypeError("the body of a transaction cannot be async: it must be done when it returns")
    return value
