"""Releases: immutable states of the graph, made from contents that are named by their hash."""

from klimagraph.releases.building import Content, Edit
from klimagraph.releases.differences import Difference
from klimagraph.releases.manifests import (
    DatasetVersion,
    Release,
    all_releases,
    current,
    current_name,
    order,
    read,
    read_kept,
    store_of,
)
from klimagraph.releases.publication import (
    Derivation,
    complete,
    prune,
    publish,
    rebuild,
    roll_back,
    whole,
)
from klimagraph.releases.stores import graph_of, open_read_only

__all__ = [
    "Content",
    "DatasetVersion",
    "Derivation",
    "Difference",
    "Edit",
    "Release",
    "all_releases",
    "complete",
    "current",
    "current_name",
    "graph_of",
    "open_read_only",
    "order",
    "prune",
    "publish",
    "read",
    "read_kept",
    "rebuild",
    "roll_back",
    "store_of",
    "whole",
]
