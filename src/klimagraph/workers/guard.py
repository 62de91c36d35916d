"""What is refused before a query reaches a worker, seen from its tokens, not its meaning."""

import re

from klimagraph.errors import QueryRefused, QueryTooLong

_TOKENS = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
  | (?P<text> \"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*\"\"\" | '''(?:[^'\\]|\\.|'{1,2}(?!'))*'''
            | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)* )
  | (?P<language> @[A-Za-z0-9\-]+ )
  | (?P<word> [^\W\d]\w* )
    """,
    re.VERBOSE | re.DOTALL,
)


def keywords(query: str) -> dict[str, int]:
    """Return the bare words of a query in capitals with the offset of each one's first use.

    Words inside comments, IRIs, strings, variables and prefixed names are not bare
    (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
    """
    found: dict[str, int] = {}
    for token in _TOKENS.finditer(query):
        if token.lastgroup == "word":
            found.setdefault(token[0].upper(), token.start())
    return found


def check(query: str, limit: int) -> dict[str, int]:
    """Return the keywords of an acceptable query.

    Raises QueryTooLong above `limit` bytes and QueryRefused for SERVICE, with its place.
    """
    length = len(query.encode())
    if length > limit:
        raise QueryTooLong(f"the query has {length:,} bytes; at most {limit:,} are allowed")
    words = keywords(query)
    if "SERVICE" in words:
        line, column = place(query, words["SERVICE"])
        raise QueryRefused(
            "SERVICE is not allowed here: this server opens no connections for queries",
            line,
            column,
        )
    return words


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
