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
  | (?P<word> [^\W\d][\w.\-]*+ ) (?P<local> :(?:(?!\.)(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)++)?+ )?
  | (?P<name> :(?:(?!\.)(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)++)?+ )
  | (?P<brace> [{}] )
  | (?P<parenthesis> [()] )
  | (?P<end> \. )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Every alternative is possessive and every quote is a token: the time grows with the length."""
_COMPARISON = re.compile(r"<(?![A-Za-z][\w+.\-]*://).*[#')]")
"""What may be an IRI, but between parentheses also a comparison and what comes after it."""
VOLATILE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
"""Functions whose value is another one at each call."""
NAMING = ("PREFIX", "FROM", "NAMED", "GRAPH", "WITH", "USING", "INTO", "TO", "COPY", "MOVE", "ADD")
"""Words after which a name is a name, whatever its prefix is called."""


def volatile(query: str) -> bool:
    """Tell whether a query may answer something else at each call; in doubt it may."""
    text = query.upper()
    for name in VOLATILE:
        if name in text:
            return _calls_volatile(query)
    return False


def _calls_volatile(query: str) -> bool:
    try:
        return any(word.upper() in VOLATILE for _, word in _words(query))
    except QueryRefused:
        return True


def service(query: str) -> int | None:
    """Return the offset of the first SERVICE in a query, or None.

    It does not count inside comments, IRIs, strings, variables and prefixed names
    (https://www.w3.org/TR/sparql11-query/#sparqlGrammar). It does count inside a longer word,
    before a colon that no declared prefix explains, and in a name that a group follows: the
    engine needs no space between tokens. Raises QueryRefused for a string that is not closed.
    """
    if "service" not in query.lower():
        return None
    declared: set[str] = set()
    name: int | None = None
    for token, before in _tokens(query):
        if name is not None and token["brace"] == "{":
            return name
        name, word = None, token["word"] or ""
        if token["local"] and before.endswith("PREFIX"):
            declared.add(word)
        elif "SERVICE" in word.upper():
            if not (token["local"] and word in declared):
                return token.start() + word.upper().index("SERVICE")
            name = None if before in NAMING or token[0][-1] == "." else token.start()
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


def tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield offset, kind and text of each token that is no comment, in their order.

    Kinds are iri, text, variable, language, word, local (a name with its prefix), name, brace.
    Raises QueryRefused for a string that is not closed.
    """
    for token in _TOKENS.finditer(text):
        if token["open"]:
            raise QueryRefused("a string is not closed", *place(text, token.start()))
        if not token["comment"]:
            yield token.start(), str(token.lastgroup), token[0]


def keywords(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield offset, depth of braces, word in capitals and what stood before, for each word.

    Raises QueryRefused for a string that is not closed.
    """
    depth = 0
    for token, before in _tokens(text):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if token["word"] and not token["local"]:
            yield token.start(), depth, token["word"].upper(), before


def check_update(text: str, limit: int) -> None:
    """Accept an update; like `check`, and LOAD is refused as well."""
    check(text, limit)
    if "load" not in text.lower():
        return
    depth = 0
    for token, before in _tokens(text):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        name = token["local"] and before in (*NAMING, "SILENT")
        if depth == 0 and not name and (token["word"] or "").upper().startswith("LOAD"):
            raise QueryRefused(
                "LOAD is not allowed here: send the data themselves", *place(text, token.start())
            )


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _words(query: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and text of what stands outside of every other kind of token."""
    declared: set[str] = set()
    for token, before in _tokens(query):
        word = token["word"] or ""
        if token["local"] and before.endswith("PREFIX"):
            declared.add(word)
        if word and not (token["local"] and word in declared):
            yield token.start(), word


def _tokens(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each token but comments, and the one before it: a word in capitals, else as it is.

    Raises QueryRefused for a string that is not closed, and for `<` where the engine, for which
    the longest token does not win, may see a comparison and behind it something else than we do.
    """
    before, depth = "", 0
    for token in _TOKENS.finditer(text):
        if token["open"]:
            raise QueryRefused("a string is not closed", *place(text, token.start()))
        if depth > 0 and token["iri"] and _COMPARISON.match(token["iri"]):
            raise QueryRefused(
                "'<' may be less-than or begin an IRI here: put a blank behind it, or write the "
                "whole IRI",
                *place(text, token.start()),
            )
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if not token["comment"]:
            yield token, before
            before = token[0].upper() if token["word"] and not token["local"] else token[0]
