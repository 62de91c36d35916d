"""Submissions as those who ask for them may see them."""

import json
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from klimagraph.errors import NotFound
from klimagraph.ledger import Holder, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.submissions.places import DIFFERENCE, REPORT, folder_of
from klimagraph.validation import Report
from klimagraph.validation.plain import report_of


def found(connection: Connection, identifier: str, holder: Holder) -> Submission:
    """Return a submission; raises NotFound, also where it is none of theirs."""
    one = entries.find(connection, identifier)
    if one is None or not holder.may_submit(one.dataset):
        raise NotFound(
            f"Die Einreichung {identifier} gibt es hier nicht "
            f"/ there is no submission {identifier} of yours"
        )
    return one


def report(home: Path, one: Submission) -> Report | None:
    """Return what was found in a submission, None before it was checked."""
    data = read(folder_of(home, one) / REPORT)
    return report_of(data) if data else None


def difference(home: Path, one: Submission) -> dict[str, Any] | None:
    """Return how a submission differs from what is published, None before it was compared."""
    return read(folder_of(home, one) / DIFFERENCE)


def read(path: Path) -> dict[str, Any] | None:
    """Return what was kept in a file, None where there is none."""
    try:
        return dict(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
