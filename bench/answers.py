"""Whether two servers say the same: results in JSON, compared by what they mean."""

import json
from collections import Counter
from typing import Any

from bench.step import StepFailedError

Row = tuple[tuple[str, str], ...]

NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
DIGITS = 9
"""Digits of a number that count; engines differ in the type and length of a sum."""


def normal(body: bytes) -> Counter[Row]:
    """Return the rows of a result, how often each; order, number types and layout do not count."""
    try:
        document = json.loads(body)
        bindings = document["results"]["bindings"]
    except (ValueError, KeyError, TypeError):
        raise StepFailedError("no SPARQL JSON") from None
    return Counter(_row(binding) for binding in bindings)


def difference(ours: Counter[Row], theirs: Counter[Row]) -> str:
    """Say how two results differ; empty where they do not."""
    if ours == theirs:
        return ""
    missing, more = ours - theirs, theirs - ours
    text = f"{missing.total():,} of {ours.total():,} rows are missing, {more.total():,} are others"
    example = next(iter(more or missing))
    return f"{text}, such as {' '.join(f'{name}={value}' for name, value in example)}"


def _row(binding: dict[str, Any]) -> Row:
    return tuple(sorted((name, _term(term)) for name, term in binding.items()))


def _term(term: dict[str, Any]) -> str:
    value, datatype = str(term["value"]), str(term.get("datatype", ""))
    if datatype.rpartition("#")[2] in NUMBERS:
        return _number(value)
    kind = "iri" if term["type"] == "uri" else term.get("xml:lang", "")
    return f"{kind}:{value}"


def _number(text: str) -> str:
    try:
        return f"{float(text):.{DIGITS}g}"
    except ValueError:
        return text
