"""Names where a named query takes a thing: understood where they are clear, else asked back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from klimagraph.queries import NamedQuery
from klimagraph.resolving import Asked, Candidate, Resolver, open_resolver

MOST = 6
"""Candidates of a name that is not clear."""


@dataclass(frozen=True)
class Understood:
    """Values of parameters with IRIs for names that are clear, and what others may mean."""

    values: dict[str, str]
    doubts: dict[str, tuple[Candidate, ...]]


def names_in(query: NamedQuery, asked: Mapping[str, str]) -> dict[str, str]:
    """Return the class of what is meant for each parameter whose value can be no IRI."""
    return {
        parameter.name: parameter.kind_iri
        for parameter in query.parameters
        if parameter.searched and (text := asked.get(parameter.name)) and ":" not in text
    }


def understand(
    home: Path, release: str, asked: Mapping[str, str], names: Mapping[str, str]
) -> Understood:
    """Look names up in a release; raises IndexDamaged and StoreDamaged."""
    found = Understood(dict(asked), {})
    with open_resolver(home, release) as resolver:
        for name, kind in names.items():
            answer = resolver.resolve(Asked(asked[name], kind=kind))
            fitting = tuple(one for one in answer.candidates if _is_a(resolver, one, kind))
            if answer.certain and fitting:
                found.values[name] = fitting[0].iri
            else:
                found.doubts[name] = fitting[:MOST]
    return found


def _is_a(resolver: Resolver, candidate: Candidate, kind: str) -> bool:
    """Tell whether a parameter takes what was found; the resolver names what is near as well."""
    place = resolver.places.thing(candidate.iri)
    return place is not None and resolver.places.is_a(place, kind)
