"""Reports: what a validation found, in the formats that people and programs read.

`writers` holds the table of formats, `reading` takes JSON back, `comparing` compares two.
"""
