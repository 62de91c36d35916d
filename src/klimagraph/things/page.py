"""Pages of things: statements in the order of the shapes, evidence, doubts, what points here."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klimagraph.errors import NotFound
from klimagraph.namespaces import PREFIXES, THINGS
from klimagraph.people import is_listed
from klimagraph.resources import check_iri
from klimagraph.things import questions
from klimagraph.things.connected import Connected, tables
from klimagraph.things.crumbs import crumbs
from klimagraph.things.doubts import Doubt, doubts
from klimagraph.things.evidence import Standing, standings
from klimagraph.things.rows import Row, View, text
from klimagraph.things.special import Special, special
from klimagraph.things.values import (
    RDF_TYPE,
    Group,
    Places,
    Value,
    groups,
    named,
    of_classes,
    placed,
    title,
)
from klimagraph.workers.engine import Engine

NO_CLAIMS = Standing(())
COMPUTED = tuple(
    PREFIXES["klima"] + name
    for name in (
        *("startEarliest", "startLatest", "endEarliest", "endLatest", "endKind"),
        *("attestedEarliest", "attestedLatest", "evidence", "reading", "shortName"),
    )
)
"""What nobody misses: it is computed, or has its own place on the page."""


@dataclass(frozen=True)
class Page:
    """What the page of a thing shows."""

    iri: str
    title: str
    title_language: str
    classes: tuple[Value, ...]
    crumbs: tuple[Value, ...]
    groups: tuple[Group, ...]
    standings: Mapping[str, Standing]
    """What speaks for this and for the claims around it."""
    doubts: tuple[Doubt, ...]
    unstated: tuple[Value, ...]
    """Properties that the shape would allow and nobody says anything about."""
    connected: tuple[Connected, ...]
    template: str
    """What shows the addition of the class, nothing where there is none."""
    leads: bool
    addition: object
    release: str

    @property
    def listed(self) -> bool:
        """Tell whether search engines may list it."""
        return is_listed(self.iri)

    @property
    def standing(self) -> Standing:
        """Return what speaks for the thing itself."""
        return self.standings.get(self.iri, NO_CLAIMS)


async def page(pool: Engine, iri: str, release: str | None = None, language: str = "de") -> Page:
    """Return the page of a thing in a release, the current one if none; raises NotFound."""
    check_iri(iri)
    view = View(pool, release, language)
    said, of = await view.first(questions.statements(language), iri)
    if not said:
        raise NotFound(f"nothing is known about {iri} in release {of}")
    return await _page(View(pool, of, language), iri, said, of)


async def _page(view: View, iri: str, said: Sequence[Row], release: str) -> Page:
    classes = [named(row, "o") for row in said if text(row, "p") == RDF_TYPE]
    kinds = {value.value for value in classes}
    extra = special(kinds)
    shapes, evidence, doubted, directions, addition = await asyncio.gather(
        view.ask(questions.places(view.language)),
        view.ask(questions.passages(view.language), iri),
        view.ask(questions.doubts(view.language), iri),
        view.ask(questions.DIRECTIONS, iri),
        _addition(extra, view, iri),
    )
    places = placed(shapes)
    mine = of_classes(places, kinds, said)
    name = title(said, mine, view.language)
    return Page(
        iri,
        name.value or _kind_and_key(classes, iri),
        name.language,
        tuple(dict.fromkeys(classes)),
        crumbs(said, iri),
        groups(said, mine, view.language),
        standings(evidence),
        doubts(doubted),
        _unstated(shapes, kinds, said),
        await _connected(view, iri, _left(directions, extra), places),
        extra.template if extra else "",
        extra.leads if extra else False,
        addition,
        release,
    )


async def _addition(extra: Special | None, view: View, iri: str) -> object:
    return await extra.read(view, iri) if extra else None


def _left(directions: Sequence[Row], extra: Special | None) -> list[Row]:
    """Return the properties by which things point here that no addition shows."""
    covered = extra.covered if extra else frozenset()
    return [row for row in directions if text(row, "via") not in covered]


async def _connected(
    view: View, iri: str, directions: Sequence[Row], places: Places
) -> tuple[Connected, ...]:
    """Return the tables of what points here, one question for each property by which it does."""
    question = questions.connected(view.language)
    found = await asyncio.gather(
        *(view.ask(question, iri, via=text(row, "via")) for row in directions)
    )
    return tuple(
        table
        for row, rows in zip(directions, found, strict=True)
        for table in tables(rows, text(row, "via"), int(text(row, "total")), places, view.language)
    )


def _unstated(shapes: Sequence[Row], classes: set[str], said: Sequence[Row]) -> tuple[Value, ...]:
    """Return the properties of the shapes of a thing without a value, in the order of the page."""
    held = {text(row, "p") for row in said}
    missing = {
        text(row, "p"): row
        for row in shapes
        if text(row, "class") in classes and text(row, "p") not in held and "pName" in row
    }
    ordered = sorted(missing.values(), key=lambda row: float(text(row, "order")))
    return tuple(named(row, "p") for row in ordered if text(row, "p") not in COMPUTED)


def _kind_and_key(classes: Sequence[Value], iri: str) -> str:
    """Return what a thing without a name is called: its class and its key."""
    kind = next((value.name for value in classes if value.name), "")
    key = iri.removeprefix(THINGS).partition("/")[2] or iri
    return f"{kind} {key}".strip()
