"""Submissions as JSON and as pages."""

import json
from dataclasses import dataclass
from typing import Any

from klimagraph import ledger
from klimagraph.bundle import bundle_folder
from klimagraph.ledger import Event, Holder, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.reports.as_json import as_json
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.submissions import finding
from klimagraph.submissions.answers import kept_answers
from klimagraph.submissions.asking import asked
from klimagraph.tables.templates import templates
from klimagraph.validation import Report
from klimagraph.web.submissions_words import STATES, state_of, steps, told
from klimagraph.web.templating import render
from klimagraph.web.validate_shown import Shown, links

WAITING = (entries.RECEIVED, entries.CHECKING)
SHOWN = ("", "open", *STATES)
"""What the list can be limited to: nothing, all that are open, one of the states."""


@dataclass(frozen=True)
class Looks:
    """Who looks at the list, and what of it somebody wants to see."""

    holder: Holder | None = None
    ended: bool = False
    """Whether somebody had signed in with a token that does not hold any more."""
    state: str = ""
    """One of `SHOWN`."""
    dataset: str = ""

    @property
    def limited(self) -> bool:
        """Tell whether somebody wants to see a part only."""
        return bool(self.state or self.dataset)

    def shows(self, one: Submission) -> bool:
        """Tell whether a submission is among those that somebody wants to see."""
        states = entries.OPEN if self.state == "open" else (self.state or one.state,)
        return one.state in states and self.dataset in ("", one.dataset)


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
    report = finding.report(settings.home, one)
    with ledger.reading(settings.home) as connection:
        happened = ledger.events(connection, one.id)
    allowed = [name for name in actions(one) if _may(name, one, holder)]
    return render(
        "submission.html",
        one=one,
        holder=holder,
        state=state_of(one.state),
        steps=steps(one),
        actions=allowed,
        may_ask=holder.curates and one.open,
        asked=asked(happened),
        report=report,
        shown=_shown(one, report),
        difference=finding.difference(settings.home, one),
        answers=kept_answers(settings, one),
        events=[told(event) for event in reversed(happened)],
        waiting=one.state in WAITING,
        limit=settings.upload_size * MEBIBYTE,
    )


def overview(settings: Settings, found: list[Submission], looks: Looks) -> bytes:
    """Return the page on which somebody hands in, and sees what was handed in."""
    return render(
        "submissions.html",
        found=[one for one in found if looks.shows(one)],
        looks=looks,
        holder=looks.holder,
        limit=settings.upload_size * MEBIBYTE,
        states={name: state_of(name) for name in STATES},
        datasets=sorted({one.dataset for one in found}),
        classes=templates(bundle_folder()),
    )


def confirmation(settings: Settings, one: Submission, holder: Holder, what: str) -> bytes:
    """Return the page that asks whether a submission shall be published or withdrawn."""
    return render(
        "confirm.html",
        one=one,
        holder=holder,
        what=what,
        allowed=what in actions(one) and _may(what, one, holder),
        state=state_of(one.state),
        difference=finding.difference(settings.home, one),
    )


def is_workbook(one: Submission) -> bool:
    """Tell whether remarks can be written into the file of a submission."""
    return one.name.lower().endswith(".xlsx")


def _shown(one: Submission, report: Report | None) -> Shown | None:
    """Return what the page needs to show a report."""
    if report is None:
        return None
    return Shown(report, dict(links(f"/submissions/{one.id}/report", is_workbook(one))))


def _may(action: str, one: Submission, holder: Holder) -> bool:
    return action != "withdraw" or one.open or holder.curates


def _event(event: Event) -> dict[str, Any]:
    return {"at": event.at, "who": event.who, "what": event.what, **event.details}
