"""Values of a JSON text with their offsets (https://www.rfc-editor.org/rfc/rfc8259)."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    rb'[ \t\r\n,:]*+(?:("(?:[^"\\]++|\\.)*+")(\s*+:)?|([-+.0-9A-Za-z]++)|([{\[])|([}\]]))',
    re.DOTALL,
)


@dataclass(slots=True, eq=False)
class Node:
    """A value: `{`, `[` or a scalar, where it stands, and the key it is the value of."""

    kind: str
    start: int
    end: int
    parent: "Node | None" = None
    key: str = ""
    key_start: int = -1
    children: list["Node"] = field(default_factory=list)

    def member(self, name: str, aliases: dict[str, str]) -> "Node | None":
        """Return the value of a keyword, which may have another name in the text."""
        found = (child for child in self.children if aliases.get(child.key, child.key) == name)
        return next(found, None) if self.kind == "{" else None


def read_tree(data: bytes, start: int, end: int) -> Node:
    """Return a list of the values that stand between two offsets of a well-formed text."""
    root = Node("[", start, end)
    open_node, key, key_start = root, "", -1
    for token in _TOKEN.finditer(data, start, end):
        index = token.lastindex
        if index == 2:
            key, key_start = str(json.loads(token[1].decode())), token.start(1)
        elif index == 5:
            open_node.end = token.end()
            open_node = open_node.parent or root
        else:
            kind = token[4].decode() if index == 4 else "v"
            begin = token.start(index or 1)
            node = Node(kind, begin, token.end(), open_node, key, key_start)
            open_node.children.append(node)
            key, key_start = "", -1
            if index == 4:
                open_node = node
    return root


@dataclass(frozen=True, slots=True)
class Event:
    """What a parser had read last: a key (of node), a scalar, or the end of an object or array."""

    kind: str
    node: Node
    text: bytes


_WHOLE = ("@context", "@value")
_RANKS = {"@context": 0, "@type": 1, "@id": 2}


def in_order(node: Node, aliases: dict[str, str]) -> list[Node]:
    """Return the values of an object in the order in which a streaming parser wants them."""
    if node.kind != "{":
        return node.children
    return sorted(node.children, key=lambda one: _rank(one, aliases))


def _rank(node: Node, aliases: dict[str, str]) -> int:
    return _RANKS.get(aliases.get(node.key, node.key), 3)


def events(
    data: bytes, root: Node, aliases: dict[str, str], unnamed: Callable[[Node], bool]
) -> Iterator[Event]:
    """Yield the texts of a value, object members in the order for a streaming parser.

    Things without a name get one, since the parser waits for it before it yields anything.
    """
    waiting: list[Node | Event] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Event):
            yield item
        elif item.kind == "v" or aliases.get(item.key, item.key) in _WHOLE:
            yield Event("value", item, data[item.start : item.end] + b" ")
        else:
            yield Event("open", item, item.kind.encode())
            waiting.append(Event("close", item, b"}" if item.kind == "{" else b"]"))
            waiting.extend(reversed(_inside(item, aliases, unnamed(item))))


def _inside(node: Node, aliases: dict[str, str], unnamed: bool) -> list[Node | Event]:
    if node.kind == "[":
        parts = [(Event("open", node, b","), child) for child in node.children]
        return [part for pair in parts for part in pair][1:]
    keys: list[tuple[bytes, Node, Node | None]] = [
        (json.dumps(child.key).encode() + b":", child, child) for child in in_order(node, aliases)
    ]
    if unnamed:
        plain = (number for number, one in enumerate(keys) if _rank(one[1], aliases) > 2)
        name = b'"@id":"_:klimagraph-position-%d"' % node.start
        keys.insert(next(plain, len(keys)), (name, node, None))
    parts_of_object: list[Node | Event] = []
    for number, (text, about, value) in enumerate(keys):
        text = b"," + text if number else text
        parts_of_object.append(Event("key" if value else "open", about, text))
        parts_of_object.extend([value] if value else [])
    return parts_of_object
