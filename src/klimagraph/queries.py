"""Named queries: SPARQL in files whose header says what they answer and what they ask for."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from klimagraph.errors import InputRefused, QueryRefused
from klimagraph.namespaces import PREFIXES

MARK = "#+ "
"""A line that begins so belongs to the header, which is TOML."""
LANGUAGES = ("de", "en")

FORMS: dict[str, Callable[[str], object]] = {
    "xsd:string": str,
    "xsd:date": date.fromisoformat,
    "xsd:integer": int,
    "xsd:decimal": float,
    "xsd:gYear": re.compile(r"-?\d{4,}").fullmatch,
    "xsd:boolean": ("true", "false", "1", "0").index,
}
"""How the text of a value is tried: an error, or None, means that it is not of the type."""


@dataclass(frozen=True)
class Parameter:
    """A variable that whoever asks may or must bind."""

    name: str
    label: dict[str, str]
    type: str
    """`iri` or an XML Schema datatype such as `xsd:date`."""
    example: str
    default: str | None = None
    optional: bool = False
    """Whether it may stay unbound."""
    kind: str | None = None
    """The class (`klima:Municipality`) or the scheme of concepts that an IRI is of."""


@dataclass(frozen=True)
class NamedQuery:
    """A query with its title and description by language and its parameters."""

    name: str
    text: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]
    """Competency questions that it answers."""


def read_queries(folder: Path) -> Iterator[NamedQuery]:
    """Yield the queries of a folder by name; raises InputRefused with the file."""
    for path in sorted(folder.glob("*.rq")):
        yield read_query(path)


def read_query(path: Path) -> NamedQuery:
    """Return the query that a file holds; raises InputRefused where its header is not right."""
    text = path.read_text(encoding="utf-8")
    lines = [line.removeprefix(MARK) for line in text.splitlines() if line.startswith(MARK)]
    try:
        header = tomllib.loads("\n".join(lines))
        return NamedQuery(
            path.stem,
            text,
            _both(header, "title"),
            _both(header, "description"),
            tuple(_parameter(*item) for item in header.get("parameters", {}).items()),
            tuple(header.get("answers", ())),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputRefused(f"the header is not right: {error}", source=str(path)) from None


def bind(query: NamedQuery, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the terms, in N-Triples, that variables stand for; defaults where nothing is given.

    Raises QueryRefused for a parameter that is unknown, missing or not of its type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise QueryRefused(f"{query.name} has no parameter {name!r}; it has {names}")
    bound = []
    for name, parameter in known.items():
        value = given.get(name) or parameter.default
        if value is not None:
            bound.append((name, _term(parameter, value)))
        elif not parameter.optional:
            raise QueryRefused(f"the parameter {name!r} is missing, such as {parameter.example}")
    return tuple(bound)


def _term(parameter: Parameter, value: str) -> str:
    if parameter.type == "iri":
        return str(_iri(parameter, value))
    try:
        right = FORMS[parameter.type](value)
    except ValueError:
        right = None
    if right is None:
        raise _wrong(parameter, value)
    name = parameter.type.removeprefix("xsd:")
    return str(Literal(value, datatype=NamedNode(PREFIXES["xsd"] + name)))


def _iri(parameter: Parameter, value: str) -> NamedNode:
    """Return the IRI; one of ours may be written with its prefix, `id:state/15`."""
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        value = PREFIXES[prefix] + local
    try:
        return NamedNode(value)
    except ValueError:
        raise _wrong(parameter, value) from None


def _wrong(parameter: Parameter, value: str) -> QueryRefused:
    kind = f"{parameter.type} ({parameter.kind})" if parameter.kind else parameter.type
    return QueryRefused(
        f"the parameter {parameter.name!r} is {value!r}; allowed is {kind}, "
        f"such as {parameter.example}"
    )


def _parameter(name: str, header: dict[str, Any]) -> Parameter:
    return Parameter(
        name,
        _both(header, "label"),
        header["type"],
        header["example"],
        header.get("default"),
        header.get("optional", False),
        header.get("class", header.get("scheme")),
    )


def _both(header: dict[str, Any], name: str) -> dict[str, str]:
    """Return the texts of a field in both languages; raises KeyError naming what is missing."""
    return {language: header[name][language] for language in LANGUAGES}
