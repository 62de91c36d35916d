"""Reports: what a validation found, in the formats that people and programs read.

`writers` holds the table of formats, `reading` takes JSON back, `comparing` compares two.
"""

from klimagraph.validation.findings import Report  # before the files here, which need its room

__all__ = ["Report"]
