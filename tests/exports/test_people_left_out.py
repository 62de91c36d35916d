"""Nobody's name stands in what is harvested, but in the files of the dataset that says it."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from pyarrow import parquet

from exports.prepared import Prepared
from klimagraph import changes
from klimagraph.exports.classes import EVERYTHING
from klimagraph.exports.files import FOLDER
from klimagraph.feed import nodes
from klimagraph.feed.writing import WRITERS, write
from klimagraph.harvest import snapshot

PUBLIC = "http://klimagraph.test"
NAMES = """
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT DISTINCT ?name { ?person a foaf:Person ; foaf:name ?name } ORDER BY ?name
"""
QUOTED = "SELECT DISTINCT ?evidence { ?evidence klima:fragment ?text } ORDER BY ?evidence"


@pytest.fixture(scope="module")
def names(prepared: Prepared) -> list[str]:
    """Return the names of all people of the bundled data."""
    found = [row[0] for row in prepared.rows(NAMES)]
    assert len(found) > 10
    return found


def holding(texts: dict[str, str], names: list[str]) -> dict[str, list[str]]:
    """Return which names stand in which texts."""
    found = {place: [name for name in names if name in text] for place, text in texts.items()}
    return {place: held for place, held in found.items() if held}


def test_no_part_of_a_snapshot_names_people(prepared: Prepared, names: list[str]) -> None:
    """Catalogue, entities, descriptions, sitemap; whatever is added later, too."""
    folder = snapshot.path_of(prepared.home, snapshot.current_name(prepared.home) or "")
    parts = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = {str(path.relative_to(folder)): path.read_text() for path in parts}
    assert "entities/evidence.jsonl" in texts
    assert {} == holding(texts, names)


def test_no_file_of_a_class_names_people(
    prepared: Prepared, names: list[str], tmp_path: Path
) -> None:
    """The files of datasets do: they say all that a dataset says."""
    texts, of_datasets = dict[str, str](), dict[str, str]()
    for file in prepared.files:
        if file.form == "parquet":
            texts[file.name] = str(
                parquet.read_table(prepared.put(file.name, tmp_path)).to_pylist()
            )
        else:
            held = texts if file.dataset == EVERYTHING else of_datasets
            held[file.name] = prepared.data(file.name).decode()
    assert {"Evidence.csv", "Evidence.parquet", "Evidence.jsonld"} <= texts.keys()
    assert {} == holding(texts, names)
    assert "klima-buendnis.ttl" in holding(of_datasets, names)
    assert (prepared.home / FOLDER).is_dir()


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_no_page_of_the_feed_names_people(prepared: Prepared, names: list[str], form: str) -> None:
    """In no format."""
    with changes.history(prepared.home) as log:
        texts = {}
        for month in log.months():
            for page in log.pages(month):
                node = nodes.page(log, PUBLIC, month.name, page.number)
                members = log.activities(month, page.number)
                texts[node.iri] = write(node, members, form, PUBLIC).decode()
    assert any("/id/evidence/" in text for text in texts.values())
    assert {} == holding(texts, names)


def test_other_passages_stay(prepared: Prepared) -> None:
    """What a source says of a town is still quoted."""
    quoted = [row[0] for row in prepared.rows(QUOTED)]
    text = prepared.data("Evidence.jsonld").decode()
    told = text.count('"fragment":')
    assert 0.85 * len(quoted) < told < len(quoted)
    assert "/evidence/a025" in text
