"""Restoring: a new home from a backup, checked in every part before it gets its name."""

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
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
from klimagraph.releases import durable, manifests, objects, stores
from klimagraph.releases.backup import ABOUT, CHECKSUMS, FORMAT, About, Progress
from klimagraph.releases.manifests import Release
from klimagraph.releases.publication import rebuild
from klimagraph.releases.workplace import workplace

CHUNK = 1 << 20
LARGEST_TEXT = 1 << 28
"""Bytes of the first and the last member, which are read into memory."""
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")


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
            release = _checked(place, name)
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


def _unpack(source: IO[bytes], place: Path, tell: Progress) -> None:
    """Write the files of an archive below a folder and compare them with their checksums."""
    found: dict[str, str] = {}
    done, sums = 0, ""
    unpacker = zstandard.ZstdDecompressor().stream_reader(source, closefd=False)
    with unpacker as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        members = iter(archive)
        about = _about(archive, next(members, None))
        for member in members:
            if sums or member.name in found:
                raise InputRefused(f"{member.name} stands where nothing should follow")
            if member.name == CHECKSUMS:
                sums = _text(archive, member)
                continue
            tell(member.name, done, about.bytes)
            found[member.name] = _write(archive, member, place)
            done += member.size
        while packed.read(CHUNK):  # the checksum of the packed archive stands at its end
            pass
    if not sums:
        raise InputRefused("the backup is cut off: its checksums are missing")
    _compare(found, sums)


def _about(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> About:
    if member is None or member.name != ABOUT:
        raise InputRefused("this is no backup of Klimagraph")
    try:
        data = json.loads(_text(archive, member))
        if data["format"] > FORMAT:
            raise InputRefused(
                f"the backup has format {data['format']}; this program reads up to {FORMAT}, "
                f"take version {data['program']} or newer"
            )
        return About(**data)
    except (ValueError, KeyError, TypeError) as error:
        raise InputRefused(f"what the backup says of itself cannot be read: {error}") from None


def _text(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file = archive.extractfile(member) if member.isreg() else None
    if file is None or member.size > LARGEST_TEXT:
        raise InputRefused(f"{member.name} is no text")
    try:
        return file.read().decode()
    except UnicodeDecodeError:
        raise InputRefused(f"{member.name} is no text") from None


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> str:
    """Write a member below a folder and return its SHA-256; it can get nowhere else."""
    parts = member.name.split("/")
    strange = any(part == "" or part.startswith(".") or "\0" in part for part in parts)
    if strange or not member.isreg() or member.issparse():
        raise InputRefused(f"{member.name!r} is nothing that a backup holds")
    file = archive.extractfile(member)
    assert file is not None  # noqa: S101  # it is a regular file
    path = place.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    seen, left = hashlib.sha256(), member.size
    with path.open("xb") as output:
        while chunk := file.read(CHUNK):
            seen.update(chunk)
            output.write(chunk)
            left -= len(chunk)
    if left:
        raise InputRefused(f"the backup is cut off in {member.name}")
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
        releases = manifests.all_releases(place)
        for release in releases:
            text = (manifests.folder_of(place, release.name) / manifests.MANIFEST).read_bytes()
            if json.loads(text)["digest"] != release.digest:
                raise StoreDamaged(f"the manifest of release {release.name} was changed")
        kept = [release for release in releases if not release.pruned]
        for digest in {item.content for release in kept for item in release.datasets}:
            for _ in objects.stream(place, digest):
                pass
        return manifests.read_kept(place, manifests.current_name(place) or "")
    except (KlimagraphError, ValueError) as error:
        raise InputRefused(f"the backup is damaged: {error}", name) from None


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
