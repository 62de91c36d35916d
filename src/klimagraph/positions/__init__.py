"""Where statements stand in the RDF text that somebody submitted."""

from klimagraph.positions.source import TextSource

__all__ = ["TextSource"]
