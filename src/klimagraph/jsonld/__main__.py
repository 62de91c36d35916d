"""Writes the context of things anew: `python -m klimagraph.jsonld`."""

from klimagraph.bundle import bundle_folder
from klimagraph.jsonld.context import ENTITIES, FOLDER
from klimagraph.jsonld.making import text


def main() -> None:
    """Write the file that is published."""
    root = bundle_folder()
    (root / FOLDER / ENTITIES.name).write_bytes(text(root, ENTITIES.definitions))


if __name__ == "__main__":
    main()
