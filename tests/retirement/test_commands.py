"""`klimagraph retire` from the announcement to the end."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from datetime import timedelta
from pathlib import Path

import pytest

from klimagraph import releases
from klimagraph.errors import Conflict
from klimagraph.loading import load_bundled
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish
from klimagraph.releases.publication import silent
from klimagraph.retirement import DEPRECATED, Retirement
from klimagraph.retirement.retiring import finish, retire
from klimagraph.retirement.stages import today
from releases.homes import klimagraph
from submissions.homes import handed_in
from takedown.people import content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a home with two datasets."""
    publish(tmp_path / "home", {"a": content("a", ""), "b": content("b", "")}, "first")
    return tmp_path / "home"


def ended(home: Path, slug: str) -> None:
    """Retire and withdraw a dataset."""
    retire(home, slug, Retirement(str(today()), DEPRECATED, "", "why not"), silent)
    finish(home, slug, silent, now=True, force=True)


def test_announcing_listing_and_ending(folder: Path) -> None:
    """Each step says what comes next, and the list shows where a dataset stands."""
    done = klimagraph("retire", "a", "--reason", "over", "--home", folder)
    assert 0 == done.returncode, done.stderr
    assert f"from {today() + timedelta(days=30)} on" in done.stderr
    listed = klimagraph("retire", "--home", folder).stdout
    assert f"a\t{today()}\tdeprecated until {today() + timedelta(days=30)}" in listed
    early = klimagraph("retire", "a", "--finish", "--home", folder)
    assert (1, True) == (early.returncode, "--now" in early.stderr)
    assert 0 == klimagraph("retire", "a", "--finish", "--now", "--home", folder).returncode
    assert f"ended {today()}" in klimagraph("retire", "--home", folder).stdout
    assert 0 == klimagraph("retire", "a", "--undo", "--home", folder).returncode
    assert ["a", "b", "derived"] == [one.slug for one in releases.current(folder).datasets]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "flags",
    [("a",), ("--undo",), ("a", "--finish", "--undo"), ("a", "--reason", "x", "--on", "soon")],
)
def test_wrong_use_is_told(folder: Path, flags: tuple[str, ...]) -> None:
    """Nothing is done where it is not clear what, or when."""
    assert 2 == klimagraph("retire", *flags, "--home", folder).returncode


def test_nothing_is_submitted_to_an_ended_dataset(folder: Path) -> None:
    """Whoever sends a file is told at once, in German first, and nothing is kept of it."""
    ended(folder, "a")
    with pytest.raises(Conflict, match="endgültig zurückgezogen"):
        handed_in(folder, "a", "<http://e/x> <http://e/p> <http://e/y> .\n")


def test_file_for_an_ended_dataset_is_refused(folder: Path, tmp_path: Path) -> None:
    """The command line refuses as well: exit status 1 and the day of the end."""
    ended(folder, "a")
    path = tmp_path / "a.nt"
    path.write_text("<http://e/x> <http://e/p> <http://e/y> .\n")
    done = klimagraph("load", path, "--dataset", "a", "--home", folder)
    assert (1, True) == (done.returncode, str(today()) in done.stderr)


def test_bundled_data_are_loaded_without_what_has_ended(folder: Path, tmp_path: Path) -> None:
    """The next version of the program does not bring a dataset back."""
    root = tmp_path / "bundle"
    for slug in ("a", "b"):
        (root / "data" / slug).mkdir(parents=True)
        text = f'<{DATASETS}{slug}> <http://purl.org/dc/terms/title> "neu"@de .'
        (root / "data" / slug / "dataset.ttl").write_text(text)
    (root / "ontology" / "rules").mkdir(parents=True)
    ended(folder, "a")
    release = load_bundled(folder, root, silent)
    assert ["b", "derived"] == [one.slug for one in release.datasets]


def test_end_is_kept_in_words_of_the_operator(folder: Path) -> None:
    """What a dataset said of its end outlives it."""
    ended(folder, "a")
    (item,) = json.loads((folder / "retired.json").read_text())
    assert {"slug": "a", "deprecated": str(today()), "reason": "why not"}.items() <= item.items()
