"""The process of one validation: reads a file, prints the findings."""

import json
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from klimagraph.bundle import bundle_folder
from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.rdf import Limits, format_of, parse_checked
from klimagraph.settings import MEBIBYTE
from klimagraph.validation.checking import check, shapes_of
from klimagraph.workers.sandbox import forbid_sockets


def main() -> None:
    """Validate the file named by the first argument; limits follow as JSON.

    A clock of the kernel ends the process even where nobody waits for it any more.
    """
    forbid_sockets()
    options = json.loads(sys.argv[2])
    memory = options.pop("memory") * MEBIBYTE
    signal.setitimer(signal.ITIMER_REAL, options.pop("seconds"))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    root, path = bundle_folder(), Path(sys.argv[1])
    shapes = shapes_of(root)
    try:
        quads = parse_checked(path, format_of(path), Limits(**options))
        triples, found = check(quads, shapes, root)
    except InputRefused as error:
        large = isinstance(error, InputTooLarge)
        print(json.dumps({"refused": [error.message, error.line, error.column], "large": large}))
        return
    print(json.dumps({"triples": triples, "findings": [asdict(item) for item in found]}))


if __name__ == "__main__":
    main()
