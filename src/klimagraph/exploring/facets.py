"""By what authorities are chosen: each facet is a pattern that questions and counts share."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from klimagraph.namespaces import CONCEPTS, PREFIXES

Words = dict[str, str]
"""A text by language."""

OWN = {
    "status": f"{CONCEPTS}membership-status/",
    "function": f"{CONCEPTS}function/",
}
USED = ("klima", "xsd", "skos", "org", "qudt", "unit")
HEADER = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in USED) + "".join(
    f"PREFIX {name}: <{iri}>\n" for name, iri in OWN.items()
)
KNOWN, NOTHING = "known", "not-known"
TARGET = "?target klima:targetOf|(^klima:hasTarget/klima:committedParty) ?authority"
PLEDGED = "?pledge klima:committedParty|klima:targetOf ?authority"


class Kind(Enum):
    """How the values of a facet come about."""

    LISTED = "listed"
    """What the graph names; the pattern binds a variable called as the facet."""
    KNOWN = "known"
    """Whether the pattern holds; where it does not, nothing is known."""
    CLASSES = "classes"
    """Intervals of the number that a column of the answer holds."""


@dataclass(frozen=True)
class Facet:
    """One way to choose authorities; `everywhere` is the pattern as it is asked for all of them."""

    name: str
    label: Words
    kind: Kind
    pattern: str = ""
    everywhere: str = ""
    column: str = ""

    @property
    def variable(self) -> str:
        """Return the name of the variable that the values stand in."""
        first, *others = self.name.split("-")
        return first + "".join(word.capitalize() for word in others)


@dataclass(frozen=True)
class Interval:
    """Numbers from `low` on and below `high`; None has no border."""

    key: str
    label: Words
    low: int | None
    high: int | None


def _interval(low: int | None, high: int | None, unit: Words) -> Interval:
    if low is None:
        words = {"de": f"unter {high:,}", "en": f"below {high:,}"}
        key = f"below-{high}"
    elif high is None:
        words = {"de": f"ab {low:,}", "en": f"{low:,} and more"}
        key = f"{low}-and-more"
    else:
        words = {"de": f"{low:,} bis unter {high:,}", "en": f"{low:,} to below {high:,}"}
        key = f"{low}-{high}"
    words = {"de": words["de"].replace(",", "."), "en": words["en"]}
    return Interval(key, {name: f"{text}{unit[name]}" for name, text in words.items()}, low, high)


def _intervals(borders: tuple[int, ...], unit: Words) -> tuple[Interval, ...]:
    edges: list[int | None] = [None, *borders, None]
    return tuple(_interval(low, high, unit) for low, high in pairwise(edges))


INTERVALS = {
    "size": _intervals((5_000, 20_000, 100_000), {"de": "", "en": ""}),
    "sum": _intervals((100_000, 1_000_000), {"de": " €", "en": " €"}),
}
"""Size classes are those of the official statistics of municipalities."""

LEVELS = (
    "Municipality",
    "UnincorporatedArea",
    "District",
    "AssociationOfMunicipalities",
    "AdministrativeRegion",
    "State",
)


def _membership(name: str, statuses: str) -> str:
    return (
        f"?{name}Membership org:member ?authority ;\n"
        f"      org:organization ?{name} ;\n"
        f"      klima:membershipStatus ?{name}Status .\n"
        f"    FILTER(?{name}Status IN ({statuses}))"
    )


def _itself(place: str, name: str, class_: str) -> str:
    """Return the pattern of what lies in a place, and of the place itself."""
    return (
        f"{{ ?authority klima:{place} ?{name} }} "
        f"UNION {{ ?{name} a klima:{class_} BIND(?{name} AS ?authority) }}"
    )


ON_THE_WAY = "status:intended, status:applied, status:decided"
PRESENT = "status:active, status:admitted, status:suspended, status:unknown"
ENDED = "status:ended, status:ended-by-withdrawal, status:ended-by-exclusion"
TAKES_PART = (
    "?membership org:member ?authority ;\n"
    "      klima:membershipStatus ?status .\n"
    f"    FILTER(?status NOT IN ({ON_THE_WAY}, status:not-selected))"
)
GRANT = "?grant klima:recipient ?authority"

FACETS = (
    Facet("state", {"de": "Land", "en": "State"}, Kind.LISTED,
          "?authority klima:inState? ?state .", _itself("inState", "state", "State")),
    Facet("district", {"de": "Kreis", "en": "District"}, Kind.LISTED,
          "?authority klima:inDistrict? ?district .",
          _itself("inDistrict", "district", "District")),
    Facet("level", {"de": "Ebene", "en": "Level"}, Kind.LISTED,
          "?authority a ?level .",
          f"VALUES ?level {{ {' '.join(f'klima:{name}' for name in LEVELS)} }} "
          "?authority a ?level ."),
    Facet("kind", {"de": "Art", "en": "Kind"}, Kind.LISTED,
          "?authority klima:authorityKind ?kind ."),
    Facet("size", {"de": "Einwohner", "en": "Inhabitants"}, Kind.CLASSES, column="inhabitants"),
    Facet("participation", {"de": "An einem Bündnis beteiligt, auch früher",
                            "en": "Takes or took part in an alliance"}, Kind.KNOWN, TAKES_PART),
    Facet("member", {"de": "Mitglied in", "en": "Member of"}, Kind.LISTED,
          "?authority klima:memberOf ?member ."),
    Facet("involved", {"de": "Auf andere Art beteiligt an", "en": "Involved in another way in"},
          Kind.LISTED,
          _membership("involved", PRESENT)
          + "\n    FILTER NOT EXISTS { ?authority klima:memberOf ?involved }"),
    Facet("applied", {"de": "Beworben oder beabsichtigt", "en": "Applied or intended"},
          Kind.LISTED, _membership("applied", ON_THE_WAY)),
    Facet("former", {"de": "Früher beteiligt an", "en": "Formerly part of"}, Kind.LISTED,
          _membership("former", ENDED)),
    Facet("commitment", {"de": "Eigene Zusage oder eigenes Ziel",
                         "en": "Commitment or target of its own"}, Kind.KNOWN, f"{PLEDGED} ."),
    Facet("target-kind", {"de": "Art des Ziels", "en": "Kind of target"}, Kind.LISTED,
          f"{TARGET} ;\n      klima:targetKind ?targetKind ."),
    Facet("indicator", {"de": "Messgröße des Ziels", "en": "Indicator of the target"},
          Kind.LISTED, f"{TARGET} ;\n      klima:indicator ?indicator ."),
    Facet("manager", {"de": "Klimaschutzmanagement im Amt", "en": "Climate manager in office"},
          Kind.KNOWN,
          "?authority org:hasPost ?post .\n"
          "    ?post klima:function function:climate-protection-manager ;\n"
          "      klima:heldBy ?manager ."),
    Facet("plan", {"de": "Klimaschutzkonzept", "en": "Climate plan"}, Kind.KNOWN,
          "?plan klima:planOwner ?authority ."),
    Facet("grants", {"de": "Zuwendungen erhalten", "en": "Received grants"}, Kind.KNOWN,
          f"{GRANT} ."),
    Facet("sum", {"de": "Summe der Zuwendungen", "en": "Sum of grants"}, Kind.CLASSES,
          column="euros"),
    Facet("programme", {"de": "Förderprogramm", "en": "Funding programme"}, Kind.LISTED,
          f"{GRANT} ;\n      klima:programme ?programme ."),
)  # fmt: skip
GROUPS = (
    ({"de": "Wo und wie groß", "en": "Where and how large"},
     ("state", "district", "level", "kind", "size")),
    ({"de": "Bündnisse", "en": "Alliances"},
     ("participation", "member", "involved", "applied", "former")),
    ({"de": "Zusagen und Ziele", "en": "Commitments and targets"},
     ("commitment", "target-kind", "indicator")),
    ({"de": "Personal und Konzepte", "en": "Staff and plans"}, ("manager", "plan")),
    ({"de": "Förderung", "en": "Funding"}, ("grants", "sum", "programme")),
)  # fmt: skip
"""How the facets are put together on a page."""
BY_NAME = {facet.name: facet for facet in FACETS}
YEAR = f"{TARGET} ;\n      klima:targetYear ?year ."
"""The target year, which is asked for by a range."""
