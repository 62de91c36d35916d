"""The question in SPARQL that gives exactly the list of a selection (https://www.w3.org/TR/sparql11-query/)."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from klimagraph.exploring.facets import (
    BY_NAME,
    GRANT,
    HEADER,
    INTERVALS,
    KNOWN,
    TAKES_PART,
    YEAR,
    Facet,
    Kind,
)
from klimagraph.exploring.selection import Selection
from klimagraph.exploring.table import SHORTENED, Table
from klimagraph.namespaces import PREFIXES

SELECT = f"""
SELECT ?authority ?name ?inhabitants ?alliances ?targetYear ?euros
WHERE {{
  ?authority a klima:Authority ;
    skos:prefLabel ?name .
  FILTER(LANG(?name) = "de")
  OPTIONAL {{ ?authority klima:population ?inhabitants }}
  OPTIONAL {{
    SELECT ?authority (GROUP_CONCAT(DISTINCT ?allianceName; separator="; ") AS ?alliances)
    WHERE {{
      {TAKES_PART}
      ?membership org:organization/skos:prefLabel ?allianceName .
      FILTER(LANG(?allianceName) = "de")
    }}
    GROUP BY ?authority
  }}
  OPTIONAL {{
    SELECT ?authority (MIN(?year) AS ?targetYear)
    WHERE {{
      {YEAR}
    }}
    GROUP BY ?authority
  }}
  OPTIONAL {{
    SELECT ?authority (SUM(?amount) AS ?euros)
    WHERE {{
      {GRANT} ;
        klima:amount ?amount ;
        qudt:hasUnit unit:CCY_EUR .
    }}
    GROUP BY ?authority
  }}
"""
BY = {
    "name": "",
    "inhabitants": "DESC(?inhabitants) ",
    "year": "(!BOUND(?targetYear)) ?targetYear ",
    "sum": "DESC(?euros) ",
}
MARKS = {"de": ("Auswahl", "Zieljahr"), "en": ("Selection", "Target year")}


def question(selection: Selection, table: Table, language: str) -> str:
    """Return the question, with comments in a language."""
    conditions = list(_conditions(selection, table, language))
    text = "".join((SELECT, *conditions, "}\n", f"ORDER BY {BY[selection.sort]}{_sorted()}\n"))
    return _header(text) + text.lstrip("\n")


def _header(text: str) -> str:
    lines = HEADER.splitlines(keepends=True)
    return "".join(line for line in lines if f"{line.split()[1]}" in text) + "\n"


def _sorted() -> str:
    """Return how names are sorted: umlauts beside their letters."""
    name = "LCASE(?name)"
    for letter, plain in SHORTENED.items():
        name = f'REPLACE({name}, "{chr(letter)}", "{plain}")'
    return f"{name} ?authority"


def _conditions(selection: Selection, table: Table, language: str) -> Iterator[str]:
    for name, keys in selection.chosen.items():
        facet = BY_NAME[name]
        text = _WRITTEN[facet.kind](facet, keys, table)
        if text:
            yield f"\n  # {facet.label[language]}\n  {text}\n"
    if selection.years:
        yield f"\n  # {MARKS[language][1]}\n  {_years(selection)}\n"


def _listed(facet: Facet, keys: Iterable[str], table: Table) -> str:
    variable = f"?{facet.variable}"
    iris = "\n      ".join(_short(table.values[facet.name][key].iri) for key in keys)
    held = f"VALUES {variable} {{\n      {iris}\n    }}"
    return f"FILTER EXISTS {{\n    {held}\n    {facet.pattern}\n  }}"


def _short(iri: str) -> str:
    """Return an IRI as SPARQL writes it, under a prefix where that is simple."""
    local = iri.removeprefix(PREFIXES["klima"])
    simple = local != iri and local.isalnum() and local.isascii()
    return f"klima:{local}" if simple else str(NamedNode(iri))


def _known(facet: Facet, keys: Iterable[str], _table: Table) -> str:
    wanted = tuple(keys)
    if len(wanted) > 1:
        return ""
    no = "" if wanted == (KNOWN,) else "NOT "
    return f"FILTER {no}EXISTS {{\n    {facet.pattern}\n  }}"


def _classes(facet: Facet, keys: Iterable[str], _table: Table) -> str:
    chosen = [interval for interval in INTERVALS[facet.name] if interval.key in tuple(keys)]
    column, parts = f"?{facet.column}", []
    for interval in chosen:
        low = [f"{column} >= {interval.low}"] if interval.low is not None else []
        high = [f"{column} < {interval.high}"] if interval.high is not None else []
        parts.append(" && ".join(low + high))
    return f"FILTER({' || '.join(parts)})" if len(parts) == 1 else _joined(parts)


def _joined(parts: Iterable[str]) -> str:
    return "FILTER(" + " || ".join(f"({part})" for part in parts) + ")"


def _years(selection: Selection) -> str:
    kind, parts = NamedNode(f"{PREFIXES['xsd']}gYear"), []
    for sign, year in ((">=", selection.year_from), ("<=", selection.year_to)):
        if year is not None:
            value = Literal(f"{year:04}", datatype=kind).value
            parts.append(f'?year {sign} "{value}"^^xsd:gYear')
    return f"FILTER EXISTS {{\n    {YEAR}\n    FILTER({' && '.join(parts)})\n  }}"


_WRITTEN = {Kind.LISTED: _listed, Kind.KNOWN: _known, Kind.CLASSES: _classes}
