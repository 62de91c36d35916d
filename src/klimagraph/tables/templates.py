"""Templates made from the shapes of the profiles for submissions (docs/adr/0013)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Store

from klimagraph.errors import NotFound
from klimagraph.namespaces import SHAPES, TERMS
from klimagraph.tables.columns import KEY_TITLE, Column, Kind, Node, Template, Words, local_name
from klimagraph.tables.kinds import Property, columns_of
from klimagraph.tables.words import derived_properties, objects, read_words, value, words
from klimagraph.terms import term

PREFIX = "submission-"
NAMES = frozenset(
    term(name).value for name in ("skos:prefLabel", "dcterms:title", "foaf:name", "rdfs:label")
)
"""Properties that name a thing: several rows may then speak of the same one."""
LIVES_ALONE = term("skos:prefLabel").value
"""What needs a name in this sense is a thing of its own, to which a row refers."""
EVIDENCE, REASON = TERMS + "evidence", TERMS + "reason"
DEEPEST = 2


def templates(root: Path) -> tuple[Template, ...]:
    """Return the templates: one for each profile for submissions, by name."""
    return tuple(_template(root, token) for token in _tokens(root))


def template_of(root: Path, name: str) -> Template:
    """Return the template of a class, named as its profile or as the class itself.

    Raises NotFound, which names those that there are.
    """
    if name in _tokens(root):
        return _template(root, name)
    for template in templates(root):
        if name.lower() in (template.token, template.class_name.lower(), template.class_iri):
            return template
    known = ", ".join(template.token for template in templates(root))
    raise NotFound(f"there is no template {name!r}; known are {known}")


@lru_cache(32)
def _template(root: Path, token: str) -> Template:
    return _Reading(read_words(root), derived_properties(root)).template(token)


@lru_cache(2)
def _tokens(root: Path) -> tuple[str, ...]:
    reading = _Reading(read_words(root), frozenset())
    return tuple(token for token in sorted(reading.profiles()) if reading.shape_of(token))


@dataclass
class _Reading:
    """Reads templates from a store with shapes and vocabulary."""

    store: Store
    derived: frozenset[str]
    shapes: list[NamedNode] = field(default_factory=list)
    """Those of the profile that is being read."""

    def profiles(self) -> Iterator[str]:
        for quad in self.store.quads_for_pattern(None, term("prof:hasToken"), None):
            token = getattr(quad.object, "value", "")
            if token.startswith(PREFIX):
                yield token.removeprefix(PREFIX)

    def artifacts(self, token: str) -> list[NamedNode]:
        profile = NamedNode(f"{SHAPES}profile-{PREFIX}{token}-validation")
        found = objects(self.store, profile, "prof:hasArtifact")
        return sorted((one for one in found if isinstance(one, NamedNode)), key=str)

    def shape_of(self, token: str) -> NamedNode | None:
        """Return the shape of the class of a row: the one that the profile is named after."""
        named = (one for one in self.artifacts(token) if local_name(one.value).lower() == token)
        return next(named, None)

    def template(self, token: str) -> Template:
        self.shapes = self.artifacts(token)
        shape = self.shape_of(token)
        assert shape is not None  # noqa: S101  # asked before
        class_iri = value(self.store, shape, "sh:targetClass")
        label = words(self.store, shape, "sh:name")
        row = Node("", "", "", class_iri, label, True, False, True)
        nodes, columns = self._below(row, 0)
        key = Column("", "", Words(*KEY_TITLE), Kind.KEY, _KEY_WORDS)
        description = words(self.store, shape, "sh:description")
        kept = tuple(_without_evidence_twice(nodes))
        names = {node.name for node in kept}
        ordered = tuple(column for column in columns if column.node in names)
        return Template(token, class_iri, label, description, kept, (key, *ordered))

    def _below(self, node: Node, depth: int) -> tuple[list[Node], list[Column]]:
        """Return a node with those that hang on it, and the columns of all."""
        nodes, columns, hanging = [node], list[Column](), list[Node]()
        for one in self.properties(node.class_iri):
            target = self._hanging(one, node)
            if one.iri in self.derived or self._points_back(one, node):
                continue
            if target and depth < DEEPEST:
                hanging.append(target)
            else:
                columns += columns_of(self.store, one, node)
        for target in sorted(hanging, key=lambda one: one.link == EVIDENCE):
            inner, more = self._below(target, depth + 1)
            nodes += inner
            columns += more
        if node.name:
            key = Column(node.name, "", _key_title(node), Kind.KEY, _INNER_KEY, spare=True)
            columns.append(key)
        return nodes, columns

    def properties(self, class_iri: str) -> list[Property]:
        """Return what the shapes of the profile say of a class, one of each property."""
        found: dict[str, Property] = {}
        for shape in self._shapes_of(class_iri):
            for node in objects(self.store, shape, "sh:property"):
                if not isinstance(node, NamedNode):
                    continue
                one = Property.read(self.store, node)
                if one and one.maximum != 0:
                    found[one.iri] = one if one.iri not in found else found[one.iri].joined(one)
        return sorted(found.values(), key=lambda one: one.place)

    def _shapes_of(self, class_iri: str) -> list[NamedNode]:
        """Return the shapes of a class, the one that bears its name first."""
        mine = [
            shape
            for shape in self.shapes
            if NamedNode(class_iri) in objects(self.store, shape, "sh:targetClass")
        ]
        return sorted(mine, key=lambda shape: local_name(shape.value) != local_name(class_iri))

    def _hanging(self, one: Property, node: Node) -> Node | None:
        """Return the thing that hangs on a node by a property, None where it is no such thing."""
        shape = self._shape_behind(one)
        if shape is None or not one.refers:
            return None
        class_iri = value(self.store, shape, "sh:targetClass")
        inner = self.properties(class_iri)
        if any(item.iri == LIVES_ALONE and item.minimum for item in inner):
            return None
        if class_iri == node.class_iri:
            return None
        name = f"{node.name}/{local_name(one.iri)}".strip("/")
        shared = any(item.iri in NAMES for item in inner)
        evidenced = any(item.iri == EVIDENCE for item in inner)
        label = words(self.store, shape, "sh:name")
        required = bool(one.minimum)
        return Node(name, node.name, one.iri, class_iri, label, required, shared, evidenced)

    def _shape_behind(self, one: Property) -> NamedNode | None:
        """Return the shape of the only class that the values of a property have."""
        for shape in self.shapes:
            class_iri = value(self.store, shape, "sh:targetClass")
            if local_name(shape.value) != local_name(class_iri):
                continue
            same_name = not one.ranges and words(self.store, shape, "sh:name").de == one.title.de
            if one.ranges == (class_iri,) or same_name:
                return shape
        return None

    def _points_back(self, one: Property, node: Node) -> bool:
        """Tell whether a property leads from what hangs on a row back to the row."""
        if not node.name:
            return False
        inverse = local_name(node.link) + "Of"
        return local_name(one.iri) == inverse or one.iri == EVIDENCE


def _without_evidence_twice(nodes: list[Node]) -> Iterator[Node]:
    """Yield nodes without the evidence of what hangs on a row: that of the row holds for all."""
    for node in nodes:
        if not ("/evidence" in f"/{node.name}" and not node.name.startswith("evidence")):
            yield replace(node, evidenced=node.evidenced or not node.name)


def _key_title(node: Node) -> Words:
    return Words(f"{node.label.de}: {KEY_TITLE[0]}", f"{node.label.en}: {KEY_TITLE[1]}")


_KEY_WORDS = Words(
    "Kurzer Name dieser Zeile, der immer gleich bleibt, etwa eine laufende Nummer. "
    "Bleibt das Feld leer, so wird er aus den Angaben der Zeile gebildet.",
    "Short name of this row that always stays the same, such as a running number. "
    "Where it is empty, it is made from what the row says.",
)
_INNER_KEY = Words(
    "Name, unter dem dies schon veröffentlicht ist; bei neuen Angaben leer.",
    "Name under which this is published already; empty for what is new.",
)
