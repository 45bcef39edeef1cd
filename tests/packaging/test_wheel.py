"""What leaves the repository: the wheel, and the names of machines that must not be in it."""

import importlib.metadata
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sim" / "touchmodel"

FONTS = ("OFL.txt", "TouchmodelSans-Bold.otf", "TouchmodelSans-Regular.otf")

# Split, so that this file does not match itself.
REGISTRY_HOST = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.", "npm" + r"js\.", "deb" + r"ian\.org"]),
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_wheel_holds_every_source_and_data_file(wheel_names: set[str]) -> None:
    wanted = {
        path.relative_to(PACKAGE.parent).as_posix()
        for pattern in ("*.py", "*.yaml", "py.typed", "fonts/*", "reporting/pages/*")
        for path in PACKAGE.rglob(pattern)
    }
    assert "touchmodel/py.typed" in wanted
    assert "touchmodel/reporting/pages/page.typ" in wanted
    assert {f"touchmodel/fonts/{name}" for name in FONTS} <= wanted
    assert wanted <= wheel_names


def test_wheel_holds_the_licence(wheel_names: set[str]) -> None:
    for name in ("LICENSE", "sim/touchmodel/fonts/OFL.txt"):
        stored = rf"touchmodel-.+\.dist-info/licenses/{name}"
        assert any(re.fullmatch(stored, each) for each in wheel_names), name


def test_wheel_holds_nothing_else(wheel_names: set[str]) -> None:
    ours = re.compile(r"touchmodel/|touchmodel-[^/]+\.dist-info/")
    assert [n for n in sorted(wheel_names) if not ours.match(n) or "__pycache__" in n] == []


def test_the_locked_environment_has_every_declared_dependency() -> None:
    # The project is installed without its dependencies: only this tells of a lock left behind.
    declared = [Requirement(text) for text in importlib.metadata.requires("touchmodel") or []]
    assert declared
    # What the benchmarks compare with is not locked.
    of_bench = [r for r in declared if r.marker and r.marker.evaluate({"extra": "bench"})]
    locked = [r for r in declared if r.marker is None or r.marker.evaluate({"extra": "dev"})]
    assert [r.name for r in of_bench] == ["cimba"]
    assert len(locked) + len(of_bench) == len(declared)
    for requirement in locked:
        installed = importlib.metadata.version(requirement.name)
        assert installed in requirement.specifier, f"{requirement}: run `make lock`"


def test_lock_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    # An option of its own line, such as --find-links, would name a place of one machine.
    assert [line for line in lock.splitlines() if line.startswith("-")] == []


def test_tracked_files_name_no_registry_host() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: nothing is tracked")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    files = [ROOT / name for name in names if (ROOT / name).is_file()]
    found = [path for path in files if REGISTRY_HOST.search(path.read_bytes().decode("latin-1"))]
    assert found == []
