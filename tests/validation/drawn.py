"""Malformed files of all formats, drawn one after the other for those who send many at once."""

from collections.abc import Iterator
from random import Random

from malformed import EXTENSIONS, LEAD, LEADING, NOWHERE, SPITE, Change, spoilt


def drawn(count: int, place: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield files of all formats in turn, always the same; their addresses lead to a place."""
    chance = Random(count)  # noqa: S311  # files of tests
    for number in range(count):
        changes = [_change(chance, place) for _ in range(chance.randint(1, 4))]
        extension = EXTENSIONS[number % len(EXTENSIONS)]
        yield extension, spoilt(extension, chance.randrange(1 << 16), number, changes)


def _change(chance: Random, place: bytes) -> Change:
    text = chance.choice((*SPITE, *LEADING, chance.randbytes(chance.randrange(7))))
    kind = LEAD if text in LEADING else chance.randrange(LEAD)
    return kind, chance.randrange(1 << 16), chance.randrange(41), text.replace(NOWHERE, place)
