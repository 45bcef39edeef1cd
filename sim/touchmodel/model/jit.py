"""One decorator for what both engines share, one for what is compiled.

A *shared* function is plain Python when Python calls it and is compiled into every kernel that
calls it; a *kernel* is compiled on first use and kept on disk.  Numba's cache does not notice an
edit of a function in another file, so the folder it keeps kernels in is named by a digest of all
sources they can be made of: edit a rule and every kernel is compiled again.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.extending import register_jitable

from touchmodel.model.linking import OnePiece

Function = TypeVar("Function", bound=Callable[..., object])

PLAIN = bool(cast(Any, numba).config.DISABLE_JIT)
"""Whether kernels run as plain Python in this process: NUMBA_DISABLE_JIT=1."""
PACKAGE = Path(__file__).resolve().parent.parent
# Packages whose functions can end up inside a kernel.
SOURCES = ("model", "measures", "engine/compiled")
BESIDE = ("run.py", "stage.py", "tables.py", "written.py", "plain.py")
"""Modules of these that no kernel is made of."""


@cache
def sources_digest() -> str:
    """Return a digest of every source a kernel can be made of, and of Numba itself."""
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for folder in SOURCES:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            if path.name in BESIDE:
                continue
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return the folder that keeps compiled kernels of exactly these sources."""
    home = os.environ.get("TOUCHMODEL_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(home) if home else Path.home() / ".cache"
    return base / "touchmodel" / "kernels" / sources_digest()


@cache
def keeps_kernels() -> bool:
    """Whether the folder can be written; where it cannot, each process compiles what it needs.

    Numba by itself would turn to folders that do not know these sources, and serve stale kernels.
    """
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache_folder()):
            return True
    except OSError:
        return False


def shared(function: Function) -> Function:
    """Mark a scalar function as common to both engines."""
    marked: Function = register_jitable(function)
    return marked


def part(function: Function) -> Function:
    """Mark a function as a part of a kernel of arrays: it allocates nothing and counts no users."""
    marked: Function = register_jitable(_nrt=False, error_model="numpy", no_cfunc_wrapper=True)(
        function
    )
    return marked


def kernel(function: Function) -> Function:
    """Compile a function of scalars and arrays, keep it on disk, release the GIL in it."""
    return _compiled(function, nrt=True)


def loop(function: Function) -> Function:
    """Compile a kernel made of `part`s, which allocates nothing.

    Counting the users of every array at every call would take most of its time.
    """
    return _compiled(function, nrt=False)


def _compiled(function: Function, *, nrt: bool) -> Function:
    if PLAIN:
        # Integers wrap around and quotients are infinite without a word, as in a kernel.
        return np.errstate(all="ignore")(function)
    config = cast(Any, numba.config)
    before, config.CACHE_DIR = config.CACHE_DIR, str(cache_folder())
    try:
        options: dict[str, Any] = {} if nrt else {"_nrt": False, "error_model": "numpy"}
        options |= {"cache": keeps_kernels(), "nogil": True, "pipeline_class": OnePiece}
        compiled: Any = cast(Any, numba).njit(**options)(function)
        return cast(Function, compiled)
    finally:
        config.CACHE_DIR = before
