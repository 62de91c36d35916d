"""A named query written out with its values, for people who go on from there.

Asking never does this: there, values are substitutions (`klimagraph.queries.bind`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klimagraph.queries import MARK, NamedQuery, bind
from klimagraph.workers import guard

CLAUSES = ("SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
"""Words that begin another part of a query."""


def written_out(query: NamedQuery, given: dict[str, str]) -> str:
    """Return the text of a query in which terms stand for its parameters.

    What was projected or grouped keeps its name. Raises QueryRefused for wrong values.
    """
    terms = dict(bind(query, given))
    lines = [line for line in query.text.splitlines() if not line.startswith(MARK)]
    heading = f"# {query.title['de']} / {query.title['en']}\n"
    return heading + _replaced("\n".join(lines).strip(), terms) + "\n"


@dataclass(frozen=True)
class _Token:
    """A token with the clause it stands in."""

    start: int
    kind: str
    text: str
    clause: str
    """SELECT, GROUP, ORDER …, empty inside of a pattern or of parentheses."""
    depth: int
    """How many braces are open."""
    before: str
    """The two tokens before it, in capitals."""


def _replaced(text: str, terms: dict[str, str]) -> str:
    tokens = list(_placed(text))
    parts, end = [], 0
    for name, term in terms.items():
        if any(token.before.endswith("VALUES") and token.text == f"?{name}" for token in tokens):
            return _listed(text, name, term)
    for token in tokens:
        term = terms.get(token.text[1:], "") if token.kind == "variable" else ""
        if term:
            start, stop = _extent(text, token)
            parts += [text[end:start], _instead(token, term, tokens)]
            end = stop
    return "".join([*parts, text[end:]])


def _listed(text: str, name: str, term: str) -> str:
    """Return the text where the list of values that a variable has there holds one only."""
    return re.sub(
        rf"VALUES \?{name} \{{[^{{}}]*\}}", lambda _: f"VALUES ?{name} {{ {term} }}", text
    )


def _extent(text: str, token: _Token) -> tuple[int, int]:
    """Return where the text begins and ends that a term replaces."""
    if token.before != "BOUND (":
        return token.start, token.start + len(token.text)
    return text.upper().rindex("BOUND", 0, token.start), text.index(")", token.start) + 1


def _instead(token: _Token, term: str, tokens: Sequence[_Token]) -> str:
    """Return what stands for a variable: its term, and its name where the answer shows it."""
    if token.before == "BOUND (":
        return "true"
    if token.clause not in ("SELECT", "GROUP"):
        return token.text if token.clause else term
    named = any(_names(other, token) for other in tokens)
    return token.text if named else f"({term} AS {token.text})"


def _names(other: _Token, token: _Token) -> bool:
    """Tell whether the variable has its value from another place: further in, or from GROUP BY."""
    if other.text != token.text or other.clause not in ("SELECT", "GROUP"):
        return False
    grouped = other.depth == token.depth and (other.clause, token.clause) == ("GROUP", "SELECT")
    return grouped or other.depth > token.depth


def _placed(text: str) -> Iterator[_Token]:
    clauses: list[str] = [""]
    parentheses, before = 0, ("", "")
    for start, kind, found in guard.tokens(text):
        word = found.upper()
        if kind == "brace":
            clauses = [*clauses, ""] if found == "{" else clauses[:-1]
        elif kind == "word" and word in CLAUSES and not parentheses:
            clauses[-1] = "" if word == "WHERE" else word
        parentheses += {"(": 1, ")": -1}.get(found, 0)
        clause = "" if parentheses else clauses[-1]
        yield _Token(start, kind, found, clause, len(clauses), " ".join(before))
        before = (before[1], word)
