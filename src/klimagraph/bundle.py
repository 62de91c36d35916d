"""Where the ontology, shapes, data and queries that come with the program lie."""

from pathlib import Path


def bundle_folder() -> Path:
    """Return the folder that holds them: inside the installed package, or the checkout."""
    package = Path(__file__).parent
    packed = package / "_bundle"
    return packed if packed.is_dir() else package.parents[1]
