"""Harvest check: reads a catalogue feed as the portals do and says what they make of it.

`checking` is the whole; `faults` holds the table of what can be wrong.
"""
