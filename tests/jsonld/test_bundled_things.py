"""All bundled things as JSON-LD: what pyld makes of them, and read back without a loss."""

import json
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from jsonld.oracle import CLIENTS, MODES, NODE, framed, read_by_pyld, statements
from jsonld.things import Bundled, bundled
from klimagraph.jsonld.context import ENTITIES
from klimagraph.jsonld.framing import frame
from klimagraph.jsonld.writing import document, line


@pytest.fixture(scope="module")
def things(bundled_home: Path) -> Bundled:
    """Return the bundled things."""
    return bundled(bundled_home)


def test_pyld_frames_alike(things: Bundled) -> None:
    """What we frame is what `pyld.frame` makes of the same statements, for every class.

    Only a thing that refers to itself is written once more inside itself by pyld.
    """
    compared = 0
    for thing in things.sample():
        said = things.surrounded(thing)
        node = NamedNode(thing)
        if not any(node == triple.subject == triple.object for triple in said):
            compared += 1
            assert framed(ENTITIES, thing, said) == frame(ENTITIES, thing, said), thing
    assert compared > 1500


def test_no_statement_is_lost(things: Bundled) -> None:
    """The engine reads in our documents of all things exactly what is said of them."""
    nodes = [frame(ENTITIES, thing, said) for thing, said in things.said.items()]
    expected = {str(triple) for said in things.said.values() for triple in said}
    assert expected == statements(document(ENTITIES, nodes), RdfFormat.JSON_LD)


@pytest.mark.parametrize("mode", MODES)
def test_pyld_reads_every_kind_of_thing(things: Bundled, mode: str) -> None:
    """Processors of both versions of JSON-LD read the same, here pyld."""
    for thing in list(things.sample())[::10]:
        said = things.surrounded(thing)
        text = document(ENTITIES, frame(ENTITIES, thing, said))
        assert {str(triple) for triple in said} == statements(read_by_pyld(text, mode)), thing


@pytest.mark.skipif(not NODE, reason="no Node, or `npm ci` was not done in its folder")
@pytest.mark.parametrize("mode", MODES)
def test_jsonld_js_reads_every_kind_of_thing(things: Bundled, mode: str) -> None:
    """Processors of both versions of JSON-LD read the same, here jsonld.js."""
    chosen = list(things.sample())[::10]
    texts = [document(ENTITIES, frame(ENTITIES, one, things.surrounded(one))) for one in chosen]
    given = json.dumps([json.loads(text) for text in texts])
    done = subprocess.run(
        ["node", "jsonld.cjs", mode],
        cwd=CLIENTS,
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    for thing, found in zip(chosen, json.loads(done.stdout), strict=True):
        expected = {str(triple) for triple in things.surrounded(thing)}
        assert expected == statements(found), thing


def test_the_order_of_statements_does_not_matter(things: Bundled) -> None:
    """The same statements in another order give the same bytes."""
    for thing in list(things.sample())[::25]:
        said = things.surrounded(thing)
        assert line(frame(ENTITIES, thing, said)) == line(frame(ENTITIES, thing, said[::-1]))
