"""What operators see of the checks of files."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
from pathlib import Path

import pytest
from clients import fetch, logged

from klimagraph.errors import Overloaded
from klimagraph.web.validate import Turns

GAUGES = ("klimagraph_checks_running", "klimagraph_checks_waiting")


def test_turns_are_counted() -> None:
    """Those that run and those that wait, and who leaves while waiting is no longer there."""

    async def taking() -> list[tuple[int, int]]:
        turns, seen = Turns(1, 1), []
        async with turns.turn():
            second = asyncio.create_task(_hold(turns))
            await asyncio.sleep(0)
            seen.append((turns.running, turns.waiting))
            with pytest.raises(Overloaded):
                await _hold(turns)
            second.cancel()
            await asyncio.wait({second})
            seen.append((turns.running, turns.waiting))
            third = asyncio.create_task(_hold(turns))
            await asyncio.sleep(0)
        await third
        return [*seen, (turns.running, turns.waiting)]

    assert [(1, 1), (1, 0), (0, 0)] == asyncio.run(taking())


async def _hold(turns: Turns) -> None:
    async with turns.turn():
        pass


def test_a_service_tells_of_its_checks_and_of_profiles_with_faults(
    home: Path, tmp_path: Path
) -> None:
    """Metrics name both, the log says at the start which profile cannot be used and why."""
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    (profiles / "broken.ttl").write_text("<a:a> <a:b> x:c .")
    with logged(home, tmp_path / "log", profiles=profiles) as service:
        text = fetch(service, "/metrics").text
        said = (tmp_path / "log").read_text()
    assert {0.0} == {
        float(line.split()[1]) for line in text.splitlines() if line.startswith(GAUGES)
    }
    assert ("the profile broken cannot be used" in said, "x:" in said) == (True, True)
