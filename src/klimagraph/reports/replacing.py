"""What to write at a place of a text so that a value stands there (https://www.w3.org/TR/turtle/)."""

import json
import re
from pathlib import PurePath

from pyoxigraph import Literal, NamedNode

from klimagraph.terms import is_iri
from klimagraph.validation.findings import Finding, Repair

TURTLE = frozenset((".ttl", ".nt", ".nq", ".trig", ".n3"))
LONGEST = 199
"""Characters of a place that are surely all that stands there."""
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"(?P<rest>(?:@[\w-]+|\^\^\S+)?)\Z')
_NAMED = re.compile(r"<[^<>\s]*>\Z|[\w-]*:[\w%/.-]*\Z")


def replacement(source: str, finding: Finding, repair: Repair) -> str | None:
    """Return the text that mends a finding at its place; None where that is not certain."""
    place = finding.place
    if not place or not repair.value or not finding.value:
        return None
    if not 0 < len(place.text) <= LONGEST:
        return None
    ending = PurePath(source.removesuffix(".gz")).suffix.lower()
    if ending in TURTLE:
        return _in_turtle(place.text, repair.value)
    if ending == ".jsonld" and _QUOTED.match(place.text) and not repair.value.startswith('"'):
        return json.dumps(repair.value, ensure_ascii=False)
    return None


def _in_turtle(text: str, value: str) -> str | None:
    quoted, named = _QUOTED.match(text), _NAMED.match(text)
    if not quoted and not named:
        return None
    if value.startswith('"'):
        return value
    if "://" in value and is_iri(value):
        return str(NamedNode(value))
    return f"{Literal(value)}{quoted['rest']}" if quoted else None
