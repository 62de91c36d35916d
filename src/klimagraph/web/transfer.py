"""Answers on their way to the client: complete, or visibly broken off (RFC 9112, section 8)."""

import asyncio
import tempfile

from starlette.types import Send

from klimagraph.errors import KlimagraphError, QueryRefused
from klimagraph.settings import MEBIBYTE
from klimagraph.web.respond import Raw, begin
from klimagraph.workers.conversation import Answer

LARGEST_HELD = 256 * MEBIBYTE
"""Clients of HTTP/1.0 do not see where an answer was broken off: theirs is collected first."""


class TransferBrokenError(Exception):
    """Raised after the first byte; the answer is left without an end, so the server hangs up."""


async def stream(answer: Answer, send: Send, patience: float) -> None:
    """Send an answer while it is made; raises TransferBrokenError where it cannot be completed.

    A client that takes nothing for `patience` seconds is left.
    """
    try:
        await _send(answer.first, send, patience)
        async for chunk in answer.rest:
            await _send(chunk, send, patience)
        await _send(b"", send, patience, last=True)
    except KlimagraphError as error:
        raise TransferBrokenError(str(error)) from None


async def send_held(answer: Answer, headers: Raw, send: Send, patience: float) -> None:
    """Collect the whole answer in a file, then send it with its length.

    Raises QueryRefused where it is too large for that, what the answer raises, and
    TransferBrokenError like `stream`.
    """
    with tempfile.TemporaryFile() as file:
        file.write(answer.first)
        async for chunk in answer.rest:
            file.write(chunk)
            if file.tell() > LARGEST_HELD:
                raise QueryRefused(
                    f"the answer has more than {LARGEST_HELD:,} bytes; ask for it with HTTP/1.1"
                )
        await send(begin(200, [*headers, (b"content-length", b"%d" % file.tell())]))
        file.seek(0)
        while chunk := file.read(MEBIBYTE):
            await _send(chunk, send, patience)
    await _send(b"", send, patience, last=True)


async def _send(chunk: bytes, send: Send, patience: float, *, last: bool = False) -> None:
    try:
        async with asyncio.timeout(patience):
            await send({"type": "http.response.body", "body": chunk, "more_body": not last})
    except TimeoutError:
        raise TransferBrokenError(f"the client took nothing for {patience:g} seconds") from None
