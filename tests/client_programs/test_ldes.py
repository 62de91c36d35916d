"""ldes-client, the program of those who mirror linked data event streams."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from conftest import Served, serving
from klimagraph import changes
from klimagraph.datasets import DERIVED
from klimagraph.namespaces import BASE, DATASETS, PREFIXES
from klimagraph.releases import (
    Content,
    Difference,
    Edit,
    current,
    graph_of,
    open_read_only,
    publish,
    roll_back,
    store_of,
)
from listed import listed

HERE = Path(__file__).parent
READY = shutil.which("node") is not None and (HERE / "node_modules" / "ldes-client").is_dir()
pytestmark = pytest.mark.skipif(not READY, reason="no Node, or `npm ci` was not done in its folder")

AS = PREFIXES["as"]
GUIDE = (HERE.parents[1] / "docs" / "feed.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
SLUG = "memberships"
KINDS = {
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "nquads": "application/n-quads",
}


@dataclass
class Seen:
    """What a run of the client saw: pages in the order in which it asked, and members."""

    pages: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    members: list[dict[str, Any]] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Return kind and thing of each member, sorted."""
        return sorted((one["kind"].removeprefix(AS), one["thing"]) for one in self.members)

    def states(self) -> dict[str, set[str]]:
        """Return what the newest member of each thing says of it, nothing where it is gone."""
        newest: dict[str, set[str]] = {}
        for one in sorted(self.members, key=lambda one: one["at"]):
            newest[one["thing"]] = {
                f"{quad.triple} ."
                for quad in parse(one["lines"], format=RdfFormat.N_QUADS)
                if quad.graph_name == NamedNode(one["member"])
            }
        return newest


def follow(address: str, state: Path | None = None, **options: object) -> Seen:
    """Run the client until it has everything."""
    command = ["node", "ldes.mjs", f"{address}/feed", str(state or ""), json.dumps(options)]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = Seen()
    for row in (json.loads(text) for text in done.stdout.splitlines() if text.startswith("{")):
        if "page" in row:
            seen.pages.append(row["page"].removeprefix(address))
            seen.types.add(str(row["type"]).split(";")[0])
        else:
            seen.members.append(row)
    return seen


def statements(home: Path) -> set[str]:
    """Return what the release says about things, as the feed tells it."""
    release = current(home)
    assert release
    return listed(open_read_only(store_of(home, release.name)))


def recorded(home: Path, at: str | None = None) -> int:
    """Record the release that is served."""
    release = current(home)
    assert release
    return changes.record(home, release, at)


def changed(home: Path, gone: list[str], new: list[str]) -> None:
    """Publish a change of the memberships, and of what follows from them, and record it."""
    edits = {}
    for slug, lines in ((SLUG, new), (DERIVED, [])):
        quads = [
            [f"{line[:-2]} {graph_of(slug)} .".encode() for line in part] for part in (gone, lines)
        ]
        edits[slug] = Edit(Difference(*map(sorted, quads)), "test")
    publish(home, edits, "test")
    recorded(home)


@pytest.fixture(scope="module")
def mirrored(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on a copy of the bundled data whose log began in an earlier month."""
    home = tmp_path_factory.mktemp("mirrored") / "home"
    shutil.copytree(bundled_home, home, ignore=shutil.ignore_patterns("changes.sqlite*", "harvest"))
    recorded(home, "2026-01-31T12:00:00Z")
    with serving(home) as running:
        yield running


def test_a_mirror_has_the_release_and_then_each_change_once(
    mirrored: Served, tmp_path: Path
) -> None:
    """Creation, update and deletion of memberships; pages that never change are not asked for.

    One test, since a mirror of everything takes its time.
    """
    first = follow(mirrored.address, tmp_path)
    states = first.states()
    assert statements(mirrored.home) == set().union(*states.values())

    names = sorted(name for name in states if name.startswith(f"{BASE}id/membership/"))
    added = f"{BASE}id/membership/of-the-test"
    label = f"<{PREFIXES['skos']}prefLabel>"
    new = [f'<{added}> {label} "Ganz neu" .', f'<{names[1]}> {label} "Neu" .']
    changed(mirrored.home, sorted(states[names[0]]), new)
    second = follow(mirrored.address, tmp_path)
    expected = [("Create", added), ("Delete", names[0]), ("Update", names[1])]
    assert expected == second.told
    states |= second.states()
    assert statements(mirrored.home) == set().union(*states.values())

    again = sorted(page for page in set(first.pages) & set(second.pages) if "?page=" in page)
    # The client may end before it has noted down which page it read last.
    assert "/feed/2026-01?page=57" in again, "the page that was open"
    assert len(again) <= 2, "no page that never changes"
    assert [] == follow(mirrored.address, tmp_path).members


def months(home: Path) -> None:
    """Publish and record three things, changed in three months and once more."""
    steps = (
        ("2026-01-05T10:00:00Z", {"a": "1", "b": "1", "c": "1"}),
        ("2026-02-05T10:00:00Z", {"a": "2", "b": "1"}),
        ("2026-05-05T10:00:00Z", {"a": "3", "b": "1", "c": "4"}),
        ("2026-05-06T10:00:00Z", {"a": "4", "c": "4"}),
    )
    for at, texts in steps:
        publish(home, {"x": said(texts)}, "test")
        recorded(home, at)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service with these changes."""
    home = tmp_path_factory.mktemp("small")
    months(home)
    with serving(home) as running:
        yield running


def said(texts: dict[str, str]) -> Content:
    """Return a dataset that says a text of things."""
    lines = [f'<{BASE}id/gap/{n}> <http://e/p> "{t}" <{DATASETS}x> .\n' for n, t in texts.items()]
    return Content("".join(sorted(lines)).encode(), "test")


@pytest.mark.parametrize("form", KINDS)
def test_every_format_gives_the_release(small: Served, form: str) -> None:
    """The newest states are what the release says of things."""
    seen = follow(small.address, accept=KINDS[form])
    assert {KINDS[form]} == seen.types
    assert statements(small.home) == set().union(*seen.states().values())


def test_the_last_version_only(small: Served) -> None:
    """What each thing is now, or that it is gone.

    The client may give more of a page that it is still reading.
    """
    seen = follow(small.address, lastVersionOnly=True)
    newest = {one["thing"][-1]: one["kind"] for one in sorted(seen.members, key=lambda m: m["at"])}
    assert {"a": f"{AS}Update", "b": f"{AS}Delete", "c": f"{AS}Create"} == newest


def test_in_order(small: Served) -> None:
    """Members come in the order in which things happened."""
    seen = follow(small.address, ordered="ascending")
    times = [one["at"] for one in seen.members]
    assert (9, sorted(times)) == (len(times), times)


def test_since_a_time(small: Served, tmp_path: Path) -> None:
    """The bounds of months keep the client from asking for what it does not want."""
    command = "node_modules/ldes-client/dist/bin/cli.js"
    arguments = [
        f"{small.address}/feed",
        "--after",
        "2026-03-01T00:00:00Z",
        "-s",
        str(tmp_path / "s"),
    ]
    done = subprocess.run(
        ["node", command, *arguments],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert 4 == done.stdout.count("activitystreams#published")


def test_months_that_are_over_are_not_asked_for_again(small: Served, tmp_path: Path) -> None:
    """Neither their nodes nor their pages; the open month is."""
    first = follow(small.address, tmp_path / "state")
    closed = {"/feed/2026-01", "/feed/2026-02", "/feed/2026-01?page=1", "/feed/2026-02?page=1"}
    assert closed < set(first.pages)
    second = follow(small.address, tmp_path / "state")
    assert {"/feed", "/feed/2026-05", "/feed/2026-05?page=1"} == set(second.pages)


def test_a_rollback_reaches_who_follows(tmp_path: Path) -> None:
    """As updates, creations and deletions with a new time."""
    home, state = tmp_path / "home", tmp_path / "state"
    months(home)
    with serving(home) as running:
        states = follow(running.address, state).states()
        release = current(home)
        assert release
        assert release.parent
        roll_back(home, release.parent)
        assert 2 == recorded(home)
        states |= follow(running.address, state).states()
    assert statements(home) == set().union(*states.values())


def test_the_pages_say_that_they_stay(small: Served) -> None:
    """Whoever copies them to a host that sends no headers still knows (`ldes:immutable`)."""
    with urlopen(f"{small.address}/feed/2026-01?page=1") as page:
        assert b"ldes:immutable true" in page.read()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_guide_is_true(small: Served, tmp_path: Path, example: str) -> None:
    """Its examples run as they stand there, at the address of a service."""
    programs = f"{HERE / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-eu", "-c", example.replace("http://127.0.0.1:8000", small.address)],
        cwd=tmp_path,
        env={**os.environ, "PATH": programs},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert 0 == done.returncode, done.stderr
    written = done.stdout + "".join(file.read_text() for file in tmp_path.glob("*.txt"))
    assert "activitystreams#" in written or "304" in written
