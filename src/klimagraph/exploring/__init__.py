"""Exploring without SPARQL: choosing authorities by what is known about them."""

from klimagraph.exploring.finding import Found, find
from klimagraph.exploring.question import question
from klimagraph.exploring.selection import Selection, read
from klimagraph.exploring.table import Table, Tables

__all__ = ["Found", "Selection", "Table", "Tables", "find", "question", "read"]
