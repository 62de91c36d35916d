"""Which format each kind of result will have, from what the client says it takes."""

import contextlib
from functools import lru_cache

from klimagraph.errors import NotAcceptable, QueryRefused
from klimagraph.formats import GRAPH, KINDS, Format, Kind, for_kind, named, negotiate, qualities

GENERIC = {"json": {GRAPH: "jsonld"}, "xml": {GRAPH: "rdfxml"}}
"""What format=json and format=xml mean for triples; client libraries send them with any query."""


@lru_cache(256)
def formats_of(wanted: tuple[str, ...], accept: str | None) -> dict[str, str]:
    """Return the format for each kind of result; kinds that the client cannot take are absent.

    Clients name the same format more than once, and in lists; what is not known beside one that
    is known does not count. Raises NotAcceptable, and QueryRefused for two different formats.
    """
    names = [name.strip() for value in wanted for name in value.split(",")]
    if names:
        form, name = _only(names)
        if not form.kinds:
            raise NotAcceptable(f"a result of a query cannot be written as {form.name}")
        return {str(kind): form.name for kind in form.kinds} | GENERIC.get(name.lower(), {})
    chosen: dict[str, str] = {}
    for kind in KINDS:
        with contextlib.suppress(NotAcceptable):
            chosen[kind] = negotiate(_readable(accept, kind), for_kind(kind)).name
    if not chosen:
        raise NotAcceptable(f"Accept {accept!r} allows no format that a result can be written in")
    return chosen


def _only(names: list[str]) -> tuple[Format, str]:
    """Return the one format that is named, and its first name."""
    found: dict[str, tuple[Format, str]] = {}
    for name in names:
        with contextlib.suppress(NotAcceptable):
            form = named(name)
            found.setdefault(form.name, (form, name))
    if len(found) > 1:
        raise QueryRefused(f"'format' names {len(found)} formats: {', '.join(found)}")
    return next(iter(found.values())) if found else (named(names[0]), names[0])


def _readable(accept: str | None, kind: Kind) -> str | None:
    """Let browsers, which ask for pages, see results as text that they can show."""
    liked = qualities(accept or "")
    named_here = (liked.get(name, 0.0) for form in for_kind(kind) for name in form.media_types)
    if liked.get("text/html", 0.0) > max(named_here):
        return "application/json" if kind != GRAPH else "text/turtle"
    return accept
