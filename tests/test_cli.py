"""The command line: what it prints where, and the four ways in which it ends."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, content
from klimagraph.bundle import bundle_folder
from klimagraph.releases import current, current_name, publish

FINE, DATA_NOT_VALID, WRONG_USE, SYSTEM_FAILED = 0, 1, 2, 3
FIRST, SECOND = (f"{datetime.now(UTC).year}.{number}.0" for number in (1, 2))
SELECT = "SELECT ?o { <http://e/x1> <http://e/p> ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { VALUES ?s { <http://e/x1> } ?s ?p ?o }"
REGISTER = Path(os.environ.get("KLIMAGRAPH_REFERENCE", ""), "admin", "GV100AD_2023-11-30.txt.gz")

Done = subprocess.CompletedProcess[bytes]
Run = Callable[..., Done]


MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""Runs a program and prints the most memory that it had, in KiB."""


def command(*arguments: object, given: bytes = b"", **variables: str) -> Done:
    """Run the command line with something on its standard input."""
    words = [KLIMAGRAPH, *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "200", **variables}
    return subprocess.run(words, input=given, capture_output=True, check=False, env=environment)


def line_of(done: Done) -> str:
    """Return the only line of what a command said to people."""
    (line,) = done.stderr.decode().splitlines()
    return line


def query(home: Path, *arguments: object, given: bytes = b"") -> Done:
    """Ask a query of a home."""
    return command("query", *arguments, "--home", home, given=given)


def load(home: Path, path: Path) -> Done:
    """Load a file as dataset a of a home."""
    return command("load", path, "--dataset", "a", "--home", home)


@pytest.fixture
def two(home: Path) -> Path:
    """Return a home with a second release that holds less."""
    publish(home, {"a": content("a", ["x1"]), "b": content("b", ["y"])}, "second")
    return home


def test_json(home: Path) -> None:
    """Rows are JSON where nothing else is asked for."""
    answer = json.loads(query(home, SELECT).stdout)
    assert answer["results"]["bindings"] == [{"o": {"type": "literal", "value": "x1"}}]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", b"o\r\nx1\r\n"),
        ("tsv", b'?o\n"x1"\n'),
        ("text/csv", b"o\r\nx1\r\n"),
    ],
)
def test_rows(home: Path, form: str, expected: bytes) -> None:
    """Rows are written in the format that is asked for, by its name or its media type."""
    assert expected == query(home, SELECT, "--format", form).stdout


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("json", b'{"head":{},"boolean":true}'),
        ("xml", b"<boolean>true</boolean>"),
        ("csv", b"true"),
        ("tsv", b"true"),
    ],
)
def test_yes(home: Path, form: str, expected: bytes) -> None:
    """Yes or no is written in the format that is asked for."""
    assert expected in query(home, "ASK { ?s ?p ?o }", "--format", form).stdout


def test_xml(home: Path) -> None:
    """Rows can be written as XML."""
    assert b"<literal>x1</literal>" in query(home, SELECT, "--format", "xml").stdout


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "n3", "ttl", "nt"])
def test_triples(home: Path, form: str) -> None:
    """Triples are written in the format that is asked for."""
    written = query(home, CONSTRUCT, "--format", form).stdout
    assert written.strip().endswith(b'<http://e/x1> <http://e/p> "x1" .')


@pytest.mark.parametrize("form", ["jsonld", "rdfxml"])
def test_triples_in_other_syntaxes(home: Path, form: str) -> None:
    """Triples can be written as JSON-LD and RDF/XML."""
    written = query(home, CONSTRUCT, "--format", form).stdout
    assert (b"http://e/x1" in written, b"x1<" in written or b'"x1"' in written) == (True, True)


def test_turtle(home: Path) -> None:
    """Triples are Turtle where nothing else is asked for."""
    assert query(home, CONSTRUCT).stdout == query(home, CONSTRUCT, "--format", "turtle").stdout


def test_query_from_a_file(home: Path, tmp_path: Path) -> None:
    """A query can stand in a file."""
    (tmp_path / "ä b.rq").write_text(f"# Größe\n{SELECT}")
    assert query(home, f"@{tmp_path}/ä b.rq", "--format", "csv").stdout == b"o\r\nx1\r\n"


def test_query_from_standard_input(home: Path) -> None:
    """A query can come from standard input."""
    assert query(home, "-", "--format", "csv", given=SELECT.encode()).stdout == b"o\r\nx1\r\n"


def test_older_release(two: Path) -> None:
    """A query can be asked of an older release."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    older = query(two, count, "--release", FIRST, "--format", "csv").stdout
    newest = query(two, count, "--format", "csv").stdout
    assert (older, newest) == (b"n\r\n1000\r\n", b"n\r\n2\r\n")


def test_all_graphs(two: Path) -> None:
    """A query sees all graphs as one unless it names some."""
    chosen = "SELECT ?o FROM <https://w3id.org/klimagraph/dataset/b> { ?s ?p ?o }"
    assert query(two, chosen, "--format", "csv").stdout == b"o\r\ny\r\n"


REFUSED_QUERIES = {
    "syntax": ("SELECT ?s {\n  ?s ?p ?o ) }", "2:12: "),
    "service": ("ASK {\n SERVICE <http://127.0.0.1:9> {} }", "2:2: SERVICE is not allowed"),
    "update": ("DROP ALL", "Abfrage nicht angenommen: 1:"),
    "empty file": ("@empty.rq", "empty.rq:1:1: the file is empty"),
    "no file": ("@none.rq", "none.rq: there is no such file"),
    "file not in UTF-8": ("@latin.rq", "latin.rq:1:4: byte 0xfc is not UTF-8"),
    "too long": (f"ASK {{}} #{'x' * 2_000}", "at most 1,000 are allowed"),
}


@pytest.mark.parametrize("kind", REFUSED_QUERIES)
def test_refused_query(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A query that cannot be asked is refused with the place, and nothing is printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KLIMAGRAPH_QUERY_LENGTH", "1000")
    (tmp_path / "empty.rq").touch()
    (tmp_path / "latin.rq").write_bytes(b"# K\xfcrze")
    text, message = REFUSED_QUERIES[kind]
    done = query(home, text)
    assert (done.returncode, done.stdout) == (DATA_NOT_VALID, b"")
    assert message in done.stderr.decode()


def test_query_in_another_encoding(home: Path) -> None:
    """A query from standard input that is not UTF-8 is refused."""
    done = query(home, "-", given=b"ASK {} # K\xfcrze")
    assert done.returncode == DATA_NOT_VALID
    assert "the query is not UTF-8" in line_of(done)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ASK {}", "--format", "nonsense"), "format 'nonsense' is not known; known are json"),
        (("ASK {}", "--format", "turtle"), "can carry a result of kind boolean"),
    ],
)
def test_format(home: Path, arguments: tuple[str, ...], message: str) -> None:
    """A format that is not known or does not fit is wrong use."""
    done = query(home, *arguments)
    assert done.returncode == WRONG_USE
    assert message in done.stderr.decode()


def test_unknown_release(home: Path) -> None:
    """A release that never was is named."""
    done = query(home, "ASK {}", "--release", "1999.1.0")
    assert done.returncode == SYSTEM_FAILED
    assert "there is no release '1999.1.0'" in done.stderr.decode()


@pytest.mark.parametrize("words", [("query", "ASK {}"), ("dump",), ("rebuild",)])
def test_nothing_published(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Where nothing is published the message says what to do."""
    done = command(*words, "--home", tmp_path)
    assert done.returncode == SYSTEM_FAILED
    assert "nothing is published" in line_of(done)
    assert "load data first" in line_of(done)


def test_releases(two: Path) -> None:
    """The list of releases tells names, numbers, notes and which one is served."""
    lines = command("releases", "--home", two).stdout.decode().splitlines()
    first, second = (next(line for line in lines if name in line) for name in (FIRST, SECOND))
    assert ("1,000" in first, "first" in first, "served" in first) == (True, True, False)
    assert ("│ 2 " in second, "second" in second, "served" in second) == (True, True, True)


def test_prune(two: Path) -> None:
    """Pruning says which releases are gone and marks them in the list."""
    done = command("releases", "--prune", "1", "--home", two)
    assert done.stderr.decode() == f"pruned {FIRST}\n"
    assert "pruned" in next(line for line in done.stdout.decode().splitlines() if FIRST in line)


def test_query_of_a_pruned_release(two: Path) -> None:
    """A query of a pruned release is told that it existed."""
    command("releases", "--prune", "1", "--home", two)
    done = query(two, "ASK {}", "--release", FIRST)
    assert done.returncode == SYSTEM_FAILED
    assert f"release {FIRST} existed and was pruned" in done.stderr.decode()


def test_rollback(two: Path) -> None:
    """Going back says which release is served now."""
    assert line_of(command("rollback", FIRST, "--home", two)) == f"serving {FIRST}"
    assert current_name(two) == FIRST


def test_dump_to_a_file(home: Path, tmp_path: Path) -> None:
    """A dump can be written to a file."""
    done = command("dump", "a", "-o", tmp_path / "a.nq", "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (FINE, b"", b"")
    expected = content("a", [f"x{number}" for number in range(1000)]).quads
    assert expected == (tmp_path / "a.nq").read_bytes()


def test_dump_of_all(two: Path) -> None:
    """A dump without a name holds all datasets, sorted by name."""
    expected = content("a", ["x1"]).quads + content("b", ["y"]).quads
    assert expected == command("dump", "--home", two).stdout


def test_dump_loaded_again(two: Path, tmp_path: Path) -> None:
    """A dump can be loaded and describes the same content."""
    command("dump", "b", "-o", tmp_path / "b.nq", "--home", two)
    command("load", tmp_path / "b.nq", "--dataset", "b", "--home", tmp_path / "other")
    dumped = command("dump", "b", "--home", tmp_path / "other").stdout
    assert set((tmp_path / "b.nq").read_bytes().splitlines()) < set(dumped.splitlines())


def test_dump_of_nothing(home: Path) -> None:
    """A dataset that a release has not is not found."""
    done = command("dump", "z", "--home", home)
    assert (done.returncode, done.stdout) == (DATA_NOT_VALID, b"")
    assert line_of(done) == f"Nicht gefunden: release {FIRST} has no dataset 'z'"


@pytest.mark.parametrize("place", ["none/a.nq", "."])
def test_dump_to_nowhere(home: Path, tmp_path: Path, place: str) -> None:
    """A dump that cannot be written says where."""
    done = command("dump", "-o", tmp_path / place, "--home", home)
    assert done.returncode == SYSTEM_FAILED
    assert f"{(tmp_path / place)} cannot be written" in line_of(done)


def test_dump_without_a_reader(home: Path) -> None:
    """A dump whose reader goes away ends without a word."""
    words = f"{KLIMAGRAPH} dump --home {home} | head -n 1"
    done = subprocess.run(["sh", "-c", words], capture_output=True, check=False)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


def test_load(home: Path, tmp_path: Path) -> None:
    """Loading says which release was published and how much it holds."""
    (tmp_path / "Straße 1.ttl").write_text("<http://e/a> <http://e/p> [ <http://e/q> 1 ] .")
    done = load(home, tmp_path / "Straße 1.ttl")
    assert (done.returncode, done.stdout) == (FINE, b"")
    assert line_of(done) == f"release {SECOND}: 4 statements, 1 datasets"


def test_load_twice(home: Path, tmp_path: Path) -> None:
    """Loading a file again publishes nothing new."""
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> [ <http://e/q> 1 ] .")
    assert line_of(load(home, tmp_path / "a.ttl")) == line_of(load(home, tmp_path / "a.ttl"))
    assert current_name(home) == SECOND


def test_load_several_files(tmp_path: Path) -> None:
    """Several files become one dataset."""
    for number in range(3):
        (tmp_path / f"{number}.nt").write_text(f'<http://e/{number}> <http://e/p> "x" .\n')
    files = [tmp_path / f"{number}.nt" for number in range(3)]
    done = command("load", *files, "--dataset", "a", "--home", tmp_path / "home")
    assert "5 statements" in line_of(done)


BROKEN = {
    "syntax.ttl": (b"<http://e/a> <http://e/p>\n ; .", ":2:2: "),
    "syntax.jsonld": (b'{"@id": "http://e/a",\n}', ":2:1: "),
    "syntax.rdf": (b"<rdf:RDF\n", ":1:1: "),
    "latin.ttl": ("# Kürze".encode("latin-1"), ":1:4: byte 0xfc is not UTF-8"),
    "wide.ttl": ("# Kürze".encode("utf-16"), ":1:1: the file is UTF-16"),
    "archive.ttl": (b"PK\x03\x04", ":1:1: this is a zip archive"),
    "empty.ttl": (b"", ":1:1: the file is empty"),
    "name.xyz": (b"x", ": the name ends in none of .ttl"),
    "quads.nq": (b"<http://e/a> <http://e/p> 1 .", ":1:27: "),
    "foreign.nq": (b'<http://e/a> <http://e/p> "" <http://e/g> .', ": graph <http://e/g> is not"),
    "entities.rdf": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", ":1: a DOCTYPE is not allowed"),
    "packed.nt.gz": (gzip.compress(b"x" * 99)[:20], ": the gzip file is broken"),
    "context.jsonld": (b'{"@context": "http://127.0.0.1:9/"}', ": a remote @context is not"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file(home: Path, tmp_path: Path, name: str) -> None:
    """A file that cannot be taken is refused in one line with its place."""
    data, message = BROKEN[name]
    (tmp_path / name).write_bytes(data)
    done = load(home, tmp_path / name)
    assert (done.returncode, done.stdout) == (DATA_NOT_VALID, b"")
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
    done = command("load", path, "--dataset", "a", "--home", home, COLUMNS="40")
    assert f"{path}:1:1: " in line_of(done)


def test_a_gigabyte_of_blanks(home: Path, tmp_path: Path) -> None:
    """A file of a gigabyte that holds only blanks is refused in bounded memory."""
    path = tmp_path / "blank.ttl"
    with path.open("wb") as file:
        for _ in range(16):
            file.write(b" " * (64 << 20))
    words = [KLIMAGRAPH, "load", str(path), "--dataset", "a", "--home", str(home)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], capture_output=True, check=False
    )
    path.unlink()
    assert done.returncode == DATA_NOT_VALID
    assert "1:1: the file holds 1,073,741,824 blank characters and no statement" in line_of(done)
    assert int(done.stdout) < 500 * 1024


@pytest.mark.parametrize(
    "words",
    [
        ("load", "a.ttl"),
        ("load", "--dataset", "a"),
        ("load", "a.ttl", "--dataset"),
        ("load", "--unknown"),
        ("load", "--register", "a.txt", "--population-date", "2024-13-01"),
        ("releases", "--prune", "0"),
        ("releases", "--prune", "x"),
        ("rollback",),
        ("query",),
        ("validate", "a.ttl", "--format", "pdf"),
        ("unknown",),
    ],
    ids=" ".join,
)
def test_wrong_use(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Words that the command line does not know end with what it does know, nothing is made."""
    done = command(*words, KLIMAGRAPH_HOME=str(tmp_path / "home"))
    assert (done.returncode, done.stdout) == (WRONG_USE, b"")
    assert not (tmp_path / "home").exists()


def test_bad_slug(home: Path, tmp_path: Path) -> None:
    """A name that no dataset can have is refused with what is allowed."""
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    done = command("load", tmp_path / "a.ttl", "--dataset", "Ä/b", "--home", home)
    assert done.returncode == DATA_NOT_VALID
    assert "'Ä/b' cannot name a dataset; allowed are a-z, 0-9 and hyphens" in line_of(done)


def test_home_is_a_file(tmp_path: Path) -> None:
    """A home that cannot be made is a failure of the system."""
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    done = load(tmp_path / "a.ttl", tmp_path / "a.ttl")
    assert done.returncode == SYSTEM_FAILED
    assert "nothing was published" in line_of(done)


def test_variable(tmp_path: Path) -> None:
    """A variable that is not a number is named."""
    done = command("releases", "--home", tmp_path, KLIMAGRAPH_PORT="x")
    assert done.returncode == DATA_NOT_VALID
    assert line_of(done) == "Eingabe nicht lesbar: KLIMAGRAPH_PORT: 'x' is not a number"


def test_help() -> None:
    """The help names every command."""
    words = command("--help").stdout.decode()
    commands = ("serve", "load", "query", "releases", "rollback", "rebuild", "dump", "validate")
    assert [name for name in commands if name not in words] == []


def test_validate_standard_input(tmp_path: Path) -> None:
    """What comes from standard input is checked as Turtle and not left behind."""
    done = command("validate", "-", given=b"<http://e/a> <http://e/p> 1 .", TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (FINE, b"")
    assert done.stdout.decode().startswith("-: 1 Aussage")
    assert list(tmp_path.iterdir()) == []


def test_validate_a_bomb(tmp_path: Path) -> None:
    """A small file that unpacks to more than the limit is refused before it is checked."""
    (tmp_path / "bomb.nt.gz").write_bytes(gzip.compress(b"# x\n" * 1_000_000, 1))
    done = command("validate", tmp_path / "bomb.nt.gz", KLIMAGRAPH_UPLOAD_UNPACKED="2")
    assert done.returncode == DATA_NOT_VALID
    assert "more than 2,097,152 bytes unpacked" in line_of(done)


def test_query_that_comes_along(bundled_home: Path) -> None:
    """The query of the first page answers from the bundled data."""
    path = bundle_folder() / "queries" / "memberships-with-decision-and-promise.rq"
    _, row = query(bundled_home, f"@{path}", "--format", "csv").stdout.decode().splitlines()
    expected = "Klima-Bündnis,2017-06-23/..,Amtsausschuss des Amtes Hohe Elbgeest,2017-03,"
    assert row.startswith(f"{expected}CO2-Emissionen,10,P5Y,")


@pytest.mark.skipif(not REGISTER.is_file(), reason="KLIMAGRAPH_REFERENCE names no folder")
def test_register(tmp_path: Path) -> None:
    """A younger register is published from the command line."""
    path = tmp_path / "GV100AD.txt"
    lines = gzip.decompress(REGISTER.read_bytes()).splitlines(keepends=True)
    path.write_bytes(b"".join(line[:2] + b"20241130" + line[10:] for line in lines))
    done = command("load", "--register", path, "--home", tmp_path / "home")
    assert done.returncode == FINE, done.stderr
    release = current(tmp_path / "home")
    assert release is not None
    assert release.note == "register GV100AD.txt"
