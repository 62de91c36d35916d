"""The tests of the protocols: requests and the answers that they expect.

The vocabularies are https://www.w3.org/TR/HTTP-in-RDF10/ and that of the manifests.
"""

from dataclasses import dataclass

from conformance.cases import Graphs, graphs_of
from conformance.suite import MANIFEST, Entry, Suite
from conformance.triples import Description, Term, text_of

HTTP = "http://www.w3.org/2011/http#"
CONTENT = "http://www.w3.org/2011/content#"
STATUS = "http://www.w3.org/2011/http-statusCodes#"
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}


@dataclass(frozen=True)
class Message:
    """Headers (lower case) and body of a request or an answer."""

    headers: tuple[tuple[str, str], ...]
    body: bytes | None

    @property
    def media_type(self) -> str:
        """Return the media type without its parameters; empty where there is none."""
        return dict(self.headers).get("content-type", "").split(";")[0]


@dataclass(frozen=True)
class Exchange:
    """A request and the answer that it expects."""

    method: str
    path: str
    request: Message
    answer: Message
    statuses: tuple[str, ...]
    """Each a number or a class such as `4xx`."""
    truth: str
    """What an ASK answers, `true` or `false`; empty where nothing is said."""
    kind: str
    """`boolean`, `tabular` or `RDF`; empty where nothing is said."""
    location: str
    """The name by which later requests call the Location of the answer."""


@dataclass(frozen=True)
class ProtocolCase:
    """What a store holds, and the requests in their order."""

    iri: str
    data: Graphs
    exchanges: tuple[Exchange, ...]


def protocol_cases(suite: Suite) -> list[ProtocolCase]:
    """Return the tests of the SPARQL Protocol."""
    return [_case(entry) for entry in suite.entries("ProtocolTest")]


def store_cases(suite: Suite) -> list[ProtocolCase]:
    """Return the tests of the Graph Store Protocol."""
    return [_case(entry) for entry in suite.entries("GraphStoreProtocolTest")]


def _case(entry: Entry) -> ProtocolCase:
    about = entry.description
    requests = about.items(entry.action, f"{HTTP}requests")
    exchanges = tuple(_exchange(about, request) for request in requests)
    return ProtocolCase(entry.iri, graphs_of(entry, entry.node), exchanges)


def _exchange(about: Description, request: Term) -> Exchange:
    answer = about.node(request, f"{HTTP}resp")
    statuses = about.values(answer, f"{MANIFEST}expectedStatus")
    return Exchange(
        method=about.text(request, f"{HTTP}methodName"),
        path=about.text(request, f"{HTTP}absolutePath"),
        request=_message(about, request),
        answer=_message(about, answer),
        statuses=tuple(_status(text_of(status)) for status in statuses),
        truth=about.text(answer, f"{MANIFEST}expectedBoolean"),
        kind=about.text(answer, f"{MANIFEST}expectedFormat"),
        location=about.text(answer, f"{MANIFEST}expectedLocation"),
    )


def _message(about: Description, node: Term) -> Message:
    headers = tuple(
        (about.text(header, f"{HTTP}fieldName").lower(), about.text(header, f"{HTTP}fieldValue"))
        for header in about.items(node, f"{HTTP}headers")
    )
    body = about.value(node, f"{HTTP}body")
    if body is None:
        return Message(headers, None)
    encoding = about.text(body, f"{CONTENT}characterEncoding")
    return Message(headers, about.text(body, f"{CONTENT}chars").encode(encoding))


def _status(iri: str) -> str:
    name = iri.removeprefix(STATUS)
    return STATUSES.get(name, name.removeprefix("StatusCode"))
