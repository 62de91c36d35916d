"""Named queries: SPARQL in files whose header says what they answer and what they ask for."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klimagraph.errors import InputRefused

MARK = "#+ "
"""A line that begins so belongs to the header, which is TOML."""
LANGUAGES = ("de", "en")


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
