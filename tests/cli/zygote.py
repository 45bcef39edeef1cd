"""A process with everything loaded that forks a command for each line it reads.

So a kill falls into the work of a command, not into the seconds in which Python loads libraries.
"""

import json
import os
import signal
import sys
import time

import touchmodel.planning.plan
import touchmodel.reporting.plan_folder  # noqa: F401 - loaded before the fork
from touchmodel.cli.main import main
from touchmodel.experiment.engine import Engine


def serve() -> None:
    """Answer each line, `[seconds, folder, word, ...]`: run the command there, or kill it then.

    The answer is its exit code and the seconds of processor it took.  Who waits for a process is
    the one to kill it: only then its number cannot be another's.
    """
    Engine().get_ready()
    for line in sys.stdin:
        seconds, folder, *words = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(folder)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            os._exit(main(words))
        status, seconds = ended(child, seconds)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {seconds}\n")
        sys.stdout.flush()


def ended(child: int, seconds: float) -> tuple[int, float]:
    """Return how a process ended, of itself or by a kill, and its seconds of processor."""
    while spent(child) < seconds:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            return status, used.ru_utime + used.ru_stime
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    return status, used.ru_utime + used.ru_stime


def spent(child: int) -> float:
    """Return the seconds of processor that a process has taken so far.

    That is its wall time on an idle machine, and unlike it does not depend on what else runs there.
    """
    return time.clock_gettime((~child << 3) | 2)  # CPUCLOCK_SCHED of a process, as Linux has it


if __name__ == "__main__":
    serve()
