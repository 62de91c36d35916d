"""Small data with faults, checked with the project's own shapes and put in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import RdfFormat, parse

from klimagraph.bundle import bundle_folder
from klimagraph.places import Place, Wanted
from klimagraph.shacl.shapes import Shape
from klimagraph.validation.checking import check, shapes_of
from klimagraph.validation.faults import Candidates, nobody
from klimagraph.validation.findings import Finding, Group
from klimagraph.validation.grouping import grouped
from klimagraph.validation.surroundings import Surroundings

PREFIXES = """
@prefix klima: <https://w3id.org/klimagraph/ns#> .
@prefix status: <https://w3id.org/klimagraph/concept/membership-status/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix e: <https://example.org/> .
"""
MEMBERSHIP = "e:m a klima:Membership ; klima:evidence e:b ; org:organization e:a ; org:member e:s"
ACTIVE = "klima:membershipStatus status:active"


@dataclass(frozen=True)
class Authority:
    """An authority as a register knows it."""

    iri: str
    label: str
    key: str


@cache
def shapes(pattern: str = "*.ttl") -> Sequence[Shape]:
    """Return the shapes that come with the program."""
    return shapes_of(bundle_folder(), pattern)


def groups(
    data: str,
    candidates: Candidates = nobody,
    locate: Callable[[Sequence[Wanted]], list[Place | None]] | None = None,
    profile: str = "*.ttl",
) -> tuple[Group, ...]:
    """Return what is found in Turtle, by cause."""
    quads = parse((PREFIXES + data).encode(), format=RdfFormat.TURTLE)
    surroundings = Surroundings(bundle_folder(), candidates=candidates)
    checked = check(quads, shapes(profile), surroundings)
    return grouped(checked.found, locate or nowhere, checked.explains)


def nowhere(wanted: Sequence[Wanted]) -> list[Place | None]:
    """Return no place for anything."""
    return [None for _ in wanted]


def findings(data: str, candidates: Candidates = nobody) -> list[Finding]:
    """Return the findings in Turtle."""
    return [finding for group in groups(data, candidates) for finding in group.findings]


def only(data: str, component: str, candidates: Candidates = nobody) -> Finding:
    """Return the one finding of a component in Turtle."""
    found = [each for each in findings(data, candidates) if each.component.startswith(component)]
    assert len(found) == 1, [each.message_de for each in found]
    return found[0]


def values(finding: Finding) -> list[str]:
    """Return the values that are proposed."""
    return [repair.value for repair in finding.repairs]
