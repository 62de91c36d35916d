"""The SPARQL Protocol, operations for queries and updates (SPARQL 1.1 Protocol)."""

from conformance.exchanges import Exchange, ProtocolCase
from conformance.instance import Answer, Instance
from conformance.results import read_result
from conformance.suite import Suite, short_name

SOLUTIONS = ("application/sparql-results+xml", "application/sparql-results+json")
FORMATS = {
    "": (),
    "boolean": SOLUTIONS,
    "tabular": (*SOLUTIONS, "text/csv", "text/tab-separated-values"),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples"),
}


def test_requests_are_answered_as_the_protocol_says(
    instance: Instance, suite: Suite, protocol_case: ProtocolCase
) -> None:
    """Each answer has the status, the format and the truth that the suite expects."""
    if protocol_case.data:
        instance.load(suite, protocol_case.data)
    updates = "update" in short_name(protocol_case.iri)
    for exchange in protocol_case.exchanges:
        answer = _sent(instance, exchange, updates=updates)
        assert _allowed(answer.status, exchange.statuses), answer.body
        assert not exchange.kind or answer.media_type in FORMATS[exchange.kind]
        if exchange.truth:
            assert (exchange.truth == "true") is read_result(answer.media_type, answer.body)


def _sent(instance: Instance, exchange: Exchange, *, updates: bool) -> Answer:
    """Send a request to the address of its operation; the suite writes `/sparql/` for both."""
    asks = exchange.request.media_type == "application/sparql-query"
    address = "/update" if updates and not asks else "/sparql"
    path = exchange.path.replace("/sparql/", address, 1)
    headers = dict(exchange.request.headers)
    return instance.send(exchange.method, path, exchange.request.body, headers)


def _allowed(status: int, allowed: tuple[str, ...]) -> bool:
    return str(status) in allowed or f"{status // 100}xx" in allowed
