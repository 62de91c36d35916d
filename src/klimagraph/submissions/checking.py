"""Checking a submission: validation in its own process, then the comparison with what is there."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from klimagraph import ledger, releases
from klimagraph.errors import InputRefused, KlimagraphError, Overloaded, StorageFailed
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.events import Concerns, note
from klimagraph.ledger.submissions import Outcome
from klimagraph.ledger.tokens import ITSELF
from klimagraph.releases import durable
from klimagraph.settings import Settings
from klimagraph.submissions.places import REPORT, STATEMENTS, folder_of, original_of
from klimagraph.submissions.unreadable import unreadable
from klimagraph.validation import Report, Task, validate

Judge = Callable[[Settings, Submission, str], Outcome]
"""Looks at what was read: a submission, and the name of the release that it is checked on."""


def check(settings: Settings, identifier: str, judge: Judge) -> None:
    """Check a submission that waits for it, and enter what came of it.

    Raises Overloaded, and StoreBusy or StorageFailed of the ledger: it can be tried again.
    """
    with ledger.changing(settings.home) as connection:
        one = entries.find(connection, identifier)
        if one is None or not entries.begin_check(connection, one):
            return
    outcome = _outcome(settings, one, judge)
    with ledger.changing(settings.home) as connection:
        if entries.end_check(connection, one, outcome):
            told = {"fault": outcome.fault} if outcome.fault else {"release": outcome.checked}
            state = entries.VALID if outcome.conforms else entries.INVALID
            about = Concerns(one.id, one.dataset)
            note(connection, ITSELF, "checked", about, state=state, **told)


def examine(settings: Settings, one: Submission) -> Report:
    """Validate a submission and keep the report and the statements that were read.

    What cannot be read is a finding, too. Raises QueryStopped, ValidationFailed, StorageFailed.
    """
    folder = folder_of(settings.home, one)
    # A process that outlived its service may still write; it has a file of its own.
    output, statements = folder / f".{secrets.token_hex(4)}-{STATEMENTS}", folder / STATEMENTS
    statements.unlink(missing_ok=True)
    original = original_of(settings.home, one)
    task = Task(original, one.name, dataset=one.dataset, kind=one.kind, output=output)
    try:
        report = validate(task, settings)
        output.replace(statements)
    except InputRefused as error:
        report = unreadable(error, one.name, one.digest)
    finally:
        output.unlink(missing_ok=True)
    keep_report(folder, report)
    return report


def keep_report(folder: Path, report: Report) -> None:
    """Keep a report beside the file."""
    keep(folder / REPORT, asdict(report))


def keep(path: Path, data: object) -> None:
    """Keep what was found out about a submission; raises StorageFailed."""
    try:
        durable.write(path, json.dumps(data, ensure_ascii=False).encode())
    except OSError as error:
        raise StorageFailed(f"nothing was kept: {error}") from None


def _outcome(settings: Settings, one: Submission, judge: Judge) -> Outcome:
    release = releases.current_name(settings.home) or ""
    try:
        examine(settings, one)
        return judge(settings, one, release)
    except Overloaded:
        raise
    except KlimagraphError as error:  # whatever it is, nobody waits for an end that never comes
        return Outcome(False, release, fault=_said(error))


def _said(error: KlimagraphError) -> str:
    return f"{error.title}: {error}"
