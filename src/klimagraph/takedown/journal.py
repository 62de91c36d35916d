"""The takedown that is under way: it can be killed at any moment and goes on where it was."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from klimagraph.errors import StoreDamaged
from klimagraph.releases import durable
from klimagraph.releases.tombstones import FOLDER
from klimagraph.takedown.names import Names
from klimagraph.takedown.plan import Plan

FILE = ".underway.json"
"""Holds the name as long as it takes; a backup leaves it out, as all that begins with a dot."""


@dataclass(frozen=True)
class Underway:
    """A takedown from its beginning to its end."""

    stands: Mapping[str, str]
    """The nodes that take the place of persons, by the IRI of these."""
    names: tuple[str, ...]
    near: tuple[str, ...]
    everywhere: bool
    submissions: bool
    """Whether files of submissions that hold the name are removed."""
    finished: tuple[str, ...] = ()
    """Releases that are clean."""
    contents: Mapping[str, str] = field(default_factory=dict)
    """New names of contents by the old ones."""
    address: str = ""
    """Where the instance answers for which harvesters had a snapshot; empty where they had none."""

    @property
    def plan(self) -> Plan:
        """Return what has to go from statements."""
        return Plan(self.stands, Names(self.names), frozenset(self.near), self.everywhere)


class Journal:
    """Keeps on disk how far a takedown has come."""

    def __init__(self, home: Path) -> None:
        self.path = home / FOLDER / FILE

    def read(self) -> Underway | None:
        """Return what is under way, None where nothing is; raises StoreDamaged."""
        try:
            data = json.loads(self.path.read_bytes())
            for name in ("names", "near", "finished"):
                data[name] = tuple(data[name])
            return Underway(**data)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(f"{self.path} cannot be read: {error}") from None

    def write(self, underway: Underway) -> None:
        """Keep how far it has come."""
        durable.write(self.path, json.dumps(asdict(underway), ensure_ascii=False).encode())
        self.path.chmod(0o600)

    def planned(self, contents: Mapping[str, str]) -> None:
        """Note the new names of contents."""
        underway = self._underway()
        self.write(replace(underway, contents={**underway.contents, **contents}))

    def done(self, release: str) -> None:
        """Note that a release is clean."""
        underway = self._underway()
        self.write(replace(underway, finished=(*underway.finished, release)))

    def answers(self, address: str) -> None:
        """Note for which address harvesters had a snapshot, before it is removed."""
        if address:
            self.write(replace(self._underway(), address=address))

    def end(self) -> None:
        """Forget what is done."""
        self.path.unlink(missing_ok=True)
        durable.sync_folder(self.path.parent)

    def _underway(self) -> Underway:
        underway = self.read()
        if underway is None:
            raise StoreDamaged(f"{self.path} was removed while it was needed")
        return underway
