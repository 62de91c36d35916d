"""What goes on beside the clients that are timed, in a process of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")
Work = Callable[..., Awaitable[Found]]


class Aside(Generic[Found]):
    """Some work in another process; it is given an event that is set when it shall end."""

    def __init__(self, work: Work[Found], *arguments: Any) -> None:
        """Begin."""
        context = get_context("spawn")
        self._control, far = context.Pipe()
        self._process = context.Process(target=_run, args=(far, work, arguments), daemon=True)
        self._process.start()
        far.close()

    def end(self) -> Found:
        """Let the work end and return what it found; raises EOFError where it failed."""
        self._control.send(None)
        found: Found = self._control.recv()
        self._process.join()
        return found


def _run(control: Connection, work: Work[Found], arguments: tuple[Any, ...]) -> None:
    control.send(asyncio.run(_until_told(control, work, arguments)))


async def _until_told(control: Connection, work: Work[Found], arguments: tuple[Any, ...]) -> Found:
    enough = asyncio.Event()
    asyncio.get_running_loop().add_reader(control.fileno(), enough.set)
    return await work(*arguments, enough)
