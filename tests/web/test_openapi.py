"""The OpenAPI document as a whole (https://spec.openapis.org/oas/v3.1.0)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from clients import fetch

from conftest import content, serving
from klimagraph.releases import publish


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield the document of a service on a small release."""
    home = tmp_path_factory.mktemp("openapi")
    publish(home, {"a": content("a", ["x"])}, "first")
    with serving(home, workers=1) as running:
        yield fetch(running, "/openapi.json").json


def operations(document: Any) -> dict[tuple[str, str], Any]:
    """Return what can be done, by path and method."""
    return {
        (path, method): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def references(node: Any) -> Iterator[str]:
    """Yield every $ref in a part of the document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for item in node.values():
            yield from references(item)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def test_every_operation_has_a_name_of_its_own(document: Any) -> None:
    """Programs are made with functions of these names."""
    names = [operation["operationId"] for operation in operations(document).values()]
    assert {} == {name: count for name, count in Counter(names).items() if count > 1}
    assert [] == [name for name in names if not name.isidentifier()]


def test_every_reference_leads_somewhere(document: Any) -> None:
    """And there are some."""
    found = set(references(document))
    assert found
    for reference in found:
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_parameter_of_a_path_is_described(document: Any) -> None:
    """No name is told twice for the same place."""
    for operation in operations(document).values():
        places = [(item["in"], item["name"]) for item in operation.get("parameters", ())]
        assert sorted(set(places)) == sorted(places)


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/sparql", "get", {"200", "400", "404", "406", "410", "413", "429", "503"}),
        ("/sparql", "post", {"200", "400", "404", "406", "410", "413", "415", "429", "503"}),
        ("/queries/saved", "post", {"201", "303", "400", "404", "406", "410", "413", "429", "503"}),
        ("/queries/saved/{identifier}", "get", {"200", "400", "404", "406", "429", "503"}),
        ("/doc/{path}", "get", {"200", "400", "404", "406", "410"}),
        ("/update", "post", {"204", "422"}),
    ],
)
def test_answers(document: Any, path: str, method: str, statuses: set[str]) -> None:
    """Each path says with what it answers, and 422 only where data is checked."""
    assert statuses == operations(document)[path, method]["responses"].keys()


@pytest.mark.parametrize("path", ["/sparql", "/queries/saved"])
def test_queries_are_sent_in_two_ways(document: Any, path: str) -> None:
    """As a form and as they are, each with an example."""
    content = operations(document)[path, "post"]["requestBody"]["content"]
    assert {"application/x-www-form-urlencoded", "application/sparql-query"} == content.keys()
    assert all("example" in media for media in content.values())


def test_citations_have_their_media_types(document: Any) -> None:
    """Text, BibTeX and CSL-JSON besides page and data."""
    found = operations(document)["/queries/saved/{identifier}", "get"]["responses"]["200"]
    assert {"text/plain", "application/x-bibtex"} < found["content"].keys()


def test_a_search_needs_its_text(document: Any) -> None:
    """Programs that leave it out are refused."""
    parameters = operations(document)["/search", "get"]["parameters"]
    (text,) = (item for item in parameters if item["name"] == "q")
    assert text["required"] is True


def test_nobody_is_offered_head(document: Any) -> None:
    """HEAD is GET without the body, on all paths."""
    assert set() == {path for path, method in operations(document) if method == "head"}
