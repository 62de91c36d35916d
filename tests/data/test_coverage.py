"""Each fact of the five seed texts is in the graph, as the table of facts says it."""

import csv
import hashlib
import os
import re
from functools import cache
from pathlib import Path

import pytest

from .graph import BASE, DATA, FACTS, load, of_class, rows, thing, values

SEEDS = Path(os.environ.get("KLIMAGRAPH_SEEDS", "none"))
TABLE = SEEDS / "seed_facts.csv"
WITHHELD = ("B023", "B036", "D030")
"""Facts whose object is a person without a public function."""
needs_seeds = pytest.mark.skipif(
    not TABLE.is_file(), reason="KLIMAGRAPH_SEEDS does not name the folder of seed_facts.csv"
)


@cache
def coverage() -> dict[str, str]:
    """Return the thing that carries each fact."""
    with (DATA / "COVERAGE.csv").open(encoding="utf-8", newline="") as file:
        return {row["fact_id"]: row["node"].removeprefix(BASE) for row in csv.DictReader(file)}


@cache
def facts() -> tuple[dict[str, str], ...]:
    """Return the rows of the table of facts."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def of_certainty(certainty: str) -> list[str]:
    """Return the things that carry the facts of a certainty."""
    return [coverage()[row["fact_id"]] for row in facts() if row["certainty"] == certainty]


def evidence(fact: str, name: str) -> str:
    """Return the one value of a property of the evidence for a fact, or an empty text."""
    return "".join(values(load(*FACTS), f"id/evidence/{fact.lower()}", name))


def seed_line(row: dict[str, str]) -> str:
    """Return the line of the seed text in which a fact stands."""
    text_of_seed = (SEEDS / row["seed_file"]).read_text(encoding="utf-8")
    return text_of_seed.split("\n")[int(row["line"]) - 1]


def test_covered_facts_are_cited_by_their_node() -> None:
    """The node that the table of coverage names cites the evidence of the fact."""
    store = load(*FACTS)
    missing = {
        fact: node
        for fact, node in coverage().items()
        if f"id/evidence/{fact.lower()}" not in values(store, node, "evidence")
    }
    assert missing == {}


def test_evidence_of_the_seeds_is_covered() -> None:
    """Each piece of evidence with the number of a fact is in the table of coverage."""
    numbers = rows("SELECT ?i { ?e a klima:Evidence ; dcterms:identifier ?i }")
    assert set(coverage()) == {number for (number,) in numbers if number[0] in "ABCDE"}


@needs_seeds
def test_all_facts_are_covered() -> None:
    """No row of the table of facts is left out."""
    assert [row["fact_id"] for row in facts()] == list(coverage())


@needs_seeds
def test_evidence_agrees_with_the_table() -> None:
    """Line and certainty are those of the table; a gap is recorded from explicit words."""
    found = {
        row["fact_id"]: (evidence(row["fact_id"], "line"), evidence(row["fact_id"], "certainty"))
        for row in facts()
    }
    expected = {
        row["fact_id"]: (
            row["line"],
            "concept/certainty/" + row["certainty"].replace("gap", "explicit"),
        )
        for row in facts()
    }
    assert expected == found


@needs_seeds
def test_fragments_are_verbatim() -> None:
    """A fragment stands in its line; only names that are withheld have none."""
    pieces = {row["fact_id"]: evidence(row["fact_id"], "fragment") for row in facts()}
    foreign = [row["fact_id"] for row in facts() if pieces[row["fact_id"]] not in seed_line(row)]
    assert foreign == []
    assert {fact for fact, piece in pieces.items() if not piece} <= set(WITHHELD)


@needs_seeds
def test_fragments_are_no_sentences() -> None:
    """No fragment is a whole sentence of its line."""
    whole = [
        row["fact_id"]
        for row in facts()
        for sentence in re.findall(r"[^.!?]+[.!?]", seed_line(row))
        if evidence(row["fact_id"], "fragment").strip(" .!?") == sentence.strip(" .!?")
    ]
    assert whole == []


@needs_seeds
def test_ambiguous_facts_have_readings() -> None:
    """What can be read in two ways is there with both readings."""
    store = load(*FACTS)
    assert [
        node for node in of_certainty("ambiguous") if len(values(store, node, "reading")) < 2
    ] == []


@needs_seeds
def test_gaps_of_the_table_are_known_gaps() -> None:
    """What the texts do not say is recorded as not said."""
    gaps = of_class(load(*FACTS), "KnownGap")
    assert {str(thing(node)) for node in of_certainty("gap")} <= gaps


@needs_seeds
def test_hashes_are_those_of_the_texts() -> None:
    """The source of a fact carries the hash of the seed text that was read."""
    store = load(*FACTS)
    read = {row["seed_file"]: evidence(row["fact_id"], "source") for row in facts()}
    for file, source in read.items():
        digest = hashlib.sha256((SEEDS / file).read_bytes()).hexdigest()
        assert [digest] == values(store, source, "sha256")


@needs_seeds
def test_withheld_names_are_nowhere() -> None:
    """Persons without a public function are named in no file of the data."""
    names = {row["object"] for row in facts() if row["fact_id"] in WITHHELD}
    files = [path for path in DATA.rglob("*") if path.suffix in (".ttl", ".csv", ".md")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert len(names) == len(WITHHELD)
    assert [name for name in names if any(name in one for one in texts)] == []


def test_no_fact_rests_on_a_gap_alone_unless_it_is_one() -> None:
    """Nine facts are gaps; evidence of all others is cited by a claim as well."""
    only_gaps = rows("""
        SELECT DISTINCT ?i {
          ?gap a klima:KnownGap ; klima:evidence ?e .
          ?e dcterms:identifier ?i .
          FILTER REGEX(?i, "^[A-E]")
          FILTER NOT EXISTS {
            ?claim klima:evidence ?e FILTER NOT EXISTS { ?claim a klima:KnownGap }
          }
        }""")
    assert {fact for (fact,) in only_gaps} == {
        *("A023", "B005", "C013", "C033", "C034", "D029", "D032", "D034", "E044")
    }
