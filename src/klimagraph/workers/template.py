"""The process that workers are forked from: small, holding a release in memory.

It obeys one command at a time on the socket it was started with: load, change, spawn, reap.
Between two commands it has one thread, as who forks must.
"""

import gc
import json
import os
import signal
import socket
import sqlite3
import sys
import traceback
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from klimagraph.errors import IndexDamaged, StoreDamaged
from klimagraph.releases import Difference, Release, differences, objects, read, stores
from klimagraph.releases.building import changes_between
from klimagraph.releases.manifests import folder_of
from klimagraph.search import index as search_index
from klimagraph.workers import memory
from klimagraph.workers.protocol import CANNOT_READ, FAULT
from klimagraph.workers.sandbox import forbid_sockets
from klimagraph.workers.worker import confine, serve


class Template:
    """Holds the store and the processes that were forked and not yet waited for."""

    def __init__(self, control: socket.socket) -> None:
        self.control, self.store, self.children = control, Store(), set[int]()
        self.index: sqlite3.Connection | None = None

    def obey(self) -> None:
        """Obey commands until the service hangs up, then end all workers."""
        try:
            while self._obey_once():
                pass
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            for child in self.children:
                os.kill(child, signal.SIGKILL)

    def _obey_once(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self.control, 1 << 20, 1)
        if not message:
            return False
        command = json.loads(message)
        answer = getattr(self, command.pop("do"))(descriptors, **command)
        self.control.send(json.dumps(answer).encode())
        return True

    def load(
        self, _descriptors: list[int], home: str, contents: list[str], index: str
    ) -> dict[str, Any]:
        """Fill the empty store with contents; the folder `index` holds the index of names."""
        memory.apart(self._fill, Path(home), contents)
        self.index = _index(Path(index), memory=True)
        gc.collect()
        gc.freeze()
        memory.in_large_pages()
        return {"resident": resident()}

    def _fill(self, home: Path, contents: list[str]) -> None:
        for digest in contents:
            stores.add(self.store, objects.get(home, digest))

    def change(
        self, descriptors: list[int], home: str, before: str, held: str, after: str
    ) -> dict[str, Any]:
        """Go from one release to another, by the names of both; `held` is the digest of the first.

        Where that one was rewritten since, what it held is not known any more: begin anew.
        """
        place, release = Path(home), read(Path(home), after)
        if not memory.apart(self._change, place, before, held, release):
            self.store = Store()
            contents = [item.content for item in release.datasets]
            return self.load(descriptors, home, contents, str(folder_of(place, after)))
        self.index = _index(folder_of(place, after), memory=True)
        memory.in_large_pages()
        return {"resident": resident()}

    def _change(self, home: Path, before: str, held: str, after: Release) -> bool:
        """Go from one release to another; tell whether it is known how they differ."""
        found = _differences(home, before, held, after)
        for gone, new in found or ():
            stores.change(self.store, gone, new)
        return found is not None

    def spawn(
        self, descriptors: list[int], store: str | None, limit: int, timeout: float
    ) -> dict[str, Any]:
        """Fork a worker on the memory of this process, or on the store in a folder."""
        if store:
            search_index.is_there(Path(store).parent)  # compared once here, not in each worker
        child = os.fork()
        if child == 0:
            self._be_worker(descriptors[0], store, limit, timeout)
        os.close(descriptors[0])
        self.children.add(child)
        return {"process": child}

    def reap(self, _descriptors: list[int], process: int) -> dict[str, Any]:
        """Wait for a worker that has ended and return how: minus the signal, or its exit code."""
        self.children.discard(process)
        _, status = os.waitpid(process, 0)
        return {"status": os.waitstatus_to_exitcode(status)}

    def _be_worker(self, descriptor: int, store: str | None, limit: int, timeout: float) -> None:
        code = CANNOT_READ
        try:
            self.control.close()
            forbid_sockets()
            opened = stores.open_read_only(Path(store)) if store else self.store
            index = _index(Path(store).parent) if store else self.index
            code = FAULT
            confine(limit, files=store is not None)
            serve(socket.socket(fileno=descriptor), opened, timeout, index)
            code = 0
        except MemoryError:
            os.abort()
        except (BrokenPipeError, ConnectionResetError):
            code = 0
        except BaseException:  # a fault of ours; the process ends before anybody else could tell
            traceback.print_exc()
        finally:
            os._exit(code)


def _differences(home: Path, name: str, held: str, after: Release) -> list[Difference] | None:
    """Return how a release differs from another, for each dataset or as a whole.

    None where the first one does not hold any more what it held.
    """
    before = read(home, name)
    if before.digest != held:
        return None
    try:
        if told := differences.read(home, name, after):
            return [told]
        known = differences.Differences(home)
        return [known.between(*pair) for _, *pair in changes_between(before, after)]
    except StoreDamaged:
        if read(home, name).digest == held:
            raise
        return None


def _index(folder: Path, *, memory: bool = False) -> sqlite3.Connection | None:
    """Return the index of a release, None where there is none that can be read."""
    try:
        return search_index.connect(folder, memory=memory)
    except IndexDamaged:
        return None


def resident() -> int:
    """Return the resident memory of this process in bytes."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Run on the socket whose descriptor is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Template(socket.socket(fileno=int(sys.argv[1]))).obey()


if __name__ == "__main__":
    main()
