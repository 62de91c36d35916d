"""Measurements against the bare Oxigraph binary, as ratios in one run: `make bench`."""
