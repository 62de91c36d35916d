"""The data of the measurements: generated memberships around the shape of the real ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from klimagraph.namespaces import PREFIXES, THINGS

SEED = 20231130
STATES, REGIONS = 16, 48
KINDS = ("member", "founding-member", "initiator", "funded", "applicant")
ALLIANCE_KINDS = ("award", "mission", "practitioner-network")

K, ORG, XSD = PREFIXES["klima"], PREFIXES["org"], PREFIXES["xsd"]
LABEL = f"<{PREFIXES['skos']}prefLabel>"
TYPE = f"<{PREFIXES['rdf']}type>"


@dataclass(frozen=True)
class Extent:
    """How much there is of everything; a larger extent has more of the same, not longer lists."""

    hundredths: int = 100
    """A multiple of four; a hundred of them make 1.5 million statements."""

    @property
    def memberships(self) -> int:
        """Return the number of memberships; each makes ten statements."""
        return 1_400 * self.hundredths

    @property
    def authorities(self) -> int:
        """Return the number of municipalities."""
        return 120 * self.hundredths

    @property
    def districts(self) -> int:
        """Return the number of districts, a multiple of that of the states."""
        return 4 * self.hundredths

    @property
    def alliances(self) -> int:
        """Return the number of alliances."""
        return 3 * self.hundredths


EXTENTS = {"0.1": Extent(8), "1.5": Extent(100), "15": Extent(1000)}
"""By millions of statements; the smallest is there to try the program."""


def write(path: Path, extent: Extent) -> int:
    """Write N-Triples, the same at every call; return how many statements they are."""
    chance = random.Random(SEED)  # noqa: S311  # a reproducible choice, not a secret
    parts = (
        _areas(extent),
        _authorities(chance, extent),
        _alliances(chance, extent),
        _memberships(chance, extent),
    )
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in chain.from_iterable(parts):
            file.write(line)
            count += 1
    return count


def membership(number: int) -> str:
    """Return the IRI of a membership."""
    return f"{THINGS}membership/bench-{number}"


def municipality(number: int) -> str:
    """Return the IRI of a municipality."""
    return f"{THINGS}municipality/{number:08}"


def state(number: int) -> str:
    """Return the IRI of a state, of which the first has the number 1."""
    return f"{THINGS}state/{number:02}"


def district(number: int) -> str:
    """Return the IRI of a district."""
    return f"{THINGS}district/{number:05}"


def _areas(extent: Extent) -> Iterator[str]:
    """Write regions and districts: a district lies in a region, a region in a state."""
    for number in range(REGIONS):
        this = f"<{THINGS}region/{number:03}>"
        yield f"{this} {TYPE} <{K}GovernmentRegion> .\n"
        yield f"{this} <{K}inState> <{state(number % STATES + 1)}> .\n"
    for number in range(extent.districts):
        this = f"<{district(number)}>"
        region = number % STATES + STATES * (number // STATES % (REGIONS // STATES))
        yield f"{this} {TYPE} <{K}District> .\n"
        yield f'{this} {LABEL} "Kreis {number}"@de .\n'
        yield f"{this} <{K}inRegion> <{THINGS}region/{region:03}> .\n"


def _authorities(chance: random.Random, extent: Extent) -> Iterator[str]:
    for number in range(extent.authorities):
        this = f"<{municipality(number)}>"
        yield f"{this} {TYPE} <{K}Municipality> .\n"
        yield f'{this} {LABEL} "Gemeinde {number}"@de .\n'
        yield f'{this} <{K}ags> "{number:08}" .\n'
        yield f"{this} <{K}inState> <{state(number % STATES + 1)}> .\n"
        yield f"{this} <{K}inDistrict> <{district(number % extent.districts)}> .\n"
        yield f'{this} <{K}population> "{chance.randrange(100, 90_000)}"^^<{XSD}integer> .\n'


def _alliances(chance: random.Random, extent: Extent) -> Iterator[str]:
    for number in range(extent.alliances):
        this = f"<{THINGS}alliance/bench-{number}>"
        yield f"{this} {TYPE} <{K}Alliance> .\n"
        yield f'{this} {LABEL} "Bündnis {number}"@de .\n'
        kind = chance.choice(ALLIANCE_KINDS)
        yield f"{this} <{K}allianceKind> <{PREFIXES['concept']}alliance-kind/{kind}> .\n"


def _memberships(chance: random.Random, extent: Extent) -> Iterator[str]:
    for number in range(extent.memberships):
        this = f"<{membership(number)}>"
        authority = chance.randrange(extent.authorities)
        alliance = chance.randrange(extent.alliances)
        year, month, date = (chance.randrange(*span) for span in ((1990, 2026), (1, 13), (1, 29)))
        day = f"{year}-{month:02}-{date:02}"
        kind = chance.choice(KINDS)
        evidence = f"<{THINGS}evidence/bench-{number}>"
        source = number % (5 * extent.hundredths)
        yield f"{this} {TYPE} <{K}Membership> .\n"
        yield f"{this} <{ORG}member> <{municipality(authority)}> .\n"
        yield f"{this} <{ORG}organization> <{THINGS}alliance/bench-{alliance}> .\n"
        yield f'{this} <{K}startEarliest> "{day}"^^<{XSD}date> .\n'
        yield f"{this} <{K}participationKind> <{PREFIXES['concept']}participation-kind/{kind}> .\n"
        yield f'{this} <{K}statedAs> "Gemeinde {authority}, laut Liste {number}"@de .\n'
        yield f"{this} <{K}evidence> {evidence} .\n"
        yield f"{evidence} {TYPE} <{K}Evidence> .\n"
        yield f"{evidence} <{K}source> <{THINGS}source/bench-{source}> .\n"
        yield f'{evidence} <{K}line> "{chance.randrange(1, 900)}"^^<{XSD}integer> .\n'
