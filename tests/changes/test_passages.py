"""Passages that may name people are in no feed, and what is told follows who is spoken of."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from saying import activities, told

from klimagraph import changes, people
from klimagraph.changes import file
from klimagraph.changes.recording import Writer
from klimagraph.namespaces import BASE
from klimagraph.releases import open_read_only, publish, store_of
from takedown.people import content

PASSAGE = "Amtsdirektorin Cordula Weiß-Lehmann unterschrieb"
EVIDENCE = f"""
<id/evidence/e> a klima:Evidence ; klima:fragment "{PASSAGE}"@de ; klima:line 3 .
<id/membership/m> a klima:Membership ; klima:evidence <id/evidence/e> .
"""
TENURE = """
<id/person/p> a foaf:Person .
<id/tenure/t> a klima:Tenure ; org:member <id/person/p> ; klima:evidence <id/evidence/e> .
"""
NAME = '<id/person/p> a foaf:Person ; foaf:name "Cordula WEISS-Lehmann", "Cordula Weiß-Lehmann" .'


def recorded(home: Path, **said: str) -> int:
    """Publish what datasets say, nothing to withdraw one, and record it."""
    contents = {slug: content(slug, text) if text else None for slug, text in said.items()}
    return changes.record(home, publish(home, contents, "test"))


def passages(home: Path) -> list[tuple[str, bool]]:
    """Return what happened to the evidence, and whether its passage is told with it."""
    mine = [one for one in activities(home) if one.thing.endswith("/e")]
    return [(one.kind, PASSAGE.encode() in (one.state or b"")) for one in mine]


@pytest.mark.parametrize("about", [TENURE, NAME])
def test_passages_about_people_are_not_told(tmp_path: Path, about: str) -> None:
    """What a tenure cites, and what holds a name; all else of the evidence is told."""
    recorded(tmp_path, a=EVIDENCE + about)
    assert [("Create", False)] == passages(tmp_path)
    assert any(b"#line>" in (one.state or b"") for one in activities(tmp_path))


def test_other_passages_are_told(tmp_path: Path) -> None:
    """Evidence of a membership is quoted."""
    recorded(tmp_path, a=EVIDENCE)
    assert [("Create", True)] == passages(tmp_path)


@pytest.mark.parametrize("about", [TENURE, NAME])
def test_evidence_that_becomes_one_of_a_person_is_updated(tmp_path: Path, about: str) -> None:
    """Mirrors are told to drop the passage, and it goes from all that was recorded before."""
    recorded(tmp_path, a=EVIDENCE)
    with changes.history(tmp_path) as log:
        before = log.digest(log.months()[0], 1)
    recorded(tmp_path, b=about)
    assert [("Create", False), ("Update", False)] == passages(tmp_path)
    with changes.history(tmp_path) as log:
        assert before != log.digest(log.months()[0], 1)
    assert not any(PASSAGE.encode() in state for _, state in changes.all_states(tmp_path))


def test_evidence_that_is_of_nobody_any_more_is_told(tmp_path: Path) -> None:
    """The passage comes back with an update, though nothing was said of the evidence itself."""
    recorded(tmp_path, a=EVIDENCE, b=TENURE)
    assert 4 == recorded(tmp_path, b="")
    assert [("Create", False), ("Update", True)] == passages(tmp_path)
    assert ("Delete", "id/tenure/t") in told(tmp_path)


def test_a_log_of_before_is_cleared(tmp_path: Path) -> None:
    """Recording, which is done after every start, takes out what an older program recorded."""
    release = publish(tmp_path, {"a": content("a", EVIDENCE + TENURE)}, "test")
    thing = f"{BASE}id/evidence/e"
    store = open_read_only(store_of(tmp_path, release.name))
    lines = [f"{quad.triple} .\n".encode() for quad in people.passages(store)]
    changes.record(tmp_path, release)
    known = changes.latest(tmp_path, thing)
    assert known
    assert known.state
    with file.changing(tmp_path) as connection:
        writer = Writer(connection, release)
        writer.write(thing, b"".join([known.state, *lines]))
        writer.end()
    assert [("Create", False), ("Update", True)] == passages(tmp_path)
    assert 1 == changes.record(tmp_path, release)
    assert [("Create", False), ("Update", False), ("Update", False)] == passages(tmp_path)
    assert 0 == changes.record(tmp_path, release)
