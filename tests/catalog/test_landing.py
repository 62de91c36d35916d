"""What pages of datasets show stays small, however often a dataset changed."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from dataclasses import replace
from pathlib import Path

from catalogues import LEAST, Made, files_of, made, said, work_of

from klimagraph.catalog import landing
from klimagraph.catalog.building import build
from klimagraph.releases import Release
from klimagraph.releases.manifests import MANIFEST, folder_of, to_json

MORE = 7
"""Versions that are not shown."""


def changed(home: Path, times: int) -> Made:
    """Return the catalogue of a dataset that was another one so many times."""
    first = made(
        home, {"a": said("a"), "b": said("b", LEAST.replace('"Text"', '"' + "x " * 400 + '"'))}
    )
    release = first.work.release
    folder_of(home, release.name).rename(home / "releases" / f"2026.{times}.0")
    for number in range(1, times + 1):
        versions = tuple(replace(one, content=f"{number:064}") for one in release.datasets)
        one = Release(f"2026.{number}.0", release.created, None, "", versions)
        folder_of(home, one.name).mkdir(exist_ok=True)
        (folder_of(home, one.name) / MANIFEST).write_bytes(to_json(one))
    (home / "CURRENT").write_text(f"2026.{times}.0\n")
    work = work_of(home)
    files = files_of(("a", "b"))
    return Made(work, files, build(work, files, {}))


def test_the_newest_versions_are_shown(tmp_path: Path) -> None:
    """The others are counted."""
    parts = changed(tmp_path / "home", landing.NEWEST + MORE).parts
    page = landing.read(parts["dataset/page/a.json"])
    assert (landing.NEWEST, MORE) == (len(page.versions), page.earlier)
    assert f"2026.{landing.NEWEST + MORE}.0" == page.versions[0].release


def test_the_list_says_what_pages_say(tmp_path: Path) -> None:
    """In short: one row for each dataset, in the order of the catalogue."""
    found = changed(tmp_path / "home", 2)
    rows = landing.read_rows(found.parts[landing.LIST])
    pages = [landing.read(found.parts[f"dataset/page/{row.slug}.json"]) for row in rows]
    assert ["a", "b", "klimagraph"] == [row.slug for row in rows]
    for row, page in zip(rows, pages, strict=True):
        assert (page.title, page.licence, page.modified) == (row.title, row.licence, row.modified)
        assert len(page.downloads) == row.downloads
        assert page.description[:100] == row.description[:100]
        assert len(row.description) <= landing.SHORT + 2
