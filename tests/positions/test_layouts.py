"""Every part of a statement is found where it was written, in any layout of any format."""

import os
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple

from klimagraph.places import Wanted
from klimagraph.positions import TextSource
from klimagraph.rdf import Limits
from positions.documents import E, Sheet, TurtleSheet
from positions.json_documents import JsonSheet
from positions.xml_documents import XmlSheet

SEEDS = int(os.environ.get("POSITIONS_SEEDS", "60"))


def differences(path: Path, form: RdfFormat, sheet: Sheet) -> tuple[int, list[object]]:
    """Return how many parts were looked for, and those found elsewhere than they were written."""
    source = TextSource(path, form, Limits())
    asked: list[tuple[tuple[str, str], Wanted]] = []
    blanks: dict[str, int] = {}
    for quad in source.statements():
        name = quad.predicate.value.removeprefix(E)
        subject, predicate = quad.subject, quad.predicate
        asked.append((("predicate", name), Wanted(subject, predicate)))
        asked.append((("subject", name), Wanted(subject)))
        whole = Wanted(subject, predicate, quad.object)
        if isinstance(quad.object, BlankNode):
            blanks[name] = blanks.get(name, 0) + 1
            asked.append((("blank", f"{name} {blanks[name]}"), whole))
        elif not isinstance(quad.object, Triple):
            asked.append((("object", quad.object.value), whole))
    asked = [one for one in asked if one[0] in sheet.known]
    places = source.locate([wanted for _, wanted in asked])
    found: list[object] = [
        (name, sheet.known[name], place and (place.line, place.column), wanted)
        for (name, wanted), place in zip(asked, places, strict=True)
        if place is None or (place.line, place.column) != sheet.known[name]
    ]
    return len({name for name, _ in asked}), found


SHEETS: dict[RdfFormat, type[TurtleSheet] | type[JsonSheet] | type[XmlSheet]] = {
    RdfFormat.TURTLE: TurtleSheet,
    RdfFormat.TRIG: TurtleSheet,
    RdfFormat.N3: TurtleSheet,
    RdfFormat.JSON_LD: JsonSheet,
    RdfFormat.RDF_XML: XmlSheet,
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("form", SHEETS, ids=lambda form: form.file_extension)
def test_any_layout(tmp_path: Path, form: RdfFormat, newline: str) -> None:
    """Comments, strings over lines, brackets, lists and the order of members move nothing."""
    for seed in range(SEEDS):
        sheet = SHEETS[form](seed, newline)
        path = tmp_path / f"{seed}.txt"
        path.write_bytes(sheet.document().encode())
        asked, found = differences(path, form, sheet)
        assert (seed, []) == (seed, found), path.read_text()
        assert asked > 2
