"""One concept of a list: what it means, what lies above and below it, what says it of itself."""

from dataclasses import dataclass

from klimagraph.asking import Row, ask
from klimagraph.errors import NotFound
from klimagraph.namespaces import PREFIXES, compact
from klimagraph.resources import check_iri
from klimagraph.vocabulary.drawing import Label
from klimagraph.vocabulary.term import FACTS, NAME, Fact, facts, in_both
from klimagraph.vocabulary.words import PREAMBLE, Text, spoken
from klimagraph.workers.engine import Engine

SHOWN = 8
"""Things that are named for each property; /query has all of them."""
NEAR = tuple(f"{PREFIXES['skos']}{name}" for name in ("broader", "narrower", "related"))
APART = {
    *NEAR,
    *(f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "altLabel", "inScheme", "notation")),
    *(f"{PREFIXES['skos']}{name}" for name in ("topConceptOf", "broaderTransitive")),
    f"{PREFIXES['rdf']}type",
}
"""What the page says outside the table."""

PLACE = f"""{PREAMBLE}
SELECT ?this ?relation ?other ?name WHERE {{
  {{ ?this skos:inScheme ?other BIND("scheme" AS ?relation) }}
  UNION {{ ?this skos:broader|^skos:narrower ?other BIND("broader" AS ?relation) }}
  UNION {{ ?this skos:narrower|^skos:broader ?other BIND("narrower" AS ?relation) }}
  UNION {{ ?this skos:related|^skos:related ?other BIND("related" AS ?relation) }}
  OPTIONAL {{ ?other skos:prefLabel ?name FILTER(LANG(?name) = "LANGUAGE") }}
}}
ORDER BY ?relation ?name ?other
"""

USES = f"""{PREAMBLE}
SELECT ?this ?property ?propertyName (COUNT(DISTINCT ?thing) AS ?uses) WHERE {{
  ?thing ?property ?this
  FILTER(!STRSTARTS(STR(?property), STR(skos:)) && ISIRI(?thing))
  OPTIONAL {{ ?property rdfs:label ?propertyName FILTER(LANG(?propertyName) = "LANGUAGE") }}
}}
GROUP BY ?this ?property ?propertyName
ORDER BY DESC(?uses) ?property
"""

FIRST = f"""{PREAMBLE}
SELECT ?this ?property ?s ?sName WHERE {{
  {{ SELECT ?this ?property ?s WHERE {{ ?s ?property ?this FILTER(ISIRI(?s)) }} LIMIT {SHOWN} }}
  {NAME.replace("?X", "?s")}
}}
ORDER BY ?sName ?s
"""


@dataclass(frozen=True)
class Use:
    """A property by which things say the concept of themselves, with some of them."""

    property: Label
    count: int
    first: tuple[Label, ...]


@dataclass(frozen=True)
class Concept:
    """What the page of a concept shows."""

    iri: str
    name: Text
    definition: Text
    others: tuple[str, ...]
    """Other names of it."""
    notation: str
    scheme: tuple[Label, ...]
    broader: tuple[Label, ...]
    narrower: tuple[Label, ...]
    related: tuple[Label, ...]
    deprecated: bool
    facts: tuple[Fact, ...]
    uses: tuple[Use, ...]
    release: str


async def page(pool: Engine, iri: str, release: str | None, language: str) -> Concept:
    """Return what the page of a concept shows; raises NotFound."""
    check_iri(iri)
    asked = await ask(pool, spoken(FACTS, language), iri, release)
    said = [row for row in asked.rows if not row["back"]]
    if not said:
        raise NotFound(f"nothing is known about {iri}")
    near = (await ask(pool, spoken(PLACE, language), iri, asked.release)).rows
    return Concept(
        iri=iri,
        name=in_both(said, "skos", "prefLabel"),
        definition=in_both(said, "skos", "definition"),
        others=_texts(said, "altLabel", language),
        notation=", ".join(_texts(said, "notation", "")),
        scheme=_near(near, "scheme"),
        broader=_near(near, "broader"),
        narrower=_near(near, "narrower"),
        related=_near(near, "related"),
        deprecated=any(row["p"] == f"{PREFIXES['owl']}deprecated" for row in said),
        facts=facts([row for row in said if row["p"] not in APART], language),
        uses=await _uses(pool, iri, asked.release, language),
        release=asked.release,
    )


async def _uses(pool: Engine, iri: str, release: str, language: str) -> tuple[Use, ...]:
    found = []
    for row in (await ask(pool, spoken(USES, language), iri, release)).rows:
        way = row["property"]
        label = Label(row.get("propertyName") or compact(way), way)
        things = (await ask(pool, spoken(FIRST, language), iri, release, property=way)).rows
        names = {one["s"]: one.get("sName") or compact(one["s"]) for one in reversed(things)}
        first = tuple(Label(name, thing) for thing, name in reversed(names.items()))
        found.append(Use(label, int(row["uses"]), first))
    return tuple(found)


def _texts(rows: list[Row], name: str, language: str) -> tuple[str, ...]:
    iri = f"{PREFIXES['skos']}{name}"
    texts = (row["o"] for row in rows if row["p"] == iri and row.get("language", "") == language)
    return tuple(dict.fromkeys(texts))


def _near(rows: list[Row], relation: str) -> tuple[Label, ...]:
    found = {
        row["other"]: row.get("name") or compact(row["other"])
        for row in rows
        if row["relation"] == relation
    }
    return tuple(Label(name, iri) for iri, name in found.items())
