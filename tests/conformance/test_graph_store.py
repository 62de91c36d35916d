"""Graphs by name, directly and indirectly (SPARQL 1.1 Graph Store HTTP Protocol)."""

from pyoxigraph import RdfFormat, parse

from conformance.exchanges import Exchange, ProtocolCase
from conformance.instance import Answer, Instance
from conformance.suite import Suite
from conformance.triples import lines_of


def test_graphs_are_read_and_written_as_the_protocol_says(
    instance: Instance, suite: Suite, store_case: ProtocolCase
) -> None:
    """Beginning with an empty store, each answer has the status and the triples expected."""
    instance.load(suite, ())
    locations: dict[str, str] = {}
    for exchange in store_case.exchanges:
        answer = _sent(instance, exchange, locations)
        assert str(answer.status) in exchange.statuses, answer.body
        if exchange.answer.headers:
            assert exchange.answer.media_type == answer.media_type
        if exchange.answer.body is not None:
            assert _triples(exchange.answer.body) == _triples(answer.body)
        if exchange.location:
            locations[exchange.location] = answer.headers["location"]


def _sent(instance: Instance, exchange: Exchange, locations: dict[str, str]) -> Answer:
    """Send a request to the store of the instance; the suite calls it `/gsp`."""
    path, body = exchange.path.replace("/gsp", "/graphs", 1), exchange.request.body
    for name, location in locations.items():
        path = path.replace(name, location)
        body = body and body.replace(name.encode(), location.encode())
    return instance.send(exchange.method, path, body, dict(exchange.request.headers))


def _triples(turtle: bytes) -> frozenset[str]:
    return lines_of(parse(turtle, format=RdfFormat.TURTLE))
