"""Clients that hang up: what was being done for them is ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Receive

from klimagraph.errors import ClientGone
from klimagraph.web.exchange import current

SOON = 0.02
"""Seconds after which the connection of a waiting client is watched."""


@asynccontextmanager
async def unless_gone(receive: Receive) -> AsyncIterator[None]:
    """End what is done inside when the client hangs up; raises ClientGone then.

    Most answers are ready before it is worth while to watch the connection.
    """
    watch = _Watch(receive)
    clock = asyncio.get_running_loop().call_later(SOON, watch.begin)
    try:
        yield
    except asyncio.CancelledError:
        if not watch.gone:
            raise
        watch.task.uncancel()
        current().gone = True
        raise ClientGone from None
    finally:
        clock.cancel()
        watch.end()


class _Watch:
    """Watches for the end of a connection and cancels the task that serves it."""

    def __init__(self, receive: Receive) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # requests are served in tasks
        self.task, self.gone, self._receive = task, False, receive
        self._watching: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._watching = asyncio.ensure_future(self._until_gone())

    def end(self) -> None:
        if self._watching:
            self._watching.cancel()

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self.task.cancel()
