"""Who holds a release in memory goes along when that release is rewritten."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import gc
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from klimagraph import releases
from klimagraph.releases import Release, tombstones
from klimagraph.releases.manifests import folder_of
from klimagraph.settings import Settings
from klimagraph.workers.answering import Answering
from klimagraph.workers.cache import Held
from klimagraph.workers.template import Template
from takedown.people import NAME, small_home, taken_down


@pytest.fixture
def template() -> Iterator[Template]:
    """Yield a template in this process."""
    mine, its = socket.socketpair()
    with mine, its:
        yield Template(mine)
    gc.unfreeze()


def loaded(template: Template, home: Path) -> Release:
    """Load the release that is served into a template."""
    release = releases.current(home)
    assert release is not None
    contents = [item.content for item in release.datasets]
    template.load([], str(home), contents, str(folder_of(home, release.name)))
    return release


def texts(template: Template) -> str:
    """Return all that a template holds."""
    return "".join(str(quad) for quad in template.store.quads_for_pattern(None, None, None))


def test_copy_in_memory_does_not_keep_the_person(template: Template, tmp_path: Path) -> None:
    """What it holds is not what the rewritten release says: it begins anew."""
    home = small_home(tmp_path / "home")
    before = loaded(template, home)
    assert NAME in texts(template)
    after = taken_down(home).release
    template.change([], str(home), before.name, before.digest, after)
    assert NAME not in texts(template)
    release = releases.read(home, after)
    assert 2 * release.quads == len(template.store)


def test_copy_in_memory_goes_by_difference_otherwise(template: Template, tmp_path: Path) -> None:
    """Where nothing was rewritten only what differs is changed."""
    home = small_home(tmp_path / "home")
    before, store = loaded(template, home), template.store
    after = releases.publish(home, {"b": None}, "withdraw b")
    template.change([], str(home), before.name, before.digest, after.name)
    assert store is template.store
    assert 2 * after.quads == len(store)


def test_answers_of_a_rewritten_release_are_forgotten(tmp_path: Path) -> None:
    """Neither kept answers nor manifests outlive what they were made from."""
    home = small_home(tmp_path / "home")
    answering = Answering(Settings(home))
    answering.look_again()
    first = releases.all_releases(home)[0].name
    before, state = answering.identity(first), answering.state
    answering.cache.put((first, b"q" + state), Held("bindings", "json", b"{}"))
    taken_down(home)
    answering.look_again()
    assert before != answering.identity(first)
    assert state != answering.state
    assert 0 == answering.cache.numbers["entries"] == answering.cache.size


def test_nothing_is_forgotten_where_nothing_was_rewritten(tmp_path: Path) -> None:
    """A publication leaves the answers about older releases as they are."""
    home = small_home(tmp_path / "home")
    answering = Answering(Settings(home))
    answering.look_again()
    answering.cache.put(("x", b"q"), Held("bindings", "json", b"{}"))
    releases.publish(home, {"b": None}, "withdraw b")
    answering.look_again()
    assert 1 == answering.cache.numbers["entries"]
    assert 0 == tombstones.rewriting(home)
