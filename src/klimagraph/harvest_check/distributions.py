"""What portals will not like about the distributions of a page (DCAT-AP.de 3.0)."""

from pyoxigraph import BlankNode

from klimagraph.harvest_check.findings import Findings
from klimagraph.harvest_check.graph import DCAT, DCT, Graph, Node, text
from klimagraph.harvest_check.licences import FILE_TYPES, MEDIA_TYPES, attributed, known

ATTRIBUTION = "http://dcat-ap.de/def/dcatde/licenseAttributionByText"
PARTIES = (f"{DCT}publisher", f"{DCAT}contactPoint")


def check(graph: Graph, url: str, findings: Findings) -> None:
    """Note what is wrong with the distributions of the datasets of a page."""
    for dataset in graph.of_type(f"{DCAT}Dataset"):
        for node in graph.nodes(dataset, f"{DCAT}distribution"):
            if isinstance(node, BlankNode):
                findings.add("blank-distribution", text(dataset))
            name = url if isinstance(node, BlankNode) else node.value
            _check(graph, node, name, findings)
            _check_licence(graph, node, name, findings)
            _check_service(graph, node, name, findings)


def _check(graph: Graph, node: Node, name: str, findings: Findings) -> None:
    if not graph.objects(node, f"{DCAT}accessURL"):
        findings.add("access-missing", name)
    for value in graph.objects(node, f"{DCT}format"):
        if not text(value).startswith(FILE_TYPES):
            findings.add("format-unknown", name, text(value))
    for value in graph.objects(node, f"{DCAT}mediaType"):
        if not text(value).startswith(MEDIA_TYPES):
            findings.add("media-type-text", name, text(value))


def _check_licence(graph: Graph, node: Node, name: str, findings: Findings) -> None:
    licences = [text(value) for value in graph.objects(node, f"{DCT}license")]
    if not licences:
        findings.add("licence-missing", name)
    if len(licences) > 1:
        findings.add("licence-several", name)
    for licence in licences:
        if not known(licence):
            findings.add("licence-unknown", name, licence)
        if attributed(licence) and not graph.objects(node, ATTRIBUTION):
            findings.add("attribution-missing", name)


def _check_service(graph: Graph, node: Node, name: str, findings: Findings) -> None:
    services = graph.nodes(node, f"{DCAT}accessService")
    if services and graph.objects(node, f"{DCAT}downloadURL"):
        findings.add("service-download", name)
    for service in services:
        if any(graph.objects(service, party) for party in PARTIES):
            findings.add("service-party", name)
