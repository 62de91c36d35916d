"""A takedown on a small home: what goes, what stays, who is refused, what a crash leaves."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from klimagraph import ledger, releases
from klimagraph.databases import is_there
from klimagraph.errors import Conflict, DataInvalid, InputRefused, NotFound
from klimagraph.namespaces import THINGS
from klimagraph.releases import redaction, tombstones
from klimagraph.releases.differences import Difference
from klimagraph.releases.redaction import Rewriting
from klimagraph.settings import Settings
from klimagraph.takedown import taking
from klimagraph.takedown.journal import Journal
from klimagraph.takedown.plan import PLACEHOLDER
from releases.homes import holds_its_contents
from submissions.homes import checked
from takedown.people import (
    ELSEWHERE,
    NAME,
    OTHER,
    PERSON,
    TENURE,
    content,
    kill_at,
    small_home,
    taken_down,
    traces,
)

NEEDLES = (NAME, "Joerg", "abcdefghij", "HalleWeißenfels", "wikidata.org/entity/Q1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a home with three releases that speak of the person."""
    return small_home(tmp_path / "home")


def said(home: Path, name: str, slug: str) -> str:
    """Return what a dataset says in a release."""
    version = releases.read(home, name).dataset(slug)
    assert version is not None
    return releases.objects.get(home, version.content).decode()


def test_nothing_is_left_in_any_file(folder: Path) -> None:
    """Neither name nor IRI is in a content, a store, an index or any other file."""
    assert traces(folder, *NEEDLES)
    taken_down(folder)
    assert [] == traces(folder, *NEEDLES)


def test_every_kept_release_is_rewritten_and_whole(folder: Path) -> None:
    """Stores hold what the manifests say, and manifests say that something was taken out."""
    names = [one.name for one in releases.all_releases(folder)]
    done = taken_down(folder)
    assert [*names, done.release] == [one.name for one in releases.all_releases(folder)]
    for one in releases.all_releases(folder):
        assert holds_its_contents(folder, one)
        assert bool(one.redacted) == (one.name in names)


def test_what_referred_to_the_person_goes_on(folder: Path) -> None:
    """The post is still held by somebody, whose name is not told."""
    done = taken_down(folder)
    stands = tombstones.read(folder).all[0].stands
    text = said(folder, done.release, "a")
    assert f'<{stands}> <http://xmlns.com/foaf/0.1/name> "{PLACEHOLDER}"' in text
    assert f"tenure/a--1> <http://www.w3.org/ns/org#member> <{stands}>" in text
    assert "Herr […] steht in der Tabelle." in text
    assert "#fragment>" not in text


def test_place_of_the_same_name_stays(folder: Path) -> None:
    """A surname is taken out near the person only: towns have it, too."""
    done = taken_down(folder)
    assert '"Weißenfels"@de' in said(folder, done.release, "a")


def test_name_goes_in_other_datasets(folder: Path) -> None:
    """The whole name goes wherever it stands, in texts and in our own IRIs."""
    done = taken_down(folder)
    text = said(folder, done.release, "b")
    assert '"[…] sagt ja."@de' in text
    assert "id/source/removed>" in text


@pytest.mark.parametrize("turtle", [TENURE, TENURE.replace("abcdefghij", "zyxwvutsrq"), ELSEWHERE])
def test_person_does_not_come_back(folder: Path, turtle: str) -> None:
    """Neither the IRI, nor the name under another IRI, nor the name in a text is published."""
    taken_down(folder)
    with pytest.raises(DataInvalid, match="entfernt"):
        releases.publish(folder, {"c": content("c", turtle)}, "again")


ADDRESSES = (
    "https://example.org/team/joerg-weissenfels",
    "https://example.org/team/J%C3%B6rg_Wei%C3%9Fenfels.html",
    "https://example.org/team/J%F6rg-Wei%DFenfels",
    "https://example.org/team/Jo%CC%88rg-Weissenfels",
    "https://example.org/team?name=Wei%C3%9Fenfels,%20J%C3%B6rg",
    "https://example.org/team/JoergWeissenfels",
    "mailto:joerg.weissenfels@example.org",
)
SAYING = (
    "<id/source/s1> rdfs:seeAlso <{}> .",
    '<id/source/s1> rdfs:comment "{}"^^<http://www.w3.org/2001/XMLSchema#anyURI> .',
)


@pytest.mark.parametrize("saying", SAYING)
@pytest.mark.parametrize("address", ADDRESSES)
def test_name_in_an_address_goes_and_does_not_come_back(
    tmp_path: Path, address: str, saying: str
) -> None:
    """However it is encoded there; other addresses stay."""
    other = "<id/source/s1> rdfs:seeAlso <https://example.org/team/joerg-meier> .\n"
    releases.publish(tmp_path, {"a": content("a", TENURE)}, "first")
    spoken = content("b", other + saying.format(address))
    releases.publish(tmp_path, {"b": spoken}, "second")
    done = taken_down(tmp_path)
    part = address.partition("//")[2].rpartition("/")[2] or address.partition(":")[2]
    assert [] == traces(tmp_path, part)
    assert "joerg-meier" in said(tmp_path, done.release, "b")
    with pytest.raises(DataInvalid, match="entfernt"):
        releases.publish(tmp_path, {"b": spoken}, "again")


def test_others_are_published_as_before(folder: Path) -> None:
    """Who has another name is nobody's tombstone."""
    taken_down(folder)
    turtle = TENURE.replace("abcdefghij", "zyxwvutsrq").replace("Jörg", "Anna")
    release = releases.publish(folder, {"c": content("c", turtle)}, "another person")
    assert release.dataset("c")


def test_only_persons_are_taken_down(folder: Path) -> None:
    """For a dataset there is retirement, for a mistake an update."""
    with pytest.raises(InputRefused, match="person"):
        taken_down(folder, iri=f"{THINGS}tenure/a--1")


def test_unknown_person_is_said_to_be_unknown(folder: Path) -> None:
    """A slip of the pen leaves everything as it is, without a tombstone."""
    with pytest.raises(NotFound):
        taken_down(folder, iri=OTHER)
    assert () == tombstones.read(folder).all


def test_namesakes_need_a_decision(folder: Path) -> None:
    """Whether two people of one name are one is not guessed."""
    namesake = TENURE.replace("abcdefghij", "0123456789")
    releases.publish(folder, {"c": content("c", namesake)}, "namesake")
    with pytest.raises(Conflict, match="0123456789"):
        taken_down(folder)
    taken_down(folder, namesakes=taking.DIFFERENT)
    assert [
        "abcdefghij" in said(folder, one.name, "a") for one in releases.all_releases(folder)
    ] == [False] * 5
    assert NAME in said(folder, releases.current_name(folder) or "", "c")


def test_one_human_being_under_two_names_goes_at_once(folder: Path) -> None:
    """With --same all who have the name are taken down."""
    namesake = TENURE.replace("abcdefghij", "0123456789")
    releases.publish(folder, {"c": content("c", namesake)}, "namesake")
    taken_down(folder, namesakes=taking.SAME)
    assert [] == traces(folder, *NEEDLES, "0123456789")


@pytest.mark.parametrize(
    "step",
    [
        "publish a release without the person",
        "rewrite release 2026.1.0",
        "rewrite release 2026.3.0",
        "look through everything else",
    ],
)
def test_takedown_that_was_killed_goes_on(folder: Path, step: str) -> None:
    """Wherever it is killed, each release is whole, and the same command completes it."""
    kill_at(folder, step)
    assert all(holds_its_contents(folder, one) for one in releases.all_releases(folder))
    done = taken_down(folder)
    assert set(done.rewritten) == {one.name for one in releases.all_releases(folder)}
    assert [] == traces(folder, *NEEDLES)
    assert Journal(folder).read() is None


def test_another_takedown_waits_for_the_one_under_way(folder: Path) -> None:
    """One after the other: what is under way is finished first."""
    kill_at(folder, "rewrite release 2026.2.0")
    with pytest.raises(Conflict, match="not finished"):
        taken_down(folder, iri=OTHER)
    taking.go_on(Settings(folder), lambda _step: None)
    assert [] == traces(folder, *NEEDLES)


def test_who_came_back_with_a_backup_is_found(folder: Path, tmp_path: Path) -> None:
    """The tombstones of today tell who of an older home was taken down."""
    older = small_home(tmp_path / "older")
    taken_down(folder)
    (folder / tombstones.FOLDER).rename(older / tombstones.FOLDER)
    assert [PERSON] == taking.again(Settings(older))
    taken_down(older)
    assert [] == traces(older, *NEEDLES)


def test_saved_query_that_names_the_person_is_gone(folder: Path) -> None:
    """The text of a saved query is published with it."""
    saved = folder / "saved"
    saved.mkdir()
    for name, text in (("a", f"ASK {{ <{PERSON}> ?p ?o }}"), ("b", "ASK { ?s ?p ?o }")):
        (saved / f"{name}.json").write_text(json.dumps({"query": text}))
    assert 1 == taken_down(folder).remains.saved
    assert ["b.json"] == [path.name for path in saved.iterdir()]


def test_submissions_that_hold_the_name_are_told_and_removed_on_demand(folder: Path) -> None:
    """Files lie as they came; the operator is told which name the person."""
    one = checked(folder, "c", f'<http://e/x> <http://e/p> "{NAME}" .\n')
    done = taken_down(folder)
    assert (f"{one.id}/1",) == done.remains.files
    assert f"submissions/{one.id}/1/original.ttl" in traces(folder, NAME)


def test_submissions_are_removed_with_what_was_found_in_them(folder: Path) -> None:
    """With --submissions files and reports go, and an open submission is withdrawn."""
    one = checked(folder, "c", f'<http://e/x> <http://e/p> "{NAME}" .\n')
    done = taken_down(folder, submissions=True)
    assert done.remains.removed
    assert [] == traces(folder, *NEEDLES)
    with ledger.reading(folder) as connection:
        assert ledger.submissions.find(connection, one.id).state == "withdrawn"  # type: ignore[union-attr]


def test_ledger_names_the_contents_that_are_there(folder: Path) -> None:
    """A submission that is published is still the version of its dataset."""
    one = checked(folder, "c", "<http://e/x> <http://e/p> <http://e/y> .\n")
    version = releases.read(folder, releases.current_name(folder) or "").dataset("a")
    with ledger.changing(folder) as connection:
        assert version is not None
        connection.execute("UPDATE submission SET base = ?", (version.content,))
    done = taken_down(folder)
    after = releases.read(folder, done.release).dataset("a")
    with ledger.reading(folder) as connection:
        found = ledger.submissions.find(connection, one.id)
    assert after is not None
    assert found is not None
    assert after.content == found.base
    assert is_there(folder, ledger.DATABASE)


def test_rewriting_without_a_find_changes_no_release(folder: Path) -> None:
    """Where there is nothing to take out the manifests stay as they are."""
    before = releases.all_releases(folder)
    ignore: Callable[[object], None] = lambda _told: None  # noqa: E731
    Rewriting(folder, lambda _content: Difference([], []), ignore, ignore, ignore).run()
    assert before == redaction.kept_releases(folder)
