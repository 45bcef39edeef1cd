"""A process with everything loaded that forks a command for each line it reads.

So a kill falls into the work of a command, not into the seconds in which Python loads libraries.
"""

import json
import os
import sys

from touchmodel.cli.main import main
from touchmodel.experiment.engine import Engine


def serve() -> None:
    """Answer each line, `[folder, word, ...]`, with the process that runs the command there."""
    Engine().get_ready()
    for line in sys.stdin:
        folder, *words = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(folder)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            os._exit(main(words))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
