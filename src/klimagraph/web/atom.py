"""Atom feeds (https://www.rfc-editor.org/rfc/rfc4287)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
BEGINNING = "1970-01-01T00:00:00Z"
"""The time of a feed in which nothing happened yet."""


@dataclass(frozen=True)
class Entry:
    """Something that happened."""

    id: str
    title: str
    updated: str
    summary: str
    links: Mapping[str, str]
    """Addresses by relation."""
    category: str = ""


@dataclass(frozen=True)
class Feed:
    """What happened in one place, newest first."""

    id: str
    title: str
    own: str
    """The address of the feed."""
    alternate: str
    """The page that tells the same to people."""
    entries: Iterable[Entry] = field(default_factory=tuple)


def write(feed: Feed) -> bytes:
    """Return a feed as XML."""
    entries = list(feed.entries)
    root = ElementTree.Element("feed", xmlns=NAMESPACE)
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", entries[0].updated if entries else BEGINNING)
    _add(_add(root, "author"), "name", "Klimagraph")
    _add(root, "link", rel="self", href=feed.own, type=TYPE)
    _add(root, "link", rel="alternate", href=feed.alternate)
    for entry in entries:
        _write_entry(root, entry)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _write_entry(root: ElementTree.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", entry.updated)
    for relation, address in entry.links.items():
        _add(element, "link", rel=relation, href=address)
    if entry.category:
        _add(element, "category", term=entry.category)
    _add(element, "summary", entry.summary)


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **values: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, values)
    element.text = text or None
    return element
