"""Links between a document, what it is about, its forms and its files (FAIR Signposting)."""

from klimagraph.signposting.described import FORMS, LINKSET, Document, Item, links, linkset, part_of
from klimagraph.signposting.link import ITEM, Link, header, uri
from klimagraph.signposting.reading import NOTHING, Facts, facts, licences
from klimagraph.signposting.writing import in_json, in_text

__all__ = [
    "FORMS",
    "ITEM",
    "LINKSET",
    "NOTHING",
    "Document",
    "Facts",
    "Item",
    "Link",
    "facts",
    "header",
    "in_json",
    "in_text",
    "licences",
    "links",
    "linkset",
    "part_of",
    "uri",
]
