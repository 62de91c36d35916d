"""What answers questions: our own workers, or an engine elsewhere."""

from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from klimagraph.releases import Release
from klimagraph.settings import Settings
from klimagraph.workers.cache import Cache
from klimagraph.workers.conversation import Answer
from klimagraph.workers.protocol import Question


class Engine(Protocol):
    """Answers questions on the current release, or on another one."""

    settings: Settings
    cache: Cache

    @property
    def release(self) -> str:
        """Return the name of the release that new questions are answered from."""

    def identity(self, release: str) -> str:
        """Return what tells the data of a release from any other data, whatever its name."""

    def manifest(self, release: str) -> Release:
        """Return what a release says of itself; raises ReleaseUnknown, StoreDamaged."""

    def places(self) -> int:
        """Return how many more questions the client of this request may ask at once."""

    def status(self) -> dict[str, Any]:
        """Return what an operator wants to know at a glance."""

    async def open(self) -> None:
        """Get ready to answer."""

    async def close(self) -> None:
        """End everything."""

    async def reach(self, release: str) -> None:
        """Wait for some time until new questions are answered from a release just published."""

    async def moved_on(self, release: str) -> None:
        """Wait until new questions are answered from another release than this one."""

    def answer(
        self, question: Question, release: str | None = None
    ) -> AbstractAsyncContextManager[Answer]:
        """Give the answer to a question while the caller is inside; leaving early ends it."""
