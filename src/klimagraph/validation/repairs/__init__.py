"""Repairs: what would mend a fault, where it can be computed."""

from klimagraph.validation.repairs.names import repairs_of_names
from klimagraph.validation.repairs.proposing import repairs_of

__all__ = ["repairs_of", "repairs_of_names"]
