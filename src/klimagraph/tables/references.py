"""Cells that name other things: by key, by name, by address; nothing is guessed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import process

from klimagraph.folding import folded
from klimagraph.namespaces import THINGS
from klimagraph.resolving.values import Asked, Candidate, Resolution
from klimagraph.tables.columns import Column, local_name
from klimagraph.tables.examples import example_of
from klimagraph.tables.faults import Fault, repair
from klimagraph.tables.known import AUTHORITY_FOLDERS, Known, iris_of_key
from klimagraph.terms import is_iri
from klimagraph.validation.findings import Repair

DIGITS = re.compile(r"[0-9]{2,12}")
SPACED = re.compile(r"[0-9]{2}(?: [0-9]+)+")
BRACKETS = re.compile(r"\[([^\[\]]+)\]$")
WAY = re.compile(r"([a-z][a-z-]*)/([^\s/<>\"{}|\\^`\[\]]+)")
WITHOUT_ZERO = (1, 4, 7, 8, 11)
"""Lengths of keys that have lost their first zero."""
MOST = 5
NEAR = 80
CLASS_FOLDERS = {"FundingProgramme": "programme", "Organization": "organisation"}
OFFICIAL = ("Amtlicher Schlüssel (Blatt „Schlüssel“) oder Name", "Official key or name")
LISTED = ("Name aus der Auswahlliste (Blatt „Listen“)", "Name from the drop-down list")
EITHER = (
    "Name aus der Auswahlliste oder amtlicher Schlüssel (Blatt „Schlüssel“)",
    "Name from the drop-down list, or official key",
)
EXAMPLE = "15085040"

Resolver = Callable[[Asked], Resolution]
"""Whoever knows authorities by name."""


@dataclass(frozen=True)
class Found:
    """The thing that a cell names, or what is wrong."""

    iri: str = ""
    fault: Fault | None = None


def way_of(iri: str) -> str:
    """Return how a cell names a thing for good: its key where it is an authority."""
    way = iri.removeprefix(THINGS)
    folder, _, key = way.partition("/")
    return key if folder in AUTHORITY_FOLDERS and iri.startswith(THINGS) else way


class References:
    """Finds the things that cells name."""

    def __init__(self, known: Known, resolver: Resolver | None) -> None:
        self._known, self._resolver = known, resolver

    def find(self, text: str, column: Column) -> Found:
        """Return the thing that a text names in a column."""
        if found := BRACKETS.search(text):
            inner = self._by_way(found[1].strip(), column)
            if inner is not None:
                return inner
        by_way = self._by_way(text, column)
        return by_way if by_way is not None else self._by_name(text, column)

    def _by_way(self, text: str, column: Column) -> Found | None:
        """Return what an address or a key names, None where a text is neither."""
        if "://" in text or text.startswith("urn:"):
            return Found(text) if is_iri(text) else Found(fault=_no_address(text, column))
        digits = text.replace(" ", "") if SPACED.fullmatch(text) else text
        if DIGITS.fullmatch(digits):
            return self._by_key(digits)
        if WAY.fullmatch(text) and is_iri(THINGS + text):
            return Found(THINGS + text)
        return None

    def _by_key(self, digits: str) -> Found:
        for iri in iris_of_key(digits):
            if self._known.exists(iri):
                return Found(iri)
        return Found(fault=self._unknown_key(digits))

    def _unknown_key(self, digits: str) -> Fault:
        repairs: tuple[Repair, ...] = ()
        if len(digits) in WITHOUT_ZERO:
            full = "0" + digits
            repairs = tuple(
                repair(full, self._known.label(iri))
                for iri in iris_of_key(full)
                if self._known.exists(iri)
            )[:1]
        if repairs:
            return Fault(
                "KeyWithoutZero",
                f"Dem Schlüssel {digits} fehlt die führende Null: Die Tabellenkalkulation hat "
                "ihn als Zahl gespeichert. Bitte die Zelle als Text formatieren.",
                f"The key {digits} has lost its leading zero: the spreadsheet kept it as a "
                "number. Please format the cell as text.",
                expected_de="Gemeindeschlüssel mit acht Ziffern",
                expected_en="Municipality key of eight digits",
                example=repairs[0].value,
                repairs=repairs,
            )
        asked = self._resolver(Asked(digits)).candidates if self._resolver else ()
        return Fault(
            "KeyUnknown",
            f"Zum Schlüssel {digits} ist keine Gebietseinheit bekannt.",
            f"No authority is known for the key {digits}.",
            expected_de="2 Ziffern (Land), 5 (Kreis), 8 (Gemeinde), 9 (Verband) oder 12",
            expected_en="2 digits (state), 5 (district), 8 (municipality), 9 (association) or 12",
            example=EXAMPLE,
            repairs=tuple(repair(way_of(one.iri), one.label) for one in asked[:MOST]),
        )

    def _by_name(self, text: str, column: Column) -> Found:
        known = [iri for iri in self._known.named(text) if self._may_be(iri, column)]
        if len(known) == 1:
            return Found(known[0])
        if known:
            return Found(
                fault=_ambiguous(text, [(iri, self._known.label(iri)) for iri in known], column)
            )
        if self._resolver is None:
            return Found(fault=_unknown(text, self._similar(text, column), column))
        answer = self._resolver(Asked(text))
        if answer.certain and answer.candidates:
            return Found(answer.candidates[0].iri)
        candidates = [(one.iri, _described(one)) for one in answer.candidates]
        if len(candidates) > 1:
            return Found(fault=_ambiguous(text, candidates, column))
        repairs = [repair(way_of(iri), label) for iri, label in candidates]
        return Found(fault=_unknown(text, [*repairs, *self._similar(text, column)][:MOST], column))

    def _may_be(self, iri: str, column: Column) -> bool:
        """Tell whether a name may mean a thing; who else bears it the resolver alone knows."""
        return _fits(iri, column) and not (self._resolver is not None and _is_authority(iri))

    def _similar(self, text: str, column: Column) -> list[Repair]:
        names = dict(self._known.names_of(folders(column)))
        near = process.extract(folded(text), list(names), limit=MOST, score_cutoff=NEAR)
        iris = dict.fromkeys(names[name] for name, _score, _place in near)
        return [repair(written(iri, self._known.label(iri))) for iri in iris]


def _described(candidate: Candidate) -> str:
    where = candidate.district if candidate.district != candidate.label else ""
    return f"{candidate.label}, {where}" if where else candidate.label


def written(iri: str, label: str) -> str:
    """Return how a cell names a thing to people and to us: its name and its key."""
    way = way_of(iri)
    return f"{label} [{way}]" if label and label != local_name(iri) else way


def folders(column: Column) -> list[str]:
    """Return the folders in which the things lie that a column may name."""
    names = [CLASS_FOLDERS.get(local_name(iri), kebab(local_name(iri))) for iri in column.ranges]
    return names or ["alliance", "organisation", "group", "project"]


def kebab(name: str) -> str:
    """Return the name of a class as it stands in the addresses of its things."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _is_authority(iri: str) -> bool:
    return iri.removeprefix(THINGS).partition("/")[0] in AUTHORITY_FOLDERS


def _fits(iri: str, column: Column) -> bool:
    """Tell whether a thing is of a class that a column may name, as far as addresses tell."""
    folder = iri.removeprefix(THINGS).partition("/")[0]
    if not column.ranges:
        return folder not in ("source", "person", "post", "plan")
    if folder in AUTHORITY_FOLDERS:
        return "authority" in folders(column)
    return folder in folders(column) or not iri.startswith(THINGS)


def expected(column: Column) -> tuple[str, str]:
    """Return what may stand in a column, in German and English."""
    if not column.ranges:
        return EITHER
    named = folders(column)
    if "authority" not in named:
        return LISTED
    return OFFICIAL if len(named) == 1 else EITHER


def _no_address(text: str, column: Column) -> Fault:
    german, english = expected(column)
    return Fault(
        "AddressWrong",
        f"„{text}“ ist keine gültige Adresse.",
        f"“{text}” is not a valid address.",
        expected_de=german,
        expected_en=english,
    )


def _ambiguous(text: str, candidates: Iterable[tuple[str, str]], column: Column) -> Fault:
    found = list(candidates)
    german, english = expected(column)
    return Fault(
        "NameAmbiguous",
        f"„{text}“ kann Mehreres bedeuten. Bitte tragen Sie den passenden Vorschlag ein.",
        f"“{text}” can mean several things. Please enter the proposal that fits.",
        expected_de=german,
        expected_en=english,
        example=example_of(column) or EXAMPLE,
        repairs=tuple(repair(way_of(iri), label) for iri, label in found[:MOST]),
    )


def _unknown(text: str, repairs: list[Repair], column: Column) -> Fault:
    german, english = expected(column)
    return Fault(
        "NameUnknown",
        f"„{text}“ ist hier nicht bekannt.",
        f"“{text}” is not known here.",
        expected_de=german,
        expected_en=english,
        example=example_of(column) or EXAMPLE,
        repairs=tuple(repairs),
    )
