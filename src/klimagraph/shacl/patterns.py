"""What a rule looks at, told from its tokens; in doubt it looks at more than it does."""

from dataclasses import dataclass

from klimagraph.workers import guard
from klimagraph.workers.names import TYPE

FOCUS = ("$this", "?this")
TERMS = ("variable", "iri", "local", "name", "text")
LETTERS = ("a", "true", "false")
"""Words that stand for terms."""
FURTHER, ANYTHING = "/^*+", "[!"
"""Signs of paths that lead further, and of blank nodes and negations that hide properties."""


@dataclass
class Looks:
    """What the pattern of a rule looks at."""

    further: bool = False
    """Whether it looks at statements of other nodes than the focus node."""
    anything: bool = False
    """Whether it looks at properties, or classes, that it does not name."""


def looks(pattern: str) -> Looks:
    """Return what a pattern looks at."""
    reader = _Reader()
    end = depth = 0
    for offset, kind, text in guard.tokens(pattern):
        gap, end = pattern[end:offset], offset + len(text)
        if kind == "parenthesis":
            depth += 1 if text == "(" else -1
            reader.fresh = True
        elif depth > 0:
            reader.inside_parentheses(kind)
        else:
            reader.take(gap, kind, text)
    return reader.found


class _Reader:
    """Follows subjects, properties and values through a pattern."""

    def __init__(self) -> None:
        self.found = Looks()
        self.fresh = True
        """Whether what comes next begins a triple, or ends the pattern of one."""
        self._property_next = self._class_next = False

    def inside_parentheses(self, kind: str) -> None:
        """Take note of a group inside of an expression: it is not looked into."""
        if kind == "brace":
            self.found = Looks(further=True, anything=True)

    def take(self, gap: str, kind: str, text: str) -> None:
        """Take the next token and what stands before it."""
        self.found.further |= any(sign in gap for sign in FURTHER + ANYTHING)
        self.found.anything |= any(sign in gap for sign in ANYTHING)
        if kind in ("brace", "end"):
            self.fresh = True
        elif kind in TERMS or text in LETTERS:
            self._term(gap, kind, text)

    def _term(self, gap: str, kind: str, text: str) -> None:
        if self.fresh:
            self.found.further |= text not in FOCUS
            self.fresh, self._property_next = False, True
        elif self._property_next or ";" in gap or "|" in gap:
            self.found.anything |= kind == "variable"
            self._property_next = False
            self._class_next = text in ("a", "rdf:type", f"<{TYPE}>")
        elif self._class_next:
            self.found.anything |= kind == "variable"
