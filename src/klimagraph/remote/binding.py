"""Parameters of a query written into its text as terms, for engines that take none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import RdfFormat, parse

from klimagraph.workers import guard

Token = tuple[int, str, str]
"""Offset, kind and text, as `guard.tokens` gives them."""
CLAUSES = ("SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
INNER, GROUPED = "_inner", "_grouped"
"""What is added to the name of a column in a subquery and in GROUP BY: its own is taken."""


@dataclass(frozen=True)
class _Place:
    """A variable in the text: where it stands, in which clause and in which SELECT."""

    offset: int
    text: str
    clause: str
    selects: tuple[int, ...]
    """Offsets of the SELECTs around it, the outermost first."""

    @property
    def name(self) -> str:
        return self.text[1:]


def bind(query: str, substitutions: Sequence[tuple[str, str]]) -> str:
    """Return the query with variables replaced by the terms, in N-Triples, that they stand for.

    A result keeps its columns: in a SELECT or a GROUP BY the term gets the name of its variable.
    A subquery that does not project a variable has one of its own, which stays.
    """
    terms = {name: _written(text) for name, text in substitutions}
    if not terms:
        return query
    places = list(_places(query))
    projected = {(item.selects, item.name) for item in places if item.clause == "SELECT"}
    for place in reversed(places):
        if place.name in terms and _visible(place, projected):
            new = _replacement(place, terms[place.name])
            query = query[: place.offset] + new + query[place.offset + len(place.text) :]
    return query


def _replacement(place: _Place, term: str) -> str:
    column = f"{place.text}{INNER}" if len(place.selects) > 1 else place.text
    if place.clause == "SELECT":
        return f"({term} AS {column})"
    if place.clause == "GROUP":
        return f"({term} AS {place.text}{GROUPED})"
    return column if place.clause in ("ORDER", "HAVING") else term


def _visible(place: _Place, projected: set[tuple[tuple[int, ...], str]]) -> bool:
    """Tell whether every subquery around a variable hands it on."""
    around = [place.selects[: depth + 1] for depth in range(1, len(place.selects))]
    return all((selects, place.name) in projected for selects in around)


def _places(query: str) -> Iterator[_Place]:
    """Yield the variables of a query."""
    open_braces: list[tuple[int, ...]] = []
    selects: tuple[int, ...] = ()
    clause, clauses = "", []
    for offset, kind, text in guard.tokens(query):
        if text == "{":
            open_braces.append(selects)
            clauses.append(clause)
            clause = "WHERE"
        elif text == "}" and open_braces:
            selects, clause = open_braces.pop(), clauses.pop()
        elif kind == "word" and text.upper() in CLAUSES:
            clause = text.upper()
            selects = (*selects, offset) if clause == "SELECT" else selects
        elif kind == "variable":
            yield _Place(offset, text, clause, selects)


def _written(text: str) -> str:
    """Return a term as the library writes it, read from N-Triples."""
    quad = next(iter(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES)))
    return str(quad.object)
