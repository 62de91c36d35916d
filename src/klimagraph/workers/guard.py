"""What is refused before a query reaches a worker, seen from its tokens, not its meaning."""

import re
from collections.abc import Iterator

from klimagraph.errors import QueryRefused, QueryTooLong

_TOKENS = re.compile(
    r"""
    (?P<comment> \#[^\n\r]*+ )
  | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*+> )
  | (?P<text> \"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*+\"\"\" | '''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''
            | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+' )
  | (?P<open> ["'] )
  | (?P<variable> [?$]\w++ )
  | (?P<language> @[A-Za-z0-9\-]++ )
  | (?P<word> [^\W\d][\w.\-]*+ ) (?P<local> :(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*+ )?
  | (?P<name> :(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*+ )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Every alternative is possessive and every quote is a token: the time grows with the length."""
_DECLARED = re.compile(r"\bprefix\s++([\w.\-]*+):", re.IGNORECASE)
_KEYWORD = re.compile(r"(SERVICE|FROM)(?:SILENT|NAMED)?\b", re.IGNORECASE)


def keywords(query: str) -> dict[str, int]:
    """Return which of SERVICE and FROM stand in a query, with the offset of the first use.

    They do not count inside comments, IRIs, strings, variables and prefixed names
    (https://www.w3.org/TR/sparql11-query/#sparqlGrammar). They do count at the end of a longer
    word or before a colon that no declared prefix explains: the engine needs no space between
    tokens. Raises QueryRefused for a string that is not closed.
    """
    found: dict[str, int] = {}
    for offset, word in _words(query):
        for keyword in _KEYWORD.finditer(word):
            found.setdefault(keyword[1].upper(), offset + keyword.start())
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


def _words(query: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and text of what stands outside of every other kind of token."""
    declared = set(_DECLARED.findall(query))
    for token in _TOKENS.finditer(query):
        if token["open"]:
            raise QueryRefused("a string is not closed", *place(query, token.start()))
        if token["word"] and not (token["local"] and token["word"] in declared):
            yield token.start(), token["word"]
