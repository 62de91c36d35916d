"""How values are written under a property (https://www.w3.org/TR/json-ld11-api/#value-compaction).

Terms come as canonical N-Triples, whose strings are strings of JSON.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from klimagraph.jsonld.context import IRI, LANGUAGE, TYPE, Context, Term
from klimagraph.namespaces import GENERATED, PREFIXES

XSD = PREFIXES["xsd"]
SKOLEM = f"<{GENERATED}"
"""How the names begin that blank nodes were given."""
LARGEST = 2**53
"""Numbers up to this are exact in every reader of JSON (RFC 8259, section 6)."""
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_DECODER = json.JSONDecoder(strict=False)

Node = dict[str, Any]


class Way(NamedTuple):
    """How the literals of a property are written that have the same datatype or language."""

    key: str
    many: bool
    """Whether the key has a list even for one value."""
    language: str
    """The key in a map of languages, else empty."""
    write: Callable[[str], Any]


class Slot:
    """A property as a context writes it; what does not fit its term stands under its IRI."""

    def __init__(self, context: Context, iri: str) -> None:
        self.context = context
        self.term = context.terms.get(iri)
        self.of_types = iri == TYPE
        if self.of_types:
            self.term = Term(context.keywords["@type"], TYPE, many=False)
        self.loose = context.written(iri)
        fits = self.term is not None and self.term.kind in (IRI, "", TYPE)
        self.key = self.term.name if self.term and fits else self.loose
        """Where references stand."""
        self.backwards = context.reverse.get(iri, "")
        """The term for the property read from its object, empty where there is none."""
        self.many = bool(self.term and fits and self.term.many)
        self._ways: dict[str, Way] = {}

    def literal(self, text: str) -> tuple[Way, Any]:
        """Return where a literal stands and how it is written."""
        end = text.rindex('"')
        suffix = text[end + 1 :]
        way = self._ways.get(suffix) or self._way(suffix)
        inner = text[1:end]
        return way, way.write(_DECODER.decode(text[: end + 1]) if "\\" in inner else inner)

    def same_everywhere(self, value: str) -> bool:
        """Tell whether a reference is written the same, whoever refers: never a part."""
        return self.of_types or ("#" not in value and not value.startswith(("_:", SKOLEM)))

    def reference(self, name: str) -> Any:
        """Return a reference to a thing of which nothing more is said."""
        kind = self.term.kind if self.term else ""
        if kind == TYPE and not name.startswith("_:"):
            return self.context.name_of(name)
        written = name if name.startswith("_:") else self.context.written(name)
        return written if kind in (IRI, TYPE) else {self.context.keywords["@id"]: written}

    def _way(self, suffix: str) -> Way:
        kind, write = self.term.kind if self.term else "", self._written(suffix)
        if self.term and kind == LANGUAGE and suffix.startswith("@") and "--" not in suffix:
            way = Way(self.term.name, False, suffix[1:], str)
        elif self.term and kind and suffix == f"^^<{kind}>":
            way = Way(self.term.name, self.term.many, "", _NATIVE.get(kind, str))
        elif self.term and not kind:
            way = Way(self.term.name, self.term.many, "", write)
        else:
            way = Way(self.loose, False, "", write)
        self._ways[suffix] = way
        return way

    def _written(self, suffix: str) -> Callable[[str], Any]:
        """Return what writes a literal that its place says nothing about."""
        if not suffix:
            return str
        if suffix.startswith("@"):
            language, _, direction = suffix[1:].partition("--")
            said = {"@language": language} | ({"@direction": direction} if direction else {})
            return lambda text: said | {"@value": text}
        datatype = suffix[3:-1]
        typed = {self.context.keywords["@type"]: self.context.name_of(datatype)}
        native = _NATIVE.get(datatype)
        if native is None:
            return lambda text: typed | {"@value": text}
        return lambda text: value if (value := native(text)) != text else typed | {"@value": text}


def add(node: Node, key: str, many: bool, value: Any) -> None:
    """Add a value to those that a node has under a key."""
    values = node.get(key)
    if values is None:
        node[key] = [value] if many else value
    elif isinstance(values, list):
        values.append(value)
    else:
        node[key] = [values, value]


def _integer(text: str) -> int | str:
    """Return the number of JSON that is read as exactly this literal, else the text."""
    fits = _INTEGER.fullmatch(text) and abs(int(text)) < LARGEST
    return int(text) if fits else text


def _boolean(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text, text)


_NATIVE: dict[str, Callable[[str], Any]] = {
    f"{XSD}integer": _integer,
    f"{XSD}boolean": _boolean,
}
