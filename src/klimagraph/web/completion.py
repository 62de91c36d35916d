"""What the editor proposes, as one document per release and language."""

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph.completing.vocabulary import Term, Vocabulary, vocabulary
from klimagraph.description import GEOSPARQL
from klimagraph.formats import JSON
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.web.documents import release_of
from klimagraph.web.language import language
from klimagraph.web.respond import Reply, conditional, etag, spoken
from klimagraph.workers.functions import NAMES

router = APIRouter(include_in_schema=False)

PATH = "/query/completion.json"


@router.api_route(PATH, methods=["GET", "HEAD"])
async def completion(request: Request) -> Response:
    """Give prefixes, classes, properties, concepts and functions of a release."""
    pool = request.app.state.pool
    release = release_of(request) or pool.release
    known = etag("completion", language(), pool.identity(release))
    headers = {"ETag": known, **spoken(), "Cache-Control": "public, max-age=300"}
    found = await vocabulary(pool, language(), release)
    reply = Reply(200, _written(found), JSON.content_type, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def _written(found: Vocabulary) -> bytes:
    document = {
        "release": found.release,
        "prefixes": PREFIXES,
        "schemes": dict(found.schemes),
        "functions": [*map(compact, NAMES), *(f"geof:{name}" for name in GEOSPARQL)],
        "terms": [_term(term) for term in found.terms],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _term(term: Term) -> dict[str, Any]:
    """Return a term without what is empty."""
    members = {
        "name": term.name,
        "kind": term.kind,
        "label": term.label,
        "definition": term.definition,
        "count": term.count,
        "subjects": dict(term.subjects),
        "objects": dict(term.objects),
        "schemes": list(term.schemes),
    }
    return {name: value for name, value in members.items() if value not in ("", {}, [])}
