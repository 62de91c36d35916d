"""Whoever works on submissions may be killed: what was acknowledged stays, nothing is half done."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from klimagraph import ledger
from klimagraph.ledger import Submission
from klimagraph.ledger import submissions as entries
from klimagraph.releases import all_releases, current
from klimagraph.submissions.places import original_of, root_of
from releases.homes import holds_its_contents, leftovers

KILLS, LOOK_INSIDE = 200, 25
STAGES = ("received", "checked", "checked", "checked", "checked", "checked", "process")
"""After which word of a life it is killed; between the first two lies the validation."""
VICTIMS = Path(__file__).with_name("victims.py")


@dataclass
class Scene:
    """A home, the process whose children work in it, and what they have acknowledged."""

    home: Path
    process: "subprocess.Popen[str]"
    chance: random.Random
    acknowledged: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    usual: dict[str, float] = field(default_factory=dict)
    number: int = 0

    def live(self, stage: str = "") -> None:
        """Start a life, and end it some time after it has said a word; none lets it live."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.number += 1
        self.process.stdin.write(f"{self.number if stage else -1}\n")
        self.process.stdin.flush()
        pid, word, said = 0, "", time.monotonic()
        for line in self.process.stdout:
            before, (word, value) = word, line.split()
            if before in STAGES:
                took = time.monotonic() - said
                self.usual[before] = (self.usual.get(before, took) + took) / 2
            said = time.monotonic()
            if word == "ended":
                self.outcomes["killed" if int(value) == signal.SIGKILL else "lived"] += 1
                assert int(value) in (0, signal.SIGKILL)
                return
            pid = int(value) if word == "process" else pid
            self._note(word, value)
            if word == stage:
                time.sleep(self.chance.uniform(0, self.usual[word]))
                with suppress(ProcessLookupError):  # it was done before
                    os.kill(pid, signal.SIGKILL)
        raise AssertionError("the process ended")

    def _note(self, word: str, value: str) -> None:
        if word == "received":
            self.acknowledged.add(value)
        if word == "published":
            self.published.add(value)

    def look(self, number: int) -> None:
        """Check what must be true after every kill, and what is worth a look now and then."""
        found = {one.id: one for one in self.entries()}
        assert self.acknowledged <= set(found)
        for one in found.values():
            data = original_of(self.home, one).read_bytes()
            assert one.digest == hashlib.sha256(data).hexdigest()
        for name in self.published:
            assert found[name].state in (entries.PUBLISHED, entries.SUPERSEDED)
        release = current(self.home)
        if release and number % LOOK_INSIDE == 0:
            assert holds_its_contents(self.home, release)

    def entries(self) -> list[Submission]:
        """Return all submissions."""
        with ledger.reading(self.home) as connection:
            return entries.every(connection)


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Yield a home after 200 kills and one life that was left alone."""
    home = tmp_path_factory.mktemp("submissions") / "home"
    seed = int(os.environ.get("KLIMAGRAPH_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"KLIMAGRAPH_SEED={seed} repeats these kills")
    command = [sys.executable, str(VICTIMS), str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        scene = Scene(home, process, random.Random(seed))  # noqa: S311  # no secret
        scene.live("never")
        while scene.outcomes["killed"] < KILLS:
            scene.live(scene.chance.choice(STAGES))
            scene.look(scene.outcomes["killed"])
        scene.live()
        assert process.stdin is not None
        process.stdin.close()
    print(dict(scene.outcomes), scene.usual)
    yield scene


def test_nothing_acknowledged_is_lost(survivor: Scene) -> None:
    """Every submission that was acknowledged is published, or was and has a successor."""
    found = {one.id: one.state for one in survivor.entries()}
    assert survivor.acknowledged == set(found)
    assert {entries.PUBLISHED, entries.SUPERSEDED} == set(found.values())
    assert ["d0", "d1"] == sorted(
        one.dataset for one in survivor.entries() if one.state == entries.PUBLISHED
    )


def test_publishing_twice_is_publishing_once(survivor: Scene) -> None:
    """Each submission has one release and one entry in the audit trail."""
    notes = Counter(release.note for release in all_releases(survivor.home))
    wanted = {f"submission {one.id} revision 1" for one in survivor.entries()}
    assert wanted == notes.keys()
    assert {1} == set(notes.values())
    with ledger.reading(survivor.home) as connection:
        for one in survivor.entries():
            words = [event.what for event in ledger.events(connection, one.id)]
            assert 1 == words.count("published")


def test_each_submission_names_its_release(survivor: Scene) -> None:
    """The release holds what the submission made of the dataset."""
    known = {release.name: release for release in all_releases(survivor.home)}
    for one in survivor.entries():
        version = known[one.published].dataset(one.dataset)
        assert version
        assert one.content == version.content


def test_the_last_release_is_whole(survivor: Scene) -> None:
    """The store holds what the manifest says, bit for bit."""
    release = current(survivor.home)
    assert release
    assert holds_its_contents(survivor.home, release)


def test_nothing_half_is_left(survivor: Scene) -> None:
    """No file on its way, no folder without an entry."""
    assert [] == leftovers(survivor.home)
    assert {one.id for one in survivor.entries()} == {
        path.name for path in root_of(survivor.home).iterdir()
    }
