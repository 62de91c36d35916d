"""`klimagraph load`: a file is taken whole, or refused in one line with its place."""

import gzip
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH
from klimagraph.releases import current, current_name
from releases.homes import klimagraph

FINE, DATA_NOT_VALID, SYSTEM_FAILED = 0, 1, 3
SECOND = f"{datetime.now(UTC).year}.2.0"
REGISTER = Path(os.environ.get("KLIMAGRAPH_REFERENCE", ""), "admin", "GV100AD_2023-11-30.txt.gz")
MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""Runs a program and prints the most memory that it had, in KiB."""


def line_of(done: "subprocess.CompletedProcess[str]") -> str:
    """Return the only line of what a command said to people."""
    (line,) = done.stderr.splitlines()
    return line


def load(home: Path, path: Path) -> "subprocess.CompletedProcess[str]":
    """Load a file as dataset a of a home."""
    return klimagraph("load", path, "--dataset", "a", "--home", home)


def test_load(home: Path, tmp_path: Path) -> None:
    """Loading says which release was published, how much it holds, and what portals miss."""
    (tmp_path / "Straße 1.ttl").write_text("<http://e/a> <http://e/p> [ <http://e/q> 1 ] .")
    done = load(home, tmp_path / "Straße 1.ttl")
    assert (done.returncode, done.stdout) == (FINE, "")
    first, second = done.stderr.splitlines()
    assert re.fullmatch(
        rf"release {SECOND}: 4 statements, 1 datasets, \d+ statements derived", first
    )
    assert [second] == [
        "not in the catalogue yet: dataset a does not say its "
        "dcterms:description, dcterms:publisher, dcterms:license",
    ]


def test_load_twice(home: Path, tmp_path: Path) -> None:
    """Loading a file again publishes nothing new."""
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> [ <http://e/q> 1 ] .")
    assert load(home, tmp_path / "a.ttl").stderr == load(home, tmp_path / "a.ttl").stderr
    assert current_name(home) == SECOND


def test_load_several_files(tmp_path: Path) -> None:
    """Several files become one dataset."""
    for number in range(3):
        (tmp_path / f"{number}.nt").write_text(f'<http://e/{number}> <http://e/p> "x" .\n')
    files = [tmp_path / f"{number}.nt" for number in range(3)]
    done = klimagraph("load", *files, "--dataset", "a", "--home", tmp_path / "home")
    assert "5 statements" in done.stderr


BROKEN = {
    "syntax.ttl": (b"<http://e/a> <http://e/p>\n ; .", ":2:2: "),
    "syntax.jsonld": (b'{"@id": "http://e/a",\n}', ":2:1: "),
    "syntax.rdf": (b"<rdf:RDF\n", ":1:1: "),
    "latin.ttl": ("# Kürze".encode("latin-1"), ":1:4: Das Byte 0xfc ist kein UTF-8"),
    "wide.ttl": ("# Kürze".encode("utf-16"), ":1:1: Die Datei ist UTF-16"),
    "archive.ttl": (b"PK\x03\x04", ":1:1: Das ist ein Archiv"),
    "empty.ttl": (b"", ":1:1: Die Datei ist leer"),
    "name.xyz": (b"x", ": the name ends in none of .ttl"),
    "quads.nq": (b"<http://e/a> <http://e/p> 1 .", ":1:27: "),
    "foreign.nq": (b'<http://e/a> <http://e/p> "" <http://e/g> .', ": graph <http://e/g> is not"),
    "entities.rdf": (
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        ":1: Eine Angabe DOCTYPE ist nicht erlaubt",
    ),
    "packed.nt.gz": (gzip.compress(b"x" * 99)[:20], ": Die gepackte Datei (gzip) ist beschädigt"),
    "context.jsonld": (
        b'{"@context": "http://127.0.0.1:9/"}',
        ": Ein @context aus dem Netz wird nicht",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file(home: Path, tmp_path: Path, name: str) -> None:
    """A file that cannot be taken is refused in one line with its place."""
    data, message = BROKEN[name]
    (tmp_path / name).write_bytes(data)
    done = load(home, tmp_path / name)
    assert (done.returncode, done.stdout) == (DATA_NOT_VALID, "")
    assert line_of(done).startswith(f"Eingabe nicht lesbar: {tmp_path / name}{message}")


@pytest.mark.parametrize("name", ["syntax.ttl", "foreign.nq", "packed.nt.gz"])
def test_release_before(home: Path, tmp_path: Path, name: str) -> None:
    """What was published before a file that cannot be taken stays."""
    before = current(home)
    (tmp_path / name).write_bytes(BROKEN[name][0])
    load(home, tmp_path / name)
    assert before == current(home)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("<http://e/a> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> .", "triple terms"),
        ('<http://e/a> <http://e/p> "x"@ar--rtl .', "base directions"),
    ],
)
def test_newer_rdf(home: Path, tmp_path: Path, statement: str, words: str) -> None:
    """Statements of RDF 1.2 are refused and shown."""
    (tmp_path / "new.ttl").write_text(statement)
    done = load(home, tmp_path / "new.ttl")
    assert done.returncode == DATA_NOT_VALID
    assert f"RDF 1.2 {words} cannot be published: <http://e/a> <http://e/p>" in line_of(done)


@pytest.mark.parametrize(("place", "message"), [("none.ttl", "no such file"), (".ttl", "folder")])
def test_no_file(home: Path, tmp_path: Path, place: str, message: str) -> None:
    """A file that is not there, or is a folder, is named."""
    (tmp_path / ".ttl").mkdir()
    done = load(home, tmp_path / place)
    assert done.returncode == DATA_NOT_VALID
    assert message in line_of(done)


def test_long_message(home: Path, tmp_path: Path) -> None:
    """A message stays on one line however narrow the terminal, so that editors find the place."""
    path = tmp_path / ("long" * 40 + ".ttl")
    path.write_text(";")
    done = klimagraph("load", path, "--dataset", "a", "--home", home)
    assert f"{path}:1:1: " in line_of(done)


def test_a_gigabyte_of_blanks(home: Path, tmp_path: Path) -> None:
    """A file of a gigabyte that holds only blanks is refused in bounded memory."""
    path = tmp_path / "blank.ttl"
    with path.open("wb") as file:
        for _ in range(16):
            file.write(b" " * (64 << 20))
    words = [KLIMAGRAPH, "load", str(path), "--dataset", "a", "--home", str(home)]
    measured = [sys.executable, "-c", MEASURED, *words]
    done = subprocess.run(measured, capture_output=True, text=True, check=False)
    path.unlink()
    assert done.returncode == DATA_NOT_VALID
    assert "blank.ttl:1:1: " in line_of(done)
    assert "the file holds 1,073,741,824 blank characters and no statement" in line_of(done)
    assert int(done.stdout) < 500 * 1024


def test_bad_slug(home: Path, tmp_path: Path) -> None:
    """A name that no dataset can have is refused with what is allowed."""
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    done = klimagraph("load", tmp_path / "a.ttl", "--dataset", "Ä/b", "--home", home)
    assert done.returncode == DATA_NOT_VALID
    assert "'Ä/b' cannot name a dataset; allowed are a-z, 0-9 and hyphens" in line_of(done)


def test_home_is_a_file(tmp_path: Path) -> None:
    """A home that cannot be made is a failure of the system."""
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    done = load(tmp_path / "a.ttl", tmp_path / "a.ttl")
    assert done.returncode == SYSTEM_FAILED
    assert "nothing was published" in line_of(done)


@pytest.mark.skipif(not REGISTER.is_file(), reason="KLIMAGRAPH_REFERENCE names no folder")
def test_register(tmp_path: Path) -> None:
    """A younger register is published from the command line."""
    path = tmp_path / "GV100AD.txt"
    lines = gzip.decompress(REGISTER.read_bytes()).splitlines(keepends=True)
    path.write_bytes(b"".join(line[:2] + b"20241130" + line[10:] for line in lines))
    done = klimagraph("load", "--register", path, "--home", tmp_path / "home")
    assert done.returncode == FINE, done.stderr
    release = current(tmp_path / "home")
    assert release is not None
    assert release.note == "register GV100AD.txt"
