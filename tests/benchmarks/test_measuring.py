"""The measurements compare what should be compared, and leave alone what people wrote."""

import json
from collections import Counter
from pathlib import Path

import pytest
from bench import answers, data, document, table
from bench.options import read
from bench.queries import MIX
from bench.step import Cell, StepFailedError, attempt
from pyoxigraph import RdfFormat, parse

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
DOUBLE = "http://www.w3.org/2001/XMLSchema#double"
LINE = table.Line("a join", "ms", (table.Demand(2.5, "oxigraph"),))


def result(*rows: dict[str, dict[str, str]]) -> bytes:
    """Return a result in SPARQL JSON."""
    return json.dumps({"head": {}, "results": {"bindings": list(rows)}}).encode()


def number(value: str, datatype: str, kind: str = "literal") -> dict[str, dict[str, str]]:
    """Return a row with one number."""
    return {"n": {"type": kind, "value": value, "datatype": datatype}}


def test_numbers_of_other_types_are_equal() -> None:
    """A sum is the same sum as integer and as double, and in the old name of a literal."""
    ours = answers.normal(result(number("1200", INTEGER)))
    assert ours == answers.normal(result(number("1.2E3", DOUBLE, "typed-literal")))


def test_order_of_rows_does_not_count() -> None:
    """Rows are compared as often as they occur, not where."""
    one, two = number("1", INTEGER), number("2", INTEGER)
    assert answers.difference(
        answers.normal(result(one, two)), answers.normal(result(two, one))
    ) == ("")


def test_a_row_too_few_is_a_difference() -> None:
    """A repeated row counts each time."""
    row = number("1", INTEGER)
    ours, theirs = answers.normal(result(row, row)), answers.normal(result(row))
    assert "1 of 2 rows are missing" in answers.difference(ours, theirs)


def test_an_empty_row_too_many_is_a_difference() -> None:
    """A row without any value counts, too."""
    theirs = answers.normal(result(number("1", INTEGER), {}))
    assert "1 are others" in answers.difference(
        answers.normal(result(number("1", INTEGER))), theirs
    )


def test_languages_differ() -> None:
    """A text in another language is another text."""
    german = {"t": {"type": "literal", "value": "Bonn", "xml:lang": "de"}}
    plain = {"t": {"type": "literal", "value": "Bonn"}}
    assert answers.difference(answers.normal(result(german)), answers.normal(result(plain)))


def test_what_is_no_result_fails_the_step() -> None:
    """An error page is not an answer."""
    with pytest.raises(StepFailedError):
        answers.normal(b"<html>")


def test_faster_is_a_ratio_above_one() -> None:
    """Less time is better, and so is more throughput."""
    assert table.better(Cell(0.1), Cell(0.3), "ms") == pytest.approx(3)
    assert table.better(Cell(300), Cell(100), "1/s") == pytest.approx(3)


@pytest.mark.parametrize(
    ("ours", "theirs", "held"),
    [
        (Cell(0.1), Cell(0.3), True),
        (Cell(0.2), Cell(0.3), False),
        (Cell(note="> 30 s"), Cell(0.3), False),
        (Cell(0.1), Cell(note="not installed"), None),
    ],
)
def test_demand_against_a_peer(ours: Cell, theirs: Cell, held: bool | None) -> None:
    """What we could not do is missed; what the peer could not do is not measured."""
    cells = {(LINE.name, table.OURS): ours, (LINE.name, "oxigraph"): theirs}
    assert LINE.demands[0].holds(cells, LINE.name, LINE.unit) is held


def test_failure_becomes_a_note() -> None:
    """A step that fails leaves its reason in the table."""

    def fail() -> float:
        raise StepFailedError("> 30 s")

    assert Cell(note="> 30 s") == attempt(fail)


def test_only_the_measured_part_is_replaced(tmp_path: Path) -> None:
    """What stands before, between and after the marks of other parts stays."""
    path = tmp_path / "document.md"
    path.write_text("# Benchmarks\n\nBy hand.\n")
    document.replace(path, "speed", "one")
    path.write_text(path.read_text() + "\nMore by hand.\n")
    document.replace(path, "load", "two")
    document.replace(path, "speed", "three \\1")
    text = path.read_text()
    assert [line for line in text.splitlines() if line and not line.startswith(("<!--", "#"))] == [
        "By hand.",
        "three \\1",
        "More by hand.",
        "two",
    ]


def test_generated_data_are_what_the_extent_says(tmp_path: Path) -> None:
    """The file is N-Triples, without repetition, and has ten statements per membership."""
    count = data.write(tmp_path / "data.nt", data.Extent(4))
    members = Counter(
        quad.predicate.value
        for quad in parse(path=tmp_path / "data.nt", format=RdfFormat.N_TRIPLES)
    )
    assert count == members.total()
    assert data.Extent(4).memberships == members["http://www.w3.org/ns/org#member"]


def test_mix_has_eight_queries() -> None:
    """The mix is as large as it is said to be."""
    assert len(MIX) == 8


def test_unknown_peers_are_refused() -> None:
    """A wrong name does not quietly measure nothing."""
    with pytest.raises(SystemExit):
        read(["--peers", "oxigraf"])
