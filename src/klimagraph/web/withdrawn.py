"""Answers about things that were withdrawn: 410 with what is left of them."""

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from klimagraph import signposting
from klimagraph.errors import NotFound
from klimagraph.formats import Format
from klimagraph.gone import Gone, gone
from klimagraph.signposting import Facts, Link
from klimagraph.terms import write
from klimagraph.web import memento
from klimagraph.web.documents import DATA, UNLISTED, described, release_of
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render


async def answer(missing: NotFound, iri: str, form: Format, request: Request) -> Response:
    """Return what is left of a thing that is missing; raises NotFound where it never was there."""
    pool = request.app.state.pool
    left = await gone(pool, iri, release_of(request))
    if left is None:
        raise missing
    document = described(request, iri, form)
    facts = Facts(tuple(one.iri for one in left.classes))
    links = [*_before(left, document.path), *signposting.links(document, facts, form)]
    headers = {"Link": signposting.header(links), **UNLISTED, "Vary": memento.VARY}
    body = _page(left, document.path) if form.name == "html" else write(left.triples(), form.name)
    return Reply(410, body, form.content_type, headers).response()


def _before(left: Gone, path: str) -> list[Link]:
    """Return the link to the last version (RFC 5829)."""
    return [Link(_last(left, path), "predecessor-version")] if left.last else []


def _last(left: Gone, path: str) -> str:
    return f"{quote(path)}?release={left.last}"


def _page(left: Gone, path: str) -> bytes:
    last = _last(left, path) if left.last else ""
    return render("gone.html", gone=left, base=path, offers=DATA, last=last)
