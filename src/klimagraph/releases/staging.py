"""A release in the making: a folder beside the others until it gets its name."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from klimagraph.errors import KlimagraphError, StorageFailed
from klimagraph.releases import durable, manifests
from klimagraph.releases.manifests import Release


def commit(home: Path, folder: Path, release: Release) -> None:
    """Make the staged release durable, give it its name and move the pointer."""
    durable.write(folder / manifests.MANIFEST, manifests.to_json(release))
    durable.sync_tree(folder)
    folder.rename(manifests.folder_of(home, release.name))
    durable.sync_folder(home / "releases")
    durable.write(home / manifests.POINTER, f"{release.name}\n".encode())


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """Yield a new folder beside the releases; whatever is left of it in the end is removed."""
    folder = Path(tempfile.mkdtemp(prefix=manifests.STAGING, dir=home / "releases"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def storage() -> Iterator[None]:
    """Translate what the file system and the engine say into one of our errors."""
    try:
        yield
    except KlimagraphError:
        raise
    except (OSError, RuntimeError) as error:
        raise StorageFailed(f"nothing was published: {error}") from error


def now() -> str:
    """Return the present time as xsd:dateTime."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
