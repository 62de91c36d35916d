"""What the named queries are about, from the file beside them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from klimagraph.errors import InputRefused

FILE = "topics.toml"


@dataclass(frozen=True)
class Topic:
    """Some named queries that belong together."""

    name: str
    title: dict[str, str]
    """What it is called, by language."""
    queries: tuple[str, ...]


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """Return the topics in their order, none without the file; raises InputRefused."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Topic(name, dict(said["title"]), tuple(said["queries"]))
            for name, said in listed.items()
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputRefused(f"the topics are not right: {error}", source=str(path)) from None
