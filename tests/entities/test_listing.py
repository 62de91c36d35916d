"""Lines of things: which there are, in which order, and what they concern."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from klimagraph.entities import building, lists
from klimagraph.entities.reading import lines
from klimagraph.exports.merging import things
from klimagraph.harvest.work import Work
from klimagraph.jsonld.context import ENTITIES
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, current, open_read_only, publish, store_of
from klimagraph.releases.publication import silent

A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
NS = "https://w3id.org/klimagraph/ns#"
STATEMENTS = (
    f"<{THINGS}membership/a> {A} <{NS}Membership>",
    f"<{THINGS}membership/a> <http://www.w3.org/ns/org#member> <{THINGS}municipality/15085040>",
    f"<{THINGS}membership/a> <http://www.w3.org/ns/org#organization> <{THINGS}alliance/x>",
    f'<{THINGS}membership/a#note> <{NS}description> "Teil"@de',
    f"<{THINGS}membership/a-b> {A} <{NS}Membership>",
    f"<{THINGS}membership/a-b> <http://www.w3.org/ns/org#member> <{THINGS}district/07131>",
    f"<{THINGS}municipality/15085040> <{NS}inState> <{THINGS}state/15>",
    f"<{THINGS}municipality/15085040> <{NS}neighbour> <{THINGS}municipality/03155001>",
    f"<{THINGS}person/abc> {A} <http://xmlns.com/foaf/0.1/Person>",
    f"<{THINGS}contact/smith> {A} <http://www.w3.org/2006/vcard/ns#Individual>",
    f"<{THINGS}alliance/x> {A} <{NS}Alliance>",
    f'<{NS}term> <http://www.w3.org/2000/01/rdf-schema#label> "Begriff"@de',
)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """Return the work on a release with a few things."""
    lines = sorted(f"{one} <{DATASETS}a> .\n" for one in STATEMENTS)
    release = publish(tmp_path, {"a": Content("".join(lines).encode(), "a")}, "first")
    assert current(tmp_path) == release
    store = open_read_only(store_of(tmp_path, release.name))
    return Work(tmp_path, release, store, "http://klimagraph.test", "x", silent)


def listing(parts: dict[str, bytes], folder: str) -> lists.Listing:
    """Return which things there are of a class."""
    return lists.read(parts[lists.path_of(folder)])


def test_things_have_lines_and_people_do_not(work: Work) -> None:
    """Every thing has a line in its class; people, whatever their address, and terms have none."""
    parts = dict(building.parts(work))
    assert {"alliance": 1, "membership": 2, "municipality": 1} == json.loads(parts[lists.COUNTS])
    assert not any(b"abc" in part or b"smith" in part for part in parts.values())


def test_parts_stand_with_their_thing(work: Work) -> None:
    """A part is in the line of its thing, though another thing sorts between them."""
    parts = dict(building.parts(work))
    text = parts["entities/membership.jsonl"].decode().splitlines()
    assert 2 == len(text)
    assert [True, False] == ["membership/a-b" in line for line in text]
    assert "Teil" in text[1]


def test_states_and_alliances(work: Work) -> None:
    """A claim concerns the states of the authorities it names, an authority its own only."""
    parts = dict(building.parts(work))
    memberships = listing(parts, "membership")
    assert {"07": [0], "15": [1]} == memberships.states
    assert {f"{THINGS}alliance/x": [1]} == memberships.alliances
    assert {"15": [0]} == listing(parts, "municipality").states
    assert [1] == memberships.chosen("15", f"{THINGS}alliance/x")
    assert [] == memberships.chosen("07", f"{THINGS}alliance/x")
    assert [0, 1] == list(memberships.chosen())


def test_many_lines_make_several_files(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file would be too long another is begun; any choice of lines is found again."""
    whole = dict(building.parts(work))["entities/membership.jsonl"].splitlines()
    monkeypatch.setattr(building, "PIECE", 10)
    parts = dict(building.parts(work))
    for path, data in parts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    found = listing(parts, "membership")
    assert ("entities/membership.jsonl", "entities/membership.2.jsonl") == found.pieces
    assert whole == list(lines(tmp_path, found, [0, 1]))
    assert whole[1:] == list(lines(tmp_path, found, [1]))


def test_the_same_release_has_the_same_lines(work: Work) -> None:
    """Lines depend on the release only."""
    assert list(building.parts(work)) == list(building.parts(work))


def test_parts_wait_for_their_thing_whatever_stands_between() -> None:
    """However names nest, each thing comes once, with all its parts and nothing else."""
    names = ["a#p", "a-b#p", "a-b-c", "a-b", "a/x#q", "a", "b#only", "c"]
    text = sorted(f"<{THINGS}{name}> <http://e/p> <http://e/o> ." for name in names)
    found = {thing: len(held) for thing, held in things(line.encode() for line in text)}
    wanted = {"a": 2, "a-b": 2, "a-b-c": 1, "a/x": 1, "b": 1, "c": 1}
    assert {f"{THINGS}{name}": number for name, number in wanted.items()} == found


def test_lines_are_json(work: Work) -> None:
    """Each line is a node, behind it what the node does not lead to, for our context."""
    parts = dict(building.parts(work))
    nodes = [json.loads(b"[%b]" % line) for line in parts["entities/membership.jsonl"].splitlines()]
    assert [f"{THINGS}membership/a-b", f"{THINGS}membership/a"] == [node[0]["id"] for node in nodes]
    assert [1, 2] == [len(node) for node in nodes]
    document = {"@context": dict(ENTITIES.definitions), "@graph": nodes}
    said = parse(json.dumps(document), format=RdfFormat.JSON_LD)
    assert {one for one in STATEMENTS if "/membership/a" in one} <= {
        str(quad.triple) for quad in said
    }
