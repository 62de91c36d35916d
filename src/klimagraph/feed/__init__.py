"""The change feed as a linked data event stream (https://w3id.org/ldes/specification)."""
