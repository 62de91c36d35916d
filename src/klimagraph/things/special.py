"""What the page of a class adds to what its shape says: one question and one template each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from klimagraph.namespaces import PREFIXES
from klimagraph.things import alliance, authority, person, source
from klimagraph.things.rows import View


@dataclass(frozen=True)
class Special:
    """An addition: the template that shows it, the questions behind it, what it makes needless."""

    template: str
    read: Callable[[View, str], Awaitable[object]]
    covered: frozenset[str]
    leads: bool = True
    """Whether it stands before what the shape says."""


_AUTHORITY = Special("things/authority.html", authority.authority, authority.COVERED)
_SPECIALS = {
    "klima:Alliance": Special(
        "things/alliance.html", alliance.alliance, alliance.COVERED, leads=False
    ),
    "klima:Municipality": _AUTHORITY,
    "klima:District": _AUTHORITY,
    "klima:AssociationOfMunicipalities": _AUTHORITY,
    "klima:UnincorporatedArea": _AUTHORITY,
    "klima:State": _AUTHORITY,
    "klima:Source": Special("things/source.html", source.source, source.COVERED, leads=False),
    "foaf:Person": Special("things/person.html", person.person, person.COVERED),
}


def _named(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


SPECIALS = {_named(name): special for name, special in _SPECIALS.items()}


def special(classes: set[str]) -> Special | None:
    """Return what is added for a thing of some classes; the first of the table decides."""
    return next((found for name, found in SPECIALS.items() if name in classes), None)
