"""What is found out about the quality of datasets."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from klimagraph import releases
from klimagraph.harvest.work import Work
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.quality import measuring
from klimagraph.quality.measures import Quality, place_of, read
from klimagraph.releases import Content, publish

TEXT = """
id:source-1 a klima:Source ; dcterms:title "Liste"@de ; dcterms:issued "2024" .
id:source-2 a klima:Source ; dcterms:title "Brief"@de .
id:evidence-1 a klima:Evidence ; klima:source id:source-1 ;
  klima:certainty <https://w3id.org/klimagraph/concept/certainty/explicit> .
id:target-1 a klima:Target ; klima:evidence id:evidence-1 .
id:target-2 a klima:Target .
id:gap-1 a klima:KnownGap .
"""


def content(slug: str, text: str) -> Content:
    """Return a content of statements in Turtle with our prefixes."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    lines = [
        f"{quad.triple} <{DATASETS}{slug}> .\n"
        for quad in parse((prefixes + text).encode(), format=RdfFormat.TURTLE)
    ]
    return Content("".join(sorted(lines)).encode(), "test")


def measured(home: Path) -> dict[str, Quality]:
    """Return the quality of all datasets of a home by their place in a snapshot."""
    release = releases.current(home)
    assert release
    store = releases.open_read_only(releases.store_of(home, release.name))
    work = Work(home, release, store, "http://localhost", "", print)
    return {path: read(data) for path, data in measuring.parts(work)}


def test_what_is_counted(tmp_path: Path) -> None:
    """Claims, their evidence, sources without a date and gaps are those of the dataset."""
    publish(tmp_path, {"a": content("a", TEXT), "b": content("b", "id:b a klima:Target .")}, "x")
    found = measured(tmp_path)[place_of("a")]
    assert (2, 1) == (found.claims, found.supported)
    assert (2, 1) == (found.sources, found.undated)
    assert (1, 0) == (found.gaps, found.conflicts)
    assert [1] == [one.count for one in found.certainties]
    assert {"Target": 2, "Source": 2, "Evidence": 1, "KnownGap": 1} == {
        one.iri.rpartition("#")[2]: one.count for one in found.contents
    }


def test_rules_that_are_not_kept(tmp_path: Path) -> None:
    """What the shapes find is told by rule, with its number and in both languages."""
    publish(tmp_path, {"a": content("a", TEXT)}, "x")
    found = measured(tmp_path)[place_of("a")]
    assert found.checked
    assert found.rules
    assert all(rule.title_de and rule.count for rule in found.rules)


def test_datasets_without_evidence_are_no_claims(tmp_path: Path) -> None:
    """A register that comes from one source as a whole does not spoil the share of all."""
    publish(tmp_path, {"a": content("a", TEXT), "b": content("b", "id:b a klima:Target .")}, "x")
    found = measured(tmp_path)[place_of("klimagraph")]
    assert (2, 1) == (found.claims, found.supported)


def test_a_large_dataset_is_not_checked_again(tmp_path: Path) -> None:
    """It is counted all the same."""
    many = "".join(f'id:t{number} a klima:Target ; rdfs:comment "{"x" * 1024}" .\n'
                   for number in range(16_500))  # fmt: skip
    publish(tmp_path, {"a": content("a", many)}, "x")
    found = measured(tmp_path)[place_of("a")]
    assert (False, ()) == (found.checked, found.rules)
    assert 16_500 == found.claims
