"""What the service and a worker say to each other over their socket: frames, nothing else.

A frame is one byte of kind, four bytes of length (big-endian) and that many bytes. The service
sends one REQUEST; the worker answers KIND, any number of DATA and END, or at any point ERROR.
"""

import json
import struct
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

HEADER = struct.Struct(">cI")
GRACE = 5.0
"""Seconds beyond the deadline that one side waits for the other to take something."""
REQUEST, KIND, DATA, END, ERROR = b"Q", b"K", b"D", b"E", b"X"


@dataclass(frozen=True)
class Question:
    """A SPARQL query with everything a worker needs to answer it.

    `formats` names the format for each kind of result that may come out of it; a kind that is
    missing cannot be written.
    """

    query: str
    formats: dict[str, str]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None
    substitutions: tuple[tuple[str, str], ...] = ()
    """Pairs of a variable name and a term in N-Triples."""

    @cached_property
    def encoded(self) -> bytes:
        """Return the question as the JSON object of a REQUEST."""
        return json.dumps(
            {field.name: getattr(self, field.name) for field in fields(self)}
        ).encode()


def frame(kind: bytes, payload: bytes | bytearray = b"") -> bytes:
    """Return a frame as bytes."""
    return HEADER.pack(kind, len(payload)) + payload


Message = dict[str, Any]
"""JSON object of an ERROR: `error`, `message`, and `line`, `column` where known."""
