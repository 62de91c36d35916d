"""Texts that lack their language."""

from collections.abc import Iterator

from pyoxigraph import Literal

from klimagraph.namespaces import PREFIXES
from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.labels import NAMES, shortened

STRING, TAGGED = f"{PREFIXES['xsd']}string", f"{PREFIXES['rdf']}langString"


def texts(fault: Fault) -> Iterator[Repair]:
    """Yield the text with German as its language where a language is wanted and none is there."""
    plain = [each for each in _candidates(fault) if isinstance(each, Literal)]
    for value in plain:
        if value.datatype.value == STRING:
            said = shortened(value.value)
            yield Repair(
                f"Sprache ergänzen: „{said}“ mit @de",
                f"Add the language: “{said}” with @de",
                str(Literal(value.value, language="de")),
            )


def _candidates(fault: Fault) -> list[object]:
    """Return the texts that should have a language."""
    datatype = fault.parameter("datatype")
    if fault.parameter("languageIn") or (datatype and _iri(datatype.terms[0]) == TAGGED):
        return [fault.value]
    if fault.value is None and fault.predicate in NAMES and fault.result.shape.path is None:
        return list(fault.values)
    return []


def _iri(value: object) -> str:
    return str(getattr(value, "value", ""))
