"""Measurements that need a process of their own: `python apart.py NAME ARG...`, one as JSON."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def apart(name: str, *arguments: object, **environment: str) -> dict[str, float]:
    """Return what a measurement finds in a process of its own."""
    command = [sys.executable, __file__, name, *map(str, arguments)]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def memory(field: str) -> int:
    """Return the memory that this process has (VmRSS), or has had at the most (VmHWM) [bytes].

    What `resource` tells begins with the memory of the process that started this one.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:"))


def workload(name: str, accounts: int, months: int) -> Any:
    """Return the plain workload, or the reference company, with so many accounts."""
    import company
    import plain

    if name == "plain":
        return plain.plain_inputs(accounts, plain.people_for(accounts), months)
    return company.company_inputs(accounts / company.ACCOUNTS, months)


def one_run(name: str, accounts: str, months: str) -> dict[str, float]:
    """Run once: processor seconds, accounts there were, and the memory that took."""
    from touchmodel.engine.compiled import simulate

    simulate(workload(name, 100, 1), 1)
    before = memory("VmRSS")
    inputs = workload(name, int(accounts), int(months))
    began = time.process_time()
    records = simulate(inputs, 1)
    seconds = time.process_time() - began
    there = len(records.accounts.entity)
    return {
        "seconds": seconds, "accounts": there, "cost": seconds / there,
        "bytes": (memory("VmHWM") - before) / there, "peak": memory("VmHWM"),
    }  # fmt: skip


def compiling() -> dict[str, float]:
    """Load the kernel, compiling it where it is not on disk."""
    from touchmodel.engine.compiled import warm

    began = time.process_time()
    warm()
    return {"seconds": time.process_time() - began}


def cimba(accounts: str, every: str, days: str, people: str, hours: str) -> dict[str, float]:
    """Run the plain workload on cimba, compiled before: touches per second."""
    import cimba_plain

    book = cimba_plain.experiment(
        int(accounts), float(every), float(days), int(people), float(hours)
    )
    cimba_plain.rate(book)
    return {"rate": cimba_plain.rate(book)}


if __name__ == "__main__":
    measured = {"one_run": one_run, "compiling": compiling, "cimba": cimba}
    print(json.dumps(measured[sys.argv[1]](*sys.argv[2:])))
