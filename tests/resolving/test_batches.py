"""Reconciliation queries are read as the specification has them, everything else is refused."""

from datetime import date

import pytest

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.resolving import Asked
from klimagraph.resolving.batches import LARGEST, read_batch, read_extension


def test_query_in_full() -> None:
    """Properties narrow a query, a reconciled value by its identifier."""
    text = """{"q0": {"query": "Berg", "type": "Municipality", "limit": 3, "type_strict": "any",
      "properties": [{"pid": "state", "v": {"id": "state/09", "name": "Bayern"}},
                     {"pid": "district", "v": ["", "Landkreis Hof"]},
                     {"pid": "day", "v": "2024-06-01T00:00:00Z"}, {"pid": "colour", "v": 7}]}}"""
    query = read_batch(text)["q0"]
    state = "https://w3id.org/klimagraph/id/state/09"
    assert query.asked == Asked("Berg", state, "Landkreis Hof", "", date(2024, 6, 1))
    assert (query.types, query.limit) == (("Municipality",), 3)


def test_key_goes_before_the_name() -> None:
    """A key that comes as a property has to fit the name."""
    text = '{"q": {"query": "Berg", "properties": [{"pid": "key", "v": "09475113"}]}}'
    assert read_batch(text)["q"].asked.name == "09475113 Berg"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]",
        "7",
        "null",
        '{"q": 7}',
        '{"q": {}}',
        '{"q": {"query": 7}}',
        '{"q": {"query": ""}}',
        '{"q": {"query": "x", "limit": 0}}',
        '{"q": {"query": "x", "limit": NaN}}',
        '{"q": {"query": "x", "limit": true}}',
        '{"q": {"query": "x", "limit": "5"}}',
        '{"q": {"query": "x", "type": 7}}',
        '{"q": {"query": "x", "type": [7]}}',
        '{"q": {"query": "x", "type": ["a"' + ', "a"' * 20 + "]}}",
        '{"q": {"query": "x", "properties": 7}}',
        '{"q": {"query": "x", "properties": [7]}}',
        '{"q": {"query": "x", "properties": [{"pid": "state"}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "day", "v": "gestern"}]}}',
        '{"q": {"query": "\\ud800"}}',
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
    ids=lambda text: text[:40],
)
def test_refused(text: str) -> None:
    """What is no batch is refused by name."""
    with pytest.raises(InputRefused):
        read_batch(text)


def test_batch_too_large() -> None:
    """A batch has a largest number of queries."""
    queries = ",".join(f'"q{number}": {{"query": "x"}}' for number in range(LARGEST + 1))
    with pytest.raises(InputTooLarge):
        read_batch(f"{{{queries}}}")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"ids": "x", "properties": []}',
        '{"ids": [1], "properties": []}',
        '{"ids": [], "properties": ["key"]}',
        '{"ids": [], "properties": [{"id": 7}]}',
    ],
)
def test_extension_refused(text: str) -> None:
    """What is no data extension query is refused."""
    with pytest.raises(InputRefused):
        read_extension(text)
