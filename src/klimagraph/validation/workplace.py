"""The process in which the file of a stranger is opened: its limits, its way in and out."""

import gc
import json
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from klimagraph.errors import KlimagraphError
from klimagraph.settings import MEBIBYTE
from klimagraph.workers.sandbox import forbid_sockets
from klimagraph.writing.replies import arguments_of


def work(
    do: Callable[[dict[str, Any]], object], prepare: Callable[[], object] = lambda: None
) -> None:
    """Do the task that standard input says as JSON within its limits, and print what came of it.

    What has to be prepared is prepared before; where nothing is said, nothing is done.

    A clock of the kernel ends the process even where nobody waits for it any more.
    """
    forbid_sockets()
    prepare()
    gc.disable()  # the process lives for one task, and a tenth of its time is saved
    told = sys.stdin.read()
    if not told:
        return
    options = json.loads(told)
    memory = options.pop("memory") * MEBIBYTE
    signal.setitimer(signal.ITIMER_REAL, options.pop("seconds"))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        answer = do(options)
    except KlimagraphError as error:
        answer = {"error": type(error).__name__, "arguments": arguments_of(error)}
    print(json.dumps(answer))
