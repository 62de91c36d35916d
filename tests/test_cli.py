"""The command line: what it prints where, and the four ways in which it ends."""

import gzip
import json
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, content
from klimagraph import __version__
from klimagraph.bundle import bundle_folder
from klimagraph.releases import current_name, publish

FINE, DATA_NOT_VALID, WRONG_USE, SYSTEM_FAILED = 0, 1, 2, 3
FIRST, SECOND = (f"{datetime.now(UTC).year}.{number}.0" for number in (1, 2))
SELECT = "SELECT ?o { <http://e/x1> <http://e/p> ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { VALUES ?s { <http://e/x1> } ?s ?p ?o }"

Done = subprocess.CompletedProcess[bytes]
Run = Callable[..., Done]


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
    "syntax": ("ASK {\n ?s ?p ?o ;\n", "3:1: "),
    "service": ("ASK {\n SERVICE <http://127.0.0.1:9> {} }", "2:2: SERVICE is not allowed"),
    "update": ("DROP ALL", "Abfrage nicht angenommen: 1:"),
    "empty file": ("@empty.rq", "empty.rq:1:1: Die Datei ist leer"),
    "no file": ("@none.rq", "none.rq: there is no such file"),
    "file not in UTF-8": ("@latin.rq", "latin.rq:1:4: Das Byte 0xfc ist kein UTF-8"),
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


def test_variable(tmp_path: Path) -> None:
    """A variable that is not a number is named."""
    done = command("releases", "--home", tmp_path, KLIMAGRAPH_PORT="x")
    assert done.returncode == WRONG_USE
    expected = "Einstellung nicht möglich: KLIMAGRAPH_PORT is 'x', which is not a number"
    assert line_of(done) == expected


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


def test_validate_what_cannot_be_read(tmp_path: Path) -> None:
    """Of several files each has its report, and programs get theirs for a faulty one too."""
    bad, good = tmp_path / "bad.ttl", tmp_path / "good.ttl"
    bad.write_text("a b")
    good.write_text("<http://e/a> <http://e/p> 1 .")
    both = command("validate", bad, good, "--alone")
    assert both.returncode == DATA_NOT_VALID
    assert [
        line.split(":")[0] for line in both.stdout.decode().splitlines() if "Aussage" in line
    ] == [
        str(bad),
        str(good),
    ]
    alone = command("validate", bad, "--alone", "--format", "sarif")
    (result,) = json.loads(alone.stdout)["runs"][0]["results"]
    assert (alone.returncode, result["level"]) == (DATA_NOT_VALID, "error")


@pytest.mark.parametrize("words", [["nothing.ttl"], ["-", "--profile", "nothing"]])
def test_validate_what_is_not_there(words: list[str]) -> None:
    """A file or a profile that does not exist is wrong use, not wrong data."""
    assert command("validate", *words).returncode == WRONG_USE


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


def test_version() -> None:
    """A bug report can name the version."""
    assert command("--version").stdout.decode() == f"klimagraph {__version__}\n"
