"""Submissions as JSON and as pages."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from klimagraph import ledger
from klimagraph.ledger import Event, Holder, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.tokens import SERVICE
from klimagraph.reports.as_json import as_json
from klimagraph.reports.writers import WRITERS
from klimagraph.settings import Settings
from klimagraph.submissions import finding
from klimagraph.submissions.answers import kept_answers
from klimagraph.web.templating import render

STATES = {
    "received": ("eingegangen, wartet auf die Prüfung", "received, waits to be checked"),
    "checking": ("wird geprüft", "being checked"),
    "invalid": ("nicht gültig", "not valid"),
    "valid": ("gültig, noch nicht veröffentlicht", "valid, not published yet"),
    "published": ("veröffentlicht", "published"),
    "withdrawn": ("zurückgezogen", "withdrawn"),
    "superseded": ("durch eine andere Fassung ersetzt", "replaced by another version"),
}
EVENTS = {
    "received": "eingegangen",
    "corrected": "neue Fassung eingegangen",
    "checked": "geprüft",
    "published": "veröffentlicht",
    "withdrawn": "zurückgezogen",
    "given-up": "zurückgezogen",
    "rolled-back": "Fassung davor wieder veröffentlicht",
    "now-superseded": "ohne eine Einreichung durch eine andere Fassung ersetzt",
    "now-published": "wieder die veröffentlichte Fassung",
}
"""What the audit trail says, for people."""


ANNOTATED = "annotated"
"""What the submitter's own workbook with remarks is called among the formats."""
FORMATS = {
    "text": "Text",
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
    "turtle": "RDF (Turtle)",
    "jsonld": "RDF (JSON-LD)",
    "ntriples": "RDF (N-Triples)",
    "sarif": "SARIF",
    "junit": "JUnit",
}


def plain(settings: Settings, one: Submission) -> dict[str, Any]:
    """Return a submission in short, as JSON has it."""
    german, english = STATES[one.state]
    url = f"{settings.address}/submissions/{one.id}"
    return {
        "id": one.id,
        "url": url,
        "dataset": one.dataset,
        "state": one.state,
        "state_de": german,
        "state_en": english,
        "revision": one.revision,
        "received": one.received,
        "file": {"name": one.name, "size": one.size, "sha256": one.digest},
        "note": one.note,
        "statements": one.statements,
        "counts": {"violation": one.violations, "warning": one.warnings, "info": one.infos},
        "checked_against": one.checked,
        "fault": one.fault,
        "published": one.published,
        "actions": actions(one),
    }


def actions(one: Submission) -> list[str]:
    """Return what can be done with a submission next."""
    if one.state == entries.PUBLISHED:
        return ["withdraw"]
    return [*(["publish"] if one.state == entries.VALID else []), "file", "withdraw"] * one.open


def whole(settings: Settings, one: Submission) -> dict[str, Any]:
    """Return a submission with what was found, what it would change and what happened to it."""
    report = finding.report(settings.home, one)
    with ledger.reading(settings.home) as connection:
        happened = ledger.events(connection, one.id)
    return {
        **plain(settings, one),
        "report": json.loads(as_json(report)) if report else None,
        "difference": finding.difference(settings.home, one),
        "events": [_event(event) for event in happened],
    }


def page(settings: Settings, one: Submission, holder: Holder) -> bytes:
    """Return the page of a submission."""
    return render(
        "submission.html",
        one=one,
        received=when(one.received),
        holder=holder,
        state=STATES[one.state][0],
        actions=[name for name in actions(one) if _may(name, one, holder)],
        report=finding.report(settings.home, one),
        difference=finding.difference(settings.home, one),
        answers=kept_answers(settings, one),
        events=_happened(settings.home, one),
        formats=_formats(one),
        waiting=one.state in (entries.RECEIVED, entries.CHECKING),
    )


def overview(found: list[Submission], holder: Holder | None, limit: int) -> bytes:
    """Return the page on which somebody hands in, and sees what was handed in."""
    return render(
        "submissions.html",
        found=[(one, when(one.received)) for one in found],
        holder=holder,
        limit=limit,
        states={name: german for name, (german, _) in STATES.items()},
    )


def is_workbook(one: Submission) -> bool:
    """Tell whether remarks can be written into the file of a submission."""
    return one.name.lower().endswith(".xlsx")


def _formats(one: Submission) -> dict[str, str]:
    """Return the forms of the report, with what people call them."""
    own = {ANNOTATED: "Ihre Tabelle mit Anmerkungen"} if is_workbook(one) else {}
    return own | {name: FORMATS.get(name, name) for name in WRITERS}


def _may(action: str, one: Submission, holder: Holder) -> bool:
    return action != "withdraw" or one.open or holder.curates


def _happened(home: Path, one: Submission) -> list[tuple[str, str, str]]:
    with ledger.reading(home) as connection:
        happened = ledger.events(connection, one.id)
    return [
        (when(event.at), EVENTS.get(event.what, event.what), _told(event)) for event in happened
    ]


def when(stamp: str) -> str:
    """Return a time in UTC as German pages have it."""
    return f"{datetime.fromisoformat(stamp):%d.%m.%Y, %H:%M} Uhr (UTC)"


def _who(who: str) -> str:
    """Return who did something, in German."""
    return "" if who == SERVICE else who.replace("token ", "Token ")


def _told(event: Event) -> str:
    """Return what the page says of the details of an event."""
    state = STATES.get(str(event.details.get("state", "")), ("",))[0]
    release = event.details.get("release", "")
    return ", ".join(
        filter(None, [state, f"Version {release}" if release else "", _who(event.who)])
    )


def _event(event: Event) -> dict[str, Any]:
    return {"at": event.at, "who": event.who, "what": event.what, **event.details}
