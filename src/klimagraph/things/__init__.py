"""Pages of things, driven by the shapes."""

from klimagraph.things.page import Page, page

__all__ = ["Page", "page"]
