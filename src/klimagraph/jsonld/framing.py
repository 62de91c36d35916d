"""A thing as one tree with its parts (https://www.w3.org/TR/json-ld11-framing/).

Parts are embedded wherever they are referred to; other things are their IRI and their label.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Triple

from klimagraph.errors import NotAcceptable
from klimagraph.jsonld.context import PLAIN, ConfusedError, Context
from klimagraph.jsonld.values import SKOLEM, Node, Slot, add
from klimagraph.namespaces import PREFIXES

Statements = Mapping[str, Sequence[str]]
"""Predicate and object by subject, all as in canonical N-Triples, in their order."""

Written = tuple[str, bool, Any]
"""How a statement is written: its key, whether one value is a list too, the value."""

LABELS = ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name")
DEEPEST, COPIES = 64, 1000
"""Parts below this depth stand beside the thing; a part is repeated while there are fewer."""
SHORT = 128
"""Characters of a typed value that others may have too, such as a day."""
_FIRST, _REST, _NIL = (f"<{PREFIXES['rdf']}{name}>" for name in ("first", "rest", "nil"))


def frame(context: Context, root: str, triples: Iterable[Triple]) -> Node:
    """Return a thing with its parts as a node object without `@context`.

    What cannot be reached from the thing stands beside it in `@graph`; where an IRI reads like a
    name of the context, everything is written without names, under an `@context` of null.
    Raises NotAcceptable for statements about statements.
    """
    statements: dict[str, list[str]] = {}
    for subject, said in sorted({_texts(triple) for triple in triples}):
        statements.setdefault(subject, []).append(said)
    this = root if root.startswith("_:") else f"<{root}>"
    parts = [subject for subject in statements if is_part(subject, this)]
    return Framing(context, statements).thing(this, parts)


def _texts(triple: Triple) -> tuple[str, str]:
    """Return the subject, and predicate and object; raises NotAcceptable."""
    subject, predicate, value = triple
    if isinstance(value, Triple):
        raise NotAcceptable("JSON-LD has no words for a statement about a statement")
    return str(subject), f"{predicate} {value}"


def is_part(subject: str, root: str) -> bool:
    """Tell whether a subject is a part of a thing: a fragment of it, or without a name."""
    if subject == root:
        return False
    return subject.startswith((f"{root[:-1]}#", "_:", SKOLEM))


class _Slots(dict[str, Slot]):
    """The properties of a context, made when they are first met."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __missing__(self, predicate: str) -> Slot:
        slot = self[predicate] = Slot(self.context, predicate[1:-1])
        return slot


class Framing:
    """Frames things of which, and around which, the same statements are known."""

    def __init__(self, context: Context, statements: Statements) -> None:
        self.context, self.statements = context, statements
        self.id, self.slots = context.keywords["@id"], _Slots(context)
        self._labels = [f"<{PREFIXES[name.split(':')[0]]}{name.split(':')[1]}>" for name in LABELS]
        self._labelled: dict[str, Node | None] = {}
        self.known: dict[str, Written] = {}
        """Statements that are written the same about every subject."""

    def thing(self, root: str, parts: Sequence[str] = ()) -> Node:
        """Return a thing with its parts, which are among the statements."""
        try:
            if not parts:
                return _Tree(self, root, ()).node(root, ())
            return _Tree(self, root, parts).whole()
        except ConfusedError:
            node = Framing(PLAIN, self.statements).thing(root, parts)
            return {"@context": None} | node

    def name(self, subject: str) -> str:
        """Return a subject as the value of `@id`."""
        return subject if subject.startswith("_:") else self.context.written(subject[1:-1])

    def labelled(self, name: str) -> Node | None:
        """Return a reference to another thing with its label, None where it has none."""
        if name not in self._labelled:
            self._labelled[name] = self._with_label(name)
        return self._labelled[name]

    def _with_label(self, name: str) -> Node | None:
        known = self.statements.get(name, ())
        for label in self._labels:
            said = [one for one in known if one.startswith(f'{label} "')]
            if said:
                node: Node = {self.id: self.name(name)}
                for one in said:
                    place(node, self.slots[label], one[len(label) + 1 :])
                return node
        return None


class _Tree:
    """The nodes of one thing while it is framed."""

    def __init__(self, framing: Framing, root: str, parts: Iterable[str]) -> None:
        self.framing, self.root, self.parts = framing, root, set(parts)
        self.statements, self.slots = framing.statements, framing.slots
        self.done: defaultdict[str, int] = defaultdict(int)
        """How often a subject has become a node, or a place in a list."""
        self.copies = 0
        self.nameless: dict[str, Node] = {}
        """The nodes of subjects without a name; names that nobody uses are removed in the end."""
        self.used: set[str] = set()
        self.listed: dict[str, bool] = {}
        self.links = self._links()
        """How often a subject without a name is referred to."""

    def _links(self) -> Counter[str]:
        if not any(part.startswith("_:") for part in self.parts):
            return Counter()
        known = (self.statements.get(part, ()) for part in (self.root, *self.parts))
        return Counter(_value(one) for said in known for one in said)

    def whole(self) -> Node:
        """Return the thing, and beside it what cannot be reached from it."""
        node = self.node(self.root, ())
        waiting = [part for part in sorted(self.parts) if not self.done[part]]
        for part in waiting:
            self._attach(node, part)
        beside = [self.node(part, ()) for part in waiting if not self.done[part]]
        for name, nameless in self.nameless.items():
            if self.done[name] == 1 and name not in self.used:
                del nameless[self.framing.id]
        return {"@graph": [node, *beside]} if beside else node

    def node(self, subject: str, above: tuple[str, ...]) -> Node:
        """Return a subject as a node; `above` are those around it."""
        node: Node = {self.framing.id: self.framing.name(subject)}
        root, above, known = self.root, (*above, subject), self.framing.known
        self.done[subject] += 1
        if subject.startswith("_:"):
            self.nameless[subject] = node
        for said in self.statements.get(subject, ()):
            written = known.get(said)
            if written is None or said.endswith(root):
                self._say(node, said, above)
                continue
            key, many, value = written
            if many and key not in node:
                node[key] = [value]  # the usual case, without a call
            else:
                add(node, key, many, value)
        return node

    def _say(self, node: Node, said: str, above: tuple[str, ...]) -> None:
        """Write a statement that has not been written before, or that is written once."""
        predicate, _, value = said.partition(" ")
        slot = self.slots[predicate]
        if value[0] == '"':
            written = place(node, slot, value)
            if written and value[-1] == ">" and len(value) < SHORT:
                self.framing.known[said] = written
        elif value[0] == "_" and self._is_list(value):
            self._add_list(node, slot, value, above)
        else:
            written = slot.key, slot.many, self._reference(slot, value, above)
            add(node, *written)
            if value != self.root and slot.same_everywhere(value):
                self.framing.known[said] = written

    def _reference(self, slot: Slot, value: str, above: tuple[str, ...]) -> Any:
        """Return what stands for a value that is no literal."""
        if value in self.parts and not slot.of_types:
            return self._part(slot, value, above)
        if value.startswith("_:"):
            self.used.add(value)
            return slot.reference(value)
        labelled = None if slot.of_types or value == self.root else self.framing.labelled(value)
        return labelled or slot.reference(value[1:-1])

    def _part(self, slot: Slot, value: str, above: tuple[str, ...]) -> Any:
        """Return a part as a node, or as a reference where it would stand in itself."""
        again = self.done[value] > 0
        if value in above or len(above) > DEEPEST or (again and self.copies >= COPIES):
            self.used.add(value)
            return slot.reference(_bare(value))
        self.copies += again
        return self.node(value, above)

    def _attach(self, node: Node, part: str) -> None:
        """Put a part that says that it belongs to the thing under the property, read backwards."""
        behind = f" {self.root}"
        links = (one[: -len(behind)] for one in self.statements[part] if one.endswith(behind))
        slots = (self.slots[predicate] for predicate in links)
        slot = next((slot for slot in slots if not slot.of_types), None)
        if slot is None or self.done[part]:
            return
        written, name = self.node(part, (self.root,)), slot.backwards
        if name:
            add(node, name, True, written)
        else:
            add(node.setdefault("@reverse", {}), slot.key, slot.many, written)

    def _is_list(self, head: str) -> bool:
        """Tell whether a list begins here that is nothing but a list, and noted once."""
        passed: list[str] = []
        while head != _NIL and head not in self.listed:
            passed.append(head)
            self.listed[head] = False  # also for a list that comes back to itself
            said = [one.partition(" ") for one in self.statements.get(head, ())]
            cell = [one[0] for one in said] == [_FIRST, _REST]
            if not (cell and head.startswith("_:") and self.links[head] == 1):
                break
            head = said[1][2]
        whole = head == _NIL or self.listed[head]
        self.listed.update(dict.fromkeys(passed, whole))
        return whole

    def _cells(self, head: str) -> Iterator[tuple[str, str]]:
        """Yield the places of a list and what is there."""
        while head != _NIL:
            first, rest = self.statements[head]
            yield head, _value(first)
            head = _value(rest)

    def _add_list(self, node: Node, slot: Slot, head: str, above: tuple[str, ...]) -> None:
        """Write a list once: a second time it would be another list."""
        if self.done[head]:
            return
        plain, items = self.slots[_FIRST], []
        for cell, item in self._cells(head):
            self.done[cell] += 1
            literal = item[0] == '"'
            items.append(plain.literal(item)[1] if literal else self._reference(plain, item, above))
        add(node, slot.loose, False, {"@list": items})


def place(node: Node, slot: Slot, text: str) -> Written | None:
    """Write a literal into a node and return how, None where it went into a map of languages."""
    (key, many, language, _), value = slot.literal(text)
    if language:
        add(node.setdefault(key, {}), language, False, value)
        return None
    add(node, key, many, value)
    return key, many, value


def _value(said: str) -> str:
    return said.partition(" ")[2]


def _bare(name: str) -> str:
    """Return the IRI, or the name of a blank node, without the signs around it."""
    return name if name.startswith("_:") else name[1:-1]
