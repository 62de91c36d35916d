"""Restoring: a new home from a backup, checked in every part before it gets its name."""

import hashlib
import json
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import zstandard

from klimagraph.errors import (
    InputRefused,
    KlimagraphError,
    SettingRefused,
    StorageFailed,
    StoreDamaged,
)
from klimagraph.releases import durable, manifests, objects, stores, tombstones
from klimagraph.releases.backup import ABOUT, CHECKSUMS, DATABASES, FORMAT, About, Progress
from klimagraph.releases.checking import UNREADABLE, check_types, checked_release
from klimagraph.releases.manifests import Release
from klimagraph.releases.publication import rebuild
from klimagraph.releases.unpacking import Members
from klimagraph.releases.workplace import workplace

BLOCK = 1 << 12
"""Bytes that a file takes on disk besides its content, at most."""
LARGEST_ABOUT = 1 << 14
LARGEST_TEXT = 1 << 26
"""Bytes of the checksums, which are read into memory."""
LARGEST = {manifests.MANIFEST: 1 << 24, manifests.POINTER: 1 << 8}
"""Bytes of files that are read into memory later."""
LONGEST_NAME, LONGEST_PART = 1 << 10, 1 << 8
LENGTH_OF_SUM = 67
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def restore(source: IO[bytes], name: str, home: Path, tell: Progress) -> Release:
    """Make a home from a backup; it has its name only once everything in it is checked.

    `name` is what messages call the backup. Raises SettingRefused where the home holds
    something, InputRefused where the backup is damaged, cut off, newer or not one at all.
    """
    home = home.absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise SettingRefused(f"{home} holds something already; restore into a new folder")
    try:
        with workplace(home.parent, f".{home.name}-restoring-") as folder:
            place = folder / "home"
            place.mkdir()
            with _damage(name):
                _unpack(source, place, tell)
            for database in DATABASES:
                with suppress(FileNotFoundError):
                    (place / database.file).chmod(0o600)
            with suppress(FileNotFoundError):
                (place / tombstones.FOLDER).chmod(0o700)
            release = _checked(place, name)
            with _damage(name):
                _make_stores(place, release, tell)
            durable.sync_tree(place)
            place.rename(home)
            durable.sync_folder(home.parent)
            return release
    except OSError as error:
        raise StorageFailed(f"nothing was restored: {error}") from None


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Translate what the libraries say about an archive that they cannot read."""
    try:
        yield
    except InputRefused as error:
        raise InputRefused(error.message, name) from None
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise InputRefused(f"the backup is damaged or cut off: {error}", name) from None
    except (StoreDamaged, SyntaxError) as error:
        raise InputRefused(f"the backup is damaged: {error}", name) from None


def _unpack(source: IO[bytes], place: Path, tell: Progress) -> None:
    """Write the files of an archive below a folder and compare them with their checksums."""
    found: dict[str, str] = {}
    done = names = 0
    members = Members(source)
    about = _about(members)
    _check_disk(place, about.bytes + about.files * BLOCK)
    while (member := members.next()) and member.name != CHECKSUMS:
        names += len(member.name) + LENGTH_OF_SUM
        _check_member(member, found)
        _check_size(member, about, len(found) + 1, done + member.size)
        if names > LARGEST_TEXT:
            raise InputRefused("there are more files than checksums can be read")
        tell(member.name, done, about.bytes)
        found[member.name] = _write(members, member, place)
        done += member.size
    if member is None:
        raise InputRefused("the backup is cut off: its checksums are missing")
    sums = _text(members, member, LARGEST_TEXT)
    members.end()
    _compare(found, sums)
    if (about.files, about.bytes) != (len(found), done):
        raise InputRefused(
            f"the backup says of itself that it holds {about.files:,} files with "
            f"{about.bytes:,} bytes, but it holds {len(found):,} with {done:,}"
        )


def _about(members: Members) -> About:
    member = members.next()
    if member is None or member.name != ABOUT:
        raise InputRefused("this is no backup of Klimagraph")
    text = _text(members, member, LARGEST_ABOUT)
    try:
        data = json.loads(text)
        if isinstance(data["format"], int) and data["format"] > FORMAT:
            raise InputRefused(
                f"the backup has format {data['format']}; this program reads up to {FORMAT}, "
                f"take version {data['program']} or newer"
            )
        about = About(**data)
    except UNREADABLE as error:
        raise InputRefused(f"what the backup says of itself cannot be read: {error}") from None
    check_types(about)
    if about.format != FORMAT:
        raise InputRefused(f"there is no format {about.format}")
    return about


def _text(members: Members, member: tarfile.TarInfo, largest: int) -> str:
    if not member.isreg() or member.issparse():
        raise InputRefused(f"{member.name} is no text")
    if member.size > largest:
        raise InputRefused(f"{member.name} is larger than {largest:,} bytes")
    try:
        return b"".join(members.content(member)).decode()
    except UnicodeDecodeError:
        raise InputRefused(f"{member.name} is no text") from None


def _check_disk(place: Path, size: int) -> None:
    free = shutil.disk_usage(place).free
    if size > free:
        raise StorageFailed(
            f"nothing was restored: the backup needs {size:,} bytes, and {free:,} are free"
        )


def _check_member(member: tarfile.TarInfo, found: dict[str, str]) -> None:
    """Refuse what is no file, or would get somewhere else than below its folder."""
    parts = member.name.split("/")
    strange = any(part.startswith(".") or not 0 < _length(part) < LONGEST_PART for part in parts)
    if strange or _length(member.name) > LONGEST_NAME or _CONTROL.search(member.name):
        raise InputRefused(f"{member.name[:LONGEST_PART]!r} is nothing that a backup holds")
    if not member.isreg() or member.issparse() or member.name == ABOUT:
        raise InputRefused(f"{member.name!r} is nothing that a backup holds")
    if member.name in found:
        raise InputRefused(f"{member.name!r} is there twice")


def _length(name: str) -> int:
    return len(name.encode(errors="replace"))


def _check_size(member: tarfile.TarInfo, about: About, files: int, size: int) -> None:
    """Refuse a member that is more than the backup says it holds, before it is written."""
    if files > about.files:
        raise InputRefused(f"{member.name} is more than the {about.files:,} files it says it has")
    if size > about.bytes:
        raise InputRefused(f"{member.name} is more than the {about.bytes:,} bytes it says it has")
    largest = LARGEST.get(member.name.rsplit("/", 1)[-1], size)
    if member.size > largest:
        raise InputRefused(f"{member.name} is larger than {largest:,} bytes")


def _write(members: Members, member: tarfile.TarInfo, place: Path) -> str:
    """Write a member below a folder and return its SHA-256."""
    path = place / member.name
    seen = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        output = path.open("xb")
    except (FileExistsError, NotADirectoryError):
        raise InputRefused(f"{member.name!r} stands where another file is") from None
    with output:
        for chunk in members.content(member):
            seen.update(chunk)
            output.write(chunk)
    return seen.hexdigest()


def _compare(found: dict[str, str], sums: str) -> None:
    lines = [_SUM.fullmatch(line) for line in sums.splitlines()]
    wanted = {match[2]: match[1] for match in lines if match}
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            raise InputRefused(f"{name} is missing")
        if found[name] != wanted.get(name):
            raise InputRefused(f"{name} is not what its checksum says")


def _checked(place: Path, name: str) -> Release:
    """Return the release that is served, once all manifests and contents hold what they say."""
    try:
        releases = [checked_release(place, name) for name in manifests.names(place)]
        kept = [release for release in releases if not release.pruned]
        sizes = {item.content: item.size for release in kept for item in release.datasets}
        _check_disk(place, sum(sizes.values()))
        for digest, size in sizes.items():
            _check_content(place, digest, size)
        return manifests.read_kept(place, manifests.current_name(place) or "")
    except StorageFailed:
        raise
    except InputRefused as error:
        raise InputRefused(f"the backup is damaged: {error.message}", name) from None
    except (KlimagraphError, ValueError) as error:
        raise InputRefused(f"the backup is damaged: {error}", name) from None


def _check_content(place: Path, digest: str, size: int) -> None:
    length = 0
    for chunk in objects.stream(place, digest):
        length += len(chunk)
        if length > size:
            break
    if length != size:
        raise InputRefused(f"object {digest} does not have the {size:,} bytes of its manifest")


def _make_stores(place: Path, current: Release, tell: Progress) -> None:
    """Make the store of the served release from its contents, the others from their neighbours."""
    if current.scratch:
        stores.open_read_only(manifests.store_of(place, current.name))
        return
    kept = [release.name for release in manifests.all_releases(place) if not release.pruned]
    here = kept.index(current.name)
    pairs: list[tuple[str, str | None]] = [(current.name, None)]
    pairs += [(kept[number], kept[number + 1]) for number in range(here - 1, -1, -1)]
    pairs += [(kept[number], kept[number - 1]) for number in range(here + 1, len(kept))]
    for number, (name, near) in enumerate(pairs):
        tell(f"store of release {name}", number, len(pairs))
        rebuild(place, name, near=near)
    tell("", len(pairs), len(pairs))
