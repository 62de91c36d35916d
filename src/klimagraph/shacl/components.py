"""Constraint components as queries (https://www.w3.org/TR/shacl/#core-components).

Each function stands for one component and is named like its parameter.
A query selects `?this`, the focus node, and `?value` where the component reports one;
a test is an expression that is true for a value node that is at fault.
Texts are made of nothing but terms that pyoxigraph wrote out.
"""

from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode

from klimagraph.namespaces import PREFIXES
from klimagraph.shacl.literals import ALIASED
from klimagraph.shacl.shapes import Constraint, Path, Shape

XSD = PREFIXES["xsd"]
CASTS = frozenset(
    XSD + name
    for name in (
        "boolean", "integer", "decimal", "float", "double", "date", "dateTime", "time",
        "duration", "yearMonthDuration", "dayTimeDuration", "gYear", "gYearMonth",
    )
)  # fmt: skip
"""Datatypes whose lexical forms the engine knows."""
NOTHING = "SELECT ?this { FILTER(false) }"
KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBLANK({0})",
    "Literal": "isLITERAL({0})",
    "BlankNodeOrIRI": "(isBLANK({0}) || isIRI({0}))",
    "BlankNodeOrLiteral": "(isBLANK({0}) || isLITERAL({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLITERAL({0}))",
}


def compiled(shape: Shape, constraint: Constraint, focus: str) -> str:
    """Return the query for one constraint over the focus nodes that a pattern binds."""
    test = TESTS.get(constraint.parameter)
    if test is None:
        return QUERIES[constraint.parameter](shape, constraint, focus)
    selected, pattern, value = values(shape.path)
    return f"SELECT ?this {selected} {{ {focus} {pattern} FILTER({test(constraint, value)}) }}"


def value_test(shape: Shape, constraint: Constraint) -> str | None:
    """Return what is true for a value node that breaks a constraint by itself, if that is so."""
    if constraint.parameter == "maxCount" and constraint.number == 1 and shape.path:
        return f"EXISTS {{ {second(shape.path)} }}"
    test = None if is_aliased(constraint) else TESTS.get(constraint.parameter)
    return test(constraint, values(shape.path)[2]) if test else None


def is_aliased(constraint: Constraint) -> bool:
    """Tell whether a constraint is by a datatype that the store does not tell."""
    return constraint.parameter == "datatype" and constraint.terms[0] in ALIASED


def any_of(shape: Shape, tests: Iterable[str], focus: str) -> str:
    """Return the pattern of value nodes for which one of some tests is true."""
    either = " || ".join(f"({test})" for test in tests)
    return f"{focus} {values(shape.path)[1]} FILTER({either})"


def values(path: Path | None) -> tuple[str, str, str]:
    """Return what selects the value nodes, their pattern and their variable.

    The value node of a node shape is the focus node itself (SHACL, section 3.2).
    """
    if path is None:
        return "(?this AS ?value)", "", "?this"
    return "?value", f"?this {path.text} ?value .", "?value"


# 4.1 Value type


def class_(constraint: Constraint, value: str) -> str:
    """Return the test for values that are no instance of any of the classes given."""
    return " && ".join(f"NOT EXISTS {{ {value} a {each} }}" for each in constraint.terms)


def datatype(constraint: Constraint, value: str) -> str:
    """Return the test for values of another datatype, or with a form that it does not have."""
    name = constraint.terms[0]
    right = f"DATATYPE({value}) = {name}"
    if isinstance(name, NamedNode) and name.value in CASTS:
        right += f" && isLITERAL({name}(STR({value})))"
    return f"!COALESCE({right}, false)"


def node_kind(constraint: Constraint, value: str) -> str:
    """Return the test for values of another kind."""
    kind = str(getattr(constraint.terms[0], "value", "")).rsplit("#")[-1]
    return f"!{KINDS[kind].format(value)}"


# 4.2 Cardinality


def min_count(shape: Shape, constraint: Constraint, focus: str) -> str:
    """Return the query for focus nodes with too few values."""
    if constraint.number == 0:
        return NOTHING
    _, pattern, _ = values(shape.path)
    if constraint.number == 1:
        return f"SELECT ?this {{ {focus} FILTER NOT EXISTS {{ {pattern} }} }}"
    few = f"HAVING (COUNT(DISTINCT ?value) < {constraint.number})"
    return f"SELECT ?this {{ {focus} OPTIONAL {{ {pattern} }} }} GROUP BY ?this {few}"


def max_count(shape: Shape, constraint: Constraint, focus: str) -> str:
    """Return the query for focus nodes with too many values.

    Looking for a second value is faster than counting, and linear as it ends at the first found.
    """
    _, pattern, _ = values(shape.path)
    if constraint.number == 1 and shape.path:
        return f"SELECT ?this {{ {focus} {pattern} FILTER EXISTS {{ {second(shape.path)} }} }}"
    many = f"HAVING (COUNT(DISTINCT ?value) > {constraint.number})"
    return f"SELECT ?this {{ {focus} {pattern} }} GROUP BY ?this {many}"


def second(path: Path) -> str:
    """Return the pattern of another value beside `?value`."""
    return f"?this {path.text} ?other . FILTER(!sameTerm(?value, ?other))"


# 4.3 Value range


def comparison(sign: str) -> "Test":
    """Return the component whose values compare in one way with a limit."""
    return lambda constraint, value: f"!COALESCE({value} {sign} {constraint.terms[0]}, false)"


# 4.4 Strings


def length(sign: str) -> "Test":
    """Return the component whose values have a length on one side of a limit."""
    return lambda constraint, value: (
        f"(isBLANK({value}) || !(STRLEN(STR({value})) {sign} {constraint.number}))"
    )


def pattern(constraint: Constraint, value: str) -> str:
    """Return the test for values that do not match."""
    arguments = ", ".join(str(each) for each in constraint.terms)
    return f"(isBLANK({value}) || !REGEX(STR({value}), {arguments}))"


def language_in(constraint: Constraint, value: str) -> str:
    """Return the test for values in none of the languages."""
    ranges = [f"LANGMATCHES(LANG({value}), {each})" for each in constraint.terms]
    return f"!COALESCE({' || '.join(ranges) or 'false'}, false)"


def unique_lang(shape: Shape, _constraint: Constraint, focus: str) -> str:
    """Return the query for focus nodes with two values in a language, a row per language."""
    _, pattern, value = values(shape.path)
    return (
        f"SELECT ?this ?language {{ {focus} {pattern} FILTER(LANG({value}) != '') }} "
        f"GROUP BY ?this (LCASE(LANG({value})) AS ?language) HAVING (COUNT(DISTINCT {value}) > 1)"
    )


# 4.5 Property pairs


def equals(shape: Shape, constraint: Constraint, focus: str) -> str:
    """Return the query for values that only one of two properties has."""
    other = constraint.terms[0]
    if shape.path is None:
        here, there = "?this", "FILTER(!sameTerm(?value, ?this))"
    else:
        here, there = "?value", f"FILTER NOT EXISTS {{ ?this {shape.path.text} ?value }}"
    selected, pattern, _ = values(shape.path)
    mine = f"SELECT ?this {selected} {{ {focus} {pattern} "
    mine += f"FILTER NOT EXISTS {{ ?this {other} {here} }} }}"
    return (
        f"SELECT ?this ?value {{ {{ {mine} }} UNION {{ {focus} ?this {other} ?value . {there} }} }}"
    )


def disjoint(constraint: Constraint, value: str) -> str:
    """Return the test for values that another property has as well."""
    return f"EXISTS {{ ?this {constraint.terms[0]} {value} }}"


def less_than(sign: str) -> "Query":
    """Return the component whose values are below those of another property, a row per pair."""

    def query(shape: Shape, constraint: Constraint, focus: str) -> str:
        selected, pattern, value = values(shape.path)
        return (
            f"SELECT ?this {selected} ?other {{ {focus} {pattern} "
            f"?this {constraint.terms[0]} ?other . "
            f"FILTER(!COALESCE({value} {sign} ?other, false)) }}"
        )

    return query


# 4.8 Other


def closed(_shape: Shape, constraint: Constraint, focus: str) -> str:
    """Return the query for values of properties that the shape does not name."""
    allowed = ", ".join(str(each) for each in constraint.terms)
    return f"SELECT ?this ?path ?value {{ {focus} ?this ?path ?value . {_not_in(allowed)} }}"


def _not_in(allowed: str) -> str:
    return f"FILTER(?path NOT IN ({allowed}))" if allowed else ""


def has_value(shape: Shape, constraint: Constraint, focus: str) -> str:
    """Return the query for focus nodes that lack a value."""
    wanted = constraint.terms[0]
    if shape.path is None:
        return f"SELECT ?this {{ {focus} FILTER(!sameTerm(?this, {wanted})) }}"
    return f"SELECT ?this {{ {focus} FILTER NOT EXISTS {{ ?this {shape.path.text} {wanted} }} }}"


def in_(constraint: Constraint, value: str) -> str:
    """Return the test for values that are not on the list."""
    same = [f"sameTerm({value}, {each})" for each in constraint.terms]
    return f"!({' || '.join(same) or 'false'})"


Test = Callable[[Constraint, str], str]
Query = Callable[[Shape, Constraint, str], str]

TESTS: dict[str, Test] = {
    "class": class_,
    "datatype": datatype,
    "nodeKind": node_kind,
    "minExclusive": comparison(">"),
    "minInclusive": comparison(">="),
    "maxExclusive": comparison("<"),
    "maxInclusive": comparison("<="),
    "minLength": length(">="),
    "maxLength": length("<="),
    "pattern": pattern,
    "languageIn": language_in,
    "disjoint": disjoint,
    "in": in_,
}
"""Components that look at each value by itself."""
QUERIES: dict[str, Query] = {
    "minCount": min_count,
    "maxCount": max_count,
    "uniqueLang": unique_lang,
    "equals": equals,
    "lessThan": less_than("<"),
    "lessThanOrEquals": less_than("<="),
    "closed": closed,
    "hasValue": has_value,
}
"""Components that look at all values of a focus node together."""
