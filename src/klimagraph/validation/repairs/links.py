"""The thing that was meant by a name, a key or an address that is almost right."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from klimagraph.namespaces import PREFIXES
from klimagraph.terms import is_iri
from klimagraph.validation.expectations import allowed_concepts
from klimagraph.validation.faults import Fault
from klimagraph.validation.findings import Repair
from klimagraph.validation.repairs.fitting import fits

KINDS = ("IRI", "BlankNodeOrIRI")
LONGEST = 200
"""Characters that a name or an address can have."""
PROPOSED = 3


def links(fault: Fault) -> Iterator[Repair]:
    """Yield links that were meant, where a link is wanted."""
    text = fault.text.strip()
    if not text or len(text) > LONGEST or not wants_link(fault) or allowed_concepts(fault):
        return
    if "://" in text:
        yield from addresses(fault, text)
    elif isinstance(fault.value, Literal):
        yield from names(fault, text)


def addresses(fault: Fault, text: str) -> Iterator[Repair]:
    """Yield an address that stands there as text, or is known in a slightly other form."""
    known = next((one for one in variants(text) if _exists(fault, one) and fits(fault, one)), None)
    if known:
        label = fault.labels.of(NamedNode(known))
        yield Repair(
            f"Gemeint ist wohl {label.de}: {known}", f"Probably meant: {label.en}: {known}", known
        )
    elif isinstance(fault.value, Literal) and is_iri(text) and fits(fault, text):
        yield Repair(f"Als Verweis schreiben: <{text}>", f"Write it as a link: <{text}>", text)


def names(fault: Fault, text: str) -> Iterator[Repair]:
    """Yield the things that have a name or key."""
    own = [iri for iri in fault.labels.with_name(text) if fits(fault, iri)]
    for iri in own[:PROPOSED]:
        label = fault.labels.of(NamedNode(iri))
        yield Repair(f"Meinten Sie {label.de}?", f"Did you mean {label.en}?", iri)
    if own:
        return
    for each in [one for one in fault.candidates(text) if fits(fault, one.iri)][:PROPOSED]:
        called = f"{each.label}, {each.key}" if each.key else each.label
        yield Repair(f"Meinten Sie {called}?", f"Did you mean {called}?", each.iri)


def wants_link(fault: Fault) -> bool:
    """Tell whether the shape of a fault wants a link."""
    kind, named = fault.parameter("nodeKind"), fault.parameter("class")
    if kind and isinstance(kind.terms[0], NamedNode):
        return kind.terms[0].value.removeprefix(PREFIXES["sh"]) in KINDS
    return named is not None


def variants(text: str) -> Iterator[str]:
    """Yield an address, and as others write it: http or https, with or without a last stroke."""
    rest = re.sub(r"^https?://", "", text)
    for scheme in ("https://", "http://"):
        for end in (rest, rest.rstrip("/"), f"{rest.rstrip('/')}/"):
            if is_iri(scheme + end):
                yield scheme + end


def _exists(fault: Fault, iri: str) -> bool:
    found = fault.data.store.quads_for_pattern(NamedNode(iri), None, None)
    return iri != getattr(fault.value, "value", "") and next(iter(found), None) is not None
