"""Work that nobody waits for when the service stops: what it was doing is done after the start."""

import asyncio
import threading
from collections.abc import Callable

from klimagraph.errors import KlimagraphError


class Background(threading.Thread):
    """A thread that ends with the process, whatever it is doing."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work, self._loop = work, asyncio.get_running_loop()
        self._done, self._error = asyncio.Event(), list[KlimagraphError]()

    def run(self) -> None:
        """Do the work; what is no error of ours is a bug and goes to the log."""
        try:
            self._work()
        except KlimagraphError as error:
            self._error.append(error)
        finally:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._done.set)

    async def ended(self) -> None:
        """Wait until the work is done; raises what it raised. Who is cancelled leaves at once."""
        await self._done.wait()
        if self._error:
            raise self._error[0]


async def in_background(work: Callable[[], None]) -> None:
    """Do work in such a thread."""
    thread = Background(work)
    thread.start()
    await thread.ended()
