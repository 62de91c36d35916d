"""Data and pictures of maps: areas by level, members with their alliances."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from klimagraph.errors import InputRefused, NotFound
from klimagraph.maps.areas import is_state, read_areas
from klimagraph.maps.kept import Kept
from klimagraph.maps.members import read_members
from klimagraph.maps.scenes import scene_of_authority, scene_of_members
from klimagraph.maps.topology import topology
from klimagraph.maps.writing import members_json
from klimagraph.namespaces import THINGS
from klimagraph.web.documents import release_of
from klimagraph.web.language import language
from klimagraph.web.map_drawing import drawn
from klimagraph.web.respond import Reply, conditional, etag

router = APIRouter(tags=["maps"])

TOPOLOGY, JSON, PNG = "application/json", "application/json", "image/png"
SHORTLY = "public, max-age=300"
ROOM = 24 << 20
"""Bytes of maps that are held in memory."""
AUTHORITIES = ("municipality", "district", "association", "state")
_KEY = re.compile(r"[A-Za-z0-9-]{1,100}")

Make = Callable[[str], Awaitable[bytes]]


@router.api_route("/map/areas/{level}.json", methods=["GET", "HEAD"])
async def areas(
    request: Request,
    level: str,
    state: Annotated[str, Query(description="Key of a state, such as 15.")] = "",
) -> Response:
    """Return the areas of a level as TopoJSON: states, districts, associations, municipalities."""

    async def make(release: str) -> bytes:
        pool = request.app.state.pool
        found = await read_areas(pool, level, state, release)
        if state and not found.areas and not await is_state(pool, state, release):
            raise NotFound(f"there is no state with the key {state!r}")
        return await asyncio.to_thread(topology, found.areas, level)

    return await _reply(request, ("areas", level, state), TOPOLOGY, make)


@router.api_route("/map/members.json", methods=["GET", "HEAD"])
async def members(
    request: Request,
    alliance: Annotated[str, Query(description="Key or IRI of an alliance.")] = "",
) -> Response:
    """Return who takes part in which alliance, since when, and where it lies."""
    path = _alliance(alliance)

    async def make(release: str) -> bytes:
        found = await read_members(request.app.state.pool, release)
        if path and path not in {one.path for one in found.alliances}:
            raise NotFound(f"there is no alliance {alliance[:80]!r}")
        return await asyncio.to_thread(members_json, found.of(path) if path else found)

    return await _reply(request, ("members", path), JSON, make)


@router.api_route("/map/picture.png", methods=["GET", "HEAD"])
async def picture(request: Request) -> Response:
    """Return a picture of all members, as shared links show it."""

    async def make(release: str) -> bytes:
        return await drawn(await scene_of_members(request.app.state.pool, release), "")

    return await _reply(request, ("picture", language()), PNG, make)


@router.api_route("/map/picture/{kind}/{key}.png", methods=["GET", "HEAD"])
async def picture_of(
    request: Request,
    kind: str,
    key: str,
    words: Annotated[bool, Query(description="Name and numbers beside the map.")] = True,
) -> Response:
    """Return a picture of an alliance with its members, or of an authority in its state."""
    path = f"{kind}/{key}"
    if kind not in ("alliance", *AUTHORITIES) or not _KEY.fullmatch(key):
        known = ", ".join(("alliance", *AUTHORITIES))
        raise NotFound(f"there is no picture of {path[:80]!r}; there are some of {known}")
    pool = request.app.state.pool

    async def make(release: str) -> bytes:
        read = scene_of_members if kind == "alliance" else scene_of_authority
        return await drawn(await read(pool, release, path), path, words=words)

    return await _reply(request, ("picture", path, language(), str(words)), PNG, make)


def _alliance(text: str) -> str:
    """Return the path of an alliance, empty where none is asked for."""
    key = text.removeprefix(THINGS).removeprefix("alliance/")
    if text and not _KEY.fullmatch(key):
        raise InputRefused(
            f"alliance is {text[:80]!r}; allowed is a key such as klima-buendnis, or its IRI"
        )
    return f"alliance/{key}" if text else ""


async def _reply(request: Request, what: tuple[str, ...], kind: str, make: Make) -> Response:
    """Return what is kept of a release, or make it; whoever has it gets nothing."""
    state = request.app.state
    release = release_of(request) or state.pool.release
    identity = state.pool.identity(release)
    body = await kept(request).get((identity, *what), lambda: make(release))
    headers = {"ETag": etag(identity, *what), "Cache-Control": SHORTLY}
    if kind == PNG:
        headers["Vary"] = "Accept-Language"
    headers["Klimagraph-Release"] = release
    reply = Reply(200, body, kind, headers)
    return conditional(reply, request.headers.get("if-none-match")).response()


def kept(request: Request) -> Kept:
    """Return where the maps of this service are kept."""
    state = request.app.state
    if not hasattr(state, "maps"):
        state.maps = Kept(ROOM)
    found: Kept = state.maps
    return found
