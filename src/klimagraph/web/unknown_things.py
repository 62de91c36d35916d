"""Pages where nothing is known: 404, with what may have been meant (RFC 9110, section 15.5.5)."""

from pathlib import Path
from urllib.parse import unquote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph.errors import IndexDamaged, InputRefused
from klimagraph.formats import BY_NAME
from klimagraph.namespaces import THINGS
from klimagraph.releases.manifests import folder_of
from klimagraph.search.finding import LONGEST, Question
from klimagraph.search.results import Result, search
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render

MOST = 6
"""Things that may have been meant, at most."""


async def answer(iri: str, request: Request) -> Response:
    """Return a page that helps to find what the address may have meant."""
    settings, pool = request.app.state.settings, request.app.state.pool
    key = unquote(iri.removeprefix(THINGS).rpartition("/")[2])[:LONGEST]
    words = key.replace("-", " ").strip()
    meant: tuple[Result, ...] = ()
    if words and not settings.scratch:
        meant = await run_in_threadpool(_meant, settings.home, pool.release, words)
    body = render("things/unknown.html", key=key, words=words, meant=meant)
    return Reply(404, body, BY_NAME["html"].content_type, {"Vary": "Accept"}).response()


def _meant(home: Path, release: str, words: str) -> tuple[Result, ...]:
    try:
        found = search(folder_of(home, release), Question(words), 0, MOST)
    except (IndexDamaged, InputRefused):
        return ()
    return tuple(found.results)
