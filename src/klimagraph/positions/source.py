"""RDF text as a source of statements that knows where they stand."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from klimagraph.errors import InputTooLarge
from klimagraph.places import Place, Wanted
from klimagraph.positions.feed import Feed, Mark, Piece, Spot, Text, parsed
from klimagraph.positions.jsonld import JsonText
from klimagraph.positions.lines import places_at
from klimagraph.positions.notes import BlankNodeNotes
from klimagraph.positions.rdfxml import XmlText
from klimagraph.positions.search import Hits, Search
from klimagraph.positions.turtle import TurtleText
from klimagraph.rdf import Limits, check_xml, parse_error, read_bytes

_ALL_LABELLED = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_JSON = (RdfFormat.JSON_LD, RdfFormat.STREAMING_JSON_LD)


class TextSource:
    """A file of RDF text: its statements, and afterwards their places."""

    def __init__(self, path: Path, form: RdfFormat, limits: Limits) -> None:
        self._path, self._form, self._limits = path, form, limits
        self._notes = BlankNodeNotes()
        self._base = path.absolute().as_uri()

    def statements(self) -> Iterator[Quad]:
        """Yield the statements of the file, as `rdf.parse_checked` does.

        Raises InputTooLarge and InputRefused with the place of the first error.
        """
        self._notes = BlankNodeNotes()
        data, source = read_bytes(self._path, self._limits), str(self._path)
        if self._form == RdfFormat.RDF_XML:
            check_xml(data, source)
        quads: Iterator[Quad] = parse(data, format=self._form, base_iri=self._base)
        if self._form not in _ALL_LABELLED:
            quads = self._notes.through(quads)
        most = self._limits.triples or None
        try:
            yield from islice(quads, most)
            if next(quads, None):
                raise InputTooLarge(f"more than {most:,} triples", source=source)
        except SyntaxError as error:
            raise parse_error(error, source) from None

    def locate(self, wanted: Sequence[Wanted]) -> list[Place | None]:
        """Return for each wanted where it stands, or as much of it as does stand there.

        It reads the file again, so it is to be asked once, after the statements have run through.
        """
        text = self._text()
        terms = [term for one in wanted for term in (one.subject, one.object)]
        nodes = {term for term in terms if isinstance(term, BlankNode)}
        search = Search(wanted, self._notes.first_roles(nodes))
        try:
            search.run(*self._parsed(text))
            if any(one.subject is None for one in search.hits):
                search.mentions(*self._parsed(text))
        except SyntaxError as error:  # the file is another since
            raise parse_error(error, str(self._path)) from None
        return _places(text, search.hits)

    def _text(self) -> Text:
        data, base = read_bytes(self._path, self._limits), self._base
        if self._form == RdfFormat.RDF_XML:
            return XmlText(data)
        if self._form in _JSON:
            return JsonText(data, base)
        return TurtleText(data, self._form)

    def _parsed(self, text: Text) -> tuple[Iterator[Quad], Feed]:
        feed = Feed(text.pieces())
        return parsed(feed, self._form, self._base), feed


def _places(text: Text, hits: Sequence[Hits]) -> list[Place | None]:
    """Return the places of what was found, each by the part of the statement that was wanted."""
    answers = [one.answer() for one in hits]
    spots = [answer[0] for answer in answers if answer]
    marks = iter(text.marks(spots))
    spans = [_span(text, *answer, next(marks)) if answer else None for answer in answers]
    known = places_at(text.data, [span for span in spans if span])
    return [known[span] if span else None for span in spans]


def _span(text: Text, spot: Spot, part: str, mark: Mark | None) -> tuple[int, int]:
    """Return the offsets of a part of a statement, or else of the piece that it is in."""
    if mark is None:
        return _begin(text.data, spot.piece), spot.piece.end
    start: int = getattr(mark, part)
    return text.span(start, part)


def _begin(data: bytes, piece: Piece) -> int:
    """Return where the first thing in a piece stands."""
    return piece.end - len(data[piece.start : piece.end].lstrip())
