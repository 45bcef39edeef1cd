"""A kernel made in one piece is the kernel: its parts, theirs, and who else calls them."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import numba
from touchmodel.model.jit import cache_folder, loop, part, shared

@shared
def half(x): return x / 2.0

@part
def quarter(x): return half(half(x))

@loop
def eighth(x): return half(quarter(x))

@numba.njit
def usual(x): return half(x) + 1.0

found = sum(eighth.stats.cache_hits.values()) if eighth(8.0) == 1.0 else None
print(usual(2.0), len(list(cache_folder().rglob("*.nbc"))), found)
"""


def test_parts_serve_their_kernel_and_others_and_the_cache(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    said = [
        subprocess.run(
            [sys.executable, str(script)],
            env=os.environ | {"TOUCHMODEL_CACHE": str(tmp_path / "cache")},
            check=True, capture_output=True, text=True,
        ).stdout.split()
        for _ in range(2)
    ]  # fmt: skip
    assert said == [["2.0", "1", "0"], ["2.0", "1", "1"]]
