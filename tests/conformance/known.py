"""The tests that are known to fail, each with the reason."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
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


@lru_cache(1)
def known_failures() -> Known:
    """Return the list."""
    return Known(**tomllib.loads(LIST.read_text(encoding="utf-8")))


def judge(iri: str, *, passes: bool, engine: Callable[[], Result], got: Result) -> None:
    """Accept a test that passes, and one of the list that fails as the engine itself does."""
    if iri not in known_failures().engine:
        assert passes, got
        return
    assert not passes, f"{iri} passes: take it off {LIST.name}"
    assert matches(engine(), got), f"{iri} fails through us: the engine does it otherwise"
