"""Which release the workers stand on, and whether in memory or on disk."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass

from klimagraph.errors import KlimagraphError, ReleaseUnknown, StoreDamaged
from klimagraph.releases import Release, current, current_name, read_kept, store_of
from klimagraph.releases.manifests import folder_of
from klimagraph.settings import MEBIBYTE, Settings
from klimagraph.workers.processes import TemplateProcess, WorkerProcess

BYTES_PER_QUAD = 650
"""Memory of a statement, measured with 1.5 million of them (911 MB)."""
SOON = 0.5
"""Seconds that a publication waits for the copy in memory before it is served from disk."""

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Generation:
    """Workers of one kind: their release, and the template whose memory they share, if any."""

    release: str
    template: TemplateProcess | None = None
    counted: bool = True


class Generations:
    """Keeps the templates and moves from release to release."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.current = Generation("")
        self._disk: TemplateProcess | None = None
        self._memory: TemplateProcess | None = None
        self._loaded: Release | None = None
        self._loading: asyncio.Task[None] | None = None
        self._tried = ""

    async def open(self) -> None:
        """Begin with the published release, on disk; raises ReleaseUnknown where there is none."""
        release = current(self.settings.home)
        if release is None:
            raise ReleaseUnknown(
                f"nothing is published in {self.settings.home} yet; load data first"
            )
        self.current = Generation(release.name)

    def close(self) -> None:
        """End the templates and all workers."""
        if self._loading:
            self._loading.cancel()
        for template in (self._memory, self._disk):
            if template:
                template.end()

    def on_disk(self, release: str) -> Generation:
        """Return a generation for one question about an older release."""
        return Generation(release, counted=False)

    async def spawn(self, generation: Generation) -> WorkerProcess:
        """Start a worker: from memory where the template holds the release, else on disk."""
        memory = self.settings.query_memory * MEBIBYTE
        template = generation.template
        timeout = self.settings.query_timeout
        if template and self._holds(generation.release):
            with contextlib.suppress(StoreDamaged, OSError):
                return await template.spawn(None, memory, timeout)
        store = store_of(self.settings.home, generation.release)
        if self._disk and self._disk.ended:
            self._disk.leave()
            self._disk = None
        self._disk = self._disk or TemplateProcess()
        return await self._disk.spawn(store, memory, timeout)

    async def advance(self) -> bool:
        """Follow the pointer and the copy in memory; tell whether there is a new generation."""
        name = current_name(self.settings.home)
        if name is None:
            return False
        if self._memory and self._memory.ended and self._loading is None:
            self._forget()
        if name != self._tried and self._loading is None:
            self._tried = name
            self._loading = asyncio.create_task(self._bring_to_memory(name))
            await asyncio.wait({self._loading}, timeout=SOON if name != self.current.release else 0)
        if self._loading and self._loading.done():
            self._loading = None
        template = self._memory if self._holds(name) else None
        if (name, template) == (self.current.release, self.current.template):
            return False
        self.current = Generation(name, template)
        log.info("serving release %s from %s", name, "memory" if template else "disk")
        return True

    def _forget(self) -> None:
        """Begin anew where somebody else has ended the template."""
        if self._memory:
            log.warning("the process with the copy in memory was ended; starting another")
            self._memory.leave()
        self._memory, self._loaded, self._tried = None, None, ""

    def _holds(self, release: str) -> bool:
        return self._loaded is not None and self._loaded.name == release

    async def _bring_to_memory(self, name: str) -> None:
        """Make the copy in memory hold a release; where that fails the store on disk serves."""
        before, self._loaded = self._loaded, None
        try:
            release = read_kept(self.settings.home, name)
            if self._fits(release):
                await self._fill(before, release)
                self._loaded = release
        except (KlimagraphError, OSError):
            log.exception("release %s is served from disk", name)
        if self._loaded is None and self._memory:
            self._memory.end()
            self._memory = None

    def _fits(self, release: Release) -> bool:
        """Tell whether the memory holds the release once per worker and once for the template."""
        if release.scratch:
            return False
        room = self.settings.memory_bytes // (self.settings.worker_count + 1)
        return release.quads * BYTES_PER_QUAD <= room

    async def _fill(self, before: Release | None, release: Release) -> None:
        home = self.settings.home
        if self._memory and before:
            await self._memory.change(home, before, release.name)
            return
        self._memory = self._memory or TemplateProcess()
        contents = [item.content for item in release.datasets]
        await self._memory.load(home, contents, folder_of(home, release.name))
