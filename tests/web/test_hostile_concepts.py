"""What strangers write into a list of concepts stays text on its pages."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import fetch
from reading import Read

from conftest import Served, serving
from klimagraph.namespaces import CONCEPTS, DATASETS, PREFIXES
from klimagraph.releases import Content, publish

SKOS, RDF = PREFIXES["skos"], PREFIXES["rdf"]
SCRIPT = "<script>alert(1)</script>"
TURNED = "\u202egnp.exe"
LONG = "Wort" * 2500
ADDRESS = "javascript:alert(1)"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on a list whose concepts carry what should not be carried out."""
    home: Path = tmp_path_factory.mktemp("hostile")
    scheme, one, other = (f"<{CONCEPTS}evil{end}>" for end in ("", "/one", "/other"))
    graph, texts = f"<{DATASETS}evil>", (SCRIPT, TURNED, LONG)
    lines = [f'{one} <{SKOS}altLabel> "{text}"@de {graph} .\n' for text in texts]
    for node, kind in ((scheme, "ConceptScheme"), (one, "Concept"), (other, "Concept")):
        lines.append(f"{node} <{RDF}type> <{SKOS}{kind}> {graph} .\n")
        lines.append(f'{node} <{SKOS}prefLabel> "{SCRIPT}{TURNED}{LONG}"@de {graph} .\n')
        lines.append(f'{node} <{SKOS}definition> "{SCRIPT}{LONG}"@de {graph} .\n')
    lines += [f"{node} <{SKOS}inScheme> {scheme} {graph} .\n" for node in (one, other)]
    lines.append(f"{one} <{SKOS}broader> {other} {graph} .\n")
    lines.append(f"{one} <{SKOS}exactMatch> <{ADDRESS}> {graph} .\n")
    lines.append(f"<{ADDRESS}> <http://e/says> {one} {graph} .\n")
    publish(home, {"evil": Content("".join(sorted(lines)).encode(), "test")}, "first")
    with serving(home, workers=1) as running:
        yield running


@pytest.mark.parametrize("path", ["/concept", "/concept/evil", "/concept/evil/one"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_it_stays_text(service: Served, path: str, language: str) -> None:
    """Nothing of it becomes an element or a link, and every element is closed."""
    got = fetch(service, f"{path}?lang={language}", Accept="text/html")
    shown = Read(got.text)
    assert (200, []) == (got.status, shown.open)
    assert SCRIPT not in got.text
    assert [] == [link for link in shown.links if link.lower().startswith("javascript")]


@pytest.mark.parametrize("path", ["/concept", "/concept/evil", "/concept/evil/one"])
def test_long_names_are_cut(service: Served, path: str) -> None:
    """Names of ten thousand letters do not fill the page, and no character is cut in two."""
    page = fetch(service, path, Accept="text/html").text
    assert len(page) < 20_000
    assert [] == re.findall(r"&(?:lt?|g|am?|#\d*)\.\.\.", page)
