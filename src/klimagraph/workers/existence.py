"""Groups after EXISTS, taken apart into one pattern inside the other, as the engine can follow.

https://www.w3.org/TR/sparql11-query/#neg-pattern; why, and what is left alone: ADR 0020.
"""

import re
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from pyoxigraph import Store

Step = tuple[str, str, str]
"""A triple pattern as three texts; variables begin with a question mark."""
LONGEST = 32
"""As many patterns may a group have that is taken apart."""
DEEPEST = 100
"""As many groups may stand inside each other."""
MOST = 100
"""As many groups of a query are taken apart."""
BARRIER = " FILTER EXISTS { SELECT * {} }"
"""Always true, and for the engine no nested loop, just as the join was: ADR 0020 says why."""
_IRI = r'<(?:[^\x00-\x20<>"{}|^`\\])*+>'
_END = r"[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL = rf":(?:(?!-)(?:{_END})(?:\.*+(?:{_END}))*+)?+"
_PREFIX = r"[^\W\d][\w\-]*+"
_TOKENS = re.compile(
    rf"""
    (?P<blank> [ \t\r\n]++ | \#[^\n\r]*+ )
  | (?P<iri> {_IRI} )
  | (?P<literal> (?: \"\"\"(?:[^"\\]|\\.|"{{1,2}}(?!"))*+\"\"\"
                   | '''(?:[^'\\]|\\.|'{{1,2}}(?!'))*+'''
                   | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+' )
        (?: @[A-Za-z]++(?:-[A-Za-z0-9]++)*+
          | \^\^(?P<datatype> {_IRI} | (?:{_PREFIX})?+{_LOCAL} ) )?+ )
  | (?P<number> [+\-]?+(?: [0-9]++\.[0-9]*+[eE][+\-]?+[0-9]++ | \.?+[0-9]++[eE][+\-]?+[0-9]++
                         | [0-9]*+\.[0-9]++ | [0-9]++ ) )
  | (?P<variable> [?$]\w++ )
  | (?P<word> {_PREFIX} ) (?P<local> {_LOCAL} )?+
  | (?P<name> {_LOCAL} )
  | (?P<sign> [{{}}()\[\].,;/^|*+\-!=<>&?] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Every alternative is possessive and every character a token: the time grows with the length."""
_LITERAL = frozenset("\"'+-.0123456789")
"""What a literal begins with."""
_COMPARISON = re.compile(r"<(?![A-Za-z][\w+.\-]*://).*[#')]")
"""What may be an IRI, but between parentheses also a comparison and what comes after it."""


def ask(store: Store, query: str, options: dict[str, Any]) -> Any:
    """Return what a store answers; a syntax error is told for the text that was sent."""
    rewritten = chained(query)
    if rewritten != query:
        with suppress(SyntaxError):
            return store.query(rewritten, **options)
    return store.query(query, **options)


def chained(query: str) -> str:
    """Return a query that answers the same, with one pattern in each group after EXISTS.

    What is more than triple patterns, and what could be read in more than one way, stays as it is.
    """
    lowered = query.lower()
    if "exists" not in lowered or "<<" in query or "\\u" in lowered:
        return query
    names, last = _fresh(query), 0
    pieces: list[str] = []
    for group, end in _leaves(query):
        steps = _steps(group.tokens or [], names)
        outside = {name for name in _variables(steps) if group.knows(name)}
        if 1 < len(steps) <= LONGEST and outside:
            pieces += query[last : group.start], f" {_chain(steps, outside, set())}{BARRIER} "
            last = end
    return "".join(pieces) + query[last:]


@dataclass(slots=True)
class _Group:
    """What stands between braces; `tokens` is None unless they may be triple patterns."""

    start: int
    outer: "_Group | None" = None
    variables: set[str] = field(default_factory=set)
    tokens: list[str] | None = None
    parentheses: int = 0

    def knows(self, name: str) -> bool:
        """Tell whether a variable stands around this group, and not only in another EXISTS."""
        group = self.outer
        while group and name not in group.variables:
            group = group.outer
        return group is not None


@dataclass(slots=True)
class _Reading:
    """A query as far as it was read."""

    group: _Group = field(default_factory=lambda: _Group(0))
    depth: int = 0
    before: str = ""
    declared: set[str] = field(default_factory=set)
    leaves: list[tuple[_Group, int]] = field(default_factory=list)

    def take(self, token: re.Match[str]) -> bool:
        """Read one more token; false where it is better not to understand the query."""
        kind, text = str(token.lastgroup), token[0]
        before, self.before = self.before, text.upper() if kind == "word" else text
        if text == "{":
            return self._open(token.end(), before)
        if text == "}":
            return self._close(token.start())
        if before == "PREFIX":
            self.declared.add(text.removesuffix(":"))
            return kind in ("local", "name")
        if kind == "variable":
            text = f"?{text[1:]}"
            self.group.variables.add(text)
        self.group.parentheses += {"(": 1, ")": -1}.get(text, 0)
        self._keep(kind, text, token["datatype"] or "<")
        doubtful = kind == "iri" and self.group.parentheses and _COMPARISON.match(text)
        return kind != "other" and not doubtful

    def _open(self, start: int, before: str) -> bool:
        """Enter a group; EXISTS and MINUS have variables of their own."""
        around = self.group
        around.tokens = None
        apart = before in ("EXISTS", "MINUS")
        variables = set[str]() if apart else around.variables
        tokens = list[str]() if before == "EXISTS" and len(self.leaves) < MOST else None
        self.group = _Group(start, around, variables, tokens)
        self.depth += 1
        return self.depth <= DEEPEST

    def _close(self, end: int) -> bool:
        """Leave a group; false where there is none."""
        group = self.group
        if group.tokens:
            self.leaves.append((group, end))
        self.group = group.outer or group
        self.depth -= 1
        return self.depth >= 0

    def _keep(self, kind: str, text: str, datatype: str) -> None:
        """Keep a token of a group as long as there is nothing but triple patterns in it."""
        tokens = self.group.tokens
        if tokens is None:
            return
        fits = {
            "word": text in ("a", "true", "false"),
            "local": text.partition(":")[0] in self.declared,
            "name": "" in self.declared,
            "literal": datatype[0] == "<" or datatype.partition(":")[0] in self.declared,
            "sign": text in ".;,/^",
        }
        if fits.get(kind, kind != "other") and len(tokens) < LONGEST * 8:
            tokens.append(text)
        else:
            self.group.tokens = None


def _leaves(query: str) -> list[tuple[_Group, int]]:
    """Return the groups after EXISTS without others inside, each with the offset of its end."""
    reading = _Reading()
    for token in _TOKENS.finditer(query):
        if token.lastgroup != "blank" and not reading.take(token):
            return []
    return reading.leaves if reading.depth == 0 else []


def _fresh(text: str) -> Iterator[str]:
    """Return names of variables that a text does not hold."""
    longest = max(re.findall("step_*+", text), key=len, default="step")
    return (f"?{longest}_{number}" for number in count(1))


def _steps(tokens: list[str], names: Iterator[str]) -> list[Step]:
    """Return the triple patterns that tokens stand for, none where they are something else."""
    sentences = _split(tokens, ".")
    steps = [
        step
        for sentence in (sentences if sentences[-1] else sentences[:-1])
        for number, part in enumerate(_split(sentence[1:], ";"))
        if part or number == 0
        for step in _triples(_only(sentence[:1]), part, names)
    ]
    return steps if all(_sound(step) for step in steps) else []


def _triples(subject: str, part: list[str], names: Iterator[str]) -> Iterator[Step]:
    """Yield the patterns of a verb and its objects; a path of several steps passes new variables.

    What does not fit becomes an empty term.
    """
    first, *others = _split(part, ",")
    path = _split(first[:-1], "/")
    for last in (_only(first[-1:]), *map(_only, others)):
        nodes = [subject, *(next(names) for _ in path[1:]), last]
        for element, pair in zip(path, pairwise(nodes), strict=True):
            inverse = element[:1] == ["^"]
            verb = _only(element[inverse:])
            if verb[:1] == "?" and (inverse or len(path) > 1):
                verb = ""
            yield (pair[1], verb, pair[0]) if inverse else (pair[0], verb, pair[1])


def _split(tokens: list[str], sign: str) -> list[list[str]]:
    """Return the parts between signs."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _only(tokens: list[str]) -> str:
    """Return the only token, or none."""
    return tokens[0] if len(tokens) == 1 else ""


def _sound(step: Step) -> bool:
    """Tell whether each term may stand where it does."""
    subject, verb, last = step
    return (
        not {"", "^", "/", ";", ","} & {*step}
        and "a" not in (subject, last)
        and not any(term[0] in _LITERAL or term in ("true", "false") for term in (subject, verb))
    )


def _variables(steps: Collection[Step]) -> set[str]:
    return {term for step in steps for term in step if term[0] == "?"}


def _chain(steps: list[Step], bound: AbstractSet[str], sure: AbstractSet[str]) -> str:
    """Return the pattern to begin with, and the others in groups that have nothing in common.

    Variables that are `bound` may have a value, and decide the order only; those that are `sure`
    have one, so that patterns with no others in common are found or missed independently.
    """
    first = min(steps, key=lambda step: _rank(step, bound))
    others = [step for step in steps if step is not first]
    bound, sure = bound | _variables([first]), sure | _variables([first])
    parts = sorted(_parts(others, sure), key=lambda part: min(_rank(one, bound) for one in part))
    inner = [f" FILTER EXISTS {{ {_chain(part, bound, sure)} }}" for part in parts]
    return " ".join(first) + "".join(inner)


def _rank(step: Step, bound: AbstractSet[str]) -> tuple[bool, int, bool]:
    """Return how late to look: what hangs on known values first, then what leaves least open."""
    known = [term[0] != "?" or term in bound for term in step]
    linked = all(known) or any(term in bound for term in step)
    return not linked, -sum(known), not known[0]


def _parts(steps: list[Step], sure: AbstractSet[str]) -> list[list[Step]]:
    """Return the patterns in groups that have no variables in common but those that are sure."""
    parts: list[tuple[set[str], list[Step]]] = []
    for step in steps:
        names, joined = _variables([step]) - sure, [step]
        apart = []
        for others, part in parts:
            if names & others:
                names, joined = names | others, part + joined
            else:
                apart.append((others, part))
        parts = [*apart, (names, joined)]
    return [part for _, part in parts]
