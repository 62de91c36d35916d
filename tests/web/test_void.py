"""Statistics of the release (https://www.w3.org/TR/void/)."""

import json

import pytest
from clients import COUNT, fetch, query
from pyoxigraph import NamedNode, RdfFormat, parse

from conftest import Served
from klimagraph.namespaces import PREFIXES
from klimagraph.releases import current

PATH = "/.well-known/void"
VOID = PREFIXES["void"]


def numbers(served: Served, kind: str, counted: str) -> dict[str, int]:
    """Return what is counted by class or by property."""
    quads = list(parse(fetch(served, PATH).body, format=RdfFormat.TURTLE))
    values = {(str(quad.subject), quad.predicate.value): quad.object for quad in quads}
    parts = [quad.subject for quad in quads if quad.predicate == NamedNode(f"{VOID}{kind}")]
    return {
        str(values[str(part), f"{VOID}{kind}"]): int(values[str(part), f"{VOID}{counted}"].value)
        for part in parts
    }


def test_properties_add_up_to_all(served: Served) -> None:
    """Each statement has one property."""
    rows = json.loads(query(served, COUNT, "application/json").body)["results"]["bindings"]
    assert int(rows[0]["n"]["value"]) == sum(numbers(served, "property", "triples").values())


def test_classes_are_counted(served: Served) -> None:
    """The municipalities of the register."""
    assert numbers(served, "class", "entities")[f"<{PREFIXES['klima']}Municipality>"] == 10_981


def test_every_dataset_has_its_dump(served: Served) -> None:
    """Address and number of statements of each."""
    release = current(served.home)
    assert release
    text = fetch(served, PATH, Accept="application/n-triples").text
    for version in release.datasets:
        assert f"/releases/{release.name}/{version.slug}.nq>" in text
        assert f'"{version.quads}"' in text


@pytest.mark.parametrize("kind", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_formats(served: Served, kind: str) -> None:
    """As the client likes it."""
    got = fetch(served, PATH, Accept=kind)
    assert (200, kind) == (got.status, got.headers["content-type"].split(";")[0])
    assert fetch(served, PATH, Accept=kind, If_None_Match=got.headers["etag"]).status == 304
