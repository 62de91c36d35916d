"""The data of the measurements: generated memberships around the shape of the real ones."""

import random
from collections.abc import Iterator
from pathlib import Path

from klimagraph.namespaces import PREFIXES, THINGS

SEED = 20231130
STATES, DISTRICTS, AUTHORITIES, ALLIANCES = 16, 400, 12_000, 300
MEMBERSHIPS = 140_000
KINDS = ("member", "founding-member", "initiator", "funded", "applicant")

K, ORG, XSD = PREFIXES["klima"], PREFIXES["org"], PREFIXES["xsd"]
LABEL = f"<{PREFIXES['skos']}prefLabel>"
TYPE = f"<{PREFIXES['rdf']}type>"


def write(path: Path) -> int:
    """Write about 1.5 million triples as N-Triples, the same at every call; return how many."""
    chance = random.Random(SEED)  # noqa: S311  # a reproducible choice, not a secret
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in (*_authorities(chance), *_alliances(chance)):
            file.write(line)
            count += 1
        for line in _memberships(chance):
            file.write(line)
            count += 1
    return count


def membership(number: int) -> str:
    """Return the IRI of a membership."""
    return f"{THINGS}membership/bench-{number}"


def _authorities(chance: random.Random) -> Iterator[str]:
    for number in range(AUTHORITIES):
        this = f"<{THINGS}municipality/{number:08}>"
        yield f"{this} {TYPE} <{K}Municipality> .\n"
        yield f'{this} {LABEL} "Gemeinde {number}"@de .\n'
        yield f'{this} <{K}ags> "{number:08}" .\n'
        yield f"{this} <{K}inState> <{THINGS}state/{number % STATES + 1:02}> .\n"
        yield f"{this} <{K}inDistrict> <{THINGS}district/{number % DISTRICTS:05}> .\n"
        yield f'{this} <{K}population> "{chance.randrange(100, 90_000)}"^^<{XSD}integer> .\n'


def _alliances(chance: random.Random) -> Iterator[str]:
    for number in range(ALLIANCES):
        this = f"<{THINGS}alliance/bench-{number}>"
        yield f"{this} {TYPE} <{K}Alliance> .\n"
        yield f'{this} {LABEL} "Bündnis {number}"@de .\n'
        kind = chance.choice(("award", "mission", "practitioner-network"))
        yield f"{this} <{K}allianceKind> <{PREFIXES['concept']}alliance-kind/{kind}> .\n"


def _memberships(chance: random.Random) -> Iterator[str]:
    for number in range(MEMBERSHIPS):
        this = f"<{membership(number)}>"
        authority, alliance = chance.randrange(AUTHORITIES), chance.randrange(ALLIANCES)
        year, month, date = (chance.randrange(*span) for span in ((1990, 2026), (1, 13), (1, 29)))
        day = f"{year}-{month:02}-{date:02}"
        kind = chance.choice(KINDS)
        evidence = f"<{THINGS}evidence/bench-{number}>"
        yield f"{this} {TYPE} <{K}Membership> .\n"
        yield f"{this} <{ORG}member> <{THINGS}municipality/{authority:08}> .\n"
        yield f"{this} <{ORG}organization> <{THINGS}alliance/bench-{alliance}> .\n"
        yield f'{this} <{K}startEarliest> "{day}"^^<{XSD}date> .\n'
        yield f"{this} <{K}participationKind> <{PREFIXES['concept']}participation-kind/{kind}> .\n"
        yield f'{this} <{K}statedAs> "Gemeinde {authority}, laut Liste {number}"@de .\n'
        yield f"{this} <{K}evidence> {evidence} .\n"
        yield f"{evidence} {TYPE} <{K}Evidence> .\n"
        yield f"{evidence} <{K}source> <{THINGS}source/bench-{number % 500}> .\n"
        yield f'{evidence} <{K}line> "{chance.randrange(1, 900)}"^^<{XSD}integer> .\n'
