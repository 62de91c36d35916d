"""Named queries: SPARQL in files whose header says what they answer and what they ask for."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from klimagraph.errors import InputRefused, QueryRefused
from klimagraph.namespaces import CONCEPTS, PREFIXES

MARK = "#+ "
"""A line that begins so belongs to the header, which is TOML."""
LANGUAGES = ("de", "en")
SEARCHED = ("klima:", "org:")
"""Things of these classes are found by the search; others are chosen or written."""

COLUMNS = "columns.toml"
"""The file beside the queries that says what their columns are called."""
GEOMETRY = "geo:wktLiteral"


def _day(text: str) -> object:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text)


FORMS: dict[str, Callable[[str], object]] = {
    "xsd:string": re.compile(r".*", re.DOTALL).fullmatch,
    "xsd:date": _day,
    "xsd:integer": re.compile(r"[+-]?[0-9]+").fullmatch,
    "xsd:decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)").fullmatch,
    "xsd:gYear": re.compile(r"-?[0-9]{4,}").fullmatch,
    "xsd:boolean": re.compile(r"true|false|1|0").fullmatch,
}
"""How the text of a value is tried: an error, or None, means that it is not of the type."""

Words = dict[str, dict[str, str]]
"""Labels by language and the type, by the name of a column."""


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
    blanks: bool = True
    """Whether blanks in a value count; in a key they are decoration."""

    @property
    def searched(self) -> bool:
        """Tell whether a value is a thing that the search finds by its name."""
        return self.type == "iri" and (self.kind or "").startswith(SEARCHED)

    @property
    def kind_iri(self) -> str:
        """Return the class or the scheme as an IRI, empty where there is none."""
        prefix, colon, local = (self.kind or "").partition(":")
        if colon:
            return PREFIXES[prefix] + local
        return CONCEPTS + prefix if prefix else ""


@dataclass(frozen=True)
class Column:
    """A variable that a query answers; its name and its type stay once they are published."""

    name: str
    label: dict[str, str]
    type: str
    """`text`, `iri`, `geo:wktLiteral` or an XML Schema datatype."""
    example: str = ""


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
    columns: tuple[Column, ...] = ()
    """What it answers, in this order; empty where the folder has no file for columns."""

    @property
    def ordered(self) -> str:
        """Return the text with an order that is total: rows that differ never tie.

        The text ends with ORDER BY; what it leaves open the columns decide, from left to right.
        """
        return "\n".join([self.text.rstrip(), *(f"  ?{column.name}" for column in self.columns)])

    @property
    def on_a_map(self) -> bool:
        """Tell whether a geometry is among the columns."""
        return any(column.type == GEOMETRY for column in self.columns)


def read_queries(folder: Path) -> Iterator[NamedQuery]:
    """Yield the queries of a folder by name; raises InputRefused with the file."""
    words = read_words(folder)
    for path in sorted(folder.glob("*.rq")):
        yield read_query(path, words)


def read_words(folder: Path) -> Words:
    """Return what is said of the columns of all queries in a folder, nothing without the file.

    Raises InputRefused where the file is not right.
    """
    path = folder / COLUMNS
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise InputRefused(str(error), source=str(path)) from None


def read_query(path: Path, words: Words | None = None) -> NamedQuery:
    """Return the query that a file holds; raises InputRefused where its header is not right."""
    known = read_words(path.parent) if words is None else words
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
            _columns(text, known | header.get("columns", {})) if known else (),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, SyntaxError) as error:
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
    if not parameter.blanks:
        value = "".join(value.split())
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
        header.get("blanks", True),
    )


def _columns(text: str, words: Words) -> tuple[Column, ...]:
    """Return the columns in the order of the query; raises KeyError for one nobody describes."""
    answered = Store().query(text)
    assert isinstance(answered, QuerySolutions)  # noqa: S101  # a named query is a SELECT
    names = [variable.value for variable in answered.variables]
    return tuple(_column(name, words[name]) for name in names)


def _column(name: str, said: dict[str, str]) -> Column:
    label = {language: said[language] for language in LANGUAGES}
    return Column(name, label, said["type"], said.get("example", ""))


def _both(header: dict[str, Any], name: str) -> dict[str, str]:
    """Return the texts of a field in both languages; raises KeyError naming what is missing."""
    return {language: header[name][language] for language in LANGUAGES}
