"""What is refused before a query reaches a worker, seen from its tokens, not its meaning."""

import re
from collections.abc import Iterator

from klimagraph.errors import QueryRefused, QueryTooLong

_TOKENS = re.compile(
    r"""
    (?P<comment> \#[^\n\r]*+ )
  | (?P<iri> <(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
  | (?P<text> \"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*+\"\"\" | '''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''
            | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+' )
  | (?P<open> ["'] )
  | (?P<variable> [?$]\w++ )
  | (?P<language> @[A-Za-z0-9\-]++ )
  | (?P<word> [^\W\d][\w.\-]*+ ) (?P<local> :(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*+ )?
  | (?P<name> :(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*+ )
  | (?P<brace> [{}] )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Every alternative is possessive and every quote is a token: the time grows with the length."""
VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
"""Functions whose value is another one at each call."""
_SERVICE = re.compile(r"SERVICE(?:SILENT)?\b", re.IGNORECASE)


def volatile(query: str) -> bool:
    """Tell whether a query may answer something else at each call; in doubt it may."""
    text = query.upper()
    if not any(name in text for name in VOLATILE):
        return False
    try:
        return any(word.upper() in VOLATILE for _, word in _words(query))
    except QueryRefused:
        return True


def service(query: str) -> int | None:
    """Return the offset of the first SERVICE in a query, or None.

    It does not count inside comments, IRIs, strings, variables and prefixed names
    (https://www.w3.org/TR/sparql11-query/#sparqlGrammar). It does count at the end of a longer
    word or before a colon that no declared prefix explains: the engine needs no space between
    tokens. Raises QueryRefused for a string that is not closed.
    """
    if "service" not in query.lower():
        return None
    for offset, word in _words(query):
        if found := _SERVICE.search(word):
            return offset + found.start()
    return None


def check(query: str, limit: int) -> None:
    """Accept a query.

    Raises QueryTooLong above `limit` bytes and QueryRefused for SERVICE, with its place.
    """
    length = len(query.encode())
    if length > limit:
        raise QueryTooLong(f"the query has {length:,} bytes; at most {limit:,} are allowed")
    offset = service(query)
    if offset is not None:
        line, column = place(query, offset)
        raise QueryRefused(
            "SERVICE is not allowed here: this server opens no connections for queries",
            line,
            column,
        )


def keywords(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield offset, depth of braces, word in capitals and what stood before, for each word.

    Raises QueryRefused for a string that is not closed.
    """
    depth, before = 0, ""
    for token in _TOKENS.finditer(text):
        if token["open"]:
            raise QueryRefused("a string is not closed", *place(text, token.start()))
        if token["comment"]:
            continue
        if token["brace"]:
            depth += 1 if token[0] == "{" else -1
        word = "" if token["local"] else (token["word"] or "").upper()
        if word:
            yield token.start(), depth, word, before
        before = token["brace"] or word or token[0]


def check_update(text: str, limit: int) -> None:
    """Accept an update; like `check`, and LOAD is refused as well."""
    check(text, limit)
    for offset, depth, word, _ in keywords(text):
        if word == "LOAD" and depth == 0:
            raise QueryRefused(
                "LOAD is not allowed here: send the data themselves", *place(text, offset)
            )


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _words(query: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and text of what stands outside of every other kind of token."""
    declared: set[str] = set()
    before = ""
    for token in _TOKENS.finditer(query):
        if token["open"]:
            raise QueryRefused("a string is not closed", *place(query, token.start()))
        word = token["word"] or ""
        if token["local"] and before.upper().endswith("PREFIX"):
            declared.add(word)
        if word and not (token["local"] and word in declared):
            yield token.start(), word
        before = before if token["comment"] else word
