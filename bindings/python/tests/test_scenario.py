"""The scenario that every language runs, one test a step."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenario_calls import Step, World

DEFAULT = Path(__file__).parents[3] / "tests" / "scenario" / "notes.json"
FILE = Path(os.environ.get("LARDER_SCENARIO", DEFAULT))


def steps() -> list[Step]:
    """Gives the steps of the file, which is a list of them or an object that has one."""
    scenario = json.loads(FILE.read_text(encoding="utf-8"))
    listed: list[Step] = scenario["steps"] if isinstance(scenario, dict) else scenario
    return listed


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("scenario"))
    yield world
    world.close()


@pytest.mark.parametrize("step", steps(), ids=lambda step: step["name"])
def test_step(world: World, step: Step) -> None:
    world.run(step)
