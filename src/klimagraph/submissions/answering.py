"""The process that finds out which named queries a submission would give another answer."""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse,
)

from klimagraph import ledger, releases
from klimagraph.bundle import bundle_folder
from klimagraph.errors import NotFound, QueryRefused, ReleaseUnknown
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.namespaces import FUNCTIONS, PREFIXES
from klimagraph.queries import NamedQuery, bind, read_queries
from klimagraph.releases import Release
from klimagraph.releases.workplace import workplace
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.submissions.shadow import PREFIX, publish_aside
from klimagraph.workers.sandbox import forbid_sockets

SAME, DIFFERENT, UNKNOWN = 0, 10, 11
PER_QUERY = 10
"""Seconds for both answers to one query."""
POLITE = 10
"""By how much others go first (see nice(2))."""
FUNCTION = next(name for name, iri in PREFIXES.items() if iri == FUNCTIONS)

Bound = dict[Variable, NamedNode | Literal]


def main() -> None:
    """Compare the answers for the submission that the first argument names; print what differs.

    Each query has a process of its own, which a clock of the kernel ends; this one opens no store.
    """
    forbid_sockets()
    os.nice(POLITE)
    told = json.loads(sys.stdin.readline())
    settings = Settings(**{**told, "home": Path(told["home"])})
    limit = settings.write_memory * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    print(json.dumps(_compared(settings, _submission(settings, sys.argv[1]))))


def _submission(settings: Settings, identifier: str) -> Submission:
    with ledger.reading(settings.home) as connection:
        one = entries.find(connection, identifier)
    if one is None:
        raise NotFound(f"there is no submission {identifier}")
    return one


def _compared(settings: Settings, one: Submission) -> dict[str, object]:
    release = releases.current(settings.home)
    if release is None:
        raise ReleaseUnknown("nothing is published yet")
    library = list(read_queries(bundle_folder() / "queries"))
    bound = {query.name: _bound(query) for query in library}
    asked = [query for query in library if bound[query.name] is not None]
    states: dict[str, int] = dict.fromkeys((query.name for query in asked), UNKNOWN)
    with workplace(settings.home, PREFIX) as folder:
        place = folder / "home"
        if _forked(partial(_aside, settings, one, release, place), settings.write_timeout) == SAME:
            stores = [releases.store_of(place, name) for name in _both(place, release)]
            for query in asked:
                values = bound[query.name] or {}
                states[query.name] = _forked(partial(_ask, query, values, stores), PER_QUERY)
    titles = {query.name: query.title for query in asked}
    return {
        "release": release.name,
        "revision": one.revision,
        "changed": _named(titles, states, DIFFERENT),
        "unknown": _named(titles, states, UNKNOWN),
        "same": sum(state == SAME for state in states.values()),
        "not_asked": len(library) - len(asked),
    }


def _both(place: Path, release: Release) -> tuple[str, str]:
    """Return the names of the releases to compare."""
    return release.name, releases.current_name(place) or release.name


def _named(
    titles: dict[str, dict[str, str]], states: dict[str, int], wanted: int
) -> list[dict[str, object]]:
    return [
        {"name": name, "title": titles[name]} for name, state in states.items() if state == wanted
    ]


def _bound(query: NamedQuery) -> Bound | None:
    """Return what the variables of a query stand for; None where somebody has to say it."""
    if f"{FUNCTION}:" in query.text:  # the index of names is not compared
        return None
    try:
        return {Variable(name): _term(text) for name, text in bind(query, {})}
    except QueryRefused:
        return None


def _term(text: str) -> NamedNode | Literal:
    quad = next(iter(parse(f"<x:x> <x:x> {text} .".encode(), format=RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, NamedNode | Literal)  # noqa: S101  # parameters are no others
    return quad.object


def _aside(settings: Settings, one: Submission, release: Release, place: Path) -> int:
    publish_aside(settings, one, release, place)
    return SAME


def _ask(query: NamedQuery, values: Bound, stores: list[Path]) -> int:
    first, second = (_answer(query, values, store) for store in stores)
    return SAME if first == second else DIFFERENT


def _answer(query: NamedQuery, values: Bound, store: Path) -> bytes:
    opened: Store = releases.open_read_only(store)
    found = opened.query(query.ordered, substitutions=dict(values))
    assert isinstance(found, QuerySolutions)  # noqa: S101  # named queries are SELECTs
    return found.serialize(format=QueryResultsFormat.TSV) or b""


def _forked(work: Callable[[], int], seconds: float) -> int:
    """Do work in a process of its own; UNKNOWN where it does not come to its end in time."""
    process = os.fork()
    if process == 0:
        code = UNKNOWN
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else UNKNOWN


if __name__ == "__main__":
    main()
