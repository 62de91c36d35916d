"""The worked example of CONTRIBUTING.md is done in a copy of the tree: a class is Turtle only."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from klimagraph.bundle import bundle_folder
from klimagraph.loading import load_bundled
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings
from klimagraph.things import Page, page
from klimagraph.workers.pool import Pool

ROOT = bundle_folder()
COPIED = ("ontology", "shapes", "queries", "tests", "pyproject.toml", "CONTRIBUTING.md")
LARGE = ("reference-authorities", "reference-boundaries", "memberships", "nki-grants")
BLOCK = re.compile(r"^```turtle\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLAN = "https://w3id.org/klimagraph/id/plan/musterstadt--waermeplan"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree, without the large datasets, with the files of the example."""
    copy = tmp_path_factory.mktemp("example")
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    shutil.copytree(ROOT / "data", copy / "data", ignore=shutil.ignore_patterns(*LARGE))
    for name, text in BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def whole_tree(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same with the large datasets, which some tests of the vocabulary read."""
    whole = tmp_path_factory.mktemp("whole") / "tree"
    shutil.copytree(tree, whole)
    for name in LARGE:
        (whole / "data" / name).symlink_to(ROOT / "data" / name)
    return whole


def test_the_example_is_turtle_only() -> None:
    """Five files, all of them Turtle."""
    names = [name for name, _ in BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text())]
    assert len(names) == 5
    assert {".ttl"} == {Path(name).suffix for name in names}


@pytest.mark.parametrize("folder", ["tests/ontology", "tests/shapes"])
def test_the_example_passes_the_tests_of_the_model(whole_tree: Path, folder: str) -> None:
    """Terms, shapes and nodes are found by folder and meet all that is asked of them."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder]
    done = subprocess.run(
        [*command],
        cwd=whole_tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= 4


async def _page(home: Path) -> Page:
    pool = Pool(Settings(home, workers=2))
    await pool.open()
    try:
        return await page(pool, PLAN)
    finally:
        await pool.close()


def test_the_example_has_a_page(tree: Path, tmp_path: Path) -> None:
    """The class is labelled, its property named and in its group; the date has bounds."""
    load_bundled(tmp_path / "home", tree, silent)
    found = asyncio.run(_page(tmp_path / "home"))
    properties = {item.name: item for group in found.groups for item in group.properties}
    groups = {group.name: [item.name for item in group.properties] for group in found.groups}
    assert found.title == "Wärmeplan der Musterstadt"
    assert [value.name for value in properties["ist ein"].values] == ["Kommunaler Wärmeplan"]
    assert "Anteil der Wärmenetze" in groups["Zahlen"]
    assert [value.value for value in properties["Beginn frühestens"].values] == ["2025-06-01"]
