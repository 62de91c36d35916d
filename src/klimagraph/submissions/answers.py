"""Which named queries a submission would give another answer: asked for, then kept."""

import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from klimagraph import releases
from klimagraph.errors import Conflict, QueryStopped, ValidationFailed
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.settings import Settings
from klimagraph.submissions.checking import keep
from klimagraph.submissions.finding import read
from klimagraph.submissions.places import ANSWERS, folder_of


def answers(settings: Settings, one: Submission) -> dict[str, Any]:
    """Return which named queries would have another answer with a submission published.

    Raises Conflict (not valid), QueryStopped, ValidationFailed.
    """
    known = kept_answers(settings, one)
    if known:
        return known
    if one.state != entries.VALID:
        raise Conflict(
            f"Verglichen wird nur, was gültig ist / only what is valid is compared ({one.state})"
        )
    found = _asked(settings, one)
    keep(folder_of(settings.home, one) / ANSWERS, found)
    return found


def kept_answers(settings: Settings, one: Submission) -> dict[str, Any] | None:
    """Return what was found out before, None where another release is served by now."""
    known = read(folder_of(settings.home, one) / ANSWERS)
    if known and one.open and known["release"] != releases.current_name(settings.home):
        return None
    return known


def _asked(settings: Settings, one: Submission) -> dict[str, Any]:
    command = [sys.executable, "-m", "klimagraph.submissions.answering", one.id]
    told = {**asdict(settings), "home": str(settings.home), "admin_token": ""}
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            command,
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=settings.validation_timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryStopped(
            f"Der Vergleich dauerte länger als {settings.validation_timeout:g} Sekunden "
            "/ comparing took too long (limit VALIDATION_TIMEOUT)"
        ) from None
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise ValidationFailed(f"the answers could not be compared: {last}")
    return dict(json.loads(done.stdout))
