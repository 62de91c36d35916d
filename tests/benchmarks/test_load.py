"""The load test sees what clients see, and judges it."""

import asyncio
import os
from collections.abc import Callable

import pytest
from bench.load.aside import Aside
from bench.load.exchange import Answer, BrokenError, Connection, Place, get
from bench.load.hostile import TEXTS
from bench.load.tally import Tally
from bench.load.verdict import Phase, verdicts
from bench.load.watch import Sample, Watch

PROBLEM = {"content-type": "application/problem+json"}
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def answered(*pieces: bytes) -> Answer:
    """Return what a client makes of what a server sends before it hangs up."""

    async def run() -> Answer:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                writer.write(piece)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            connection = Connection(Place("127.0.0.1", port), "127.0.0.9")
            try:
                return await connection.exchange(get("/", "*/*"))
            finally:
                connection.close()

    return asyncio.run(run())


def test_whole_answers_are_read() -> None:
    """By length and in chunks."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    assert [answered(WHOLE).body, answered(chunked).body] == [b"ok", b"ok"]


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
        b"",
    ],
)
def test_answer_that_breaks_off_is_broken(text: bytes) -> None:
    """An answer that ends early is never taken for a whole one."""
    with pytest.raises(BrokenError):
        answered(text)


@pytest.mark.parametrize(
    ("answer", "honest"),
    [
        (Answer(200, {}, b""), True),
        (Answer(429, {}, b""), True),
        (Answer(503, PROBLEM, b"{}"), True),
        (Answer(503, {}, b""), False),
        (Answer(500, PROBLEM, b"{}"), False),
    ],
)
def test_only_a_503_that_says_why_is_honest(answer: Answer, honest: bool) -> None:
    """Every other 5xx is a fault."""
    assert answer.honest is honest


def phase(latency: float, *, memory: float = 100, processes: int = 5) -> Phase:
    """Return a phase with answers of one latency."""
    tally = Tally(seconds=1)
    for _ in range(100):
        tally.answered("point query", "q", Answer(200, {}, b"x"), latency)
    sample = Sample(memory, memory, memory, processes, 20)
    return Phase("phase", tally, Watch(0, [sample] * 10), sample)


def failed(quiet: Phase, hostile: Phase) -> list[str]:
    """Return the first words of the demands that did not hold."""
    assert quiet.after
    judged = verdicts(quiet.after, quiet, hostile)
    return [one.demand.partition(":")[0] for one in judged if not one.held]


def _differing(found: Phase) -> Phase:
    found.tally.answered("point query", "q", Answer(200, {}, b"y"), 0.001)
    return found


def _dishonest(found: Phase) -> Phase:
    found.tally.check("endless join", Answer(500, {}, b""))
    return found


def test_equal_phases_hold() -> None:
    """Nothing is demanded that an unharmed service fails."""
    assert failed(phase(0.01), phase(0.02)) == []


@pytest.mark.parametrize(
    ("make", "demand"),
    [
        (lambda: phase(0.05), "p99 of good answers"),
        (lambda: phase(0.01, processes=4), "no process lost"),
        (lambda: phase(0.01, memory=400), "memory given back"),
        (lambda: _differing(phase(0.01)), "every good client"),
        (lambda: _dishonest(phase(0.01)), "no 5xx"),
    ],
)
def test_each_harm_is_seen(make: Callable[[], Phase], demand: str) -> None:
    """Slow, lost, grown, differing, dishonest: each fails its own demand."""
    assert [demand] == [one[: len(demand)] for one in failed(phase(0.01), make())]


def test_hostile_texts_have_their_sizes() -> None:
    """One text is just below the limit of a query, one above."""
    near, above = (len(TEXTS[name]()) for name in ("text of 1 MB", "text over the limit"))
    assert 1_000_000 < near < 1 << 20 < above


def test_what_goes_on_beside_ends_when_it_is_told() -> None:
    """What it found comes back from its process."""
    found = Aside(Watch(os.getpid()).run).end()
    assert found.process == os.getpid()
    assert found.samples[0].resident > 1


def test_harm_is_counted_with_the_rest() -> None:
    """A fault that hostile clients met is a fault of the phase."""
    whole, harm = Tally(), Tally(attacked=1)
    harm.hostile["endless join", "500"] += 1
    harm.check("endless join", Answer(500, {}, b""))
    whole.take_in(harm)
    assert (whole.attacked, whole.hostile, whole.faults) == (1, harm.hostile, harm.faults)
    assert whole.faults
