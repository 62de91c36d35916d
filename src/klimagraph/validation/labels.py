"""Names of things as people know them, found in the statements that a validation sees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from klimagraph.folding import folded
from klimagraph.namespaces import CONCEPTS, TERMS, THINGS, compact
from klimagraph.shacl.shapes import Term
from klimagraph.terms import is_iri, term

NAMES = tuple(
    map(
        term,
        ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name", "vcard:fn", "schema:name"),
    )
)
"""Properties that name something, the one that people prefer first."""
KEYS = tuple(
    map(
        term,
        ("klima:ags", "klima:districtKey", "klima:regionKey", "klima:stateKey", "klima:ars"),
    )
)
"""Official keys that tell authorities of one name apart."""
LANGUAGES = {"de": ("de", "", "en"), "en": ("en", "", "de")}
"""By language: those that a name is taken from, in this order."""
LONGEST = 80
"""Characters of a value that are shown in a sentence."""
TYPE, IN_SCHEME = term("rdf:type"), term("skos:inScheme")
DEFINED, RANGE = term("rdfs:isDefinedBy"), term("schema:rangeIncludes")
SEE_ALSO = term("rdfs:seeAlso")
ALTERNATIVE, NOTATION, EXAMPLE = term("skos:altLabel"), term("skos:notation"), term("skos:example")


@dataclass(frozen=True)
class Text:
    """Something said in German and in English."""

    de: str
    en: str


@dataclass(frozen=True)
class Concept:
    """An entry of a list of concepts, and all the words that stand for it."""

    iri: str
    label: Text
    words: tuple[str, ...]


class Labels:
    """Names in one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[Term, Text] = {}
        self._schemes: dict[str, tuple[Concept, ...]] = {}

    def of(self, node: Term) -> Text:
        """Return what people call a term."""
        if node not in self._known:
            self._known[node] = self._made(node)
        return self._known[node]

    def named(self, node: NamedNode | BlankNode) -> Text | None:
        """Return the name that the statements give to something."""
        return preferred(value for name in NAMES for value in self.literals(node, name))

    def literals(self, node: NamedNode | BlankNode, name: NamedNode) -> Iterator[Literal]:
        """Yield the literals that something has for a property."""
        for quad in self.store.quads_for_pattern(node, name, None):
            if isinstance(quad.object, Literal):
                yield quad.object

    def key(self, node: NamedNode | BlankNode) -> str:
        """Return the official key of an authority, else nothing."""
        return next((value.value for key in KEYS for value in self.literals(node, key)), "")

    def kinds(self, node: Term) -> set[Term]:
        """Return the classes of something."""
        if not isinstance(node, NamedNode | BlankNode):
            return set()
        return {quad.object for quad in self.store.quads_for_pattern(node, TYPE, None)}

    def kind(self, node: NamedNode | BlankNode) -> Text | None:
        """Return what the class of something is called, one of ours before others."""
        kinds = [each for each in self.kinds(node) if isinstance(each, NamedNode)]
        for kind in sorted(kinds, key=lambda each: (not each.value.startswith(TERMS), each.value)):
            if name := self.named(kind):
                return name
        return None

    def concepts(self, scheme: str) -> tuple[Concept, ...]:
        """Return the entries of a list of concepts in the order of their German names."""
        if not is_iri(scheme):
            return ()
        if scheme not in self._schemes:
            quads = self.store.quads_for_pattern(None, IN_SCHEME, NamedNode(scheme))
            nodes = (quad.subject for quad in quads)
            found = [self._concept(node) for node in nodes if isinstance(node, NamedNode)]
            self._schemes[scheme] = tuple(sorted(found, key=lambda each: each.label.de))
        return self._schemes[scheme]

    @cached_property
    def all_concepts(self) -> dict[str, Concept]:
        """Return all concepts by their IRI."""
        schemes = {quad.object for quad in self.store.quads_for_pattern(None, IN_SCHEME, None)}
        names = sorted(each.value for each in schemes if isinstance(each, NamedNode))
        return {each.iri: each for name in names for each in self.concepts(name)}

    def known(self, node: NamedNode) -> bool:
        """Tell whether anything is said about a thing."""
        return next(iter(self.store.quads_for_pattern(node, None, None)), None) is not None

    @cached_property
    def words(self) -> list[str]:
        """Return the words of our vocabulary without its namespace."""
        quads = self.store.quads_for_pattern(None, DEFINED, None)
        names = {each.subject.value for each in quads if isinstance(each.subject, NamedNode)}
        return sorted(each.removeprefix(TERMS) for each in names if each.startswith(TERMS))

    def with_name(self, text: str) -> tuple[str, ...]:
        """Return what has a name, whatever its capitals and accents."""
        return self._by_name.get(folded(text), ())

    def range_of(self, node: NamedNode) -> tuple[NamedNode, ...]:
        """Return the classes whose instances are values of a property."""
        quads = self.store.quads_for_pattern(node, RANGE, None)
        found = [quad.object for quad in quads if isinstance(quad.object, NamedNode)]
        return tuple(sorted(found, key=str))

    def instance(self, node: NamedNode) -> str:
        """Return a real instance that the vocabulary shows for a class."""
        quads = self.store.quads_for_pattern(node, SEE_ALSO, None)
        found = [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]
        return min((each for each in found if each.startswith(THINGS)), default="")

    def example(self, node: NamedNode) -> str:
        """Return a real value that the vocabulary shows for a property."""
        return min((value.value for value in self.literals(node, EXAMPLE)), default="")

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for name in NAMES:
            for quad in self.store.quads_for_pattern(None, name, None):
                if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                    found.setdefault(folded(quad.object.value), set()).add(quad.subject.value)
        return {name: tuple(sorted(things)) for name, things in found.items()}

    def _concept(self, node: NamedNode) -> Concept:
        words = [value.value for name in NAMES[:1] for value in self.literals(node, name)]
        words += [value.value for value in self.literals(node, ALTERNATIVE)]
        words += [value.value for value in self.literals(node, NOTATION)]
        slug = node.value.rpartition("/")[2]
        label = self.named(node) or Text(slug, slug)
        return Concept(node.value, label, tuple(dict.fromkeys([*sorted(words), slug])))

    def _made(self, node: Term) -> Text:
        if isinstance(node, NamedNode):
            return self._of_iri(node)
        if isinstance(node, BlankNode):
            return self._unnamed(node)
        text = shortened(node.value if isinstance(node, Literal) else str(node))
        return Text(text, text)

    def _of_iri(self, node: NamedNode) -> Text:
        if name := self.named(node):
            key = self.key(node)
            return Text(f"{name.de}, {key}", f"{name.en}, {key}") if key else name
        last = node.value.rstrip("/#").replace("#", "/").rpartition("/")[2]
        kind = self.kind(node)
        if kind and last:
            return Text(f"{kind.de} {last}", f"{kind.en} {last}")
        short = compact(node.value)
        return Text(short, short)

    def _unnamed(self, node: BlankNode) -> Text:
        if name := self.named(node):
            return name
        kind = self.kind(node) or Text("ein Ding", "a thing")
        return Text(f"{kind.de} ohne eigene Adresse", f"{kind.en} without an address of its own")


def preferred(values: Iterable[Literal]) -> Text | None:
    """Return the text in both languages, each from the other where there is only one."""
    known: dict[str, str] = {}
    for value in values:
        known.setdefault((value.language or "").partition("-")[0], value.value)
    if not known:
        return None
    rest = min(known.items(), key=itemgetter(0))[1]
    found = {
        name: next((known[one] for one in order if one in known), rest)
        for name, order in LANGUAGES.items()
    }
    return Text(found["de"], found["en"])


def shortened(text: str) -> str:
    """Return a text in one line that is not too long for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def scheme_of(iri: str) -> str:
    """Return the list that a concept of ours belongs to by its name, else nothing."""
    slug, _, rest = iri.removeprefix(CONCEPTS).partition("/")
    return f"{CONCEPTS}{slug}" if iri.startswith(CONCEPTS) and rest else ""
