"""What was made of a release and may be asked for again, up to a number and a size."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

Key = tuple[str, ...]


class Kept:
    """Keeps what was made, each thing made once; what was unused for longest goes first."""

    def __init__(self, limit: int, most: int = 2000) -> None:
        self.limit, self.most, self.size = limit, most, 0
        self._held: OrderedDict[Key, bytes] = OrderedDict()
        self._making: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    async def get(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what is kept under a key, or make it; raises what making it raises."""
        if key not in self._held:
            # A lock lives as long as somebody holds it or waits for it.
            async with self._making.setdefault(key, asyncio.Lock()):
                if key not in self._held:
                    return self._put(key, await make())
        self._held.move_to_end(key)
        return self._held[key]

    def _put(self, key: Key, body: bytes) -> bytes:
        self._held[key] = body
        self.size += len(body)
        while self.size > self.limit or len(self._held) > self.most:
            self.size -= len(self._held.popitem(last=False)[1])
        return body
