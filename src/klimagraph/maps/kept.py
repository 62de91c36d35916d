"""What was made of a release and may be asked for again, up to a number of bytes."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

Key = tuple[str, ...]


class Kept:
    """Keeps what was made, one thing made at a time; what was unused for longest goes first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._held: OrderedDict[Key, bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def get(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what is kept under a key, or make it; raises what making it raises."""
        if key not in self._held:
            async with self._turn:
                if key not in self._held:
                    return self._put(key, await make())
        self._held.move_to_end(key)
        return self._held[key]

    def _put(self, key: Key, body: bytes) -> bytes:
        self._held[key] = body
        self.size += len(body)
        while self.size > self.limit:
            self.size -= len(self._held.popitem(last=False)[1])
        return body
