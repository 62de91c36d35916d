"""The check of our own feed: by the command, by the page, without network."""

import json
import subprocess
import urllib.request
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, PUBLIC, Served
from klimagraph.harvest import snapshot
from klimagraph.harvest_check import own_feed
from klimagraph.harvest_check.checking import check
from klimagraph.harvest_check.report import as_json


def _run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [KLIMAGRAPH, "harvest-check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_our_own_feed_has_no_mistake(harvested_home: Path) -> None:
    """All readers read all datasets of the snapshot, the files are what is said of them."""
    found = own_feed.served(harvested_home)
    fetch = own_feed.fetch_of(harvested_home, found)
    report = check(fetch, own_feed.start_of(found), files=True)
    assert report.findings == ()
    assert {each.datasets for each in report.readings} == {found.datasets}
    assert report.downloads == len(found.files) + 1


def test_command_reads_the_home_without_an_address(harvested_home: Path) -> None:
    """Exit 0, and JSON that names the feed."""
    done = _run("--home", harvested_home, "--format", "json")
    assert (0, f"{PUBLIC}/catalog") == (done.returncode, json.loads(done.stdout)["feed"])


def test_page_and_json_say_the_same(harvested: Served) -> None:
    """The page is for people, JSON for programs; neither needs an address."""
    with urllib.request.urlopen(f"{harvested.address}/harvest-check") as answer:
        data = json.load(answer)
    request = urllib.request.Request(
        f"{harvested.address}/harvest-check", headers={"Accept": "text/html"}
    )
    with urllib.request.urlopen(request) as answer:
        page = answer.read().decode()
    assert data["conforms"]
    assert f"{len(data['datasets'])} Datensätze" in page


def test_an_unchanged_page_is_not_sent_again(harvested: Served) -> None:
    """The validator of a snapshot stays."""
    address = f"{harvested.address}/harvest-check"
    with urllib.request.urlopen(address) as answer:
        tag = answer.headers["ETag"]
    again = urllib.request.Request(address, headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(again)
    assert caught.value.code == 304


def test_no_home_prepared_is_a_fault_of_the_system(home: Path) -> None:
    """The message says what to call."""
    done = _run("--home", home)
    assert (done.returncode, "klimagraph prepare" in done.stderr) == (3, True)


def test_what_was_there_before_is_expected_to_be_deleted(
    harvested_home: Path, tmp_path: Path
) -> None:
    """A report that knew one dataset more: each client would delete exactly that one."""
    found = own_feed.served(harvested_home)
    fetch = own_feed.fetch_of(harvested_home, found)
    data = json.loads(as_json(check(fetch, own_feed.start_of(found))))
    for client in data["clients"].values():
        client["datasets"].append("https://feed.example/gone")
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(data))
    done = _run("--home", harvested_home, "--against", earlier, "--format", "json")
    deleted = [one["deletes"] for one in json.loads(done.stdout)["clients"].values()]
    assert deleted == [["https://feed.example/gone"]] * 3
    assert snapshot.current_name(harvested_home) == found.name
