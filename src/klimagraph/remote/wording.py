"""Questions as a remote engine is asked them (https://www.w3.org/TR/sparql11-protocol/)."""

import re
from collections.abc import Sequence

from klimagraph.errors import QueryRefused
from klimagraph.formats import Kind
from klimagraph.namespaces import DATASETS
from klimagraph.releases import Release
from klimagraph.remote.binding import bind
from klimagraph.remote.marker import MERGE, NOTHING
from klimagraph.workers import guard
from klimagraph.workers.protocol import Question

KINDS: dict[str, Kind] = {
    "SELECT": "bindings",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
PROLOGUE = ("BASE", "PREFIX")
_INTERNAL = re.compile(r"<?(?:bif|sql|sql-udf|xcontract|openlink):", re.IGNORECASE)
"""Names by which an engine lets its own procedures be called; they are no part of SPARQL."""


def kind_of(query: str) -> Kind:
    """Return the kind of result that a query has.

    Raises QueryRefused for what is no query: nothing else may reach the engine.
    """
    for offset, kind, text in guard.tokens(query):
        word = text.upper() if kind == "word" else ""
        if word in KINDS:
            return KINDS[word]
        if word and word not in PROLOGUE:
            expected = ", ".join((*PROLOGUE, *KINDS))
            raise QueryRefused(f"expected one of {expected}", *guard.place(query, offset))
    raise QueryRefused("the query has neither SELECT, ASK, CONSTRUCT nor DESCRIBE")


def form(question: Question, release: Release) -> dict[str, str | Sequence[str]]:
    """Return the parameters of a request: the query with its dataset.

    Where the question names no graphs, its default graph is the merge of the datasets, and they
    are its named graphs. Raises QueryRefused for names that are particular to an engine.
    """
    for offset, kind, text in guard.tokens(question.query):
        if kind in ("iri", "local", "word") and _INTERNAL.match(text):
            raise QueryRefused(f"{text} is not allowed here", *guard.place(question.query, offset))
    return {"query": opening(question) + bind(question.query, question.substitutions)} | _dataset(
        question, release
    )


def opening(question: Question) -> str:
    """Return what stands before the text of a query, in its first line."""
    return f"BASE <{question.base}> " if question.base else ""


def _dataset(question: Question, release: Release) -> dict[str, Sequence[str]]:
    """Return the dataset of a question; none where its text describes one.

    A graph that stays empty stands for no graph at all, which the protocol cannot say.
    """
    default, named = question.default_graphs, question.named_graphs
    if named is None and any(
        word == "FROM" and depth == 0 for _, depth, word, _ in guard.keywords(question.query)
    ):
        return {}
    if named is None and not default:
        default = (MERGE,)
        named = tuple(DATASETS + version.slug for version in release.datasets)
    return {
        "default-graph-uri": default or (NOTHING,),
        "named-graph-uri": named or (NOTHING,),
    }
