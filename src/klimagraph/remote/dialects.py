"""What is particular to an engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Dialect:
    """An engine and how it wants to be spoken to."""

    name: str
    verbatim: bool = False
    """Whether it answers as our own engine does, in every format, so that nothing is changed."""
    batch: int = 20_000
    """Statements that it takes at once."""
    fewer: int = 500
    """Statements that it takes at once in the text of an update."""
    cuts: bool = False
    """Whether it may be set up to give a part of an answer for the whole."""
    loading: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the Graph Store Protocol that make loading faster."""


OXIGRAPH = Dialect("oxigraph", True, 250_000, 10_000, loading={"no_transaction": ""})
VIRTUOSO = Dialect("virtuoso", cuts=True)
OTHER = Dialect("other")


def dialect(headers: Mapping[str, str]) -> Dialect:
    """Return what the engine is that sent these headers."""
    server = headers.get("server", "").lower()
    return next((item for item in (OXIGRAPH, VIRTUOSO) if server.startswith(item.name)), OTHER)
