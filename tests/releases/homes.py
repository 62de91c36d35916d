"""What the tests of releases look at in a home: its stores, objects, leftovers and size."""

import json
import subprocess
import sys
from pathlib import Path

from conftest import KLIMAGRAPH
from klimagraph.canonical import canonical
from klimagraph.releases import Release, all_releases, graph_of, objects, open_read_only, store_of


def klimagraph(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the command line to its end."""
    command = [KLIMAGRAPH, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def python(program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a program in another process of this Python."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def held(home: Path, release: str, slug: str) -> bytes:
    """Return what the store of a release holds of a dataset, as canonical N-Quads."""
    return canonical(open_read_only(store_of(home, release)), graph_of(slug))


def promised(home: Path, release: Release) -> dict[str, bytes]:
    """Return the contents that a release names, by dataset."""
    return {item.slug: objects.get(home, item.content) for item in release.datasets}


def holds_its_contents(home: Path, release: Release) -> bool:
    """Tell whether the store of a release holds its contents bit for bit."""
    contents = promised(home, release)
    return contents == {slug: held(home, release.name, slug) for slug in contents}


def manifest(home: Path, release: str) -> dict[str, object]:
    """Return the manifest of a release as it lies on disk."""
    text = (home / "releases" / release / "manifest.json").read_bytes()
    read: dict[str, object] = json.loads(text)
    return read


def object_files(home: Path) -> list[Path]:
    """Return the files of contents."""
    return sorted((home / "objects").glob("*/*"))


def named_objects(home: Path) -> list[Path]:
    """Return the files of the contents that releases with data name."""
    kept = [release for release in all_releases(home) if not release.pruned]
    return sorted({objects.path_of(home, item.content) for one in kept for item in one.datasets})


def leftovers(home: Path) -> list[Path]:
    """Return what a writer leaves behind only if it is interrupted."""
    pruned = [release.name for release in all_releases(home) if release.pruned]
    stores = [store_of(home, name) for name in pruned]
    temporary = [*home.rglob(".staging-*"), *home.rglob(".tmp-*")]
    return [*temporary, *(store for store in stores if store.exists())]


def disk_use(folder: Path) -> int:
    """Return the bytes that a folder takes on disk; files with several names count once."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({item.st_ino: item.st_blocks * 512 for item in stats}.values())


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their relative names."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
