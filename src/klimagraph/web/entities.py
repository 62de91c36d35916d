"""The things of each class in pages, for mirrors and programs."""

import json
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from klimagraph import people
from klimagraph.entities import lists, pages
from klimagraph.entities.lists import Listing
from klimagraph.entities.pages import Asked, Page
from klimagraph.entities.reading import lines
from klimagraph.errors import NotFound, QueryRefused
from klimagraph.formats import BY_NAME
from klimagraph.harvest.snapshot import Snapshot, content, path_of
from klimagraph.namespaces import THINGS
from klimagraph.web import memento
from klimagraph.web.openapi_parts import refused
from klimagraph.web.respond import Reply, dated, digest

router = APIRouter(tags=["entities"])

MOST = 1000
HELD = 8 << 20
"""Bytes of listings that are held in memory, as they lie in files."""
FOREVER, SHORTLY = "public, max-age=31536000, immutable", "public, max-age=300"
STATE = re.compile(r"0[1-9]|1[0-6]")
ALLIANCES = "alliance"
IN_STATE, ALLIANCE = f"{THINGS}state/", f"{THINGS}alliance/"
EXAMPLE = {
    "@context": {"hydra": pages.HYDRA},
    "@id": "https://klimagraph.example/entities/membership?state=15",
    "@type": "hydra:Collection",
    "hydra:totalItems": 11,
    "hydra:view": {
        "@id": "https://klimagraph.example/entities/membership"
        "?state=15&page=1&per_page=100&snapshot=2026.1.0-0a1b2c3d",
        "@type": ["hydra:PagedCollection", "hydra:PartialCollectionView"],
        "hydra:totalItems": 11,
        "hydra:itemsPerPage": 100,
    },
    "hydra:member": [{"id": f"{THINGS}membership/lena-netzwerk--15085040", "type": ["Membership"]}],
}
CONTENT = {"application/ld+json": {"example": EXAMPLE}}
DESCRIBED: dict[str, Any] = {
    "responses": {
        "200": {"description": "A page of things.", "content": CONTENT},
        "304": {"description": "The client has the page already."},
        **refused("400", "404", "503"),
    }
}
Number = Annotated[int, Query(ge=1, description="Number of the page.", examples=[1])]
Size = Annotated[int, Query(ge=1, le=MOST, description="Things of a page.", examples=[100])]
State = Annotated[
    str, Query(description="Only what concerns a state: its key or its IRI.", examples=["15"])
]
Alliance = Annotated[
    str,
    Query(
        description="Only what concerns an alliance: the end of its IRI, or all of it.",
        examples=["klima-buendnis"],
    ),
]
Named = Annotated[str, Query(description="The snapshot, as the links between pages name it.")]


@dataclass(frozen=True)
class Choice:
    """Which page of which things."""

    page: Number = 1
    per_page: Size = 100
    state: State = ""
    alliance: Alliance = ""
    snapshot: Named = ""


@router.api_route(pages.PATH, methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
def classes(request: Request, snapshot: Named = "") -> Response:
    """List the classes of things, and how many of each there are; people are in none."""
    _known_only(request, {"snapshot"})
    held = request.app.state.harvest.snapshot(snapshot)
    body = pages.listed(_counts(held, request), request.app.state.settings.address)
    return _reply(body, held, request, fixed=bool(snapshot))


@router.api_route(f"{pages.PATH}/{{folder}}", methods=["GET", "HEAD"], openapi_extra=DESCRIBED)
def things(folder: str, request: Request, choice: Annotated[Choice, Depends()]) -> Response:
    """Return a page of the things of a class, in an order that stays; links name the snapshot."""
    _known_only(request, {field.name for field in fields(Choice)})
    held = request.app.state.harvest.snapshot(choice.snapshot)
    listing = _listing(folder, held, request)
    state, alliance = _state(choice.state), _alliance(choice.alliance, held, request)
    numbers = listing.chosen(state, alliance)
    asked = Asked(folder, choice.page, choice.per_page, state, alliance)
    settings = request.app.state.settings
    page = Page(asked, held.name, len(numbers), settings.address)
    if asked.page > page.last:
        raise NotFound(f"there is no page {asked.page}; the last one is {page.last}")
    mine = numbers[(asked.page - 1) * asked.size : asked.page * asked.size]
    found = lines(path_of(settings.home, held.name), listing, mine)
    return _reply(pages.written(page, found), held, request, fixed=bool(choice.snapshot))


def _known_only(request: Request, known: set[str]) -> None:
    """Raise QueryRefused for a parameter that is misspelt, before it silently chooses nothing."""
    for name in request.query_params:
        if name not in known:
            allowed = ", ".join(sorted(known))
            raise QueryRefused(f"there is no parameter {name!r} here; known are {allowed}")


def _counts(held: Snapshot, request: Request) -> dict[str, int]:
    counts = json.loads(request.app.state.harvest.content(held.name, lists.COUNTS))
    return {str(folder): int(number) for folder, number in counts.items()}


def _listing(folder: str, held: Snapshot, request: Request) -> Listing:
    """Return which things there are of a class; raises NotFound, which names the classes."""
    counts = _counts(held, request)
    if folder == people.FOLDER:
        raise NotFound("people are in no list; each has a page that their tenures lead to")
    if folder not in counts:
        raise NotFound(f"there is no class {folder!r}; known are {', '.join(sorted(counts))}")
    settings = request.app.state.settings
    return _LISTINGS.read(settings.home, held.name, folder)


class Listings:
    """The listings that were asked for last, as far as they take up no more than they may."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[Path, str, str], tuple[Listing, int]] = OrderedDict()

    def read(self, home: Path, snapshot: str, folder: str) -> Listing:
        """Return which things there are of a class; raises NotFound."""
        key = (home, snapshot, folder)
        with self._lock:
            if key in self._read:
                self._read.move_to_end(key)
                return self._read[key][0]
        text = content(home, snapshot, lists.path_of(folder))
        found = lists.read(text)
        with self._lock:
            if key not in self._read and len(text) <= self.most:
                self._read[key] = (found, len(text))
                self.held += len(text)
            while self.held > self.most:
                self.held -= self._read.popitem(last=False)[1][1]
        return found


_LISTINGS = Listings(HELD)


def _state(text: str) -> str:
    """Return the key of a state, which may be given as its IRI; raises QueryRefused."""
    key = text.removeprefix(IN_STATE)
    if key and not STATE.fullmatch(key):
        raise QueryRefused(f"state is {text!r}; allowed are the keys 01 to 16, such as 15")
    return key


def _alliance(text: str, held: Snapshot, request: Request) -> str:
    """Return the IRI of an alliance, of which the end may be given; raises QueryRefused."""
    if not text:
        return ""
    iri = text if text.startswith(ALLIANCE) else ALLIANCE + text
    known = _listing(ALLIANCES, held, request).alliances
    if iri not in known:
        ends = ", ".join(sorted(one.removeprefix(ALLIANCE) for one in known))
        raise QueryRefused(f"alliance is {text!r}; known are {ends}")
    return iri


def _reply(body: bytes, held: Snapshot, request: Request, *, fixed: bool) -> Response:
    since = memento.served_since(request.app.state.settings.home, held.name, named=fixed)
    headers = {
        "ETag": digest(body),
        "Last-Modified": since,
        "Cache-Control": FOREVER if fixed else SHORTLY,
        "Klimagraph-Release": held.release,
    }
    reply = Reply(200, body, BY_NAME["jsonld"].content_type, headers)
    return dated(reply, request.headers).response()
