"""The kernels as plain Python, in a process of its own: as they are, or with one place changed."""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from touchmodel.model import inputs as m
from touchmodel.model import records as r

SEED = 1
SIM = Path(__file__).parents[2] / "sim"
ENGINE = SIM / "touchmodel" / "engine"
Job = tuple[Path, m.Inputs]
"""A folder with the kernels' package `compiled`, and a world to run in them."""
RUN = """
import importlib, pickle, sys
from pathlib import Path
import touchmodel.engine

def simulate(folder, world):
    for name in [name for name in sys.modules if name.startswith("touchmodel.engine.compiled")]:
        del sys.modules[name]
    touchmodel.engine.__path__ = [str(folder)]
    compiled = importlib.import_module("touchmodel.engine.compiled")
    return compiled.simulate(world, int(sys.argv[3]), trace=True)

jobs, runs = map(Path, sys.argv[1:3])
runs.write_bytes(pickle.dumps([simulate(*job) for job in pickle.loads(jobs.read_bytes())]))
"""


def simulate(room: Path, jobs: Sequence[Job]) -> list[r.Records]:
    """Run worlds in plain Python; `room` is a folder for files."""
    given, runs = room / "jobs", room / "runs"
    given.write_bytes(pickle.dumps(list(jobs)))
    plain = {"PYTHONPATH": str(SIM), "NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", RUN, str(given), str(runs), str(SEED)]
    subprocess.run(command, env=os.environ | plain, check=True)
    return list(pickle.loads(runs.read_bytes()))


def mutated(folder: Path, module: str, right: str, wrong: str) -> Path:
    """Copy the kernels to a folder, with one place of a module changed."""
    shutil.copytree(ENGINE / "compiled", folder / "compiled")
    path = folder / "compiled" / f"{module}.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{text.count(right)} times in {module}.py: {right}"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    return folder
