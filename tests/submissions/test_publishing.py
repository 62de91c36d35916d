"""Publishing and withdrawing: once, on what is published now, or not at all."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest

from klimagraph import ledger, releases
from klimagraph.errors import Conflict, DataInvalid, Forbidden
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.events import public_events
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.loading import load_files
from klimagraph.namespaces import THINGS
from klimagraph.releases import objects
from klimagraph.releases.lock import writing
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings
from klimagraph.submissions.publishing import publish, withdraw
from klimagraph.submissions.recovery import recover
from klimagraph.submissions.traces import mark
from submissions.homes import checked, corrected, handed_in, now, saying, token


def published(home: Path, dataset: str) -> bytes:
    """Return what a dataset holds in the release that is served."""
    release = releases.current(home)
    version = release.dataset(dataset) if release else None
    return objects.get(home, version.content) if version else b""


def test_what_is_valid_is_published(home: Path) -> None:
    """It is the content of its dataset, and the entry names the release."""
    one = publish(Settings(home), checked(home, "b", saying("x")).id, OPERATOR)
    assert (entries.PUBLISHED, releases.current_name(home)) == (one.state, one.published)
    assert b"thing/x> <http://e/p>" in published(home, "b")


def test_twice_is_once(home: Path) -> None:
    """The second time nothing happens."""
    one = checked(home, "b", saying("x"))
    first, second = (publish(Settings(home), one.id, OPERATOR) for _ in range(2))
    assert first == second
    assert first.published == releases.current_name(home)


@pytest.mark.parametrize("text", ["<http://e/x> <http://e/p> nonsense", ""])
def test_what_is_not_valid_is_not_published(home: Path, text: str) -> None:
    """Neither what breaks a rule nor what was not checked."""
    one = checked(home, "b", text) if text else handed_in(home, "b", saying("x"))
    with pytest.raises(Conflict):
        publish(Settings(home), one.id, OPERATOR)
    assert b"" == published(home, "b")


def test_the_second_of_one_dataset_is_told(home: Path) -> None:
    """What was published meanwhile is named; handed in again it can be published."""
    first, second = (checked(home, "b", saying(name)) for name in ("x", "y"))
    release = publish(Settings(home), first.id, OPERATOR).published
    with pytest.raises(Conflict, match=f"{release} .*{first.id}"):
        publish(Settings(home), second.id, OPERATOR)
    again = checked(home, "b", saying("y"))
    assert (second.id, 2) == (again.id, again.revision)
    assert entries.PUBLISHED == publish(Settings(home), second.id, OPERATOR).state
    assert entries.SUPERSEDED == now(home, first).state


def test_another_release_means_another_check(home: Path) -> None:
    """What became wrong by what another published is refused and not valid any more."""
    mine, _ = token(home, "submitter", "mine")
    theirs, _ = token(home, "submitter", "theirs")
    first = checked(home, "mine", saying("x"), mine)
    second = checked(home, "theirs", saying("x"), theirs)
    publish(Settings(home), first.id, mine)
    with pytest.raises(DataInvalid):
        publish(Settings(home), second.id, theirs)
    assert (entries.INVALID, 1) == (now(home, second).state, now(home, second).violations)
    assert b"" == published(home, "theirs")


def test_what_is_still_right_is_published_beside(home: Path) -> None:
    """Each is checked against what the other left."""
    first, second = (checked(home, name, saying(name)) for name in ("b", "c"))
    made = publish(Settings(home), first.id, OPERATOR).published
    done = publish(Settings(home), second.id, OPERATOR)
    assert made == done.checked
    assert all(published(home, name) for name in ("a", "b", "c"))


def test_a_file_that_was_corrected_meanwhile_is_not_published(home: Path) -> None:
    """Only what was checked is."""
    one = checked(home, "b", saying("x"))
    corrected(home, one, saying("y"))
    with pytest.raises(Conflict):
        publish(Settings(home), one.id, OPERATOR)


def test_an_open_one_is_withdrawn(home: Path) -> None:
    """Nothing is published or taken back by that."""
    one = checked(home, "b", saying("x"))
    before = releases.current_name(home)
    assert entries.WITHDRAWN == withdraw(Settings(home), one.id, OPERATOR).state
    assert before == releases.current_name(home)


def test_a_published_one_is_withdrawn(home: Path) -> None:
    """The dataset is gone where it had no version before."""
    one = publish(Settings(home), checked(home, "b", saying("x")).id, OPERATOR)
    assert entries.WITHDRAWN == withdraw(Settings(home), one.id, OPERATOR).state
    release = releases.current(home)
    assert release
    assert release.dataset("b") is None


def test_the_version_before_comes_back(home: Path) -> None:
    """And its submission is the published one again."""
    first = publish(Settings(home), checked(home, "b", saying("x")).id, OPERATOR)
    content = published(home, "b")
    second = publish(Settings(home), checked(home, "b", saying("y")).id, OPERATOR)
    withdraw(Settings(home), second.id, OPERATOR)
    assert content == published(home, "b")
    assert entries.PUBLISHED == now(home, first).state
    with ledger.reading(home) as connection:
        words = [event.what for event in public_events(connection, "b", 10)]
    assert ["rolled-back", "withdrawn", "published", "published"] == words


def test_only_a_curator_withdraws_what_is_published(home: Path) -> None:
    """A submitter may withdraw what is open."""
    mine, _ = token(home, "submitter", "b")
    curator, _ = token(home, "curator")
    one = publish(Settings(home), checked(home, "b", saying("x"), mine).id, mine)
    with pytest.raises(Forbidden):
        withdraw(Settings(home), one.id, mine)
    assert entries.WITHDRAWN == withdraw(Settings(home), one.id, curator).state


def test_what_was_replaced_otherwise_is_not_withdrawn(home: Path, tmp_path: Path) -> None:
    """An operator has loaded something else into the dataset."""
    one = publish(Settings(home), checked(home, "b", saying("x")).id, OPERATOR)
    (tmp_path / "b.ttl").write_text(saying("z"))
    load_files(home, "b", [tmp_path / "b.ttl"], silent)
    with pytest.raises(Conflict):
        withdraw(Settings(home), one.id, OPERATOR)
    assert b"thing/z" in published(home, "b")


def test_a_writer_that_died_after_publishing(home: Path) -> None:
    """The release tells for whom it was made: the entry is completed at the start."""
    one = checked(home, "b", saying("x"))
    with ledger.changing(home) as connection:
        entries.begin(connection, one, "publish")
    content = objects.get(home, objects.put(home, published(home, "a").replace(b"/a>", b"/b>")))
    release = releases.publish(
        home, {"b": releases.Content(content, "")}, mark(one, "publish"), silent
    )
    recover(home)
    assert (entries.PUBLISHED, release.name) == (now(home, one).state, now(home, one).published)


def test_a_writer_that_died_before_publishing(home: Path) -> None:
    """Nothing was published: the submission is what it was."""
    one = checked(home, "b", saying("x"))
    with ledger.changing(home) as connection:
        entries.begin(connection, one, "publish")
    with pytest.raises(Conflict):
        corrected(home, one, saying("y"))
    recover(home)
    assert (entries.VALID, "") == (now(home, one).state, now(home, one).underway)


def test_somebody_else_is_writing(home: Path) -> None:
    """A start does not wait for that; what is underway stays."""
    one = checked(home, "b", saying("x"))
    with ledger.changing(home) as connection:
        entries.begin(connection, one, "publish")
    with writing(home, "test"):
        recover(home)
    assert "publish" == now(home, one).underway


def test_names_are_completed_as_those_of_the_dataset(home: Path) -> None:
    """A name without its beginning is one of the dataset."""
    one = publish(Settings(home), checked(home, "b", "<#x> <http://e/p> 1 .").id, OPERATOR)
    assert b"<https://w3id.org/klimagraph/dataset/b#x> <http://e/p>" in published(home, "b")
    assert one.state == entries.PUBLISHED


def test_the_audit_trail(home: Path) -> None:
    """Who did what, in order, without names of people."""
    mine, _ = token(home, "submitter", "b")
    one = publish(Settings(home), checked(home, "b", saying("x"), mine).id, mine)
    with ledger.reading(home) as connection:
        trail = [(event.who, event.what) for event in ledger.events(connection, one.id)]
    name = f"token {mine.token}"
    assert [(name, "received"), ("service", "checked"), (name, "published")] == trail
    assert THINGS not in str(trail)
