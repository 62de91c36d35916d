"""A remote engine in the place of the pool of workers: the same questions, the same answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from klimagraph.errors import (
    KlimagraphError,
    NotAcceptable,
    QueryStopped,
    ReleaseNotQueryable,
    StoreChanging,
)
from klimagraph.formats import BY_NAME
from klimagraph.releases import read_kept
from klimagraph.remote import wording
from klimagraph.remote.answers import ASKED, VERBATIM, rewritten
from klimagraph.remote.marker import Mark
from klimagraph.remote.reading import Reading
from klimagraph.remote.standing import Standing
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.workers.answering import Answering
from klimagraph.workers.cache import Promise
from klimagraph.workers.conversation import WHOLE, Answer, whole
from klimagraph.workers.protocol import Question
from klimagraph.workers.turns import Turns, client

LARGEST = 64 * MEBIBYTE
"""Bytes of an answer that is written anew, which is done in memory."""


class RemotePool(Answering):
    """Answers questions by asking a remote engine, which holds one release.

    An answer is given only if the engine's mark was the same before and after it.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.standing = Standing(settings)
        self._free = settings.worker_count
        self._turns = Turns[None](settings.waiting, lambda _: self._give_back())

    @property
    def release(self) -> str:
        """Return the name of the release that new questions are answered from."""
        return self.standing.release

    def status(self) -> dict[str, Any]:
        """Return what an operator wants to know at a glance."""
        mark, standing = self.standing.mark, self.standing
        able = mark is not None and mark.whole and not standing.failure
        return {
            "release": self.release,
            "store": "remote",
            "engine": standing.dialect.name,
            "state": "not answering" if standing.failure else "answering" if able else "changing",
            "workers": self.settings.worker_count if able else 0,
            "idle": self._free if able else 0,
            "waiting": len(self._turns),
            "cache": self.cache.numbers,
        }

    async def open(self) -> None:
        """Connect to the engine, which need not answer yet."""
        await self.standing.open()

    async def close(self) -> None:
        """Close all connections."""
        await self.standing.close()

    async def reach(self, release: str) -> None:
        """Wait for some time until new questions are answered from a release just published."""
        await self.standing.reach(release)

    async def moved_on(self, release: str) -> None:
        """Wait until new questions are answered from another release than this one."""
        await self.standing.moved_on(release)

    @asynccontextmanager
    async def answer(self, question: Question, release: str | None = None) -> AsyncIterator[Answer]:
        """Give the answer to a question while the caller is inside; leaving hangs up.

        Raises QueryRefused, QueryFailed, QueryStopped, NotAcceptable, Overloaded, ReleaseUnknown,
        ReleaseGone, ReleaseNotQueryable, StoreUnavailable, StoreChanging.
        """
        mark = await self.standing.held()
        name = self._named(release, mark)
        kept = self.cache.limit and not question.volatile
        promise = Promise(self.cache, (name, question.encoded) if kept else None)
        if held := await promise.wait():
            yield whole(held.kind, held.format, name, held.body)
            return
        try:
            async with self._place(), AsyncExitStack() as stack:
                answer = await self._asked(question, release, stack)
                promise.keep(answer)
                yield answer
        except KlimagraphError as error:
            promise.fail(error)
            raise
        finally:
            promise.drop()

    def _named(self, release: str | None, mark: Mark) -> str:
        """Return the release that an answer is of; raises ReleaseNotQueryable for all but one."""
        if release in (None, mark.release):
            return mark.release
        if read_kept(self.settings.home, str(release)).digest == mark.digest:
            return str(release)
        raise ReleaseNotQueryable(
            f"the remote store holds release {mark.release} only; "
            f"release {release} can be downloaded at /releases/{release}"
        )

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Take part as one of so many questions at once; raises Overloaded."""
        who = client.get()
        self.shares.take(who)
        try:
            if self._free:
                self._free -= 1
            else:
                await self._turns.wait(who, self.settings.query_timeout)
            try:
                yield
            finally:
                self._give_back()
        finally:
            self.shares.give_back(who)

    def _give_back(self) -> None:
        if not self._turns.hand_over(None):
            self._free += 1

    async def _asked(
        self, question: Question, release: str | None, stack: AsyncExitStack
    ) -> Answer:
        """Ask; once more where the engine was brought to another release meanwhile."""
        mark = await self.standing.held()
        try:
            return await self._begin(question, self._named(release, mark), mark, stack)
        except StoreChanging:
            mark = await self.standing.held()
            return await self._begin(question, self._named(release, mark), mark, stack)

    async def _begin(
        self, question: Question, name: str, mark: Mark, stack: AsyncExitStack
    ) -> Answer:
        kind = wording.kind_of(question.query)
        form = question.formats.get(kind)
        if form is None:
            raise NotAcceptable(f"none of the formats you accept can carry a result of kind {kind}")
        verbatim = self.standing.dialect.verbatim and form in VERBATIM
        accept = BY_NAME[form].media_types[0] if verbatim else ASKED[kind]
        reading = Reading(self.standing.client, self.settings.query_timeout, stack)
        asked = wording.form(question, self.manifest(mark.release))
        await reading.begin(self.standing.address, asked, accept, wording.opening(question))
        first = await reading.upto(WHOLE if verbatim else LARGEST)
        if reading.over or not verbatim:
            await self._unmoved(mark)
        if not verbatim and not reading.over:
            raise QueryStopped(f"the answer has more than {LARGEST:,} bytes as the store writes it")
        if not verbatim:
            first = await asyncio.to_thread(rewritten, first, kind, form, question)
        return Answer(kind, form, name, first, reading.over, self._rest(reading, mark))

    async def _rest(self, reading: Reading, mark: Mark) -> AsyncIterator[bytes]:
        """Yield what follows; raises StoreChanging in the place of an end that is not sure."""
        async for chunk in reading.rest():
            yield chunk
        await self._unmoved(mark)

    async def _unmoved(self, mark: Mark) -> None:
        if await self.standing.look() != mark:
            raise StoreChanging("the store was brought to another release while it answered")
