"""Pages of things, driven by the shapes."""

from klimagraph.things.page import Page, page
from klimagraph.things.schema_org import defined_term, schema_org, start

__all__ = ["Page", "defined_term", "page", "schema_org", "start"]
