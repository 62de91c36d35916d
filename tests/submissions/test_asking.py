"""Asking for a correction: a word of the curators, and nothing else changes."""

from pathlib import Path

import pytest

from klimagraph import ledger
from klimagraph.errors import Conflict, Forbidden, InputRefused
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.settings import Settings
from klimagraph.submissions.asking import ask, asked
from klimagraph.submissions.publishing import withdraw
from submissions.homes import checked, corrected, now, saying, token


def wish(home: Path, identifier: str) -> str:
    """Return what the curators want corrected, empty for nothing."""
    with ledger.reading(home) as connection:
        found = asked(ledger.events(connection, identifier))
    return str(found.details["text"]) if found else ""


def test_what_is_asked_for_stands_until_a_new_revision_comes(home: Path) -> None:
    """The submission stays what it is."""
    one = checked(home, "b", saying("x"))
    ask(home, one.id, OPERATOR, " Bitte die Quelle nennen\x00 ")
    assert ("Bitte die Quelle nennen", one) == (wish(home, one.id), now(home, one))
    corrected(home, one, saying("y"))
    assert wish(home, one.id) == ""


def test_a_submitter_does_not_ask(home: Path) -> None:
    """They correct."""
    holder, _ = token(home, "submitter", "b")
    one = checked(home, "b", saying("x"), holder)
    with pytest.raises(Forbidden):
        ask(home, one.id, holder, "Warum?")


def test_what_has_ended_is_not_corrected(home: Path) -> None:
    """It is said so."""
    one = withdraw(Settings(home), checked(home, "b", saying("x")).id, OPERATOR)
    with pytest.raises(Conflict):
        ask(home, one.id, OPERATOR, "Zu spät")


def test_asking_needs_a_word(home: Path) -> None:
    """Nobody guesses what is meant."""
    with pytest.raises(InputRefused):
        ask(home, checked(home, "b", saying("x")).id, OPERATOR, " \x00 ")
