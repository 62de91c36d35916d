"""Submissions and tokens from the command line."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import re
from pathlib import Path

import pytest

from klimagraph.ledger.tokens import PREFIX
from klimagraph.releases import current
from releases.homes import klimagraph
from submissions.homes import saying


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that can be handed in."""
    path = tmp_path / "Bündnis.ttl"
    path.write_text(saying("x"))
    return path


def test_from_a_file_to_a_publication(home: Path, file: Path) -> None:
    """Compare, hand in, publish, withdraw."""
    told = klimagraph("diff", file, "--dataset", "b", "--home", home)
    assert (0, "1 Ding ohne Klasse neu, 1 Datensatz neu") == (
        told.returncode,
        told.stdout.splitlines()[0],
    )
    submitted = klimagraph("submit", file, "--dataset", "b", "--home", home)
    found = re.search(r"submission ([0-9a-f]{12}): valid", submitted.stderr)
    assert found
    published = klimagraph("publish", found[1], "--home", home)
    release = current(home)
    assert release
    assert (0, True) == (published.returncode, release.dataset("b") is not None)
    listed = klimagraph("submissions", "--home", home).stdout.splitlines()
    assert [found[1], "b", "published"] == listed[1].split("\t")[:3]
    assert 0 == klimagraph("withdraw", found[1], "--home", home).returncode
    release = current(home)
    assert release
    assert release.dataset("b") is None


def test_what_is_not_valid(home: Path, file: Path) -> None:
    """Exit 1, and it cannot be published."""
    file.write_text("nonsense")
    done = klimagraph("submit", file, "--dataset", "b", "--home", home)
    found = re.search(r"submission ([0-9a-f]{12}): invalid", done.stderr)
    assert found
    assert (1, 1) == (
        done.returncode,
        klimagraph("publish", found[1], "--home", home).returncode,
    )


def test_a_difference_as_data(home: Path, file: Path) -> None:
    """With --format json, in both languages."""
    told = klimagraph("diff", file, "--dataset", "b", "--format", "json", "--home", home)
    data = json.loads(told.stdout)
    assert (3, "1 thing without a class added, 1 dataset added") == (
        data["statements_new"],
        data["summary"]["en"],
    )


def test_tokens(home: Path) -> None:
    """Shown once, listed without their text, revoked by number."""
    made = klimagraph("token", "create", "--role", "submitter", "--dataset", "b", "--label", "Büro",
                      "--home", home)  # fmt: skip
    text = made.stdout.strip()
    assert text.startswith(PREFIX)
    listed = klimagraph("token", "list", "--home", home).stdout
    assert "Büro" in listed
    assert text not in listed
    assert 0 == klimagraph("token", "revoke", "1", "--home", home).returncode
    assert 1 == klimagraph("token", "revoke", "1", "--home", home).returncode


@pytest.mark.parametrize(
    "words",
    [
        ("create", "--role", "owner", "--label", "x"),
        ("create", "--role", "submitter", "--label", "x"),
        ("create", "--role", "curator", "--dataset", "b", "--label", "x"),
        ("create", "--role", "curator"),
        ("revoke", "x"),
        ("nonsense",),
    ],
)
def test_tokens_that_cannot_be(home: Path, words: tuple[str, ...]) -> None:
    """Exit 2 says that it was used wrongly."""
    assert 2 == klimagraph("token", *words, "--home", home).returncode


def test_webhooks(home: Path) -> None:
    """Added with a secret, listed without, removed."""
    added = klimagraph("webhook", "add", "https://e.example/", "--home", home)
    assert 0 == added.returncode
    listed = klimagraph("webhook", "list", "--home", home).stdout
    assert "https://e.example/" in listed
    assert added.stdout.strip() not in listed
    assert 1 == klimagraph("webhook", "add", "http://e.example/", "--home", home).returncode
    assert 0 == klimagraph("webhook", "remove", "1", "--home", home).returncode
