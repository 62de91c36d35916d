"""A disk that is full refuses to save a query, and keeps what was saved before."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from clients import Got, fetch, logged

from conftest import Served, content
from klimagraph.releases import publish


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of 4 MB, or skip the test."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no disk of its own can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def save(service: Served, query: str) -> Got:
    """Save a query."""
    body = urlencode({"query": query}).encode()
    form = "application/x-www-form-urlencoded"
    return fetch(service, "/queries/saved", "POST", body, Content_Type=form)


def fill(folder: Path) -> None:
    """Write until nothing fits any more."""
    with (
        (folder / "ballast").open("wb", buffering=0) as ballast,
        pytest.raises(OSError, match="28"),
    ):
        while ballast.write(bytes(512)):
            pass


def test_a_full_disk_keeps_what_was_saved(small_disk: Path, tmp_path: Path) -> None:
    """507, no half of a file, and the query can be saved when there is room again."""
    home = small_disk / "home"
    publish(home, {"a": content("a", ["x"])}, "first")
    with logged(home, tmp_path / "log", workers=1) as service:
        first = save(service, "ASK { ?s ?p 'x' }")
        kept = {path.name: path.read_bytes() for path in (home / "saved").iterdir()}
        fill(small_disk)
        refused = save(service, "ASK { ?s ?p 'y' }")
        found = fetch(service, first.headers["location"]).json
        left = {path.name: path.read_bytes() for path in (home / "saved").iterdir()}
        (small_disk / "ballast").unlink()
        again = save(service, "ASK { ?s ?p 'y' }")
    assert (201, 507, 201) == (first.status, refused.status, again.status)
    assert "nothing was changed" in refused.json["detail"]
    assert kept == left
    assert "same" == found["state"]
