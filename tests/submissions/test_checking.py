"""Checks that could not be carried out or entered: no submission waits for them for ever."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio
import sqlite3
from pathlib import Path

import pytest

from klimagraph import databases, ledger
from klimagraph.errors import KlimagraphError, Overloaded, ReleaseUnknown, StoreBusy
from klimagraph.ledger import LEDGER, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.submissions import Outcome
from klimagraph.settings import Settings
from klimagraph.submissions.checking import check
from klimagraph.web import submissions_checks
from klimagraph.web.submissions_checks import Checks
from klimagraph.web.validate import Turns
from submissions.homes import handed_in, now, saying


def judged(home: Path, error: KlimagraphError) -> Submission:
    """Hand a file in and check it with a judge who raises an error."""

    def judge(_settings: Settings, _one: Submission, _release: str) -> Outcome:
        raise error

    one = handed_in(home, "mine", saying("a"))
    try:
        check(Settings(home), one.id, judge)
    finally:
        one = now(home, one)
    return one


@pytest.mark.parametrize("error", [ReleaseUnknown("no such release"), StoreBusy("somebody")])
def test_a_fault_is_entered(home: Path, error: KlimagraphError) -> None:
    """Whatever goes wrong, the submitter is told, and may hand the file in again."""
    one = judged(home, error)
    assert ("invalid", f"{error.title}: {error}") == (one.state, one.fault)


def test_no_place_is_no_fault(home: Path) -> None:
    """Where too much is going on the check is tried again."""
    with pytest.raises(Overloaded):
        judged(home, Overloaded("too much"))


def test_a_busy_ledger_is_asked_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A check that could not be entered is done as soon as others let go of the ledger."""
    monkeypatch.setattr(databases, "BUSY", 0.01)
    monkeypatch.setattr(submissions_checks, "LATER", 0.01)
    one = handed_in(home, "mine", saying("a"))
    with ledger.changing(home) as connection:
        assert entries.begin_check(connection, one)

    async def run() -> None:
        other = sqlite3.connect(home / LEDGER, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        checks = Checks(Settings(home), Turns(1))
        checks.begin(one.id)
        async with asyncio.timeout(60):
            while "tried again" not in caplog.text and "not checked" not in caplog.text:
                await checks.wait(one.id, 0.01)
                await asyncio.sleep(0)
        other.execute("ROLLBACK")
        other.close()
        await checks.wait(one.id, 60)
        await checks.close()

    asyncio.run(run())
    assert "valid" == now(home, one).state
