"""Jobs whose bodies are the app's own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Callable

import pytest
from notes_core import (
    BackgroundJob,
    CreateTagInput,
    Database,
    JobBody,
    JobContext,
    JobObserver,
    JobOptions,
    JobOutcome,
    JobProgress,
    JobSignal,
    StoreError,
)

PATIENCE = 30_000
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Body(JobBody):
    def __init__(self, work: Callable[[JobContext], None]) -> None:
        self._work = work

    def run(self, context: JobContext) -> None:
        self._work(context)


class Heard(JobObserver):
    def __init__(self) -> None:
        self.progress: list[tuple[int, int]] = []

    def progressed(self, progress: JobProgress) -> None:
        self.progress.append((progress.done, progress.total))


def test_a_run_writes_says_how_far_it_is_and_is_kept(tmp_path: Path) -> None:
    def work(context: JobContext) -> None:
        for at in range(2):
            database.tags().create(CreateTagInput(label=f"{at}"))
            context.progress(at + 1, 2)

    heard = Heard()
    with Database.open(tmp_path / "jobs.db") as database:
        job = BackgroundJob.start(database.core(), "sync", Body(work), None, heard)
        run = job.run_within(PATIENCE)
        status = job.status()
        assert database.tags().count() == 2

    assert isinstance(run.outcome, JobOutcome.DONE)
    assert run.began_at <= run.ended_at
    assert (heard.progress, status.last, status.is_running) == ([(1, 2), (2, 2)], run, False)
    with Database.open(tmp_path / "jobs.db") as database:
        again = BackgroundJob.start(database.core(), "sync", Body(work))
        assert again.status().last == run


def test_what_a_body_raises_is_told_and_tried_again(database: Database) -> None:
    outcomes = iter([ValueError("no network"), None])
    done = threading.Event()

    def work(context: JobContext) -> None:
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome
        done.set()

    job = BackgroundJob.start(database.core(), "flaky", Body(work), JobOptions(pause_millis=1))
    first = job.run_within(PATIENCE)

    assert isinstance(first.outcome, JobOutcome.FAILED)
    assert first.outcome.reason == "ValueError('no network')"
    assert done.wait(30)


def test_what_is_no_exception_fails_the_run_as_well(database: Database) -> None:
    def work(context: JobContext) -> None:
        raise SystemExit(3)

    run = BackgroundJob.start(database.core(), "leaving", Body(work)).run_within(PATIENCE)

    assert isinstance(run.outcome, JobOutcome.FAILED)
    assert run.outcome.reason == "SystemExit(3)"


@pytest.mark.parametrize("ends", ["", "database.shutdown(5_000)"])
def test_a_program_ends_while_jobs_and_bridges_are_at_work(ends: str) -> None:
    program = f"""
        import time
        from notes_core import *

        class Works(JobBody):
            def run(self, context):
                sum(range(2_000))

        class Handles(EventHandler):
            def handle(self, events):
                sum(range(2_000))

        database = Database.in_memory()
        job = BackgroundJob.start(database.core(), "job", Works(), JobOptions(every_millis=1))
        bridge = EventBridge.start(database.core(), "bridge", Handles())
        while bridge.counters().handled < 50:
            bridge.submit("event")
        {ends}
        """
    programs = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]

    assert [(program.communicate(timeout=60)[1], program.returncode) for program in programs] == [("", 0)] * 8


def test_a_signal_lets_the_job_run_that_asked_for_it(database: Database) -> None:
    ran = threading.Semaphore(0)
    options = JobOptions(signals=[JobSignal.ONLINE])
    job = BackgroundJob.start(database.core(), "online", Body(lambda context: ran.release() and None), options)

    job.signal(JobSignal.FOREGROUND)
    job.signal(JobSignal.ONLINE)

    assert ran.acquire(timeout=30)
    job.stop()
    assert not ran.acquire(blocking=False)


def test_a_deadline_and_a_cancel_reach_the_database(database: Database) -> None:
    began = threading.Event()

    def work(context: JobContext) -> None:
        began.set()
        database.query(COUNTING)

    job = BackgroundJob.start(database.core(), "endless", Body(work), JobOptions(pause_millis=3_600_000))
    by_deadline = job.run_within(50)
    began.clear()
    job.run_now()
    assert began.wait(30)
    while not job.cancel():
        pass
    job.stop()

    assert isinstance(by_deadline.outcome, JobOutcome.CANCELLED)
    with pytest.raises(StoreError.Closed):
        job.run_now()


def test_a_shutdown_cancels_the_run_that_goes_on(tmp_path: Path) -> None:
    began = threading.Event()
    seen: list[bool] = []

    def work(context: JobContext) -> None:
        began.set()
        while not context.is_cancelled():
            pass
        seen.append(context.is_cancelled())
        raise InterruptedError

    database = Database.open(tmp_path / "jobs.db")
    job = BackgroundJob.start(database.core(), "waiting", Body(work))
    job.run_now()
    assert began.wait(30)

    report = database.core().shutdown(200)

    assert (report.jobs_cancelled, report.events_left, seen) == (1, 0, [True])


def test_times_without_meaning_are_refused(database: Database) -> None:
    for options in [JobOptions(every_millis=0), JobOptions(every_millis=-1), JobOptions(pause_millis=0)]:
        with pytest.raises(StoreError.Validation):
            BackgroundJob.start(database.core(), "wrong", Body(lambda context: None), options)
