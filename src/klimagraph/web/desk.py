"""The curators' desk: what waits to be published, oldest first."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph import ledger
from klimagraph.errors import Forbidden
from klimagraph.ledger import Event, Submission, tokens
from klimagraph.ledger import submissions as entries
from klimagraph.settings import Settings
from klimagraph.submissions import finding
from klimagraph.submissions.asking import asked
from klimagraph.web.guided import Guided
from klimagraph.web.respond import PRIVATE, Reply
from klimagraph.web.submissions import HTML, Asking
from klimagraph.web.submissions_words import state_of
from klimagraph.web.templating import render

router = APIRouter(tags=["submissions"], include_in_schema=False, route_class=Guided)

PATH = "/desk"
MOST = 50
"""Submissions that are shown; the others come when these are done."""


@dataclass(frozen=True)
class Waiting:
    """A submission that waits, with what a curator wants to know before looking at it."""

    one: Submission
    state: str
    whose: str
    """What the operator calls the token with which it came."""
    difference: dict[str, Any] | None
    asked: Event | None

    @property
    def ready(self) -> bool:
        """Tell whether it can be published."""
        return self.one.state == entries.VALID

    @property
    def size(self) -> int:
        """Return how many statements would come or go."""
        if self.difference is None:
            return 0
        return int(self.difference["statements_new"]) + int(self.difference["statements_gone"])


@router.api_route(PATH, methods=["GET", "HEAD"])
async def desk(request: Request, holder: Asking) -> Response:
    """Show curators what is open in all datasets."""
    if not holder.curates:
        raise Forbidden(
            "Der Arbeitsplatz der Redaktion ist für die Redaktion; Ihre Einreichungen stehen in "
            "der Liste / the desk is for curators; your submissions are in the list"
        )
    rows, more = await run_in_threadpool(_waiting, request.app.state.settings)
    body = render("desk.html", holder=holder, rows=rows, more=more)
    return Reply(200, body, HTML.content_type, PRIVATE).response()


def _waiting(settings: Settings) -> tuple[list[Waiting], int]:
    """Return the open submissions, and how many more there are."""
    with ledger.reading(settings.home) as connection:
        found = entries.in_states(connection, *entries.OPEN)
        labels = {token.id: token.label for token in tokens.all_tokens(connection)}
        first = [(one, ledger.events(connection, one.id)) for one in found[:MOST]]
    rows = [
        Waiting(
            one,
            state_of(one.state),
            labels.get(one.token, "") if one.token is not None else "",
            finding.difference(settings.home, one),
            asked(happened),
        )
        for one, happened in first
    ]
    return rows, len(found) - len(rows)
