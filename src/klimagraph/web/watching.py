"""Clients that hang up: what was being done for them is ended."""

import asyncio
from types import TracebackType
from typing import Self

from starlette.types import Receive

from klimagraph.errors import ClientGone
from klimagraph.web.exchange import current

SOON = 0.02
"""Seconds after which the connection of a waiting client is watched."""


class UnlessGone:
    """A context: what is done inside ends when the client hangs up; raises ClientGone then.

    Most answers are ready before it is worth while to watch the connection.
    """

    __slots__ = ("_clock", "_gone", "_receive", "_task", "_watching")

    def __init__(self, receive: Receive) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # requests are served in tasks
        self._task, self._receive, self._gone = task, receive, False
        self._watching: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        """Begin; the watch itself begins soon."""
        self._clock = asyncio.get_running_loop().call_later(SOON, self._watch)
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """End the watch; where it has cancelled what was done, say why."""
        self._clock.cancel()
        if self._watching:
            self._watching.cancel()
        if self._gone and isinstance(error, asyncio.CancelledError):
            self._task.uncancel()
            current().gone = True
            raise ClientGone from None

    def _watch(self) -> None:
        self._watching = asyncio.ensure_future(self._until_gone())

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._task.cancel()
