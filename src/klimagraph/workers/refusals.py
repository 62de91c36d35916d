"""What is wrong with a query that the engine refused, in words that help to mend it.

The engine names what its grammar might have gone on with
(https://www.w3.org/TR/sparql11-query/#sparqlGrammar), which tells a person little.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from klimagraph.errors import QueryRefused
from klimagraph.namespaces import PREFIXES
from klimagraph.workers import guard

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
FUNCTIONS = """
ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR
GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5
MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512
STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE
URI UUID YEAR
"""
"""The functions and aggregates of SPARQL 1.1."""
OTHERS = """
ADJUST TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LATERAL
A AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
HAVING IN LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE
SILENT TRUE UNDEF UNION VALUES WHERE
"""
"""What the engine adds, and the words that are no functions."""
KNOWN = {*FUNCTIONS.split(), *OTHERS.split()}

LONGEST = 60
"""Characters of a name that is repeated in a message."""

Token = tuple[int, str, str]


def explained(query: str, refused: QueryRefused) -> QueryRefused:
    """Return the refusal of a query in plain words, the one of the engine where none fit."""
    try:
        tokens = list(guard.tokens(query))
    except QueryRefused as error:
        return error
    offset, message = _fault(tokens) or (None, "")
    if offset is None:
        return refused
    return QueryRefused(message, *guard.place(query, offset))


def _fault(tokens: list[Token]) -> tuple[int, str] | None:
    """Return where and what the first fault is that we have words for."""
    body = list(_body(tokens))
    if not tokens:
        return 0, "the query is empty"
    if not body:
        return tokens[-1][0], "the query is empty but for its prefixes"
    offset, kind, text = body[0]
    if kind == "word" and text.upper() in UPDATES:
        return offset, "this is an update; send it to /update"
    return next(_undeclared(tokens, body), None) or next(_unknown(body), None)


def _body(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens behind the declarations of prefixes and of the base."""
    rest = iter(tokens)
    for token in rest:
        if token[2].upper() == "PREFIX":
            next(rest, None)
        elif token[1] != "iri" and token[2].upper() not in ("BASE", "PREFIX:"):
            yield token
            break
    yield from rest


def _undeclared(tokens: list[Token], body: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield the names whose prefix nobody declared."""
    before = tokens[: len(tokens) - len(body)]
    declared = {_prefix(text) for _, kind, text in before if kind in ("local", "name")}
    for offset, kind, text in body:
        prefix = _prefix(text)
        if kind not in ("local", "name") or prefix in {"_", *declared} or len(prefix) > LONGEST:
            continue
        known = PREFIXES.get(prefix)
        example = f"PREFIX {prefix}: <{known}>" if known else f"PREFIX {prefix}: <…> with its IRI"
        yield offset, f"the prefix {prefix}: is not declared; add {example}"


def _prefix(text: str) -> str:
    return text.partition(":")[0]


def _unknown(body: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield the words that are called like functions, but are none."""
    for (offset, kind, text), (_, _, following) in pairwise(body):
        called = kind == "word" and following == "("
        if called and text.upper() not in KNOWN and len(text) <= LONGEST:
            near = get_close_matches(text.upper(), FUNCTIONS.split(), 1)
            hint = f"; is {near[0]} meant?" if near else ""
            yield offset, f"there is no function {text}{hint}"
