"""One writer at a time: a second one is told who is first, a killed one blocks nobody."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import content
from klimagraph.errors import StoreBusy
from klimagraph.releases import current_name, prune, publish, rebuild, roll_back
from klimagraph.releases.lock import writing
from releases.homes import klimagraph

HOLD = """
import sys
from pathlib import Path
from klimagraph.releases.lock import writing
with writing(Path(sys.argv[1]), "the work of the test"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_writer(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Hold the right to write in another process."""
    command = [sys.executable, "-c", HOLD, str(home)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process


def test_second_writer(home: Path) -> None:
    """A second writer is told the process that writes, since when and for what."""
    since = r"since \d\d:\d\d:\d\d \(the work of the test\)"
    with another_writer(home) as process:
        expected = f"{home} is being written by process {process.pid} {since}"
        with pytest.raises(StoreBusy, match=expected):
            publish(home, {"a": content("a", ["y"])}, "second")


def test_release_before(home: Path) -> None:
    """A writer that was refused changed nothing."""
    before = current_name(home)
    with another_writer(home), pytest.raises(StoreBusy):
        publish(home, {"a": content("a", ["y"])}, "second")
    assert before == current_name(home)


def test_command(home: Path, tmp_path: Path) -> None:
    """The command that finds another writer fails as a system, not as data."""
    (tmp_path / "y.nt").write_text('<http://e/y> <http://e/p> "y" .\n')
    with another_writer(home) as process:
        done = klimagraph("load", tmp_path / "y.nt", "--dataset", "a", "--home", home)
    assert done.returncode == 3
    assert [f"process {process.pid}" in line for line in done.stderr.splitlines()] == [True]


WAYS: dict[str, Callable[[Path, str], object]] = {
    "roll back": roll_back,
    "prune": lambda home, _name: prune(home, 1),
    "rebuild": rebuild,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write(home: Path, way: str) -> None:
    """Whatever writes asks for the right to write."""
    name = current_name(home) or ""
    with another_writer(home), pytest.raises(StoreBusy):
        WAYS[way](home, name)


def test_killed_writer(home: Path) -> None:
    """A writer that is killed holds nobody up."""
    with another_writer(home) as process:
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert publish(home, {"a": content("a", ["y"])}, "second").quads == 1


def test_writer_that_is_done(home: Path) -> None:
    """A writer that is done holds nobody up in its own process."""
    with writing(home, "first"):
        pass
    with writing(home, "second"):
        pass


def test_unwritten_lock(home: Path) -> None:
    """A writer of which nothing is known yet is still in the way."""
    with another_writer(home):
        (home / "writer.lock").write_text("")
        with pytest.raises(StoreBusy, match="is being written by another process"):
            prune(home, 1)


def test_readers(home: Path) -> None:
    """Reading needs no right to write."""
    with another_writer(home):
        done = klimagraph("dump", "a", "--home", home)
    assert done.stdout.count("\n") == 1000
