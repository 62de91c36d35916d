"""Maps of the authorities of a release: their areas, and who of them takes part in what."""
