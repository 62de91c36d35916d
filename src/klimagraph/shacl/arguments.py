"""The closed list of constraint parameters, and what may stand at each.

https://www.w3.org/TR/shacl/#core-components
"""

from collections.abc import Callable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from klimagraph.namespaces import PREFIXES
from klimagraph.shacl.graphs import Node, flag, iri, members, node, objects, only, refused, sh
from klimagraph.shacl.shapes import Constraint, Term

XSD = PREFIXES["xsd"]
COUNTS = {"minCount", "maxCount", "minLength", "maxLength"}
QUALIFIED = {"qualifiedMinCount", "qualifiedMaxCount"}
RANGES = {"minExclusive", "minInclusive", "maxExclusive", "maxInclusive"}
PAIRS = {"equals", "disjoint", "lessThan", "lessThanOrEquals"}
LISTED = {"in", "languageIn"}
SHAPES = {"node", "not", "and", "or", "xone", *QUALIFIED}
"""Parameters whose values are shapes or lists of them."""
PARAMETERS = tuple(
    sorted(
        {"class", "datatype", "nodeKind", "pattern", "uniqueLang", "hasValue", "closed", "sparql"}
        | COUNTS | RANGES | PAIRS | LISTED | SHAPES
    )
)  # fmt: skip
"""Everything that is compiled."""
SINGLE = {"datatype", "nodeKind", "uniqueLang", "closed", *COUNTS, *QUALIFIED, *RANGES, *LISTED}
NODE_KINDS = (
    "IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral",
)  # fmt: skip
ENGINE = Store()
"""Holds nothing; it says whether the engine can read a pattern."""


def constraint(graph: Store, shape: Node, parameter: str, value: Term) -> Iterator[Constraint]:
    """Yield the constraint that one value of a parameter stands for; raises ShapesRefused."""
    if parameter in LISTED:
        terms = members(graph, shape, value)
    elif parameter == "pattern":
        flags = only(graph, shape, "flags")
        terms = (value, flags) if flags else (value,)
    elif parameter == "closed":
        terms = tuple(_allowed(graph, shape))
    else:
        terms = (value,)
    for each in terms:
        written(each, shape, parameter)
    CHECKS.get(parameter, _anything)(shape, parameter, terms)
    if parameter not in ("closed", "uniqueLang") or flag(graph, shape, parameter):
        yield Constraint(parameter, terms)


def shape_nodes(graph: Store, shape: Node, parameter: str, value: Term) -> tuple[Term, ...]:
    """Return the shapes that one value of a parameter names."""
    if parameter in QUALIFIED:
        return (node(only(graph, shape, "qualifiedValueShape"), shape, "qualifiedValueShape"),)
    return (value,) if parameter in ("node", "not") else members(graph, shape, value)


def counts(graph: Store, shape: Node, parameter: str) -> tuple[Term, ...]:
    """Return the number of a parameter that counts values of a shape."""
    if parameter not in QUALIFIED:
        return ()
    terms = tuple(objects(graph, shape, sh(parameter)))
    _number(shape, parameter, terms)
    return terms


def written(term: Term, shape: Node, parameter: str) -> str:
    """Return a term as SPARQL; raises ShapesRefused for one that cannot stand in a query."""
    if isinstance(term, BlankNode):
        raise refused(shape, f"sh:{parameter} is a blank node, which is not compiled")
    return str(term)


def _allowed(graph: Store, shape: Node) -> Iterator[Term]:
    """Yield the properties that a closed shape allows (SHACL, section 4.8.1)."""
    if only(graph, shape, "path") is not None:
        raise refused(shape, "sh:closed in a property shape is not compiled")
    for value in objects(graph, shape, sh("property")):
        named = only(graph, node(value, shape, "property"), "path")
        if isinstance(named, NamedNode):
            yield named
    ignored = only(graph, shape, "ignoredProperties")
    if ignored is not None:
        yield from members(graph, shape, ignored)


def _anything(_shape: Node, _parameter: str, _terms: tuple[Term, ...]) -> None:
    """Accept every term."""


def _literals(shape: Node, parameter: str, terms: tuple[Term, ...]) -> None:
    if not all(isinstance(each, Literal) for each in terms):
        raise refused(shape, f"sh:{parameter} has to be a literal")


def _iris(shape: Node, parameter: str, terms: tuple[Term, ...]) -> None:
    for each in terms:
        iri(each, shape, parameter)


def _number(shape: Node, parameter: str, terms: tuple[Term, ...]) -> None:
    if not all(isinstance(each, Literal) and each.value.isdigit() for each in terms):
        raise refused(shape, f"sh:{parameter} has to be a whole number")


def _node_kind(shape: Node, _parameter: str, terms: tuple[Term, ...]) -> None:
    if terms[0] not in [sh(name) for name in NODE_KINDS]:
        raise refused(shape, f"sh:nodeKind {terms[0]} does not exist")


def _datatype(shape: Node, parameter: str, terms: tuple[Term, ...]) -> None:
    iri(terms[0], shape, parameter)


def _pattern(shape: Node, parameter: str, terms: tuple[Term, ...]) -> None:
    _literals(shape, parameter, terms)
    arguments = ", ".join(str(each) for each in terms)
    rows = ENGINE.query(f'SELECT (REGEX("", {arguments}) AS ?read) {{}}')
    if not all(row["read"] for row in rows):  # type: ignore[union-attr]  # it is a SELECT
        raise refused(shape, f"sh:pattern {terms[0]} cannot be read by the engine")


Check = Callable[[Node, str, tuple[Term, ...]], None]
CHECKS: dict[str, Check] = {
    **dict.fromkeys(COUNTS, _number),
    **dict.fromkeys(RANGES | {"languageIn", "uniqueLang"}, _literals),
    **dict.fromkeys(PAIRS | {"class", "closed"}, _iris),
    "nodeKind": _node_kind,
    "datatype": _datatype,
    "pattern": _pattern,
}
