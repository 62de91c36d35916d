"""Linksets as documents of their own (https://www.rfc-editor.org/rfc/rfc9264)."""

import json
from collections.abc import Iterable, Sequence

from klimagraph.signposting.link import Link

Linkset = Iterable[tuple[str, Sequence[Link]]]
"""Links by the address of what they start from."""


def in_json(linkset: Linkset, address: str) -> bytes:
    """Return a linkset in JSON, its addresses in full (section 4.2)."""
    contexts = []
    for anchor, links in linkset:
        targets: dict[str, list[dict[str, str]]] = {}
        for link in links:
            kind = {"type": link.media_type} if link.media_type else {}
            target = {"href": _full(link.target, address), **kind}
            targets.setdefault(link.relation, []).append(target)
        contexts.append({"anchor": _full(anchor, address), **targets})
    return (json.dumps({"linkset": contexts}, indent=1) + "\n").encode()


def in_text(linkset: Linkset, address: str) -> bytes:
    """Return a linkset in the syntax of the header, its addresses in full (section 4.1)."""
    lines = []
    for anchor, links in linkset:
        start = f'; anchor="{_full(anchor, address)}"'
        lines += [_absolute(link, address).written() + start for link in links]
    return (",\n".join(lines) + "\n").encode()


def _absolute(link: Link, address: str) -> Link:
    return Link(_full(link.target, address), link.relation, link.media_type)


def _full(target: str, address: str) -> str:
    return address + target if target.startswith("/") else target
