"""What the documents say is true."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import RdfFormat, parse

from conftest import Served
from klimagraph.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def blocks(path: Path, language: str) -> list[str]:
    """Return the code blocks of a document in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def readme_query() -> str:
    """Return the query that the README shows."""
    found = re.search(r"<<'SPARQL'\n(.*?)^SPARQL", (ROOT / "README.md").read_text(), re.M | re.S)
    assert found
    return found[1]


def test_readme_query_is_the_bundled_one() -> None:
    """The README shows the query that lies in the library, comments aside."""
    path = ROOT / "queries" / "memberships-with-decision-and-promise.rq"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    assert "\n".join(lines) == readme_query().strip()


def test_readme_query_answers(served: Served) -> None:
    """Pasted, it says alliance, date, organ, promise and source of the Amt Hohe Elbgeest."""
    data = urlencode({"query": readme_query()}).encode()
    with urlopen(Request(f"{served.address}/sparql", data, {"Accept": "text/csv"})) as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode())))
    assert rows == [
        {
            "alliance": "Klima-Bündnis",
            "since": "2017-06-23/..",
            "decidedBy": "Amtsausschuss des Amtes Hohe Elbgeest",
            "decided": "2017-03",
            "indicator": "CO2-Emissionen",
            "percent": "10",
            "every": "P5Y",
            "sources": "Meldung des Amtes Hohe Elbgeest über die Aufnahme in das Klima-Bündnis",
        }
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_turtle_in_documents_parses(path: Path) -> None:
    """Examples in Turtle are Turtle; later ones use the prefixes of the first."""
    examples = blocks(path, "turtle")
    prefixes = examples[0] if examples else ""
    for example in examples[1:]:
        assert list(parse((prefixes + example).encode(), format=RdfFormat.TURTLE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    """A relative link names a file that is there."""
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_settings_are_documented() -> None:
    """Each setting stands in the operator's table."""
    text = (ROOT / "docs" / "operation.md").read_text()
    missing = [name for name in Settings.__dataclass_fields__ if name.upper() not in text]
    assert missing == []


def test_model_page_lists_exactly_the_concepts() -> None:
    """Each concept stands in the row of its scheme, and no other slug does."""
    table = (ROOT / "docs" / "model.md").read_text().partition("## Concepts")[2]
    listed = {
        scheme: re.findall(r"`([\w-]+)`", slugs)
        for scheme, slugs in re.findall(r"^\| `([a-z-]+)` \| (`[^|]+`) \|$", table, re.MULTILINE)
    }
    declared = {
        path.stem: re.findall(
            rf"^<concept/{path.stem}/([\w-]+)> a skos:Concept", path.read_text(), re.MULTILINE
        )
        for path in (ROOT / "ontology" / "vocabularies").glob("*.ttl")
    }
    assert {scheme: sorted(slugs) for scheme, slugs in declared.items()} == {
        scheme: sorted(slugs) for scheme, slugs in listed.items()
    }


SEARCH = ROOT / "docs" / "search.md"


@pytest.mark.parametrize("query", blocks(SEARCH, "sparql"))
def test_search_queries_answer(served: Served, query: str) -> None:
    """Pasted, the queries of the search page find something."""
    data = urlencode({"query": query}).encode()
    with urlopen(Request(f"{served.address}/sparql", data, {"Accept": "text/csv"})) as answer:
        assert list(csv.DictReader(io.StringIO(answer.read().decode())))


@pytest.mark.parametrize(
    "path", re.findall(r"http://127\.0\.0\.1:8000(/search[^']*)", SEARCH.read_text())
)
def test_search_addresses_answer(served: Served, path: str) -> None:
    """Pasted, the addresses of the search page find something."""
    with urlopen(Request(f"{served.address}{path}", headers={"Accept": "application/json"})) as got:
        assert json.load(got)["results"]
