"""The things of each class as framed JSON-LD, in pages that can be filtered."""
