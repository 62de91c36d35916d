"""What shapes allow, in words (https://www.w3.org/TR/shacl/#core-components)."""

from collections.abc import Callable, Sequence

from pyoxigraph import Literal, NamedNode

from klimagraph.namespaces import PREFIXES
from klimagraph.shacl.shapes import Constraint, Shape, Term
from klimagraph.validation.faults import Fault
from klimagraph.validation.labels import Concept, Labels, Text
from klimagraph.validation.patterns import concepts_of, in_words

SHOWN = 12
"""Entries of a list that are named."""
XSD = PREFIXES["xsd"]
DATATYPES = {
    f"{XSD}string": Text("ein Text", "a text"),
    f"{XSD}date": Text("ein Datum wie 2017-06-23", "a date such as 2017-06-23"),
    f"{XSD}dateTime": Text(
        "ein Zeitpunkt wie 2017-06-23T14:30:00", "a date and time such as 2017-06-23T14:30:00"
    ),
    f"{XSD}gYear": Text("ein Jahr wie 2017", "a year such as 2017"),
    f"{XSD}gYearMonth": Text("ein Monat wie 2017-06", "a month such as 2017-06"),
    f"{XSD}integer": Text("eine ganze Zahl wie 42", "a whole number such as 42"),
    f"{XSD}decimal": Text("eine Zahl wie 12.5", "a number such as 12.5"),
    f"{XSD}double": Text("eine Zahl wie 12.5", "a number such as 12.5"),
    f"{XSD}float": Text("eine Zahl wie 12.5", "a number such as 12.5"),
    f"{XSD}boolean": Text("true oder false", "true or false"),
    f"{XSD}anyURI": Text(
        "eine Adresse wie https://example.org/", "an address such as https://example.org/"
    ),
    f"{XSD}yearMonthDuration": Text(
        "ein Abstand wie P1Y (ein Jahr) oder P6M", "an interval such as P1Y (one year) or P6M"
    ),
    f"{PREFIXES['rdf']}langString": Text(
        "ein Text mit Sprachangabe wie @de", "a text with its language, such as @de"
    ),
    f"{PREFIXES['geo']}wktLiteral": Text("ein Ort in WKT", "a geometry in WKT"),
}
LINK = Text("ein Verweis (IRI), kein Text", "a link (IRI), no text")
RANGES = 3
"""Classes of a property that are named."""
KINDS = {
    "IRI": LINK,
    "BlankNode": Text("ein Ding ohne eigene Adresse", "a thing without an address of its own"),
    "Literal": Text("ein Text, kein Verweis", "a text, no link"),
    "BlankNodeOrIRI": Text("ein Ding, kein Text", "a thing, no text"),
    "BlankNodeOrLiteral": Text("ein Text", "a text"),
    "IRIOrLiteral": Text("ein Verweis (IRI) oder ein Text", "a link (IRI) or a text"),
}


def expectation(fault: Fault) -> Text:
    """Return what the shape of a fault allows for its property.

    A rule over several properties says so itself, unless a value is missing.
    """
    if fault.result.shape.path is None and fault.value is not None:
        return Text("", "")
    parts = [part for part in (count(fault), kind(fault)) if part]
    return Text(", ".join(part.de for part in parts), ", ".join(part.en for part in parts))


def count(fault: Fault) -> Text | None:
    """Return how many values are allowed."""
    least, most = fault.number("minCount") or 0, fault.number("maxCount")
    if (least, most) == (1, 1):
        return Text("genau eine Angabe", "exactly one value")
    if least and least == most:
        return Text(f"genau {least} Angaben", f"exactly {least} values")
    said = []
    if least:
        said.append(Text(f"mindestens {amount(least).de}", f"at least {amount(least).en}"))
    if most is not None:
        said.append(Text(f"höchstens {amount(most).de}", f"at most {amount(most).en}"))
    if not said:
        return None
    return Text(", ".join(each.de for each in said), ", ".join(each.en for each in said))


def amount(number: int) -> Text:
    """Return so many values in words."""
    if number == 1:
        return Text("eine Angabe", "one value")
    return Text(f"{number} Angaben", f"{number} values")


def kind(fault: Fault) -> Text | None:
    """Return what kind of value is allowed, as the most telling constraint says."""
    for name, describe in DESCRIPTIONS.items():
        constraint = fault.parameter(name)
        if constraint and (said := describe(constraint, fault)):
            return said
    return None


def allowed_kind(constraint: Constraint) -> Text | None:
    """Return what kind of node a constraint wants, where it wants one."""
    return KINDS.get(_iri(constraint.terms[0]).rpartition("#")[2])


def allowed_concepts(fault: Fault) -> tuple[Concept, ...]:
    """Return the concepts that the shape of a fault allows; none where it wants others."""
    if constraint := fault.parameter("in"):
        known = fault.labels.all_concepts
        return tuple(known[_iri(each)] for each in constraint.terms if _iri(each) in known)
    constraint = fault.parameter("pattern")
    return concepts_of(_text(constraint.terms[0]), fault.labels) if constraint else ()


def concepts_of_shape(shape: Shape, labels: Labels) -> tuple[Concept, ...]:
    """Return the concepts of ours that a shape of a property allows; none where it wants others."""
    for constraint in shape.constraints:
        if constraint.parameter == "in":
            known = labels.all_concepts
            return tuple(known[_iri(each)] for each in constraint.terms if _iri(each) in known)
        if constraint.parameter == "pattern":
            return concepts_of(_text(constraint.terms[0]), labels)
    return ()


def one_of(names: Sequence[str], ending: str) -> str:
    """Return the first names of a list as one text."""
    more = ending if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _listed(constraint: Constraint, fault: Fault) -> Text:
    names = [fault.labels.of(each) for each in constraint.terms]
    german, english = [each.de for each in names], [each.en for each in names]
    return Text(f"einer der Werte: {one_of(german, ' …')}", f"one of: {one_of(english, ' …')}")


def _pattern(constraint: Constraint, fault: Fault) -> Text | None:
    pattern = _text(constraint.terms[0])
    names = [each.label for each in concepts_of(pattern, fault.labels)]
    if not names:
        return in_words(pattern)
    german = one_of([each.de for each in names], " …")
    english = one_of([each.en for each in names], " …")
    return Text(f"einer der Begriffe: {german}", f"one of the concepts: {english}")


def _datatype(constraint: Constraint, _fault: Fault) -> Text | None:
    name = _iri(constraint.terms[0])
    return DATATYPES.get(name)


def _class(constraint: Constraint, fault: Fault) -> Text:
    name = fault.labels.of(constraint.terms[0])
    return Text(f"ein Verweis auf: {name.de}", f"a link to: {name.en}")


def _kind(constraint: Constraint, fault: Fault) -> Text | None:
    allowed = allowed_kind(constraint)
    if allowed is not LINK or not fault.predicate:
        return allowed
    names = [fault.labels.named(each) for each in fault.labels.range_of(fault.predicate)]
    said = [name for name in names if name]
    if not 0 < len(said) <= RANGES:
        return allowed
    german, english = " / ".join(each.de for each in said), " / ".join(each.en for each in said)
    return Text(f"ein Verweis (IRI) auf: {german}", f"a link (IRI) to: {english}")


def _least(constraint: Constraint, _fault: Fault) -> Text:
    limit = _text(constraint.terms[0])
    return Text(f"ein Wert ab {limit}", f"a value from {limit}")


def _most(constraint: Constraint, _fault: Fault) -> Text:
    limit = _text(constraint.terms[0])
    return Text(f"ein Wert bis {limit}", f"a value up to {limit}")


def _languages(constraint: Constraint, _fault: Fault) -> Text:
    names = ", ".join(_text(each) for each in constraint.terms)
    return Text(f"ein Text in einer der Sprachen: {names}", f"a text in one of: {names}")


def _one_each(_constraint: Constraint, _fault: Fault) -> Text:
    return Text("je Sprache nur ein Text", "one text in each language")


def _text(value: Term) -> str:
    return value.value if isinstance(value, Literal | NamedNode) else str(value)


def _iri(value: Term) -> str:
    return value.value if isinstance(value, NamedNode) else ""


Describe = Callable[[Constraint, Fault], Text | None]
DESCRIPTIONS: dict[str, Describe] = {
    "in": _listed,
    "pattern": _pattern,
    "minInclusive": _least,
    "maxInclusive": _most,
    "datatype": _datatype,
    "class": _class,
    "languageIn": _languages,
    "uniqueLang": _one_each,
    "nodeKind": _kind,
}
"""By parameter, the most telling first: what it allows."""
