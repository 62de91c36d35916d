"""Reconciliation of names, as OpenRefine asks for it (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)."""

import json
from collections.abc import Callable
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from klimagraph import __version__
from klimagraph.errors import InputRefused, MediaTypeUnsupported, NotFound
from klimagraph.folding import folded
from klimagraph.namespaces import TERMS, THINGS
from klimagraph.releases import open_read_only, store_of
from klimagraph.releases.manifests import folder_of
from klimagraph.resolving import Resolver, open_resolver
from klimagraph.resolving.batches import LARGEST, read_batch, read_extension
from klimagraph.resolving.properties import BY_ID, PROPERTIES, Property, cells, id_of, iri_of
from klimagraph.resolving.reconciling import results
from klimagraph.resolving.types import AUTHORITY, DEFAULT, type_id, types
from klimagraph.search.finding import LONGEST, Question
from klimagraph.search.results import search
from klimagraph.web.policy import HEADER, policy
from klimagraph.web.reconcile_examples import ASKING, EXTENSION, MANIFEST, SUGGESTIONS
from klimagraph.web.respond import Reply
from klimagraph.web.templating import local, render
from klimagraph.web.uploads import bounded, media_of
from klimagraph.workers.turns import Shares, client

router = APIRouter(tags=["reconciliation"])

PATH = "/reconcile"
FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 1 << 20
SUGGESTED = 20
"""Suggestions of an answer."""
WIDTH, HEIGHT = 420, 220
"""Pixels of a preview."""
SHOWN = ("key", "kind", "state", "district", "association", "population", "seat")
"""Properties in a preview."""

P = ParamSpec("P")
T = TypeVar("T")


@router.api_route(PATH, methods=["GET", "HEAD"], openapi_extra=MANIFEST)
async def manifest(request: Request) -> Response:
    """Answer with the manifest of the service, or to `queries` or `extend` in the address."""
    given = _parsed(request.url.query)
    if "queries" in given or "extend" in given:
        return await _asked(request, given)
    return await _answer(request, _manifest, request.app.state.settings.address)


@router.post(PATH, openapi_extra=ASKING)
async def reconcile(request: Request) -> Response:
    """Find candidates for a batch of names, or values of things: `queries` or `extend`."""
    media = media_of(request.headers.get("content-type"))
    if media != FORM:
        raise MediaTypeUnsupported(f"queries come as {FORM}, not as {media!r}")
    body = await Request(request.scope, bounded(request.receive, LONGEST_BODY)).body()
    try:
        given = _parsed(body.decode())
    except UnicodeDecodeError:
        raise InputRefused("the body is not UTF-8") from None
    return await _asked(request, given)


@router.api_route(f"{PATH}/suggest/entity", methods=["GET", "HEAD"], openapi_extra=SUGGESTIONS)
async def suggest_entity(
    request: Request,
    prefix: Annotated[str, Query(max_length=LONGEST)] = "",
    cursor: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    """Suggest things whose names begin with what was typed."""
    return await _answer(request, _entities, request, prefix, cursor)


@router.api_route(f"{PATH}/suggest/type", methods=["GET", "HEAD"], openapi_extra=SUGGESTIONS)
async def suggest_type(
    request: Request,
    prefix: Annotated[str, Query(max_length=LONGEST)] = "",
    cursor: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    """Suggest types."""
    return await _answer(request, _types, prefix, cursor)


@router.api_route(f"{PATH}/suggest/property", methods=["GET", "HEAD"], openapi_extra=SUGGESTIONS)
async def suggest_property(
    request: Request,
    prefix: Annotated[str, Query(max_length=LONGEST)] = "",
    cursor: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    """Suggest properties that narrow a query, or whose values can be fetched."""
    rows = [
        {"id": item.id, "name": item.name, "description": item.description} for item in PROPERTIES
    ]
    return await _answer(request, _chosen, rows, prefix, cursor)


@router.api_route(f"{PATH}/properties", methods=["GET", "HEAD"], openapi_extra=EXTENSION)
async def propose_properties(
    request: Request,
    kind: Annotated[str, Query(alias="type", max_length=LONGEST)] = AUTHORITY,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
) -> Response:
    """Propose properties whose values can be fetched for things of a type."""
    rows = [{"id": item.id, "name": item.name} for item in PROPERTIES if item.iris]
    body = {"type": kind, "limit": limit, "properties": rows[:limit]}
    return await _answer(request, lambda _: body)


@router.api_route(f"{PATH}/preview", methods=["GET", "HEAD"])
async def preview(
    request: Request, identifier: Annotated[str, Query(alias="id", max_length=LONGEST)]
) -> Response:
    """Show a small page about a thing."""
    return await _answer(request, _preview, request, identifier)


async def _asked(request: Request, given: dict[str, str]) -> Response:
    if "queries" in given:
        batch = read_batch(given["queries"])
        return await _answer(
            request,
            lambda resolver: {
                name: {"result": results(resolver, query)} for name, query in batch.items()
            },
        )
    if "extend" not in given:
        raise InputRefused("queries or extend is missing; either holds JSON")
    return await _answer(request, _extended, request, given["extend"])


async def _answer(
    request: Request,
    write: Callable[Concatenate[Resolver, P], Any],
    *values: P.args,
    **named: P.kwargs,
) -> Response:
    """Return what a function makes of the resolver of the current release, in a thread."""
    settings, release = request.app.state.settings, request.app.state.pool.release
    if settings.scratch:
        raise NotFound("a scratch instance has no search")

    def work() -> Any:
        with open_resolver(settings.home, release) as resolver:
            return write(resolver, *values, **named)

    who, shares = client.get(), request.app.state.searching
    assert isinstance(shares, Shares)  # noqa: S101  # the application sets it
    shares.take(who)
    try:
        found = await run_in_threadpool(work)
    finally:
        shares.give_back(who)
    headers = {"Klimagraph-Release": release}
    if isinstance(found, bytes):
        headers[HEADER] = policy("*")  # OpenRefine shows it in a frame
        return Reply(200, found, "text/html; charset=utf-8", headers).response()
    body = json.dumps(found, ensure_ascii=False).encode()
    return Reply(200, body, "application/json", headers).response()


def _parsed(text: str) -> dict[str, str]:
    try:
        found = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise InputRefused("the parameters are not UTF-8 in percent encoding") from None
    return {name: values[0] for name, values in found.items()}


def _manifest(resolver: Resolver, address: str) -> dict[str, Any]:
    known = {item["id"]: item for item in _typed(resolver)}
    service = {
        name: {"service_url": address, "service_path": f"{PATH}/suggest/{name}"}
        for name in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": "Klimagraph",
        "identifierSpace": THINGS,
        "schemaSpace": TERMS,
        "documentation": f"{address}/openapi.json",
        "serviceVersion": __version__,
        "defaultTypes": [known[name] for name in DEFAULT if name in known],
        "view": {"url": f"{address}/doc/{{{{id}}}}"},
        "preview": {
            "url": f"{address}{PATH}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": service,
        "extend": {
            "propose_properties": {"service_url": address, "service_path": f"{PATH}/properties"},
            "property_settings": [],
        },
        "batchSize": LARGEST,
    }


def _typed(resolver: Resolver) -> list[dict[str, Any]]:
    """Return all types; those of authorities say so."""
    known = types(resolver.connection)
    names = {item.id: item.name for item in known}
    above = {"broader": [{"id": AUTHORITY, "name": names.get(AUTHORITY, AUTHORITY)}]}
    below = set(DEFAULT) - {AUTHORITY}
    return [
        {"id": item.id, "name": item.name} | (above if item.id in below else {}) for item in known
    ]


def _types(resolver: Resolver, prefix: str, cursor: int) -> dict[str, Any]:
    return _chosen(resolver, _typed(resolver), prefix, cursor)


def _chosen(
    _resolver: Resolver, rows: list[dict[str, Any]], prefix: str, cursor: int
) -> dict[str, Any]:
    """Return the rows whose identifier or a word of whose name begins with a text."""
    wanted = folded(prefix)
    found = [
        row
        for row in rows
        if folded(row["id"]).startswith(wanted) or f" {wanted}" in f" {folded(row['name'])}"
    ]
    return {"result": found[cursor : cursor + SUGGESTED]}


def _entities(resolver: Resolver, request: Request, prefix: str, cursor: int) -> dict[str, Any]:
    state = request.app.state
    text = iri_of(prefix) if resolver.places.thing(iri_of(prefix)) else prefix
    folder = folder_of(state.settings.home, state.pool.release)
    found = search(folder, Question(text), cursor, SUGGESTED)
    return {
        "result": [
            {
                "id": id_of(item.hit.iri),
                "name": item.label,
                "description": ", ".join(
                    filter(None, (item.kind_label, item.district_label, item.state_label))
                ),
                "notable": [{"id": type_id(item.kind), "name": item.kind_label or item.kind}],
            }
            for item in found.results
            if item.hit.iri.startswith(THINGS)
        ]
    }


def _extended(_resolver: Resolver, request: Request, text: str) -> dict[str, Any]:
    query = read_extension(text)
    unknown = [name for name in query.properties if name not in BY_ID]
    if unknown:
        raise InputRefused(f"there is no property {unknown[0]}; known are {', '.join(BY_ID)}")
    wanted = [BY_ID[name] for name in query.properties]
    store = open_read_only(
        store_of(request.app.state.settings.home, request.app.state.pool.release)
    )
    return {
        "meta": [_described(item) for item in wanted],
        "rows": {
            name: {item.id: cells(store, name, item) for item in wanted} for name in query.ids
        },
    }


def _described(item: Property) -> dict[str, Any]:
    kinds = {
        "state": {"id": "State", "name": "Land"},
        "district": {"id": "District", "name": "Kreis"},
        "association": {"id": "AssociationOfMunicipalities", "name": "Gemeindeverband"},
    }
    kind = {"type": kinds[item.id]} if item.id in kinds else {}
    return {"id": item.id, "name": item.name} | kind


def _preview(resolver: Resolver, request: Request, identifier: str) -> bytes:
    place = resolver.places.thing(iri_of(identifier))
    if place is None:
        raise NotFound(f"there is nothing with the identifier {identifier}")
    state = request.app.state
    store = open_read_only(store_of(state.settings.home, state.pool.release))
    rows = [
        (
            name,
            ", ".join(str(cell.get("name", next(iter(cell.values())))) for cell in found),
        )
        for name in SHOWN
        if (found := cells(store, identifier, BY_ID[name]))
    ]
    address = state.settings.address + local(place.iri)
    return render("reconcile_preview.html", title=place.label, address=address, rows=rows)
