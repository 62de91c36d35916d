"""What is known per state and district, as shares of municipalities and inhabitants."""

from klimagraph.coverage.areas import Area, Country, country, state
from klimagraph.coverage.gaps import Gap, gaps

__all__ = ["Area", "Country", "Gap", "country", "gaps", "state"]
