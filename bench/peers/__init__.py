"""The servers that are measured: ours, and those that people would install instead."""

from bench.peers.comunica import Comunica
from bench.peers.klimagraph import Klimagraph
from bench.peers.oxigraph import Oxigraph
from bench.peers.peer import Peer
from bench.peers.rdflib_endpoint import RdflibEndpoint
from bench.peers.virtuoso import Virtuoso

OTHERS: tuple[type[Peer], ...] = (Oxigraph, Virtuoso, Comunica, RdflibEndpoint)

__all__ = ["OTHERS", "Klimagraph", "Peer"]
