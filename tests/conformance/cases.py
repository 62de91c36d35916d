"""The tests of queries, updates and their syntax, as the manifests list them."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from conformance.suite import MANIFEST, Entry, Suite
from conformance.triples import Term, text_of

QUERY = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UPDATE = "http://www.w3.org/2009/sparql/tests/test-update#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)

Graphs = tuple[tuple[str, str], ...]
"""What a store holds: IRI of a graph, empty for the default graph, and IRI of the file in it."""


@dataclass(frozen=True)
class QueryCase:
    """A query, the data it is put to and the file with its result."""

    iri: str
    query: str
    data: Graphs
    result: str
    lax: bool
    """Whether solutions may be there less often than the result says (REDUCED)."""


@dataclass(frozen=True)
class UpdateCase:
    """An update, what a store holds before it and after it."""

    iri: str
    request: str
    before: Graphs
    after: Graphs


@dataclass(frozen=True)
class SyntaxCase:
    """A query or an update that is well formed, or is not."""

    iri: str
    text: str
    positive: bool
    update: bool


def query_cases(suite: Suite) -> list[QueryCase]:
    """Return the tests of queries; those with the same data stand together."""
    entries = suite.entries("QueryEvaluationTest", "CSVResultFormatTest")
    cases = [_query_case(suite, entry) for entry in entries]
    return sorted(cases, key=lambda case: (not case.data, case.data))


def update_cases(suite: Suite) -> list[UpdateCase]:
    """Return the tests of updates."""
    return [_update_case(entry) for entry in suite.entries("UpdateEvaluationTest")]


def syntax_cases(suite: Suite) -> list[SyntaxCase]:
    """Return the tests of the grammar."""
    kinds = ["SyntaxTest", "SyntaxTest11", "UpdateSyntaxTest11"]
    signs = ["Positive", "Negative"]
    return [
        _syntax_case(entry) for entry in suite.entries(*(s + kind for s in signs for kind in kinds))
    ]


def _query_case(suite: Suite, entry: Entry) -> QueryCase:
    about, action = entry.description, entry.action
    query = about.text(action, f"{QUERY}query")
    data: Graphs = tuple(("", text_of(file)) for file in about.values(action, f"{QUERY}data"))
    named = (text_of(file) for file in about.values(action, f"{QUERY}graphData"))
    data += tuple((file, file) for file in sorted(named))
    if not data:
        graphs = [urljoin(query, iri) for iri in FROM.findall(suite.text(query))]
        data = tuple((iri, iri) for iri in sorted(set(graphs)))
    lax = about.text(entry.node, f"{MANIFEST}resultCardinality") == f"{MANIFEST}LaxCardinality"
    return QueryCase(entry.iri, query, data, text_of(entry.result), lax)


def _update_case(entry: Entry) -> UpdateCase:
    request = entry.description.text(entry.action, f"{UPDATE}request")
    before, after = (graphs_of(entry, node) for node in (entry.action, entry.result))
    return UpdateCase(entry.iri, request, before, after)


def graphs_of(entry: Entry, node: Term) -> Graphs:
    """Return what a store holds that a node of a manifest describes."""
    about = entry.description
    graphs = [("", text_of(file)) for file in about.values(node, f"{UPDATE}data")]
    for graph in about.values(node, f"{UPDATE}graphData"):
        graphs.append((about.text(graph, LABEL), about.text(graph, f"{UPDATE}graph")))
    return tuple(sorted(graphs))


def _syntax_case(entry: Entry) -> SyntaxCase:
    text = text_of(entry.action)
    return SyntaxCase(
        entry.iri, text, entry.kind.startswith("Positive"), update=text.endswith(".ru")
    )
