"""What pages tell search engines, as extruct reads it (https://schema.org)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
from collections.abc import Iterator
from typing import Any

import extruct
import pytest
from clients import fetch
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import SDO

from conftest import Served, serving
from klimagraph.bundle import bundle_folder
from klimagraph.namespaces import DATASETS, PREFIXES, THINGS
from klimagraph.releases import Content, publish
from klimagraph.terms import term
from klimagraph.things.schema_org import TYPES, schema_type

HOSTILE = {
    "closing": "</script><script>alert(1)</script>",
    "comment": "<!-- <script>",
    "quoted": '"}, "@type": "Person", "x": {"',
    "reversed": "harmlos \u202etpircs\u202c \u2066x\u2069",
    "lines": "a\u2028b\u2029c\nd\\",
    "entity": "&lt;/script&gt; & 'so'",
    "template": "{{ 7 * 7 }} {% raw %}",
}
"""Names of things that try to be more than names."""
SCRIPT = "javascript:alert(1)"


def told(service: Served, path: str) -> list[dict[str, Any]]:
    """Return what extruct reads from the scripts of a page."""
    page = fetch(service, path, Accept="text/html").text
    found = extruct.extract(page, base_url=service.address, syntaxes=["json-ld"])
    return list(found["json-ld"])


def test_a_municipality(served: Served) -> None:
    """It is a city with its keys, and the same as in Wikidata."""
    iri = f"{THINGS}municipality/01001000"
    (node,) = told(served, "/doc/municipality/01001000")
    assert {
        "@context": "https://schema.org",
        "@id": iri,
        "@type": "City",
        "alternateName": "Flensburg",
        "name": "Flensburg, Stadt",
        "sameAs": "http://www.wikidata.org/entity/Q3798",
        "url": f"{served.address}/doc/municipality/01001000",
    } == {name: value for name, value in node.items() if name != "identifier"}
    first, *keys = node["identifier"]
    assert iri == first
    values = {key["propertyID"].rpartition("#")[2]: key["value"] for key in keys}
    assert {
        "ags": "01001000",
        "ars": "010010000000",
        "districtKey": "01001",
        "nutsCode": "DEF01",
    } == values


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/doc/alliance/klima-buendnis", "Organization"),
        ("/doc/state/01", "State"),
        ("/doc/district/01055", "AdministrativeArea"),
        ("/doc/membership/klima-buendnis--010535323", "OrganizationRole"),
        ("/concept/gap-reason/not-stated", "DefinedTerm"),
        ("gap", "Thing"),
        ("source", "CreativeWork"),
    ],
)
def test_kinds(served: Served, path: str, kind: str) -> None:
    """What schema.org has no word for is a thing; each has its name and address."""
    path = path if path.startswith("/") else _some(served, path)
    (node,) = told(served, path)
    assert (kind, f"{served.address}{path}") == (node["@type"], node["url"])
    assert node["name"]


def _some(service: Served, folder: str) -> str:
    query = f"SELECT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{THINGS}{folder}/')) }} LIMIT 1"
    rows = fetch(
        service, "/sparql", "POST", query.encode(), Content_Type="application/sparql-query"
    )
    found = str(rows.json["results"]["bindings"][0]["s"]["value"])
    return "/doc/" + found.removeprefix(THINGS)


def test_the_first_page(served: Served) -> None:
    """It is a site with a search and a catalogue of data."""
    (graph,) = told(served, "/")
    site, catalogue = graph["@graph"]
    assert ("WebSite", "DataCatalog") == (site["@type"], catalogue["@type"])
    pattern = site["potentialAction"]["target"]["urlTemplate"]
    place = pattern.removeprefix(served.address).replace("{search_term_string}", "Harz")
    assert 200 == fetch(served, place, Accept="text/html").status
    assert f"{served.address}/catalog" == catalogue["url"]


def test_people_are_left_alone(served: Served) -> None:
    """The page of a person tells search engines nothing but not to list it."""
    path = _some(served, "person")
    assert [] == told(served, path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on things with hostile names."""
    home, graph = tmp_path_factory.mktemp("hostile"), NamedNode(f"{DATASETS}a")
    said = []
    for key, name in HOSTILE.items():
        thing = NamedNode(f"{THINGS}thing/{key}")
        said += [
            Quad(thing, term("skos:prefLabel"), Literal(name, language="de"), graph),
            Quad(thing, term("dcterms:description"), Literal(name, language="de"), graph),
            Quad(thing, term("dcterms:identifier"), Literal(name), graph),
            Quad(thing, term("skos:exactMatch"), NamedNode(SCRIPT), graph),
            Quad(thing, term("owl:sameAs"), Literal(f"http://e/{name}"), graph),
        ]
    lines = (serialize(said, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    publish(home, {"a": Content(b"".join(sorted(lines)), "test")}, "hostile")
    with serving(home, workers=2) as running:
        yield running


@pytest.mark.parametrize("key", HOSTILE)
def test_hostile_names(hostile: Served, key: str) -> None:
    """A name stays a text: it ends no script, is no other property, and reads as it is."""
    page = fetch(hostile, f"/doc/thing/{key}", Accept="text/html").text
    (script,) = re.findall(r'<script type="application/ld[+]json">(.*?)</script', page, re.DOTALL)
    assert script.isascii()
    assert not set("<>&") & set(script)
    (node,) = told(hostile, f"/doc/thing/{key}")
    assert ("Thing", HOSTILE[key], HOSTILE[key]) == (
        node["@type"],
        node["name"],
        node["description"],
    )
    assert HOSTILE[key] == node["identifier"][1]["value"]
    assert "sameAs" not in node


def test_types_are_those_of_schema_org() -> None:
    """Each name of the table is one that schema.org has."""
    assert [] == [kind for kind in TYPES.values() if kind not in SDO]


def test_types_agree_with_the_alignment() -> None:
    """Where the ontology is aligned with a class of schema.org the table says the same.

    A municipality is a city there, which is more special than what it is aligned with.
    """
    text = (bundle_folder() / "ontology" / "alignments" / "schema-org.ttl").read_bytes()
    schema = PREFIXES["schema"]
    aligned = {
        str(quad.subject).strip("<>"): str(quad.object).strip("<>").removeprefix(schema)
        for quad in parse(text, format=RdfFormat.TURTLE)
        if "Match" in quad.predicate.value and str(quad.object).startswith(f"<{schema}")
    }
    differing = {
        name.rpartition("#")[2]
        for name, kind in TYPES.items()
        if name in aligned and aligned[name] != kind
    }
    assert {"Municipality"} == differing


def test_the_most_special_class_decides() -> None:
    """A city that is a district of its own is a city."""
    klima = PREFIXES["klima"]
    assert "City" == schema_type([f"{klima}District", f"{klima}Municipality"])
    assert "Thing" == schema_type([])
