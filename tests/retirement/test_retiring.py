"""The end of a dataset: announced, due after thirty days, withdrawn, taken back."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from klimagraph import releases
from klimagraph.errors import Conflict, InputRefused, NotFound, StoreBusy
from klimagraph.harvest.work import Work
from klimagraph.loading import load_files
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Release, publish
from klimagraph.releases.endings import endings
from klimagraph.releases.lock import writing
from klimagraph.releases.publication import silent
from klimagraph.retirement import DEPRECATED, WITHDRAWN, Retirement, next_change, of_home, states
from klimagraph.retirement.retiring import finish, links_to, retire, undo
from klimagraph.retirement.stages import today
from takedown.people import content

REASON = "Wird nicht weitergeführt."
DESCRIBED = '<id/alliance/x> <http://www.w3.org/2000/01/rdf-schema#label> "X"@de .'
LINK = "<id/membership/y> <http://www.w3.org/ns/org#organization> <id/alliance/x> ."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a home with a dataset that another one links to, and a third one."""
    home = tmp_path / "home"
    datasets = {"a": content("a", DESCRIBED), "b": content("b", LINK), "c": content("c", "")}
    publish(home, datasets, "first")
    return home


def retired(home: Path, slug: str, day: date | None = None, replaced_by: str = "") -> Release:
    """Retire a dataset on a day, as if it were that day."""
    when = day or today()
    ending = Retirement(when.isoformat(), DEPRECATED, replaced_by, REASON)
    return retire(home, slug, ending, silent, when)


def ago(days: int) -> date:
    """Return a day before today."""
    return today() - timedelta(days=days)


def slugs(home: Path) -> Iterator[str]:
    """Yield the datasets that are published and not derived."""
    release = releases.current(home)
    assert release is not None
    return (item.slug for item in release.datasets if item.slug != "derived")


def test_dataset_says_of_itself_that_it_ends(folder: Path) -> None:
    """Day, reason and successor stand in its own graph, in the release and as data."""
    release = retired(folder, "a", replaced_by=f"{DATASETS}c")
    version = release.dataset("a")
    assert version is not None
    text = releases.objects.get(folder, version.content).decode()
    start = f"<{DATASETS}a> <https://w3id.org/klimagraph/ns#"
    assert f'{start}deprecatedOn> "{today()}"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert f'{start}deprecationReason> "{REASON}"' in text
    assert {"a": Retirement(str(today()), DEPRECATED, f"{DATASETS}c", REASON)} == of_home(folder)


@pytest.mark.parametrize(("days", "state"), [(0, DEPRECATED), (29, DEPRECATED), (30, WITHDRAWN)])
def test_state_follows_the_day(folder: Path, days: int, state: str) -> None:
    """From the thirtieth day on a dataset counts as withdrawn."""
    retired(folder, "a", ago(days))
    assert state == of_home(folder)["a"].state


def test_next_change_is_the_day_on_which_a_state_changes(folder: Path) -> None:
    """Who prepares a snapshot knows when it has to be made anew."""
    assert next_change(folder) is None
    retired(folder, "a", ago(12))
    assert ago(-18) == next_change(folder)
    retired(folder, "c", ago(-3))
    assert ago(-3) == next_change(folder)
    assert ["a"] == list(of_home(folder))


def test_snapshot_sees_the_same_states(folder: Path) -> None:
    """What is harvested is built from the store of the release."""
    release = retired(folder, "a", ago(3))
    store = releases.open_read_only(releases.store_of(folder, release.name))
    work = Work(folder, release, store, "http://e", "", silent)
    assert of_home(folder) == states(work)


def test_another_dataset_cannot_retire_this_one(folder: Path) -> None:
    """Only what stands in its own graph counts."""
    line = (
        f'<{DATASETS}a> klima:deprecatedOn "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    publish(folder, {"c": content("c", line)}, "foreign")
    assert {} == of_home(folder)


@pytest.mark.parametrize(
    ("slug", "ending", "error"),
    [
        ("z", Retirement(str(today()), DEPRECATED, "", REASON), NotFound),
        ("derived", Retirement(str(today()), DEPRECATED, "", REASON), InputRefused),
        ("vocabulary", Retirement(str(today()), DEPRECATED, "", REASON), InputRefused),
        ("a", Retirement(str(today()), DEPRECATED, "", " "), InputRefused),
        ("a", Retirement(str(today()), DEPRECATED, "c", REASON), InputRefused),
        ("a", Retirement(str(ago(1)), DEPRECATED, "", REASON), InputRefused),
    ],
)
def test_what_cannot_be_retired_is_refused(
    folder: Path, slug: str, ending: Retirement, error: type[Exception]
) -> None:
    """Nothing is published where a word is missing, the day has passed or the name is wrong."""
    with pytest.raises(error):
        retire(folder, slug, ending, silent)
    assert {} == of_home(folder)


@pytest.mark.parametrize("zone", ["Z", "+01:00", "-14:00"])
def test_day_with_a_zone_counts(folder: Path, zone: str) -> None:
    """An xsd:date may have one; it is a day like any other."""
    day = f'"2020-01-01{zone}"^^<http://www.w3.org/2001/XMLSchema#date>'
    publish(folder, {"a": content("a", f"<{DATASETS}a> klima:deprecatedOn {day} .")}, "over")
    found = of_home(folder)["a"]
    assert ("2020-01-01", WITHDRAWN) == (found.deprecated, found.state)


def test_who_cannot_write_ends_nothing(folder: Path) -> None:
    """What is kept of the end changes with the release: while nobody else writes."""
    retired(folder, "c", ago(30))
    with writing(folder, "test"), pytest.raises(StoreBusy):
        finish(folder, "c", silent, now=False, force=False)
    assert {} == endings(folder)
    finish(folder, "c", silent, now=False, force=False)
    with writing(folder, "test"), pytest.raises(StoreBusy):
        undo(folder, "c", silent)
    assert ["c"] == list(endings(folder))


def test_retired_is_not_retired_twice(folder: Path) -> None:
    """The first day counts: a second one would move the end."""
    retired(folder, "a")
    with pytest.raises(Conflict, match="already"):
        retired(folder, "a")


def test_new_version_of_a_retired_dataset_stays_retired(folder: Path, tmp_path: Path) -> None:
    """A file that does not speak of the end does not take it back."""
    retired(folder, "a", ago(3))
    path = tmp_path / "a.ttl"
    path.write_text(f'<{DATASETS}a> <http://purl.org/dc/terms/title> "Anders"@de .')
    load_files(folder, "a", [path], silent)
    assert ["a"] == list(of_home(folder))


def test_thirty_days_are_waited_for(folder: Path) -> None:
    """Portals show for thirty days that a dataset ends; --now is for what cannot wait."""
    retired(folder, "c", ago(29))
    with pytest.raises(Conflict, match="thirty days"):
        finish(folder, "c", silent, now=False, force=False)
    finish(folder, "c", silent, now=True, force=False)
    assert ["a", "b"] == list(slugs(folder))


def test_what_is_due_is_withdrawn(folder: Path) -> None:
    """After thirty days nothing more is asked."""
    retired(folder, "c", ago(30))
    finish(folder, "c", silent, now=False, force=False)
    assert ["a", "b"] == list(slugs(folder))
    assert {} == of_home(folder)


def test_links_of_others_hold_a_dataset(folder: Path) -> None:
    """Whoever links to what only this dataset describes is named; --force leaves the links."""
    retired(folder, "a", ago(30))
    assert [(f"{THINGS}alliance/x", "b")] == [
        (one.thing, one.dataset) for one in links_to(folder, "a")
    ]
    with pytest.raises(Conflict, match="membership/y"):
        finish(folder, "a", silent, now=False, force=False)
    finish(folder, "a", silent, now=False, force=True)
    assert ["b", "c"] == list(slugs(folder))


def test_what_another_dataset_describes_too_holds_nothing(folder: Path) -> None:
    """Links to a thing lead somewhere as long as one dataset describes it."""
    publish(folder, {"c": content("c", DESCRIBED)}, "also there")
    assert [] == links_to(folder, "a")


def test_dataset_that_was_not_retired_is_not_withdrawn(folder: Path) -> None:
    """There is no end without an announcement."""
    with pytest.raises(Conflict, match="not retired"):
        finish(folder, "a", silent, now=True, force=True)
    with pytest.raises(NotFound):
        finish(folder, "z", silent, now=True, force=True)


def test_name_of_an_ended_dataset_is_not_given_again(folder: Path) -> None:
    """Nobody publishes something else under an address that answers 410."""
    retired(folder, "c", ago(30))
    finish(folder, "c", silent, now=False, force=False)
    with pytest.raises(Conflict, match="endgültig"):
        publish(folder, {"c": content("c", "")}, "again")
    assert ["a", "b"] == list(slugs(folder))


def test_announcement_is_taken_back(folder: Path) -> None:
    """Before the end --undo leaves the dataset as it was."""
    before = releases.current(folder)
    retired(folder, "a")
    after = undo(folder, "a", silent)
    assert before is not None
    assert before.dataset("a").content == after.dataset("a").content  # type: ignore[union-attr]


def test_ended_dataset_comes_back(folder: Path) -> None:
    """After the end --undo brings back what a kept release holds, and it is not retired."""
    before = releases.current(folder)
    retired(folder, "c", ago(30))
    finish(folder, "c", silent, now=False, force=False)
    after = undo(folder, "c", silent)
    assert before is not None
    assert before.dataset("c").content == after.dataset("c").content  # type: ignore[union-attr]
    assert {} == of_home(folder)


def test_name_is_free_where_nothing_is_kept(folder: Path) -> None:
    """Where all releases with the dataset were pruned, --undo lets it be loaded anew."""
    retired(folder, "c", ago(30))
    finish(folder, "c", silent, now=False, force=False)
    releases.prune(folder, 1)
    with pytest.raises(Conflict, match="free again"):
        undo(folder, "c", silent)
    publish(folder, {"c": content("c", "")}, "anew")
    assert ["a", "b", "c"] == list(slugs(folder))
