"""The command on feeds of others: what it says and with which status it ends."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import subprocess
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, free_port
from harvest_check.feeds import broken, right
from harvest_check.mistakes import other_type
from harvest_check.serving import on_loopback


def _run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [KLIMAGRAPH, "harvest-check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_right_feed_ends_with_0() -> None:
    """All is read, files too; the text is German."""
    with on_loopback([right()]) as (url,):
        done = _run(url, "--distributions")
    assert (done.returncode, "Fehler: 0," in done.stdout) == (0, True)


def test_a_faulty_feed_ends_with_1() -> None:
    """The mistake is named, in English where that is asked for."""
    with on_loopback([broken(other_type("application/json"))]) as (url,):
        done = _run(url, "--language", "en")
    assert 1 == done.returncode
    assert "To CKAN the media type application/json is not RDF." in done.stdout


def test_nobody_there_ends_with_3() -> None:
    """Where nothing answers it is not the data that is at fault."""
    assert 3 == _run(f"http://127.0.0.1:{free_port()}/catalog").returncode


@pytest.mark.parametrize(
    "arguments", [("file:///etc/passwd",), ("--format", "xml"), ("--language", "fr"), ("http://",)]
)
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    """Only http and https, two formats, two languages."""
    assert 2 == _run(*arguments).returncode


def test_an_earlier_report_tells_what_would_be_deleted(tmp_path: Path) -> None:
    """One dataset of four is gone: each reader deletes it, and a quarter is too much."""
    earlier = tmp_path / "earlier.json"
    feeds = [right("abcd"), right("abc")]
    with on_loopback(feeds) as (first, _):
        earlier.write_text(_run(first, "--format", "json").stdout)
    feeds[0] = feeds[1]
    with on_loopback(feeds) as (again, _):
        text = earlier.read_text().replace(first.rsplit("/", 1)[0], again.rsplit("/", 1)[0])
        earlier.write_text(text)
        said = json.loads(_run(again, "--against", earlier, "--format", "json").stdout)
    gone = again.replace("/catalog", "/dataset/d")
    assert [[gone]] * 3 == [client["deletes"] for client in said["clients"].values()]
    assert {"deletes-many"} == {finding["code"] for finding in said["findings"]}


def test_something_else_as_earlier_report_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    other = tmp_path / "other.json"
    other.write_text("[]")
    done = _run("http://127.0.0.1:9/", "--against", other)
    assert (done.returncode, "other.json" in done.stderr) == (1, True)
