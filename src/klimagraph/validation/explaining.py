"""Findings in words: labels, what is allowed, an example, a repair (docs/adr/0016)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import NamedNode

from klimagraph.shacl import Data
from klimagraph.shacl.shapes import Shape, Term
from klimagraph.terms import is_iri
from klimagraph.validation.examples import example
from klimagraph.validation.expectations import concepts_of_shape, expectation
from klimagraph.validation.faults import Candidates, Fault, nobody
from klimagraph.validation.findings import Finding
from klimagraph.validation.grouping import Key, Traced
from klimagraph.validation.labels import Labels, Text, preferred, shortened
from klimagraph.validation.naming import Naming
from klimagraph.validation.repairs import repairs_of, repairs_of_names
from klimagraph.validation.sentences import message
from klimagraph.validation.titles import mending, title

LONGEST = 2_000
"""Characters of a value that a report holds; files may have texts of any length."""
VALUES = 5
"""Values that are named where not one of them is at fault, but their number."""


@dataclass(frozen=True)
class Explaining:
    """Puts in words what shapes found in data; `candidates` finds authorities by name or key."""

    data: Data
    shapes: Iterable[Shape] = ()
    candidates: Candidates = nobody

    @cached_property
    def labels(self) -> Labels:
        """Return the names of things in the data."""
        return Labels(self.data.store)

    @cached_property
    def naming(self) -> Naming:
        """Return the names of nodes that stay."""
        return Naming(self.data.store)

    @cached_property
    def about(self) -> dict[Term, list[tuple[set[Term], Shape]]]:
        """Return what shapes say of a property, with the classes for which they do."""
        found: dict[Term, list[tuple[set[Term], Shape]]] = {}
        for shape in self.shapes:
            for inner in shape.properties:
                if inner.path and inner.path.predicate:
                    classes: set[Term] = set(shape.target_classes)
                    found.setdefault(inner.path.predicate, []).append((classes, inner))
        return found

    def key(self, traced: Traced) -> Key:
        """Return focus, path and value by names that are the same in every run."""
        finding, wanted = traced.finding, traced.wanted
        if wanted is None:
            return finding.focus, finding.path, finding.value
        value = self.naming.of(wanted.object) if finding.value else ""
        return self.naming.of(wanted.subject), finding.path, value

    def explained(self, traced: Traced) -> Finding:
        """Return a finding with labels, and with what the result of a shape tells besides."""
        labelled = self._labelled(traced)
        if traced.result:
            beside = self._beside(traced)
            fault = Fault(traced.result, self.data, self.labels, self.candidates, beside)
            return _of_result(labelled, fault)
        if traced.finding.repairs:
            return labelled
        shape = self._beside(traced)
        allowed = concepts_of_shape(shape, self.labels) if shape else ()
        return repairs_of_names(labelled, self.labels, self.candidates, allowed)

    def title(self, traced: Traced) -> Text:
        """Return what a group of such findings is called."""
        finding = self._labelled(traced)
        name = Text(finding.path_label_de, finding.path_label_en)
        shape = traced.result.shape if traced.result else None
        return title(finding, shape, name)

    def mending(self, finding: Finding) -> Text:
        """Return how all findings of a group are mended."""
        return mending(finding)

    def _labelled(self, traced: Traced) -> Finding:
        finding, wanted = traced.finding, traced.wanted
        focus = wanted.subject if wanted else _node(finding.focus)
        value = wanted.object if wanted else _node(finding.value)
        path, short = self._path(traced), len(finding.value) <= LONGEST
        return replace(
            finding,
            value=finding.value if short else f"{finding.value[:LONGEST]}…",
            focus_label=finding.focus_label or (self.labels.of(focus).de if focus else ""),
            path_label_de=finding.path_label_de or path.de,
            path_label_en=finding.path_label_en or path.en,
            value_label=finding.value_label or self._value(finding, value),
            value_term=str(value) if value is not None and finding.value and short else "",
        )

    def _value(self, finding: Finding, value: Term | None) -> str:
        if value is not None and finding.value:
            return self.labels.of(value).de
        return shortened(finding.value)

    def _path(self, traced: Traced) -> Text:
        """Return what people call the path of a finding, nothing where there is none."""
        shape = traced.result.shape if traced.result else None
        if shape and shape.path and (own := preferred(shape.names)):
            return own
        node = _node(traced.finding.path)
        if node is None:
            return Text(traced.finding.path, traced.finding.path)
        beside = self._beside(traced)
        name = preferred(beside.names) if beside else None
        return name or self.labels.of(node)

    def _beside(self, traced: Traced) -> Shape | None:
        """Return the shape that says most of the values of the property that a finding names."""
        node, wanted = _node(traced.finding.path), traced.wanted
        if node is None or wanted is None:
            return None
        kinds = self.labels.kinds(wanted.subject)
        rows = self.about.get(node, [])
        fitting = [shape for classes, shape in rows if classes & kinds]
        return max(fitting, key=lambda shape: len(shape.constraints), default=None)


def _of_result(finding: Finding, fault: Fault) -> Finding:
    said, wanted = message(fault), expectation(fault)
    values = fault.values[:VALUES] if fault.value is None else []
    stands = ", ".join(fault.labels.of(each).de for each in values)
    return replace(
        finding,
        message_de=said.de,
        message_en=said.en,
        value_label=stands if fault.value is None else finding.value_label,
        expected_de=wanted.de,
        expected_en=wanted.en,
        example=example(fault),
        repairs=repairs_of(fault),
    )


def _node(text: str) -> NamedNode | None:
    """Return an IRI that stands in a finding as a node."""
    return NamedNode(text) if "://" in text and is_iri(text) else None
