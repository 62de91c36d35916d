"""Results that leave as files: what a file is called and what a workbook says of itself."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from klimagraph.queries import NamedQuery
from klimagraph.workers.protocol import ADDRESS

KEPT = ("csv", "tsv", "geojson")
"""Formats that browsers can show, but are to keep where the address ends like a file."""
LONGEST = 8192
"""Characters of a query that a workbook repeats."""
Lines = tuple[tuple[str, ...], ...]


def disposition(path: str, name: str, *, file: bool) -> dict[str, str]:
    """Return the header that names a file (RFC 6266); a workbook is always one."""
    if name != "xlsx" and not (file and name in KEPT):
        return {}
    stem = path.rpartition("/")[2].replace("sparql", "klimagraph")
    return {"Content-Disposition": f'attachment; filename="{stem}.{name}"'}


def about_query(text: str, address: str) -> Lines:
    """Return what a workbook says of a query."""
    lines = [("Abfrage / query", text)] if len(text) <= LONGEST else []
    return (*lines, *_common(f"{address}/sparql", address))


def about_question(
    query: NamedQuery, asked: Mapping[str, Sequence[str]], path: str, address: str
) -> Lines:
    """Return what a workbook says of a named query and its columns."""
    place = f"{address}{path}" + (f"?{urlencode(asked, doseq=True)}" if asked else "")
    return (
        ("Frage / question", query.title["de"], query.title["en"]),
        ("", query.description["de"], query.description["en"]),
        *_common(place, address),
        *((column.name, column.label["de"], column.label["en"]) for column in query.columns),
    )


def _common(place: str, address: str) -> Lines:
    return (
        (ADDRESS, place),
        (
            "Lizenzen / licences",
            "Jeder Datensatz hat seine eigene Lizenz. Each dataset has a licence of its own.",
            f"{address}/queries/licences-of-the-datasets",
        ),
    )
