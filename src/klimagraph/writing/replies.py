"""Errors on their way from the process that writes to the service."""

from pathlib import Path
from typing import Any

from klimagraph import errors
from klimagraph.errors import KlimagraphError


def raised(reply: dict[str, Any]) -> KlimagraphError:
    """Return the error that a reply of the process speaks of."""
    kind = getattr(errors, reply["error"])
    error = kind(*reply["arguments"])
    assert isinstance(error, KlimagraphError)  # noqa: S101  # errors.py holds no other
    return error


def arguments_of(error: KlimagraphError) -> list[Any]:
    """Return what an error was made from, for the other side to make it again."""
    names = ["message", "source", "line", "column"]
    if isinstance(error, errors.QueryRefused):
        names.remove("source")
    held = [getattr(error, name) for name in names if hasattr(error, name)]
    if "source" in names and len(held) > 1:
        held[1] = Path(held[1]).name  # where the service kept it is nobody's business
    return held or [str(error)]
