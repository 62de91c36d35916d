"""What the service and a worker say to each other over their socket: frames, nothing else.

A frame is one byte of kind, four bytes of length (big-endian) and that many bytes. The service
sends one REQUEST; the worker answers with one WHOLE, or with KIND, any number of DATA and END, or
at any point with ERROR. A WHOLE is one byte of length, that many bytes as in KIND, and the data.
"""

import json
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from klimagraph.workers import guard

HEADER = struct.Struct(">cI")
GRACE = 5.0
"""Seconds beyond the deadline that one side waits for the other to take something."""
CANNOT_READ, FAULT = 1, 70
"""Exit codes of a worker: the store cannot be opened; a fault of our program (sysexits.h)."""
ADDRESS = "Adresse / address"
"""What the line of `about` is called that says where the answer can be had again."""
REQUEST, WHOLE, KIND, DATA, END, ERROR = b"Q", b"W", b"K", b"D", b"E", b"X"


Pairs = tuple[tuple[str, str], ...]


@dataclass
class Question:
    """A SPARQL query with everything a worker needs to answer it; it is never changed.

    `formats` names the format for each kind of result that may come out of it; a kind that is
    missing cannot be written.
    """

    query: str
    formats: dict[str, str]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None
    substitutions: Pairs = ()
    """Pairs of a variable name and a term in N-Triples."""
    about: tuple[tuple[str, ...], ...] = ()
    """Lines for formats that have room to say what was asked."""
    encoded: bytes = field(init=False)
    """The JSON object of a REQUEST."""
    volatile: bool = field(init=False)
    """Whether it may be answered differently at each time."""

    def __post_init__(self) -> None:
        """Encode the question; all but the query are the same for many."""
        more = self.default_graphs, self.named_graphs, self.substitutions, self.about
        form = _form if more == ((), None, (), ()) else _form.__wrapped__
        rest = form(tuple(self.formats.items()), self.base, *more)
        self.volatile = guard.volatile(self.query)
        self.encoded = b'{"query":%b,%b' % (quoted(self.query).encode(), rest)


@lru_cache(256)
def _form(formats: Pairs, base: str | None, *more: object) -> bytes:
    """Return the end of a REQUEST: everything but the query."""
    names = "default_graphs", "named_graphs", "substitutions", "about"
    values = {"formats": dict(formats), "base": base, **dict(zip(names, more, strict=True))}
    return _ENCODER.encode(values)[1:].encode()


_ENCODER = json.JSONEncoder(separators=(",", ":"))


@lru_cache(64)
def kind_of(payload: bytes) -> tuple[str, str | None]:
    """Return the kind of result and the name of its format that a KIND says."""
    kind, name = json.loads(payload)
    return kind, name


def frame(kind: bytes, payload: bytes | bytearray = b"") -> bytes:
    """Return a frame as bytes."""
    return HEADER.pack(kind, len(payload)) + payload


Message = dict[str, Any]
"""JSON object of an ERROR: `error`, `message`, and `line`, `column` where known."""
