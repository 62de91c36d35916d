"""The life of a worker: take a query, answer it in frames, take the next."""

import io
import json
import os
import re
import resource
import signal
import socket
import sqlite3
from functools import lru_cache
from typing import IO, Any, cast

from pyoxigraph import NamedNode, RdfFormat, Store, Variable, parse

from klimagraph.errors import NotAcceptable, QueryRefused
from klimagraph.workers import protocol, refusals
from klimagraph.workers.existence import ask
from klimagraph.workers.functions import functions
from klimagraph.workers.results import writer

CHUNK = 1 << 16
LONGEST = 240
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class Frames(io.RawIOBase):
    """A file whose text goes out as DATA frames; each one starts the clock anew.

    A small answer leaves in one piece.
    """

    def __init__(self, connection: socket.socket, patience: float) -> None:
        self._connection, self._patience = connection, patience
        self._kind, self._pending, self._begun = b"", bytearray(), False

    def announce(self, kind: str, name: str | None) -> None:
        """Say what comes: the kind of result and its format."""
        self._kind = _kind(kind, name)

    def write(self, data: Any) -> int:
        """Take bytes and send them once there are enough."""
        self._pending += data
        if len(self._pending) >= CHUNK:
            self._send(b"")
        return len(data)

    def finish(self) -> None:
        """Send what is left and say that it was all."""
        if self._begun:
            self._send(protocol.frame(protocol.END))
            signal.setitimer(signal.ITIMER_REAL, 0)
            return
        whole = bytes([len(self._kind)]) + self._kind + self._pending
        self._connection.sendall(protocol.frame(protocol.WHOLE, whole))

    def _send(self, last: bytes) -> None:
        signal.setitimer(signal.ITIMER_REAL, self._patience)
        first = b"" if self._begun else protocol.frame(protocol.KIND, self._kind)
        data = protocol.frame(protocol.DATA, self._pending) if self._pending else b""
        self._connection.sendall(first + data + last)
        self._begun = True
        self._pending.clear()


@lru_cache(64)
def _kind(kind: str, name: str | None) -> bytes:
    return json.dumps([kind, name]).encode()


def serve(
    connection: socket.socket,
    store: Store,
    timeout: float,
    index: sqlite3.Connection | None = None,
) -> None:
    """Answer queries until the service hangs up.

    Two clocks of the kernel end the process where nobody else does: `timeout` seconds of
    processor time for one query, and some more seconds without a frame being taken.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    patience = timeout + protocol.GRACE
    while question := _receive(connection):
        signal.setitimer(signal.ITIMER_PROF, timeout)
        try:
            question["functions"] = functions(index)
            _answer(store, question, Frames(connection, patience))
        except (SyntaxError, RuntimeError, ValueError, OSError, NotAcceptable) as error:
            signal.setitimer(signal.ITIMER_REAL, 0)
            _send_error(connection, question["query"], error)


def confine(memory: int, *, files: bool) -> None:
    """Bound the address space to `memory` bytes more than now; without `files` open no more.

    A worker that needs no file gets no file descriptor either, hence no connection.
    """
    with open("/proc/self/statm") as statm:  # noqa: PTH123  # no path object in a fresh fork
        pages = int(statm.read().split()[0])
    limit = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not files:
        highest = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))


def _receive(connection: socket.socket) -> dict[str, Any] | None:
    """Return the next question, None where the service hangs up; it asks one at a time."""
    data = connection.recv(CHUNK)
    while data:
        size = protocol.HEADER.size
        if len(data) >= size and len(data) == size + protocol.HEADER.unpack_from(data)[1]:
            return dict(json.loads(data[size:]))
        part = connection.recv(1 << 20)
        data = part and data + part
    return None


def _answer(store: Store, question: dict[str, Any], output: Frames) -> None:
    result = ask(store, question["query"], _options(question))
    kind, write = writer(result)
    name = question["formats"].get(kind)
    output.announce(kind, name)
    if name:
        write(result, cast("IO[bytes]", output), name, question["about"])
    output.finish()


def _options(question: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"custom_functions": question["functions"]}
    if question["base"]:
        options["base_iri"] = question["base"]
    if question["default_graphs"] or question["named_graphs"] is not None:
        options["default_graph"] = [NamedNode(iri) for iri in question["default_graphs"]]
        options["named_graphs"] = [NamedNode(iri) for iri in question["named_graphs"] or ()]
    if question["substitutions"]:
        pairs = question["substitutions"]
        options["substitutions"] = {Variable(name): _term(text) for name, text in pairs}
    return options


def _term(text: str) -> Any:
    """Return the term that a text in N-Triples stands for."""
    line = f"<x:s> <x:p> {text} ."
    return next(iter(parse(line, format=RdfFormat.N_TRIPLES))).object


def _send_error(connection: socket.socket, query: str, error: Exception) -> None:
    message: protocol.Message = {"error": type(error).__name__, "message": str(error)}
    if isinstance(error, SyntaxError):
        refused = refusals.explained(query, _refusal(str(error.args[0])))
        message |= {
            "line": refused.line,
            "column": refused.column,
            "message": refused.message,
        }
    connection.sendall(protocol.frame(protocol.ERROR, json.dumps(message).encode()))


def _refusal(message: str) -> QueryRefused:
    found = _PLACE.match(message)
    if found is None:
        return QueryRefused(message)
    line, column, text = found.groups()
    return QueryRefused(_short(text), int(line), int(column))


def _short(text: str) -> str:
    """Return what the parser expected without the long lists of letters that may begin a name."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(", ", 1)[0] + ", …"
