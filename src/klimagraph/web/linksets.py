"""The links of documents as documents of their own (https://www.rfc-editor.org/rfc/rfc9264)."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import releases, signposting
from klimagraph.errors import NotFound, Withdrawn
from klimagraph.formats import Format, negotiate
from klimagraph.gone import gone
from klimagraph.namespaces import CONCEPTS, DATASETS, TERMS, THINGS
from klimagraph.resources import check_iri
from klimagraph.signposting import Document, Link
from klimagraph.vocabulary.schemes import INDEX_DOCUMENT
from klimagraph.vocabulary.shapes import SHAPES_DOCUMENT
from klimagraph.vocabulary.words import ONTOLOGY
from klimagraph.web import memento
from klimagraph.web.documents import marks, release_of
from klimagraph.web.items import facts_of, items_of, linkset_of_release
from klimagraph.web.openapi_parts import AT, RELEASE, contents, refused
from klimagraph.web.respond import Reply, conditional, etag

router = APIRouter(tags=["discovery"])

JSON = Format("linkset", "json", ("application/linkset+json", "application/json"), ())
TEXT = Format("linkset-text", "txt", ("application/linkset", "text/plain"), ())
FOLDERS = {"doc": THINGS, "concept": CONCEPTS, "dataset": DATASETS, "ontology": TERMS}
"""What the documents below a path are about."""
WHOLE = {"concept": INDEX_DOCUMENT, "shapes": SHAPES_DOCUMENT, "ontology": ONTOLOGY}
"""What the documents are about that stand for all of a kind."""
Linkset = Sequence[tuple[str, Sequence[Link]]]
DESCRIBED: dict[str, Any] = {
    "parameters": [RELEASE, AT],
    "responses": {
        "200": contents((JSON, TEXT), "Links by what they start from."),
        **refused("400", "404", "406", "410"),
    },
}


@router.api_route("/dataset/{slug}/linkset.json", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def of_dataset(slug: str, request: Request) -> Response:
    """Return the links of a dataset and its files."""
    return await _of_document(f"dataset/{slug}", DATASETS + slug, request)


@router.api_route("/linkset/{path:path}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
async def of_document(path: str, request: Request) -> Response:
    """Return the links of a document: its path behind `/linkset`."""
    folder, _, name = path.partition("/")
    if folder == "releases" and name:
        return await _of_release(name, request)
    iri = FOLDERS[folder] + name if folder in FOLDERS and name else WHOLE.get(path)
    if iri is None:
        raise NotFound(f"there is no document /{path}")
    return await _of_document(path, iri, request)


async def _of_document(path: str, iri: str, request: Request) -> Response:
    check_iri(iri)
    pool = request.app.state.pool
    release = release_of(request) or pool.release
    facts = await facts_of(request, iri, release)
    if not facts and path not in WHOLE:
        if left := await gone(pool, iri, release):
            raise Withdrawn(f"{iri} was removed on {left.since[:10]}")
        raise NotFound(f"nothing is known about {iri} in release {release}")
    document = Document(iri, f"/{path}", request.query_params.get("release", ""))
    linkset = signposting.linkset(document, facts, items_of(request, iri, release))
    return _reply(tuple(linkset), iri, release, request)


async def _of_release(name: str, request: Request) -> Response:
    release = releases.read(request.app.state.settings.home, name)
    return _reply(await linkset_of_release(release, request), "", name, request)


def _reply(linkset: Linkset, iri: str, release: str, request: Request) -> Response:
    pool = request.app.state.pool
    form = negotiate(request.headers.get("accept"), (JSON, TEXT))
    write = signposting.in_json if form is JSON else signposting.in_text
    body = write(linkset, pool.settings.address)
    headers = {"ETag": etag(body.decode()), **marks(iri), **memento.headers(pool, release)}
    reply = Reply(200, body, form.content_type, {**headers, "Vary": memento.VARY})
    return conditional(reply, request.headers.get("if-none-match")).response()
