"""SPARQL-based constraints made set-based (https://www.w3.org/TR/shacl/#sparql-constraints).

The specification binds `$this` before a query is evaluated, once per focus node.
Here the pattern of the focus nodes is put at the head of the query instead.
Both mean the same as long as `$this` is bound wherever it is looked at; what is not is refused.
"""

from dataclasses import dataclass

from pyoxigraph import Literal, Store

from klimagraph.errors import QueryRefused
from klimagraph.shacl.graphs import Node, flag, literals, node, objects, only, refused, sh
from klimagraph.shacl.shapes import Path, Rule
from klimagraph.terms import term
from klimagraph.workers import guard

FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
"""What the specification forbids (section 5.2.1), besides subqueries that hide `$this`."""
ONE_BY_ONE = ("GROUP", "HAVING", "LIMIT", "OFFSET", "FROM", "GRAPH")
"""What means another thing for all focus nodes together than for each."""
IMPORTS = term("owl:imports")
RESERVED = ("currentShape", "shapesGraph")
WORDS = {"select", "message", "prefixes", "deactivated", "severity"}


def rule(graph: Store, shape: Node, constraint: Node, path: Path | None) -> Rule | None:
    """Return a constraint cut where its focus nodes go, None where it is deactivated.

    Raises ShapesRefused for a query that cannot be evaluated for all focus nodes at once.
    """
    _only_known_words(graph, shape, constraint)
    if flag(graph, constraint, "deactivated"):
        return None
    select = only(graph, constraint, "select")
    if not isinstance(select, Literal):
        raise refused(shape, "sh:sparql has no sh:select")
    try:
        text, cut = _cut(_with_path(select.value, path), shape)
    except QueryRefused as error:
        raise refused(shape, f"sh:select: {error}") from None
    prefixes = tuple(_prefixes(graph, constraint).items())
    made = Rule(text[:cut], text[cut:], prefixes, literals(graph, constraint, "message"))
    _try(made, shape)
    return made


def _only_known_words(graph: Store, shape: Node, constraint: Node) -> None:
    for quad in graph.quads_for_pattern(constraint, None, None):
        word = quad.predicate.value
        if word.startswith(sh("").value) and word.removeprefix(sh("").value) not in WORDS:
            raise refused(shape, f"{quad.predicate} in sh:sparql is not compiled")


def _prefixes(graph: Store, constraint: Node) -> dict[str, str]:
    found = {}
    for owner in _owners(graph, constraint):
        for item in objects(graph, owner, sh("declare")):
            declared = node(item, constraint, "declare")
            name, namespace = only(graph, declared, "prefix"), only(graph, declared, "namespace")
            if not isinstance(name, Literal) or not isinstance(namespace, Literal):
                raise refused(constraint, "sh:declare has no sh:prefix or no sh:namespace")
            found[name.value] = namespace.value
    return found


def _owners(graph: Store, constraint: Node) -> list[Node]:
    """Return the nodes that declare the prefixes, with those that they import."""
    found: list[Node] = []
    waiting = objects(graph, constraint, sh("prefixes"))
    while waiting:
        owner = node(waiting.pop(), constraint, "prefixes")
        if owner not in found:
            found.append(owner)
            waiting += objects(graph, owner, IMPORTS)
    return found


def _with_path(text: str, path: Path | None) -> str:
    """Return a query with the path of the shape in the place of `$PATH`."""
    for offset, kind, token in reversed(list(guard.tokens(text))):
        if path and kind == "variable" and token[1:] == "PATH":
            text = text[:offset] + path.text + text[offset + len(token) :]
    return text


def _try(made: Rule, shape: Node) -> None:
    """Refuse a query that the engine cannot read, or that does not select its focus node."""
    try:
        variables = Store().query(made.before + made.after, prefixes=dict(made.prefixes))
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise refused(shape, f"sh:select: {error}") from None
    names = [variable.value for variable in getattr(variables, "variables", ())]
    if "this" not in names:
        raise refused(shape, "sh:select does not select $this")


@dataclass
class _Group:
    """A group of a query while it is read."""

    exists: bool
    parentheses: int = 0
    binds: bool = False


def _cut(text: str, shape: Node) -> tuple[str, int]:
    """Return the query and the offset behind the brace that opens its pattern."""
    groups: list[_Group] = []
    before, start = "", 0
    for offset, kind, written in guard.tokens(text):
        word = written.upper() if kind == "word" else written
        if kind == "brace":
            _turn(written, before, groups)
            start = start or offset + 1
        elif kind == "parenthesis" and groups:
            groups[-1].parentheses += 1 if written == "(" else -1
        elif kind == "variable":
            _check_variable(written[1:], before, groups, shape)
        elif kind == "word":
            _check_word(word, groups, shape)
        before = word
    if not start:
        raise refused(shape, "sh:select has no pattern")
    return text, start


def _turn(brace: str, before: str, groups: list[_Group]) -> None:
    if brace == "{":
        groups.append(_Group(before == "EXISTS" or any(group.exists for group in groups)))
    elif groups:
        groups.pop()


def _check_word(word: str, groups: list[_Group], shape: Node) -> None:
    if word in FORBIDDEN:
        raise refused(shape, f"sh:select: {word} is not allowed where $this is bound before")
    if word in ONE_BY_ONE:
        raise refused(shape, f"sh:select: {word} is not compiled")
    if word == "SELECT" and groups:
        raise refused(shape, "sh:select: a query inside the query is not compiled")


def _check_variable(name: str, before: str, groups: list[_Group], shape: Node) -> None:
    if name in RESERVED or name == "PATH":
        raise refused(shape, f"sh:select: ${name} is not compiled")
    if name != "this":
        return
    if before == "AS":
        raise refused(shape, "sh:select: $this is bound before and not to be bound again")
    outer = [group for group in groups[1:] if not group.exists]
    if not outer:
        return
    inside = groups[-1].exists or outer[-1].parentheses > 0
    if not inside:
        outer[-1].binds = True
    elif not outer[-1].binds:
        raise refused(shape, "sh:select: $this is looked at in a group that does not bind it")
