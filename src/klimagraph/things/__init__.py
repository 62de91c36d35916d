"""Pages of things, driven by the shapes."""

from klimagraph.things.page import Page, page
from klimagraph.things.schema_org import schema_org, start

__all__ = ["Page", "page", "schema_org", "start"]
