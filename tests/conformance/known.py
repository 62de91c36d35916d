"""The tests that are known to fail, each with the reason."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conformance.comparison import matches
from conformance.results import Result

LIST = Path(__file__).with_name("known_failures.toml")


@dataclass(frozen=True)
class Known:
    """What stands in the list: names of tests with reasons."""

    engine: dict[str, str]
    """The engine itself gives another result."""
    by_design: dict[str, str]
    """The service refuses what the test wants."""


def known_failures() -> Known:
    """Return the list."""
    return Known(**tomllib.loads(LIST.read_text(encoding="utf-8")))


def judge(iri: str, expected: Result, got: Result, engine: Callable[[], Result]) -> None:
    """Accept the expected result, and from a test in the list that of the engine only."""
    if iri not in known_failures().engine:
        assert matches(expected, got), f"expected {expected}\n\ngot {got}"
        return
    assert not matches(expected, got), f"{iri} passes: take it off {LIST.name}"
    assert matches(engine(), got), f"the engine does it otherwise: {iri} fails through us"
