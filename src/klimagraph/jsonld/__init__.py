"""JSON-LD as people read it: published contexts, things framed with their parts, stable text."""
