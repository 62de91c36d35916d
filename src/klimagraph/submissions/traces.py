"""Releases tell which submission they were made for."""

from pathlib import Path

from klimagraph.ledger import Submission
from klimagraph.releases import manifests

WORDS = {"publish": "submission", "withdraw": "withdrawal of submission"}


def mark(one: Submission, what: str) -> str:
    """Return the note of the release that publishes or withdraws a submission."""
    return f"{WORDS[what]} {one.id} revision {one.revision}"


def made_by(home: Path, one: Submission, what: str) -> str:
    """Return the name of the last release that was made for a submission, empty for none."""
    wanted = mark(one, what)
    for name in reversed(manifests.names(home)):
        if manifests.read(home, name).note == wanted:
            return name
    return ""
