"""Parameters of the protocol are decoded as forms are, however they are written."""

from random import Random
from urllib.parse import parse_qsl, quote

import pytest

from klimagraph.errors import QueryRefused
from klimagraph.web.sparql_parameters import read

ALPHABET = "%=+ \n\r\tABCdef0123456789_?<>\"'\\äß€😀"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (b"query=a+b%20c", "a b c"),
        (b"query=a%2Bb%3D%3d=c", "a+b===c"),
        (b"query=100%", "100%"),
        (b"query=%zz%4", "%zz%4"),
        (b"query=%0A=%0D%0A+", "\n=\r\n "),
        (b"query=%C3%A4", "ä"),
        (b"query=_a_%3D20", "_a_=20"),
    ],
)
def test_a_query_is_decoded(text: bytes, query: str) -> None:
    """What is no escape stands for itself."""
    assert {"query": [query]} == read(text)


def test_what_was_encoded_comes_out_as_it_was_and_as_the_library_reads_it() -> None:
    """Whichever characters a client leaves as they are."""
    chance = Random(4)  # noqa: S311  # reproducible
    for _ in range(2000):
        query = "".join(chance.choice(ALPHABET) for _ in range(chance.randrange(1, 30)))
        text = f"query={quote(query, safe=chance.choice(('', '=', '/?')))}"
        assert {"query": [query]} == read(text.encode())
        assert [("query", query)] == parse_qsl(text, keep_blank_values=True)


def test_a_query_that_is_not_utf_8_is_refused() -> None:
    """It would be another query."""
    with pytest.raises(QueryRefused, match="not UTF-8"):
        read(b"query=%FF")
