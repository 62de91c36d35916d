"""The rules that a page of the catalogue must obey so that no harvester loses anything."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from klimagraph.catalog.names import TYPE, term

DATASET = term("dcat:Dataset")
PUBLISHER = term("dcterms:publisher")
LABELLING = {term(name) for name in ("rdf:type", "rdfs:label", "skos:prefLabel")}
"""What may be said of a code: the same wherever it stands, so that writing it again mends it."""
ANYWHERE = ("mailto:", "tel:")

RULES = {
    "no-dataset": ("Die Seite nennt keinen Datensatz.", "The page has no dataset."),
    "title": ("Ein Datensatz hat keinen Titel.", "A dataset has no title."),
    "identifier": (
        "Ein Datensatz hat keine oder mehrere Kennungen (dct:identifier).",
        "A dataset has no identifier (dct:identifier), or several.",
    ),
    "identifier-shared": (
        "Zwei Datensätze haben dieselbe Kennung; GovData nimmt dann keinen.",
        "Two datasets have one identifier; GovData then takes neither.",
    ),
    "distribution": (
        "Ein Datensatz hat keine Distribution; manche Portale löschen ihn dann.",
        "A dataset has no distribution; some portals delete it then.",
    ),
    "not-in-catalogue": (
        "Ein Datensatz steht auf der Seite, aber nicht im Katalog, oder umgekehrt.",
        "A dataset is on the page and not in the catalogue, or the other way round.",
    ),
    "blank-node": (
        "Etwas hat keinen eigenen Namen (leerer Knoten).",
        "Something has no name of its own (blank node).",
    ),
    "address": (
        "Ein Name ist keine vollständige Web-Adresse.",
        "A name is no absolute address of the web.",
    ),
    "other-dataset": (
        "Ein Datensatz führt zu einem anderen; GovData löscht dann den anderen mit.",
        "A dataset leads to another one; GovData then deletes the other as well.",
    ),
    "shared": (
        "Zwei Datensätze teilen sich eine Angabe; wird einer gelöscht, verliert sie der andere.",
        "Two datasets share a node; if one is deleted, the other loses it.",
    ),
}
"""What each rule says where it is broken, in German and English."""


@dataclass(frozen=True)
class Breach:
    """A place at which a page breaks a rule."""

    rule: str
    """Key in the table of rules."""
    node: str
    """What it is about."""

    def __str__(self) -> str:
        """Return the rule and the place in English."""
        return f"{RULES[self.rule][1]} {self.node}".strip()


def breaches(page: Iterable[Triple], datasets: Collection[str] = ()) -> list[Breach]:
    """Return how a page breaks the rules; `datasets` are those of the other pages."""
    return list(_Page(page, datasets).breaches())


class _Page:
    """The statements of a page by subject."""

    def __init__(self, page: Iterable[Triple], datasets: Collection[str]) -> None:
        self.said: dict[str, list[Triple]] = {}
        self.blank = 0
        for triple in page:
            self.blank += any(isinstance(one, BlankNode) for one in (triple.subject, triple.object))
            self.said.setdefault(_text(triple.subject), []).append(triple)
        self.own = [
            iri
            for iri, said in self.said.items()
            if any(one.predicate == TYPE and one.object == DATASET for one in said)
        ]
        self.datasets = {*datasets, *self.own}
        self.publishers = {_text(one.object) for one in self._all() if one.predicate == PUBLISHER}

    def breaches(self) -> Iterator[Breach]:
        """Yield everything that is wrong."""
        if not self.own:
            yield Breach("no-dataset", "")
        if self.blank:
            yield Breach("blank-node", f"{self.blank}")
        yield from self._addresses()
        yield from self._listed()
        for iri in self.own:
            yield from self._complete(iri)
        yield from self._identifiers()
        yield from self._trees()

    def _all(self) -> Iterator[Triple]:
        for said in self.said.values():
            yield from said

    def _values(self, iri: str, name: str) -> list[str]:
        wanted = term(name)
        return [_text(one.object) for one in self.said.get(iri, ()) if one.predicate == wanted]

    def _complete(self, iri: str) -> Iterator[Breach]:
        if not any(title.strip() for title in self._values(iri, "dcterms:title")):
            yield Breach("title", iri)
        if len(self._values(iri, "dcterms:identifier")) != 1:
            yield Breach("identifier", iri)
        if not self._values(iri, "dcat:distribution"):
            yield Breach("distribution", iri)

    def _listed(self) -> Iterator[Breach]:
        listed = {_text(one.object) for one in self._all() if one.predicate == term("dcat:dataset")}
        for iri in sorted(listed ^ set(self.own)):
            yield Breach("not-in-catalogue", iri)

    def _identifiers(self) -> Iterator[Breach]:
        used = Counter(
            value for iri in self.own for value in self._values(iri, "dcterms:identifier")
        )
        for value, times in used.items():
            if times > 1:
                yield Breach("identifier-shared", value)

    def _addresses(self) -> Iterator[Breach]:
        names = {
            one.value
            for triple in self._all()
            for one in (triple.subject, triple.object)
            if isinstance(one, NamedNode)
        }
        for name in sorted(names):
            if not name.startswith(("http://", "https://", *ANYWHERE)):
                yield Breach("address", name)

    def _trees(self) -> Iterator[Breach]:
        seen: Counter[str] = Counter()
        for iri in self.own:
            reached = self.reached(iri)
            for other in sorted((reached & self.datasets) - {iri}):
                yield Breach("other-dataset", f"{iri} → {other}")
            seen.update(node for node in reached if node in self.said)
        for node, times in seen.items():
            if times > 1 and node not in self.publishers | self.datasets and not self._code(node):
                yield Breach("shared", node)

    def reached(self, iri: str) -> set[str]:
        """Return everything that links lead to from a node, and the node."""
        reached, ahead = {iri}, [iri]
        while ahead:
            for triple in self.said.get(ahead.pop(), ()):
                target = triple.object
                if not isinstance(target, Literal) and (name := _text(target)) not in reached:
                    reached.add(name)
                    ahead.append(name)
        return reached

    def _code(self, node: str) -> bool:
        """Tell whether only labels are said of a node."""
        return all(one.predicate in LABELLING for one in self.said[node])


def _text(node: object) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else str(getattr(node, "value", node))
