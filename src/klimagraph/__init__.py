"""Klimagraph: a linked-data knowledge graph about alliances for climate protection."""

__version__ = "0.1.0"
