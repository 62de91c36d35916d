"""What the forms of files are called; their media types stand in the table of formats."""

TITLES = {
    "nquads": "N-Quads",
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "csv": "CSV",
    "parquet": "Parquet",
    "geojson": "GeoJSON",
}
"""The forms in the order in which they are offered."""
