"""Files that survive a crash: written beside their place, synchronised, then moved there."""

import ctypes
import errno
import os
from pathlib import Path

TEMPORARY = ".tmp-"
HERE, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


def write(path: Path, content: bytes) -> None:
    """Write a whole file so that at any moment either the old or the new one is there."""
    beside = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def abandoned(path: Path) -> bool:
    """Tell whether whoever wrote a temporary file is gone; who is there may be about to move it."""
    number = path.name.removeprefix(TEMPORARY).partition("-")[0]
    try:
        os.kill(int(number), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return True
    except PermissionError:
        return False
    return False


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Make a folder durable with every file in it that no other folder shares."""
    for file in folder.rglob("*"):
        if file.is_file() and file.stat().st_nlink == 1:
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
    for inner in [*(path for path in folder.rglob("*") if path.is_dir()), folder]:
        sync_folder(inner)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places, at once where the file system can (renameat2(2))."""
    names = os.fsencode(one), os.fsencode(other)
    library = ctypes.CDLL(None, use_errno=True)
    if library.renameat2(HERE, names[0], HERE, names[1], EXCHANGE) == 0:
        return
    number = ctypes.get_errno()
    if number not in (errno.ENOSYS, errno.EINVAL):
        raise OSError(number, os.strerror(number), str(one))
    aside = other.with_name(f"{one.name}-aside")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)
