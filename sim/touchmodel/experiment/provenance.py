"""What results rest on beside inputs and seed: the version of the results, libraries, platform.

The same version, seed and lock file give the same bits on a platform; other libraries may give
other last digits, and a store must not mix them.  Where the package runs from a checkout its
sources count too: who edits a rule would otherwise be shown numbers of the old one.
"""

import hashlib
import importlib.metadata
import platform
from functools import cache
from pathlib import Path

import touchmodel

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "simpy", "pandas")
PACKAGE = Path(touchmodel.__file__).resolve().parent
SOURCES = ("model", "engine", "measures", "experiment", "planning")
"""Packages that what is kept of a replication is made by."""


@cache
def provenance() -> str:
    """Return a digest of everything but inputs and seed that results depend on."""
    said = [
        str(touchmodel.results_version), platform.system(), platform.machine(),
        *[f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES],
        *([sources()] if in_checkout() else []),
    ]  # fmt: skip
    return hashlib.blake2b("\n".join(said).encode(), digest_size=16).hexdigest()


def in_checkout() -> bool:
    """Whether the package stands in its repository, where a file may be edited."""
    return (PACKAGE.parents[1] / "pyproject.toml").is_file()


def sources() -> str:
    """Return a digest of the sources that results are made by."""
    whole = hashlib.blake2b(digest_size=16)
    for folder in SOURCES:
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            whole.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0")
            whole.update(file.read_bytes() + b"\0")
    return whole.hexdigest()
