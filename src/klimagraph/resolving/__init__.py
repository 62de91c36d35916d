"""Resolving: from a name as people write it to the authority that is meant, or to candidates."""

from klimagraph.resolving.resolver import Resolver, open_resolver
from klimagraph.resolving.values import Asked, Candidate, Resolution

__all__ = ["Asked", "Candidate", "Resolution", "Resolver", "open_resolver"]
