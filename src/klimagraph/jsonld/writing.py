"""Text of JSON-LD that depends on what it says and on nothing else."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from klimagraph.jsonld.context import Context
from klimagraph.jsonld.values import Node


def _encoder(separators: tuple[str, str], indent: int | None = None) -> json.JSONEncoder:
    """Return what writes the same text for the same value, whatever its order.

    Nothing that was framed stands in itself, so that nobody needs to look for it.
    """
    return json.JSONEncoder(
        ensure_ascii=False,
        check_circular=False,
        sort_keys=True,
        separators=separators,
        indent=indent,
    )


_LINE, _DOCUMENT = _encoder((",", ":")), _encoder((",", ": "), indent=1)


def document(
    context: Context, what: Node | Sequence[Node], address: str = "", **members: Any
) -> bytes:
    """Return a document of one node or of many, with more members beside them.

    The context stands in it, or where an address is given, a link to it.
    """
    said = {"@context": address or context.definitions}
    nodes = list(_nodes([what] if isinstance(what, dict) else what))
    if isinstance(what, dict) and len(nodes) == 1 and not members:
        return _text(_DOCUMENT, said | nodes[0])
    return _text(_DOCUMENT, said | members | {"@graph": nodes})


def line(node: Node) -> bytes:
    """Return a node as one line."""
    return _text(_LINE, node)


def _nodes(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes, those that stand beside another as well."""
    for node in nodes:
        if "@graph" in node:
            shared = {key: value for key, value in node.items() if key != "@graph"}
            yield from (shared | inner for inner in node["@graph"])
        else:
            yield node


def _text(encoder: json.JSONEncoder, value: Any) -> bytes:
    return f"{encoder.encode(value)}\n".encode()
