"""The editor page: a query to write, to run and to cite."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph import citations
from klimagraph.bundle import bundle_folder
from klimagraph.errors import NotFound
from klimagraph.formats import BY_NAME
from klimagraph.library.topics import Topic, read_topics
from klimagraph.library.written import written_out
from klimagraph.namespaces import PREFIXES
from klimagraph.queries import NamedQuery
from klimagraph.releases import all_releases
from klimagraph.web.editor_words import CLASSES, EXAMPLE, KEYS, PATTERNS
from klimagraph.web.language import gettext, language
from klimagraph.web.respond import Reply
from klimagraph.web.templating import render
from klimagraph.workers.engine import Engine

router = APIRouter(include_in_schema=False)

PATH = "/query"
SPARQL = "application/sparql-query; charset=utf-8"
OWN = ("query", "release", "saved", "named")
"""What the page takes itself; everything else is a value for a named query."""
FORMATS = {
    "table": (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"),
              ("xlsx", "XLSX (Excel)"), ("geojson", "GeoJSON")),
    "graph": (("turtle", "Turtle"), ("ntriples", "N-Triples"), ("jsonld", "JSON-LD"),
              ("rdfxml", "RDF/XML"), ("nquads", "N-Quads"), ("trig", "TriG"), ("n3", "N3")),
}  # fmt: skip

Library = Mapping[str, NamedQuery]


@dataclass(frozen=True)
class Start:
    """What the editor begins with."""

    query: str = EXAMPLE
    release: str = ""


@dataclass(frozen=True)
class Choice:
    """A release to choose, and why there will be no answer from it."""

    name: str
    why_not: str = ""


@router.api_route(PATH, methods=["GET", "HEAD"])
def editor(request: Request) -> Response:
    """Show the editor, filled with a query, a saved one or a named one with its values."""
    state = request.app.state
    start = _start(request.query_params, state.queries, state.pool)
    body = page(state.pool, state.queries, start)
    return Reply(200, body, BY_NAME["html"].content_type).response()


@router.api_route(f"{PATH}/text", methods=["GET", "HEAD"])
def text(request: Request) -> Response:
    """Give the text of a named query with its values, for the editor."""
    found = _written(request.query_params, request.app.state.queries)
    return Reply(200, found.encode(), SPARQL).response()


def page(pool: Engine, library: Library, start: Start) -> bytes:
    """Return the editor page."""
    return render(
        "sparql.html",
        start=start,
        current=pool.release,
        releases=_releases(pool, start.release),
        formats=FORMATS,
        topics=by_topic(library.values()),
        patterns=PATTERNS[language()],
        classes=CLASSES,
        keys=KEYS[language()],
        prefixes=PREFIXES,
        language_=language(),
    )


def _releases(pool: Engine, asked: str) -> list[Choice]:
    """Return the releases to choose from besides the current one, and that which was asked for.

    One that cannot be asked any more stands there too: the endpoint says so, and no other answers.
    """
    known = {one.name: one for one in reversed(all_releases(pool.settings.home))}
    kept = [Choice(one.name) for one in known.values() if not one.pruned]
    listed = [one for one in kept if one.name != pool.release]
    if asked in ("", pool.release, *(one.name for one in listed)):
        return listed
    why = gettext("nicht mehr vorgehalten") if asked in known else gettext("gibt es nicht")
    return [Choice(asked, why), *listed]


def by_topic(found: Iterable[NamedQuery]) -> list[tuple[Topic, list[NamedQuery]]]:
    """Return named queries by what they are about; those without a topic come last."""
    left = {query.name: query for query in found}
    grouped = [
        (topic, [left.pop(name) for name in topic.queries if name in left]) for topic in _topics()
    ]
    if left:
        rest = Topic("rest", {"de": "Weitere", "en": "More"}, tuple(left))
        grouped.append((rest, list(left.values())))
    return [group for group in grouped if group[1]]


@cache
def _topics() -> tuple[Topic, ...]:
    return read_topics(bundle_folder() / "queries")


def _start(asked: Mapping[str, str], library: Library, pool: Engine) -> Start:
    release = asked.get("release", "")
    if asked.get("query"):
        return Start(asked["query"], release)
    if asked.get("saved"):
        saved = citations.find(pool.settings.home, asked["saved"])
        return Start(saved.query, saved.release)
    return Start(_written(asked, library) if asked.get("named") else EXAMPLE, release)


def _written(asked: Mapping[str, str], library: Library) -> str:
    name = asked.get("named", "")
    query = library.get(name)
    if query is None:
        raise NotFound(f"there is no query {name!r}; see /queries")
    return written_out(query, {one: value for one, value in asked.items() if one not in OWN})
