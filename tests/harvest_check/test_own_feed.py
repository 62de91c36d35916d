"""The check of our own feed: by the command, by the page, without network."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, PUBLIC, Served, serving
from described import many
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import prepare
from klimagraph.harvest_check import own_feed
from klimagraph.harvest_check.checking import check
from klimagraph.harvest_check.report import as_json
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish
from klimagraph.settings import Settings


def _run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [KLIMAGRAPH, "harvest-check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_our_own_feed_has_no_mistake(harvested_home: Path) -> None:
    """All readers read all datasets of the snapshot, the files are what is said of them."""
    found = own_feed.served(harvested_home)
    fetch = own_feed.fetch_of(harvested_home, found)
    report = check(fetch, own_feed.start_of(found), files=True)
    assert () == report.findings
    assert {each.datasets for each in report.readings} == {found.datasets}
    offered = [file for file in found.files if DATASETS + file.dataset in found.datasets]
    assert len(offered) + 1 == report.downloads  # and the endpoint


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
    assert f"<b>{len(data['datasets'])}</b> Datensätze" in page


def test_an_unchanged_page_is_not_sent_again(harvested: Served) -> None:
    """The validator of a snapshot stays."""
    address = f"{harvested.address}/harvest-check"
    with urllib.request.urlopen(address) as answer:
        tag = answer.headers["ETag"]
    again = urllib.request.Request(address, headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(again)
    assert 304 == caught.value.code
    caught.value.close()


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
    assert [["https://feed.example/gone"]] * 3 == deleted
    assert found.name == snapshot.current_name(harvested_home)


def test_the_snapshot_before_tells_what_portals_delete(tmp_path: Path) -> None:
    """One of six datasets is withdrawn: each reader deletes that one."""
    settings = Settings(tmp_path / "home", public_url=PUBLIC)
    publish(settings.home, many(6), "six")
    before = prepare(settings)
    publish(settings.home, {"d003": None}, "five")
    prepare(settings)
    said = json.loads(_run("--home", settings.home, "--format", "json").stdout)
    assert before.name == said["compared"]
    assert [[f"{DATASETS}d003"]] * 3 == [one["deletes"] for one in said["clients"].values()]


def test_the_page_waits_for_the_first_snapshot(home: Path) -> None:
    """503 with Retry-After, as the catalogue itself says."""
    with serving(home, workers=1) as running:
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{running.address}/harvest-check")
        assert (503, True) == (caught.value.code, "Retry-After" in caught.value.headers)
        caught.value.close()
