"""Logs and counters of the core. They begin once in a process, so that each test has a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import notes_core

BEGIN = """
    from notes_core import *

    class Sink(LogSink):
        records = []
        dropped = 0

        def receive(self, records, dropped):
            self.records += records
            self.dropped += dropped

    sink = Sink()
    database = Database.in_memory()
"""


def run(text: str) -> subprocess.CompletedProcess[str]:
    packages = str(Path(notes_core.__file__).parents[1])
    program = textwrap.dedent(BEGIN) + textwrap.dedent(text)
    return subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": packages}, capture_output=True, text=True
    )


def test_a_sink_gets_each_call_without_its_values_and_they_are_counted() -> None:
    ran = run(
        """
        telemetry = init_telemetry(TelemetryOptions(level=LogLevel.INFO), sink)
        database.tags().create(CreateTagInput(label="secret words"))
        assert database.tags().count() == 1
        assert telemetry.flush(30_000)

        calls = [record.fields for record in sink.records if record.message == "larder"]
        assert [(call["model"], call["verb"], call["rows"]) for call in calls] == [("Tag", "create", "1"), ("Tag", "count", "1")]
        assert "secret" not in repr(sink.records), sink.records
        assert sink.dropped == 0
        counters = telemetry.counters()
        assert (counters.writes, counters.reads, counters.reads_failed) == (1, 1, 0)
        """
    )
    assert ran.returncode == 0, ran.stderr


def test_a_slow_statement_comes_with_its_plan() -> None:
    ran = run(
        """
        telemetry = init_telemetry(TelemetryOptions(slow_statement_millis=0), sink)
        database.tags().find_many()
        assert telemetry.flush(30_000)
        [slow] = [record for record in sink.records if "plan" in record.fields]
        assert "SCAN tags" in slow.fields["plan"], slow
        """
    )
    assert ran.returncode == 0, ran.stderr


def test_it_begins_once_and_a_sink_that_raises_ends_itself_alone() -> None:
    ran = run(
        """
        class Broken(LogSink):
            def receive(self, records, dropped):
                raise ValueError("full")

        telemetry = init_telemetry(TelemetryOptions(level=LogLevel.INFO), Broken())
        database.tags().create(CreateTagInput(label="a"))
        assert telemetry.flush(30_000) is False
        try:
            init_telemetry(None, sink)
            raise SystemExit("it began twice")
        except StoreError.Validation:
            pass
        database.tags().create(CreateTagInput(label="b"))
        assert database.tags().count() == 2
        """
    )
    assert ran.returncode == 0, ran.stderr + ran.stdout


def test_without_a_sink_the_standard_error_has_it() -> None:
    ran = run(
        """
        telemetry = init_telemetry(TelemetryOptions(level=LogLevel.INFO))
        database.tags().create(CreateTagInput(label="secret words"))
        """
    )
    assert ran.returncode == 0, ran.stderr
    assert "verb=\"create\"" in ran.stderr, ran.stderr
    assert "secret" not in ran.stderr
