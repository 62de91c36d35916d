"""The ledger tells the truth where others than submissions changed what is served."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from klimagraph import ledger, releases
from klimagraph.errors import Conflict, ReleaseGone, StoreBusy
from klimagraph.ledger import submissions as entries
from klimagraph.ledger import webhooks
from klimagraph.ledger.events import public_events
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.loading import load_files
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases.lock import writing
from klimagraph.releases.patience import in_turn
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings
from klimagraph.submissions.following import follow
from klimagraph.submissions.publishing import publish, withdraw
from klimagraph.writing.kinds import Update
from klimagraph.writing.published import update
from submissions.homes import checked, now, saying


def released(home: Path, dataset: str, text: str) -> ledger.Submission:
    """Publish a submission."""
    return publish(Settings(home), checked(home, dataset, text).id, OPERATOR)


def told(home: Path, dataset: str) -> list[tuple[str, str]]:
    """Return what the world was told of a dataset, first to last, with the releases."""
    with ledger.reading(home) as connection:
        happened = public_events(connection, dataset, 100)
    return [(event.what, event.details["release"]) for event in reversed(happened)]


def loaded(home: Path, dataset: str, text: str) -> None:
    """Load a file as an operator does."""
    path = home.parent / "loaded.ttl"
    path.write_text(text)
    load_files(home, dataset, [path], silent)


def test_a_release_that_was_rolled_back(home: Path) -> None:
    """The submission is no longer the version, the one before is, and the world is told."""
    first, second = released(home, "b", saying("x")), released(home, "b", saying("x", value="2"))
    releases.roll_back(home, first.published)
    assert follow(home)
    assert (entries.PUBLISHED, entries.SUPERSEDED) == (
        now(home, first).state,
        now(home, second).state,
    )
    assert [
        ("published", first.published),
        ("published", second.published),
        ("rolled-back", first.published),
    ] == told(home, "b")


def test_publishing_again_what_was_rolled_back_is_refused(home: Path) -> None:
    """It does not say that it is published; handed in again it can be."""
    first, second = released(home, "b", saying("x")), released(home, "b", saying("x", value="2"))
    releases.roll_back(home, first.published)
    with pytest.raises(Conflict):
        publish(Settings(home), second.id, OPERATOR)
    again = released(home, "b", saying("x", value="2"))
    assert (again.published, True) == (releases.current_name(home), again.id != second.id)


def test_rolled_forward_again(home: Path) -> None:
    """The later submission is the version once more."""
    first, second = released(home, "b", saying("x")), released(home, "b", saying("x", value="2"))
    for name in (first.published, second.published):
        releases.roll_back(home, name)
        follow(home)
    assert (entries.SUPERSEDED, entries.PUBLISHED) == (
        now(home, first).state,
        now(home, second).state,
    )
    assert ("published", second.published) == told(home, "b")[-1]


def test_a_dataset_that_was_not_there_before(home: Path) -> None:
    """To roll back behind its first publication is to withdraw it."""
    before = releases.current_name(home)
    one = released(home, "b", saying("x"))
    releases.roll_back(home, str(before))
    follow(home)
    assert (entries.SUPERSEDED, ("withdrawn", before)) == (
        now(home, one).state,
        told(home, "b")[-1],
    )


def test_a_load_over_a_submission(home: Path) -> None:
    """Is a publication, of which webhooks are told."""
    one = released(home, "b", saying("x"))
    with ledger.changing(home) as connection:
        webhooks.add(connection, "https://example.org/", "b", "secret")
    loaded(home, "b", saying("x", value="2"))
    follow(home)
    assert (entries.SUPERSEDED, 2) == (now(home, one).state, len(told(home, "b")))
    with ledger.reading(home) as connection:
        assert ["published"] == [each.event.what for each in webhooks.due(connection, 1e12)]


def test_a_dataset_that_nobody_handed_in(home: Path) -> None:
    """Once the ledger follows, the world is told of it as well."""
    released(home, "b", saying("x"))
    follow(home)
    loaded(home, "c", saying("y"))
    released(home, "b", saying("x", value="2"))
    follow(home)
    assert ["published"] == [what for what, _ in told(home, "c")]


def test_nothing_is_told_twice(home: Path) -> None:
    """Who looks again finds nothing new."""
    first = released(home, "b", saying("x"))
    released(home, "b", saying("x", value="2"))
    releases.roll_back(home, first.published)
    assert (True, False) == (follow(home), follow(home))
    assert 3 == len(told(home, "b"))


def test_what_is_pruned_says_what_can_be_done(home: Path) -> None:
    """The version before is not there any more: another is handed in, or the dataset removed."""
    released(home, "b", saying("x"))
    second = released(home, "b", saying("x", value="2"))
    releases.prune(home, 1)
    with pytest.raises(ReleaseGone, match=f"DELETE /graphs.graph={DATASETS}b"):
        withdraw(Settings(home), second.id, OPERATOR)
    assert entries.PUBLISHED == now(home, second).state


def test_who_writes_waits_for_others() -> None:
    """So long as somebody else has the right to write."""
    answers = [StoreBusy("a"), StoreBusy("b"), "done"]

    def work() -> str:
        answer = answers.pop(0)
        if isinstance(answer, StoreBusy):
            raise answer
        return str(answer)

    assert ("done", []) == (in_turn(work), answers)


def test_an_update_waits_for_a_publication(home: Path) -> None:
    """It is carried out as soon as the other is done."""
    text = f"INSERT DATA {{ GRAPH <{DATASETS}a> {{ <{THINGS}thing/z> <http://e/p> 1 }} }}"
    operation = Update(text, "http://e/", (), ())
    with ThreadPoolExecutor(1) as pool:
        with writing(home, "publish"):
            done = pool.submit(update, Settings(home), operation)
            assert not done.done()
        assert releases.current_name(home) != "" and done.result().release
