"""Checks in the background: so many at once, and nobody has to wait for them."""

import asyncio
import logging
from contextlib import suppress
from functools import partial

from starlette.concurrency import run_in_threadpool

from klimagraph.bundle import bundle_folder
from klimagraph.errors import KlimagraphError, Overloaded, StorageFailed, StoreBusy
from klimagraph.settings import Settings
from klimagraph.submissions.desk import Desk
from klimagraph.submissions.following import follow
from klimagraph.submissions.notifying import notify
from klimagraph.submissions.recovery import recover
from klimagraph.validation.profiles import profiles
from klimagraph.web.threads import in_background
from klimagraph.web.validate import Turns

log = logging.getLogger(__name__)

LOOK = 5.0
"""Seconds after which somebody looks whether a webhook is to be told something again."""
AGAIN, LATER = 0.2, 5.0
"""Seconds after which a check tries again that found no place, or could not be entered."""


class Checks:
    """Checks submissions one after the other, and tells who waits when one is done."""

    def __init__(self, settings: Settings, turns: Turns) -> None:
        self.settings, self.desk, self._turns = settings, Desk(settings), turns
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._telling: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def open(self) -> None:
        """Bring in order what a crash may have left, and check what waits for it.

        A ledger that cannot be read stops no one from reading what is published.
        """
        await run_in_threadpool(_warn_of_profiles, self.settings)
        if self.settings.scratch:
            return
        try:
            waiting = await run_in_threadpool(recover, self.settings.home)
        except KlimagraphError as error:
            log.error("submissions were not looked through: %s", error)
            return
        for identifier in waiting:
            self.begin(identifier)
        self._telling = asyncio.create_task(self._tell())

    def tell(self) -> None:
        """Have webhooks told soon that something was published or withdrawn."""
        self._news.set()

    def begin(self, identifier: str) -> None:
        """Check a submission as soon as there is a place; after a check that goes on already."""
        before = self._tasks.get(identifier)
        task = asyncio.create_task(self._check(identifier, before))
        self._tasks[identifier] = task
        task.add_done_callback(lambda done: self._forget(identifier, done))

    async def wait(self, identifier: str, seconds: float) -> None:
        """Wait until a submission is checked, but not longer than some seconds."""
        task = self._tasks.get(identifier)
        if task and seconds > 0:
            await asyncio.wait({task}, timeout=seconds)

    async def close(self) -> None:
        """Stop; what was not done is done after the next start."""
        for task in (*self._tasks.values(), *filter(None, [self._telling])):
            task.cancel()
        await run_in_threadpool(self.desk.close)

    async def _check(self, identifier: str, before: "asyncio.Task[None] | None") -> None:
        if before:
            await asyncio.wait({before})
        while pause := await self._tried(identifier):
            await asyncio.sleep(pause)

    async def _tried(self, identifier: str) -> float:
        """Check a submission; return after how many seconds to try again, 0 where it is done."""
        try:
            async with self._turns.turn():
                await in_background(partial(self.desk.check, identifier))
        except Overloaded:
            return AGAIN
        except (StoreBusy, StorageFailed) as error:
            log.warning("the check of submission %s is tried again: %s", identifier, error)
            return LATER
        return 0.0

    async def _tell(self) -> None:
        """Tell webhooks what happened, at once or when it is time to try again."""
        while True:
            try:
                await in_background(self._tell_now)
            except KlimagraphError as error:
                log.warning("webhooks were not told: %s", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), LOOK)
            self._news.clear()

    def _tell_now(self) -> None:
        follow(self.settings.home)
        notify(self.settings.home, self.settings.address)

    def _forget(self, identifier: str, done: "asyncio.Task[None]") -> None:
        if self._tasks.get(identifier) is done:
            del self._tasks[identifier]
        error = None if done.cancelled() else done.exception()
        if isinstance(error, KlimagraphError):
            log.warning("submission %s was not checked: %s", identifier, error)
        elif error:
            log.error("submission %s was not checked", identifier, exc_info=error)


def _warn_of_profiles(settings: Settings) -> None:
    """Write into the log which profiles of the operator cannot be used, and why."""
    for each in profiles(bundle_folder(), settings.profiles) if settings.profiles else ():
        if each.fault:
            log.error("the profile %s cannot be used: %s", each.token, each.fault)
