"""The folder of compiled kernels is named by their sources: an edited rule is never served stale.

Numba's own cache looks at the file of the kernel, not at those of the functions inside it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import touchmodel

ASK = """
from touchmodel.model.jit import cache_folder, sources_digest
from touchmodel.model.rules.work import drawn_effort
print(sources_digest(), drawn_effort(1, 0, 0, 6 << 32, 5, 0, 2.0, 0.0)[0], cache_folder())
"""
WAIT = "from touchmodel.experiment.engine import wait_sentence; print(wait_sentence())"


def ask(package: Path, cache: Path) -> tuple[str, float, Path]:
    """Return digest, a drawn effort and the cache's folder, as a fresh process sees them."""
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {"PYTHONPATH": str(package), "TOUCHMODEL_CACHE": str(cache)},
        cwd=package, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    return told[0], float(told[1]), Path(told[2])


def test_an_edited_rule_changes_digest_and_kernel(tmp_path: Path) -> None:
    package, cache = tmp_path / "source", tmp_path / "cache"
    source = Path(touchmodel.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    for part in ("model", "measures", "engine"):
        shutil.copytree(source / part, package / "touchmodel" / part, ignore=ignore)
    for name in ("__init__.py", "errors.py"):
        shutil.copy(source / name, package / "touchmodel" / name)

    digest, hours, folder = ask(package, cache)
    assert hours == 2.0
    assert folder.is_relative_to(cache)
    compiled = {path: path.stat().st_mtime_ns for path in folder.rglob("*.nbc")}
    assert compiled
    assert ask(package, cache) == (digest, hours, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.nbc")} == compiled

    # The kernel `drawn_effort` calls the law, which calls `lognormal` in another file.
    rule = package / "touchmodel" / "model" / "rules" / "work.py"
    text = rule.read_text()
    edited = text.replace("return lognormal(mean, spread, normal(u))", "return 3.0 * mean")
    assert edited != text
    rule.write_text(edited)
    new_digest, new_hours, _ = ask(package, cache)
    assert new_digest != digest
    assert new_hours == 6.0

    other = package / "touchmodel" / "model" / "draws.py"
    other.write_text(other.read_text().replace("return -math.log(1.0 - u)", "return 7.0"))
    rule.write_text(text.replace("law == EXPONENTIAL", "law == 0"))
    assert ask(package, cache)[1] == 14.0


def test_where_the_folder_cannot_be_written_nothing_is_kept_elsewhere(tmp_path: Path) -> None:
    """Numba would turn to the folder of the source, whose kernels may be stale."""
    package, no_folder = tmp_path / "source", tmp_path / "file"
    no_folder.write_text("")
    source = Path(touchmodel.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, package / "touchmodel", ignore=ignore)
    _, hours, _ = ask(package, no_folder)
    assert hours == 2.0
    assert list(package.rglob("*.nb?")) == []
    told = subprocess.run(
        [sys.executable, "-c", WAIT],
        env=os.environ | {"PYTHONPATH": str(package), "TOUCHMODEL_CACHE": str(no_folder)},
        cwd=package, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert f"at every start, for {no_folder}" in told
