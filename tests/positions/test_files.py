"""Statements of real files are found where their objects stand, in every format."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import os
import re
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import unescape

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize

from klimagraph.places import Place, Wanted
from klimagraph.positions import TextSource
from klimagraph.rdf import Limits

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("data/*/data.ttl"))
SUITES = Path(os.environ.get("KLIMAGRAPH_SUITES", ROOT / "suites"))
BROKEN = ("example-DataService",)
PROFILES = [
    one
    for one in sorted(SUITES.glob("dcat/**/*.ttl"))
    if one.stem not in BROKEN and one.stat().st_size < 100_000
]
PREFIXES = {
    "klima": "https://w3id.org/klimagraph/ns#",
    "dct": "http://purl.org/dc/terms/",
    "sh": "http://www.w3.org/ns/shacl#",
    "dcat": "http://www.w3.org/ns/dcat#",
}
REST = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
FORMATS = (
    RdfFormat.TURTLE,
    RdfFormat.TRIG,
    RdfFormat.N3,
    RdfFormat.N_TRIPLES,
    RdfFormat.N_QUADS,
    RdfFormat.JSON_LD,
    RdfFormat.RDF_XML,
)


def written(quads: Iterable[Quad], form: RdfFormat) -> bytes:
    """Return statements in a format, with prefixes where it has some."""
    prefixed = form in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3, RdfFormat.RDF_XML)
    prefixes = PREFIXES if prefixed else None
    if form.supports_datasets:
        return serialize(quads, format=form, prefixes=prefixes) or b""
    return serialize((one.triple for one in quads), format=form, prefixes=prefixes) or b""


def plain(text: str) -> str:
    """Return a text without the escapes of the formats."""
    text = unescape(text, {"&quot;": '"', "&apos;": "'"})
    text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r'\\(["\'\\])', r"\1", text.replace("\\n", "\n"))


def stands_at(lines: list[str], place: Place | None, quad: Quad) -> bool:
    """Tell whether the object of a statement is what stands at a place."""
    if place is None or place.line is None or place.column is None:
        return False
    here = "\n".join(
        [lines[place.line - 1][place.column - 1 :], *lines[place.line : place.line + 40]]
    )
    value = quad.object
    if quad.predicate == REST:  # nobody writes that; the next item stands there
        return bool(here.strip())
    if isinstance(value, Literal):
        return plain(here).lstrip("\"'").startswith(plain(value.value.strip())[:40])
    if isinstance(value, BlankNode):
        return here[0] in "[(<{" or here.startswith(("_:", '"_:')) or value.value in here[:80]
    assert isinstance(value, NamedNode)
    if value.value.endswith("#nil"):
        return here[0] in "()<["
    name = re.split(r"[/#]", value.value.rstrip("/#"))[-1]
    return name in re.split(r"[\s,;\"']", here.lstrip("\"'"), maxsplit=1)[0]


def misplaced(path: Path, form: RdfFormat) -> tuple[int, list[object]]:
    """Return how many statements a file has, and those whose object is not at its place."""
    source = TextSource(path, form, Limits())
    quads = list(source.statements())
    places = source.locate([Wanted(one.subject, one.predicate, one.object) for one in quads])
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    pairs = zip(quads, places, strict=True)
    return len(quads), [one for one in pairs if not stands_at(lines, one[1], one[0])]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.file_extension)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_published_data(tmp_path: Path, file: Path, form: RdfFormat) -> None:
    """Each statement of the data is found, as it lies here and in any other format."""
    if form == RdfFormat.TURTLE:
        count, found = misplaced(file, form)
        assert (found[:3], count > 100) == ([], True)
    path = tmp_path / f"data.{form.file_extension}"
    path.write_bytes(written(parse(path=file, base_iri=file.as_uri()), form))
    count, found = misplaced(path, form)
    assert (found, count > 100) == ([], True)


@pytest.mark.skipif(not PROFILES, reason="no profiles of others at hand")
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.file_extension)
@pytest.mark.parametrize("file", PROFILES, ids=lambda file: file.stem)
def test_profiles_of_others(tmp_path: Path, file: Path, form: RdfFormat) -> None:
    """Shapes, with their lists and nested brackets, are found too."""
    path = tmp_path / f"data.{form.file_extension}"
    path.write_bytes(written(parse(path=file, base_iri=file.as_uri()), form))
    for one in (path, *((file,) if form == RdfFormat.TURTLE else ())):
        count, found = misplaced(one, form)
        assert (found[:3], count > 0) == ([], True)


def test_a_namespace_with_a_brace(tmp_path: Path) -> None:
    """What can stand in the name of a namespace separates nothing."""
    path = tmp_path / "data.rdf"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    path.write_text(
        f'<rdf:RDF xmlns:rdf="{rdf}" xmlns:e="urn:e:" xmlns:b="urn:|}}">\n'
        '<rdf:Description rdf:about="urn:e:s">\n<e:p>x</e:p></rdf:Description></rdf:RDF>'
    )
    source = TextSource(path, RdfFormat.RDF_XML, Limits())
    (quad,) = source.statements()
    (place,) = source.locate([Wanted(quad.subject, quad.predicate, quad.object)])
    assert place is not None
    assert 3 == place.line
