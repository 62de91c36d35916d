"""Authorities side by side, with what is known of each."""

from klimagraph.comparing.claims import Claim
from klimagraph.comparing.places import MOST, Comparison, Place, compare, place_of

__all__ = ["MOST", "Claim", "Comparison", "Place", "compare", "place_of"]
