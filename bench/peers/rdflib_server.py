"""Serves an Oxigraph store with rdflib-endpoint; runs in a virtual environment of its own."""

import sys

import uvicorn
from oxrdflib import OxigraphStore  # type: ignore[import-not-found]  # see above
from pyoxigraph import Store
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint  # type: ignore[import-not-found]  # see above


def main() -> None:
    """Serve the store in a folder on a port; the third argument says whether it may be written."""
    folder, port, mode = sys.argv[1:]
    writable = mode == "writable"
    store = Store(folder) if writable else Store.read_only(folder)
    graph = Dataset(store=OxigraphStore(store=store), default_union=True)
    application = SparqlEndpoint(graph=graph, path="/", enable_update=writable)
    uvicorn.run(application, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
