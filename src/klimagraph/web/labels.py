"""Labels of things, for programs that got IRIs and show names."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from klimagraph import labels
from klimagraph.errors import InputRefused
from klimagraph.terms import is_iri
from klimagraph.web import memento
from klimagraph.web.documents import check_utf8, release_of
from klimagraph.web.respond import Reply, conditional, etag

router = APIRouter(tags=["search"], dependencies=[Depends(check_utf8)])

PATH = "/labels.json"

Iris = Annotated[
    list[str], Query(description=f"IRI of a thing; at most {labels.MOST}, each as `iri`")
]

Wanted = Annotated[str, Query(description="Release that is asked; the current one if empty")]


@router.api_route(PATH, methods=["GET", "HEAD"], response_class=Response)
async def labels_of(request: Request, iri: Iris, release: Wanted = "") -> Response:
    """Return the labels of things in German and English; those without one are left out."""
    _check(iri)
    pool = request.app.state.pool
    answered, found = await labels.labels(pool, iri, release_of(request))
    document = {"release": answered, "labels": found}
    body = json.dumps(document, ensure_ascii=False, indent=1).encode()
    headers = {
        "ETag": etag(body.decode()),
        "Cache-Control": "public, max-age=300",
        **memento.headers(pool, answered),
        "Vary": memento.VARY,
    }
    reply = Reply(200, body, "application/json", headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def _check(iris: list[str]) -> None:
    if len(iris) > labels.MOST:
        raise InputRefused(f"{len(iris)} IRIs were given; allowed are at most {labels.MOST}")
    wrong = next((iri for iri in iris if not is_iri(iri)), None)
    if wrong is not None:
        raise InputRefused(f"iri is {wrong[:200]!r}; allowed is an absolute IRI")
