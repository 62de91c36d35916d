"""Validators follow the bytes, and who has them gets nothing again (RFC 9110, section 8.8)."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from clients import fetch

from conftest import Served, serving
from described import described
from klimagraph import changes
from klimagraph.changes import history
from klimagraph.feed import nodes
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import prepare
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, current, publish
from klimagraph.settings import Settings
from klimagraph.web import memento

ADDRESS = "http://klimagraph.test"
WHEN = "2026-11-01T00:00:00Z"
BROWSER = "text/html"


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize(
    "path",
    ["/sitemap.xml", "/sitemap/1.xml", "/releases.atom", "/harvest-check", "/releases",
     "/entities/alliance", "/catalog", "/dataset/memberships"],
)  # fmt: skip
def test_a_validator_is_that_of_the_bytes(harvested: Served, path: str, accept: str) -> None:
    """Whatever goes into an answer, another answer has another validator."""
    got = fetch(harvested, path, Accept=accept)
    assert f'"{hashlib.sha256(got.body).hexdigest()[:32]}"' == got.headers["etag"]


@pytest.mark.parametrize("path", ["/feed", "/feed/2026-11", "/releases.atom", "file"])
def test_a_time_is_as_good_as_a_validator(harvested: Served, path: str) -> None:
    """What says when it changed last is not sent again to whoever has it since then."""
    name = snapshot.current_name(harvested.home) or ""
    if path == "file":
        path = snapshot.read(harvested.home, name).files[0].path
    if path == "/feed/2026-11":
        with history(harvested.home) as log:
            path = f"/feed/{nodes.root(log, ADDRESS).changed[:7]}"
    time = fetch(harvested, path, "HEAD").headers["last-modified"]
    again = fetch(harvested, path, If_Modified_Since=time)
    assert (304, b"") == (again.status, again.body)
    assert 200 == fetch(harvested, path, If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status
    assert 200 == fetch(harvested, path, If_Modified_Since="Sun, 22 Nov 2099 00:00:00 GMT").status


@pytest.mark.parametrize("extension", ["nq", "nq.zst"])
def test_files_of_releases_are_not_sent_again(harvested: Served, extension: str) -> None:
    """They never change: who has one is told so."""
    release = current(harvested.home)
    assert release
    path = f"/releases/{release.name}/memberships.{extension}"
    got = fetch(harvested, path, "HEAD")
    again = fetch(harvested, path, If_None_Match=got.headers["etag"])
    assert (304, b"") == (again.status, again.body)
    assert got.headers["etag"] == again.headers["etag"]
    assert 200 == fetch(harvested, path, "HEAD", If_None_Match='"other"').status


@pytest.mark.parametrize("path", ["/catalog", "/dataset/memberships.ttl", "/entities/alliance"])
def test_what_is_not_sent_has_no_length(harvested: Served, path: str) -> None:
    """A length of 0 would be that of the answer that the client has (section 8.6)."""
    tag = fetch(harvested, path).headers["etag"]
    got = fetch(harvested, path, If_None_Match=tag)
    assert (304, None) == (got.status, got.headers.get("content-length"))


def test_a_time_is_that_of_the_snapshot(harvested: Served) -> None:
    """Not that of the release, of which there may be several snapshots one after the other."""
    name = snapshot.current_name(harvested.home)
    assert name
    for path, named in (("/entities/alliance", False), (f"/entities?snapshot={name}", True)):
        expected = memento.served_since(harvested.home, name, named=named)
        assert expected == fetch(harvested, path).headers["last-modified"]


def test_a_snapshot_that_is_served_again(tmp_path: Path) -> None:
    """It is served since then, though its files are old."""
    name = "2026.1.0-00000000"
    snapshot.path_of(tmp_path, name).mkdir(parents=True)
    manifest = snapshot.path_of(tmp_path, name) / snapshot.MANIFEST
    pointer = tmp_path / snapshot.FOLDER / snapshot.POINTER
    for number, path in enumerate((manifest, pointer), 1):
        path.touch()
        os.utime(path, (86400 * number, 86400 * number))
    times = [memento.served_since(tmp_path, name, named=named) for named in (True, False)]
    assert ["Fri, 02 Jan 1970 00:00:00 GMT", "Sat, 03 Jan 1970 00:00:00 GMT"] == times


def page_of(home: Path, text: str) -> str:
    """Return the identity of the only page of a log with one thing that is said to be so."""
    line = f'<{THINGS}gap/a> <http://e/p> "{text}" <{DATASETS}a> .\n'
    changes.record(home, publish(home, {"a": Content(line.encode(), "")}, "test"), WHEN)
    with history(home) as log:
        return nodes.page(log, ADDRESS, "2026-11", 1).identity


def test_another_history_of_the_same_length(tmp_path: Path) -> None:
    """After an older backup was restored, numbers and times may come again with other contents."""
    names = [page_of(tmp_path / home, text) for home, text in (("a", "x"), ("b", "y"), ("c", "x"))]
    assert names[0] != names[1]
    assert names[0].split()[0] == names[1].split()[0]


def test_a_check_is_compared_with_what_is_there(tmp_path: Path) -> None:
    """When the snapshot before is gone, the report and its validator are others."""
    settings = Settings(tmp_path, public_url=ADDRESS)
    made = []
    for text in ("one", "two"):
        publish(tmp_path, {"a": described("a", (text,))}, text)
        made.append(prepare(settings))
    with serving(tmp_path, public_url=ADDRESS, workers=1) as service:
        first = fetch(service, "/harvest-check")
        shutil.rmtree(snapshot.path_of(tmp_path, made[0].name))
        second = fetch(service, "/harvest-check", If_None_Match=first.headers["etag"])
    assert (200, True) == (second.status, made[0].name in first.text)
    assert made[0].name not in second.text
