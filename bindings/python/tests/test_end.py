"""The end of a program, whatever of it still runs."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import notes_core
from notes_core import Database

PROGRAM = """
    import sys, threading
    from notes_core import *

    class Works(JobBody):
        def run(self, context):
            for done in range(20):
                context.progress(done, 20)

    class Hears(JobObserver):
        def progressed(self, progress):
            pass

    class Handles(EventHandler):
        def __init__(self, database):
            self.database = database

        def handle(self, events):
            self.database.tags().create_many([CreateTagInput(label=event) for event in events])

    class Observes(TransactionBody, LiveObserver):
        def run(self, transaction):
            transaction.tags().count()

        def delivered(self, failure):
            return True

        def ended(self):
            pass

    class Sink(LogSink):
        def receive(self, records, dropped):
            pass
"""


def begin(program: str, *arguments: str) -> subprocess.Popen[str]:
    packages = str(Path(notes_core.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM) + textwrap.dedent(program), *arguments],
        env={**os.environ, "PYTHONPATH": packages},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def outcomes(programs: list[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    errors = [program.communicate(timeout=120)[1] for program in programs]
    return [(program.returncode, error) for program, error in zip(programs, errors)]


def test_a_program_ends_whatever_runs_for_objects_that_are_gone() -> None:
    programs = [
        begin(
            """
            def main():
                init_telemetry(TelemetryOptions(level=LogLevel.TRACE, interval_millis=1), Sink())
                database = Database.in_memory()
                job = BackgroundJob.start(database.core(), "job", Works(), JobOptions(every_millis=1), Hears())
                bridge = EventBridge.start(database.core(), "bridge", Handles(database))
                observes = Observes()
                subscription = database.observe(observes, observes)
                counts = database.live(lambda stores: stores.tags().count())
                for at in range(100):
                    bridge.submit(str(at))
                    database.tags().create(CreateTagInput(label=f"tag {at}"))

            main()
            """
        )
        for _ in range(8)
    ]

    assert outcomes(programs) == [(0, "")] * 8


def test_events_are_handled_though_their_bridge_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    program = begin(
        """
        def main():
            database = Database.open(sys.argv[1])
            bridge = EventBridge.start(database.core(), "bridge", Handles(database))
            for at in range(100):
                bridge.submit(str(at))

        main()
        """,
        str(path),
    )

    assert outcomes([program]) == [(0, "")]
    with Database.open(path) as database:
        assert database.tags().count() == 100


def test_a_fork_leaves_the_database_to_its_parent(tmp_path: Path) -> None:
    program = begin(
        """
        import os
        from notes_core import larder

        database = Database.open(sys.argv[1])
        bridge = EventBridge.start(database.core(), "bridge", Handles(database))
        child = os.fork()
        if child == 0:
            larder.shutdown_all = lambda _: os._exit(1)
            sys.exit(7)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        bridge.submit("event")
        assert bridge.finish(60_000) == 0
        assert database.tags().count() == 1
        """,
        str(tmp_path / "notes.db"),
    )

    assert outcomes([program]) == [(0, "")]


def test_nothing_calls_the_program_after_everything_was_shut_down() -> None:
    program = begin(
        """
        entered, leave, calls = threading.Event(), threading.Event(), []

        class Waits(JobBody):
            def run(self, context):
                entered.set()
                leave.wait()

        class Late(JobBody):
            def run(self, context):
                calls.append("job")

        database = Database.in_memory()
        job = BackgroundJob.start(database.core(), "waits", Waits())
        job.run_now()
        entered.wait()

        assert shutdown_all(0) is False
        leave.set()
        assert shutdown_all(60_000) is True

        try:
            database.tags().count()
        except StoreError.Closed:
            pass
        else:
            raise AssertionError("the database is open")
        other = Database.in_memory()
        late = BackgroundJob.start(other.core(), "late", Late())
        assert isinstance(late.run_within(60_000).outcome, JobOutcome.FAILED)
        assert calls == []
        """
    )

    assert outcomes([program]) == [(0, "")]
