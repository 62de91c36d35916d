"""A writer may be killed at any moment: what was published stays, nothing piles up."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH
from forked import forked
from klimagraph.loading import load_files
from klimagraph.releases import Release, all_releases, current
from klimagraph.releases.publication import silent
from releases.homes import (
    disk_use,
    holds_its_contents,
    klimagraph,
    leftovers,
    named_objects,
    object_files,
    promised,
)

KILLS, LOOK_INSIDE, KEEP, VARIANTS = 200, 5, 3, 3
SMALL, LARGE = 3_000, 60_000
PRUNE_AFTER = 20
LONG = 60
"""Seconds in which every command comes to its end."""
KINDS = ("small", "small", "small", "large", "prune", "rollback", "rebuild")
ENDINGS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
INTERRUPTED = 130
"""Exit status of a command that was left with Ctrl-C."""


@dataclass
class Scene:
    """A home that is written to and killed, with the files that are loaded into it."""

    home: Path
    files: Path
    chance: random.Random
    seconds: dict[str, float] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def command(self, kind: str) -> list[str]:
        """Return a command line of a kind."""
        words = {
            "small": lambda: self._load("a", "small"),
            "large": lambda: self._load("b", "large"),
            "prune": lambda: ["releases", "--prune", str(KEEP)],
            "rollback": lambda: ["rollback", self.chance.choice(self._kept())],
            "rebuild": lambda: ["rebuild"],
        }[kind]()
        return [KLIMAGRAPH, *words, "--home", str(self.home)]

    def _load(self, slug: str, size: str) -> list[str]:
        path = self.files / f"{size}-{self.chance.randrange(VARIANTS)}.nt"
        return ["load", str(path), "--dataset", slug]

    def _kept(self) -> list[str]:
        return [release.name for release in all_releases(self.home) if not release.pruned]

    def measure(self, kind: str) -> None:
        """Run a command undisturbed and note how long it takes."""
        assert self._run(kind, LONG) == 0

    def kill(self, kind: str) -> None:
        """Start a command and end it at a random moment of the time that it takes."""
        status = self._run(kind, self.chance.uniform(0, self.seconds[kind]))
        self.outcomes[kind if status else "finished"] += 1

    def _run(self, kind: str, seconds: float) -> int:
        said, started = self.files / "said", time.monotonic()
        with said.open("wb") as errors:
            process = forked(self.command(kind), dict(os.environ), errors)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(self.chance.choice(ENDINGS))
        status = process.wait()
        ends = (0, INTERRUPTED, *(-number for number in ENDINGS))
        assert status in ends, said.read_text()
        if status == 0:
            self.seconds[kind] = time.monotonic() - started
        return status

    @property
    def killed(self) -> int:
        """Return how many writers did not live to their end."""
        return sum(number for kind, number in self.outcomes.items() if kind in KINDS)

    def look(self, number: int) -> None:
        """Check what must be true after every kill, and what is worth a look now and then."""
        release = current(self.home)
        assert release is not None
        assert release in all_releases(self.home)
        if number % LOOK_INSIDE == 0:
            assert holds_its_contents(self.home, release), release.name


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Return a home after 200 killed writers and one publication that was left alone."""
    folder = tmp_path_factory.mktemp("crashes")
    seed = int(os.environ.get("KLIMAGRAPH_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"KLIMAGRAPH_SEED={seed} repeats these kills")
    scene = Scene(folder / "home", folder, random.Random(seed))  # noqa: S311  # no secret
    _write_files(folder)
    for kind in dict.fromkeys(KINDS):
        scene.measure(kind)
    while scene.killed < KILLS:
        scene.kill(scene.chance.choice(KINDS))
        scene.look(scene.killed)
        if sum(scene.outcomes.values()) % PRUNE_AFTER == 0:
            scene.measure("prune")
    print(dict(scene.outcomes), scene.seconds)
    (folder / "last.nt").write_text('<http://e/last> <http://e/p> "last" .\n')
    last = klimagraph("load", folder / "last.nt", "--dataset", "a", "--home", scene.home)
    assert last.returncode == 0, last.stderr
    return scene


def _write_files(folder: Path) -> None:
    for size, count in (("small", SMALL), ("large", LARGE)):
        for variant in range(VARIANTS):
            lines = (f'<http://e/{n}> <http://e/p> "{n * variant}" .\n' for n in range(count))
            (folder / f"{size}-{variant}.nt").write_text("".join(lines))


def _kept(home: Path) -> list[Release]:
    return [release for release in all_releases(home) if not release.pruned]


def test_kills_happened(survivor: Scene) -> None:
    """As many writers as promised did not live to their end, some of every kind."""
    assert set(KINDS) <= set(survivor.outcomes)
    assert survivor.killed == KILLS


def test_next_publication(survivor: Scene) -> None:
    """The publication after the crashes is served and holds its contents bit for bit."""
    release = current(survivor.home)
    assert release is not None
    assert b'"last"' in promised(survivor.home, release)["a"]
    assert holds_its_contents(survivor.home, release)


def test_every_kept_release(survivor: Scene) -> None:
    """Every release that is not pruned holds its contents bit for bit."""
    kept = _kept(survivor.home)
    assert kept == [release for release in kept if holds_its_contents(survivor.home, release)]


def test_no_leftovers(survivor: Scene) -> None:
    """No staging folder, temporary file or store of a pruned release is left."""
    assert leftovers(survivor.home) == []


def test_objects(survivor: Scene) -> None:
    """Exactly the contents that releases with data name are kept."""
    assert named_objects(survivor.home) == object_files(survivor.home)


def test_disk_use(survivor: Scene, tmp_path: Path) -> None:
    """The home takes no more than one whose releases each exchange all statements."""
    fresh = tmp_path / "fresh"
    for number in range(len(_kept(survivor.home)) + 1):
        for slug, size in (("a", "small"), ("b", "large")):
            path = survivor.files / f"{size}-{number % VARIANTS}.nt"
            load_files(fresh, slug, [path], silent)
    assert disk_use(survivor.home) < disk_use(fresh)
