"""The pages of two hundred datasets: walking them, putting them together, reading them."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import io
import json
from itertools import chain

import pytest
from catalogues import ADDRESS, SNAPSHOT, Made, large, objects, term, triples
from pyld import jsonld
from pyoxigraph import RdfFormat, Triple, parse

from klimagraph.catalog.rules import breaches

PROFILES = ("dcat-ap-de", "dcat-ap")
CATALOG = "https://w3id.org/klimagraph/catalog"
VIEW = ("firstPage", "nextPage", "previousPage", "lastPage"), ("first", "next", "previous", "last")


def page_at(catalogue: Made, address: str) -> bytes:
    """Return the part that an address of a page means."""
    path, _, asked = address.removeprefix(ADDRESS).partition("?")
    parameters = dict(one.split("=") for one in asked.split("&"))
    assert SNAPSHOT == parameters["snapshot"]
    extension = path.rpartition(".")[2]
    return catalogue.parts[f"catalog/{parameters['profile']}/{parameters['page']}.{extension}"]


def content(found: set[Triple]) -> set[Triple]:
    """Return what a page says of everything but pages."""
    hydra = "http://www.w3.org/ns/hydra/core#"
    return {
        one for one in found if hydra not in str(one.predicate) and hydra not in str(one.object)
    }


@pytest.mark.parametrize("style", VIEW, ids=["PagedCollection", "PartialCollectionView"])
@pytest.mark.parametrize("profile", PROFILES)
def test_walking_the_pages(profile: str, style: tuple[str, ...]) -> None:
    """Clients of either generation of Hydra see each dataset once, and come to an end."""
    address = f"{ADDRESS}/catalog.nt?page=1&profile={profile}&snapshot={SNAPSHOT}"
    seen: list[str] = []
    visited = []
    while address:
        visited.append(address)
        page = triples(page_at(large(), address))
        listed = objects(page, CATALOG, "dcat:dataset")
        assert len(listed) <= 100
        seen += listed
        assert ["205"] == objects(page, address, "hydra:totalItems")
        assert [visited[0]] == objects(page, address, f"hydra:{style[0]}")
        before = objects(page, address, f"hydra:{style[2]}")
        assert visited[-2:-1] == before
        address = "".join(objects(page, address, f"hydra:{style[1]}"))
    assert 3 == len(visited)
    assert list(large().built.datasets) == seen


@pytest.mark.parametrize("profile", PROFILES)
def test_pages_together_are_the_catalogue(profile: str) -> None:
    """What stands on the pages is what stands in the one piece."""
    parts = [triples(large().parts[f"catalog/{profile}/{number}.nt"]) for number in (1, 2, 3)]
    whole = triples(large().parts[f"catalog/{profile}/full.nt"])
    assert content(whole) == set(chain.from_iterable(content(part) for part in parts))


@pytest.mark.parametrize("profile", PROFILES)
def test_each_page_obeys_the_rules(profile: str) -> None:
    """As it is served, with its view, no page breaks a rule, not with the others in mind."""
    for number in (1, 2, 3):
        page = triples(large().parts[f"catalog/{profile}/{number}.nt"])
        assert [] == breaches(page, large().built.datasets)


def test_only_the_first_page_describes_the_service() -> None:
    """It stands there once, and on every page stands what a catalogue must say."""
    for number in (1, 2, 3):
        page = triples(large().parts[f"catalog/dcat-ap-de/{number}.nt"])
        assert (number == 1) == bool(objects(page, CATALOG, "dcat:service"))
        for name in ("title", "description", "publisher", "license"):
            assert objects(page, CATALOG, f"dcterms:{name}")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("number", ["1", "3", "full"])
def test_formats_say_the_same(profile: str, number: str) -> None:
    """Turtle, RDF/XML and JSON-LD carry the statements of N-Triples."""
    stem = f"catalog/{profile}/{number}"
    expected = content(triples(large().parts[f"{stem}.nt"]))
    for extension in ("ttl", "rdf"):
        data = large().parts[f"{stem}.{extension}"]
        form = RdfFormat.from_extension(extension)
        assert expected == content({quad.triple for quad in parse(data, format=form)})
    data = large().parts[f"{stem}.jsonld"]
    read = {quad.triple for quad in parse(io.BytesIO(data), format=RdfFormat.JSON_LD)}
    assert expected == content(read)


def test_another_reader_of_json_ld() -> None:
    """pyld reads what was meant, and nothing needs to be fetched for it."""
    document = json.loads(large().parts["catalog/dcat-ap-de/3.jsonld"])
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert triples(large().parts["catalog/dcat-ap-de/3.nt"]).__len__() == len(
        triples(quads.encode())
    )
    expected = content(triples(large().parts["catalog/dcat-ap-de/3.nt"]))
    assert expected == content(triples(quads.encode()))


def test_json_ld_of_the_first_generation() -> None:
    """Processors of JSON-LD 1.0 refuse pages with words of 1.1; types stand where they look."""
    text = large().parts["catalog/dcat-ap-de/1.jsonld"].decode()
    for word in ("@version", "@protected", "@nest", "@json", "@propagate", "@import"):
        assert word not in text
    node = next(one for one in json.loads(text)["@graph"] if one["id"].endswith("dataset/set-000"))
    assert "Dataset" in node["type"]
    assert "#type" not in text.partition("@graph")[2]


def test_a_page_for_search_engines() -> None:
    """Each dataset has what search engines ask for; pages lead on as the others do."""
    document = json.loads(large().parts["catalog/schemaorg/2.jsonld"])
    nodes = {node["@id"]: node for node in document["@graph"]}
    sets = [node for node in nodes.values() if node.get("@type") == "Dataset"]
    assert 100 == len(sets) == len(nodes[CATALOG]["dataset"])
    for node in sets:
        assert 50 <= len(node["description"]) <= 5000
        assert {"name", "license", "creator", "distribution", "dateModified"} <= node.keys()
        assert all("contentUrl" in one and "encodingFormat" in one for one in node["distribution"])
    view = nodes[f"{ADDRESS}/catalog.jsonld?page=2&profile=schemaorg&snapshot={SNAPSHOT}"]
    assert view["hydra:next"] == view["hydra:nextPage"] != view["hydra:previous"]


def test_schema_org_is_read_without_the_web() -> None:
    """Its context is inlined, addresses are links, types are types."""
    document = json.loads(large().parts["dataset/schemaorg/set-001.jsonld"])
    found = triples(jsonld.to_rdf(document, {"format": "application/n-quads"}).encode())
    schema = "https://schema.org/"
    node = "https://w3id.org/klimagraph/dataset/set-001"
    kinds = {one.object.value for one in found if one.predicate == term("rdf:type")}  # type: ignore[union-attr]
    assert {f"{schema}Dataset", f"{schema}DataDownload", f"{schema}DataCatalog"} <= kinds
    links = {one.object.value for one in found if str(one.predicate) == f"<{schema}license>"}  # type: ignore[union-attr]
    assert {"https://www.govdata.de/dl-de/by-2-0"} == links
    assert node in {one.subject.value for one in found}  # type: ignore[union-attr]
