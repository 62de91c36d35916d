"""Tables: templates made from the shapes, and filled-in ones read back to claims (ADR 0013)."""
